"""The one door to a timetable: looks at what a problem asks for, and gives it to the search that is best at it."""

import time
from collections.abc import Callable, Mapping

from gagyo.kernels.timetable import layers, worth
from gagyo.kernels.timetable.again import mend, solve_again
from gagyo.kernels.timetable.checking import check
from gagyo.kernels.timetable.clash import find_clash
from gagyo.kernels.timetable.large import is_large, solve_large
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.reasons import missing
from gagyo.kernels.timetable.solution import Layer, Progress, Solution, Status
from gagyo.kernels.timetable.solve import Limits, solve
from gagyo.kernels.timetable.wishes import solve_wishes


def is_plain(problem: Problem) -> bool:
    """Tell whether a problem is the published one: every meeting held, fewest breaks, tables counted."""
    has_limits = any(one.most_meetings is not None for one in problem.participants)
    has_means = (
        problem.named_tables
        or problem.transfers
        or any(
            one.languages or one.equipment or (one.pin and (one.pin.table or one.pin.interpreter))
            for one in problem.meetings
        )
    )
    return not (problem.previous or has_limits or has_means or worth.may_leave_out(problem))


def solve_any(
    problem: Problem,
    *,
    seed: int,
    time_limit: float,
    start: Mapping[str, Seat] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """
    Find the best timetable of any problem.

    Musts and rules come first. Then, where meetings may be left out: the share of the worst-off participant, and the
    value of all held. Where there was a timetable before: its meetings held, the cost of changes, and the value. Last
    come the breaks. No aim ever costs anything of one before it.
    A run that ends by itself gives the same answer for the same seed; one cut short by its time may not.

    start: a timetable to begin with, which need not keep every rule
    progress: told of every better timetable, from another thread
    stop: asked many times a second; the search ends soon after it says True, with the best so far
    """
    large = is_large(problem, is_plain=is_plain(problem))
    if is_plain(problem) and not large:
        return solve(problem, seed=seed, time_limit=time_limit, start=start, progress=progress, stop=stop)
    began = time.monotonic()
    limits = Limits(seed, began, began + time_limit, stop, progress)
    search = solve_large if large else solve_again if problem.previous else _solve_wishes
    return _solution(search(problem, limits, start), limits)


def _solve_wishes(problem: Problem, limits: Limits, start: Mapping[str, Seat] | None) -> layers.Standing:
    """Search from a timetable that was easily found, and keep it if the search was cut short with nothing better."""
    first = layers.Standing(problem)
    mend(first, limits, start or {})
    found = solve_wishes(problem, limits, start)
    if first.seats is None or found.is_impossible or found.is_proven:
        return found
    if found.seats is None or _worth(problem, found.seats) < _worth(problem, first.seats):
        found.seats, found.seconds_to_best = first.seats, first.seconds_to_best
        # Bounds of later aims held beside what the search had reached of the first one.
        found.layers = {name: layer for name, layer in found.layers.items() if name == layers.SHARE}
    return found


def _worth(problem: Problem, seats: Mapping[str, Seat]) -> tuple[int, int, int]:
    """Return what a timetable reaches, aim by aim, more being better."""
    report = check(problem=problem, seats=seats)
    return worth.worst_share(problem, seats), report.value, -report.breaks


def _solution(standing: layers.Standing, limits: Limits) -> Solution:
    problem = standing.problem
    if standing.seats is None:
        status = Status.INFEASIBLE if standing.is_impossible else Status.UNKNOWN
        clash = None
        if standing.is_impossible:
            clash = find_clash(problem, seed=limits.seed, is_over=lambda: limits.is_over)
        return Solution(status, clash=clash, seconds=limits.seconds)
    report = layers.report_of(standing)
    share = standing.layers.get(layers.SHARE)
    breaks = _layer(standing, layers.BREAKS, report.breaks, 0)
    is_proven = standing.is_proven and breaks.gap == 0
    may_leave_out = worth.may_leave_out(problem)
    return Solution(
        Status.OPTIMAL if is_proven else Status.FEASIBLE,
        standing.seats,
        breaks,
        breaks.bound,
        worst_share=share and Layer(worth.worst_share(problem, standing.seats), share.bound),
        value=_layer(standing, layers.VALUE, report.value, sum(one.value for one in problem.meetings))
        if may_leave_out
        else None,
        changes=_layer(standing, layers.CHANGES, report.changes, 0) if problem.previous else None,
        missing=missing(problem, standing.seats, limits),
        seconds_to_best=standing.seconds_to_best,
        seconds=limits.seconds,
    )


def _layer(standing: layers.Standing, name: str, reached: int, trivial: int) -> Layer:
    known = standing.layers.get(name)
    return Layer(reached, trivial if known is None else known.bound)
