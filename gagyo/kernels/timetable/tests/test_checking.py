"""The checker against timetables that are wrong in every way there is."""

import pytest

from gagyo.kernels.timetable.checking import Rule, Violation, check
from gagyo.kernels.timetable.problem import (
    Block,
    Equipment,
    Interpreter,
    Meeting,
    Participant,
    Pin,
    Precedence,
    Problem,
    Seat,
    Table,
    Transfer,
)
from gagyo.kernels.timetable.tests.make import KOREAN_MONGOLIAN, meeting, participant, problem, seats

GOOD = seats(**{"as": 0, "bt": 0, "at": 1, "bs": 1})
KIM = Interpreter("kim", KOREAN_MONGOLIAN)
PAIR = problem(
    meeting("as", languages=KOREAN_MONGOLIAN), meeting("bt", languages=KOREAN_MONGOLIAN), interpreters=(KIM,)
)


def named(*tables: Table, **changes: object) -> Problem:
    return problem(meeting("as", **changes), meeting("bt"), named_tables=tables)


def interpreted(**changes: object) -> Problem:
    """Three meetings of a in the morning, all with kim."""
    wanted = tuple(meeting(key, languages=KOREAN_MONGOLIAN) for key in ("as", "at", "au"))
    return problem(*wanted, interpreters=(Interpreter("kim", KOREAN_MONGOLIAN, **changes),))  # type: ignore[arg-type]  # as a test makes it


def with_kim(**slots: int) -> dict[str, Seat]:
    return {key: Seat(slot, interpreter="kim") for key, slot in slots.items()}


def equipped(count: int) -> Problem:
    """All four meetings, of which those of the first pairs need a set."""
    wanted = (
        meeting(key, equipment=frozenset({"set"} if key in {"as", "bt"} else ())) for key in ("as", "at", "bs", "bt")
    )
    return problem(*wanted, equipment=(Equipment("set", count),))


def moved(
    *,
    too_near: frozenset[tuple[int, int]] = frozenset(),
    seats: int | None = None,
    persons: int = 1,
    languages: frozenset[frozenset[str]] = frozenset(),
) -> Problem:
    """A round that goes on elsewhere in the afternoon. persons: of a"""
    wanted = (meeting(key, must=False, languages=languages) for key in ("as", "at", "bt"))
    return problem(
        *wanted,
        participants=tuple(participant(key, persons=persons if key == "a" else 1) for key in "abst"),
        interpreters=(KIM,) if languages else (),
        transfers=(Transfer("noon", frozenset({0, 1, 2}), frozenset({3, 4}), too_near, seats),),
    )


MORNING = with_kim(**{"as": 0, "at": 1, "au": 2})


