"""One run of the solver, within limits, that can be watched and stopped."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# One worker gives the same answer each time and leaves the other core to the server. More of them found nothing sooner
# on two cores (measured in bench/programme.py).
WORKERS = 1
STOP_CHECK_SECONDS = 0.02


@dataclass(frozen=True)
class Limits:
    """
    deadline: on the clock of `time.monotonic`
    stop: asked many times a second, from another thread; the search ends soon after it says True
    """

    seed: int
    deadline: float
    stop: Callable[[], bool] | None = None

    @property
    def seconds(self) -> float:
        return max(0.0, self.deadline - time.monotonic())

    @property
    def is_over(self) -> bool:
        return self.seconds == 0.0 or (self.stop is not None and self.stop())


@dataclass(frozen=True)
class Run:
    """
    value_of: a variable's value in the best solution; None if none was found
    objective, bound: of the objective as it was given; None if there is no solution or no bound
    is_proven: whether the solution is known to be the best
    """

    value_of: Callable[[cp_model.LinearExpr], int] | None
    objective: int | None
    bound: int | None
    is_proven: bool


def solve(
    *,
    model: cp_model.CpModel,
    limits: Limits,
    on_solution: Callable[[int, int], None] | None = None,
    effort: float | None = None,
    keep_hints: bool = False,
) -> Run:
    """
    Run the solver on a model.

    effort: most work in the solver's own unit, several seconds on one core, and the same on every machine
    keep_hints: give every hinted variable its hint, and find only the others
    on_solution: told the objective and the bound of each better solution, from the solver's thread
    """
    from ortools.sat.python import cp_model

    if limits.is_over:
        return Run(None, None, None, is_proven=False)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = limits.seed % 2**31
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = limits.seconds
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    solver.parameters.fix_variables_to_their_hinted_value = keep_hints
    status = _watched(solver, model, limits, on_solution)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Run(None, None, None, is_proven=False)
    objective, bound = round(solver.objective_value), round(solver.best_objective_bound)
    return Run(solver.value, objective, bound, is_proven=status == cp_model.OPTIMAL)


def _watched(
    solver: cp_model.CpSolver,
    model: cp_model.CpModel,
    limits: Limits,
    on_solution: Callable[[int, int], None] | None,
) -> cp_model.CpSolverStatus:
    """Solve while another thread asks whether to stop."""
    from ortools.sat.python import cp_model

    class Teller(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if on_solution is not None:
                on_solution(round(self.objective_value), round(self.best_objective_bound))

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


def hint_all(model: cp_model.CpModel, value_of: Callable[[cp_model.LinearExpr], int]) -> None:
    """Tell the solver of a whole solution of this very model."""
    forget_hints(model)
    for index in range(len(model.proto.variables)):
        variable = model.get_int_var_from_proto_index(index)
        model.add_hint(variable, value_of(variable))


def forget_hints(model: cp_model.CpModel) -> None:
    model.clear_hints()  # type: ignore[no-untyped-call]  # ortools leaves this one without types
