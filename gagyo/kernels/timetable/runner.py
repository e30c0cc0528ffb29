"""One run of OR-Tools CP-SAT on a timetable, within limits, that can be watched and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gagyo.kernels.timetable.solve import Limits

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    ValueOf = Callable[[cp_model.LinearExprT], int]

# One worker gives the same answer each time.
WORKERS = 1
STOP_CHECK_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """
    value_of: a variable's value in the best solution; None if none was found
    objective, bound: of the objective as it was given; None if there is no solution
    is_proven: whether the solution is known to be the best
    is_impossible: whether it is known that there is none
    """

    value_of: ValueOf | None = None
    objective: int | None = None
    bound: int | None = None
    is_proven: bool = False
    is_impossible: bool = False


def left(limits: Limits) -> float:
    """Return the seconds until the deadline."""
    return max(0.0, limits.deadline - time.monotonic())


def run(
    *,
    model: cp_model.CpModel,
    limits: Limits,
    seconds: float,
    on_solution: Callable[[ValueOf, int], None] | None = None,
) -> Run:
    """
    Run the solver on a model.

    seconds: at most, and never longer than until the deadline
    on_solution: given each better solution and the bound of the objective, from the solver's thread
    """
    from ortools.sat.python import cp_model

    if limits.is_over:
        return Run()
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = min(seconds, left(limits))
    status = _watched(solver, model, limits, on_solution)
    if status == cp_model.INFEASIBLE:
        return Run(is_impossible=True)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Run()
    objective, bound = round(solver.objective_value), round(solver.best_objective_bound)
    return Run(solver.value, objective, bound, is_proven=status == cp_model.OPTIMAL)


def _watched(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    limits: Limits,
    on_solution: Callable[[ValueOf, int], None] | None,
) -> cp_model.CpSolverStatus:
    """Solve while another thread asks whether to stop."""
    from ortools.sat.python import cp_model

    class Teller(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if on_solution is not None:
                on_solution(self.value, round(self.best_objective_bound))

    done = threading.Event()

    def watch() -> None:
        while limits.stop is not None and not done.wait(STOP_CHECK_SECONDS):
            if limits.stop():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model, Teller())
    finally:
        done.set()
        watcher.join()
