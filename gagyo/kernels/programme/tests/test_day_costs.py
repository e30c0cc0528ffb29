"""The fewest minutes of each set of visits of a day, against every programme with just these visits."""

from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gagyo.kernels.programme.columns import party_sets, shortest_ways
from gagyo.kernels.programme.problem import Interval, Meal, Opening, Party, Problem, Site, Stop, Wish
from gagyo.kernels.programme.tests.make import KOREAN_MONGOLIAN, MONDAY, interpreter
from gagyo.kernels.programme.tests.plain_rules import STEP, keeps_rules, least_minutes
from gagyo.kernels.programme.visits import open_wishes, visit_of

NAMES = ("a", "b", "c")
DAY = Interval(MONDAY, 600, 840)


@st.composite
def days_of_one_party(draw: st.DrawFn) -> Problem:
    """Three sites with one opening or two, lunch or lunch and supper, one interpreter who may rest."""
    openings = st.sampled_from([(600, 840), (600, 690), (720, 840), (660, 780)])
    korean = st.sampled_from([frozenset[str](), frozenset({"ko"})])
    sites = tuple(
        Site(
            name,
            draw(st.sampled_from([30, 60])),
            tuple(Opening(0, *span) for span in sorted(draw(st.sets(openings, min_size=1, max_size=2)))),
            languages=draw(korean),
        )
        for name in NAMES
    )
    places = [*NAMES, "hall"]
    meals = [Meal("lunch", 660, 750, 30), Meal("supper", 780, 840, 30)]
    return Problem(
        sites,
        (Party("p", 1, "hall", (DAY,), frozenset({"mn"}), tuple(Wish(name) for name in NAMES)),),
        {pair: draw(st.sampled_from([30, 60])) for pair in combinations(places, 2)},
        meals=tuple(meals[: draw(st.integers(0, 2))]),
        interpreters=(
            interpreter(
                languages=KOREAN_MONGOLIAN,
                rest_minutes=draw(st.sampled_from([0, 30, 60])),
                minutes_a_day=draw(st.sampled_from([None, 60, 90])),
            ),
        ),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days_of_one_party())
def test_each_set_of_a_day_has_the_fewest_minutes_of_all_ways_through_it(problem: Problem) -> None:
    party = problem.parties[0]
    visits = [visit_of(problem=problem, party=party, wish=wish) for _, wish in open_wishes(problem)]
    found = party_sets(problem=problem, party=party, visits=visits, ways=shortest_ways(problem))
    assert found is not None
    _, here, sets = found.by_day[0]
    told = {
        frozenset(visit.site.key for at, visit in enumerate(here) if one.members >> at & 1): one.minutes for one in sets
    }
    assert told == fewest_by_trying_all(problem)


def fewest_by_trying_all(problem: Problem) -> dict[frozenset[str], int]:
    best: dict[frozenset[str], int] = {frozenset(): 0}
    for starts in product(*[[None, *range(DAY.start, DAY.end - site.minutes + 1, STEP)] for site in problem.sites]):
        stops = [
            Stop(site.key, "p", site.key, MONDAY, start, start + site.minutes, "kim" if site.languages else None)
            for site, start in zip(problem.sites, starts, strict=True)
            if start is not None
        ]
        if stops and keeps_rules(problem, stops):
            members, minutes = frozenset(stop.site for stop in stops), least_minutes(problem, stops)
            if minutes is not None:
                best[members] = min(minutes, best.get(members, minutes))
    return best
