"""
A proposal for the days of visiting parties, within all rules, beside the stops that a person fixed.

Solved in two steps: first the most valuable wishes, then, keeping their value, the fewest minutes on the way and
waiting and, among equals, the most even days. Why so: docs/decisions/0004-programme-proposals.md.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gagyo.kernels.programme.columns import PartySets, party_sets, shortest_ways
from gagyo.kernels.programme.greedy import first_programme
from gagyo.kernels.programme.meals import MealBreak, meal_breaks
from gagyo.kernels.programme.model import ProgrammeModel
from gagyo.kernels.programme.outline import Outline, kept_to, outline, together
from gagyo.kernels.programme.problem import Problem, Stop
from gagyo.kernels.programme.reasons import Unplaced, beside, reasons_for
from gagyo.kernels.programme.runs import chosen_tours, party_days
from gagyo.kernels.programme.score import Score, least_minutes, score, wish_value
from gagyo.kernels.programme.solving import Limits, solve
from gagyo.kernels.programme.visits import Visit, open_wishes, visit_of

# What is kept of the time for finding out why wishes did not fit, until all do.
REASONS_SHARE = 0.25
# A step that looks for a better proposal and proves nothing is cut short, so that there are many of them.
STEP_EFFORT = 0.1


class Status(StrEnum):
    """There is always a proposal, as leaving every wish out breaks no rule; so none is ever infeasible."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"  # stopped, or out of time, before it was proven best


@dataclass(frozen=True)
class Layer:
    """
    One of the things that are wished for, in their order.

    value: what the proposal reaches
    bound: what no proposal can pass, given the layers before
    """

    value: int
    bound: int

    @property
    def gap(self) -> float:
        """Return how far the value may be from the best, as a share of the larger of both."""
        return abs(self.value - self.bound) / max(abs(self.value), abs(self.bound), 1)


@dataclass(frozen=True)
class Progress:
    """A better proposal was found: its value of wishes, its minutes once these are looked at, and their bounds."""

    seconds: float
    value: Layer
    minutes: Layer | None


@dataclass(frozen=True)
class Proposal:
    """
    stops: proposed, without the fixed ones, by day, start and party
    meals: when each party can eat, for all days with stops
    value: of the wishes fulfilled, fixed stops included
    minutes: on the way and waiting
    unevenness: see `score`; with status OPTIMAL the least for this value and these minutes
    unplaced: the wishes that did not fit, each with its reasons
    """

    status: Status
    stops: tuple[Stop, ...]
    meals: tuple[MealBreak, ...]
    value: Layer
    minutes: Layer
    unevenness: int
    unplaced: tuple[Unplaced, ...]
    seed: int

    @property
    def objective(self) -> tuple[int, int, int]:
        return self.value.value, self.minutes.value, self.unevenness

    @property
    def gap(self) -> float:
        """Return the gap of the first thing wished for that is not proven; 0 if both are."""
        return self.value.gap or self.minutes.gap


