"""Tables, interpreters, equipment, ways and orders of meetings, as clauses over where meetings are."""

from collections.abc import Mapping, Sequence

from gagyo.kernels.timetable import means
from gagyo.kernels.timetable.clauses import FALSE, Clauses
from gagyo.kernels.timetable.problem import Meeting, Problem

# Sets of kinds of tables that are counted; with more, tables are given out one by one.
MOST_UNIONS = 64
Places = Sequence[Mapping[int, int]]


def add_means(problem: Problem, clauses: Clauses, places: Places) -> None:
    """Demand tables, interpreters, equipment and ways for all meetings."""
    seated = [(meeting, at) for meeting, at in zip(problem.meetings, places, strict=True) if meeting.needs_table]
    for slot in range(problem.slots) if problem.named_tables else ():
        add_tables(problem, clauses, seated, slot)
    spoken = [(meeting, at) for meeting, at in zip(problem.meetings, places, strict=True) if meeting.languages]
    add_interpreters(problem, clauses, spoken)
    for equipment in problem.equipment:
        users = [at for one, at in zip(problem.meetings, places, strict=True) if equipment.key in one.equipment]
        for slot in range(problem.slots):
            clauses.at_most([at[slot] for at in users if slot in at], equipment.count)
    if problem.transfers:
        _add_ways(problem, clauses, places)


def _add_ways(problem: Problem, clauses: Clauses, places: Places) -> None:
    """Leave everybody time for the way to another place, and a seat."""
    busy: dict[tuple[str, int], list[int]] = {}
    for meeting, at in zip(problem.meetings, places, strict=True):
        for who in meeting.participants:
            for slot, place in at.items():
                busy.setdefault((who, slot), []).append(place)
    is_busy = {key: clauses.either(some) for key, some in busy.items()}
    for who in problem.participant_of:
        for earlier, later in means.too_near(problem):
            clauses.add(-is_busy.get((who, earlier), FALSE), -is_busy.get((who, later), FALSE))
    for transfer in problem.transfers:
        riding = []
        for one in problem.participants:
            sides = [
                [is_busy.get((one.key, slot), FALSE) for slot in some] for some in (transfer.before, transfer.after)
            ]
            there, then = (clauses.either([place for place in side if place != FALSE]) for side in sides)
            rides = clauses.new()
            clauses.add(-there, -then, rides)
            # Each person takes a seat.
            riding += [rides] * one.persons
        if transfer.seats is not None:
            clauses.at_most(riding, transfer.seats)


def add_tables(
    problem: Problem, clauses: Clauses, seated: Sequence[tuple[Meeting, Mapping[int, int]]], slot: int
) -> None:
    """
    Let no set of meetings in a slot have fewer tables between them than they are.

    Source: P. Hall, "On Representatives of Subsets", Journal of the London Mathematical Society, 1935.
    """
    usable = {table.key for table in means.open_tables(problem, slot)}
    kinds: dict[frozenset[str], list[int]] = {}
    for meeting, at in seated:
        if slot in at:
            kinds.setdefault(means.suitable_tables(problem, meeting) & usable, []).append(at[slot])
    unions = _unions(list(kinds))
    if len(unions) > MOST_UNIONS:
        _give_out(clauses, kinds)
        return
    for union in unions:
        inside = [place for kind, some in kinds.items() if kind <= union for place in some]
        clauses.at_most(inside, len(union))


def _give_out(clauses: Clauses, kinds: Mapping[frozenset[str], Sequence[int]]) -> None:
    """Give every meeting a table of its own."""
    taken: dict[str, list[int]] = {}
    for kind, some in kinds.items():
        for place in some:
            takes = {key: clauses.new() for key in sorted(kind)}
            clauses.add(-place, *takes.values())
            for key, take in takes.items():
                taken.setdefault(key, []).append(take)
    for takers in taken.values():
        clauses.at_most_one(takers)


def _unions(kinds: Sequence[frozenset[str]]) -> set[frozenset[str]]:
    """Return all unions of sets that hang together; a set of meetings short of tables is short in one of them."""
    found, fresh = set(kinds), set(kinds)
    while fresh and len(found) <= MOST_UNIONS:
        fresh = {one | other for one in fresh for other in kinds if one & other} - found
        found |= fresh
    return found


def add_interpreters(
    problem: Problem, clauses: Clauses, spoken: Sequence[tuple[Meeting, Mapping[int, int]]]
) -> dict[tuple[str, str, int], int]:
    """Return literals that tell whether somebody interprets a meeting in a slot: interpreter, meeting, slot."""
    found: dict[tuple[str, str, int], int] = {}
    working: dict[tuple[str, int], list[int]] = {}
    people = {one.key: one for one in problem.interpreters}
    for meeting, at in spoken:
        able = sorted(means.suitable_interpreters(problem, meeting))
        for slot, place in at.items():
            turns = {key: clauses.new() for key in able if slot not in people[key].forbidden}
            clauses.add(-place, *turns.values())
            for key, turn in turns.items():
                found[key, meeting.key, slot] = turn
                working.setdefault((key, slot), []).append(turn)
    for turns_at_once in working.values():
        clauses.at_most_one(turns_at_once)
    for one in problem.interpreters:
        busy = {slot: clauses.either(working.get((one.key, slot), [])) for slot in range(problem.slots)}
        for window in means.windows(problem, one):
            clauses.add(*(-busy[slot] for slot in window))
        for earlier, later in means.too_near(problem):
            clauses.add(-busy[earlier], -busy[later])
        if one.most_meetings is not None:
            clauses.at_most(list(busy.values()), one.most_meetings)
    return found


def add_order(problem: Problem, clauses: Clauses, places: Mapping[str, Mapping[int, int]]) -> None:
    """Keep precedences between meetings that are held. places: by meeting and slot"""
    for precedence in problem.precedences:
        for slot, place in places[precedence.later].items():
            for other, there in places[precedence.earlier].items():
                if other >= slot:
                    clauses.add(-place, -there)


def add_counted_tables(problem: Problem, clauses: Clauses, places: Places) -> None:
    """Allow as many meetings at once as there are tables."""
    for slot in range(problem.slots):
        seated = zip(problem.meetings, places, strict=True)
        there = [at[slot] for one, at in seated if one.needs_table and slot in at]
        if problem.tables is not None and problem.tables < len(there):
            clauses.at_most_in_a_row(there, problem.tables)
