"""The constraint model under construction: variables of visits and days that the rules are written with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from gagyo.kernels.programme.problem import Interval, Party, Problem
from gagyo.kernels.programme.visits import Visit
from gagyo.kernels.programme.windows import Ranges

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# One line of time for all days. The empty stretch between two days keeps a fixed stop at midnight, and the way to it,
# from reaching into the day before.
DAY_LENGTH = 4320
DAY_OFFSET = 1440


def total(terms: Iterable[cp_model.LinearExpr]) -> cp_model.LinearExpr:
    """Add up, as `sum` does, and give an expression also for nothing."""
    from ortools.sat.python import cp_model

    return cp_model.LinearExpr.sum(list(terms))


@dataclass
class VisitVars:
    """
    start: minutes on the line of all days
    arrive, leave: as start and end, unless a meal is taken there before or after
    choices: the literal of each interpreter ("interpreter", key) and room ("room", key) that could serve it
    """

    visit: Visit
    present: cp_model.IntVar
    start: cp_model.IntVar
    interval: cp_model.IntervalVar
    arrive: cp_model.LinearExpr
    leave: cp_model.LinearExpr
    on_day: dict[date, cp_model.IntVar]
    choices: dict[tuple[str, str], cp_model.IntVar] = field(default_factory=dict)

    @property
    def end(self) -> cp_model.LinearExpr:
        return self.start + self.visit.minutes


@dataclass
class TourVars:
    """
    A party's way out of its base and back on one day.

    is_used: whether a visit is proposed on that day
    fixed_first, fixed_last: whether the first fixed stops are the first of the day, and the last ones the last
    """

    party: Party
    day: Interval
    leave: cp_model.IntVar
    back: cp_model.IntVar
    is_used: cp_model.IntVar
    vehicles: dict[str, cp_model.IntVar] = field(default_factory=dict)
    fixed_first: cp_model.IntVar | None = None
    fixed_last: cp_model.IntVar | None = None


@dataclass
class Frame:
    """
    minutes: of each party that moves; longer: of parties that do not, beyond their least, as they eat at another time
    relaxed: literal by rule, set where the visit that is re-checked does without it; empty in a proposal
    """

    model: cp_model.CpModel
    problem: Problem
    visits: list[VisitVars]
    tours: dict[tuple[str, date], TourVars] = field(default_factory=dict)
    minutes: dict[str, cp_model.LinearExpr] = field(default_factory=dict)
    longer: list[cp_model.LinearExpr] = field(default_factory=list)
    relaxed: dict[str, cp_model.IntVar] = field(default_factory=dict)
    rechecked: Visit | None = None

    @cached_property
    def _offsets(self) -> dict[date, int]:
        days = sorted({day.day for party in self.problem.parties for day in party.days})
        return {day: at * DAY_LENGTH + DAY_OFFSET for at, day in enumerate(days)}

    def offset(self, day: date) -> int:
        """Return what is added to a minute of this date on the line of all days."""
        return self._offsets[day]

    def knows(self, day: date) -> bool:
        """Whether some party is there on this date."""
        return day in self._offsets

    def domain(self, by_day: dict[date, Ranges]) -> cp_model.Domain:
        from ortools.sat.python import cp_model

        return cp_model.Domain.from_intervals(
            [
                [self.offset(day) + low, self.offset(day) + high]
                for day, ranges in by_day.items()
                for low, high in ranges
            ]
        )

    def of_party(self, party: Party) -> list[VisitVars]:
        return [one for one in self.visits if one.visit.party.key == party.key]

    def keeps(self, rule: str, one: VisitVars) -> cp_model.IntVar:
        """Return the literal that the visit takes place and keeps to a rule."""
        if one.visit is not self.rechecked or rule not in self.relaxed:
            return one.present
        keeps = self.model.new_bool_var(f"{one.visit.key} keeps {rule}")
        self.model.add_bool_and(one.present, ~self.relaxed[rule]).only_enforce_if(keeps)
        self.model.add_bool_or(~one.present, self.relaxed[rule], keeps)
        return keeps


def visit_vars(frame: Frame, visits: Sequence[Visit]) -> list[VisitVars]:
    """Add presence, start and date of each visit."""
    return [_visit_vars(frame, visit) for visit in visits]


def _visit_vars(frame: Frame, visit: Visit) -> VisitVars:
    model, key = frame.model, visit.key
    present = model.new_bool_var(f"present {key}")
    start = model.new_int_var_from_domain(frame.domain(visit.starts), f"start {key}")
    interval = model.new_optional_fixed_size_interval_var(start, visit.minutes, present, f"visit {key}")
    if len(visit.starts) == 1:
        on_day = dict.fromkeys(visit.starts, present)
    else:
        on_day = {day: model.new_bool_var(f"{key} on {day}") for day in visit.starts}
        model.add(total(on_day.values()) == present)
        for day, ranges in visit.starts.items():
            domain = frame.domain({day: ranges})
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(on_day[day])
    return VisitVars(visit, present, start, interval, start, start + visit.minutes, on_day)
