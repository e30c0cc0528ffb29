"""
When everybody's meetings are likely to be, guessed from who meets whom.

Without a break, a participant's meetings fill a span of slots as long as they are many, and two can only meet where
their spans overlap. So who meets whom tells who is there early and who late, as stones in layers tell their age. Each
participant tells each of its partners how likely it is there in each slot, by what all its other partners say (belief
propagation; J. Pearl, 1982). Slots in which more would meet than there are tables become dear to all.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gagyo.kernels.timetable.grid import Grid

Numbers = NDArray[np.float64]

ROUNDS = 100
# What a slot costs is set from this round on; before, what everybody says is far from settled.
PRICED_FROM = 10
PRICE = 0.56
KEPT = 0.3
TINY = 1e-12


def possible(grid: Grid, who: int) -> list[int]:
    """Return the slots in which the meetings of a participant can begin if it has no break."""
    domains = [frozenset(grid.domains[meeting]) for meeting in grid.meetings_of[who]]
    number = len(domains)
    found = []
    for first in range(grid.slots - number + 1 if number else 0):
        span = frozenset(range(first, first + number))
        if all(domain & span for domain in domains) and span <= frozenset().union(*domains):
            found.append(first)
    return found


def likely(grid: Grid) -> Numbers:
    """
    Return how likely each participant's meetings begin in each slot: a row for each participant, adding up to 1.

    The row of somebody who has no meetings, or cannot hold them without a break, holds 0.
    """
    starts = np.zeros((grid.participants, grid.slots))
    for who in range(grid.participants):
        starts[who, possible(grid, who)] = 1.0
    return _Guess(grid, starts).settled()


class _Guess:
    """Messages on their way. Each meeting has two ends: row i is from its first participant, row i + meetings to it."""

    def __init__(self, grid: Grid, starts: Numbers) -> None:
        meetings = len(grid.who)
        pairs = np.array(grid.who, dtype=np.int64)
        self.grid, self.starts = grid, starts
        # Of each end, the participant there; the other end is half of all rows further on.
        self.at = np.concatenate([pairs[:, 0], pairs[:, 1]])
        self.other = np.concatenate([np.arange(meetings) + meetings, np.arange(meetings)])
        self.sorted = np.argsort(self.at, kind="stable")
        self.present, self.first = np.unique(self.at[self.sorted], return_index=True)
        self.numbers = np.bincount(self.at, minlength=grid.participants)
        self.domains = np.zeros((2 * meetings, grid.slots))
        for meeting, domain in enumerate(grid.domains):
            self.domains[[[meeting], [meeting + meetings]], [list(domain)]] = 1.0

    def settled(self) -> Numbers:
        """Let everybody speak until little changes."""
        slots = self.grid.slots
        said = np.full((len(self.at), slots), 1.0 / slots)
        prices, rarity = np.zeros(slots), np.ones(slots)
        beliefs = self.starts
        possible = np.log(self.starts + 1e-300)
        for turn in range(ROUNDS):
            spoken = np.log(said + TINY)
            heard = possible - self._over_spans(np.broadcast_to(prices, possible.shape), self.numbers)
            heard[self.present] += np.add.reduceat(spoken[self.sorted], self.first, axis=0)
            beliefs = _shares(heard)
            # What a participant tells one partner does not repeat what this partner said.
            there = self._busy(_shares(heard[self.at] - spoken), self.numbers[self.at]) * self.domains * rarity
            told = self._over_spans(there[self.other], self.numbers[self.at])
            said = KEPT * said + (1 - KEPT) * told / np.maximum(told.sum(axis=1, keepdims=True), TINY)
            if turn < PRICED_FROM:
                continue
            meetings = self._busy(beliefs * (self.starts.sum(axis=1, keepdims=True) > 0), self.numbers).sum(axis=0) / 2
            if self.grid.tables:
                prices = np.maximum(0.0, prices + PRICE * (meetings / self.grid.tables - 1))
            rarity = 1 / np.maximum(meetings, 1)
            rarity /= rarity.mean()
        return beliefs * (self.starts > 0)

    def _busy(self, beliefs: Numbers, numbers: NDArray[np.int64]) -> Numbers:
        """Return how likely each is busy in each slot, from how likely it begins in each."""
        sums = _sums(beliefs)
        slots = np.arange(self.grid.slots)
        before = np.maximum(slots + 1 - numbers[:, None], 0)
        return sums[:, 1:] - np.take_along_axis(sums, before, axis=1)

    def _over_spans(self, values: Numbers, numbers: NDArray[np.int64]) -> Numbers:
        """Add up values of slots over the span that begins in each slot."""
        sums = _sums(values)
        ends = np.minimum(np.arange(self.grid.slots) + numbers[:, None], self.grid.slots)
        return np.take_along_axis(sums, ends, axis=1) - sums[:, :-1]


def _sums(values: Numbers) -> Numbers:
    """Return the sums of the first 0, 1, 2, ... of each row."""
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def _shares(logarithms: Numbers) -> Numbers:
    """Return shares that add up to 1 in each row."""
    shares: Any = np.exp(logarithms - logarithms.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))
