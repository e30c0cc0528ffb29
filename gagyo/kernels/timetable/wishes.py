"""Which meetings to hold and when: chosen by counting, then timed; what clashes is learnt and chosen anew."""

from collections.abc import Mapping
from dataclasses import replace

from gagyo.kernels.timetable import fixed, layers, worth
from gagyo.kernels.timetable.means import possible_slots
from gagyo.kernels.timetable.outline import Chosen, Outline
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.solution import Layer
from gagyo.kernels.timetable.solve import Limits

ATTEMPTS = 30


def solve_wishes(problem: Problem, limits: Limits, start: Mapping[str, Seat] | None) -> layers.Standing:
    """Find the best timetable of a problem without one before."""
    outline = Outline(problem)
    for _ in range(ATTEMPTS):
        chosen = outline.choose(limits, is_fair=True)
        if chosen is None or not chosen.is_proven:
            break
        found = _timed(problem, chosen, limits, start)
        if found is not None:
            if not found.is_proven:
                layers.fewer_breaks(found, limits)
            return found
        clash = fixed.clashing(only(problem, chosen.held), limits)
        if clash is None:
            break
        outline.clashing.append(clash)
    if outline.is_impossible:
        return layers.Standing(problem, is_impossible=True)
    return layers.solve_layers(problem, limits, start)


def only(problem: Problem, held: tuple[str, ...]) -> Problem:
    """Return the problem of holding all these meetings, and no others."""
    wanted = set(held)
    meetings = tuple(replace(one, must=True) for one in problem.meetings if one.key in wanted)
    return replace(
        problem,
        meetings=meetings,
        precedences=tuple(one for one in problem.precedences if {one.earlier, one.later} <= wanted),
        previous={},
    )


def _timed(
    problem: Problem, chosen: Chosen, limits: Limits, start: Mapping[str, Seat] | None
) -> layers.Standing | None:
    """Find the fewest breaks of what was chosen; None if it has no timetable, or none was found."""
    part = only(problem, chosen.held)
    if not all(possible_slots(part, one.key) for one in part.meetings):
        return None
    wanted = [start[one.key].slot if start and one.key in start else None for one in part.meetings]
    best = fixed.fewest_breaks(part, limits, wanted)
    if best.slots is None or best.breaks is None:
        return None
    slots = {one.key: slot for one, slot in zip(part.meetings, best.slots, strict=True)}
    found = layers.Standing(problem, fixed.seats_of(problem, slots, seed=limits.seed), {}, limits.seconds)
    is_all = len(part.meetings) == len(problem.meetings)
    found.layers = {
        layers.VALUE: Layer(chosen.value, chosen.value),
        layers.BREAKS: Layer(best.breaks, best.bound if is_all else 0),
    }
    if worth.may_leave_out(problem) and worth.most_values(problem):
        found.layers[layers.SHARE] = Layer(chosen.share, chosen.share)
    return found if found.seats is not None else None
