"""The timetable with the fewest breaks for a chosen set of meetings, with named tables and interpreters, as clauses."""

from collections.abc import Mapping, Sequence

from gagyo.kernels.timetable import means
from gagyo.kernels.timetable.clauses import FALSE, TRUE, Clauses
from gagyo.kernels.timetable.encoding import encode
from gagyo.kernels.timetable.grid import Grid, grid_of
from gagyo.kernels.timetable.model import named
from gagyo.kernels.timetable.problem import Meeting, Problem, Seat
from gagyo.kernels.timetable.race import Race, Reporter, Search
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.search import Question, climb, descend
from gagyo.kernels.timetable.solve import Limits, Standing

# Sets of kinds of tables that are counted; with more, tables are given out one by one.
MOST_UNIONS = 64
SLICE, PATIENCE = 500, 40
Places = Sequence[Mapping[int, int]]


def fewest_breaks(problem: Problem, limits: Limits, wanted: Sequence[int | None]) -> Standing:
    """Search from below and from above at once. All meetings are musts. wanted: slots to begin with"""
    grid = grid_of(problem)
    standing = Standing(bound=0)
    with Race([_search(problem, grid, limits.seed, wanted, from_below) for from_below in (True, False)]) as race:
        for message in race.messages():
            if message is not None:
                standing.learn(grid, limits, *message)
            if limits.is_over or standing.is_refuted or (standing.is_settled and _is_agreed(standing, race)):
                break
    return standing


def _is_agreed(standing: Standing, race: Race) -> bool:
    """Tell whether no search can find a timetable as good with less work; if one can, let it try."""
    race.limit(min(standing.works.values()))
    return race.running <= set(standing.works)


def _search(problem: Problem, grid: Grid, seed: int, wanted: Sequence[int | None], from_below: bool) -> Search:
    def run(reporter: Reporter) -> None:
        encoding = encode(grid, is_linked=from_below)
        add_means(problem, encoding.clauses, encoding.places)
        with Solver(seed=seed) as solver:
            solver.prefer([at[slot] for at, slot in zip(encoding.places, wanted, strict=True) if slot in at])
            solver.add(encoding.clauses.rows)
            (climb if from_below else descend)(Question(grid, encoding, solver, reporter), 0)

    return run


def add_means(problem: Problem, clauses: Clauses, places: Places) -> None:
    """Demand tables, interpreters, equipment and ways for all meetings."""
    seated = [(meeting, at) for meeting, at in zip(problem.meetings, places, strict=True) if meeting.needs_table]
    for slot in range(problem.slots) if problem.named_tables else ():
        _add_tables(problem, clauses, seated, slot)
    spoken = [(meeting, at) for meeting, at in zip(problem.meetings, places, strict=True) if meeting.languages]
    _add_interpreters(problem, clauses, spoken)
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


def _add_tables(
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


def _add_interpreters(
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


def seats_of(problem: Problem, slots: Mapping[str, int], *, seed: int) -> dict[str, Seat] | None:
    """Give meetings in given slots their tables and interpreters; None if these do not suffice."""
    clauses = Clauses()
    spoken = [(problem.meeting_of[key], {slot: TRUE}) for key, slot in slots.items()]
    turns = _add_interpreters(problem, clauses, [one for one in spoken if one[0].languages])
    with Solver(seed=seed) as solver:
        solver.add(clauses.rows)
        before = ((seat.interpreter or "", key, seat.slot) for key, seat in problem.previous.items())
        kept = [turns[one] for one in before if one in turns]
        # Whoever goes on with the same interpreter notices nothing: only those in the way of another are given up.
        while not solver.ask(kept):
            in_the_way = [one for one in solver.core if one in kept]
            if not in_the_way:
                return None
            kept.remove(in_the_way[0])
        true = set(solver.true)
    # A meeting may have been given a second interpreter, who is free: the one kept comes last and stays.
    given = sorted((item for item in turns.items() if item[1] in true), key=lambda item: item[1] in kept)
    interpreters = {key: who for (who, key, _), _turn in given}
    seats = named(problem, slots, interpreters)
    is_seated = all(
        seat.table is not None
        for key, seat in seats.items()
        if problem.named_tables and problem.meeting_of[key].needs_table
    )
    return seats if is_seated else None


def clashing(problem: Problem, limits: Limits) -> list[str] | None:
    """Return meetings that cannot all be held, none of them needless; None if they can, or time ran out."""
    clauses = Clauses()
    places = [{slot: clauses.new() for slot in problem.possible_slots(one)} for one in problem.meetings]
    held = {clauses.either(list(at.values())): one.key for one, at in zip(problem.meetings, places, strict=True)}
    for key in problem.participant_of:
        theirs = [at for one, at in zip(problem.meetings, places, strict=True) if key in one.participants]
        for slot in range(problem.slots):
            clauses.at_most_one([at[slot] for at in theirs if slot in at])
    add_counted_tables(problem, clauses, places)
    add_order(problem, clauses, {one.key: at for one, at in zip(problem.meetings, places, strict=True)})
    add_means(problem, clauses, places)
    with Solver(seed=limits.seed) as solver:
        solver.add(clauses.rows)
        core = _refuted(solver, list(held), limits)
        if core is None:
            return None
        for literal in sorted(core):
            smaller = _refuted(solver, [one for one in core if one != literal], limits) if literal in core else None
            core = core if smaller is None else smaller
    return [held[literal] for literal in core]


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


def _refuted(solver: Solver, literals: Sequence[int], limits: Limits) -> list[int] | None:
    """Return those of the literals that were needed to refute them; None if that was not done."""
    for _ in range(PATIENCE):
        answer = None if limits.is_over else solver.ask(literals, conflicts=SLICE)
        if answer is False:
            return list(solver.core)
        if answer or limits.is_over:
            break
    return None
