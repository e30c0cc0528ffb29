"""
The fewest minutes on the way and waiting in which a party can see a set of sites on one day, alone in the world.

Found by going on from visit to visit, for every set and its last visit. What is kept of a way there are its trails.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gagyo.kernels.programme.windows import Ranges

# (cost, ready, latest): for every minute from ready to latest the party can be free then, having spent that many
# minutes on the way and waiting since it left its base; it leaves the later, the later it is free.
Trail = tuple[int, int, int]
# Trails by the meals that were eaten, one bit for each.
Trails = dict[int, list[Trail]]


@dataclass(frozen=True)
class Task:
    """A visit of a site, or a meal (with no site: where the party is), and when it may begin."""

    starts: Ranges
    minutes: int
    site: str = ""


@dataclass(frozen=True)
class PartyDay:
    """
    ways: minutes between places; home: from a place to the base by the shortest way, also over others
    visits: that could be on the day; meals: that are due, in the order of time, each where the party is
    pauses: by two visits that only one person can interpret, the least minutes from one to the other
    limits: bits of visits, and how many minutes of them one person can interpret that day
    """

    base: str
    start: int
    end: int
    ways: Mapping[tuple[str, str], int]
    home: Mapping[str, int]
    visits: Sequence[Task]
    meals: Sequence[Task]
    pauses: Mapping[tuple[int, int], int]
    limits: Sequence[tuple[int, int]]

    def is_allowed(self, members: int) -> bool:
        return all(
            sum(visit.minutes for at, visit in enumerate(self.visits) if (members & bits) >> at & 1) <= minutes
            for bits, minutes in self.limits
        )


def least_minutes_of_sets(day: PartyDay) -> Iterator[tuple[int, int]]:
    """Yield each set of visits that fits in the day, as bits by their place in the list, with its fewest minutes."""
    begun: Trails = {0: [(0, day.start, day.end)]}
    # What the party eats at its base costs nothing, and it can leave when it likes.
    fed = {meals: [(0, found[0][1], day.end)] for meals, found in _eaten(begun, day.meals).items()}
    level: dict[int, dict[int, Trails]] = {}
    for at in range(len(day.visits)):
        _extend(level, day, (begun, fed), (0, None), at)
    while level:
        following: dict[int, dict[int, Trails]] = {}
        for members, ends in level.items():
            if not day.is_allowed(members):
                continue
            costs: list[int] = []
            for last, found in ends.items():
                trails = {meals: _best(some) for meals, some in found.items()}
                fed = _eaten(trails, day.meals)
                costs += _costs_of_return(day, (trails, fed), day.ways[day.visits[last].site, day.base])
                for at in range(len(day.visits)):
                    if not members >> at & 1:
                        _extend(following, day, (trails, fed), (members, last), at)
            if costs:
                yield members, min(costs)
        level = following


def _extend(
    level: dict[int, dict[int, Trails]],
    day: PartyDay,
    ready: tuple[Trails, Trails],
    before: tuple[int, int | None],
    at: int,
) -> None:
    """
    Go on to a visit, eat there or not, and make it; what is too late to come home is left out.

    ready: trails at the place before, those that have not eaten there and those that have
    before: the set so far, and its last visit; None at the base
    """
    visit, (members, last), (trails, fed) = day.visits[at], before, ready
    way = day.ways[day.base if last is None else day.visits[last].site, visit.site]
    pause = 0 if last is None else day.pauses.get((last, at), 0)
    arrived = _later(_united(trails, fed), way)
    comes = [arrived] if pause <= way else [_later(trails, pause), _later(fed, way)]
    latest = day.end - day.home[visit.site]
    for some in (*comes, _eaten(arrived, day.meals)):
        for meals, found in some.items():
            done = [one for trail in found for one in _done(visit, trail) if one[1] <= latest]
            if done:
                level.setdefault(members | 1 << at, {}).setdefault(at, {}).setdefault(meals, []).extend(done)


def _done(task: Task, trail: Trail) -> Iterator[Trail]:
    """Yield the trail after the task, once for each range in which it may begin; minutes of waiting are added."""
    cost, ready, latest = trail
    for low, high in task.starts:
        if latest < low:
            yield cost + low - latest, low + task.minutes, low + task.minutes
        elif ready <= high:
            yield cost, max(ready, low) + task.minutes, min(latest, high) + task.minutes


def _eaten(trails: Trails, meals: Sequence[Task]) -> Trails:
    """Return the trails that go on after eating there, one meal or several."""
    fed: Trails = {}
    for at, meal in enumerate(meals):
        for eaten, found in (*trails.items(), *fed.items()):
            if not eaten >> at & 1:
                after = [done for trail in found for done in _done(meal, trail)]
                if after:
                    fed[eaten | 1 << at] = _best([*fed.get(eaten | 1 << at, ()), *after])
    return fed


def _united(one: Trails, other: Trails) -> Trails:
    return {meals: [*one.get(meals, ()), *other.get(meals, ())] for meals in one.keys() | other.keys()}


def _later(trails: Trails, minutes: int) -> Trails:
    """Return the trails after so many minutes on the way."""
    return {meals: [(c + minutes, r + minutes, e + minutes) for c, r, e in found] for meals, found in trails.items()}


def _costs_of_return(day: PartyDay, ready: tuple[Trails, Trails], way: int) -> Iterator[int]:
    """Yield the minutes of each trail whose party comes back in its day, with time for the meals not yet eaten."""
    for trails in ready:
        for eaten, found in trails.items():
            latest = min([day.end, *(one.starts[-1][1] for at, one in enumerate(day.meals) if not eaten >> at & 1)])
            for cost, soonest, _ in found:
                if soonest + way <= latest:
                    yield cost + way


def _best(trails: list[Trail]) -> list[Trail]:
    """Leave out each trail that another one makes needless, being ready as soon for no more, also with some waiting."""
    if len(trails) < 2:
        return trails
    kept: list[Trail] = []
    for cost, ready, latest in sorted(trails):
        if not any(r <= ready and c + max(0, latest - e) <= cost for c, r, e in kept):
            kept.append((cost, ready, latest))
    return kept
