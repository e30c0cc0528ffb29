"""The timetable with the fewest breaks, proven."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from gagyo.kernels.timetable.clash import find_clash
from gagyo.kernels.timetable.encoding import encode
from gagyo.kernels.timetable.grid import Grid, grid_of
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.race import NO_LIMIT, Race, Reporter, Search
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.search import Found, Question, Refuted, climb, descend
from gagyo.kernels.timetable.solution import Layer, Progress, Solution, Status


@dataclass(frozen=True)
class Limits:
    """
    began, deadline: on the clock of `time.monotonic`
    stop: asked many times a second; the search ends soon after it says True
    """

    seed: int
    began: float
    deadline: float
    stop: Callable[[], bool] | None = None
    progress: Callable[[Progress], None] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the search must end."""
        return time.monotonic() >= self.deadline or (self.stop is not None and self.stop())

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    def tell(self, breaks: int | None, bound: int) -> None:
        """Tell how far the search is."""
        if self.progress is not None:
            self.progress(Progress(self.seconds, breaks, bound))


@dataclass
class Standing:
    """
    What is known so far.

    slots, breaks: of the best timetable; None before the first
    seconds_to_best: until the first timetable with so few breaks
    bound: fewest breaks that are not ruled out
    is_refuted: there is no timetable
    """

    bound: int
    slots: Sequence[int] | None = None
    breaks: int | None = None
    seconds_to_best: float = 0.0
    is_refuted: bool = False
    # Work until the best timetable of each search that has found one as good.
    works: dict[int, int] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether nothing can become better."""
        return self.is_refuted or (self.breaks is not None and self.bound >= self.breaks)

    def learn(self, grid: Grid, limits: Limits, who: int, message: object) -> bool:
        """Take in what a search tells, and return whether it is news."""
        if isinstance(message, BaseException):
            raise message
        if isinstance(message, Refuted):
            return self._learn_refuted(message.fewer_than)
        assert isinstance(message, Found)
        breaks = sum(grid.breaks_of(message.slots))
        is_better = self.breaks is None or breaks < self.breaks
        if is_better:
            self.breaks, self.works, self.seconds_to_best = breaks, {}, limits.seconds
        if breaks == self.breaks and who not in self.works:
            if (message.work, who) < min(((work, other) for other, work in self.works.items()), default=(NO_LIMIT, 0)):
                self.slots = message.slots
            self.works[who] = message.work
        return is_better

    def _learn_refuted(self, fewer_than: int | None) -> bool:
        if fewer_than is None:
            # After a timetable, it tells that none has fewer breaks.
            self.is_refuted = self.breaks is None
            fewer_than = self.breaks or 0
        is_better = fewer_than > self.bound
        self.bound = max(self.bound, fewer_than)
        return is_better


def solve(
    problem: Problem,
    *,
    seed: int,
    time_limit: float,
    start: Mapping[str, Seat] | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """
    Find the timetable with the fewest breaks, and prove it.

    A run that ends by itself gives the same answer for the same seed; one cut short by its time may not.

    start: a timetable to begin with, which need not keep every rule
    progress: told of every better timetable and every better bound
    """
    began = time.monotonic()
    limits = Limits(seed, began, began + time_limit, stop, progress)
    grid = grid_of(problem)
    wanted = [start[meeting.key].slot if start and meeting.key in start else None for meeting in problem.meetings]
    best = fewest_breaks(grid, limits, wanted)
    seats = {meeting.key: Seat(slot) for meeting, slot in zip(problem.meetings, best.slots or (), strict=False)}
    clash = None
    if best.is_refuted:
        clash = find_clash(problem, seed=seed, is_over=lambda: limits.is_over)
    if best.breaks is None:
        status, breaks = Status.INFEASIBLE if best.is_refuted else Status.UNKNOWN, None
    else:
        status = Status.OPTIMAL if best.is_settled else Status.FEASIBLE
        breaks = Layer(best.breaks, best.bound)
    return Solution(
        status, seats, breaks, best.bound, clash=clash, seconds_to_best=best.seconds_to_best, seconds=limits.seconds
    )


def fewest_breaks(grid: Grid, limits: Limits, wanted: Sequence[int | None]) -> Standing:
    """
    Find the fewest breaks, for every least number of breaks that a participant can have.

    A least number above 0 lets others have more than the most difference: it is tried only where breaks for all can be
    fewer in all, so hardly ever.
    """
    best = _race(grid, limits, wanted, 0)
    for least in range(1, _highest_least(grid) + 1):
        most = least * grid.participants
        if not best.is_settled or (best.breaks is not None and most >= best.breaks):
            break
        other = _race(grid, limits, wanted, least)
        if not other.is_settled:
            return Standing(min(most, best.breaks or most), best.slots, best.breaks, best.seconds_to_best)
        if other.breaks is not None and (best.breaks is None or other.breaks < best.breaks):
            best = other
    return best


def _highest_least(grid: Grid) -> int:
    """Return the most breaks that all participants can have at once, where their even share is asked for."""
    if grid.most_difference is None:
        return 0
    return max(0, min((len(theirs) for theirs in grid.meetings_of), default=1) - 1)


def _race(grid: Grid, limits: Limits, wanted: Sequence[int | None], least: int) -> Standing:
    """Search from below and from above at once."""
    standing = Standing(bound=least * grid.participants)
    searches = [_search(grid, limits.seed, wanted, least, from_below) for from_below in (True, False)]
    if limits.is_over:
        return standing
    with Race(searches) as race:
        for message in race.messages():
            if message is not None and standing.learn(grid, limits, *message):
                limits.tell(standing.breaks, standing.bound)
            if limits.is_over or standing.is_refuted or (standing.is_settled and _is_agreed(standing, race)):
                break
    return standing


def _is_agreed(standing: Standing, race: Race) -> bool:
    """Tell whether no search can find a timetable as good with less work; if one can, let it try."""
    race.limit(min(standing.works.values()))
    return race.running <= set(standing.works)


def _search(grid: Grid, seed: int, wanted: Sequence[int | None], least: int, from_below: bool) -> Search:
    def run(reporter: Reporter) -> None:
        # Two ways to count the tables, since no one of them is the faster for all problems.
        encoding = encode(grid, least=least, is_linked=from_below)
        with Solver(seed=seed) as solver:
            solver.prefer([at[slot] for at, slot in zip(encoding.places, wanted, strict=True) if slot in at])
            solver.add(encoding.clauses.rows)
            question = Question(grid, encoding, solver, reporter)
            (climb if from_below else descend)(question, least * grid.participants)

    return run
