"""
The part of the model that is one party's: one closed way through all its days.

The nights are places on the way too, at which the party must be in turn; with time running along the way they part
the days. So a party has one circuit and each visit one place in it, not one for every day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gagyo.kernels.programme.frame import Frame, TourVars, VisitVars, total
from gagyo.kernels.programme.meals import is_due
from gagyo.kernels.programme.problem import Interval, Meal, Party, Problem, Stop
from gagyo.kernels.programme.tours import blocks_of, missed_meals

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

# How far outside a party's day a fixed stop, with the way to it, can reach.
DAY_SLACK = 1440


@dataclass
class Node:
    """
    A place on a party's way: a visit, a block of fixed stops, or a meal at its own place.

    present: whether it is on the way; without any it always is
    windows: by date, its earliest end and its latest start
    is_loose: whether a party may come before a fixed block starts, and leave after it ends
    """

    entry: str
    exit: str
    arrive: cp_model.LinearExpr
    leave: cp_model.LinearExpr
    present: cp_model.IntVar | None
    windows: dict[date, tuple[int, int]]
    is_fixed: bool = False
    is_loose: bool = False


def fixed_on(problem: Problem, party: Party, day: date) -> list[Stop]:
    own = [stop for stop in problem.fixed if stop.party == party.key and stop.day == day]
    return sorted(own, key=lambda stop: (stop.start, stop.end))


def add_route(frame: Frame, party: Party) -> cp_model.LinearExpr:
    """
    Add a party's way through its days, with time for it and for meals.

    :return: its minutes of travel and waiting, over all days
    """
    visits = frame.of_party(party)
    for day in party.days:
        frame.tours[party.key, day.day] = _tour(frame, party, day, visits)
    nodes: list[Node] = []
    spent = [one for day in party.days for one in _add_fixed_and_meals(frame, party, day, nodes)]
    spent += [_add_visit(frame, one, nodes) for one in visits]
    travel = _add_circuit(frame, party, nodes)
    longest = sum(day.end - day.start for day in party.days) + 2 * DAY_SLACK * len(party.days)
    waiting = frame.model.new_int_var(0, longest, f"waiting {party.key}")
    tours = [frame.tours[party.key, day.day] for day in party.days]
    frame.model.add(total(tour.back - tour.leave for tour in tours) == total(spent) + travel + waiting)
    return travel + waiting


def _add_fixed_and_meals(frame: Frame, party: Party, day: Interval, nodes: list[Node]) -> Iterator[cp_model.LinearExpr]:
    """Add the fixed stops and the meals of a day; yield the minutes that each takes within the tour."""
    at = frame.offset(day.day)
    for block in blocks_of(problem=frame.problem, stops=fixed_on(frame.problem, party, day.day)):
        start, end = frame.model.new_constant(at + block.start), frame.model.new_constant(at + block.end)
        window = {day.day: (block.end, block.start)}
        nodes.append(Node(block.entry, block.exit, start, end, None, window, is_fixed=True))
        yield frame.model.new_constant(block.end - block.start)
    for meal in kept_meals(frame.problem, party, day):
        yield _add_meal(frame, party, day, meal, nodes)


def _add_visit(frame: Frame, one: VisitVars, nodes: list[Node]) -> cp_model.LinearExpr:
    there = frame.keeps("time", one)
    windows = {day: (ranges[0][0] + one.visit.minutes, ranges[-1][1]) for day, ranges in one.visit.starts.items()}
    nodes.append(Node(one.visit.site.key, one.visit.site.key, one.arrive, one.leave, there, windows))
    return one.visit.minutes * there


def _tour(frame: Frame, party: Party, day: Interval, visits: Sequence[VisitVars]) -> TourVars:
    model, at, name = frame.model, frame.offset(day.day), f"{party.key} on {day.day}"
    fixed = fixed_on(frame.problem, party, day.day)
    # A person may have fixed a stop outside the day's hours: the way to it widens the tour, not the time for others.
    low = min([day.start, *(stop.start - frame.problem.way(party.base, stop.site) for stop in fixed)])
    high = max([day.end, *(stop.end + frame.problem.way(stop.site, party.base) for stop in fixed)])
    leave = model.new_int_var(at + max(low, -DAY_SLACK), at + high, f"leave {name}")
    back = model.new_int_var(at + max(low, -DAY_SLACK), at + min(high, 2 * DAY_SLACK), f"back {name}")
    model.add(leave <= back)
    is_used = model.new_bool_var(f"used {name}")
    there = [_on_way(frame, one, day.day) for one in visits if day.day in one.on_day]
    model.add_max_equality(is_used, there) if there else model.add(is_used == 0)
    return TourVars(party, day, leave, back, is_used)


def _on_way(frame: Frame, one: VisitVars, day: date) -> cp_model.IntVar:
    """Return the literal that the visit is part of the party's way on a date."""
    keeps = frame.keeps("time", one)
    if keeps is one.present:
        return one.on_day[day]
    both = frame.model.new_bool_var(f"{one.visit.key} on the way on {day}")
    frame.model.add_bool_and(keeps, one.on_day[day]).only_enforce_if(both)
    frame.model.add_bool_or(~keeps, ~one.on_day[day], both)
    return both