def propose(
    problem: Problem,
    *,
    seed: int,
    time_limit: float,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Proposal:
    """
    Fill the days of all parties from their wishes.

    A rule that fixed stops already break among themselves stays broken; nothing proposed breaks one more.
    The same problem and seed give the same proposal, unless the time ran out or it was stopped.
    seed: for the search
    time_limit: seconds in all, also for the reasons; loading the solver the first time is not counted
    progress: told of each better proposal, from another thread
    stop: asked many times a second from another thread; True ends the search with what was found
    :raises ValueError: if the time limit is not above 0
    """
    if time_limit <= 0:
        raise ValueError(f"The time limit is {time_limit} seconds. Give more than 0.")
    search = _Search(problem, seed, time_limit, progress, stop)
    search.run()
    return search.proposal()


class _Search:
    def __init__(
        self,
        problem: Problem,
        seed: int,
        time_limit: float,
        progress: Callable[[Progress], None] | None,
        stop: Callable[[], bool] | None,
    ) -> None:
        from ortools.sat.python import cp_model  # noqa: F401  (loads it before the clock starts)

        self.problem, self.seed, self.progress = problem, seed, progress
        self.began = time.monotonic()
        self.limits = Limits(seed, self.began + time_limit * (1 - REASONS_SHARE), stop)
        self.reason_limits = Limits(seed, self.began + time_limit, stop)
        wishes = [visit_of(problem=problem, party=party, wish=wish) for party, wish in open_wishes(problem)]
        self.visits = [visit for visit in wishes if visit.is_possible]
        self.stops = first_programme(problem=problem, visits=self.visits)
        self.fixed_value = score(problem=problem, stops=problem.fixed).value
        possible = sum(wish_value(problem=problem, wish=visit.wish) for visit in self.visits)
        reached = self._score()
        self.value = Layer(reached.value, self.fixed_value + possible)
        self.minutes = Layer(reached.minutes, 0)
        self.is_proven = not self.visits
        self.ways = shortest_ways(problem)

    def run(self) -> None:
        if not self.visits:
            self.minutes = Layer(self.minutes.value, self.minutes.value)
            return
        self._tell()
        sets = self._sets()
        plan = self._outlined(sets)
        if plan is not None:
            self.value = Layer(self.value.value, min(self.value.bound, self.fixed_value + plan.value))
            self._try_parties()
            self._know_least(plan)
        if not self.is_proven:
            model = ProgrammeModel(problem=self.problem, visits=self.visits)
            for one in sets:
                model.bound_minutes(one)
            self._begin_with_found(model)
            if self._raise_value(model):
                self._try_parties()
                self._begin_with_found(model)
            self._know_least(plan)
            if len(self.stops) == len(open_wishes(self.problem)):
                self.limits = self.reason_limits
            self._lower_minutes(model, plan)

    def _sets(self) -> list[PartySets]:
        moving = dict.fromkeys(visit.party.key for visit in self.visits)
        sets = [
            party_sets(problem=self.problem, party=self.problem.party_of[key], visits=self.visits, ways=self.ways)
            for key in moving
        ]
        return [one for one in sets if one is not None]

    def _outlined(self, sets: Sequence[PartySets]) -> Outline | None:
        """Return the outline of all parties; None unless there is one for each."""
        outlines = [outline(problem=self.problem, sets=one) for one in sets]
        found = [one for one in outlines if one is not None]
        return together(found) if len(found) == len({visit.party.key for visit in self.visits}) else None

    def _try_parties(self) -> None:
        """Plan one party after the other beside those before, then each anew beside all, until none gains by it."""
        stops: list[Stop] = []
        moving = dict.fromkeys(visit.party.key for visit in self.visits)
        order = sorted(moving, key=lambda key: (-self.problem.party_of[key].persons, key))
        for key in order:
            stops += next(self._planned(key, stops, []), [])
        self._take(stops)
        unchanged, turn = 0, 0
        while unchanged < len(order) and not self.limits.is_over:
            key = order[turn % len(order)]
            others, own = _parted(self.stops, key)
            tried = (self._take([*others, *found]) for found in self._planned(key, others, own))
            unchanged = 0 if any(tried) else unchanged + 1
            turn += 1

    def _planned(self, key: str, others: Sequence[Stop], own: Sequence[Stop]) -> Iterator[list[Stop]]:
        """
        Yield stops for one party beside those of others that could be better than its own.

        First on the days of its outline; then on any, as an outline knows of hours and places and not of vehicles.
        """
        problem, party = beside(problem=self.problem, stops=others, party=self.problem.party_of[key])
        wishes = [visit_of(problem=problem, party=one, wish=wish) for one, wish in open_wishes(problem)]
        visits = [visit for visit in wishes if visit.is_possible]
        sets = party_sets(problem=problem, party=party, visits=visits, ways=self.ways)
        plan = outline(problem=problem, sets=sets) if sets is not None else None
        if plan is not None:
            fixed = [stop for stop in self.problem.fixed if stop.party == key]
            value = score(problem=problem, stops=[*fixed, *own]).value - score(problem=problem, stops=fixed).value
            minutes = least_minutes(problem=problem, stops=[*fixed, *own])
            if (-value, minutes) <= (-plan.value, plan.minutes):
                return
            yield from self._solved(problem, kept_to(visits, plan.day_of), plan)
        yield from self._solved(problem, visits, plan)

    def _solved(self, problem: Problem, visits: Sequence[Visit], plan: Outline | None) -> Iterator[list[Stop]]:
        """Yield the best stops found for the visits of one party, beside what is fixed in the problem."""
        model = ProgrammeModel(problem=problem, visits=visits)
        if plan is not None:
            # Only what leaves a wish out can take less time than its outline.
            model.cp.add(model.minutes + plan.minutes * (plan.value - model.value) >= plan.minutes)
        weight = model.most_uneven + 1
        longest = weight * sum(day.end - day.start for party in self.problem.parties for day in party.days)
        model.hint(self.stops)
        model.cp.maximize(model.value * longest - weight * model.minutes - model.unevenness)
        run = solve(model=model.cp, limits=self.limits, effort=STEP_EFFORT)
        if run.value_of is not None:
            yield model.stops(run.value_of)

    def _take(self, stops: Sequence[Stop]) -> bool:
        """Keep the stops if they are better than what was found before."""
        found = score(problem=self.problem, stops=[*self.problem.fixed, *stops])
        if not found.is_better_than(self._score()):
            return False
        self.stops = list(stops)
        self.value = Layer(found.value, self.value.bound)
        self.minutes = Layer(found.minutes, 0)
        self._tell(minutes=self.minutes)
        return True

    def _know_least(self, plan: Outline | None) -> None:
        """Take over the outline's bound of the minutes, which holds for its value only."""
        if plan is not None and self.value.value == self.fixed_value + plan.value:
            self.minutes = Layer(self.minutes.value, plan.minutes + self._still_minutes())

    def _begin_with_found(self, model: ProgrammeModel) -> None:
        """Give the model the proposal found so far as a whole solution, which hints of the stops alone are not."""
        model.hint(self.stops)
        model.cp.minimize(model.minutes)
        run = solve(model=model.cp, limits=self.limits, effort=STEP_EFFORT, keep_hints=True)
        if run.value_of is not None:
            model.hint_all(run.value_of)

    def _raise_value(self, model: ProgrammeModel) -> bool:
        """Look for more value, or prove that there is none; return whether there was more."""
        if self.value.gap == 0:
            return False
        model.cp.maximize(model.value)

        def tell(objective: int, bound: int) -> None:
            if self.fixed_value + objective > self.value.value:
                self._tell(value=Layer(self.fixed_value + objective, self.fixed_value + bound))

        run = solve(model=model.cp, limits=self.limits, on_solution=tell)
        if run.value_of is None or run.objective is None or run.bound is None:
            return False
        bound = min(self.value.bound, self.fixed_value + run.bound)
        reached = self.fixed_value + run.objective
        is_more = reached > self.value.value
        if is_more:
            self.stops = model.stops(run.value_of)
            self.minutes = Layer(self._score().minutes, 0)
        self.value = Layer(max(reached, self.value.value), bound)
        return is_more

    def _lower_minutes(self, model: ProgrammeModel, plan: Outline | None) -> None:
        model.cp.add(model.value >= self.value.value - self.fixed_value)
        weight = model.most_uneven + 1
        if plan is not None and plan.value == self.value.value - self.fixed_value:
            model.cp.add(model.minutes >= plan.minutes)
        model.cp.minimize(weight * model.minutes + model.unevenness)
        # Parties without any visit to place do not move, and their minutes are no part of the model.
        still = self._still_minutes()

        def bounded(bound: int) -> int:
            return max(0, -((weight - 1 - bound) // weight)) + still

        def tell(objective: int, bound: int) -> None:
            if objective // weight + still < self.minutes.value:
                self._tell(minutes=Layer(objective // weight + still, bounded(bound)))

        run = solve(model=model.cp, limits=self.limits, on_solution=tell)
        if run.value_of is None or run.bound is None:
            return
        stops = model.stops(run.value_of)
        reached = score(problem=self.problem, stops=[*self.problem.fixed, *stops]).minutes
        if run.is_proven or reached < self.minutes.value:
            self.stops = stops
        self.is_proven = run.is_proven and self.value.gap == 0
        self.minutes = Layer(min(reached, self.minutes.value), max(self.minutes.bound, bounded(run.bound)))

    def _still_minutes(self) -> int:
        moving = {visit.party.key for visit in self.visits}
        still = [stop for stop in self.problem.fixed if stop.party not in moving]
        return least_minutes(problem=self.problem, stops=still)

    def _score(self) -> Score:
        return score(problem=self.problem, stops=[*self.problem.fixed, *self.stops])

    def _tell(self, *, value: Layer | None = None, minutes: Layer | None = None) -> None:
        if self.progress is not None:
            self.progress(Progress(time.monotonic() - self.began, value or self.value, minutes))

    def proposal(self) -> Proposal:
        stops = sorted(self.stops, key=lambda stop: (stop.day, stop.start, stop.party))
        return Proposal(
            Status.OPTIMAL if self.is_proven else Status.FEASIBLE,
            tuple(stops),
            tuple(_meals(self.problem, [*self.problem.fixed, *stops])),
            self.value,
            self.minutes,
            self._score().unevenness,
            tuple(self._unplaced(stops)),
            self.seed,
        )

    def _unplaced(self, stops: Sequence[Stop]) -> list[Unplaced]:
        placed = {(stop.party, stop.site) for stop in stops}
        return [
            reasons_for(problem=self.problem, stops=stops, party=party, wish=wish, limits=self.reason_limits)
            for party, wish in open_wishes(self.problem)
            if (party.key, wish.site) not in placed
        ]


def _parted(stops: Sequence[Stop], key: str) -> tuple[list[Stop], list[Stop]]:
    """Return the stops of all other parties, and those of one."""
    return [stop for stop in stops if stop.party != key], [stop for stop in stops if stop.party == key]


def _meals(problem: Problem, stops: Sequence[Stop]) -> list[MealBreak]:
    days = party_days(stops)
    tours = chosen_tours(problem=problem, days=days)
    breaks: list[MealBreak] = []
    for party in problem.parties:
        for day in party.days:
            own, tour = days.get((party.key, day.day), []), tours.get((party.key, day.day))
            # What has no vehicle may come and go as it likes.
            driven = tour is not None and any(stop.vehicle is not None for stop in own)
            away = (tour.leave, tour.back) if tour is not None and driven else None
            breaks += meal_breaks(problem=problem, party=party, day=day, stops=own, away=away)
    return breaks
