"""The timetable with the fewest breaks for a chosen set of meetings, with named tables and interpreters, as clauses."""

from collections.abc import Mapping, Sequence

from gagyo.kernels.timetable import serving, solve
from gagyo.kernels.timetable.clauses import TRUE, Clauses
from gagyo.kernels.timetable.encoding import Encoding
from gagyo.kernels.timetable.grid import grid_of
from gagyo.kernels.timetable.model import named
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.solve import Limits, Standing

SLICE, PATIENCE = 500, 40


def fewest_breaks(problem: Problem, limits: Limits, wanted: Sequence[int | None]) -> Standing:
    """Find the fewest breaks. All meetings are musts. wanted: slots to begin with"""

    def also(encoding: Encoding) -> None:
        serving.add_means(problem, encoding.clauses, encoding.places)

    return solve.fewest_breaks(grid_of(problem), limits, wanted, also=also)


def seats_of(problem: Problem, slots: Mapping[str, int], *, seed: int) -> dict[str, Seat] | None:
    """Give meetings in given slots their tables and interpreters; None if these do not suffice."""
    clauses = Clauses()
    spoken = [(problem.meeting_of[key], {slot: TRUE}) for key, slot in slots.items()]
    turns = serving.add_interpreters(problem, clauses, [one for one in spoken if one[0].languages])
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
    serving.add_counted_tables(problem, clauses, places)
    serving.add_order(problem, clauses, {one.key: at for one, at in zip(problem.meetings, places, strict=True)})
    serving.add_means(problem, clauses, places)
    with Solver(seed=limits.seed) as solver:
        solver.add(clauses.rows)
        core = _refuted(solver, list(held), limits)
        if core is None:
            return None
        for literal in sorted(core):
            smaller = _refuted(solver, [one for one in core if one != literal], limits) if literal in core else None
            core = core if smaller is None else smaller
    return [held[literal] for literal in core]


def _refuted(solver: Solver, literals: Sequence[int], limits: Limits) -> list[int] | None:
    """Return those of the literals that were needed to refute them; None if that was not done."""
    for _ in range(PATIENCE):
        answer = None if limits.is_over else solver.ask(literals, conflicts=SLICE)
        if answer is False:
            return list(solver.core)
        if answer or limits.is_over:
            break
    return None
