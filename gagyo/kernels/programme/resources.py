"""The part of the model that parties share: room at the sites, interpreters, rooms and vehicles."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from gagyo.kernels.programme.clashes import Run, run_of
from gagyo.kernels.programme.frame import Frame, TourVars, VisitVars, total
from gagyo.kernels.programme.problem import Interpreter, Stop, Vehicle
from gagyo.kernels.programme.windows import Ranges, spans_on

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def add_capacities(frame: Frame) -> None:
    """Keep persons at once within each site's capacity, beside those whom a person has put there already."""
    for site in frame.problem.sites:
        here = [one for one in frame.visits if one.visit.site.key == site.key]
        if site.capacity is None or not here:
            continue
        intervals = [_visit_interval(frame, "capacity", one) for one in here]
        demands = [one.visit.party.persons for one in here]
        for start, end, persons in _fixed_load(frame, site.key):
            intervals.append(frame.model.new_fixed_size_interval_var(start, end - start, "fixed"))
            demands.append(min(persons, site.capacity))
        if sum(demands) > site.capacity:
            frame.model.add_cumulative(intervals, demands, site.capacity)


def _visit_interval(frame: Frame, rule: str, one: VisitVars) -> cp_model.IntervalVar:
    """Return the visit's interval, or a second one that is there only if the visit keeps to the rule."""
    keeps = frame.keeps(rule, one)
    if keeps is one.present:
        return one.interval
    return frame.model.new_optional_fixed_size_interval_var(one.start, one.visit.minutes, keeps, "keeps")


def _fixed_load(frame: Frame, site: str) -> list[tuple[int, int, int]]:
    """Return from when to when how many persons are at a site by fixed stops, on the line of all days."""
    events: defaultdict[int, int] = defaultdict(int)
    for stop in frame.problem.fixed:
        if stop.site == site and frame.knows(stop.day):
            at, persons = frame.offset(stop.day), frame.problem.party_of[stop.party].persons
            events[at + stop.start] += persons
            events[at + stop.end] -= persons
    load, out, times = 0, [], sorted(events)
    for start, end in pairwise(times):
        load += events[start]
        if load:
            out.append((start, end, load))
    return out


def add_choices(frame: Frame) -> None:
    """Give each visit that needs one an interpreter and a room, each with one party at a time."""
    for one in frame.visits:
        if one.visit.needs_interpreter:
            _add_choice(frame, "interpreter", one, one.visit.interpreters)
        if one.visit.site.needs_room:
            _add_choice(frame, "room", one, one.visit.rooms)
    for interpreter in frame.problem.interpreters:
        _keep_apart(frame, ("interpreter", interpreter.key), interpreter.rest_minutes)
        _keep_hours(frame, interpreter)
    for room in frame.problem.rooms:
        _keep_apart(frame, ("room", room.key), 0)
    for one, other in combinations(frame.visits, 2):
        _keep_way(frame, one, other)


def _add_choice(frame: Frame, kind: str, one: VisitVars, windows: dict[str, dict[date, Ranges]]) -> None:
    model = frame.model
    for key, by_day in windows.items():
        literal = model.new_bool_var(f"{kind} {key} at {one.visit.key}")
        model.add_linear_expression_in_domain(one.start, frame.domain(by_day)).only_enforce_if(literal)
        model.add_implication(literal, one.present)
        one.choices[kind, key] = literal
    mine = [literal for (what, _), literal in one.choices.items() if what == kind]
    model.add_at_most_one(mine)
    model.add(total(mine) == 1).only_enforce_if(frame.keeps(kind, one))


def _keep_apart(frame: Frame, choice: tuple[str, str], rest: int) -> None:
    intervals = [
        frame.model.new_optional_fixed_size_interval_var(
            one.start, one.visit.minutes + rest, one.choices[choice], f"{choice[1]} at {one.visit.key}"
        )
        for one in frame.visits
        if choice in one.choices
    ]
    if len(intervals) > 1:
        frame.model.add_no_overlap(intervals)


def _keep_hours(frame: Frame, interpreter: Interpreter) -> None:
    """Keep an interpreter's minutes of each day within what is allowed."""
    if interpreter.minutes_a_day is None:
        return
    by_day: defaultdict[date, list[cp_model.LinearExpr]] = defaultdict(list)
    for one in frame.visits:
        literal = one.choices.get(("interpreter", interpreter.key))
        if literal is not None:
            for day, on_day in one.on_day.items():
                both = frame.model.new_bool_var(f"{interpreter.key} at {one.visit.key} on {day}")
                frame.model.add_bool_or(~literal, ~on_day, both)
                by_day[day].append(one.visit.minutes * both)
    for day, minutes in by_day.items():
        spent = sum(s.minutes for s in frame.problem.fixed if s.interpreter == interpreter.key and s.day == day)
        frame.model.add(total(minutes) + spent <= max(interpreter.minutes_a_day, spent))


