"""
Sets of visits that one day of a party can hold, each with the fewest minutes on the way and waiting.

Choosing one set for each day, so that no visit is in two, bounds the minutes of a programme far more closely than
single ways from place to place do: the solver's linear relaxation of the circuit alone lets half a tour go for free.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from gagyo.kernels.programme.day_costs import PartyDay, Task, least_minutes_of_sets
from gagyo.kernels.programme.frame import total
from gagyo.kernels.programme.meals import is_due
from gagyo.kernels.programme.problem import Interval, Meal, Party, Problem
from gagyo.kernels.programme.visits import Visit
from gagyo.kernels.programme.windows import Ranges, common, united

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# With more sets than this the model grows faster than the bound helps; then the bound comes from the circuit alone.
MOST_SETS = 6000


@dataclass(frozen=True)
class DaySet:
    """
    members: bits of the visits, by their place in the list
    minutes: the fewest from the base through all of them and back: on the way and waiting, or on the way only
    """

    members: int
    minutes: int


def shortest_ways(problem: Problem) -> dict[tuple[str, str], int]:
    """Return the minutes between any two places by the shortest way over others; nothing on the way can undercut it."""
    places = list(dict.fromkeys([*problem.site_of, *(p.base for p in problem.parties), *_meal_places(problem)]))
    ways = {(one, other): problem.way(one, other) for one in places for other in places}
    for middle in places:
        for one in places:
            for other in places:
                ways[one, other] = min(ways[one, other], ways[one, middle] + ways[middle, other])
    return ways


def _meal_places(problem: Problem) -> list[str]:
    return [meal.place for meal in problem.meals if meal.place is not None]


def day_sets(
    *, ways: Mapping[tuple[str, str], int], base: str, visits: Sequence[tuple[str, int]], most_minutes: int
) -> list[DaySet] | None:
    """
    Return the sets of visits whose minutes and ways fit in a day, the empty one first; None if they are too many.

    visits: site and minutes of each
    """
    sets = [DaySet(0, 0)]
    # By set of visits and the last of them: the shortest way from the base through all.
    level: dict[int, dict[int, int]] = {1 << at: {at: ways[base, site]} for at, (site, _) in enumerate(visits)}
    while level:
        following: dict[int, dict[int, int]] = {}
        for members, ends in level.items():
            way = min(there + ways[visits[last][0], base] for last, there in ends.items())
            spent = sum(minutes for at, (_, minutes) in enumerate(visits) if members >> at & 1)
            if way + spent <= most_minutes:
                sets.append(DaySet(members, way))
                _extend(ways, visits, members, ends, following)
        if len(sets) > MOST_SETS:
            return None
        level = following
    return sets


def _extend(
    ways: Mapping[tuple[str, str], int],
    visits: Sequence[tuple[str, int]],
    members: int,
    ends: Mapping[int, int],
    following: dict[int, dict[int, int]],
) -> None:
    for at, (site, _) in enumerate(visits):
        if not members >> at & 1:
            there = min(way + ways[visits[last][0], site] for last, way in ends.items())
            following.setdefault(members | 1 << at, {})[at] = there


@dataclass(frozen=True)
class PartySets:
    """
    by_day: for each date of the party, the visits that can be on it and the sets of them that fit
    """

    party: Party
    by_day: tuple[tuple[date, tuple[Visit, ...], tuple[DaySet, ...]], ...]


def party_sets(
    *, problem: Problem, party: Party, visits: Sequence[Visit], ways: Mapping[tuple[str, str], int]
) -> PartySets | None:
    """Return the sets of each day of a party; None if one day has too many."""
    by_day = []
    for day in party.days:
        here = tuple(one for one in visits if one.party.key == party.key and day.day in one.starts)
        sets = _sets_of(problem, party, day, here, ways)
        if sets is None:
            return None
        by_day.append((day.day, here, tuple(sets)))
    return PartySets(party, tuple(by_day))


def _sets_of(
    problem: Problem, party: Party, day: Interval, here: Sequence[Visit], ways: Mapping[tuple[str, str], int]
) -> list[DaySet] | None:
    """Return a day's sets with what they cost exactly, or, beside fixed stops and meals with a place, the ways only."""
    is_free = not any(stop.party == party.key and stop.day == day.day for stop in problem.fixed)
    meals = [meal for meal in problem.meals if is_due(meal=meal, day=day)]
    if not is_free or any(meal.place is not None for meal in meals):
        return day_sets(
            ways=ways,
            base=party.base,
            visits=[(one.site.key, one.minutes) for one in here],
            most_minutes=_most_minutes(problem, day),
        )
    places = [party.base, *(one.site.key for one in here)]
    alone = PartyDay(
        party.base,
        day.start,
        day.end,
        ways={(one, other): problem.way(one, other) for one in places for other in places},
        home={place: ways[place, party.base] for place in places},
        visits=[Task(_served_starts(one, day.day), one.minutes, one.site.key) for one in here],
        meals=[_meal_task(meal, day) for meal in sorted(meals, key=lambda meal: meal.earliest)],
        pauses=_pauses(problem, here, day.day),
        limits=_limits(problem, here, day.day),
    )
    found = list(islice(least_minutes_of_sets(alone), MOST_SETS + 1))
    return None if len(found) > MOST_SETS else [DaySet(0, 0), *(DaySet(*one) for one in found)]


