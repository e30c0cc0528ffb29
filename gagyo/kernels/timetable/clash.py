"""
A smallest set of demands that no timetable keeps together.

Every demand gets a switch. The solver tells which switches it needed to refute all of them; then one after the other is
switched off for good, if the rest is still refuted.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from gagyo.kernels.timetable import means, serving
from gagyo.kernels.timetable.clauses import Clauses
from gagyo.kernels.timetable.problem import Equipment, Meeting, Participant, Problem, Transfer
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.solution import Clash, Demand, DemandKind

SLICE = 500
# Conflicts for one question; a demand that is not decided by then stays.
PATIENCE = 20_000
# Meetings times tables times slots above which tables are not counted: it would take gigabytes.
COUNTABLE = 1_000_000


def find_clash(
    problem: Problem, *, seed: int, is_over: Callable[[], bool], among: Collection[str] | None = None
) -> Clash | None:
    """
    Find demands that clash, and leave out those that are not needed for it.

    among: participants whose own demands are known to clash, so that others, and tables, need not be looked at
    Return None if the demands do not clash, or that is not told in time.
    """
    crowd = _crowd(problem) if among is None else None
    if crowd is not None:
        return crowd
    switched = _Switched(problem, among)
    switched.write()
    with Solver(seed=seed) as solver:
        solver.add(switched.clauses.rows)
        # A meeting whose demand is switched off is better left out than tried everywhere first.
        solver.prefer([-place for places in switched.places.values() for place in places])
        if _is_refuted(solver, switched, is_over) is not True:
            return None
        core, is_smallest = _shrunk(solver, solver.core, is_over)
    by_switch = {switch: demand for demand, switch in switched.switches.items()}
    needed = set(core)
    return Clash(tuple(by_switch[one] for one in sorted(by_switch) if one in needed), is_smallest)


def _is_refuted(solver: Solver, switched: "_Switched", is_over: Callable[[], bool]) -> bool | None:
    """Tell whether not all demands can be kept: first without tables, whose counts are most of all clauses."""
    answer = _ask(solver, list(switched.switches.values()), is_over)
    if answer is not False and switched.among is None and not is_over():
        known = len(switched.clauses.rows)
        switched.write_tables()
        solver.add(switched.clauses.rows[known:])
        answer = _ask(solver, list(switched.switches.values()), is_over)
    return None if answer is None else not answer


def _crowd(problem: Problem) -> Clash | None:
    """Tell of more meetings than tables in all slots: easy to count, and hard for a search without counting."""
    seated = [meeting for meeting in problem.meetings if meeting.needs_table and meeting.must]
    held = [Demand(DemandKind.HELD, (meeting.key,)) for meeting in seated]
    room = None if problem.tables is None else problem.tables * problem.slots
    if room is not None and len(seated) > room:
        return Clash((Demand(DemandKind.TABLES), *held[: room + 1]), is_smallest=True)
    room = sum(problem.slots - len(table.forbidden) for table in problem.named_tables)
    if problem.named_tables and len(seated) > room:
        tables = [Demand(DemandKind.TABLE, (meeting.key,)) for meeting in seated[: room + 1]]
        every = len(problem.named_tables)
        # Where some tables suit some meetings only, fewer meetings may clash.
        is_smallest = all(len(means.suitable_tables(problem, meeting)) == every for meeting in seated)
        return Clash((*tables, *held[: room + 1]), is_smallest=is_smallest)
    return None


def _ask(solver: Solver, switches: Sequence[int], is_over: Callable[[], bool]) -> bool | None:
    """Tell whether all these switches can be on; None if that is not told in time."""
    for _ in range(PATIENCE // SLICE):
        if is_over():
            return None
        answer = solver.ask(switches, conflicts=SLICE)
        if answer is not None:
            return answer
    return None


def _shrunk(solver: Solver, core: list[int], is_over: Callable[[], bool]) -> tuple[list[int], bool]:
    """Return switches of the core that cannot all be on, and whether each of them is needed for that."""
    needed: list[int] = []
    is_sure = True
    left = sorted(core)
    while left:
        one, *others = left
        answer = _ask(solver, needed + others, is_over)
        if answer is False:
            kept = set(solver.core)
            left = [other for other in others if other in kept]
            continue
        is_sure = is_sure and answer is True
        needed.append(one)
        left = others
    return needed, is_sure


@dataclass
class _Switched:
    """
    Every demand of a problem as clauses that hold while its switch is on.

    among: participants whose meetings are looked at; None for all
    """

    problem: Problem
    among: Collection[str] | None = None
    clauses: Clauses = field(default_factory=Clauses)
    switches: dict[Demand, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    _meetings: Sequence[Meeting] = ()
    _meetings_of: Mapping[str, Sequence[Meeting]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problem = self.problem
        theirs = {one.key for key in self.among or () for one in problem.meetings_of[key]}
        self._meetings = [one for one in problem.meetings if self.among is None or one.key in theirs]
        around = {key for one in self._meetings for key in one.participants}
        self._meetings_of = {
            one.key: [
                meeting for meeting in problem.meetings_of[one.key] if self.among is None or meeting.key in theirs
            ]
            for one in problem.participants
            if self.among is None or one.key in around
        }

    def write(self) -> None:
        """Write all demands but tables, those first of which a person would rather hear."""
        for key in self._meetings_of:
            self.switch(DemandKind.ONCE, key)
        for meeting in self._meetings:
            self._write_meeting(meeting)
        for key in self._meetings_of:
            self._write_participant(self.problem.participant_of[key])
        if self.problem.most_difference is not None:
            self._write_difference(self.problem.most_difference)
        if self.among is None:
            for equipment in self.problem.equipment:
                self._write_equipment(equipment)
            for transfer in self.problem.transfers:
                self._write_transfer(transfer)
            for one in self.problem.precedences:
                self._write_precedence(one.earlier, one.later)
            self._write_interpreters()

    def write_tables(self) -> None:
        """Write how many tables there are, and which."""
        number = len(self._meetings) * self.problem.slots
        if self.problem.tables is not None and number * self.problem.tables <= COUNTABLE:
            self._write_tables(self.problem.tables)
        if self.problem.named_tables and number * len(self.problem.named_tables) <= COUNTABLE:
            seated = [meeting for meeting in self._meetings if meeting.needs_table]
            served = [(one, self._served(DemandKind.TABLE, one.key)) for one in seated]
            for slot in range(self.problem.slots):
                serving.add_tables(self.problem, self.clauses, served, slot)

    def _write_interpreters(self) -> None:
        spoken = [meeting for meeting in self._meetings if meeting.languages]
        served = [(one, self._served(DemandKind.INTERPRETER, one.key)) for one in spoken]
        serving.add_interpreters(self.problem, self.clauses, served)

    def _served(self, kind: DemandKind, key: str) -> dict[int, int]:
        """Return by slot whether a meeting is there and must be served."""
        switch = self.switch(kind, key)
        found = {}
        for slot, place in enumerate(self.places[key]):
            found[slot] = self.clauses.new()
            self.clauses.add(-switch, -place, found[slot])
        return found

    def switch(self, kind: DemandKind, *keys: str) -> int:
        """Return the switch of a demand."""
        demand = Demand(kind, keys)
        if demand not in self.switches:
            self.switches[demand] = self.clauses.new()
        return self.switches[demand]

    def _write_meeting(self, meeting: Meeting) -> None:
        places = [self.clauses.new() for _ in range(self.problem.slots)]
        self.places[meeting.key] = places
        self.clauses.at_most_one(places)
        if meeting.must:
            self.clauses.add(-self.switch(DemandKind.HELD, meeting.key), *places)
        in_blocks = set(self.problem.block_slots(meeting)) - meeting.forbidden
        for slot, place in enumerate(places):
            if slot not in in_blocks:
                self.clauses.add(-self.switch(DemandKind.BLOCK, meeting.key), -place)
            if meeting.pin is not None and slot != meeting.pin.slot:
                self.clauses.add(-self.switch(DemandKind.PIN, meeting.key), -place)
            if means.is_out_of_question(self.problem, meeting):
                self.clauses.add(-self.switch(DemandKind.PIN, meeting.key), -place)

    def _write_participant(self, participant: Participant) -> None:
        key, forbidden = participant.key, participant.forbidden
        meetings = self._meetings_of[key]
        once = self.switch(DemandKind.ONCE, key)
        busy = []
        for slot in range(self.problem.slots):
            theirs = [self.places[meeting.key][slot] for meeting in meetings]
            for at, one in enumerate(theirs):
                for other in theirs[:at]:
                    self.clauses.add(-once, -one, -other)
            busy.append(self.clauses.either(theirs))
            if slot in forbidden:
                self.clauses.add(-self.switch(DemandKind.AWAY, key), -busy[-1])
        if participant.most_meetings is not None:
            held = [self.clauses.either(self.places[meeting.key]) for meeting in meetings]
            most = participant.most_meetings
            for too_many in self.clauses.counted(held, most + 1)[most:]:
                self.clauses.add(-self.switch(DemandKind.MOST_MEETINGS, key), -too_many)
        self._write_count(once, [self.switch(DemandKind.HELD, one.key) for one in meetings if one.must], busy)

    def _write_count(self, once: int, held: list[int], busy: list[int]) -> None:
        """Tell what follows from the rest, but is long to find by trial: meetings one at a time take as many slots."""
        meetings = self.clauses.counted(held, len(held))
        free = self.clauses.counted([-one for one in busy], len(busy))
        for number, reached in enumerate(meetings, 1):
            most_free = len(busy) - number
            self.clauses.add(-once, -reached, *([-free[most_free]] if most_free >= 0 else []))

    def _write_tables(self, tables: int) -> None:
        switch = self.switch(DemandKind.TABLES)
        seated = [meeting.key for meeting in self._meetings if meeting.needs_table]
        for slot in range(self.problem.slots):
            counts = self.clauses.counted([self.places[key][slot] for key in seated], tables + 1)
            for too_many in counts[tables:]:
                self.clauses.add(-switch, -too_many)

    def _write_equipment(self, equipment: Equipment) -> None:
        switch = self.switch(DemandKind.EQUIPMENT, equipment.key)
        users = [one.key for one in self.problem.meetings if equipment.key in one.equipment]
        for slot in range(self.problem.slots):
            counts = self.clauses.counted([self.places[key][slot] for key in users], equipment.count + 1)
            for too_many in counts[equipment.count :]:
                self.clauses.add(-switch, -too_many)

    def _write_transfer(self, transfer: Transfer) -> None:
        riding = []
        for participant in self.problem.participants:
            places = [self.places[one.key] for one in self.problem.meetings_of[participant.key]]
            travel = self.switch(DemandKind.TRAVEL, participant.key)
            for earlier, later in transfer.too_near:
                for one in places:
                    for other in places:
                        self.clauses.add(-travel, -one[earlier], -other[later])
            rides = self.clauses.new()
            there, then = (
                self.clauses.either([one[slot] for one in places for slot in some])
                for some in (transfer.before, transfer.after)
            )
            self.clauses.add(-there, -then, rides)
            riding += [rides] * participant.persons
        if transfer.seats is not None:
            switch = self.switch(DemandKind.RIDE, transfer.key)
            for too_many in self.clauses.counted(riding, transfer.seats + 1)[transfer.seats :]:
                self.clauses.add(-switch, -too_many)

    def _write_precedence(self, earlier: str, later: str) -> None:
        switch = self.switch(DemandKind.PRECEDENCE, earlier, later)
        for slot, place in enumerate(self.places[later]):
            for other in self.places[earlier][slot:]:
                self.clauses.add(-switch, -place, -other)

    def _write_difference(self, most: int) -> None:
        """Let every participant have as many breaks as one of the levels allows."""
        switch = self.switch(DemandKind.DIFFERENCE)
        levels = [self.clauses.new() for _ in range(self.problem.slots // 2 + 1)]
        self.clauses.add(-switch, *levels)
        for key in self._meetings_of if self.among is None else self.among:
            begins = self._beginnings(key)
            breaks = self.clauses.counted(begins, len(begins))
            lacks = self.clauses.counted([-one for one in begins], len(begins))
            for least, level in enumerate(levels):
                for too_many in breaks[least + most : least + most + 1]:
                    self.clauses.add(-level, -too_many)
                if least:
                    self.clauses.add(-level, *(-one for one in lacks[len(begins) - least :][:1]))

    def _beginnings(self, key: str) -> list[int]:
        """Make a variable for each slot after which a break can begin: busy, then free, then busy once more."""
        places = [self.places[meeting.key] for meeting in self._meetings_of[key]]
        found = []
        for stretch in self.problem.stretches:
            for slot in stretch[:-2]:
                here, next_one = (self.clauses.either([one[at] for one in places]) for at in (slot, slot + 1))
                later = self.clauses.either([one[at] for one in places for at in range(slot + 2, stretch.stop)])
                begins = self.clauses.new()
                self.clauses.add(begins, -here, next_one, -later)
                for part in (here, -next_one, later):
                    self.clauses.add(-begins, part)
                found.append(begins)
        return found
