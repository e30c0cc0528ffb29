"""Wishes, named tables, interpreters and timetables made anew: the best of every small problem, found and proven."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.problem import (
    Block,
    Equipment,
    Interpreter,
    Pin,
    Precedence,
    Problem,
    Seat,
    Table,
    Transfer,
)
from gagyo.kernels.timetable.solution import Solution, Status
from gagyo.kernels.timetable.tests.brute import best, score
from gagyo.kernels.timetable.tests.make import KOREAN_MONGOLIAN, meeting, participant

SLOTS = 3
slot_sets = st.frozensets(st.integers(0, SLOTS - 1), max_size=1)
limits = st.sampled_from([None, None, 0, 1, 2])


def solved(round_: Problem, **changes: object) -> Solution:
    return solve_any(round_, seed=1, time_limit=60, **changes)  # type: ignore[arg-type]  # as a test gives it


@st.composite
def problems(draw: st.DrawFn, *, has_means: bool = False, has_ways: bool = False, is_again: bool = False) -> Problem:
    """Draw a problem of up to four meetings in three slots."""
    keys = draw(st.lists(st.sampled_from(["as", "at", "bs", "bt", "ab"]), min_size=1, max_size=4, unique=True))
    meetings = tuple(
        meeting(
            key,
            must=draw(st.sampled_from([False, False, True])),
            values=(draw(st.integers(0, 5)), draw(st.integers(0, 5))),
            forbidden=draw(slot_sets),
            pin=draw(st.sampled_from([None, None, None, Pin(1)])),
            needs_table=draw(st.booleans()),
            features=draw(st.sampled_from([frozenset(), frozenset({"screen"})])) if has_means else frozenset(),
            languages=KOREAN_MONGOLIAN if has_means and draw(st.booleans()) else frozenset(),
            equipment=draw(st.sampled_from([frozenset(), frozenset({"set"})])) if has_ways else frozenset(),
            change_cost=draw(st.integers(0, 2)),
        )
        for key in keys
    )
    people = tuple(
        participant(key, forbidden=draw(slot_sets), most_meetings=draw(limits), persons=draw(st.integers(0, 2)))
        for key in sorted({*"".join(keys)})
    )
    ways = Transfer(
        "noon",
        frozenset({0, 1}),
        frozenset({2}),
        draw(st.sampled_from([frozenset(), frozenset({(1, 2)}), frozenset({(0, 2), (1, 2)})])),
        draw(st.sampled_from([None, 0, 1, 3])),
    )
    tables = (Table("one", frozenset({"screen"}), forbidden=draw(slot_sets)), Table("two")) if has_means else ()
    rest = draw(st.sampled_from([None, 1, 2]))
    kim = Interpreter("kim", KOREAN_MONGOLIAN, draw(slot_sets), rest, draw(st.sampled_from([None, 1, 2])))
    order = (Precedence(keys[0], keys[-1]),) if len(keys) > 1 and draw(st.booleans()) else ()
    before = {key: Seat(draw(st.integers(0, SLOTS - 1))) for key in keys if draw(st.booleans())} if is_again else {}
    return Problem(
        (Block("day", SLOTS),),
        people,
        meetings,
        tables=draw(st.sampled_from([None, 1])),
        named_tables=tables,
        interpreters=(kim,) if has_means else (),
        precedences=order,
        most_difference=draw(st.sampled_from([None, 0, 2])),
        previous=before,
        equipment=(Equipment("set", draw(st.integers(0, 2))),) if has_ways else (),
        transfers=(ways,) if has_ways else (),
    )


def is_best(round_: Problem) -> None:
    """Compare with every timetable there is."""
    solution = solved(round_)
    if (wanted := best(round_)) is None:
        assert solution.status is Status.INFEASIBLE
        return
    assert check(problem=round_, seats=solution.seats).violations == ()
    assert (solution.status, score(round_, dict(solution.seats))) == (Status.OPTIMAL, wanted)
    for layer in (solution.breaks, solution.value, solution.changes, solution.worst_share):
        assert layer is None or layer.gap == 0


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_timetable_of_wishes_is_better(round_: Problem) -> None:
    is_best(round_)


@settings(max_examples=40, deadline=None)
@given(problems(has_means=True))
def test_no_timetable_with_tables_and_interpreters_is_better(round_: Problem) -> None:
    is_best(round_)


@settings(max_examples=40, deadline=None)
@given(problems(is_again=True))
def test_no_timetable_made_anew_is_nearer_to_the_one_before(round_: Problem) -> None:
    is_best(round_)


@settings(max_examples=60, deadline=None)
@given(problems(has_ways=True))
def test_no_timetable_with_equipment_and_ways_is_better(round_: Problem) -> None:
    is_best(round_)


@settings(max_examples=30, deadline=None)
@given(problems(has_means=True, has_ways=True))
def test_no_timetable_of_everything_together_is_better(round_: Problem) -> None:
    is_best(round_)


@settings(max_examples=30, deadline=None)
@given(problems(has_ways=True, is_again=True))
def test_no_timetable_made_anew_with_equipment_and_ways_is_nearer(round_: Problem) -> None:
    is_best(round_)


def test_a_timetable_made_anew_keeps_every_interpreter_that_it_can() -> None:
    voices = tuple(Interpreter(key, KOREAN_MONGOLIAN) for key in "wxyz")
    meetings = tuple(meeting(pair, languages=KOREAN_MONGOLIAN) for pair in ("as", "bt", "cu", "dv"))
    before = {one.key: Seat(0, interpreter=voice) for one, voice in zip(meetings, "zyxw", strict=True)}
    people = tuple(participant(key) for key in "abcdstuv")
    late = (participant("a", forbidden=frozenset({0})), *people[1:])
    round_ = Problem((Block("one", 2),), late, meetings, interpreters=voices, previous=before)
    found = solved(round_).seats
    assert {key: seat for key, seat in found.items() if key != "as"} == {k: v for k, v in before.items() if k != "as"}
    assert found["as"].slot == 1
