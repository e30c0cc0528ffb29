"""
Whether a timetable keeps every rule, and what it is worth, told from the problem alone.

Written from the statement of the problem and from nothing a solver uses, so that it can prove a solver wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from gagyo.kernels.timetable.problem import Interpreter, Meeting, Problem, Seat, Table


class Rule(StrEnum):
    """What a timetable can break."""

    UNKNOWN_MEETING = "unknown_meeting"
    MISSING = "missing"
    NO_SUCH_SLOT = "no_such_slot"
    TWO_AT_ONCE = "two_at_once"
    AWAY = "away"
    MEETING_FORBIDDEN = "meeting_forbidden"
    WRONG_BLOCK = "wrong_block"
    PIN_MOVED = "pin_moved"
    TOO_MANY_AT_ONCE = "too_many_at_once"
    NO_TABLE = "no_table"
    NEEDLESS_TABLE = "needless_table"
    UNKNOWN_TABLE = "unknown_table"
    TABLE_TAKEN = "table_taken"
    TABLE_UNSUITABLE = "table_unsuitable"
    TABLE_SHUT = "table_shut"
    NO_INTERPRETER = "no_interpreter"
    NEEDLESS_INTERPRETER = "needless_interpreter"
    UNKNOWN_INTERPRETER = "unknown_interpreter"
    INTERPRETER_TAKEN = "interpreter_taken"
    INTERPRETER_UNSUITABLE = "interpreter_unsuitable"
    INTERPRETER_AWAY = "interpreter_away"
    INTERPRETER_RESTLESS = "interpreter_restless"
    INTERPRETER_OVERWORKED = "interpreter_overworked"
    EQUIPMENT_SHORT = "equipment_short"
    NO_TIME_TO_TRAVEL = "no_time_to_travel"
    NO_SEAT_TO_RIDE = "no_seat_to_ride"
    WRONG_ORDER = "wrong_order"
    TOO_MANY_MEETINGS = "too_many_meetings"
    UNEVEN = "uneven"


@dataclass(frozen=True, slots=True)
class Violation:
    """
    keys: what it is about: the participant, table or interpreter first, then the meetings
    slot: where, if it is at one slot
    """

    rule: Rule
    keys: tuple[str, ...] = ()
    slot: int | None = None

    def __str__(self) -> str:
        where = "" if self.slot is None else f" in slot {self.slot}"
        return f"{self.rule.value.replace('_', ' ')}: {', '.join(self.keys)}{where}"


@dataclass(frozen=True)
class Report:
    """
    breaks_of: breaks of each participant
    value: of all meetings held; values_of: what each participant gets of it
    changes: cost of the meetings at another slot than before, or left out
    """

    violations: tuple[Violation, ...]
    breaks_of: Mapping[str, int]
    values_of: Mapping[str, int]
    changes: int

    @property
    def breaks(self) -> int:
        """All breaks together."""
        return sum(self.breaks_of.values())

    @property
    def value(self) -> int:
        """Value of the meetings held, to all participants together."""
        return sum(self.values_of.values())


def check(*, problem: Problem, seats: Mapping[str, Seat]) -> Report:
    """Find everything that is wrong with a timetable, and add up what it is worth."""
    known = {key: seat for key, seat in seats.items() if key in problem.meeting_of}
    held = {key: seat for key, seat in known.items() if 0 <= seat.slot < problem.slots}
    breaks = {
        participant.key: _breaks(
            problem, [held[m.key].slot for m in problem.meetings_of[participant.key] if m.key in held]
        )
        for participant in problem.participants
    }
    violations = [
        *(Violation(Rule.UNKNOWN_MEETING, (key,)) for key in seats if key not in known),
        *(Violation(Rule.NO_SUCH_SLOT, (key,), seat.slot) for key, seat in known.items() if key not in held),
        *(Violation(Rule.MISSING, (m.key,)) for m in problem.meetings if m.must and m.key not in seats),
        *_of_participants(problem, held),
        *_of_meetings(problem, held),
        *_of_tables(problem, held),
        *_of_interpreters(problem, held),
        *_of_equipment(problem, held),
        *_of_transfers(problem, held),
        *_of_order(problem, held),
        *_of_evenness(problem, breaks),
    ]
    return Report(tuple(violations), breaks, _values(problem, held), _changes(problem, held))


def _breaks(problem: Problem, slots: Iterable[int]) -> int:
    """Count maximal runs of free slots between two meetings of one stretch."""
    found = 0
    for stretch in problem.stretches:
        inside = sorted({slot for slot in slots if slot in stretch})
        found += sum(later - earlier > 1 for earlier, later in pairwise(inside))
    return found


def _values(problem: Problem, held: Mapping[str, Seat]) -> dict[str, int]:
    got = dict.fromkeys(problem.participant_of, 0)
    for meeting in problem.meetings:
        if meeting.key in held:
            for key, value in zip(meeting.participants, meeting.values, strict=False):
                got[key] += value
    return got


def _changes(problem: Problem, held: Mapping[str, Seat]) -> int:
    return sum(
        problem.meeting_of[key].change_cost
        for key, before in problem.previous.items()
        if key not in held or held[key].slot != before.slot
    )


def _by_place(pairs: Iterable[tuple[str, int, str]]) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Gather meetings by who or what they take, and slot; only where there are several."""
    found: dict[tuple[str, int], list[str]] = {}
    for key, slot, meeting in pairs:
        found.setdefault((key, slot), []).append(meeting)
    for (key, slot), meetings in found.items():
        if len(meetings) > 1:
            yield key, slot, tuple(meetings)


