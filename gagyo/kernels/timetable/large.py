"""Timetables of thousands: placed one meeting after the other, then bettered, beside a bound by counting."""

from collections.abc import Mapping

from gagyo.kernels.timetable import layers
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.placing import Placing, better, placed
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.solution import Layer
from gagyo.kernels.timetable.solve import Limits

# Meetings times slots from which a search for proof is hopeless; the published problem has a stronger search.
LARGE, LARGE_PLAIN = 16_000, 100_000


def is_large(problem: Problem, *, is_plain: bool) -> bool:
    """Tell whether a problem is for this search: too large for proof, and without named tables and interpreters."""
    has_means = problem.named_tables or problem.transfers or any(one.languages for one in problem.meetings)
    return not has_means and len(problem.meetings) * problem.slots >= (LARGE_PLAIN if is_plain else LARGE)


def solve_large(problem: Problem, limits: Limits, start: Mapping[str, Seat] | None) -> layers.Standing:
    """Place all meetings that find a slot, and move them until no move makes fewer breaks."""
    before = {key: seat.slot for key, seat in (start or problem.previous).items()}
    placing = placed(problem, before, lambda: limits.is_over)
    standing = layers.Standing(problem)
    if all(one.key in placing.at for one in problem.meetings if one.must):
        bound = most_value(problem)
        _learn(standing, placing, bound, limits)
        if not problem.previous and not limits.is_over:
            better(placing, lambda: limits.is_over)
            _learn(standing, placing, bound, limits)
    return standing


def _learn(standing: layers.Standing, placing: Placing, bound: int, limits: Limits) -> None:
    """Take in a timetable once its breaks are even, if it keeps every rule and is worth as much as the one before."""
    placing.even_out()
    problem = standing.problem
    seats = {key: Seat(slot) for key, slot in placing.at.items()}
    report = check(problem=problem, seats=seats)
    known = standing.layers.get(layers.VALUE)
    if report.violations or (known is not None and known.reached > report.value):
        return
    standing.seats, standing.seconds_to_best = seats, limits.seconds
    standing.layers = {layers.VALUE: Layer(report.value, bound)}
    layers.tell(standing, limits, 0)


def most_value(problem: Problem) -> int:
    """Return a value that no timetable exceeds: each participant has so many slots, and all tables together."""
    of_participants = 0.0
    for participant in problem.participants:
        free = problem.slots - len(participant.forbidden)
        most = free if participant.most_meetings is None else min(free, participant.most_meetings)
        theirs = sorted(
            (one.value / len(one.participants) for one in problem.meetings_of[participant.key]), reverse=True
        )
        of_participants += sum(theirs[:most])
    found = int(of_participants + 1e-6)
    if problem.tables is not None:
        seated = sorted((one.value for one in problem.meetings if one.needs_table), reverse=True)
        online = sum(one.value for one in problem.meetings if not one.needs_table)
        found = min(found, online + sum(seated[: problem.tables * problem.slots]))
    return found
