"""What a proposal promises besides being the best: seed, limits, stopping, fixed stops, and true reasons."""

import time
from dataclasses import replace
from datetime import date

import pytest

from gagyo.kernels.programme.clashes import find_clashes
from gagyo.kernels.programme.meals import MealBreak
from gagyo.kernels.programme.problem import Host, Interval, Opening, Party, Problem, Room, Site, Stop, Vehicle, Wish
from gagyo.kernels.programme.propose import Layer, Progress, Proposal, Status, propose
from gagyo.kernels.programme.reasons import Reason, Unplaced
from gagyo.kernels.programme.tests.make import (
    ELEVEN,
    KOREAN_MONGOLIAN,
    LUNCH,
    MONDAY,
    NINE,
    NOON,
    SIX,
    TEN,
    TUESDAY,
    interpreter,
    party,
    problem,
    site,
    stop,
)


def solved(given: Problem, *, seed: int = 1) -> Proposal:
    return propose(given, seed=seed, time_limit=60)


def two_days_of_two_parties() -> Problem:
    """Six sites on a line, five minutes apart, that hold one party at a time."""
    names = [f"s{at}" for at in range(6)]
    places = ["hall", *names]
    both = tuple(Interval(day, NINE, SIX) for day in (MONDAY, TUESDAY))
    return Problem(
        tuple(site(name, capacity=10) for name in names),
        (party("one", sites=" ".join(names), days=both), party("two", sites=" ".join(names[:4]), days=both)),
        {(one, other): 5 * (places.index(other) - at) for at, one in enumerate(places) for other in places[at + 1 :]},
        meals=(LUNCH,),
    )


def test_a_proposal_gives_stops_meals_and_what_is_proven() -> None:
    given = problem(parties=(party(sites="library control"),), meals=(LUNCH,))
    proposal = solved(given)
    first, second = proposal.stops
    assert {first.site, second.site} == {"library", "control"}
    assert proposal == Proposal(
        Status.OPTIMAL,
        (first, second),
        tuple(proposal.meals),
        value=Layer(2, 2),
        minutes=Layer(90, 90),
        unevenness=0,
        unplaced=(),
        seed=1,
    )
    assert (proposal.objective, proposal.gap, [meal.meal for meal in proposal.meals]) == ((2, 90, 0), 0, ["lunch"])


def test_the_meal_lies_where_the_party_is() -> None:
    morning = stop("a", TEN, 690)
    given = problem(parties=(party(),), meals=(LUNCH,), fixed=(morning,))
    assert solved(given).meals == (MealBreak("mongolia", MONDAY, "lunch", "library", 690, 750),)


def test_a_meal_at_its_own_place_is_on_the_way() -> None:
    dining = replace(LUNCH, place="restaurant")
    ways = {("hall", "library"): 10, ("hall", "control"): 10, ("library", "control"): 10}
    to_meal = {("restaurant", place): 15 for place in ("hall", "library", "control")}
    given = problem(parties=(party(sites="library control"),), meals=(dining,), travel=ways | to_meal)
    proposal = solved(given)
    assert (proposal.status, len(proposal.stops), proposal.minutes) == (Status.OPTIMAL, 2, Layer(50, 50))
    assert [meal.place for meal in proposal.meals] == ["restaurant"]


def test_a_meal_is_told_at_a_time_when_the_vehicle_waits() -> None:
    ways = {("hall", "library"): 60, ("hall", "control"): 60, ("library", "control"): 60}
    bus = Vehicle("bus", 10, (Interval(MONDAY, NINE, 675),))
    late = stop("a", 820, 880, vehicle="bus")
    given = problem(parties=(party(),), travel=ways, meals=(LUNCH,), vehicles=(bus,), fixed=(late,))
    assert solved(given).meals == (MealBreak("mongolia", MONDAY, "lunch", "hall", 690, 750),)
    soon = replace(given, fixed=(stop("a", 800, 860, vehicle="bus"),))
    assert solved(soon).meals == (MealBreak("mongolia", MONDAY, "lunch", "library", 740, 800),)


def test_the_same_seed_gives_the_same_proposal() -> None:
    given = two_days_of_two_parties()
    assert solved(given, seed=7) == solved(given, seed=7)