def _of_participants(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    taken = [(who, seat.slot, key) for key, seat in held.items() for who in problem.meeting_of[key].participants]
    for who, slot, meetings in _by_place(taken):
        yield Violation(Rule.TWO_AT_ONCE, (who, *meetings), slot)
    for who, slot, key in taken:
        if slot in problem.participant_of[who].forbidden:
            yield Violation(Rule.AWAY, (who, key), slot)
    for participant in problem.participants:
        most = participant.most_meetings
        theirs = tuple(m.key for m in problem.meetings_of[participant.key] if m.key in held)
        if most is not None and len(theirs) > most:
            yield Violation(Rule.TOO_MANY_MEETINGS, (participant.key, *theirs))


def _of_meetings(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    for key, seat in held.items():
        meeting = problem.meeting_of[key]
        if seat.slot in meeting.forbidden:
            yield Violation(Rule.MEETING_FORBIDDEN, (key,), seat.slot)
        if meeting.blocks and not any(seat.slot in problem.slots_of[block] for block in meeting.blocks):
            yield Violation(Rule.WRONG_BLOCK, (key,), seat.slot)
        pin = meeting.pin
        if pin is not None and (
            pin.slot != seat.slot
            or pin.table not in (None, seat.table)
            or pin.interpreter not in (None, seat.interpreter)
        ):
            yield Violation(Rule.PIN_MOVED, (key,), seat.slot)


def _of_tables(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    at_once: dict[int, list[str]] = {}
    for key, seat in held.items():
        if problem.meeting_of[key].needs_table:
            at_once.setdefault(seat.slot, []).append(key)
    for slot, meetings in at_once.items():
        if problem.tables is not None and len(meetings) > problem.tables:
            yield Violation(Rule.TOO_MANY_AT_ONCE, tuple(meetings), slot)
    tables = {table.key: table for table in problem.named_tables}
    taken = [(seat.table, seat.slot, key) for key, seat in held.items() if seat.table is not None]
    for table, slot, meetings_there in _by_place(taken):
        yield Violation(Rule.TABLE_TAKEN, (table, *meetings_there), slot)
    for key, seat in held.items():
        yield from _of_table(problem.meeting_of[key], seat, tables)


def _of_table(meeting: Meeting, seat: Seat, tables: Mapping[str, Table]) -> Iterator[Violation]:
    if seat.table is None:
        if meeting.needs_table and tables:
            yield Violation(Rule.NO_TABLE, (meeting.key,), seat.slot)
        return
    table = tables.get(seat.table)
    if table is None:
        yield Violation(Rule.UNKNOWN_TABLE, (seat.table, meeting.key), seat.slot)
        return
    if not meeting.needs_table:
        yield Violation(Rule.NEEDLESS_TABLE, (table.key, meeting.key), seat.slot)
    if seat.slot in table.forbidden:
        yield Violation(Rule.TABLE_SHUT, (table.key, meeting.key), seat.slot)
    if not meeting.features <= table.features or (table.seats is not None and meeting.persons > table.seats):
        yield Violation(Rule.TABLE_UNSUITABLE, (table.key, meeting.key), seat.slot)


def _of_interpreters(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    interpreters = {interpreter.key: interpreter for interpreter in problem.interpreters}
    taken = [(seat.interpreter, seat.slot, key) for key, seat in held.items() if seat.interpreter is not None]
    for who, slot, meetings in _by_place(taken):
        yield Violation(Rule.INTERPRETER_TAKEN, (who, *meetings), slot)
    for key, seat in held.items():
        yield from _of_interpreter(problem.meeting_of[key], seat, interpreters)
    for interpreter in problem.interpreters:
        theirs = {slot: key for who, slot, key in taken if who == interpreter.key}
        yield from _of_work(problem, interpreter, theirs)


def _of_interpreter(meeting: Meeting, seat: Seat, interpreters: Mapping[str, Interpreter]) -> Iterator[Violation]:
    if seat.interpreter is None:
        if meeting.languages:
            yield Violation(Rule.NO_INTERPRETER, (meeting.key,), seat.slot)
        return
    interpreter = interpreters.get(seat.interpreter)
    if interpreter is None:
        yield Violation(Rule.UNKNOWN_INTERPRETER, (seat.interpreter, meeting.key), seat.slot)
        return
    if not meeting.languages:
        yield Violation(Rule.NEEDLESS_INTERPRETER, (interpreter.key, meeting.key), seat.slot)
    elif not meeting.languages & interpreter.languages:
        yield Violation(Rule.INTERPRETER_UNSUITABLE, (interpreter.key, meeting.key), seat.slot)
    if seat.slot in interpreter.forbidden:
        yield Violation(Rule.INTERPRETER_AWAY, (interpreter.key, meeting.key), seat.slot)


def _of_work(problem: Problem, interpreter: Interpreter, theirs: Mapping[int, str]) -> Iterator[Violation]:
    """Check rest and number of meetings. theirs: meetings by slot."""
    if interpreter.most_meetings is not None and len(theirs) > interpreter.most_meetings:
        yield Violation(Rule.INTERPRETER_OVERWORKED, (interpreter.key, *(theirs[slot] for slot in sorted(theirs))))
    most = interpreter.most_in_a_row
    if most is None:
        return
    for slots in problem.slots_of.values():
        for first in range(slots.start, slots.stop - most):
            if all(slot in theirs for slot in range(first, first + most + 1)):
                yield Violation(Rule.INTERPRETER_RESTLESS, (interpreter.key, theirs[first]), first)


def _of_equipment(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    for equipment in problem.equipment:
        for slot in range(problem.slots):
            users = [key for key, seat in held.items() if seat.slot == slot]
            users = [key for key in users if equipment.key in problem.meeting_of[key].equipment]
            if len(users) > equipment.count:
                yield Violation(Rule.EQUIPMENT_SHORT, (equipment.key, *users), slot)


def _of_transfers(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    slots: dict[str, set[int]] = {one.key: set() for one in problem.participants}
    for key, seat in held.items():
        for who in problem.meeting_of[key].participants:
            slots[who].add(seat.slot)
    works: dict[str, set[int]] = {one.key: set() for one in problem.interpreters}
    for seat in held.values():
        if seat.interpreter in works:
            works[seat.interpreter].add(seat.slot)
    for transfer in problem.transfers:
        for who, theirs in (*slots.items(), *works.items()):
            for earlier, later in sorted(transfer.too_near):
                if earlier in theirs and later in theirs:
                    yield Violation(Rule.NO_TIME_TO_TRAVEL, (who, transfer.key), later)
        riders = [who for who, theirs in slots.items() if theirs & transfer.before and theirs & transfer.after]
        persons = sum(problem.participant_of[who].persons for who in riders)
        if transfer.seats is not None and persons > transfer.seats:
            yield Violation(Rule.NO_SEAT_TO_RIDE, (transfer.key, *riders))


def _of_order(problem: Problem, held: Mapping[str, Seat]) -> Iterator[Violation]:
    for one in problem.precedences:
        if one.earlier in held and one.later in held and held[one.earlier].slot >= held[one.later].slot:
            yield Violation(Rule.WRONG_ORDER, (one.earlier, one.later))


def _of_evenness(problem: Problem, breaks: Mapping[str, int]) -> Iterator[Violation]:
    if problem.most_difference is None or not breaks:
        return
    least = min(breaks.values())
    for key, number in breaks.items():
        if number - least > problem.most_difference:
            yield Violation(Rule.UNEVEN, (key,))
