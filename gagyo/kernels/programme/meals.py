"""When a party can eat between its stops."""

from collections.abc import Sequence
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
class Gap:
    """A party is free at one place from a minute, and due at another at a minute."""

    place: str
    ready: int
    next_place: str
    due: int


def is_due(*, meal: Meal, day: Interval) -> bool:
    """A party's day that leaves no time for a meal in its window has none."""
    return min(meal.latest, day.end) - max(meal.earliest, day.start) >= meal.minutes


def due_meals(*, problem: Problem, day: Interval, stops: Sequence[Stop]) -> list[Meal]:
    """Return the meals of a party's day for which time must be kept beside its stops; none if it has no stops."""
    eaten = {stop.meal for stop in stops}
    return [meal for meal in problem.meals if stops and meal.key not in eaten and is_due(meal=meal, day=day)]


def gaps_of(*, party: Party, day: Interval, stops: Sequence[Stop]) -> list[Gap]:
    """
    Return when a party is free: from the base to its first stop, between its stops, from the last one to the base.

    stops: of this party and this day, by start, at least one
    """
    gaps, place, ready = [], party.base, day.start
    for stop in stops:
        gaps.append(Gap(place, ready, stop.site, stop.start))
        if stop.end > ready:
            place, ready = stop.site, stop.end
    return [*gaps, Gap(place, ready, party.base, day.end)]


def meal_in(*, problem: Problem, meal: Meal, gap: Gap) -> tuple[str, int] | None:
    """Return where and when a meal begins in a gap: at its place, or else before the party moves on, or after."""
    places = (gap.place, gap.next_place) if meal.place is None else (meal.place,)
    for place in places:
        start = max(gap.ready + problem.way(gap.place, place), meal.earliest)
        end = start + meal.minutes
        if end <= meal.latest and end + problem.way(place, gap.next_place) <= gap.due:
            return place, start
    return None


def meal_breaks(
    *, problem: Problem, party: Party, day: Interval, stops: Sequence[Stop], away: tuple[int, int] | None = None
) -> list[MealBreak]:
    """
    Return the first time for each meal that is no stop of its own; each is looked for by itself.

    stops: of this party and this day, by start
    away: when the party leaves its base and is back; None if it may go as early and stay as long as the day allows
    """
    if not stops:
        return []
    gaps = gaps_of(party=party, day=day, stops=stops)
    if away is not None:
        gaps = _gaps_while_away(problem, day, gaps, away)
    breaks = []
    for meal in due_meals(problem=problem, day=day, stops=stops):
        found = next((one for gap in gaps if (one := meal_in(problem=problem, meal=meal, gap=gap))), None)
        if found is not None:
            place, start = found
            breaks.append(MealBreak(party.key, day.day, meal.key, place, start, start + meal.minutes))
    return breaks


def _gaps_while_away(problem: Problem, day: Interval, gaps: Sequence[Gap], away: tuple[int, int]) -> list[Gap]:
    """Return the gaps with the first and the last one parted into what is spent at the base and what is not."""
    first, *inner, last = gaps
    base, (leave, back) = first.place, away
    arrive = leave + problem.way(base, first.next_place)
    leave_last = back - problem.way(last.place, base)
    return [
        Gap(base, day.start, base, leave),
        Gap(base, leave, first.next_place, first.due),
        Gap(first.next_place, arrive, first.next_place, first.due),
        *inner,
        Gap(last.place, last.ready, last.place, leave_last),
        Gap(last.place, last.ready, base, back),
        Gap(base, back, base, day.end),
    ]