def test_fixed_stops_stay_even_where_they_clash() -> None:
    fixed = (
        stop("early", 8 * 60, NINE),
        stop("one", TEN, NOON),
        stop("two", ELEVEN, 750, site="control"),
        stop("closed", TEN, ELEVEN, party="vietnam", day=date(2026, 5, 16)),
    )
    given = problem(parties=(party(sites="library control"), party("vietnam", sites="library control")), fixed=fixed)
    proposal = solved(given)
    assert given.fixed == fixed
    assert [(one.party, one.site) for one in proposal.stops] == [("vietnam", "control")]
    before = find_clashes(problem=given, stops=fixed)
    assert find_clashes(problem=given, stops=[*fixed, *proposal.stops]) == before


def test_a_stop_may_be_planned_on_the_days_around_a_clash_of_fixed_ones() -> None:
    both = tuple(Interval(day, NINE, SIX) for day in (MONDAY, TUESDAY))
    fixed = (stop("one", TEN, SIX), stop("two", ELEVEN, NOON))
    given = problem(parties=(party(sites="control", days=both),), fixed=fixed)
    assert [one.day for one in solved(given).stops] == [TUESDAY]


def test_a_must_outweighs_all_that_is_wanted() -> None:
    short = (Interval(MONDAY, NINE, 690),)
    wishes = (Wish("library", value=1000), Wish("control", must=True))
    given = problem(parties=(party(days=short, wishes=wishes),))
    assert [one.site for one in solved(given).stops] == ["control"]


def test_days_are_even_where_that_costs_no_minute() -> None:
    both = tuple(Interval(day, NINE, SIX) for day in (MONDAY, TUESDAY))
    near = {("hall", "library"): 0, ("hall", "control"): 0, ("library", "control"): 0}
    proposal = solved(problem(parties=(party(sites="library control", days=both),), travel=near))
    assert [one.day for one in proposal.stops] == [MONDAY, TUESDAY]
    assert proposal.objective == (2, 0, 0)


def test_a_search_that_is_stopped_at_once_still_gives_a_programme_without_clashes() -> None:
    given = two_days_of_two_parties()
    proposal = propose(given, seed=1, time_limit=60, stop=lambda: True)
    assert proposal.status is Status.FEASIBLE
    assert proposal.stops
    assert find_clashes(problem=given, stops=proposal.stops) == []
    assert {one.reasons for one in proposal.unplaced} <= {(Reason.UNDECIDED,)}
    assert proposal.gap > 0


def test_a_search_ends_soon_after_it_is_told_to_stop() -> None:
    given, told = two_days_of_two_parties(), list[Progress]()
    began = time.monotonic()
    proposal = propose(given, seed=1, time_limit=600, progress=told.append, stop=lambda: len(told) > 1)
    assert time.monotonic() - began < 60
    assert proposal.stops
    assert find_clashes(problem=given, stops=proposal.stops) == []


def test_progress_never_gets_worse() -> None:
    told: list[Progress] = []
    propose(two_days_of_two_parties(), seed=1, time_limit=60, progress=told.append)
    values = [one.value.value for one in told]
    assert values == sorted(values)
    minutes = [one.minutes.value for one in told if one.minutes and one.value.value == values[-1]]
    assert minutes == sorted(minutes, reverse=True)
    assert told


def test_a_time_limit_is_kept_and_must_be_above_zero() -> None:
    given = two_days_of_two_parties()
    began = time.monotonic()
    proposal = propose(given, seed=1, time_limit=0.2)
    assert time.monotonic() - began < 20
    assert find_clashes(problem=given, stops=proposal.stops) == []
    with pytest.raises(ValueError, match="time limit is 0 seconds"):
        propose(given, seed=1, time_limit=0)


ONE = party(sites="library")
SPEAKING = replace(ONE, languages=frozenset({"mn"}))
KOREAN = site("library", languages=frozenset({"ko"}))
RIDING = replace(ONE, needs_vehicle=True)
MEETING = site("library", needs_room=True)
ALL_DAY = (Interval(MONDAY, NINE, SIX),)

