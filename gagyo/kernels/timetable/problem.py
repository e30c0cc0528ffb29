"""
What a timetable of meetings is made of, each part checked when it is made.

Slots are numbered from 0 over all blocks. Every part has a key, once among its kind.
A break is a maximal run of free slots of one participant between two of its meetings. Breaks are counted within a
stretch: a block with those after it that continue it. So a night between two days is no break, and lunch is one only
where a slot before or after it stays free.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

PUBLISHED_DIFFERENCE = 2


@dataclass(frozen=True, slots=True)
class Block:
    """
    Slots that follow one another without a pause: a morning, an afternoon.

    continues: the breaks of the block before go on through this one, as over lunch
    """

    key: str
    slots: int
    continues: bool = False

    def __post_init__(self) -> None:
        if self.slots < 1:
            raise ValueError(f'Block "{self.key}" has {self.slots} slots. Give 1 or more.')


@dataclass(frozen=True, slots=True)
class Participant:
    """
    forbidden: slots in which it cannot meet: late arrival, early departure, a speech
    most_meetings: that are held, musts included; None for no limit
    persons: who ride along where the round goes on elsewhere
    """

    key: str
    forbidden: frozenset[int] = frozenset()
    most_meetings: int | None = None
    persons: int = 1

    def __post_init__(self) -> None:
        if self.persons < 0:
            raise ValueError(f'Participant "{self.key}" has {self.persons} persons. Give 0 or more.')
        if self.most_meetings is not None and self.most_meetings < 0:
            raise ValueError(
                f'Participant "{self.key}" has {self.most_meetings} meetings at most. Give 0 or more, or None.'
            )


@dataclass(frozen=True, slots=True)
class Table:
    """A table or room with a name, held by one meeting at a time. seats: persons it holds; None for any number."""

    key: str
    features: frozenset[str] = frozenset()
    seats: int | None = None
    forbidden: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.seats is not None and self.seats < 1:
            raise ValueError(f'Table "{self.key}" has {self.seats} seats. Give 1 or more, or None for any number.')


@dataclass(frozen=True, slots=True)
class Interpreter:
    """
    Somebody who serves one meeting at a time.

    languages: pairs between which this person interprets, in either direction
    most_in_a_row: slots of one block without a free one between; None for no limit, 1 for a rest after each
    """

    key: str
    languages: frozenset[frozenset[str]]
    forbidden: frozenset[int] = frozenset()
    most_in_a_row: int | None = None
    most_meetings: int | None = None

    def __post_init__(self) -> None:
        for pair in self.languages:
            if len(pair) != 2:
                raise ValueError(
                    f'Interpreter "{self.key}" has the language pair {sorted(pair)}. Give two different languages.'
                )
        for name, limit in (("in a row", self.most_in_a_row), ("in all", self.most_meetings)):
            if limit is not None and limit < 1:
                raise ValueError(f'Interpreter "{self.key}" has {limit} meetings {name}. Give 1 or more, or None.')


@dataclass(frozen=True, slots=True)
class Equipment:
    """Things of one kind, of which each meeting that needs it takes one for its slot. count: how many there are."""

    key: str
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f'Equipment "{self.key}" is there {self.count} times. Give 0 or more.')


@dataclass(frozen=True, slots=True)
class Transfer:
    """
    Where the round goes on at another place.

    before, after: slots at the old place and at the new one; who meets somebody in both rides along
    too_near: slots of both between which nobody has time for the way
    seats: persons whom all vehicles bring; None for any number
    """

    key: str
    before: frozenset[int]
    after: frozenset[int]
    too_near: frozenset[tuple[int, int]] = frozenset()
    seats: int | None = None

    def __post_init__(self) -> None:
        if self.seats is not None and self.seats < 0:
            raise ValueError(f'Transfer "{self.key}" has {self.seats} seats. Give 0 or more, or None for any number.')
        if self.before & self.after:
            raise ValueError(f'Transfer "{self.key}" has a slot both before and after it. Give each to one side.')
        for earlier, later in self.too_near:
            if earlier not in self.before or later not in self.after:
                raise ValueError(
                    f'Transfer "{self.key}" has {earlier} too near to {later}. Give a slot before it and one after it.'
                )


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a person has put a meeting. table, interpreter: None where they may be chosen."""

    slot: int
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """
    Two participants, or more, for one slot.

    blocks: it must be in one of them; none for any
    forbidden: slots in which it cannot be
    must: held in every timetable; else it may be left out
    values: what it is worth to each of its participants, in their order, 0 or more; none for nothing
    needs_table: it takes one of the tables; an online meeting does not
    features, persons: of the named table it gets, if tables have names
    languages: pairs, one of which its interpreter must have; none if it needs no interpreter
    equipment: what it takes one each of
    change_cost: of being at another slot than before, or left out, where there was a timetable before
    """

    key: str
    participants: tuple[str, ...]
    blocks: frozenset[str] = frozenset()
    forbidden: frozenset[int] = frozenset()
    pin: Pin | None = None
    must: bool = True
    values: tuple[int, ...] = ()
    needs_table: bool = True
    features: frozenset[str] = frozenset()
    persons: int = 0
    languages: frozenset[frozenset[str]] = frozenset()
    equipment: frozenset[str] = frozenset()
    change_cost: int = 1

    def __post_init__(self) -> None:
        if len(self.participants) < 2:
            raise ValueError(f'Meeting "{self.key}" has {len(self.participants)} participants. Give two or more.')
        if len(set(self.participants)) < len(self.participants):
            raise ValueError(f'Meeting "{self.key}" names a participant twice: {", ".join(self.participants)}.')
        if self.values and len(self.values) != len(self.participants):
            raise ValueError(
                f'Meeting "{self.key}" has {len(self.values)} values for {len(self.participants)} participants. '
                f"Give one for each, or none."
            )
        if min((*self.values, self.persons, self.change_cost)) < 0:
            raise ValueError(f'Meeting "{self.key}" has a value, a cost or a number of persons below 0.')

    @property
    def value(self) -> int:
        """What it is worth to all its participants together."""
        return sum(self.values)


