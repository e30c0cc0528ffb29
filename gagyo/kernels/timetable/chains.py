"""
Ever fewer breaks where no proof is in reach: meetings of two slots change places along a chain.

Of the meetings in two slots, those that hang together form chains, from participant to participant (A. B. Kempe, 1879).
If all meetings of a chain change their slot, only the participants at its two ends are busy at other times than before,
so that every step keeps every rule and costs little, however many meetings move. Steps that make breaks more are taken
ever more rarely (simulated annealing; S. Kirkpatrick and others, 1983).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from gagyo.kernels.timetable.grid import Grid
from gagyo.kernels.timetable.race import Listener, Search
from gagyo.kernels.timetable.search import Found

# A free slot within a day costs so much of a break: a break that becomes shorter is on its way to vanish.
GAP = 0.5
# More breaks than may differ cost so much that no search ends with them.
UNEVEN = 10.0
WARM, COLD = 0.6, 0.2
# A step of the first end alone may cost this much; what costs more is hardly ever made good by the other end.
DEAREST = GAP + 0.1
STEPS_A_MEETING, LONGER = 400, 4
LOOK_EVERY = 4096
# Work of a step: in the time it takes, the solver sets about so many literals.
STEP_WORK = 24
# Who has no break is moved about half as often.
CALM = 0.5
PUSHES_A_MEETING = 500
NOWHERE = -1


def fits(grid: Grid) -> bool:
    """Tell whether a problem can be searched by chains."""
    return not grid.order and all(grid.takes_table) and all(len(who) == 2 for who in grid.who)


def chained(grid: Grid, seed: int, start: Sequence[int | None]) -> Search:
    """Make a search. start: slots to begin with, None for a meeting without one; they keep every rule"""

    def run(reporter: Listener) -> None:
        timetable = Timetable(grid, Random(seed), start)  # noqa: S311 - the same seed must give the same timetable
        steps = STEPS_A_MEETING * len(grid.who)
        if not timetable.complete(PUSHES_A_MEETING * len(grid.who), reporter):
            return
        while True:
            timetable.anneal(steps, reporter)
            steps *= LONGER

    return run


@dataclass(frozen=True, slots=True)
class Chain:
    """
    meetings: from the first end; end: the participant at the other one
    leaves, gains: slot that this one is no longer busy in, and the one that it is instead
    """

    meetings: list[int]
    end: int
    leaves: int
    gains: int


class Timetable:
    """
    A timetable on its way. Busy slots of a participant are the bits of a whole number.

    work: of the steps so far, the same on every machine
    """

    def __init__(self, grid: Grid, random: Random, start: Sequence[int | None]) -> None:
        self.grid, self.random = grid, random
        self.work = 0
        self._who = [(who[0], who[1]) for who in grid.who]
        self._domains = [sum(1 << slot for slot in domain) for domain in grid.domains]
        self._stretches = [sum(1 << slot for slot in stretch) for stretch in grid.stretches]
        self._room = [len(grid.who) if grid.tables is None else grid.tables] * grid.slots
        self._there = [[NOWHERE] * grid.slots for _ in range(grid.participants)]
        self._busy = [0] * grid.participants
        self._slot = [NOWHERE] * len(grid.who)
        self._costs: dict[int, float] = {}
        self._moves: dict[int, list[tuple[int, int, float]]] = {}
        self._told: int | None = None
        for meeting, slot in enumerate(start):
            if slot is not None:
                self._put(meeting, slot)

    def complete(self, pushes: int, reporter: Listener) -> bool:
        """Find a slot for every meeting, others pushed aside by chance, and tell whether all have one."""
        left = [meeting for meeting, slot in enumerate(self._slot) if slot == NOWHERE]
        for _ in range(pushes):
            if not left:
                break
            meeting = left[self.random.randrange(len(left))]
            if self._push_in(meeting):
                left.remove(meeting)
            self.work += STEP_WORK
            if self.work % (STEP_WORK * LOOK_EVERY) == 0:
                reporter.check(self.work)
        return not left

    def anneal(self, steps: int, reporter: Listener) -> None:
        """Take so many steps, what costs something ever more rarely, and tell of the best timetable now and then."""
        draw = self.random.random
        warmth, cooling = WARM, (COLD / WARM) ** (LOOK_EVERY / steps)
        participants, busy = self.grid.participants, self._busy
        for _ in range(max(1, steps // LOOK_EVERY)):
            for _ in range(LOOK_EVERY):
                who = int(draw() * participants)
                before = busy[who]
                if self._cost(before) == 0 and draw() < CALM:
                    continue
                moves = self._moves_of(before)
                if not moves:
                    continue
                leaves, gains, cost = moves[int(draw() * len(moves))]
                chain = self._chain(who, leaves, gains)
                if chain is None:
                    continue
                other = busy[chain.end]
                after = other ^ (1 << chain.leaves) ^ (1 << chain.gains)
                cost += self._cost(after) - self._cost(other)
                if cost > 0 and draw() > math.exp(-cost / warmth):
                    continue
                if self._has_room(chain, gains):
                    self._swap(who, leaves, gains, chain)
            warmth *= cooling
            self.work += STEP_WORK * LOOK_EVERY
            self._tell(reporter)
            reporter.check(self.work)

    def _tell(self, reporter: Listener) -> None:
        """Tell of a timetable that is better than all before."""
        breaks = sum(self._breaks(busy) for busy in self._busy)
        if (self._told is None or breaks < self._told) and self.grid.is_even(self._slot):
            self._told = breaks
            reporter.tell(Found(list(self._slot), self.work))

    def _put(self, meeting: int, slot: int) -> None:
        self._slot[meeting] = slot
        self._room[slot] -= 1
        for who in self._who[meeting]:
            self._there[who][slot] = meeting
            self._busy[who] |= 1 << slot

    def _push_in(self, meeting: int) -> bool:
        """Try one slot of a meeting that has none, and tell whether it took it."""
        random, slots = self.random, self.grid.slots
        first, second = self._who[meeting] if random.random() < 0.5 else self._who[meeting][::-1]
        slot, other = random.randrange(slots), random.randrange(slots)
        if not self._domains[meeting] >> slot & 1:
            return False
        for who in (first, second):
            is_other_free = slot != other and not self._busy[who] >> other & 1
            is_in_the_way = self._busy[who] >> slot & 1 and is_other_free
            chain = self._chain(who, slot, other) if is_in_the_way else None
            if chain is not None and self._has_room(chain, other):
                self._swap(who, slot, other, chain)
        if (self._busy[first] | self._busy[second]) >> slot & 1 or self._room[slot] <= 0:
            return False
        self._put(meeting, slot)
        return True

    def _chain(self, who: int, leaves: int, gains: int) -> Chain | None:
        """Follow the meetings of two slots from a participant on; None if one of them cannot change its slot."""
        there, domains, pairs = self._there, self._domains, self._who
        meetings = []
        meeting = there[who][leaves]
        while meeting != NOWHERE:
            if not domains[meeting] >> gains & 1:
                return None
            meetings.append(meeting)
            first, second = pairs[meeting]
            who = second if first == who else first
            leaves, gains = gains, leaves
            meeting = there[who][leaves]
        return Chain(meetings, who, gains, leaves)

    def _has_room(self, chain: Chain, gains: int) -> bool:
        """Tell whether there are tables: of an odd number of meetings, one more goes where the first goes."""
        return len(chain.meetings) % 2 == 0 or self._room[gains] > 0

    def _swap(self, who: int, leaves: int, gains: int, chain: Chain) -> None:
        there, pairs, both = self._there, self._who, leaves + gains
        for meeting, slot in self._along(chain.meetings, leaves, gains):
            for one in pairs[meeting]:
                if there[one][slot] == meeting:
                    there[one][slot] = NOWHERE
        for meeting, slot in self._along(chain.meetings, leaves, gains):
            for one in pairs[meeting]:
                there[one][both - slot] = meeting
            self._slot[meeting] = both - slot
        if len(chain.meetings) % 2:
            self._room[leaves] += 1
            self._room[gains] -= 1
        self._busy[who] ^= (1 << leaves) | (1 << gains)
        self._busy[chain.end] ^= (1 << chain.leaves) | (1 << chain.gains)

    @staticmethod
    def _along(meetings: Sequence[int], leaves: int, gains: int) -> Iterator[tuple[int, int]]:
        """Yield the meetings of a chain with the slot of each before."""
        for at, meeting in enumerate(meetings):
            yield meeting, gains if at % 2 else leaves

    def _moves_of(self, busy: int) -> list[tuple[int, int, float]]:
        """Return what a participant may do: a slot it leaves, one it takes instead, and by how much that costs more."""
        moves = self._moves.get(busy)
        if moves is None:
            slots, cost = range(self.grid.slots), self._cost(busy)
            moves = self._moves[busy] = [
                (leaves, gains, more)
                for leaves in slots
                for gains in slots
                if busy >> leaves & 1
                and not busy >> gains & 1
                and (more := self._cost(busy ^ (1 << leaves) ^ (1 << gains)) - cost) <= DEAREST
            ]
        return moves

    def _breaks(self, busy: int) -> int:
        return sum(_runs(busy & stretch) for stretch in self._stretches)

    def _cost(self, busy: int) -> float:
        """Return what these busy slots cost a participant: breaks, and how long they are."""
        cost = self._costs.get(busy)
        if cost is None:
            breaks, most = self._breaks(busy), self.grid.most_difference
            gaps = sum(_gaps(busy & stretch) for stretch in self._stretches)
            over = 0 if most is None else max(0, breaks - most)
            cost = self._costs[busy] = breaks + GAP * gaps + UNEVEN * over
        return cost


def _runs(busy: int) -> int:
    """Count the breaks: the runs of meetings but the last."""
    return max(0, (busy & ~(busy >> 1)).bit_count() - 1)


def _gaps(busy: int) -> int:
    """Count the free slots between the first meeting and the last."""
    return busy.bit_length() - (busy & -busy).bit_length() + 1 - busy.bit_count() if busy else 0
