"""The timetable with the fewest breaks, proven."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from gagyo.kernels.timetable.encoding import Encoding, counts_alike, encode
from gagyo.kernels.timetable.grid import Grid, grid_of
from gagyo.kernels.timetable.lone import Lone, look_alone
from gagyo.kernels.timetable.placing import better, placed
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.race import NO_LIMIT, Listener, Race, Search, without_collecting
from gagyo.kernels.timetable.sat import Solver
from gagyo.kernels.timetable.search import Found, Question, Refuted, climb, descend
from gagyo.kernels.timetable.solution import Clash, Layer, Progress, Solution, Status

# Who has found the timetable that took no search.
AT_ONCE = -1
Demands = Callable[[Encoding], None]


@dataclass(frozen=True)
class Way:
    """
    ask: how the fewest breaks are sought
    over_all: whether tables are counted over all participants
    options: of the solver, in the words of its manual
    """

    ask: Callable[[Question, int, int | None], None]
    over_all: bool
    options: Mapping[str, int]


# Refusals want the solver's usual change between restarts and calm; a timetable is sooner found in the calm alone, and
# with meetings at first thought to be nowhere; the calm begins anew four times as often as usual, for where it leads is
# luck. Targets keep to what went well so far.
_REFUSING = {"target": 2}
_FINDING = {"stabilizeonly": 1, "phase": 0, "reluctant": 256}
# Share of all places at tables that meetings take, from which hardly any stays free: then only counting over all
# participants refuses in time, and both ways do. Below, each problem has its own faster way.
CROWDED = 0.8
# Participants from which a proof is out of reach: then one of the two searches only betters what there is.
MANY = 150


def _ways(grid: Grid) -> tuple[Way, Way]:
    """Choose two ways that are good at different problems."""
    places = len(grid.who) if grid.tables is None else grid.tables * grid.slots
    is_crowded = len(grid.who) >= CROWDED * places
    return Way(climb, is_crowded, _REFUSING), Way(descend, True, _FINDING)


@dataclass(frozen=True)
class OfMany:
    """
    chains: a search that finds more than the usual one from above
    before: adds another before the usual one from below; None where it cannot be tried
    """

    chains: Search
    before: Callable[[Search], Search] | None


@dataclass(frozen=True)
class Level:
    """
    least: breaks that everybody shall have
    fewest: breaks that each participant then has in any timetable
    """

    least: int
    fewest: Sequence[int]

    @property
    def bound(self) -> int:
        """Breaks of all together that no timetable goes below."""
        return sum(self.fewest)


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
    best = fewest_breaks(grid, limits, wanted, first=_at_once(problem, limits, start))
    seats = {meeting.key: Seat(slot) for meeting, slot in zip(problem.meetings, best.slots or (), strict=False)}
    clash = None
    if best.is_refuted:
        clash = why_impossible(problem, grid, limits)
    if best.breaks is None:
        status, breaks = Status.INFEASIBLE if best.is_refuted else Status.UNKNOWN, None
    else:
        status = Status.OPTIMAL if best.is_settled else Status.FEASIBLE
        breaks = Layer(best.breaks, best.bound)
    return Solution(
        status, seats, breaks, best.bound, clash=clash, seconds_to_best=best.seconds_to_best, seconds=limits.seconds
    )


def why_impossible(problem: Problem, grid: Grid, limits: Limits) -> Clash | None:
    """Return a smallest set of demands that clash, sought first where one or two participants alone have one."""
    from gagyo.kernels.timetable.clash import find_clash  # hardly ever needed, and slow to load

    alone = look_alone(grid).clash
    among = None if alone is None else tuple(problem.participants[who].key for who in alone)
    return find_clash(problem, seed=limits.seed, is_over=lambda: limits.is_over, among=among)


def _at_once(problem: Problem, limits: Limits, start: Mapping[str, Seat] | None) -> list[int | None]:
    """Return slots found without a search that keep every rule but an even share; None where a meeting has none."""
    placing = placed(problem, {key: seat.slot for key, seat in (start or {}).items()}, lambda: limits.is_over)
    if len(placing.at) == len(problem.meetings):
        better(placing, lambda: limits.is_over)
    return [placing.at.get(meeting.key) for meeting in problem.meetings]


def fewest_breaks(
    grid: Grid,
    limits: Limits,
    wanted: Sequence[int | None],
    *,
    first: Sequence[int | None] = (),
    also: Demands | None = None,
) -> Standing:
    """
    Find the fewest breaks, for every least number of breaks that a participant can have.

    A least number above 0 lets others have more than the most difference: it is tried only where breaks for all can be
    fewer in all, so hardly ever.

    wanted: slots to begin with; first: slots that keep every rule but an even share, None where a meeting has none yet
    also: writes demands the grid does not know
    """
    lone = look_alone(grid)
    if lone.clash is not None:
        return Standing(0, is_refuted=True)
    best = Standing(lone.bound)
    at_once = [slot for slot in first if slot is not None]
    if first and len(at_once) == len(first) and grid.is_even(at_once):
        best.learn(grid, limits, AT_ONCE, Found(at_once, 0))
        limits.tell(best.breaks, best.bound)
    # These know nothing of demands that are written elsewhere.
    of_many = _for_many(grid, limits.seed, first, lone.bound) if first and also is None else None
    _race(grid, limits, wanted, also, Level(0, lone.least), best, of_many)
    for least in range(1, _highest_least(grid, lone) + 1):
        level = Level(least, tuple(max(least, one) for one in lone.least))
        if not best.is_settled or (best.breaks is not None and level.bound >= best.breaks):
            break
        other = Standing(level.bound)
        _race(grid, limits, wanted, also, level, other, None)
        if not other.is_settled:
            return Standing(min(level.bound, best.breaks or level.bound), best.slots, best.breaks, best.seconds_to_best)
        if other.breaks is not None and (best.breaks is None or other.breaks < best.breaks):
            best = other
    return best


def _for_many(grid: Grid, seed: int, first: Sequence[int | None], bound: int) -> OfMany | None:
    """Return what finds more in rounds of many than the usual searches; None for others."""
    if grid.participants <= MANY:
        return None
    from gagyo.kernels.timetable.chains import chained, fits  # these take a while to load
    from gagyo.kernels.timetable.unbroken import may_be_unbroken, unbroken_first

    if not fits(grid):
        return None
    before = partial(unbroken_first, grid, seed) if bound == 0 and may_be_unbroken(grid) else None
    return OfMany(chained(grid, seed, first), before)


def _highest_least(grid: Grid, lone: Lone) -> int:
    """Return the most breaks that all participants can have at once, where their even share is asked for."""
    return 0 if grid.most_difference is None else min(lone.most, default=0)


def _race(
    grid: Grid,
    limits: Limits,
    wanted: Sequence[int | None],
    also: Demands | None,
    level: Level,
    standing: Standing,
    of_many: OfMany | None,
) -> None:
    """Search from below and from above at once."""
    is_found = standing.is_settled
    if limits.is_over or is_found:
        return
    ways = _ways(grid) if of_many is None else _ways(grid)[:1]
    is_alike = of_many is None and counts_alike(grid, *(way.over_all for way in ways))
    # Both read what was written before they began; with one way to count, that is everything.
    written = _written(grid, also, level, ways[0]) if is_alike else None
    searches = [_search(grid, limits.seed, wanted, also, level, way, standing.breaks, written) for way in ways]
    if of_many is not None:
        # The search from below writes clauses by the million, and hardly ever ends: it has time to wait.
        if of_many.before is not None:
            searches = [of_many.before(searches[0])]
        searches.append(of_many.chains)
    with Race(searches) as race:
        for message in race.messages():
            if message is not None and standing.learn(grid, limits, *message):
                limits.tell(standing.breaks, standing.bound)
            if limits.is_over or standing.is_refuted or (standing.is_settled and _is_agreed(standing, race)):
                break


def _written(grid: Grid, also: Demands | None, level: Level, way: Way) -> Encoding:
    """Write the clauses for a way of searching."""
    with without_collecting():
        encoding = encode(grid, least=level.least, fewest=level.fewest, over_all=way.over_all)
        if also is not None:
            also(encoding)
    return encoding


def _is_agreed(standing: Standing, race: Race) -> bool:
    """Tell whether no search can find a timetable as good with less work; if one can, let it try."""
    race.limit(min(standing.works.values()))
    return AT_ONCE in standing.works or race.running <= set(standing.works)


def _search(
    grid: Grid,
    seed: int,
    wanted: Sequence[int | None],
    also: Demands | None,
    level: Level,
    way: Way,
    known: int | None,
    written: Encoding | None,
) -> Search:
    """Make a search of its own. known: breaks of a timetable there already is; written: the clauses, where they are"""

    def run(reporter: Listener) -> None:
        encoding = written or _written(grid, also, level, way)
        with Solver(seed=seed, options=way.options) as solver:
            solver.prefer([at[slot] for at, slot in zip(encoding.places, wanted, strict=True) if slot in at])
            solver.add(encoding.clauses.rows)
            way.ask(Question(grid, encoding, solver, reporter), level.bound, known)

    return run
