"""
How long a party is away from its base on a day, meals included.

A meal at the base or between two stops leaves the first and the last way where they are. Before the first stop the
party leaves its base the sooner, after the last one it comes back the later; what brings it there waits with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from gagyo.kernels.programme.meals import Gap, due_meals, gaps_of, meal_in
from gagyo.kernels.programme.problem import Interval, Meal, Party, Problem, Stop


@dataclass(frozen=True)
class Block:
    """Fixed stops between which nothing fits, as they overlap or the way takes all the time."""

    entry: str
    exit: str
    start: int
    end: int


@dataclass(frozen=True, order=True)
class Tour:
    """
    One way to spend a day.

    minutes: on the way and waiting, without meals
    leave, back: when the party leaves its base and is there again
    """

    minutes: int
    leave: int
    back: int

    def is_as_good_as(self, other: "Tour") -> bool:
        """Whether it takes no more minutes, and lies within the other."""
        return self.minutes <= other.minutes and other.leave <= self.leave and self.back <= other.back


@dataclass(frozen=True)
class _Meal:
    """
    How one meal is taken.

    leave, back: by when the party has left its base, and until when it is away
    inside: minutes of the meal that fall within the tour
    """

    meal: Meal
    leave: int
    back: int
    inside: int
    is_at_base: bool = False


def blocks_of(*, problem: Problem, stops: Sequence[Stop]) -> list[Block]:
    """
    Return a party's fixed stops of one day with those made one that leave no time between them.

    stops: by start
    """
    blocks: list[Block] = []
    for stop in stops:
        if blocks and stop.start < blocks[-1].end + problem.way(blocks[-1].exit, stop.site):
            last = blocks.pop()
            later = stop.end >= last.end
            blocks.append(
                Block(last.entry, stop.site if later else last.exit, last.start, stop.end if later else last.end)
            )
        else:
            blocks.append(Block(stop.site, stop.site, stop.start, stop.end))
    return blocks


def tours_of(*, problem: Problem, party: Party, stops: Sequence[Stop]) -> list[Tour]:
    """
    Return the ways to spend a day, the fewest minutes first; none is as good as another in every respect.

    A meal for which there is no time is left out. On a date on which the party is not there it has none.
    stops: of this party and one day, by start, at least one
    """
    day = party.day(stops[0].day)
    if day is None:
        return [bare_tour(problem=problem, party=party, stops=stops)]
    return _fitted(problem, party, day, stops)[0]


def missed_meals(*, problem: Problem, party: Party, day: Interval, stops: Sequence[Stop]) -> list[Meal]:
    """
    Return the meals for which a party's stops of a day leave no time, none if it has no stops.

    stops: of this party and this day, by start
    """
    return _fitted(problem, party, day, stops)[1] if stops else []


def _fitted(problem: Problem, party: Party, day: Interval, stops: Sequence[Stop]) -> tuple[list[Tour], list[Meal]]:
    """Return the tours with as many meals as can be had together, in their order, and those that cannot."""
    bare = bare_tour(problem=problem, party=party, stops=stops)
    gaps = gaps_of(party=party, day=day, stops=stops)
    tours, missed, taken = [bare], list[Meal](), list[list[_Meal]]()
    for meal in due_meals(problem=problem, day=day, stops=stops):
        choices = [*taken, list(_choices(problem, meal, bare, gaps))]
        found = [tour for chosen in product(*choices) for tour in _tour(bare, day, chosen)]
        if found:
            tours, taken = found, choices
        else:
            missed.append(meal)
    return _best(tours), missed


def bare_tour(*, problem: Problem, party: Party, stops: Sequence[Stop]) -> Tour:
    """Return a day's tour without any meal."""
    blocks = blocks_of(problem=problem, stops=stops)
    leave = blocks[0].start - problem.way(party.base, blocks[0].entry)
    back = blocks[-1].end + problem.way(blocks[-1].exit, party.base)
    return Tour(back - leave - sum(block.end - block.start for block in blocks), leave, back)


def _choices(problem: Problem, meal: Meal, bare: Tour, gaps: Sequence[Gap]) -> Iterator[_Meal]:
    """Yield how a meal can be taken; only between stops where it can, as nothing is better."""
    first, *inner, last = gaps
    if any(meal_in(problem=problem, meal=meal, gap=gap) for gap in inner):
        yield _Meal(meal, bare.leave, bare.back, meal.minutes)
        return
    if meal.place is None:
        yield _Meal(meal, bare.leave, bare.back, 0, is_at_base=True)
    base, there = first.place, meal.place or first.next_place
    way = problem.way(there, first.next_place)
    begin = min(meal.latest, first.due - way) - meal.minutes
    if begin >= max(meal.earliest, first.ready + problem.way(base, there)):
        yield _Meal(meal, begin - problem.way(base, there), bare.back, meal.minutes)
    there = meal.place or last.place
    end = max(meal.earliest, last.ready + problem.way(last.place, there)) + meal.minutes
    if end <= meal.latest and end + problem.way(there, base) <= last.due:
        yield _Meal(meal, bare.leave, end + problem.way(there, base), meal.minutes)


def _tour(bare: Tour, day: Interval, chosen: Sequence[_Meal]) -> Iterator[Tour]:
    """Yield the tour with its meals, if those that are taken at the base lie outside of it."""
    leave, back = min(one.leave for one in chosen), max(one.back for one in chosen)
    for one in chosen:
        meal = one.meal
        before = max(meal.earliest, day.start) + meal.minutes <= min(meal.latest, leave)
        after = max(meal.earliest, back) + meal.minutes <= min(meal.latest, day.end)
        if one.is_at_base and not before and not after:
            return
    longer = bare.leave - leave + back - bare.back
    yield Tour(bare.minutes + longer - sum(one.inside for one in chosen), leave, back)


def _best(tours: Sequence[Tour]) -> list[Tour]:
    kept: list[Tour] = []
    for tour in sorted(tours, key=lambda one: (one.minutes, -one.leave, one.back)):
        if not any(one.is_as_good_as(tour) for one in kept):
            kept.append(tour)
    return kept
