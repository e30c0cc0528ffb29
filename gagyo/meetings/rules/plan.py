"""A round as the timetable's kernel sees it: slots, participants, meetings, tables, interpreters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import product

from django.utils import timezone

from gagyo.kernels.timetable.problem import (
    Block,
    Equipment,
    Interpreter,
    Meeting,
    Participant,
    Pin,
    Problem,
    Seat,
    Table,
    Transfer,
)
from gagyo.meetings.rules.presence import Away, Someone, is_away, speaks_then, spoken_by
from gagyo.meetings.rules.seats import mark_needed
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.venues import Ride

# Of moving a meeting that must be held, where others may be moved in its place.
MUST_COST = 3


@dataclass(frozen=True)
class Guest:
    """
    A participant: the languages it speaks, when it is away, how many meetings it wants at most.

    people: those who come, where they are named: one of them must be there, and speak the language;
    needs, equipment: what each of its meetings takes: features of the table, keys of equipment
    """

    pk: int
    languages: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    most: int | None = None
    is_online: bool = False
    people: tuple[Someone, ...] = ()
    needs: frozenset[str] = frozenset()
    equipment: frozenset[int] = frozenset()

    @property
    def spoken(self) -> tuple[str, ...]:
        """What it speaks; empty where nobody said."""
        return spoken_by(self.people, self.languages)


@dataclass(frozen=True)
class Place:
    """Where a meeting stands in a timetable."""

    starts_at: datetime
    table_id: int | None = None
    interpreter_id: int | None = None


@dataclass(frozen=True)
class Wanted:
    """
    Two who are to meet, what it is worth to each, and where a person fixed it.

    fact: where it was held or is under way, so that nothing moves it any more;
    weighs: others rather move than it
    """

    first_id: int
    second_id: int
    values: tuple[int, int] = (0, 0)
    is_must: bool = False
    pinned_at: datetime | None = None
    fact: Place | None = None
    weighs: bool = False

    @property
    def key(self) -> str:
        """What the kernel calls it."""
        return f"{self.first_id}-{self.second_id}"

    @property
    def is_fixed(self) -> bool:
        """Whether it has its place already."""
        return self.fact is not None or self.pinned_at is not None


@dataclass(frozen=True)
class Voice:
    """An interpreter: languages, when away."""

    pk: int
    languages: tuple[str, ...]
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Plan:
    """
    All that a timetable is made of; tables: how many meetings at tables there can be at once.

    shut_tables: when tables are away, by id, for those that are away for a time;
    begun: slots open to nothing but facts any more;
    previous: places in the timetable to stay near to, by key; none for one that is made freely
    features: of every table on site, by id; stock: how many there are of each kind of equipment;
    mixed: equipment for meetings with one side online; rides: ways to another venue;
    seats: on each by its key, where they are counted; table_seats: of every table on site
    """

    slots: tuple[Slot, ...]
    guests: tuple[Guest, ...]
    wanted: tuple[Wanted, ...]
    tables: int
    voices: tuple[Voice, ...] = ()
    rest_after: int = 0
    breaks_differ_by: int | None = 2
    previous: Mapping[str, Place] = field(default_factory=dict)
    shut_tables: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)
    begun: frozenset[datetime] = frozenset()
    features: Mapping[int, frozenset[str]] = field(default_factory=dict)
    stock: Mapping[int, int] = field(default_factory=dict)
    mixed: frozenset[int] = frozenset()
    rides: tuple[Ride, ...] = ()
    seats: Mapping[str, int] = field(default_factory=dict)
    table_seats: tuple[int, ...] = ()

    @property
    def number_at(self) -> dict[datetime, int]:
        """The kernel's number of each slot, from 0, by its beginning."""
        return {slot.starts_at: slot.number - 1 for slot in self.slots}

    @cached_property
    def has_needs(self) -> bool:
        """Whether two who are to meet need a table that has something, or more seats than the smallest."""
        guests = {guest.pk: guest for guest in self.guests}
        pairs = ((guests[one.first_id], guests[one.second_id]) for one in self.wanted)
        return bool(self.features) and any(self.needs_of(one, other) for one, other in pairs)

    def needs_of(self, first: Guest, second: Guest) -> frozenset[str]:
        """Return what the table of two must have."""
        persons = sum(0 if guest.is_online else max(1, len(guest.people)) for guest in (first, second))
        return first.needs | second.needs | mark_needed(persons, self.table_seats)


