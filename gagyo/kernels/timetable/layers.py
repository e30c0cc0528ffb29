"""Aims one after the other: each is brought to its best, and kept there for those after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gagyo.kernels.timetable import worth
from gagyo.kernels.timetable.checking import Report, check
from gagyo.kernels.timetable.model import Model, build
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.runner import Run, left, run
from gagyo.kernels.timetable.solution import Layer, Progress
from gagyo.kernels.timetable.solve import Limits

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from gagyo.kernels.timetable.runner import ValueOf

SHARE, KEPT, CHANGES, VALUE, BREAKS = "worst_share", "kept", "changes", "value", "breaks"
# Of the time that is left, for an aim that others follow.
PART = 0.5


@dataclass(frozen=True)
class Aim:
    """What shall be as much, or as little, as can be."""

    name: str
    expression: cp_model.LinearExprT
    is_most: bool = False


@dataclass
class Standing:
    """
    seats: the best timetable so far; None before the first
    layers: what each aim reached, and its bound
    """

    problem: Problem
    seats: Mapping[str, Seat] | None = None
    layers: dict[str, Layer] = field(default_factory=dict)
    seconds_to_best: float = 0.0
    is_impossible: bool = False

    @property
    def is_proven(self) -> bool:
        """Whether nothing can become better."""
        return BREAKS in self.layers and all(layer.gap == 0 for layer in self.layers.values())


def solve_layers(problem: Problem, limits: Limits, start: Mapping[str, Seat] | None = None) -> Standing:
    """
    Bring each aim to its best in its order.

    start: a timetable to begin with, which need not keep every rule
    known: bounds of aims that are proven otherwise
    """
    standing = Standing(problem)
    model = build(problem)
    _hint(model, {key: seat.slot for key, seat in (start or problem.previous).items()})
    aims = _aims(model)
    for aim in aims:
        seconds = left(limits) * (1.0 if aim is aims[-1] else PART)
        found = _reach(model, aim, limits, seconds, standing)
        if found.value_of is None or found.objective is None or found.bound is None:
            standing.is_impossible = found.is_impossible and aim is aims[0]
            break
        standing.layers[aim.name] = Layer(found.objective, found.bound)
        _keep(model, aim, found)
    return standing


def fewer_breaks(standing: Standing, limits: Limits) -> None:
    """Bring the breaks of a timetable down, at no cost to what it holds and to whom it is worth what."""
    assert standing.seats is not None
    model = build(standing.problem)
    slots = {key: seat.slot for key, seat in standing.seats.items()}
    _hint(model, slots)
    for aim in _aims(model)[:-1]:
        reached = standing.layers[aim.name].reached
        model.cp.add(aim.expression >= reached if aim.is_most else aim.expression <= reached)
    found = _reach(model, Aim(BREAKS, model.breaks), limits, left(limits), standing)
    if found.objective is not None and found.bound is not None:
        standing.layers[BREAKS] = Layer(found.objective, max(found.bound, standing.layers[BREAKS].bound))


def _aims(model: Model) -> Sequence[Aim]:
    """Return the aims of a problem, the first above all others."""
    problem = model.problem
    found: list[Aim] = []
    wishes = [meeting for meeting in problem.meetings if not meeting.must]
    if problem.previous:
        held = [model.held(key) for key in problem.previous if not problem.meeting_of[key].must]
        if held:
            found.append(Aim(KEPT, sum(held), is_most=True))
        found.append(Aim(CHANGES, _changes(model)))
    elif wishes and worth.most_values(problem):
        found.append(Aim(SHARE, _share(model), is_most=True))
    if wishes:
        value = sum(meeting.value * model.held(meeting.key) for meeting in problem.meetings)
        found.append(Aim(VALUE, value, is_most=True))
    return [*found, Aim(BREAKS, model.breaks)]


def _changes(model: Model) -> cp_model.LinearExprT:
    problem = model.problem
    all_of_them = sum(problem.meeting_of[key].change_cost for key in problem.previous)
    kept = [
        problem.meeting_of[key].change_cost * model.places[key][seat.slot]
        for key, seat in problem.previous.items()
        if seat.slot in model.places[key]
    ]
    return all_of_them - sum(kept)


def _share(model: Model) -> cp_model.LinearExprT:
    """Return a variable that no participant's share is below."""
    problem = model.problem
    share = model.cp.new_int_var(0, worth.WHOLE, "")
    for key, most in worth.most_values(problem).items():
        theirs = problem.meetings_of[key]
        got = sum(worth.value_to(meeting, key) * model.held(meeting.key) for meeting in theirs)
        model.cp.add(worth.WHOLE * got >= most * share)
    return share


def _reach(model: Model, aim: Aim, limits: Limits, seconds: float, standing: Standing) -> Run:
    """Bring one aim to its best, and leave the timetable in the standing."""

    def learn(value_of: ValueOf, bound: int) -> None:
        standing.seats = model.seats(value_of)
        standing.seconds_to_best = limits.seconds
        tell(standing, limits, bound if aim.name == BREAKS else 0)

    (model.cp.maximize if aim.is_most else model.cp.minimize)(aim.expression)
    found = run(model=model.cp, limits=limits, seconds=seconds, on_solution=learn)
    if found.value_of is not None:
        standing.seats = model.seats(found.value_of)
    return found


def tell(standing: Standing, limits: Limits, bound: int) -> None:
    """Tell of the timetable so far. bound: of its breaks"""
    if limits.progress is not None:
        report = report_of(standing)
        limits.progress(Progress(limits.seconds, report.breaks, bound, report.value, report.changes))


def report_of(standing: Standing) -> Report:
    """Return what the timetable so far is worth."""
    return check(problem=standing.problem, seats=standing.seats or {})


def _keep(model: Model, aim: Aim, found: Run) -> None:
    """Let no aim after this one cost any of it, and begin there with this timetable."""
    assert found.objective is not None and found.value_of is not None
    if aim.is_most:
        model.cp.add(aim.expression >= found.objective)
    else:
        model.cp.add(aim.expression <= found.objective)
    value_of: Callable[[cp_model.LinearExprT], int] = found.value_of
    model.cp.clear_hints()  # type: ignore[no-untyped-call]  # of a library
    for places in model.places.values():
        for place in places.values():
            model.cp.add_hint(place, value_of(place))


def _hint(model: Model, slots: Mapping[str, int]) -> None:
    for key, places in model.places.items():
        for slot, place in places.items():
            if key in slots:
                model.cp.add_hint(place, slots[key] == slot)