@pytest.mark.parametrize(
    ("given", "timetable", "violations"),
    [
        (problem(), GOOD, []),
        (problem(), GOOD | seats(xy=2), [Violation(Rule.UNKNOWN_MEETING, ("xy",))]),
        (problem(), seats(**{"as": 0, "bt": 0, "at": 1}), [Violation(Rule.MISSING, ("bs",))]),
        (problem(meeting("as"), meeting("bt", must=False)), seats(**{"as": 0}), []),
        (problem(), GOOD | seats(bs=5), [Violation(Rule.NO_SUCH_SLOT, ("bs",), 5)]),
        (problem(), GOOD | seats(bs=-1), [Violation(Rule.NO_SUCH_SLOT, ("bs",), -1)]),
        (
            problem(),
            seats(**{"as": 0, "bt": 0, "at": 1, "bs": 2}) | seats(bt=2),
            [Violation(Rule.TWO_AT_ONCE, ("b", "bt", "bs"), 2)],
        ),
        (
            problem(
                participants=tuple(participant(key, forbidden=frozenset({0} if key == "t" else ())) for key in "abst")
            ),
            GOOD,
            [Violation(Rule.AWAY, ("t", "bt"), 0)],
        ),
        (
            problem(participants=tuple(participant(key, most_meetings=1 if key == "a" else None) for key in "abst")),
            GOOD,
            [Violation(Rule.TOO_MANY_MEETINGS, ("a", "as", "at"))],
        ),
        (
            problem(meeting("as", forbidden=frozenset({1}))),
            seats(**{"as": 1}),
            [Violation(Rule.MEETING_FORBIDDEN, ("as",), 1)],
        ),
        (
            problem(meeting("as", blocks=frozenset({"afternoon"}))),
            seats(**{"as": 2}),
            [Violation(Rule.WRONG_BLOCK, ("as",), 2)],
        ),
        (problem(meeting("as", blocks=frozenset({"afternoon"}))), seats(**{"as": 3}), []),
        (problem(meeting("as", pin=Pin(2))), seats(**{"as": 1}), [Violation(Rule.PIN_MOVED, ("as",), 1)]),
        (
            problem(tables=1),
            GOOD,
            [Violation(Rule.TOO_MANY_AT_ONCE, ("as", "bt"), 0), Violation(Rule.TOO_MANY_AT_ONCE, ("at", "bs"), 1)],
        ),
        (problem(meeting("as", needs_table=False), meeting("bt"), tables=1), seats(**{"as": 0, "bt": 0}), []),
        (named(Table("one")), seats(bt=1) | {"as": Seat(0, "one")}, [Violation(Rule.NO_TABLE, ("bt",), 1)]),
        (
            named(Table("one"), needs_table=False),
            {"as": Seat(0, "one"), "bt": Seat(1, "one")},
            [Violation(Rule.NEEDLESS_TABLE, ("one", "as"), 0)],
        ),
        (
            named(Table("one")),
            {"as": Seat(0, "two"), "bt": Seat(0, "one")},
            [Violation(Rule.UNKNOWN_TABLE, ("two", "as"), 0)],
        ),
        (
            named(Table("one")),
            {"as": Seat(0, "one"), "bt": Seat(0, "one")},
            [Violation(Rule.TABLE_TAKEN, ("one", "as", "bt"), 0)],
        ),
        (
            named(Table("one"), features=frozenset({"screen"})),
            {"as": Seat(0, "one"), "bt": Seat(1, "one")},
            [Violation(Rule.TABLE_UNSUITABLE, ("one", "as"), 0)],
        ),
        (
            named(Table("one", seats=4), persons=5),
            {"as": Seat(0, "one"), "bt": Seat(1, "one")},
            [Violation(Rule.TABLE_UNSUITABLE, ("one", "as"), 0)],
        ),
        (
            named(Table("one", forbidden=frozenset({1}))),
            {"as": Seat(0, "one"), "bt": Seat(1, "one")},
            [Violation(Rule.TABLE_SHUT, ("one", "bt"), 1)],
        ),
        (
            problem(meeting("as", pin=Pin(0, "two")), named_tables=(Table("one"), Table("two"))),
            {"as": Seat(0, "one")},
            [Violation(Rule.PIN_MOVED, ("as",), 0)],
        ),
        (PAIR, {"as": Seat(0), "bt": Seat(1, interpreter="kim")}, [Violation(Rule.NO_INTERPRETER, ("as",), 0)]),
        (
            problem(meeting("as"), interpreters=(KIM,)),
            with_kim(**{"as": 0}),
            [Violation(Rule.NEEDLESS_INTERPRETER, ("kim", "as"), 0)],
        ),
        (
            problem(meeting("as", languages=KOREAN_MONGOLIAN)),
            with_kim(**{"as": 0}),
            [Violation(Rule.UNKNOWN_INTERPRETER, ("kim", "as"), 0)],
        ),
        (PAIR, with_kim(**{"as": 0, "bt": 0}), [Violation(Rule.INTERPRETER_TAKEN, ("kim", "as", "bt"), 0)]),
        (
            problem(meeting("as", languages=frozenset({frozenset({"ko", "vi"})})), interpreters=(KIM,)),
            with_kim(**{"as": 0}),
            [Violation(Rule.INTERPRETER_UNSUITABLE, ("kim", "as"), 0)],
        ),
        (interpreted(forbidden=frozenset({1})), MORNING, [Violation(Rule.INTERPRETER_AWAY, ("kim", "at"), 1)]),
        (interpreted(most_in_a_row=3), MORNING, []),
        (interpreted(most_in_a_row=2), MORNING, [Violation(Rule.INTERPRETER_RESTLESS, ("kim", "as"), 0)]),
        (interpreted(most_in_a_row=2), with_kim(**{"as": 1, "at": 2, "au": 3}), []),
        (interpreted(most_meetings=2), MORNING, [Violation(Rule.INTERPRETER_OVERWORKED, ("kim", "as", "at", "au"))]),
        (equipped(2), GOOD, []),
        (equipped(1), GOOD, [Violation(Rule.EQUIPMENT_SHORT, ("set", "as", "bt"), 0)]),
        (moved(seats=4), seats(**{"as": 1, "at": 3}), []),
        (moved(too_near=frozenset({(2, 3)})), seats(**{"as": 1, "at": 3}), []),
        (
            moved(too_near=frozenset({(2, 3)})),
            seats(**{"as": 2, "at": 3}),
            [Violation(Rule.NO_TIME_TO_TRAVEL, ("a", "noon"), 3)],
        ),
        (
            moved(too_near=frozenset({(2, 3)}), languages=KOREAN_MONGOLIAN),
            with_kim(**{"as": 2, "bt": 3}),
            [Violation(Rule.NO_TIME_TO_TRAVEL, ("kim", "noon"), 3)],
        ),
        # Five of a meet somebody at both places; those of s stay at one of them.
        (moved(seats=4, persons=5), seats(**{"as": 1, "at": 3}), [Violation(Rule.NO_SEAT_TO_RIDE, ("noon", "a"))]),
        (moved(seats=4, persons=5), seats(**{"as": 1, "bt": 3}), []),
        (problem(precedences=(Precedence("at", "as"),)), GOOD, [Violation(Rule.WRONG_ORDER, ("at", "as"))]),
        (problem(precedences=(Precedence("as", "bt"),)), GOOD, [Violation(Rule.WRONG_ORDER, ("as", "bt"))]),
    ],
)
def test_the_checker_finds_what_is_wrong_and_nothing_else(
    given: Problem, timetable: dict[str, Seat], violations: list[Violation]
) -> None:
    assert list(check(problem=given, seats=timetable).violations) == violations