def kept_meals(problem: Problem, party: Party, day: Interval) -> list[Meal]:
    """Return the meals for which time must be kept, without those that the fixed stops already make impossible."""
    fixed = fixed_on(problem, party, day.day)
    gone = {stop.meal for stop in fixed}
    gone |= {meal.key for meal in missed_meals(problem=problem, party=party, day=day, stops=fixed)}
    return [meal for meal in problem.meals if meal.key not in gone and is_due(meal=meal, day=day)]


def _add_meal(frame: Frame, party: Party, day: Interval, meal: Meal, nodes: list[Node]) -> cp_model.LinearExpr:
    """Add a meal of a day; return the minutes that it takes within the tour."""
    model, at, tour = frame.model, frame.offset(day.day), frame.tours[party.key, day.day]
    early, late = max(meal.earliest, day.start), min(meal.latest, day.end)
    start = model.new_int_var(at + early, at + late - meal.minutes, f"{meal.key} {party.key} on {day.day}")
    eaten = None if fixed_on(frame.problem, party, day.day) else tour.is_used
    if meal.place is not None:
        window = {day.day: (early + meal.minutes, late - meal.minutes)}
        nodes.append(Node(meal.place, meal.place, start, start + meal.minutes, eaten, window))
        return meal.minutes * (model.new_constant(1) if eaten is None else eaten)
    inside = _meal_beside_stops(frame, party, day, meal, start, nodes)
    at_base = model.new_bool_var(f"{meal.key} before leaving {party.key} on {day.day}")
    model.add(start + meal.minutes <= tour.leave).only_enforce_if(at_base)
    at_end = model.new_bool_var(f"{meal.key} after return {party.key} on {day.day}")
    model.add(start >= tour.back).only_enforce_if(at_end)
    model.add(total([*inside, at_base, at_end]) == (1 if eaten is None else eaten))
    return meal.minutes * total(inside)


def _meal_beside_stops(
    frame: Frame, party: Party, day: Interval, meal: Meal, start: cp_model.IntVar, nodes: list[Node]
) -> list[cp_model.IntVar]:
    """Let the meal be taken at a visit or a fixed block, before or after it."""
    model, literals = frame.model, []
    end = start + meal.minutes
    for one in frame.of_party(party):
        if day.day in one.on_day:
            _give_room(frame, one)
            before, after = model.new_bool_var("meal before"), model.new_bool_var("meal after")
            model.add(one.arrive <= start).only_enforce_if(before)
            model.add(end <= one.start).only_enforce_if(before)
            model.add(one.end <= start).only_enforce_if(after)
            model.add(end <= one.leave).only_enforce_if(after)
            model.add_at_most_one(before, after)
            there = _on_way(frame, one, day.day)
            for literal in (before, after):
                model.add_implication(literal, there)
            literals += [before, after]
    at = frame.offset(day.day)
    for node in nodes:
        if node.is_fixed and day.day in node.windows:
            literals += _meal_beside_block(frame, node, start, meal.minutes, at, node.windows[day.day])
    return literals


