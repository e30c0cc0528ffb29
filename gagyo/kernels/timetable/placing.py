"""
A timetable at once, for any size: one meeting after the other goes where it makes the fewest breaks.

Where a meeting finds no slot, those in its way move, if they can. Free slots are the bits of whole numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gagyo.kernels.timetable import means
from gagyo.kernels.timetable.means import possible_slots
from gagyo.kernels.timetable.problem import Problem


@dataclass
class Placing:
    """
    A timetable being made. Knows how many named tables there are but not what they suit, and neither interpreters nor
    seats of vehicles nor evenly shared breaks.

    at: slots of the meetings placed; busy: slots of each participant, as bits
    """

    problem: Problem
    at: dict[str, int] = field(default_factory=dict)
    busy: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        problem = self.problem
        self.busy = dict.fromkeys(problem.participant_of, 0)
        self._possible = {one.key: sum(1 << s for s in possible_slots(problem, one.key)) for one in problem.meetings}
        self._there: dict[tuple[str, int], str] = {}
        self._left = {
            one.key: problem.slots if one.most_meetings is None else one.most_meetings for one in problem.participants
        }
        room = len(problem.meetings) if problem.tables is None else problem.tables
        self._room = [room] * problem.slots
        for slot in range(problem.slots) if problem.named_tables else ():
            self._room[slot] = min(room, len(means.open_tables(problem, slot)))
        self._stock = {one.key: [one.count] * problem.slots for one in problem.equipment}
        self._near: dict[int, int] = {}
        for earlier, later in means.too_near(problem):
            self._near[earlier] = self._near.get(earlier, 0) | 1 << later
            self._near[later] = self._near.get(later, 0) | 1 << earlier
        self._stretch = [sum(1 << s for s in stretch) for stretch in problem.stretches]
        self._after: dict[str, list[str]] = {}
        self._before: dict[str, list[str]] = {}
        for one in problem.precedences:
            self._after.setdefault(one.earlier, []).append(one.later)
            self._before.setdefault(one.later, []).append(one.earlier)

    def put(self, key: str, slot: int) -> None:
        """Place a meeting in a slot that is open to it."""
        meeting = self.problem.meeting_of[key]
        self.at[key] = slot
        self._room[slot] -= meeting.needs_table
        for kind in meeting.equipment:
            self._stock[kind][slot] -= 1
        for who in meeting.participants:
            self.busy[who] |= 1 << slot
            self._left[who] -= 1
            self._there[who, slot] = key

    def take(self, key: str) -> int:
        """Take a meeting out, and return where it was."""
        meeting = self.problem.meeting_of[key]
        slot = self.at.pop(key)
        self._room[slot] += meeting.needs_table
        for kind in meeting.equipment:
            self._stock[kind][slot] += 1
        for who in meeting.participants:
            self.busy[who] &= ~(1 << slot)
            self._left[who] += 1
            del self._there[who, slot]
        return slot

    def open_slots(self, key: str) -> Iterator[int]:
        """Yield the slots that are open to a meeting beside all that is placed."""
        meeting = self.problem.meeting_of[key]
        if all(self._left[who] > 0 for who in meeting.participants):
            mask = self._possible[key]
            for who in meeting.participants:
                mask &= ~self.busy[who]
                for slot, near in self._near.items():
                    if self.busy[who] >> slot & 1:
                        mask &= ~near
            for slot in _bits(mask):
                is_stocked = all(self._stock[kind][slot] > 0 for kind in meeting.equipment)
                if is_stocked and (self._room[slot] or not meeting.needs_table) and self._is_in_order(key, slot):
                    yield slot

    def breaks_of(self, who: str, busy: int | None = None) -> int:
        """Count the breaks of a participant. busy: its slots, if they were others"""
        slots = self.busy[who] if busy is None else busy
        found = 0
        for stretch in self._stretch:
            # Bits that end a run of meetings, the last of them left out, begin a break.
            inside = slots & stretch
            found += max(0, (inside & ~(inside >> 1)).bit_count() - 1)
        return found

    def place(self, key: str) -> bool:
        """Place a meeting where it makes the fewest breaks, and tell whether it could be."""
        slot = min(self.open_slots(key), key=lambda one: (self._cost(key, one), one), default=None)
        if slot is None:
            return self._place_by_force(key)
        self.put(key, slot)
        return True

    def improve(self, key: str) -> bool:
        """Move a meeting to where it makes fewer breaks, and tell whether there was such a slot."""
        before = self.take(key)
        cost = self._cost(key, before)
        slot = min(self.open_slots(key), key=lambda one: (self._cost(key, one), one != before, one))
        is_less = self._cost(key, slot) < cost
        self.put(key, slot)
        return is_less

    def _cost(self, key: str, slot: int) -> int:
        """Return by how much a meeting in a slot makes breaks more, and less even."""
        return sum(
            self._burden(self.breaks_of(who, self.busy[who] | 1 << slot)) - self._burden(self.breaks_of(who))
            for who in self.problem.meeting_of[key].participants
        )

    def _burden(self, breaks: int) -> int:
        most = self.problem.most_difference
        # One more than may differ is never worth a few less elsewhere.
        return breaks if most is None else breaks + 10 * max(0, breaks - most)

    def even_out(self) -> None:
        """Take out wishes of whoever has more breaks than may differ, those first that leave the fewest breaks."""
        most = self.problem.most_difference
        uneven = [] if most is None else [who for who in self.busy if self.breaks_of(who) > most]
        while uneven:
            who = uneven[-1]
            theirs = [one for one in self.problem.meetings_of[who] if one.key in self.at and not one.must]
            if most is None or self.breaks_of(who) <= most or not theirs:
                uneven.pop()
                continue
            worst = max(theirs, key=lambda one: (self._cost_of(one.key), -one.value))
            self.take(worst.key)
            uneven += [other for other in worst.participants if self.breaks_of(other) > most]

    def _cost_of(self, key: str) -> int:
        """Return how many breaks, and unevenness, a placed meeting makes."""
        slot = self.take(key)
        cost = self._cost(key, slot)
        self.put(key, slot)
        return cost

    def _place_by_force(self, key: str) -> bool:
        """Place a meeting where others are in its way that can all move."""
        meeting = self.problem.meeting_of[key]
        if not all(self._left[who] > 0 for who in meeting.participants):
            return False
        for slot in _bits(self._possible[key]):
            others = {self._there[who, slot] for who in meeting.participants if (who, slot) in self._there}
            if others and self._move_away(others, key, slot):
                return True
        return False

    def _move_away(self, others: Iterable[str], key: str, slot: int) -> bool:
        moved: list[tuple[str, int]] = []
        for other in sorted(others):
            moved.append((other, self.take(other)))
            new = next((one for one in self.open_slots(other) if one != slot), None)
            if new is None:
                break
            self.put(other, new)
        else:
            if slot in self.open_slots(key):
                self.put(key, slot)
                return True
        for other, before in reversed(moved):
            if other in self.at:
                self.take(other)
            self.put(other, before)
        return False

    def _is_in_order(self, key: str, slot: int) -> bool:
        earlier = (self.at[one] for one in self._before.get(key, ()) if one in self.at)
        later = (self.at[one] for one in self._after.get(key, ()) if one in self.at)
        return all(one < slot for one in earlier) and all(one > slot for one in later)


def placed(problem: Problem, wanted: Mapping[str, int], is_over: Callable[[], bool]) -> Placing:
    """
    Place all meetings that find a slot: those with a wanted slot there, musts first, then the most valuable.

    wanted: slots to begin with, by meeting
    """
    placing = Placing(problem)
    order = sorted(
        problem.meetings, key=lambda one: (not one.must, one.key not in wanted, -one.value, len(one.participants))
    )
    for meeting in order:
        if meeting.key in wanted and wanted[meeting.key] in placing.open_slots(meeting.key):
            placing.put(meeting.key, wanted[meeting.key])
    for meeting in order:
        if is_over():
            break
        if meeting.key not in placing.at:
            placing.place(meeting.key)
    return placing


def better(placing: Placing, is_over: Callable[[], bool]) -> None:
    """Move meetings as long as that makes fewer breaks, and place what is left out where it has become possible."""
    keys = [one.key for one in placing.problem.meetings]
    is_better = True
    while is_better:
        is_better = False
        for key in keys:
            if is_over():
                return
            is_better |= placing.improve(key) if key in placing.at else placing.place(key)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
