"""Two ways to the fewest breaks: from below by refusals, each a proof, and from above by ever better timetables."""

from dataclasses import dataclass, field

from gagyo.kernels.timetable.encoding import Encoding
from gagyo.kernels.timetable.grid import Grid
from gagyo.kernels.timetable.race import Listener
from gagyo.kernels.timetable.sat import Solver

# Conflicts until the first look at what the others have done, and between later ones. The solver begins each question
# anew with quick restarts, and a timetable is more often found in the calm after them.
SLICE, LONGEST = 2000, 4000
# Numbers of breaks above this are not told apart.
COUNTED = 48
PATIENCE = 20_000


@dataclass(frozen=True)
class Refuted:
    """No timetable has fewer breaks than this; None: there is no timetable at all."""

    fewer_than: int | None


@dataclass(frozen=True)
class Found:
    """A timetable. slots: of each meeting; work: done until then"""

    slots: list[int]
    work: int


@dataclass
class Question:
    """An encoding in a solver, to be asked for a number of breaks."""

    grid: Grid
    encoding: Encoding
    solver: Solver
    reporter: Listener
    totals: list[int] = field(default_factory=list)

    def ask(self, most: int | None, *, conflicts: int | None = None) -> list[int] | bool | None:
        """
        Return the slots of a timetable with this many breaks at most; False if there is none, None if undecided.

        most: None for any number
        """
        assumptions = self._at_most(most)
        spent, some = 0, SLICE
        while conflicts is None or spent < conflicts:
            answer = self.solver.ask(assumptions, conflicts=some)
            if answer is not None:
                return self.encoding.slots(self.solver.true) if answer else False
            spent, some = spent + some, min(2 * some, LONGEST)
            self.reporter.check(self.solver.work)
        return None

    def _at_most(self, most: int | None) -> list[int]:
        breaks = self.encoding.breaks
        if most is None or most >= len(breaks):
            return []
        if most == 0:
            return [-one for one in breaks]
        if most >= len(self.totals):
            clauses = self.encoding.clauses
            rows = len(clauses.rows)
            self.totals = clauses.counted(breaks, max(COUNTED, 2 * most + 1))
            self.solver.add(clauses.rows[rows:])
        return [-self.totals[most]]


def climb(question: Question, least: int, known: int | None) -> None:
    """
    Ask for the fewest breaks there can be, then one more, and so on, until a timetable answers.

    least: breaks that no timetable goes below; known: breaks of a timetable there is
    """
    for most in range(least, len(question.encoding.breaks) + 1 if known is None else known):
        answer = question.ask(most)
        if isinstance(answer, list):
            _tell(question, answer)
            return
        if not question.solver.core:
            break
        question.reporter.tell(Refuted(most + 1))
    question.reporter.tell(Refuted(None))


def descend(question: Question, least: int, known: int | None) -> None:
    """
    Ask for the fewest breaks not yet refuted, then for half of the last timetable's, and so on.

    A question is left undecided where the patience ends, and a number of breaks nearer to the last timetable's is asked
    for; where none is left, it begins anew with more patience.

    least: breaks that no timetable goes below; known: breaks of a timetable there is; None: first one is asked for
    """
    if known is None:
        answer = question.ask(None)
        if not isinstance(answer, list):
            question.reporter.tell(Refuted(None))
            return
        known = _tell(question, answer)
    fewest, proven, patience = known, least, PATIENCE
    most = proven
    while proven < fewest:
        answer = question.ask(most, conflicts=patience)
        if isinstance(answer, list):
            fewest = _tell(question, answer)
            most = max(proven, min(most, fewest - 1))
        elif answer is False:
            proven = most = most + 1
            question.reporter.tell(Refuted(proven))
        elif most + 1 < fewest:
            most = (most + 1 + fewest) // 2
        else:
            most, patience = proven, 2 * patience


def _tell(question: Question, slots: list[int]) -> int:
    """Tell of a timetable, and return its breaks."""
    question.reporter.tell(Found(slots, question.solver.work))
    return sum(question.grid.breaks_of(slots))
