"""When a party can eat between its stops."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gagyo.kernels.programme.problem import Interval, Meal, Party, Problem, Stop


@dataclass(frozen=True)
class MealBreak:
    """Minutes and a place at which a party can have a meal."""

    party: str
    day: date
    meal: str
    place: str
    start: int
    end: int


@dataclass(frozen=True)
class _Gap:
    """A party is free at one place from a minute, and due at another at a minute."""

    place: str
    ready: int
    next_place: str
    due: int


def is_due(*, meal: Meal, day: Interval) -> bool:
    """A party's day that leaves no time for a meal in its window has none."""
    return min(meal.latest, day.end) - max(meal.earliest, day.start) >= meal.minutes


def missed_meals(*, problem: Problem, party: Party, day: Interval, stops: Sequence[Stop]) -> list[Meal]:
    """
    Return the meals for which a party's stops of a day leave no time, none if it has no stops.

    stops: of this party and this day, by start
    """
    return [meal for meal, _ in _unmet(problem, party, day, stops, found=False)]


def meal_breaks(*, problem: Problem, party: Party, day: Interval, stops: Sequence[Stop]) -> list[MealBreak]:
    """
    Return the first time for each meal that is no stop of its own; each is looked for by itself.

    stops: of this party and this day, by start
    """
    return [one for _, one in _unmet(problem, party, day, stops, found=True) if one is not None]


def _unmet(
    problem: Problem, party: Party, day: Interval, stops: Sequence[Stop], *, found: bool
) -> Iterator[tuple[Meal, MealBreak | None]]:
    """Yield the meals that are due and are no stop, those with a break or those without."""
    eaten = {stop.meal for stop in stops}
    gaps = _gaps(party, day, stops)
    for meal in problem.meals:
        if stops and meal.key not in eaten and is_due(meal=meal, day=day):
            place = next((one for gap in gaps if (one := _break(problem, party, day, meal, gap))), None)
            if (place is not None) == found:
                yield meal, place


def _gaps(party: Party, day: Interval, stops: Sequence[Stop]) -> list[_Gap]:
    gaps, place, ready = [], party.base, day.start
    for stop in stops:
        gaps.append(_Gap(place, ready, stop.site, stop.start))
        if stop.end > ready:
            place, ready = stop.site, stop.end
    return [*gaps, _Gap(place, ready, party.base, day.end)]


def _break(problem: Problem, party: Party, day: Interval, meal: Meal, gap: _Gap) -> MealBreak | None:
    """Return the meal at its place, or else where the party is before it moves on or after."""
    places = (gap.place, gap.next_place) if meal.place is None else (meal.place,)
    for place in places:
        start = max(gap.ready + problem.way(gap.place, place), meal.earliest)
        end = start + meal.minutes
        if end <= meal.latest and end + problem.way(place, gap.next_place) <= gap.due:
            return MealBreak(party.key, day.day, meal.key, place, start, end)
    return None


def meal_cost(*, problem: Problem, party: Party, day: Interval, stops: Sequence[Stop], meal: Meal) -> int:
    """
    Return how a meal changes the minutes that the party waits and is on the way; below 0 where it fills a wait.

    stops: of this party and this day, by start, at least one
    """
    first, *inner, last = _gaps(party, day, stops)
    if any(_break(problem, party, day, meal, gap) for gap in inner):
        return -meal.minutes
    if meal.place is None:
        return 0
    costs = []
    at = meal.place
    if _break(problem, party, day, meal, first):
        end = min(meal.latest, first.due - problem.way(at, first.next_place))
        begun = end - meal.minutes - problem.way(party.base, at)
        costs.append(first.due - problem.way(party.base, first.next_place) - begun - meal.minutes)
    if _break(problem, party, day, meal, last):
        end = max(meal.earliest, last.ready + problem.way(last.place, at)) + meal.minutes
        over = end + problem.way(at, party.base)
        costs.append(over - last.ready - problem.way(last.place, party.base) - meal.minutes)
    return min(costs, default=0)
