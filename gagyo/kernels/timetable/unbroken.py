"""
A timetable without any break, for many participants: sought only near the hours that are likely for each.

With the first slots of everybody narrowed down to one or two, what is left to search is small. Which of several widths
is the lucky one cannot be told beforehand, so that each has its turn, and then again for longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.kernels.timetable.clauses import FALSE, TRUE, Clauses
from gagyo.kernels.timetable.grid import Grid
from gagyo.kernels.timetable.race import Listener, Search
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.search import Found

# First slots less likely than this are left out, in one attempt after the other.
WIDTHS = (0.3, 0.2, 0.25, 0.1, 0.15)
# Where too few are left, so much less likely ones are let in too.
WIDER = 0.25
# Nothing much is refuted here, so the solver keeps to the settings that find.
OPTIONS = {"stabilizeonly": 1, "phase": 0, "reluctant": 256}
# Conflicts between looks at what others have done; of one attempt at first; and turns, each of twice as many.
SLICE, PATIENCE, TURNS = 1000, 4000, 5
# Counting tables takes clauses by the square of the participants.
MOST = 2500


def may_be_unbroken(grid: Grid) -> bool:
    """Tell whether breaks are counted over all slots alike, and participants are not too many."""
    return [*grid.stretches] == [range(grid.slots)] and grid.participants <= MOST


def unbroken_first(grid: Grid, seed: int, search: Search) -> Search:
    """Make a search for a timetable without breaks, which becomes the given one if it finds none."""

    def run(reporter: Listener) -> None:
        found, work = seek_unbroken(grid, seed, reporter)
        if not found:
            search(_Onward(reporter, work))

    return run


@dataclass(frozen=True)
class _Onward:
    """Tells of a search that began after so much work."""

    reporter: Listener
    before: int

    def tell(self, message: object) -> None:
        if isinstance(message, Found):
            message = Found(message.slots, message.work + self.before)
        self.reporter.tell(message)

    def check(self, work: int) -> None:
        self.reporter.check(work + self.before)


def seek_unbroken(grid: Grid, seed: int, reporter: Listener) -> tuple[bool, int]:
    """Look for a timetable without breaks, and tell of it. Return whether one was found, and the work done."""
    from gagyo.kernels.timetable.spans import likely  # numpy takes a while to load

    # Rounded, so that the last digits, which processors need not share, decide nothing.
    chances: list[list[float]] = likely(grid).round(6).tolist()
    attempts = [Attempt(grid, seed, chances, width) for width in WIDTHS]
    spent = 0
    for turn in range(TURNS):
        for attempt in attempts:
            attempt.begin()
            for _ in range((PATIENCE << turn) // SLICE):
                slots, work = attempt.go_on()
                spent += work
                if slots is not None:
                    reporter.tell(Found(slots, spent))
                    return True, spent
                reporter.check(spent)
                if attempt.is_refuted:
                    break
    return False, spent


class Attempt:
    """A search for a timetable without breaks. It lasts as long as its process: nobody closes it."""

    def __init__(self, grid: Grid, seed: int, chances: Sequence[Sequence[float]], width: float) -> None:
        self.is_refuted = True
        self._grid, self._seed, self._chances, self._width = grid, seed, chances, width

    def begin(self) -> None:
        """Write the clauses: at first, and after a refusal anew, for more slots."""
        if not self.is_refuted:
            return
        grid, clauses = self._grid, Clauses()
        first_slots = [_first_slots(theirs, self._width) for theirs in self._chances]
        busy = [_busy(clauses, grid, who, first) for who, first in enumerate(first_slots)]
        self._places = [
            _places(clauses, domain, *(busy[one] for one in who))
            for who, domain in zip(grid.who, grid.domains, strict=True)
        ]
        for who, theirs in enumerate(busy):
            for slot, is_busy in enumerate(theirs):
                places = [self._places[one][slot] for one in grid.meetings_of[who] if slot in self._places[one]]
                clauses.at_most_one(places)
                if is_busy != FALSE:
                    clauses.add(-is_busy, *places)
        if grid.tables is not None:
            _limit_tables(clauses, grid, busy, grid.tables)
        self._solver = Solver(seed=self._seed, options=OPTIONS)
        self._solver.add(clauses.rows)
        self._width *= WIDER

    def go_on(self) -> tuple[list[int] | None, int]:
        """Search a little. Return the slot of each meeting, None if none were found yet, and the work."""
        before = self._solver.work
        answer = self._solver.ask((), conflicts=SLICE)
        self.is_refuted = answer is False
        slots = None
        if answer:
            true = self._solver.true
            slots = [next(slot for slot, place in places.items() if place in true) for places in self._places]
        return slots, self._solver.work - before


def _first_slots(chances: Sequence[float], width: float) -> list[int]:
    """Return the slots that are likely enough to be the first, among them the likeliest."""
    least = min(width, max(chances))
    return [slot for slot, chance in enumerate(chances) if chance > 0 and chance >= least]


def _busy(clauses: Clauses, grid: Grid, who: int, first_slots: Sequence[int]) -> list[int]:
    """Let the meetings of a participant begin in one of these slots, and return when it is busy, by slot."""
    number = len(grid.meetings_of[who])
    begins = {slot: clauses.new() for slot in first_slots}
    if number:
        clauses.add(*begins.values())
    clauses.at_most_one(list(begins.values()))
    found = []
    for slot in range(grid.slots):
        some = [literal for first, literal in begins.items() if first <= slot < first + number]
        found.append(TRUE if some and len(some) == len(begins) else clauses.either(some))
    return found


def _places(clauses: Clauses, domain: Sequence[int], one: Sequence[int], other: Sequence[int]) -> dict[int, int]:
    """Let a meeting of two be in one of its slots, while both are busy. Return the variable of each slot."""
    places = {slot: clauses.new() for slot in domain if FALSE not in (one[slot], other[slot])}
    clauses.add(*places.values())
    clauses.at_most_one(list(places.values()))
    for slot, place in places.items():
        for busy in (one[slot], other[slot]):
            clauses.add(-place, busy)
    return places


def _limit_tables(clauses: Clauses, grid: Grid, busy: Sequence[Sequence[int]], tables: int) -> None:
    """Allow as many meetings at once as there are tables: of two sides, as many busy on each; else twice as many."""
    sides = _sides(grid)
    for group, most in ((sides[0], tables), (sides[1], tables)) if sides else ((range(grid.participants), 2 * tables),):
        for slot in range(grid.slots):
            there = [busy[who][slot] for who in group]
            open_ = [literal for literal in there if literal not in (TRUE, FALSE)]
            clauses.at_most(open_, most - there.count(TRUE))


def _sides(grid: Grid) -> tuple[list[int], list[int]] | None:
    """Part the participants so that nobody meets anybody of the same side; None if that cannot be."""
    side: dict[int, int] = {}
    for who in range(grid.participants):
        left = [] if who in side else [who]
        side.setdefault(who, 0)
        while left:
            one = left.pop()
            for meeting in grid.meetings_of[one]:
                other = sum(grid.who[meeting]) - one
                if other not in side:
                    side[other] = 1 - side[one]
                    left.append(other)
                elif side[other] == side[one]:
                    return None
    return [who for who in side if side[who] == 0], [who for who in side if side[who] == 1]
