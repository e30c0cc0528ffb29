"""Each kind of clash: a programme in which it is found, and the nearest one in which it is not."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.programme.clashes import IMPOSSIBLE, Clash, ClashKind, find_clashes
from gagyo.kernels.programme.problem import Host, Interval, Opening, Problem, Room, Stop, Vehicle
from gagyo.kernels.programme.tests.make import (
    ELEVEN,
    FOUR,
    LUNCH,
    MONDAY,
    NINE,
    NOON,
    ONE,
    SIX,
    TEN,
    THREE,
    TUESDAY,
    TWO,
    interpreter,
    party,
    problem,
    site,
    stop,
)


def clash(kind: ClashKind, stops: str, resource: str, need: int | None = None, have: int | None = None) -> Clash:
    return Clash(MONDAY, kind, tuple(stops.split()), resource, need, have)


MONGOLS = party(languages=frozenset({"mn"}))
KOREAN_LIBRARY = site("library", languages=frozenset({"ko"}))
SPEAKING = problem(sites=(KOREAN_LIBRARY, site("control")), parties=(MONGOLS, party("vietnam")))
KIM = replace(SPEAKING, interpreters=(interpreter(),))
TWO_DAYS = replace(MONGOLS, days=(*MONGOLS.days, Interval(TUESDAY, NINE, SIX)))
OTHER = {"party": "vietnam"}
KIMS = {"interpreter": "kim"}

# (the kind, the problem, stops that clash, the clash, stops that do not)
CASES = [
    (
        problem(sites=(site("library", openings=(Opening(1, NINE, SIX),)), site("control"))),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.SITE_CLOSED, "a", "library"),
        [stop("a", TEN, ELEVEN, site="control")],
    ),
    (
        problem(sites=(site("library", closed=frozenset({MONDAY})), site("control", closed=frozenset({TUESDAY})))),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.SITE_CLOSED, "a", "library"),
        [stop("a", TEN, ELEVEN, site="control")],
    ),
    (
        problem(sites=(site("library"), site("control", open_on_holidays=True)), holidays=frozenset({MONDAY})),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.HOLIDAY, "a", "library"),
        [stop("a", TEN, ELEVEN, site="control")],
    ),
    (
        problem(sites=(site("library", openings=(Opening(0, NINE, NOON), Opening(0, ONE, SIX))), site("control"))),
        [stop("a", 690, 750)],
        clash(ClashKind.OUTSIDE_HOURS, "a", "library", 60, 30),
        [stop("a", ELEVEN, NOON)],
    ),
    (
        problem(sites=(site("library", capacity=19), site("control"))),
        [stop("a", TEN, ELEVEN), stop("b", 630, 690, **OTHER)],
        clash(ClashKind.SITE_FULL, "a b", "library", 20, 19),
        [stop("a", TEN, ELEVEN), stop("b", ELEVEN, NOON, **OTHER)],
    ),
    (
        problem(sites=(site("library", hosts=(Host("lee", (Interval(MONDAY, NINE, 601),)),)), site("control"))),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.HOST_AWAY, "a", "library"),
        [stop("a", 601, ELEVEN)],
    ),
    (
        problem(
            sites=(
                site("library", hosts=(Host("lee", (Interval(MONDAY, NINE, NOON),)), Host("yun"))),
                site(
                    "control",
                    hosts=(Host("lee", (Interval(MONDAY, NINE, NOON),)), Host("yun", (Interval(MONDAY, NINE, 601),))),
                ),
            )
        ),
        [stop("a", TEN, ELEVEN, site="control")],
        clash(ClashKind.HOST_AWAY, "a", "control"),
        [stop("a", TEN, ELEVEN)],
    ),
    (
        KIM,
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.INTERPRETER_MISSING, "a", "library"),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", TEN, ELEVEN, **OTHER)],
    ),
    (
        replace(KIM, interpreters=(interpreter(), interpreter("park", languages=frozenset({frozenset({"ko", "vi"})})))),
        [stop("a", TEN, ELEVEN, interpreter="park")],
        clash(ClashKind.INTERPRETER_LANGUAGE, "a", "park"),
        [stop("a", TEN, ELEVEN, **KIMS)],
    ),
    (
        KIM,
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", 659, 690, **OTHER, **KIMS)],
        clash(ClashKind.INTERPRETER_DOUBLE, "a b", "kim"),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", ELEVEN, 690, **OTHER, **KIMS)],
    ),
    (
        replace(KIM, interpreters=(interpreter(busy=(Interval(MONDAY, NINE, 601),)),)),
        [stop("a", TEN, ELEVEN, **KIMS)],
        clash(ClashKind.INTERPRETER_AWAY, "a", "kim"),
        [stop("a", 601, ELEVEN, **KIMS)],
    ),
    (
        replace(KIM, interpreters=(interpreter(free=(Interval(MONDAY, TEN, 659), Interval(MONDAY, TWO, THREE))),)),
        [stop("a", TEN, ELEVEN, **KIMS)],
        clash(ClashKind.INTERPRETER_AWAY, "a", "kim"),
        [stop("a", TWO, THREE, **KIMS)],
    ),
    (
        KIM,
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", 689, NOON, site="control", **OTHER, **KIMS)],
        clash(ClashKind.INTERPRETER_TRAVEL, "a b", "kim", 30, 29),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", 690, NOON, site="control", **OTHER, **KIMS)],
    ),
    (
        replace(KIM, interpreters=(interpreter(rest_minutes=20),)),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", 679, NOON, **OTHER, **KIMS)],
        clash(ClashKind.INTERPRETER_REST, "a b", "kim", 20, 19),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", 680, NOON, **OTHER, **KIMS)],
    ),
    (
        replace(KIM, parties=(TWO_DAYS, party("vietnam")), interpreters=(interpreter(minutes_a_day=120),)),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", TWO, 901, **KIMS)],
        clash(ClashKind.INTERPRETER_HOURS, "a b", "kim", 121, 120),
        [stop("a", TEN, ELEVEN, **KIMS), stop("b", TWO, THREE, **KIMS), stop("c", TWO, FOUR, day=TUESDAY, **KIMS)],
    ),
    (
        problem(vehicles=(Vehicle("bus", 10),)),
        [stop("a", TEN, ELEVEN, vehicle="bus"), stop("b", 719, ONE, vehicle="bus", **OTHER)],
        clash(ClashKind.VEHICLE_DOUBLE, "a b", "bus"),
        [stop("a", TEN, ELEVEN, vehicle="bus"), stop("b", NOON, ONE, vehicle="bus", **OTHER)],
    ),
    (
        problem(vehicles=(Vehicle("bus", 10, (Interval(MONDAY, 689, NOON),)),)),
        [stop("a", TEN, ELEVEN, vehicle="bus")],
        clash(ClashKind.VEHICLE_TAKEN, "a", "bus"),
        [stop("a", TEN, 659, vehicle="bus")],
    ),
    (
        problem(vehicles=(Vehicle("bus", 10), Vehicle("car", 9))),
        [stop("a", TEN, ELEVEN, vehicle="car")],
        clash(ClashKind.VEHICLE_SMALL, "a", "car", 10, 9),
        [stop("a", TEN, ELEVEN, vehicle="bus")],
    ),
    (
        problem(parties=(party(needs_vehicle=True), party("vietnam")), vehicles=(Vehicle("bus", 10),)),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.VEHICLE_MISSING, "a", "mongolia"),
        [stop("a", TEN, ELEVEN, vehicle="bus"), stop("b", TEN, ELEVEN, **OTHER)],
    ),
    (
        problem(rooms=(Room("301", "library", 10),)),
        [stop("a", TEN, ELEVEN, room="301"), stop("b", 659, NOON, room="301", **OTHER)],
        clash(ClashKind.ROOM_DOUBLE, "a b", "301"),
        [stop("a", TEN, ELEVEN, room="301"), stop("b", ELEVEN, NOON, room="301", **OTHER)],
    ),
    (
        problem(rooms=(Room("301", "library", 10, (Interval(MONDAY, 659, NOON),)),)),
        [stop("a", TEN, ELEVEN, room="301")],
        clash(ClashKind.ROOM_TAKEN, "a", "301"),
        [stop("a", TEN, 659, room="301")],
    ),
    (
        problem(rooms=(Room("301", "library", 9), Room("302", "library", 10))),
        [stop("a", TEN, ELEVEN, room="301")],
        clash(ClashKind.ROOM_SMALL, "a", "301", 10, 9),
        [stop("a", TEN, ELEVEN, room="302")],
    ),
    (
        problem(sites=(site("library", needs_room=True), site("control")), rooms=(Room("301", "library", 10),)),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.ROOM_MISSING, "a", "library"),
        [stop("a", TEN, ELEVEN, room="301")],
    ),
    (
        problem(),
        [stop("a", TEN, ELEVEN), stop("b", 659, NOON)],
        clash(ClashKind.PARTY_OVERLAP, "a b", "mongolia"),
        [stop("a", TEN, ELEVEN), stop("b", ELEVEN, NOON)],
    ),
    (
        problem(parties=(party(days=(Interval(TUESDAY, NINE, SIX),)), party("vietnam"))),
        [stop("a", TEN, ELEVEN)],
        clash(ClashKind.PARTY_ABSENT, "a", "mongolia"),
        [stop("a", TEN, ELEVEN, **OTHER)],
    ),
    (
        problem(parties=(party(days=(Interval(MONDAY, NINE, FOUR),)), party("vietnam"))),
        [stop("a", THREE, 970)],
        clash(ClashKind.OUTSIDE_DAY, "a", "mongolia", 70, 60),
        [stop("a", THREE, 930)],
    ),
    (
        problem(),
        [stop("a", TEN, ELEVEN), stop("b", 689, NOON, site="control")],
        clash(ClashKind.NO_TRAVEL_TIME, "a b", "mongolia", 30, 29),
        [stop("a", TEN, ELEVEN), stop("b", 690, NOON, site="control")],
    ),
    (
        problem(),
        [stop("a", 569, TEN)],
        clash(ClashKind.NO_TRAVEL_TIME, "a", "mongolia", 30, 29),
        [stop("a", 570, TEN)],
    ),
    (
        problem(),
        [stop("a", FOUR, 1051)],
        clash(ClashKind.NO_TRAVEL_TIME, "a", "mongolia", 30, 29),
        [stop("a", FOUR, 1050)],
    ),
    (
        problem(meals=(LUNCH,)),
        [stop("a", TEN, 721), stop("b", 780, FOUR)],
        clash(ClashKind.NO_MEAL, "a b", "lunch", 60),
        [stop("a", TEN, 720), stop("b", 780, FOUR)],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[2].kind} {case[2].stops}")
def test_a_clash_is_found_and_is_gone_where_the_rule_is_just_kept(
    case: tuple[Problem, list[Stop], Clash, list[Stop]],
) -> None:
    given_problem, clashing, wanted, kept = case
    assert find_clashes(problem=given_problem, stops=clashing) == [wanted]
    assert find_clashes(problem=given_problem, stops=kept) == []


def test_every_kind_of_clash_has_a_case() -> None:
    assert {case[2].kind for case in CASES} == set(ClashKind)


def test_only_what_nobody_can_agree_to_is_impossible() -> None:
    assert {case[2].kind for case in CASES if case[2].is_impossible} == IMPOSSIBLE
    assert {
        "party-overlap",
        "party-absent",
        "interpreter-double",
        "room-double",
    } == IMPOSSIBLE


def test_a_meal_may_be_a_stop_of_its_own() -> None:
    dining = problem(meals=(LUNCH,))
    stops = [stop("a", TEN, 721), stop("b", 721, 780, meal="lunch"), stop("c", 780, FOUR)]
    assert find_clashes(problem=dining, stops=stops) == []


# The library is an hour away, so there is no lunch at the hall before 12:30 or after 14:00.
FAR = {("hall", "library"): 60, ("hall", "control"): 30, ("library", "control"): 30}
EAT = problem(travel=FAR, meals=(replace(LUNCH, latest=NOON + 60),), vehicles=(Vehicle("bus", 10),))
BUS = {"vehicle": "bus"}


def test_a_vehicle_waits_while_its_party_eats_before_the_first_stop() -> None:
    late = stop("a", ONE, TWO, **BUS)
    assert find_clashes(problem=taken(EAT, TEN, ELEVEN), stops=[late]) == []
    assert find_clashes(problem=taken(EAT, TEN, ELEVEN + 1), stops=[late]) == [
        clash(ClashKind.VEHICLE_TAKEN, "a", "bus")
    ]
    without = replace(taken(EAT, TEN, ELEVEN + 1), meals=())
    assert find_clashes(problem=without, stops=[late]) == []


def test_a_vehicle_waits_while_its_party_eats_after_the_last_stop() -> None:
    early = stop("a", TEN, 690, **BUS)
    assert find_clashes(problem=taken(EAT, 810, TWO), stops=[early]) == []
    assert find_clashes(problem=taken(EAT, 809, TWO), stops=[early]) == [clash(ClashKind.VEHICLE_TAKEN, "a", "bus")]


def test_a_meal_at_the_base_or_between_stops_leaves_the_vehicle_free() -> None:
    at_base = stop("a", ONE, TWO, site="control", **BUS)
    assert find_clashes(problem=taken(EAT, NINE, 750), stops=[at_base]) == []
    between = [stop("a", TEN, 690, **BUS), stop("b", 780, THREE, site="control", **BUS)]
    assert find_clashes(problem=taken(EAT, 930, FOUR), stops=between) == []


def test_a_vehicle_comes_to_the_next_party_when_the_one_before_has_eaten() -> None:
    both = [stop("a", 690, 720, **BUS), stop("b", 840, THREE, party="vietnam", **BUS)]
    near = replace(EAT, travel=dict.fromkeys(FAR, 30))
    assert find_clashes(problem=near, stops=both) == []
    soon = [stop("a", 690, 720, **BUS), stop("b", 839, THREE, party="vietnam", **BUS)]
    assert find_clashes(problem=near, stops=soon) == [clash(ClashKind.VEHICLE_DOUBLE, "a b", "bus")]
    assert find_clashes(problem=replace(near, meals=()), stops=soon) == []


def taken(given_problem: Problem, start: int, end: int) -> Problem:
    """The bus is with somebody else from start to end."""
    return replace(given_problem, vehicles=(Vehicle("bus", 10, (Interval(MONDAY, start, end),)),))


def test_the_fullest_moment_of_each_crowd_is_told_once() -> None:
    small = problem(sites=(site("library", capacity=19), site("control")), parties=tuple(party(k) for k in "abc"))
    stops = [
        stop("1", TEN, NOON, party="a"),
        stop("2", 610, 650, party="b"),
        stop("3", 620, 640, party="c"),
        stop("4", 645, 700, party="c"),
        stop("5", TWO, THREE, party="b"),
        stop("6", TWO, THREE, party="c"),
    ]
    crowds = [one for one in find_clashes(problem=small, stops=stops) if one.kind is ClashKind.SITE_FULL]
    assert crowds == [
        clash(ClashKind.SITE_FULL, "1 2 3", "library", 30, 19),
        clash(ClashKind.SITE_FULL, "5 6", "library", 20, 19),
    ]


def test_a_stop_within_a_long_one_does_not_hide_the_next_overlap() -> None:
    stops = [stop("long", TEN, ONE), stop("short", 610, 620), stop("late", NOON, TWO)]
    assert find_clashes(problem=problem(), stops=stops) == [
        clash(ClashKind.PARTY_OVERLAP, "long late", "mongolia"),
        clash(ClashKind.PARTY_OVERLAP, "long short", "mongolia"),
    ]


def test_a_stop_with_an_unknown_interpreter_or_a_foreign_room_is_refused() -> None:
    with pytest.raises(ValueError, match=r'no interpreter \(stop "a"\) "kim"'):
        find_clashes(problem=problem(), stops=[stop("a", TEN, ELEVEN, **KIMS)])
    with pytest.raises(ValueError, match='at "library", but its room "hall-1" is at "control"'):
        find_clashes(
            problem=problem(rooms=(Room("hall-1", "control", 10),)), stops=[stop("a", TEN, ELEVEN, room="hall-1")]
        )


minutes = st.integers(NINE, SIX)
stops_of_a_day = st.lists(
    st.tuples(st.sampled_from(["mongolia", "vietnam"]), st.sampled_from(["library", "control"]), minutes, minutes),
    max_size=8,
)


@given(stops_of_a_day, st.randoms())
def test_the_order_of_stops_never_matters(rows: list[tuple[str, str, int, int]], chance: Random) -> None:
    stops = [
        Stop(str(at), who, where, MONDAY, min(one, other), max(one, other) + 1)
        for at, (who, where, one, other) in enumerate(rows)
    ]
    small = problem(sites=(site("library", capacity=15), site("control")), meals=(LUNCH,))
    shuffled = list(stops)
    chance.shuffle(shuffled)
    assert find_clashes(problem=small, stops=shuffled) == find_clashes(problem=small, stops=stops)


@given(stops_of_a_day)
def test_a_party_overlap_is_told_just_when_two_stops_share_a_minute(rows: list[tuple[str, str, int, int]]) -> None:
    stops = [
        Stop(str(at), who, where, MONDAY, min(one, other), max(one, other) + 1)
        for at, (who, where, one, other) in enumerate(rows)
    ]
    held: dict[tuple[str, int], int] = {}
    for one in stops:
        for minute in range(one.start, one.end):
            held[one.party, minute] = held.get((one.party, minute), 0) + 1
    told = {c.resource for c in find_clashes(problem=problem(), stops=stops) if c.kind is ClashKind.PARTY_OVERLAP}
    assert told == {who for (who, _), times in held.items() if times > 1}
