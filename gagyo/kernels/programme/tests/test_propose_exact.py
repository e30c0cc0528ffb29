"""Proposals of small problems against the best of all programmes, found by trying each."""

from itertools import combinations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gagyo.kernels.programme.clashes import find_clashes
from gagyo.kernels.programme.problem import (
    Host,
    Interpreter,
    Interval,
    Meal,
    Opening,
    Party,
    Problem,
    Room,
    Site,
    Stop,
    Vehicle,
    Wish,
)
from gagyo.kernels.programme.propose import Status, propose
from gagyo.kernels.programme.tests.make import KOREAN_MONGOLIAN, MONDAY, TUESDAY
from gagyo.kernels.programme.tests.plain_rules import aims, best_by_trying_all, keeps_rules

TEN, END = 600, 840
half_hours = st.integers(20, 27).map(lambda step: step * 30)
days = st.sampled_from([MONDAY, TUESDAY])
busy = st.lists(
    st.builds(lambda day, at, long: Interval(day, at, at + long * 30), days, half_hours, st.integers(1, 4)), max_size=1
)


@st.composite
def small_problems(draw: st.DrawFn) -> Problem:
    """Two sites or three, one or two parties, at most three wishes, a short day or two; all minutes multiples of 30."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    two_days = draw(st.booleans())
    dates = [MONDAY, TUESDAY] if two_days else [MONDAY]
    sites = tuple(
        Site(
            name,
            draw(st.sampled_from([30, 60])),
            tuple(
                Opening(weekday, start, draw(st.integers(start // 30 + 1, 28)) * 30)
                for weekday in (0, 1)
                for start in [draw(st.sampled_from([600, 600, 660, 720]))]
            ),
            capacity=draw(st.sampled_from([None, None, 5, 10, 15, 20])),
            languages=frozenset({"ko"}) if draw(st.booleans()) else frozenset(),
            hosts=tuple(Host(key, tuple(draw(busy))) for key in draw(st.sampled_from(["", "", "h", "hi"]))),
            closed=frozenset(draw(st.lists(days, max_size=1))) if two_days else frozenset(),
            needs_room=draw(st.sampled_from([False, False, True])),
        )
        for name in names
    )
    places = [*names, "hall"]
    lengths = st.sampled_from([30, 30, 60])
    travel = {(one, other): draw(lengths) for at, one in enumerate(places) for other in places[at + 1 :]}
    left, parties = 3, []
    for key in ["p", "q"][: draw(st.integers(1, 2))]:
        wished = draw(st.lists(st.sampled_from(names), unique=True, max_size=left, min_size=min(1, left)))
        left -= len(wished)
        wishes = tuple(Wish(name, must=draw(st.booleans()), value=draw(st.integers(1, 3))) for name in wished)
        parties.append(
            Party(
                key,
                10,
                "hall",
                tuple(Interval(day, TEN, END) for day in dates),
                frozenset({"mn"}) if draw(st.booleans()) else frozenset(),
                wishes,
                needs_vehicle=draw(st.sampled_from([False, False, True])),
            )
        )
    people = tuple(
        Interpreter("k", KOREAN_MONGOLIAN, None, tuple(draw(busy)), draw(st.sampled_from([0, 60])), limit)
        for limit in draw(
            st.lists(st.sampled_from([None, 30, 60]), min_size=draw(st.sampled_from([0, 1, 1])), max_size=1)
        )
    )
    return Problem(
        sites,
        tuple(parties),
        travel,
        meals=tuple(draw(st.lists(st.just(Meal("lunch", 690, 780, 60)), max_size=1))),
        interpreters=people,
        rooms=tuple(
            Room(f"r{name}", name, draw(st.sampled_from([5, 10, 10, 10])), tuple(draw(busy))) for name in names
        ),
        vehicles=tuple(Vehicle("bus", 10, tuple(draw(busy))) for _ in range(draw(st.sampled_from([0, 1, 1, 1])))),
    )


def one_bus(*parties: Party, busy: tuple[int, int], way: int, opens: int, closes: int) -> Problem:
    """Sites of half an hour and one bus that somebody else has for a time, with lunch from 11:30 to 13:00."""
    names = sorted(wish.site for one in parties for wish in one.wishes)
    return Problem(
        tuple(Site(name, 30, (Opening(0, opens, closes),)) for name in names),
        parties,
        {(one, "hall"): way for one in names} | dict.fromkeys(combinations(names, 2), 30),
        meals=(Meal("lunch", 690, 780, 60),),
        vehicles=(Vehicle("bus", 10, (Interval(MONDAY, *busy),)),),
    )


def riding(key: str, site: str) -> Party:
    days = (Interval(MONDAY, TEN, END),)
    return Party(key, 10, "hall", days, wishes=(Wish(site),), needs_vehicle=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(small_problems())
@example(one_bus(riding("p", "b"), busy=(600, 690), way=60, opens=600, closes=780))
@example(one_bus(riding("p", "a"), riding("q", "b"), busy=(750, 780), way=30, opens=600, closes=840))
@example(one_bus(riding("p", "a"), riding("q", "b"), busy=(750, 780), way=60, opens=600, closes=840))
@example(one_bus(riding("p", "b"), busy=(600, 720), way=60, opens=600, closes=840))
def test_a_proposal_is_the_best_of_all_programmes(problem: Problem) -> None:
    proposal = propose(problem, seed=1, time_limit=60)
    stops = list(proposal.stops)
    assert find_clashes(problem=problem, stops=stops) == []
    assert keeps_rules(problem, stops)
    best = best_by_trying_all(problem)
    assert (proposal.status, proposal.gap, aims(problem, stops)) == (Status.OPTIMAL, 0, best)
    assert (-proposal.value.value, proposal.minutes.value, proposal.unevenness) == best


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(small_problems(), half_hours, st.booleans())
@example(one_bus(riding("p", "a"), riding("q", "b"), busy=(600, 630), way=30, opens=600, closes=840), 690, True)
@example(one_bus(riding("p", "a"), riding("q", "b"), busy=(810, 840), way=30, opens=600, closes=840), 720, True)
@example(one_bus(riding("p", "a"), riding("q", "b"), busy=(810, 840), way=30, opens=600, closes=840), 690, False)
@example(
    Problem(
        (Site("a", 30, (Opening(0, 600, 840),)), Site("b", 30, (Opening(0, 600, 840),))),
        (Party("p", 10, "hall", (Interval(MONDAY, TEN, END),), wishes=(Wish("a"), Wish("b"))),),
        {("a", "b"): 30, ("a", "hall"): 30, ("b", "hall"): 30},
        meals=(Meal("lunch", 690, 780, 60),),
    ),
    690,
    True,
)
def test_a_fixed_stop_stays_and_the_rest_is_the_best_beside_it(problem: Problem, start: int, is_first: bool) -> None:
    party = problem.parties[0 if is_first else -1]
    site = problem.sites[0]
    bus = "bus" if party.needs_vehicle and problem.vehicles else None
    fixed = Stop("fixed", party.key, site.key, MONDAY, start, start + 30, vehicle=bus)
    held = Problem(
        problem.sites,
        problem.parties,
        problem.travel,
        meals=problem.meals,
        interpreters=problem.interpreters,
        rooms=problem.rooms,
        vehicles=problem.vehicles,
        fixed=(fixed,),
    )
    proposal = propose(held, seed=1, time_limit=60)
    assert fixed not in proposal.stops
    if keeps_rules(held, [fixed]):
        assert keeps_rules(held, [fixed, *proposal.stops])
        assert aims(held, [fixed, *proposal.stops]) == best_by_trying_all(held)
    else:
        alone = {(c.kind, c.resource) for c in find_clashes(problem=held, stops=[fixed])}
        assert {(c.kind, c.resource) for c in find_clashes(problem=held, stops=[fixed, *proposal.stops])} == alone