def problem_of(plan: Plan) -> Problem:
    """
    Return the kernel's problem for a plan.

    A pin at a time that is no slot any more is left out: the meeting is free again.
    """
    number_at = plan.number_at
    guests = {guest.pk: guest for guest in plan.guests}
    wanted = [one for one in plan.wanted if one.fact is None or one.fact.starts_at in number_at]
    fixed: dict[int, list[Wanted]] = defaultdict(list)
    for one in wanted:
        if one.is_fixed:
            fixed[one.first_id].append(one)
            fixed[one.second_id].append(one)
    return Problem(
        blocks=_blocks(plan.slots),
        participants=tuple(_participant(guest, fixed[guest.pk], plan) for guest in plan.guests),
        meetings=tuple(_meeting(one, guests, plan) for one in wanted),
        tables=plan.tables,
        named_tables=_tables(plan),
        interpreters=tuple(_voice(voice, plan) for voice in plan.voices),
        most_difference=plan.breaks_differ_by,
        previous={
            one.key: _seat(place, number_at[place.starts_at])
            for one in wanted
            if (place := plan.previous.get(one.key)) and place.starts_at in number_at
        },
        equipment=tuple(Equipment(str(pk), count) for pk, count in plan.stock.items()),
        transfers=tuple(_transfer(ride, plan) for ride in plan.rides),
    )


def _transfer(ride: Ride, plan: Plan) -> Transfer:
    number_at = plan.number_at
    return Transfer(
        ride.key,
        frozenset(number_at[at] for at in ride.before),
        frozenset(number_at[at] for at in ride.after),
        frozenset((number_at[one], number_at[other]) for one, other in ride.too_near),
        plan.seats.get(ride.key),
    )


def _blocks(slots: Sequence[Slot]) -> tuple[Block, ...]:
    found: list[Block] = []
    days: list[object] = []
    for position in sorted({slot.block for slot in slots}):
        inside = [slot for slot in slots if slot.block == position]
        day = timezone.localdate(inside[0].starts_at)
        # A free hour beside lunch is felt as a break, a night is not.
        found.append(Block(str(position), len(inside), continues=bool(days) and days[-1] == day))
        days.append(day)
    return tuple(found)


def _seat(place: Place, slot: int) -> Seat:
    return Seat(slot, interpreter=str(place.interpreter_id) if place.interpreter_id else None)


def _participant(guest: Guest, fixed: Sequence[Wanted], plan: Plan) -> Participant:
    """Return a participant; what was held was held, whatever was noted of an absence or wished for at most."""
    facts = {one.fact.starts_at for one in fixed if one.fact}
    forbidden = frozenset(
        slot.number - 1 for slot in plan.slots if slot.starts_at not in plan.begun | facts and is_away(guest.away, slot)
    )
    most = None if guest.most is None else max(guest.most, len(fixed))
    return Participant(str(guest.pk), forbidden, most, persons=max(1, len(guest.people)))


def _forbidden(away: Sequence[Away], plan: Plan) -> frozenset[int]:
    return frozenset(slot.number - 1 for slot in plan.slots if slot.starts_at not in plan.begun and is_away(away, slot))


def _tables(plan: Plan) -> tuple[Table, ...]:
    """Return tables with names only where one is away for a time or must have something: else they are counted."""
    if plan.has_needs:
        return tuple(
            Table(str(pk), features, forbidden=_forbidden(plan.shut_tables.get(pk, ()), plan))
            for pk, features in plan.features.items()
        )
    if not plan.shut_tables:
        return ()
    shut = [*plan.shut_tables.values(), *((),) * (plan.tables - len(plan.shut_tables))]
    return tuple(Table(str(n), forbidden=_forbidden(away, plan)) for n, away in enumerate(shut))


def _meeting(one: Wanted, guests: Mapping[int, Guest], plan: Plan) -> Meeting:
    first, second = guests[one.first_id], guests[one.second_id]
    languages = languages_between(first.spoken, second.spoken) if plan.voices else frozenset()
    if one.fact is not None:
        slot, is_ahead = plan.number_at[one.fact.starts_at], one.fact.starts_at not in plan.begun
        return _fact(one, one.fact, slot, languages, is_ahead=is_ahead and one.fact.table_id is not None)
    at = plan.number_at.get(one.pinned_at) if one.pinned_at else None
    return Meeting(
        key=one.key,
        participants=(str(one.first_id), str(one.second_id)),
        forbidden=shut_slots(first, second, plan),
        pin=Pin(at) if at is not None else None,
        must=one.is_must,
        values=one.values,
        needs_table=not (first.is_online and second.is_online),
        languages=languages,
        features=plan.needs_of(first, second),
        equipment=frozenset(map(str, equipment_of(first, second, plan))),
        change_cost=MUST_COST if one.weighs else 1,
    )


