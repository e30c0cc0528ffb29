"""
A timetable as clauses.

Variables: a meeting is in a slot; a participant is busy in a slot; its first, second, ... meeting is in a slot or
before; a break of it begins after a slot; it has at least one break, two breaks, ...
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gagyo.kernels.timetable.clauses import FALSE, Clauses
from gagyo.kernels.timetable.grid import Grid

# Linking the counts of two sides takes clauses by the square of the participants.
LINKED = 150


@dataclass(frozen=True)
class Encoding:
    """
    clauses: every rule but the number of breaks
    places: of each meeting, the variable of each slot it can be in
    breaks: variables of "this participant has a break", "it has two", ..., for all participants
    """

    clauses: Clauses
    places: tuple[dict[int, int], ...]
    breaks: tuple[int, ...]

    def slots(self, true: Iterable[int]) -> list[int]:
        """Read the slot of each meeting from the true variables."""
        known = set(true)
        return [next(slot for slot, place in places.items() if place in known) for places in self.places]


def encode(grid: Grid, *, least: int = 0, over_all: bool = True, fewest: Sequence[int] = ()) -> Encoding:
    """
    Write a timetable's rules as clauses.

    least: breaks that every participant has; the most differs from it by the most difference
    over_all: whether tables are counted over all participants rather than over as few as will do; without two sides,
        either is ten times faster than the other for some problems
    fewest: breaks that each participant has in every timetable; stated, since counting them out is long for a search
    """
    clauses = Clauses()
    places = tuple({slot: clauses.new() for slot in domain} for domain in grid.domains)
    for at in places:
        clauses.add(*at.values())
        clauses.at_most_one(list(at.values()))
    busy = [_busy(clauses, grid, places, who) for who in range(grid.participants)]
    if grid.tables is not None:
        _limit_tables(clauses, grid, places, busy, over_all)
    for earlier, later in grid.order:
        _put_in_order(clauses, places[earlier], places[later])
    breaks: list[int] = []
    for who, theirs in enumerate(busy):
        domains = [grid.domains[meeting] for meeting in grid.meetings_of[who]]
        numbers = _breaks(clauses, grid, theirs, domains, least)
        for number in range(fewest[who] if fewest else 0):
            clauses.add(*numbers[number : number + 1])
        breaks += numbers
    return Encoding(clauses, places, tuple(breaks))


def _busy(clauses: Clauses, grid: Grid, places: Sequence[dict[int, int]], who: int) -> list[int]:
    """Let a participant be at one meeting at a time, and return when it is busy, by slot."""
    found = []
    for slot in range(grid.slots):
        theirs = [places[meeting][slot] for meeting in grid.meetings_of[who] if slot in places[meeting]]
        clauses.at_most_one(theirs)
        found.append(clauses.either(theirs))
    return found


def _limit_tables(
    clauses: Clauses, grid: Grid, places: Sequence[dict[int, int]], busy: Sequence[list[int]], over_all: bool
) -> None:
    """Allow as many meetings at once as there are tables."""
    assert grid.tables is not None
    one, other = _ways_to_count(grid)
    has_two_sides = _are_linked(grid, one, other)
    for slot in range(grid.slots):
        there = _meetings_there(clauses, grid, places, slot, one)
        everybody = [theirs[slot] for theirs in busy if theirs[slot] != FALSE]
        if has_two_sides:
            others = _meetings_there(clauses, grid, places, slot, other)
            _agree(clauses, clauses.sums(there), clauses.sums(others), grid.tables)
        elif over_all and _may_count_all(grid):
            clauses.at_most_in_a_row(everybody, 2 * grid.tables)
        else:
            clauses.at_most_in_a_row(there, grid.tables)


def counts_alike(grid: Grid, *over_all: bool) -> bool:
    """Tell whether tables are counted in one way, whichever of these is asked for."""
    if len(set(over_all)) <= 1 or grid.tables is None or not _may_count_all(grid):
        return True
    return _are_linked(grid, *_ways_to_count(grid))


def _are_linked(grid: Grid, one: set[int], other: set[int]) -> bool:
    """Tell whether there are two sides, and few enough for their counts to be linked."""
    return len(one) + len(other) == grid.participants <= LINKED


def _may_count_all(grid: Grid) -> bool:
    """Tell whether the participants who are busy are twice as many as the tables taken, and few enough."""
    return grid.participants <= LINKED and all(grid.takes_table) and all(len(who) == 2 for who in grid.who)


def _agree(clauses: Clauses, one: list[int], other: list[int], most: int) -> None:
    """Let two counts of the same be equal, and not more than this."""
    for at in range(max(len(one), len(other))):
        here, there = (counts[at] if at < min(len(counts), most) else FALSE for counts in (one, other))
        for counts, known in ((one, there), (other, here)):
            if at < len(counts):
                clauses.add(-counts[at], known)


def _meetings_there(
    clauses: Clauses, grid: Grid, places: Sequence[dict[int, int]], slot: int, apart: set[int]
) -> list[int]:
    """
    Return literals of which as many are true as meetings are at tables in a slot.

    apart: participants that never meet one another: those busy are as many as their meetings, so one literal counts for
    all meetings of one of them, and only the other meetings are counted themselves
    """
    theirs: dict[int, list[int]] = {}
    for meeting, takes in enumerate(grid.takes_table):
        if takes and slot in places[meeting]:
            key = next((who for who in grid.who[meeting] if who in apart), -1 - meeting)
            theirs.setdefault(key, []).append(places[meeting][slot])
    return [clauses.either(some) for some in theirs.values()]


def _ways_to_count(grid: Grid) -> tuple[set[int], set[int]]:
    """Choose participants with many meetings of whom no two meet, and others of that kind: two sides, if there are."""
    partners: list[set[int]] = [set() for _ in range(grid.participants)]
    for who in grid.who:
        for one in who:
            partners[one].update(who)
    first = _apart(partners, set(range(grid.participants)))
    return first, _apart(partners, set(range(grid.participants)) - first)


def _apart(partners: Sequence[set[int]], left: set[int]) -> set[int]:
    """Choose the participant next of whose partners the fewest are lost to the choice, for its number of meetings."""
    left = {who for who in left if len(partners[who]) > 1}
    found: set[int] = set()
    while left:
        best = min(left, key=lambda who: (len(partners[who] & left) - 2 * len(partners[who]), who))
        found.add(best)
        left -= partners[best]
    return found


def _put_in_order(clauses: Clauses, earlier: dict[int, int], later: dict[int, int]) -> None:
    for slot, place in later.items():
        clauses.add(-place, *(other for before, other in earlier.items() if before < slot))
    for slot, place in earlier.items():
        clauses.add(-place, *(other for after, other in later.items() if after > slot))


def _breaks(clauses: Clauses, grid: Grid, busy: list[int], domains: Sequence[tuple[int, ...]], least: int) -> list[int]:
    """Count the breaks of a participant with meetings in these slots, and keep them even with those of others."""
    number = len(domains)
    tally = clauses.tally(busy, number)
    _place_sessions(clauses, tally, domains)
    begins: list[int] = []
    some = clauses.new()
    for stretch in grid.stretches:
        open_slots = [slot for slot in stretch if busy[slot] != FALSE]
        if number < 2 or len(open_slots) < 2:
            continue
        if all(literal == FALSE for slot, literal in enumerate(busy) if slot not in stretch):
            started = {slot: tally[slot + 1][1] for slot in stretch}
            later = {slot: -tally[slot][number] for slot in stretch}
            _keep_together(clauses, tally, number, some)
        else:
            started, later = _ladders(clauses, busy, stretch)
        for slot in stretch:
            clauses.add(some, busy[slot], -started[slot], -later[slot])
        begins += _beginnings(clauses, busy, stretch, later)
    return _counted_breaks(clauses, grid, begins, some, least)


def _place_sessions(clauses: Clauses, tally: list[list[int]], domains: Sequence[tuple[int, ...]]) -> None:
    """State what follows: so many meetings must be over by a slot, or cannot have been yet."""
    if not all(domains):
        return
    for slot in range(1, len(tally)):
        over = sum(domain[-1] < slot for domain in domains)
        to_come = sum(domain[0] >= slot for domain in domains)
        clauses.add(tally[slot][over])
        if to_come:
            clauses.add(-tally[slot][len(domains) - to_come + 1])


def _counted_breaks(clauses: Clauses, grid: Grid, begins: list[int], some: int, least: int) -> list[int]:
    """Return literals for one break, two breaks, ...; some: true if there is one"""
    for one in begins:
        clauses.add(-one, some)
    most = len(begins) if grid.most_difference is None else min(len(begins), least + grid.most_difference)
    counts = clauses.counted(begins, most + 1)
    for one in counts[most:]:
        clauses.add(-one)
    for one in counts[1:2]:
        clauses.add(-one, some)
    if least:
        clauses.at_most([-one for one in begins], len(begins) - least)
    return [some, *counts[1:most]] if begins and most else []


def _keep_together(clauses: Clauses, tally: list[list[int]], number: int, some: int) -> None:
    """Unless it has some break, let each meeting follow the one before in the next slot."""
    slots = len(tally) - 1
    for slot in range(1, slots):
        for meeting in range(1, number):
            clauses.add(some, -tally[slot][meeting], tally[slot + 1][meeting + 1])
    for slot in range(1, slots + 1):
        end = slot + number - 1
        if end <= slots:
            clauses.add(some, -tally[slot][1], tally[end][number])


def _ladders(clauses: Clauses, busy: list[int], stretch: range) -> tuple[dict[int, int], dict[int, int]]:
    """Return whether a participant is busy in a slot or before, and in a slot or later, within a stretch."""
    ladders: list[dict[int, int]] = []
    for slots in (list(stretch), list(reversed(stretch))):
        found, before = {}, FALSE
        for slot in slots:
            before = clauses.either([one for one in (before, busy[slot]) if one != FALSE])
            found[slot] = before
        ladders.append(found)
    return ladders[0], ladders[1]


def _beginnings(clauses: Clauses, busy: list[int], stretch: range, later: dict[int, int]) -> list[int]:
    """Make a variable for each slot after which a break can begin: busy, then free, then busy once more."""
    found = []
    for slot in stretch[:-2]:
        if FALSE in (busy[slot], later[slot + 2]):
            continue
        begins = clauses.new()
        parts = (busy[slot], -busy[slot + 1], later[slot + 2])
        clauses.add(begins, *(-part for part in parts))
        for part in parts:
            clauses.add(-begins, part)
        found.append(begins)
    return found