# (the site, the party, what else there is, the reason, need, have)
REASONS: list[tuple[Site, Party, dict[str, object], Reason, int | None, int | None]] = [
    (site("library", openings=(Opening(1, NINE, SIX),)), ONE, {}, Reason.CLOSED, None, None),
    (site("library", closed=frozenset({MONDAY})), ONE, {}, Reason.CLOSED, None, None),
    (site("library"), ONE, {"holidays": frozenset({MONDAY})}, Reason.CLOSED, None, None),
    (site("library", openings=(Opening(0, SIX, 1200),)), ONE, {}, Reason.OUTSIDE_HOURS, None, None),
    (site("library", capacity=9), ONE, {}, Reason.PARTY_TOO_LARGE, 10, 9),
    (site("library", hosts=(Host("lee", ALL_DAY), Host("yun", ALL_DAY))), ONE, {}, Reason.HOST_AWAY, None, None),
    (KOREAN, SPEAKING, {}, Reason.NO_LANGUAGE, None, None),
    (KOREAN, SPEAKING, {"interpreters": (interpreter(busy=ALL_DAY),)}, Reason.INTERPRETER_BUSY, None, None),
    (KOREAN, SPEAKING, {"interpreters": (interpreter(minutes_a_day=59),)}, Reason.INTERPRETER_BUSY, None, None),
    (MEETING, ONE, {"rooms": (Room("301", "library", 9),)}, Reason.ROOM_SMALL, 10, 9),
    (MEETING, ONE, {"rooms": (Room("301", "library", 10, ALL_DAY),)}, Reason.ROOM_BUSY, None, None),
    (site("library"), RIDING, {"vehicles": (Vehicle("car", 4),)}, Reason.VEHICLE_SMALL, 10, 4),
    (site("library"), RIDING, {"vehicles": (Vehicle("bus", 10, ALL_DAY),)}, Reason.VEHICLE_BUSY, None, None),
    (site("library", minutes=481), ONE, {}, Reason.NO_TIME, None, None),
]


@pytest.mark.parametrize("case", REASONS, ids=lambda case: case[3])
def test_a_wish_that_does_not_fit_has_its_reason(
    case: tuple[Site, Party, dict[str, object], Reason, int | None, int | None],
) -> None:
    where, who, others, reason, need, have = case
    given = problem(sites=(where, site("control")), parties=(who,), **others)
    proposal = solved(given)
    assert (proposal.status, proposal.stops) == (Status.OPTIMAL, ())
    assert proposal.unplaced == (Unplaced("mongolia", "library", (reason,), need, have),)


def test_a_site_taken_by_another_party_is_told_as_full() -> None:
    hour = site("library", capacity=19, openings=(Opening(0, TEN, 690),))
    held = stop("a", TEN, ELEVEN, party="vietnam")
    given = problem(sites=(hour, site("control")), parties=(ONE, party("vietnam")), fixed=(held,))
    assert solved(given).unplaced == (Unplaced("mongolia", "library", (Reason.SITE_FULL,), 10, 19),)


def test_two_rules_that_both_stand_in_the_way_are_told_together() -> None:
    shut = replace(KOREAN, openings=(Opening(1, NINE, SIX),))
    given = problem(sites=(shut, site("control")), parties=(SPEAKING,))
    assert solved(given).unplaced == (Unplaced("mongolia", "library", (Reason.NO_LANGUAGE, Reason.CLOSED)),)


def test_each_reason_has_a_case() -> None:
    assert {case[3] for case in REASONS} | {Reason.SITE_FULL, Reason.UNDECIDED} == set(Reason)


def test_a_proposal_takes_up_a_stop_that_fulfils_a_wish_as_given() -> None:
    given = problem(parties=(party(sites="library"),), fixed=(stop("a", TEN, ELEVEN),))
    proposal = solved(given)
    assert (proposal.stops, proposal.value, proposal.status) == ((), Layer(1, 1), Status.OPTIMAL)


def test_an_interpreter_is_given_the_time_to_go_from_one_party_to_the_next() -> None:
    speaking = {"languages": frozenset({"mn"}), "days": (Interval(MONDAY, NINE, 780),)}
    korean = {"languages": frozenset({"ko"})}
    given = problem(
        sites=(site("library", **korean), site("control", **korean)),
        parties=(party("one", sites="library", **speaking), party("two", sites="control", **speaking)),
        interpreters=(interpreter(languages=KOREAN_MONGOLIAN),),
    )
    first, second = solved(given).stops
    assert second.start - first.end == 30
    assert isinstance(first, Stop)