def equipment_of(first: Guest, second: Guest, plan: Plan) -> frozenset[int]:
    """Return the equipment that a meeting of two takes."""
    is_mixed = first.is_online != second.is_online
    return first.equipment | second.equipment | (plan.mixed if is_mixed else frozenset())


def _fact(one: Wanted, place: Place, slot: int, languages: frozenset[frozenset[str]], *, is_ahead: bool) -> Meeting:
    """Return a meeting that stays where it was held."""
    voice = str(place.interpreter_id) if place.interpreter_id and languages else None
    return Meeting(
        key=one.key,
        participants=(str(one.first_id), str(one.second_id)),
        pin=Pin(slot, interpreter=voice),
        values=one.values,
        # No other meeting goes into a slot that has begun, so tables are counted there no more.
        needs_table=is_ahead,
        # An interpreter who worked then has a right to the rest that follows.
        languages=languages if voice else frozenset(),
    )


def shut_slots(first: Guest, second: Guest, plan: Plan) -> frozenset[int]:
    """Return the slots in which two cannot meet: begun ones, and those in which nobody suitable of one is there."""
    begun = {plan.number_at[at] for at in plan.begun}
    if not (first.people or second.people):
        return frozenset(begun)
    common = frozenset(first.spoken) & frozenset(second.spoken)
    shut = {slot.number - 1 for slot in plan.slots if not _can_talk(first, second, common, slot)}
    return frozenset(begun | shut)


def _can_talk(first: Guest, second: Guest, common: frozenset[str], slot: Slot) -> bool:
    one, other = (speaks_then(guest.people, guest.languages, slot) for guest in (first, second))
    if one == frozenset() or other == frozenset():
        return False
    # Where the two share no language at all, an interpreter comes, or they find a way.
    return one is None or other is None or not common or bool(one & other)


def _voice(voice: Voice, plan: Plan) -> Interpreter:
    pairs = frozenset(frozenset(pair) for pair in product(voice.languages, voice.languages) if len(set(pair)) == 2)
    return Interpreter(str(voice.pk), pairs, _forbidden(voice.away, plan), most_in_a_row=plan.rest_after or None)


def languages_between(first: Sequence[str], second: Sequence[str]) -> frozenset[frozenset[str]]:
    """Return the pairs between which somebody may interpret; none where the two share a language or one is unknown."""
    if not first or not second or set(first) & set(second):
        return frozenset()
    return frozenset(frozenset(pair) for pair in product(first, second))


def tables_by_turn(
    seats: Sequence[tuple[datetime, int, int]],
    *,
    tables: Sequence[int],
    home: Mapping[int, int],
    kept: Mapping[tuple[int, int], int] | None = None,
    shut: Mapping[int, Sequence[Slot]] | None = None,
) -> dict[tuple[int, int], int]:
    """
    Return a table for each meeting, so that whoever can stays at one table all day.

    seats: (beginning, first, second) of the meetings that need a table; tables: their ids in order;
    home: a table that somebody had before; kept: tables that meetings had in these very slots before;
    shut: slots in which a table is not there
    """
    kept, found, last = kept or {}, {}, dict(home)
    closed = {(table, slot.starts_at) for table, slots in (shut or {}).items() for slot in slots}
    for begins in sorted({seat[0] for seat in seats}):
        free = [table for table in tables if (table, begins) not in closed]
        now = sorted((first, second) for at, first, second in seats if at == begins)
        # Those who had a table in this slot keep it; then come those who sat somewhere; the others take what is left.
        for pair in sorted(now, key=lambda each: (each not in kept, each[0] not in last and each[1] not in last, each)):
            wishes = (kept.get(pair), *(last.get(one) for one in pair))
            table = next((one for one in wishes if one in free), free[0] if free else None)
            if table is None:
                continue
            free.remove(table)
            found[pair] = table
            last.setdefault(pair[0], table)
    return found
