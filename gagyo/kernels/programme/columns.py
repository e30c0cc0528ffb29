"""
Sets of visits that one day of a party can hold, each with the fewest minutes of way between them.

Choosing one set for each day, so that no visit is in two, bounds the minutes of a programme far more closely than
single ways from place to place do: the solver's linear relaxation of the circuit alone lets half a tour go for free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gagyo.kernels.programme.frame import total
from gagyo.kernels.programme.meals import is_due
from gagyo.kernels.programme.problem import Interval, Party, Problem
from gagyo.kernels.programme.visits import Visit

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# With more sets than this the model grows faster than the bound helps; then the bound comes from the circuit alone.
MOST_SETS = 6000


@dataclass(frozen=True)
class DaySet:
    """
    members: bits of the visits, by their place in the list
    way: the fewest minutes from the base through all of them and back
    """

    members: int
    way: int


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
        sets = day_sets(
            ways=ways,
            base=party.base,
            visits=[(one.site.key, one.minutes) for one in here],
            most_minutes=_most_minutes(problem, day),
        )
        if sets is None:
            return None
        by_day.append((day.day, here, tuple(sets)))
    return PartySets(party, tuple(by_day))


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
        least += (one.way * literal for literal, one in zip(chosen, day_sets_, strict=True))
        for at, visit in enumerate(here):
            on_day[visit.key, day] = total(
                literal for literal, one in zip(chosen, day_sets_, strict=True) if one.members >> at & 1
            )
    return total(least), on_day
