"""
A timetable as clauses.

Variables: a meeting is in a slot; a participant is busy in a slot, or then or later in the stretch; a break
of it begins after a slot.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gagyo.kernels.timetable.grid import Grid

# Up to this many literals, forbidding each pair takes no more clauses than a chain.
PAIRWISE = 5


@dataclass
class Clauses:
    """Clauses over variables numbered from 1, as they are gathered."""

    variables: int = 0
    rows: list[list[int]] = field(default_factory=list)

    def new(self) -> int:
        """Return a new variable."""
        self.variables += 1
        return self.variables

    def add(self, *literals: int) -> None:
        """Demand that one of the literals is true."""
        self.rows.append(list(literals))

    def either(self, literals: Sequence[int]) -> int:
        """Return a literal that is true just if one of these is."""
        if len(literals) == 1:
            return literals[0]
        found = self.new()
        for literal in literals:
            self.add(-literal, found)
        self.add(-found, *literals)
        return found

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Allow one of the literals at most."""
        if len(literals) <= PAIRWISE:
            for at, one in enumerate(literals):
                for other in literals[:at]:
                    self.add(-one, -other)
            return
        before = self.new()
        self.add(-literals[0], before)
        for literal in literals[1:-1]:
            upto = self.new()
            self.add(-before, upto)
            self.add(-literal, upto)
            self.add(-literal, -before)
            before = upto
        self.add(-literals[-1], -before)

    def at_most(self, literals: Sequence[int], bound: int) -> None:
        """Allow this many of the literals at most, by a sequential counter (Sinz, CP 2005)."""
        if bound >= len(literals):
            return
        if bound <= 0:
            for literal in literals:
                self.add(-literal)
            if bound < 0:
                self.add()
            return
        before: list[int] = []
        for literal in literals:
            counts = [self.new() for _ in range(min(bound, len(before) + 1))]
            self.add(-literal, counts[0])
            for at, count in enumerate(before):
                self.add(-count, counts[at])
                if at + 1 < bound:
                    self.add(-literal, -count, counts[at + 1])
            if len(before) == bound:
                self.add(-literal, -before[-1])
            before = counts


@dataclass(frozen=True)
class Encoding:
    """
    clauses: every rule but the number of breaks
    places: of each meeting, the variable of each slot it can be in
    breaks: of each participant, a variable for each slot after which a break can begin
    """

    clauses: Clauses
    places: tuple[dict[int, int], ...]
    breaks: tuple[list[int], ...]

    @property
    def all_breaks(self) -> list[int]:
        """Break variables of all participants."""
        return [one for theirs in self.breaks for one in theirs]

    def slots(self, true: Iterable[int]) -> list[int]:
        """Read the slot of each meeting from the true variables."""
        known = set(true)
        return [next(slot for slot, place in places.items() if place in known) for places in self.places]


def encode(grid: Grid, *, least: int = 0) -> Encoding:
    """
    Write a timetable's rules as clauses.

    least: breaks that every participant has; the most differs from it by the most difference
    """
    clauses = Clauses()
    places = tuple({slot: clauses.new() for slot in domain} for domain in grid.domains)
    for at in places:
        clauses.add(*at.values())
        clauses.at_most_one(list(at.values()))
    busy = [_busy(clauses, grid, places, who) for who in range(grid.participants)]
    if grid.tables is not None:
        for slot in range(grid.slots):
            there = [at[slot] for at, takes in zip(places, grid.takes_table, strict=True) if takes and slot in at]
            clauses.at_most(there, grid.tables)
    for earlier, later in grid.order:
        _put_in_order(clauses, places[earlier], places[later])
    breaks = tuple(_breaks(clauses, grid, theirs) for theirs in busy)
    for theirs in breaks:
        if grid.most_difference is not None:
            clauses.at_most(theirs, least + grid.most_difference)
        if least:
            clauses.at_most([-one for one in theirs], len(theirs) - least)
    return Encoding(clauses, places, breaks)


def _busy(clauses: Clauses, grid: Grid, places: Sequence[dict[int, int]], who: int) -> dict[int, int]:
    """Let a participant be at one meeting at a time, and return when it is busy, by slot."""
    found = {}
    for slot in range(grid.slots):
        theirs = [places[meeting][slot] for meeting in grid.meetings_of[who] if slot in places[meeting]]
        if theirs:
            clauses.at_most_one(theirs)
            found[slot] = clauses.either(theirs)
    return found


def _put_in_order(clauses: Clauses, earlier: dict[int, int], later: dict[int, int]) -> None:
    for slot, place in later.items():
        clauses.add(-place, *(other for before, other in earlier.items() if before < slot))
    for slot, place in earlier.items():
        clauses.add(-place, *(other for after, other in later.items() if after > slot))


def _breaks(clauses: Clauses, grid: Grid, busy: dict[int, int]) -> list[int]:
    """Make a variable for each slot after which a break can begin: busy, then free, then busy once more."""
    found = []
    for stretch in grid.stretches:
        later: dict[int, int] = {}
        for slot in reversed(stretch):
            both = [
                literals[slot_there]
                for literals, slot_there in ((busy, slot), (later, slot + 1))
                if slot_there in literals
            ]
            if both:
                later[slot] = clauses.either(both)
        for slot in stretch:
            if slot in busy and slot + 2 in later:
                begins = clauses.new()
                next_one = [busy[slot + 1]] if slot + 1 in busy else []
                clauses.add(-busy[slot], -later[slot + 2], begins, *next_one)
                for literal in (busy[slot], later[slot + 2], *(-one for one in next_one)):
                    clauses.add(-begins, literal)
                found.append(begins)
    return found
