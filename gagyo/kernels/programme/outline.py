"""
Which visit on which day, without hours and shared resources: a small model that bounds every proposal from above.

Its days are also where a proposal is looked for first: kept to them, the whole model is solved in a moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from gagyo.kernels.programme.columns import PartySets, choose_sets
from gagyo.kernels.programme.frame import total
from gagyo.kernels.programme.problem import Problem
from gagyo.kernels.programme.score import wish_value
from gagyo.kernels.programme.solving import Limits, hint_all, solve
from gagyo.kernels.programme.visits import Visit

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


# Enough for eight wishes of four parties each; see `solve` for the unit.
WAYS_EFFORT = 0.5


@dataclass(frozen=True)
class Outline:
    """
    value: no proposal has more, in wishes that are placed
    minutes: no proposal of this value has fewer, for the parties with sets
    day_of: date by key of the visit; visits without one are left out
    """

    value: int
    minutes: int
    day_of: Mapping[str, date]


def outline(*, problem: Problem, sets: Sequence[PartySets], limits: Limits) -> Outline | None:
    """Return the best choice of days by value, then by ways; None if it was not proven in time."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    values: list[cp_model.LinearExpr] = []
    ways: list[cp_model.LinearExpr] = []
    placed: dict[tuple[str, date], cp_model.LinearExpr] = {}
    for one in sets:
        least, on_day = choose_sets(model, one)
        for visit in {visit.key: visit for _, here, _ in one.by_day for visit in here}.values():
            present = total(on_day[visit.key, day] for day in visit.starts)
            model.add(present <= 1)
            values.append(wish_value(problem=problem, wish=visit.wish) * present)
        ways.append(least)
        placed |= on_day
    value = total(values)
    model.maximize(value)
    first = solve(model=model, limits=limits)
    if not first.is_proven or first.objective is None or first.value_of is None:
        return None
    hint_all(model, first.value_of)
    model.add(value >= first.objective)
    model.minimize(total(ways))
    run = solve(model=model, limits=limits, effort=WAYS_EFFORT)
    if run.value_of is None or run.bound is None:
        return None
    read = run.value_of
    return Outline(first.objective, run.bound, {key: day for (key, day), literal in placed.items() if read(literal)})


def kept_to(visits: Sequence[Visit], day_of: Mapping[str, date]) -> list[Visit]:
    """Return the visits of an outline, each with its one date only."""
    return [
        replace(visit, starts={day_of[visit.key]: visit.starts[day_of[visit.key]]})
        for visit in visits
        if visit.key in day_of
    ]