def _served_starts(visit: Visit, day: date) -> Ranges:
    """Return when a visit may begin on a date with one of those who interpret, in one of the rooms."""
    starts = visit.starts[day]
    for is_needed, choices in (
        (visit.needs_interpreter, visit.interpreters),
        (visit.site.needs_room, visit.rooms),
    ):
        if is_needed:
            starts = common(starts, united(span for by_day in choices.values() for span in by_day.get(day, ())))
    return starts


def _only_one(visit: Visit, day: date) -> str | None:
    """Return who must interpret a visit on a date, if there is but one person who can."""
    people = [key for key, by_day in visit.interpreters.items() if day in by_day]
    return people[0] if len(people) == 1 else None


def _pauses(problem: Problem, here: Sequence[Visit], day: date) -> dict[tuple[int, int], int]:
    only = [_only_one(visit, day) for visit in here]
    return {
        (one, other): problem.interpreter_of[person].rest_minutes
        for one, person in enumerate(only)
        for other, another in enumerate(only)
        if person is not None and person == another
    }


def _limits(problem: Problem, here: Sequence[Visit], day: date) -> list[tuple[int, int]]:
    bits: defaultdict[str, int] = defaultdict(int)
    for at, visit in enumerate(here):
        person = _only_one(visit, day)
        if person is not None:
            bits[person] |= 1 << at
    limits = []
    for key, members in bits.items():
        most = problem.interpreter_of[key].minutes_a_day
        spent = sum(stop.minutes for stop in problem.fixed if stop.interpreter == key and stop.day == day)
        if most is not None:
            limits.append((members, most - spent))
    return limits


def _meal_task(meal: Meal, day: Interval) -> Task:
    return Task(((max(meal.earliest, day.start), min(meal.latest, day.end) - meal.minutes),), meal.minutes)


def _most_minutes(problem: Problem, day: Interval) -> int:
    meals = sum(meal.minutes for meal in problem.meals if is_due(meal=meal, day=day))
    return day.end - day.start - meals


def choose_sets(
    model: cp_model.CpModel, sets: PartySets
) -> tuple[cp_model.LinearExpr, dict[tuple[str, date], cp_model.LinearExpr]]:
    """
    Choose one set for each day.

    :return: the least minutes on the way, and for each visit and date the sum that is 1 if it is in the day's set
    """
    least: list[cp_model.LinearExpr] = []
    on_day: dict[tuple[str, date], cp_model.LinearExpr] = {}
    for day, here, day_sets_ in sets.by_day:
        chosen = [model.new_bool_var("") for _ in day_sets_]
        model.add_exactly_one(chosen)
        least += (one.minutes * literal for literal, one in zip(chosen, day_sets_, strict=True))
        for at, visit in enumerate(here):
            on_day[visit.key, day] = total(
                literal for literal, one in zip(chosen, day_sets_, strict=True) if one.members >> at & 1
            )
    return total(least), on_day