def _meal_beside_block(
    frame: Frame, node: Node, start: cp_model.IntVar, minutes: int, at: int, window: tuple[int, int]
) -> list[cp_model.IntVar]:
    model, block_end, block_start = frame.model, *window
    if not node.is_loose:
        node.is_loose = True
        node.arrive = model.new_int_var(at - 1440, at + block_start, "arrive at fixed")
        node.leave = model.new_int_var(at + block_end, at + 2880, "leave fixed")
    before, after = model.new_bool_var("meal before"), model.new_bool_var("meal after")
    model.add(node.arrive <= start).only_enforce_if(before)
    model.add(start + minutes <= at + block_start).only_enforce_if(before)
    model.add(at + block_end <= start).only_enforce_if(after)
    model.add(start + minutes <= node.leave).only_enforce_if(after)
    return [before, after]


def _give_room(frame: Frame, one: VisitVars) -> None:
    """Let a party arrive before the visit begins and leave after it ends."""
    if one.arrive is not one.start:
        return
    starts = frame.domain(one.visit.starts)
    low, high = starts.min(), starts.max()
    arrive = frame.model.new_int_var(low - 1440, high, f"arrive {one.visit.key}")
    leave = frame.model.new_int_var(low + one.visit.minutes, high + 2880, f"leave {one.visit.key}")
    frame.model.add(arrive <= one.start)
    frame.model.add(leave >= one.end)
    one.arrive, one.leave = arrive, leave


def _add_circuit(frame: Frame, party: Party, nodes: Sequence[Node]) -> cp_model.LinearExpr:
    """Add the arcs with their times; return the minutes on the way. Node k < len(days) is the night before day k."""
    nights = len(party.days)
    arcs: list[tuple[int, int, cp_model.LiteralT]] = []
    travel: list[cp_model.LinearExpr] = []
    for index, day in enumerate(party.days):
        here = [(nights + at, node) for at, node in enumerate(nodes) if day.day in node.windows]
        travel += _night_arcs(frame, frame.tours[party.key, day.day], here, (index, (index + 1) % nights), arcs)
    for at, node in enumerate(nodes):
        if node.present is not None:
            arcs.append((nights + at, nights + at, node.present.negated()))
        for to, other in enumerate(nodes):
            way = frame.problem.way(node.exit, other.entry)
            if at != to and _can_follow(node, other, way):
                literal = frame.model.new_bool_var(f"{party.key} {node.exit} to {other.entry}")
                frame.model.add(other.arrive >= node.leave + way).only_enforce_if(literal)
                arcs.append((nights + at, nights + to, literal))
                travel.append(way * literal)
    frame.model.add_circuit(arcs)
    return total(travel)


def _can_follow(node: Node, other: Node, way: int) -> bool:
    """Whether some day has time for both in this order."""
    return any(day in other.windows and end + way <= other.windows[day][1] for day, (end, _) in node.windows.items())


def _night_arcs(
    frame: Frame,
    tour: TourVars,
    here: Sequence[tuple[int, Node]],
    nights: tuple[int, int],
    arcs: list[tuple[int, int, cp_model.LiteralT]],
) -> list[cp_model.LinearExpr]:
    model, base, at = frame.model, tour.party.base, frame.offset(tour.day.day)
    travel: list[cp_model.LinearExpr] = []
    for index, node in here:
        out, back = frame.problem.way(base, node.entry), frame.problem.way(node.exit, base)
        first, last = model.new_bool_var("first of day"), model.new_bool_var("last of day")
        model.add(node.arrive >= tour.leave + out).only_enforce_if(first)
        model.add(tour.back >= node.leave + back).only_enforce_if(last)
        if node.is_fixed:
            # Fixed stops are among the nodes in the order of time.
            tour.fixed_first = first if tour.fixed_first is None else tour.fixed_first
            tour.fixed_last = last
        else:
            model.add(tour.leave >= at + tour.day.start).only_enforce_if(first)
            model.add(tour.back <= at + tour.day.end).only_enforce_if(last)
        arcs += [(nights[0], index, first), (index, nights[1], last)]
        travel += [out * first, back * last]
    if not any(node.is_fixed for _, node in here):
        arcs.append((nights[0], nights[1], tour.is_used.negated()))
    return travel
