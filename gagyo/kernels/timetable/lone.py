"""
What each participant's own meetings cost, whatever all others do: a bound that takes milliseconds.

Somebody with twelve meetings in sixteen slots, away in three of them at the wrong hours, has three breaks in every
timetable. Where somebody else can have none, no timetable shares breaks evenly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gagyo.kernels.timetable.grid import Grid

# Before the first meeting of a stretch, in a meeting, free after one.
_BEFORE, _BUSY, _AFTER = range(3)


@dataclass(frozen=True)
class Lone:
    """
    least, most: breaks of each participant in any timetable, of which the first is never too high and the second never
    too low
    clash: participants whose own demands cannot be kept together, one or two; None if there are none
    """

    least: tuple[int, ...]
    most: tuple[int, ...]
    clash: tuple[int, ...] | None = None

    @property
    def bound(self) -> int:
        """Breaks of all participants together that no timetable goes below."""
        return sum(self.least)


def look_alone(grid: Grid) -> Lone:
    """Look at one participant after the other."""
    least, most = [], []
    # Many have the same hours as others.
    known: dict[tuple[tuple[int, ...], ...], tuple[int, int] | None] = {}
    for who in range(grid.participants):
        domains = tuple(sorted(grid.domains[meeting] for meeting in grid.meetings_of[who]))
        if domains not in known:
            known[domains] = _fewest_and_most(grid, domains)
        found = known[domains]
        if found is None:
            return Lone((), (), (who,))
        least.append(found[0])
        most.append(found[1])
    return Lone(tuple(least), tuple(most), _uneven(least, most, grid.most_difference))


def _uneven(least: Sequence[int], most: Sequence[int], difference: int | None) -> tuple[int, ...] | None:
    """Return two participants whose numbers of breaks always differ by too much."""
    if difference is None or not least:
        return None
    worst = max(range(len(least)), key=lambda who: (least[who], -who))
    best = min(range(len(most)), key=lambda who: (most[who], who))
    return (worst, best) if least[worst] - most[best] > difference else None


def _fewest_and_most(grid: Grid, domains: Sequence[tuple[int, ...]]) -> tuple[int, int] | None:
    """
    Return the fewest and most breaks of somebody with meetings in these slots; None if they cannot be held.

    Which meeting is where is told apart only as far as so many must be over by a slot, or cannot have been.
    """
    if not all(domains):
        return None
    is_open = {slot for domain in domains for slot in domain}
    pinned = [domain[0] for domain in domains if len(domain) == 1]
    if len(pinned) > len(set(pinned)):
        return None
    starts = {stretch.start for stretch in grid.stretches}
    # By meetings held so far and what the last slot was: the fewest and the most breaks.
    states: dict[tuple[int, int], tuple[int, int]] = {(0, _BEFORE): (0, 0)}
    for slot in range(grid.slots):
        over = sum(domain[-1] <= slot for domain in domains)
        begun = sum(domain[0] <= slot for domain in domains)
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for (held, last), (few, many) in states.items():
            now = _BEFORE if slot in starts else last
            for state, more in _steps(now, slot in is_open, slot in pinned):
                number = held + (state == _BUSY)
                if over <= number <= begun:
                    known = found.get((number, state), (few + more, many + more))
                    found[number, state] = min(known[0], few + more), max(known[1], many + more)
        states = found
    ends = [numbers for (held, _), numbers in states.items() if held == len(domains)]
    return (min(few for few, _ in ends), max(many for _, many in ends)) if ends else None


def _steps(now: int, is_open: bool, is_pinned: bool) -> Iterable[tuple[int, int]]:
    """Yield what the next slot can be, and how many breaks end there."""
    if is_open:
        yield _BUSY, now == _AFTER
    if not is_pinned:
        yield (_BEFORE if now == _BEFORE else _AFTER), 0
