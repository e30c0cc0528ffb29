"""The part of the model that parties share: room at the sites, interpreters and rooms."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from gagyo.kernels.programme.frame import Frame, VisitVars, total
from gagyo.kernels.programme.problem import Interpreter
from gagyo.kernels.programme.windows import Ranges

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
