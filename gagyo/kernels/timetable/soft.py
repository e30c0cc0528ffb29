"""Literals that should be true, each at a price: the cheapest set of them that is not, proven by what was refuted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gagyo.kernels.timetable.clauses import Clauses
from gagyo.kernels.timetable.sat import Solver

SLICE = 200


@dataclass
class Soft:
    """
    Clauses in a solver, asked with all that is still hoped for.

    cost: of what is proven to be lost
    true: variables that are true in the last answer
    """

    clauses: Clauses
    solver: Solver
    is_over: Callable[[], bool]
    cost: int = 0
    true: set[int] = field(default_factory=set)
    _hopes: dict[int, int] = field(default_factory=dict)
    _counts: dict[int, tuple[Sequence[int], int]] = field(default_factory=dict)
    _sent: int = 0

    def reach(self, wanted: Mapping[int, int]) -> bool | None:
        """
        Lose as little as can be, and keep to it from now on. wanted: literals with their prices, above 0

        Return False if the clauses cannot be kept at all, and None if it was not done in time.
        Source: A. Morgado, C. Dodaro, J. Marques-Silva, "Core-Guided MaxSAT with Soft Cardinality Constraints",
        CP 2014.
        """
        self.cost, self._hopes, self._counts = 0, dict(wanted), {}
        while True:
            answer = self._ask(list(self._hopes))
            if answer is None:
                return None
            if answer:
                self.clauses.rows += [[one] for one in self._hopes]
                return True
            core = self.solver.core
            if not core:
                return False
            self._lose(self._shrunk(core))

    def _ask(self, literals: Sequence[int], slices: int | None = None) -> bool | None:
        self.solver.add(self.clauses.rows[self._sent :])
        self._sent = len(self.clauses.rows)
        while slices is None or slices > 0:
            if self.is_over():
                return None
            answer = self.solver.ask(literals, conflicts=SLICE)
            if answer:
                self.true = self.solver.true
            if answer is not None:
                return answer
            slices = None if slices is None else slices - 1
        return None

    def _shrunk(self, core: list[int]) -> list[int]:
        """Leave out what is quickly found to be needless."""
        for one in list(core):
            if one in core and len(core) > 1 and self._ask([other for other in core if other != one], 1) is False:
                core = self.solver.core
        return core

    def _lose(self, core: Sequence[int]) -> None:
        """Pay for one of the core, and hope that it is no more than one."""
        price = min(self._hopes[one] for one in core)
        self.cost += price
        for one in core:
            self._hopes[one] -= price
            if not self._hopes[one]:
                del self._hopes[one]
            if one in self._counts:
                counts, at = self._counts[one]
                self._hope(counts, at + 1, price)
        self.clauses.add(*(-one for one in core))
        if len(core) > 1:
            self._hope(self.clauses.counted([-one for one in core], len(core)), 1, price)

    def _hope(self, counts: Sequence[int], at: int, price: int) -> None:
        """Hope that no more than this many of some are lost."""
        if at < len(counts):
            one = -counts[at]
            self._hopes[one] = self._hopes.get(one, 0) + price
            self._counts[one] = (counts, at)