@dataclass(frozen=True, slots=True)
class Precedence:
    """A meeting that must be in an earlier slot than another, if both are held."""

    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a meeting is. table, interpreter: None where it has none."""

    slot: int
    table: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True)
class Problem:
    """
    tables: meetings at once that need a table; None for no limit but the named tables
    named_tables: none if a table is just counted
    most_difference: between the numbers of breaks of any two participants; None for no limit
    previous: seats of a timetable before this one, by meeting; none if there was none
    """

    blocks: tuple[Block, ...]
    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]
    tables: int | None = None
    named_tables: tuple[Table, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    most_difference: int | None = PUBLISHED_DIFFERENCE
    previous: Mapping[str, Seat] = field(default_factory=dict)
    equipment: tuple[Equipment, ...] = ()
    transfers: tuple[Transfer, ...] = ()

    def __post_init__(self) -> None:
        if not self.blocks:
            raise ValueError("The problem has no block. Give one with its slots.")
        self._check_keys()
        for limit, name in ((self.tables, "tables"), (self.most_difference, "breaks as the most difference")):
            if limit is not None and limit < 0:
                raise ValueError(f"The problem has {limit} {name}. Give 0 or more, or None for no limit.")
        self._check_slots()
        self._check_meetings()
        for precedence in self.precedences:
            self._check_precedence(precedence)
        for key in self.previous:
            if key not in self.meeting_of:
                raise ValueError(f'The timetable before has the meeting "{key}", which the problem has not.')

    @cached_property
    def slots(self) -> int:
        """Number of all slots."""
        return sum(block.slots for block in self.blocks)

    @cached_property
    def slots_of(self) -> Mapping[str, range]:
        """Slots of each block, by its key."""
        found, at = {}, 0
        for block in self.blocks:
            found[block.key] = range(at, at + block.slots)
            at += block.slots
        return found

    @cached_property
    def stretches(self) -> tuple[range, ...]:
        """Slots within which breaks are counted."""
        found: list[range] = []
        for block in self.blocks:
            slots = self.slots_of[block.key]
            if found and block.continues:
                slots = range(found.pop().start, slots.stop)
            found.append(slots)
        return tuple(found)

    @cached_property
    def meeting_of(self) -> Mapping[str, Meeting]:
        """Meetings by key."""
        return {meeting.key: meeting for meeting in self.meetings}

    @cached_property
    def participant_of(self) -> Mapping[str, Participant]:
        """Participants by key."""
        return {participant.key: participant for participant in self.participants}

    @cached_property
    def meetings_of(self) -> Mapping[str, tuple[Meeting, ...]]:
        """Meetings of each participant, by its key."""
        found: dict[str, list[Meeting]] = {participant.key: [] for participant in self.participants}
        for meeting in self.meetings:
            for key in meeting.participants:
                found[key].append(meeting)
        return {key: tuple(meetings) for key, meetings in found.items()}

    def possible_slots(self, meeting: Meeting) -> tuple[int, ...]:
        """Slots that a meeting's blocks, pin and forbidden slots leave it, and those of its participants."""
        shut = meeting.forbidden.union(*(self.participant_of[key].forbidden for key in meeting.participants))
        allowed = self.block_slots(meeting)
        if meeting.pin is not None:
            allowed = [meeting.pin.slot] if meeting.pin.slot in allowed else []
        return tuple(slot for slot in allowed if slot not in shut)

    def block_slots(self, meeting: Meeting) -> Sequence[int]:
        """Slots of the blocks in which a meeting may be."""
        if not meeting.blocks:
            return range(self.slots)
        return [slot for block in self.blocks if block.key in meeting.blocks for slot in self.slots_of[block.key]]

    def _check_keys(self) -> None:
        for parts, name in (
            (self.blocks, "blocks"),
            (self.participants, "participants"),
            (self.meetings, "meetings"),
            (self.named_tables, "tables"),
            (self.interpreters, "interpreters"),
            (self.equipment, "kinds of equipment"),
            (self.transfers, "transfers"),
        ):
            seen: set[str] = set()
            for part in parts:
                if part.key in seen:
                    raise ValueError(f'Two {name} have the key "{part.key}". Give each its own.')
                seen.add(part.key)

    def _check_slots(self) -> None:
        for parts, name in (
            (self.participants, "Participant"),
            (self.meetings, "Meeting"),
            (self.named_tables, "Table"),
            (self.interpreters, "Interpreter"),
        ):
            for part in parts:
                for slot in part.forbidden:
                    self._check_slot(slot, f'{name} "{part.key}" is forbidden')
        for transfer in self.transfers:
            for slot in transfer.before | transfer.after:
                self._check_slot(slot, f'Transfer "{transfer.key}" names')

    def _check_slot(self, slot: int, what: str) -> None:
        if not 0 <= slot < self.slots:
            raise ValueError(f"{what} slot {slot}, which is not there. Give 0 to {self.slots - 1}.")

    def _check_meetings(self) -> None:
        tables = {table.key for table in self.named_tables}
        interpreters = {interpreter.key for interpreter in self.interpreters}
        equipment = {one.key for one in self.equipment}
        for meeting in self.meetings:
            name = f'Meeting "{meeting.key}"'
            for key in meeting.participants:
                if key not in self.participant_of:
                    raise ValueError(f'{name} names the participant "{key}", who is not there.')
            for key in meeting.blocks:
                if key not in self.slots_of:
                    raise ValueError(f'{name} names the block "{key}", which is not there.')
            for key in sorted(meeting.equipment - equipment):
                raise ValueError(f'{name} needs the equipment "{key}", which is not there.')
            if meeting.pin is None:
                continue
            self._check_slot(meeting.pin.slot, f"{name} is pinned to")
            if meeting.pin.table is not None and meeting.pin.table not in tables:
                raise ValueError(f'{name} is pinned to the table "{meeting.pin.table}", which is not there.')
            if meeting.pin.interpreter is not None and meeting.pin.interpreter not in interpreters:
                raise ValueError(f'{name} is pinned to interpreter "{meeting.pin.interpreter}", who is not there.')

    def _check_precedence(self, precedence: Precedence) -> None:
        for key in (precedence.earlier, precedence.later):
            if key not in self.meeting_of:
                raise ValueError(f'A precedence names the meeting "{key}", which is not there.')
        if precedence.earlier == precedence.later:
            raise ValueError(f'Meeting "{precedence.earlier}" must be earlier than itself. Name two meetings.')
