"""
The timetable with the fewest breaks, proven.

The number of breaks is raised from nothing: a bound that cannot be kept is proof that no timetable is better, the first
that can be kept is the best.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gagyo.kernels.timetable.encoding import encode
from gagyo.kernels.timetable.grid import Grid, grid_of
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.solution import Layer, Progress, Solution, Status

if TYPE_CHECKING:
    from pysat.solvers import Solver

# Conflicts between two looks at the clock: some hundredths of a second.
SLICE = 2000


@dataclass(frozen=True)
class Limits:
    """
    deadline: on the clock of `time.monotonic`
    stop: asked many times a second; the search ends soon after it says True
    """

    seed: int
    start: float
    deadline: float
    stop: Callable[[], bool] | None = None
    progress: Callable[[Progress], None] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the search must end."""
        return time.monotonic() >= self.deadline or (self.stop is not None and self.stop())

    def tell(self, breaks: int | None, bound: int) -> None:
        """Tell how far the search is."""
        if self.progress is not None:
            self.progress(Progress(time.monotonic() - self.start, breaks, bound))


def solve(
    problem: Problem,
    *,
    seed: int,
    time_limit: float,
    start: Mapping[str, Seat] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """
    Find the timetable with the fewest breaks, and prove it.

    start: a timetable to begin with, which need not keep every rule
    progress: told of every better timetable and every better bound
    """
    began = time.monotonic()
    limits = Limits(seed, began, began + time_limit, stop, progress)
    grid = grid_of(problem)
    found = climb(grid, limits, [start[m.key].slot if start and m.key in start else None for m in problem.meetings])
    seats = {m.key: Seat(slot) for m, slot in zip(problem.meetings, found.slots or (), strict=False)}
    return Solution(
        found.status,
        seats,
        None if found.breaks is None else Layer(found.breaks, found.bound),
        found.bound,
        seconds_to_best=found.seconds_to_best,
        seconds=time.monotonic() - began,
    )


@dataclass(frozen=True)
class Found:
    """What a search found. slots: of each meeting; None without a timetable"""

    status: Status
    slots: Sequence[int] | None
    breaks: int | None
    bound: int
    seconds_to_best: float = 0.0


def climb(grid: Grid, limits: Limits, start: Sequence[int | None]) -> Found:
    """
    Try one number of breaks after the other, for every least number of breaks that a participant can have.

    start: a slot for each meeting to begin with, where there is one
    """
    best = Found(Status.INFEASIBLE, None, None, 0)
    for least in range(_highest_least(grid) + 1):
        if best.breaks is not None and least * grid.participants >= best.breaks:
            break
        found = _climb_level(grid, limits, start, least, best.breaks)
        if found.status is Status.UNKNOWN:
            return found if best.slots is None else Found(Status.FEASIBLE, best.slots, best.breaks, found.bound)
        if found.slots is not None:
            best = found
    return best


def _highest_least(grid: Grid) -> int:
    """Return the most breaks that all participants can have at once, where their even share is asked for."""
    if grid.most_difference is None:
        return 0
    return max(0, min((len(theirs) for theirs in grid.meetings_of), default=1) - 1)


def _climb_level(grid: Grid, limits: Limits, start: Sequence[int | None], least: int, better_than: int | None) -> Found:
    """Raise the number of breaks until a timetable keeps it, or none can that is better."""
    from pysat.card import ITotalizer
    from pysat.solvers import Solver

    encoding = encode(grid, least=least)
    every = encoding.all_breaks
    with Solver(name="cadical195", bootstrap_with=encoding.clauses.rows) as solver:
        wanted = [at[slot] for at, slot in zip(encoding.places, start, strict=True) if slot is not None and slot in at]
        solver.set_phases(wanted)
        totals: list[int] = []
        if every:
            counter = ITotalizer(every, ubound=len(every), top_id=encoding.clauses.variables)
            solver.append_formula(counter.cnf.clauses)
            totals = counter.rhs
        for bound in range(least * grid.participants, len(every) + 1 if better_than is None else better_than):
            limits.tell(None, bound)
            kept = _is_kept(solver, [-totals[bound]] if bound < len(totals) else [], limits)
            if kept is None:
                return Found(Status.UNKNOWN, None, None, bound)
            if kept:
                slots = encoding.slots(one for one in solver.get_model() if one > 0)
                limits.tell(bound, bound)
                return Found(Status.OPTIMAL, slots, bound, bound, time.monotonic() - limits.start)
            if not solver.get_core():
                break
    return Found(Status.INFEASIBLE, None, None, 0)


def _is_kept(solver: Solver, assumptions: list[int], limits: Limits) -> bool | None:
    """Tell whether the clauses can be kept under the assumptions; None if the time ran out before."""
    while not limits.is_over:
        solver.conf_budget(SLICE)
        kept: bool | None = solver.solve_limited(assumptions=assumptions)
        if kept is not None:
            return kept
    return None
