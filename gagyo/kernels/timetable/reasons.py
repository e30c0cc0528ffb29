"""
Why a meeting was left out: the cheapest demands to drop so that it could be held beside what is held.

First every slot is tried with all others where they are, or moved out of the way; then, as far as time allows, whether
with all of them moved as need be less would do. Evenly shared breaks are no reason: they are not looked at.
"""

import time
from collections.abc import Mapping

from gagyo.kernels.timetable import fixed
from gagyo.kernels.timetable.model import build
from gagyo.kernels.timetable.placing import Placing
from gagyo.kernels.timetable.problem import Meeting, Problem, Seat
from gagyo.kernels.timetable.runner import run
from gagyo.kernels.timetable.solution import Demand, DemandKind, Missing
from gagyo.kernels.timetable.solve import Limits
from gagyo.kernels.timetable.wishes import only

# How much rather a person drops one than another. That a meeting in the way is held comes last, a must after all.
PRICES = {
    DemandKind.MOST_MEETINGS: 2,
    DemandKind.PIN: 3,
    DemandKind.PRECEDENCE: 3,
    DemandKind.BLOCK: 3,
    DemandKind.AWAY: 4,
    DemandKind.TABLE: 4,
    DemandKind.INTERPRETER: 4,
    DemandKind.EQUIPMENT: 4,
    DemandKind.TRAVEL: 4,
    DemandKind.RIDE: 4,
    DemandKind.TABLES: 5,
    DemandKind.HELD: 8,
}
MUST_PRICE = 20
# Of the whole search, for all meetings left out; of each of them.
SECONDS, SECONDS_EACH = 2.0, 0.5
# Meetings times slots up to which less is looked for with all meetings moved.
SMALL = 2500


def missing(problem: Problem, seats: Mapping[str, Seat], limits: Limits) -> tuple[Missing, ...]:
    """Tell of every meeting left out what it would take; no demands where the time was over before."""
    end = min(limits.deadline, time.monotonic() + SECONDS)
    placing = Placing(problem)
    for key, seat in seats.items():
        placing.put(key, seat.slot)
    found = []
    for meeting in problem.meetings:
        if meeting.key in seats:
            continue
        is_late = time.monotonic() >= end or limits.is_over
        found.append(Missing(meeting.key, () if is_late else _demands(placing, seats, meeting, limits, end)))
    return tuple(found)


def price(problem: Problem, demand: Demand) -> int:
    """Return how dear it is to drop a demand."""
    if demand.kind == DemandKind.HELD and problem.meeting_of[demand.keys[0]].must:
        return MUST_PRICE
    return PRICES.get(demand.kind, MUST_PRICE)


def _demands(
    placing: Placing, seats: Mapping[str, Seat], meeting: Meeting, limits: Limits, end: float
) -> tuple[Demand, ...]:
    problem = placing.problem
    ways = [_in_the_way(placing, seats, meeting, slot) for slot in range(problem.slots)]
    demands = min(ways, key=lambda some: sum(price(problem, one) for one in some))
    if len(seats) * problem.slots <= SMALL:
        seconds = min(SECONDS_EACH, end - time.monotonic())
        return _fewer(problem, seats, meeting, limits, seconds, demands)
    return demands


def _in_the_way(placing: Placing, seats: Mapping[str, Seat], meeting: Meeting, slot: int) -> tuple[Demand, ...]:
    """Return what would have to be dropped if a meeting were in a slot."""
    problem = placing.problem
    found = []
    for key in meeting.participants:
        participant = problem.participant_of[key]
        if slot in participant.forbidden:
            found.append(Demand(DemandKind.AWAY, (key,)))
        theirs = [one for one in problem.meetings_of[key] if one.key in seats]
        other = next((one for one in theirs if seats[one.key].slot == slot), None)
        is_full = participant.most_meetings is not None and len(theirs) >= participant.most_meetings
        moves = other is not None and any(at != slot for at in _elsewhere(placing, other.key))
        if other is not None and not moves:
            found.append(Demand(DemandKind.HELD, (other.key,)))
        elif is_full:
            found.append(Demand(DemandKind.MOST_MEETINGS, (key,)))
    found += _of_meeting(placing, meeting, slot)
    if not found:
        found = _of_means(problem, seats, meeting, slot)
    return tuple(dict.fromkeys(found))


