"""The part of the model that is the vehicles': each is with one party at a time, also while that party eats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from gagyo.kernels.programme.frame import DAY_OFFSET, Frame, TourVars, total
from gagyo.kernels.programme.problem import Stop, Vehicle
from gagyo.kernels.programme.routes import kept_meals
from gagyo.kernels.programme.runs import PartyDay, Run, by_vehicle, chosen_tours, party_days, run_of
from gagyo.kernels.programme.tours import Tour, bare_tour, tours_of
from gagyo.kernels.programme.windows import spans_on

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


@dataclass(frozen=True)
class _Span:
    """
    A vehicle's time with a party, on the line of all days.

    literals: it has the vehicle if they all hold
    run: of fixed stops only, as it is if nothing is proposed
    """

    party: str
    base: str
    start: cp_model.LinearExpr
    end: cp_model.LinearExpr
    literals: tuple[cp_model.IntVar, ...] = ()
    run: Run | None = None


def add_vehicles(frame: Frame) -> None:
    """Give each day of a party that needs one a vehicle, from leaving the base until back."""
    spans: defaultdict[tuple[str, date], list[_Span]] = defaultdict(list)
    for tour in frame.tours.values():
        if tour.party.needs_vehicle:
            _choose_vehicle(frame, tour)
            for key, literal in tour.vehicles.items():
                span = _Span(tour.party.key, tour.party.base, tour.leave, tour.back, (literal,))
                spans[key, tour.day.day].append(span)
    for vehicle_day, span in _fixed_spans(frame):
        spans[vehicle_day].append(span)
    for (key, day), held in spans.items():
        for start, end in spans_on(frame.problem.vehicle_of[key].busy, day):
            for span in held:
                _keep_clear(frame, span, day, (start, end))
        for one, other in combinations(held, 2):
            _keep_order(frame, one, other)


def _choose_vehicle(frame: Frame, tour: TourVars) -> None:
    for vehicle in _candidates(frame, tour):
        name = f"{vehicle.key} for {tour.party.key} on {tour.day.day}"
        tour.vehicles[vehicle.key] = frame.model.new_bool_var(name)
    literals = list(tour.vehicles.values())
    frame.model.add_at_most_one(literals)
    unless: list[cp_model.LiteralT] = [tour.is_used]
    if "vehicle" in frame.relaxed and frame.rechecked is not None and frame.rechecked.party == tour.party:
        unless.append(frame.relaxed["vehicle"].negated())
    frame.model.add(total(literals) == 1).only_enforce_if(unless)


def _candidates(frame: Frame, tour: TourVars) -> list[Vehicle]:
    """Return the vehicles large enough; if a person chose one of them for this day, no other."""
    named = {s.vehicle for s in frame.problem.fixed if s.party == tour.party.key and s.day == tour.day.day}
    large = [one for one in frame.problem.vehicles if one.seats >= tour.party.persons]
    return [one for one in large if one.key in named] or large


def _fixed_spans(frame: Frame) -> Iterator[tuple[tuple[str, date], _Span]]:
    """Yield by vehicle and date how long it is with each party by the stops that a person fixed."""
    days = party_days(stop for stop in frame.problem.fixed if frame.knows(stop.day))
    alone = chosen_tours(problem=frame.problem, days=days)
    still: dict[PartyDay, list[tuple[Tour, cp_model.IntVar]]] = {}
    for (vehicle, day), parties in by_vehicle(days).items():
        for key in parties:
            own = days[key, day]
            run = run_of(problem=frame.problem, vehicle=vehicle, own=own, tour=alone[key, day])
            if (key, day) in frame.tours:
                start, end = _moving_ends(frame, vehicle, own, frame.tours[key, day])
            else:
                if (key, day) not in still:
                    still[key, day] = _still_tours(frame, own)
                start, end = _still_ends(frame, vehicle, own, still[key, day])
            yield (vehicle, day), _Span(key, run.base, start, end, run=run)


def _moving_ends(
    frame: Frame, vehicle: str, own: Sequence[Stop], tour: TourVars
) -> tuple[cp_model.LinearExpr, cp_model.LinearExpr]:
    """Return the run of a party that may move: longer than between its fixed stops if it eats before or after them."""
    model, at = frame.model, frame.offset(tour.day.day)
    bare = bare_tour(problem=frame.problem, party=tour.party, stops=own)
    run = run_of(problem=frame.problem, vehicle=vehicle, own=own, tour=bare)
    if not kept_meals(frame.problem, tour.party, tour.day):
        return model.new_constant(at + run.start), model.new_constant(at + run.end)
    start = model.new_int_var(at - DAY_OFFSET, at + run.start, f"{vehicle} to {run.party}")
    end = model.new_int_var(at + run.end, at + 2 * DAY_OFFSET, f"{vehicle} from {run.party}")
    if run.stops[0] is own[0] and tour.fixed_first is not None:
        model.add(start <= tour.leave).only_enforce_if(tour.fixed_first)
    if max(stop.end for stop in run.stops) == max(stop.end for stop in own) and tour.fixed_last is not None:
        model.add(end >= tour.back).only_enforce_if(tour.fixed_last)
    return start, end


def _still_tours(frame: Frame, own: Sequence[Stop]) -> list[tuple[Tour, cp_model.IntVar]]:
    """Choose one of the tours of a party that does not move; those that are not its shortest cost minutes."""
    party = frame.problem.party_of[own[0].party]
    tours = tours_of(problem=frame.problem, party=party, stops=own)
    chosen = [(tour, frame.model.new_bool_var(f"{party.key} leaves {tour.leave}")) for tour in tours]
    frame.model.add_exactly_one(literal for _, literal in chosen)
    frame.longer += [(tour.minutes - tours[0].minutes) * literal for tour, literal in chosen]
    return chosen


def _still_ends(
    frame: Frame, vehicle: str, own: Sequence[Stop], tours: Sequence[tuple[Tour, cp_model.IntVar]]
) -> tuple[cp_model.LinearExpr, cp_model.LinearExpr]:
    at = frame.offset(own[0].day)
    runs = [(run_of(problem=frame.problem, vehicle=vehicle, own=own, tour=tour), literal) for tour, literal in tours]
    return total((at + run.start) * literal for run, literal in runs), total(
        (at + run.end) * literal for run, literal in runs
    )


def _keep_clear(frame: Frame, span: _Span, day: date, busy: tuple[int, int]) -> None:
    """Keep a run clear of what the vehicle does otherwise, unless it was not before."""
    at, (start, end) = frame.offset(day), busy
    if span.run is not None and span.run.start < end and start < span.run.end:
        return
    before = frame.model.new_bool_var(f"before {start}")
    frame.model.add(span.end <= at + start).only_enforce_if([*span.literals, before])
    frame.model.add(span.start >= at + end).only_enforce_if([*span.literals, before.negated()])


def _keep_order(frame: Frame, one: _Span, other: _Span) -> None:
    """Let a vehicle come back from one party before it goes to the other, unless it could not before."""
    if one.party == other.party:
        return
    there, back = frame.problem.way(one.base, other.base), frame.problem.way(other.base, one.base)
    mine, its = one.run, other.run
    if mine is not None and its is not None and its.start < mine.end + there and mine.start < its.end + back:
        return
    before = frame.model.new_bool_var("vehicle first here")
    both = [*one.literals, *other.literals]
    frame.model.add(other.start >= one.end + there).only_enforce_if([*both, before])
    frame.model.add(one.start >= other.end + back).only_enforce_if([*both, before.negated()])