def _keep_way(frame: Frame, one: VisitVars, other: VisitVars) -> None:
    """Leave an interpreter who serves two parties the time to go from one to the other."""
    shared = [c for c in one.choices if c in other.choices and c[0] == "interpreter"]
    days = one.visit.starts.keys() & other.visit.starts.keys()
    if not shared or not days or one.visit.party.key == other.visit.party.key:
        return
    there = frame.problem.way(one.visit.site.key, other.visit.site.key)
    back = frame.problem.way(other.visit.site.key, one.visit.site.key)
    rest = min(frame.problem.interpreter_of[key].rest_minutes for _, key in shared)
    if max(there, back) <= rest:
        return
    before, after = frame.model.new_bool_var("before"), frame.model.new_bool_var("after")
    frame.model.add(other.start >= one.end + there).only_enforce_if(before)
    frame.model.add(one.start >= other.end + back).only_enforce_if(after)
    for choice in shared:
        frame.model.add_bool_or(~one.choices[choice], ~other.choices[choice], before, after)


def add_vehicles(frame: Frame) -> None:
    """Give each day of a party that needs one a vehicle, from leaving the base until back."""
    riders = [tour for tour in frame.tours.values() if tour.party.needs_vehicle]
    taken: dict[tuple[str, date], list[tuple[TourVars, cp_model.IntVar]]] = defaultdict(list)
    for tour in riders:
        literals = []
        for vehicle in _candidates(frame, tour):
            literal = frame.model.new_bool_var(f"{vehicle.key} for {tour.party.key} on {tour.day.day}")
            _keep_clear(frame, tour, vehicle, literal)
            taken[vehicle.key, tour.day.day].append((tour, literal))
            tour.vehicles[vehicle.key] = literal
            literals.append(literal)
        frame.model.add_at_most_one(literals)
        unless: list[cp_model.LiteralT] = [tour.is_used]
        if "vehicle" in frame.relaxed and frame.rechecked is not None and frame.rechecked.party == tour.party:
            unless.append(frame.relaxed["vehicle"].negated())
        frame.model.add(total(literals) == 1).only_enforce_if(unless)
    for tours in taken.values():
        for (one, first), (other, second) in combinations(tours, 2):
            _keep_order(frame, one, other, [first, second])


def _candidates(frame: Frame, tour: TourVars) -> list[Vehicle]:
    """Return the vehicles large enough; if a person chose one of them for this day, no other."""
    named = {s.vehicle for s in frame.problem.fixed if s.party == tour.party.key and s.day == tour.day.day}
    large = [one for one in frame.problem.vehicles if one.seats >= tour.party.persons]
    return [one for one in large if one.key in named] or large


def _keep_clear(frame: Frame, tour: TourVars, vehicle: Vehicle, literal: cp_model.IntVar) -> None:
    """Keep the tour clear of what the vehicle does otherwise, and of fixed stops of other parties with it."""
    at, base = frame.offset(tour.day.day), tour.party.base
    spans = spans_on(vehicle.busy, tour.day.day)
    for run in _fixed_runs(frame, tour, vehicle):
        spans.append((run.start - frame.problem.way(base, run.base), run.end + frame.problem.way(run.base, base)))
    for start, end in spans:
        before = frame.model.new_bool_var(f"{vehicle.key} before {start}")
        frame.model.add(tour.back <= at + start).only_enforce_if([literal, before])
        frame.model.add(tour.leave >= at + end).only_enforce_if([literal, before.negated()])


def _fixed_runs(frame: Frame, tour: TourVars, vehicle: Vehicle) -> list[Run]:
    by_party: defaultdict[str, list[Stop]] = defaultdict(list)
    for stop in sorted(frame.problem.fixed, key=lambda stop: stop.start):
        if stop.vehicle == vehicle.key and stop.day == tour.day.day and stop.party != tour.party.key:
            by_party[stop.party].append(stop)
    return [run_of(problem=frame.problem, stops=own) for own in by_party.values()]


def _keep_order(frame: Frame, one: TourVars, other: TourVars, both: list[cp_model.IntVar]) -> None:
    there = frame.problem.way(one.party.base, other.party.base)
    back = frame.problem.way(other.party.base, one.party.base)
    before = frame.model.new_bool_var("vehicle first here")
    frame.model.add(other.leave >= one.back + there).only_enforce_if([*both, before])
    frame.model.add(one.leave >= other.back + back).only_enforce_if([*both, before.negated()])