def test_a_break_is_a_run_of_free_slots_between_two_meetings_of_a_stretch() -> None:
    wanted = tuple(meeting(key) for key in ("as", "at", "au"))
    days = (Block("one", 4), Block("two", 3, continues=True), Block("three", 3))
    given = problem(*wanted, blocks=days)
    breaks = {
        slots: check(problem=given, seats=seats(**dict(zip(("as", "at", "au"), slots, strict=True)))).breaks_of["a"]
        for slots in ((0, 1, 2), (0, 3, 4), (0, 2, 6), (0, 3, 3), (2, 3, 7), (0, 6, 9), (0, 7, 9))
    }
    assert breaks == {(0, 1, 2): 0, (0, 3, 4): 1, (0, 2, 6): 2, (0, 3, 3): 1, (2, 3, 7): 0, (0, 6, 9): 1, (0, 7, 9): 1}


def test_numbers_of_breaks_may_differ_by_two_and_not_by_three() -> None:
    keys = ("as", "at", "au", "av")
    given = problem(*(meeting(key) for key in keys), blocks=(Block("day", 8),))
    even = check(problem=given, seats=seats(**dict(zip(keys, (0, 2, 3, 5), strict=True))))
    uneven = check(problem=given, seats=seats(**dict(zip(keys, (0, 2, 4, 6), strict=True))))
    assert even.violations == ()
    assert uneven.violations == (Violation(Rule.UNEVEN, ("a",)),)
    assert (even.breaks, uneven.breaks) == (2, 3)


def test_the_report_adds_up_values_and_changes() -> None:
    given = Problem(
        (Block("day", 3),),
        (Participant("a"), Participant("s"), Participant("t")),
        (
            Meeting("one", ("a", "s"), values=(3, 1), must=False, change_cost=5),
            Meeting("two", ("t", "a"), values=(2, 4), must=False),
            Meeting("three", ("s", "t"), values=(7, 7), must=False, change_cost=3),
        ),
        previous=seats(one=0, two=1, three=2),
    )
    report = check(problem=given, seats=seats(one=2, two=1))
    assert (report.values_of, report.value) == ({"a": 7, "s": 1, "t": 2}, 10)
    assert report.changes == 5 + 3
    assert report.violations == ()


def test_a_violation_says_what_and_where() -> None:
    assert str(Violation(Rule.TWO_AT_ONCE, ("b", "bs", "bt"), 2)) == "two at once: b, bs, bt in slot 2"
