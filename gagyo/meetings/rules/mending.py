"""A timetable made anew on the day: what was held stays, what has begun is closed, the rest moves least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from gagyo.kernels.timetable.checking import Rule, check
from gagyo.kernels.timetable.problem import Problem, Seat
from gagyo.kernels.timetable.solution import DemandKind
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.rules.plan import Guest, Place, Plan, Wanted, problem_of, shut_slots
from gagyo.meetings.rules.presence import Away, is_away
from gagyo.meetings.rules.times import Slot

# What was noted of a meeting is a fact, wherever the plan would have put it.
NOTED = frozenset({MeetingState.HELD.value, MeetingState.NO_SHOW.value})
# Meetings times slots up to which somebody can wait for the answer.
MOST_AT_ONCE = 40_000
# What can be said of somebody or something on the day.
LATE, LEAVES, GONE = "late", "leaves", "gone"
CHANGES = frozenset({LATE, LEAVES, GONE})
ABOUT = frozenset({"participant", "person", "interpreter", "table"})


@dataclass(frozen=True)
class Change:
    """
    What has changed on a day.

    kind: one of ABOUT, pk: of it; what: one of CHANGES; moment: until when it is late, or from when it is gone
    """

    kind: str
    pk: int
    what: str
    day: date
    moment: datetime | None = None


@dataclass(frozen=True)
class Stood:
    """A meeting of the published timetable: where, and what became of it."""

    meeting_id: int
    first_id: int
    second_id: int
    place: Place
    state: str = MeetingState.PLANNED.value
    has_begun: bool = False

    @property
    def pair(self) -> tuple[int, int]:
        """The two who meet."""
        return self.first_id, self.second_id


def facts_of(
    stood: Sequence[Stood], *, slots: Sequence[Slot], away: Mapping[int, Sequence[Away]], now: datetime
) -> dict[tuple[int, int], Place]:
    """
    Return where meetings stay for good: those noted as held or missed, and those under way or over.

    A meeting in a slot that has begun without one of the two is not under way: it may be held later.
    """
    slot_at = {slot.starts_at: slot for slot in slots}
    found = {}
    for one in stood:
        slot = slot_at.get(one.place.starts_at)
        missing = slot is not None and any(is_away(away.get(who, ()), slot) for who in one.pair)
        is_on = one.place.starts_at <= now and one.state == MeetingState.PLANNED and not missing
        if one.state in NOTED or one.has_begun or is_on:
            found[one.pair] = one.place
    return found


def on_the_day(plan: Plan, facts: Mapping[tuple[int, int], Place], *, now: datetime) -> Plan:
    """
    Return a plan as it is once the round's first day has come: facts stay, begun slots are closed, pins that cannot be
    kept go.

    Musts that are not fixed are asked for like wishes: on the day some cannot be held, and the others still can.
    """
    if not plan.slots or timezone.localdate(now) < timezone.localdate(plan.slots[0].starts_at):
        return plan
    begun = frozenset(slot.starts_at for slot in plan.slots if slot.starts_at <= now)
    wanted = {(one.first_id, one.second_id): one for one in plan.wanted}
    for pair, place in facts.items():
        wanted[pair] = replace(wanted.get(pair, Wanted(*pair)), fact=place, pinned_at=None, is_must=True)
    there = {guest.pk for guest in plan.guests}
    left = {who for pair in facts for who in pair} - there
    changed = replace(
        plan,
        guests=(*plan.guests, *(Guest(pk) for pk in sorted(left))),
        wanted=tuple(wanted[pair] for pair in sorted(wanted)),
        begun=begun,
        # Nobody can even out what has been: who came late has a break that no plan takes away.
        breaks_differ_by=None,
    )
    return softened(without_broken_pins(changed))


def without_broken_pins(plan: Plan) -> Plan:
    """Return a plan without pins that no timetable keeps any more, and without interpreters of facts against a rule."""
    wanted = tuple(one for one in plan.wanted if one.is_fixed)
    problem = problem_of(replace(plan, wanted=wanted, previous={}, shut_tables={}, features={}, breaks_differ_by=None))
    pins = {one.key: one.pin for one in problem.meetings if one.pin is not None}
    seats = {key: Seat(pin.slot, interpreter=pin.interpreter) for key, pin in pins.items()}
    violations = check(problem=problem, seats=seats).violations
    broken = {key for each in violations if each.rule != Rule.NO_INTERPRETER for key in each.keys}
    broken |= {key for key, pin in pins.items() if not _has_voice(problem, key, pin.slot)}
    return replace(plan, wanted=tuple(_released(one) if one.key in broken else one for one in plan.wanted))


def _has_voice(problem: Problem, key: str, slot: int) -> bool:
    """Tell whether a meeting needs no interpreter in a slot, or one of its languages is there."""
    languages = problem.meeting_of[key].languages
    there = (one for one in problem.interpreters if slot not in one.forbidden)
    return not languages or any(one.languages & languages for one in there)


def _released(one: Wanted) -> Wanted:
    if one.fact is not None:
        return replace(one, fact=replace(one.fact, interpreter_id=None))
    return replace(one, pinned_at=None)


def softened(plan: Plan) -> Plan:
    """Return a plan in which only facts must be held: of the rest what cannot be is left out, and told."""
    wanted = (
        replace(one, is_must=one.fact is not None, weighs=one.weighs or one.is_must or one.is_fixed)
        for one in plan.wanted
    )
    return replace(plan, wanted=tuple(wanted))


def against_place(one: Wanted, plan: Plan, place: Place) -> dict[str, object] | None:
    """Return why a meeting cannot be held at a place, as the kernel would tell it; None if it can."""
    guests = {guest.pk: guest for guest in plan.guests}
    slot = next((each for each in plan.slots if each.starts_at == place.starts_at), None)
    pair = [guests[pk] for pk in (one.first_id, one.second_id) if pk in guests]
    if slot is None or len(pair) < 2:
        return _away([])
    if gone := [guest.pk for guest in pair if is_away(guest.away, slot)]:
        return _away(gone)
    if slot.starts_at in plan.begun or slot.number - 1 in shut_slots(pair[0], pair[1], plan):
        return _away([])
    voice = next((each for each in plan.voices if each.pk == place.interpreter_id), None)
    if place.interpreter_id and (voice is None or is_away(voice.away, slot)):
        return {"kind": DemandKind.INTERPRETER.value, "keys": [one.key]}
    if is_away(plan.shut_tables.get(place.table_id or 0, ()), slot):
        return {"kind": DemandKind.TABLES.value, "keys": []}
    return None


def why_out(one: Wanted, plan: Plan, place: Place) -> dict[str, object]:
    """Return why a meeting lost its place: what stands against it, or else that another needs its table."""
    return against_place(one, plan, place) or {"kind": DemandKind.TABLES.value, "keys": []}


def _away(participants: Sequence[int]) -> dict[str, object]:
    return {"kind": DemandKind.AWAY.value, "keys": [str(pk) for pk in participants]}
