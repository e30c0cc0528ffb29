"""
A SAT solver that learns from one question to the next: CaDiCaL, from the package python-sat.

Its C module is called directly: the package's own front takes longer to import than most timetables take to be solved.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from types import TracebackType
from typing import Self

import pysolvers


class Solver:
    """Clauses that are kept, and questions about them. Closed, it forgets everything."""

    def __init__(self, *, seed: int, options: Mapping[str, int] | None = None) -> None:
        self._solver = pysolvers.cadical195_new()
        pysolvers.cadical195_set(self._solver, "seed", seed % 2_000_000_000)
        for name, value in (options or {}).items():
            pysolvers.cadical195_set(self._solver, name, value)
        self._assumed: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pysolvers.cadical195_del(self._solver, None)

    def add(self, rows: Iterable[list[int]]) -> None:
        """Keep these clauses too."""
        for _ in map(pysolvers.cadical195_add_cl, repeat(self._solver), rows):
            pass

    def prefer(self, literals: Sequence[int]) -> None:
        """Try these literals as true first."""
        if literals:
            pysolvers.cadical195_set(self._solver, "lucky", 0)
            pysolvers.cadical195_setphases(self._solver, list(literals))

    def ask(self, assumptions: Sequence[int], *, conflicts: int | None = None) -> bool | None:
        """
        Tell whether the clauses can be kept under the assumptions.

        conflicts: to give up after; then the answer is None, and the next question goes on from here
        """
        self._assumed = list(assumptions)
        if conflicts is None:
            return bool(pysolvers.cadical195_solve(self._solver, self._assumed, 0))
        pysolvers.cadical195_cbudget(self._solver, conflicts)
        state = pysolvers.cadical195_solve_lim(self._solver, self._assumed, 0)
        return None if state == 0 else state > 0

    @property
    def true(self) -> set[int]:
        """Variables that are true in the answer just given, if it was yes."""
        return {literal for literal in pysolvers.cadical195_model(self._solver) if literal > 0}

    @property
    def core(self) -> list[int]:
        """Assumptions that are enough for the answer just given, if it was no; none if no assumption is needed."""
        return list(pysolvers.cadical195_core(self._solver, self._assumed) or ())

    @property
    def work(self) -> int:
        """Literals set so far: the same on every machine, and about proportional to time."""
        return int(pysolvers.cadical195_acc_stats(self._solver)["propagations"])