def _elsewhere(placing: Placing, key: str) -> list[int]:
    """Return where a placed meeting could be instead."""
    slot = placing.take(key)
    found = list(placing.open_slots(key))
    placing.put(key, slot)
    return found


def _of_meeting(placing: Placing, meeting: Meeting, slot: int) -> list[Demand]:
    problem = placing.problem
    found = []
    if slot in meeting.forbidden or slot not in problem.block_slots(meeting):
        found.append(Demand(DemandKind.BLOCK, (meeting.key,)))
    if meeting.pin is not None and meeting.pin.slot != slot:
        found.append(Demand(DemandKind.PIN, (meeting.key,)))
    for one in problem.precedences:
        earlier, later = placing.at.get(one.earlier), placing.at.get(one.later)
        is_late = one.earlier == meeting.key and later is not None and slot >= later
        if is_late or (one.later == meeting.key and earlier is not None and slot <= earlier):
            found.append(Demand(DemandKind.PRECEDENCE, (one.earlier, one.later)))
    there = sum(problem.meeting_of[key].needs_table for key, at in placing.at.items() if at == slot)
    if meeting.needs_table and problem.tables is not None and there >= problem.tables:
        found.append(Demand(DemandKind.TABLES))
    at_once = [problem.meeting_of[key] for key, at in placing.at.items() if at == slot]
    for equipment in problem.equipment:
        if equipment.key in meeting.equipment:
            users = sum(equipment.key in one.equipment for one in at_once)
            if users >= equipment.count:
                found.append(Demand(DemandKind.EQUIPMENT, (equipment.key,)))
    return [*found, *_of_ways(placing, meeting, slot)]


def _of_ways(placing: Placing, meeting: Meeting, slot: int) -> list[Demand]:
    """Tell who would have no time for the way to another place, and where seats would not suffice."""
    problem = placing.problem
    busy = {
        who: {at for at in range(problem.slots) if bits >> at & 1} | ({slot} if who in meeting.participants else set())
        for who, bits in placing.busy.items()
    }
    found = []
    for transfer in problem.transfers:
        found += [
            Demand(DemandKind.TRAVEL, (who,))
            for who in meeting.participants
            if any(earlier in busy[who] and later in busy[who] for earlier, later in transfer.too_near)
        ]
        riders = [who for who, slots in busy.items() if slots & transfer.before and slots & transfer.after]
        persons = sum(problem.participant_of[who].persons for who in riders)
        if transfer.seats is not None and persons > transfer.seats:
            found.append(Demand(DemandKind.RIDE, (transfer.key,)))
    return found


def _of_means(problem: Problem, seats: Mapping[str, Seat], meeting: Meeting, slot: int) -> list[Demand]:
    """Tell whether tables, or interpreters, would not suffice."""
    slots = {key: seat.slot for key, seat in seats.items()} | {meeting.key: slot}
    if fixed.seats_of(problem, slots, seed=1) is not None:
        return []
    found = []
    if problem.named_tables and meeting.needs_table:
        found.append(Demand(DemandKind.TABLE, (meeting.key,)))
    if meeting.languages:
        found.append(Demand(DemandKind.INTERPRETER, (meeting.key,)))
    return found


def _fewer(
    problem: Problem,
    seats: Mapping[str, Seat],
    meeting: Meeting,
    limits: Limits,
    seconds: float,
    demands: tuple[Demand, ...],
) -> tuple[Demand, ...]:
    """Return cheaper demands if there are some with all other meetings moved as need be."""
    theirs = {one.key for key in meeting.participants for one in problem.meetings_of[key]} - {meeting.key}
    own = {meeting.key, *meeting.participants}

    def may_drop(demand: Demand) -> bool:
        if demand.kind == DemandKind.HELD:
            return demand.keys[0] in theirs
        if demand.kind in {DemandKind.EQUIPMENT, DemandKind.RIDE}:
            return True
        return not demand.keys or bool(own & set(demand.keys))

    model = build(only(problem, (*seats, meeting.key)), may_drop=may_drop, with_breaks=False)
    model.cp.minimize(sum(price(problem, demand) * drop for demand, drop in model.drops.items()))
    found = run(model=model.cp, limits=limits, seconds=max(0.01, seconds))
    known = sum(price(problem, one) for one in demands)
    if found.value_of is None or found.objective is None or (found.objective >= known and demands):
        return demands
    return tuple(demand for demand, drop in model.drops.items() if found.value_of(drop))
