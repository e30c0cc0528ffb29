"""A timetable in which meetings may be left out, as a constraint model: participants, tables, interpreters, breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gagyo.kernels.timetable import means
from gagyo.kernels.timetable.problem import Interpreter, Meeting, Participant, Problem, Seat
from gagyo.kernels.timetable.solution import Demand, DemandKind

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from gagyo.kernels.timetable.runner import ValueOf

# Whether a demand may be broken, at a price; else it is a rule.
Droppable = Callable[[Demand], bool]


@dataclass
class Model:
    """
    places: by meeting and slot, whether it is there
    drops: whether a demand is dropped, for those that may be
    breaks: of all participants together
    """

    problem: Problem
    cp: cp_model.CpModel
    may_drop: Droppable
    places: dict[str, dict[int, cp_model.IntVar]] = field(default_factory=dict)
    drops: dict[Demand, cp_model.IntVar] = field(default_factory=dict)
    interpreting: dict[tuple[frozenset[str], str, int], cp_model.IntVar] = field(default_factory=dict)
    breaks: cp_model.LinearExprT = 0

    def held(self, key: str) -> cp_model.LinearExprT:
        """Return 1 if a meeting is held, else 0."""
        return sum(self.places[key].values())

    def drop(self, kind: DemandKind, *keys: str) -> cp_model.IntVar | None:
        """Return whether a demand is dropped; None if it may not be."""
        demand = Demand(kind, keys)
        if demand not in self.drops and self.may_drop(demand):
            self.drops[demand] = self.cp.new_bool_var("")
        return self.drops.get(demand)

    def at_most(self, terms: Sequence[cp_model.LinearExprT], most: int, drop: cp_model.IntVar | None) -> None:
        """Allow this many, unless the demand is dropped."""
        if len(terms) > most:
            self.cp.add(sum(terms) <= (most if drop is None else most + len(terms) * drop))

    def seats(self, value_of: ValueOf) -> dict[str, Seat]:
        """Read the timetable of a solution, with tables and interpreters."""
        slots = {key: slot for key, places in self.places.items() for slot, place in places.items() if value_of(place)}
        return named(self.problem, slots, self._interpreters(slots, value_of))

    def _interpreters(self, slots: Mapping[str, int], value_of: ValueOf) -> dict[str, str]:
        """Give each meeting one of those who interpret for meetings of its kind in its slot."""
        chosen: dict[tuple[frozenset[str], int], list[str]] = {}
        for (kind, key, slot), there in self.interpreting.items():
            if value_of(there):
                chosen.setdefault((kind, slot), []).append(key)
        wanting: dict[tuple[frozenset[str], int], list[str]] = {}
        for key, slot in slots.items():
            kind = means.suitable_interpreters(self.problem, self.problem.meeting_of[key])
            wanting.setdefault((kind, slot), []).append(key)
        before = {key: seat.interpreter for key, seat in self.problem.previous.items()}
        found: dict[str, str] = {}
        for at, keys in wanting.items():
            if at in chosen:
                found |= means.matched(keys, dict.fromkeys(keys, chosen[at]), before)
        return found


def named(problem: Problem, slots: Mapping[str, int], interpreters: Mapping[str, str]) -> dict[str, Seat]:
    """Give each meeting a named table, the one before where it can be."""
    tables: dict[str, str] = {}
    before = {key: seat.table for key, seat in problem.previous.items()}
    for slot in sorted(set(slots.values())) if problem.named_tables else ():
        usable = {table.key for table in means.open_tables(problem, slot)}
        wanting = [key for key, at in slots.items() if at == slot and problem.meeting_of[key].needs_table]
        suitable = {key: means.suitable_tables(problem, problem.meeting_of[key]) & usable for key in wanting}
        tables |= means.matched(wanting, suitable, before)
    return {key: Seat(slot, tables.get(key), interpreters.get(key)) for key, slot in slots.items()}


def build(problem: Problem, *, may_drop: Droppable = lambda _: False, with_breaks: bool = True) -> Model:
    """
    Write a problem's rules.

    may_drop: the demands that may be broken instead
    with_breaks: also what is said about breaks; without, solutions are found far sooner
    """
    from ortools.sat.python import cp_model

    model = Model(problem, cp_model.CpModel(), may_drop)
    for meeting in problem.meetings:
        _add_meeting(model, meeting)
    for one in problem.precedences:
        _add_precedence(model, one.earlier, one.later)
    _add_tables(model)
    _add_interpreters(model)
    _add_equipment(model)
    _add_participants(model, with_breaks=with_breaks)
    return model


def _add_meeting(model: Model, meeting: Meeting) -> None:
    """Make its places, of which some cost a dropped demand."""
    places: dict[int, cp_model.IntVar] = {}
    model.places[meeting.key] = places
    if means.is_out_of_question(model.problem, meeting):
        slots: Sequence[int] = ()
    else:
        slots = range(model.problem.slots)
    for slot in slots:
        broken = [model.drop(kind, key) for kind, key in _shut(model.problem, meeting, slot)]
        prices = [drop for drop in broken if drop is not None]
        if len(prices) < len(broken):
            continue
        places[slot] = model.cp.new_bool_var("")
        for price in prices:
            model.cp.add_implication(places[slot], price)
    drop = model.drop(DemandKind.HELD, meeting.key)
    model.cp.add_at_most_one(places.values())
    if meeting.must or drop is not None:
        model.cp.add_bool_or([*places.values(), *([] if drop is None else [drop])])


def _shut(problem: Problem, meeting: Meeting, slot: int) -> list[tuple[DemandKind, str]]:
    """Return the demands that keep a meeting out of a slot."""
    found = [(DemandKind.AWAY, key) for key in meeting.participants if slot in problem.participant_of[key].forbidden]
    if slot in meeting.forbidden or slot not in problem.block_slots(meeting):
        found.append((DemandKind.BLOCK, meeting.key))
    if meeting.pin is not None and meeting.pin.slot != slot:
        found.append((DemandKind.PIN, meeting.key))
    return found


def _add_precedence(model: Model, earlier: str, later: str) -> None:
    drop = model.drop(DemandKind.PRECEDENCE, earlier, later)
    unless = [] if drop is None else [drop]
    for slot, place in model.places[later].items():
        for other, there in model.places[earlier].items():
            if other >= slot:
                model.cp.add_bool_or([place.negated(), there.negated(), *unless])


def _add_tables(model: Model) -> None:
    problem = model.problem
    seated = [meeting for meeting in problem.meetings if meeting.needs_table]
    for slot in range(problem.slots):
        if problem.tables is not None:
            there = [model.places[one.key][slot] for one in seated if slot in model.places[one.key]]
            model.at_most(there, problem.tables, model.drop(DemandKind.TABLES))
        if problem.named_tables:
            _add_named_tables(model, seated, slot)


def _add_named_tables(model: Model, seated: Sequence[Meeting], slot: int) -> None:
    """Send meetings of a kind to tables of a kind: those that suit the same meetings are all one."""
    wanting = _wanting(model, seated, slot, DemandKind.TABLE)
    kinds: dict[frozenset[frozenset[str]], int] = {}
    for table in means.open_tables(model.problem, slot):
        kind = frozenset(suitable for suitable in wanting if table.key in suitable)
        kinds[kind] = kinds.get(kind, 0) + 1
    flows = {
        (suitable, kind): model.cp.new_int_var(0, number, "") for kind, number in kinds.items() for suitable in kind
    }
    for suitable, there in wanting.items():
        model.cp.add(sum(there) == sum(flow for (one, _), flow in flows.items() if one == suitable))
    for kind, number in kinds.items():
        model.cp.add(sum(flows[suitable, kind] for suitable in kind) <= number)


def _wanting(
    model: Model, meetings: Sequence[Meeting], slot: int, what: DemandKind
) -> dict[frozenset[str], list[cp_model.IntVar]]:
    """Return whether meetings are in a slot and want a table or an interpreter, by those that suit them."""
    suitable_of = means.suitable_tables if what == DemandKind.TABLE else means.suitable_interpreters
    found: dict[frozenset[str], list[cp_model.IntVar]] = {}
    for meeting in meetings:
        if slot not in model.places[meeting.key]:
            continue
        there = model.places[meeting.key][slot]
        drop = model.drop(what, meeting.key)
        if drop is not None:
            wants = model.cp.new_bool_var("")
            model.cp.add_bool_or([there.negated(), drop, wants])
            there = wants
        found.setdefault(suitable_of(model.problem, meeting), []).append(there)
    return found


def _add_interpreters(model: Model) -> None:
    problem = model.problem
    spoken = [meeting for meeting in problem.meetings if meeting.languages]
    if not spoken:
        return
    people = {one.key: one for one in problem.interpreters}
    for slot in range(problem.slots):
        for kind, there in _wanting(model, spoken, slot, DemandKind.INTERPRETER).items():
            able = [key for key in sorted(kind) if slot not in people[key].forbidden]
            for key in able:
                model.interpreting[kind, key, slot] = model.cp.new_bool_var("")
            model.cp.add(sum(there) == sum(model.interpreting[kind, key, slot] for key in able))
    for one in problem.interpreters:
        _add_interpreter(model, one)


def _add_interpreter(model: Model, interpreter: Interpreter) -> None:
    """One meeting at a time, with rest."""
    at: dict[int, list[cp_model.IntVar]] = {}
    for (_, key, slot), there in model.interpreting.items():
        if key == interpreter.key:
            at.setdefault(slot, []).append(there)
    for there_at_once in at.values():
        model.cp.add_at_most_one(there_at_once)
    for window in means.windows(model.problem, interpreter):
        model.at_most([one for slot in window for one in at.get(slot, ())], len(window) - 1, None)
    for earlier, later in means.too_near(model.problem):
        model.cp.add_at_most_one([*at.get(earlier, ()), *at.get(later, ())])
    if interpreter.most_meetings is not None:
        model.at_most([one for some in at.values() for one in some], interpreter.most_meetings, None)


def _add_equipment(model: Model) -> None:
    for equipment in model.problem.equipment:
        users = [model.places[one.key] for one in model.problem.meetings if equipment.key in one.equipment]
        for slot in range(model.problem.slots):
            there = [places[slot] for places in users if slot in places]
            model.at_most(there, equipment.count, model.drop(DemandKind.EQUIPMENT, equipment.key))


def _add_participants(model: Model, *, with_breaks: bool) -> None:
    problem = model.problem
    numbers: list[cp_model.LinearExprT] = []
    rides: dict[str, list[cp_model.LinearExprT]] = {}
    for participant in problem.participants:
        busy: list[cp_model.IntVar] = []
        theirs = [model.places[meeting.key] for meeting in problem.meetings_of[participant.key]]
        for slot in range(problem.slots):
            there = [places[slot] for places in theirs if slot in places]
            busy.append(model.cp.new_bool_var(""))
            model.cp.add_exactly_one([*there, busy[-1].negated()])
        most = participant.most_meetings
        if most is not None and most < len(theirs):
            model.at_most(busy, most, model.drop(DemandKind.MOST_MEETINGS, participant.key))
        _add_ways(model, participant, busy, rides)
        if with_breaks:
            numbers.append(sum(_beginnings(model, busy)))
    for transfer in problem.transfers:
        if transfer.seats is not None:
            drop = model.drop(DemandKind.RIDE, transfer.key)
            persons = sum(one.persons for one in problem.participants)
            model.cp.add(sum(rides[transfer.key]) <= transfer.seats + (0 if drop is None else persons * drop))
    model.breaks = sum(numbers)
    if problem.most_difference is not None and numbers:
        _add_difference(model, numbers, problem.most_difference)


def _add_ways(
    model: Model,
    participant: Participant,
    busy: Sequence[cp_model.IntVar],
    rides: dict[str, list[cp_model.LinearExprT]],
) -> None:
    """Leave time for the way to another place, and gather the persons who ride there."""
    drop = model.drop(DemandKind.TRAVEL, participant.key) if model.problem.transfers else None
    unless = [] if drop is None else [drop]
    for earlier, later in means.too_near(model.problem):
        model.cp.add_bool_or([busy[earlier].negated(), busy[later].negated(), *unless])
    for transfer in model.problem.transfers:
        rides_along = model.cp.new_bool_var("")
        for earlier in transfer.before:
            for later in transfer.after:
                model.cp.add_bool_or([busy[earlier].negated(), busy[later].negated(), rides_along])
        rides.setdefault(transfer.key, []).append(participant.persons * rides_along)


def _beginnings(model: Model, busy: Sequence[cp_model.IntVar]) -> list[cp_model.IntVar]:
    """Make a variable for each slot after which a break can begin: busy, then free, then busy once more."""
    found = []
    for stretch in model.problem.stretches:
        later: cp_model.IntVar | None = None
        for slot in reversed(stretch[2:]):
            later = busy[slot] if later is None else _either(model, later, busy[slot])
            begins = model.cp.new_bool_var("")
            parts = (busy[slot - 2], busy[slot - 1].negated(), later)
            model.cp.add_bool_or([begins, *(part.negated() for part in parts)])
            for part in parts:
                model.cp.add_implication(begins, part)
            found.append(begins)
    return found


def _either(model: Model, one: cp_model.IntVar, other: cp_model.IntVar) -> cp_model.IntVar:
    found = model.cp.new_bool_var("")
    model.cp.add_bool_or([one, other, found.negated()])
    model.cp.add_implication(one, found)
    model.cp.add_implication(other, found)
    return found


def _add_difference(model: Model, numbers: Sequence[cp_model.LinearExprT], most: int) -> None:
    drop = model.drop(DemandKind.DIFFERENCE)
    highest = model.problem.slots // 2 + 1
    least = model.cp.new_int_var(0, highest, "")
    for number in numbers:
        model.cp.add(number >= least)
        model.cp.add(number <= least + most + (0 if drop is None else highest * drop))
