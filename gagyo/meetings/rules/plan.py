"""A round as the timetable's kernel sees it: slots, participants, meetings, tables, interpreters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

from django.utils import timezone

from gagyo.kernels.timetable.problem import Block, Interpreter, Meeting, Participant, Pin, Problem, Seat
from gagyo.meetings.rules.times import Slot, overlaps


@dataclass(frozen=True)
class Away:
    """A time in which somebody cannot be met or cannot interpret."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Guest:
    """A participant: the languages it speaks, when it is away, how many meetings it wants at most."""

    pk: int
    languages: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    most: int | None = None
    is_online: bool = False


@dataclass(frozen=True)
class Wanted:
    """Two who are to meet, what it is worth to each, and where a person fixed it."""

    first_id: int
    second_id: int
    values: tuple[int, int] = (0, 0)
    is_must: bool = False
    pinned_at: datetime | None = None

    @property
    def key(self) -> str:
        """What the kernel calls it."""
        return f"{self.first_id}-{self.second_id}"


@dataclass(frozen=True)
class Voice:
    """An interpreter: languages, when away."""

    pk: int
    languages: tuple[str, ...]
    away: tuple[Away, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that a timetable is made of; tables: how many meetings at tables there can be at once."""

    slots: tuple[Slot, ...]
    guests: tuple[Guest, ...]
    wanted: tuple[Wanted, ...]
    tables: int
    voices: tuple[Voice, ...] = ()
    rest_after: int = 0
    breaks_differ_by: int | None = 2
    previous: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def number_at(self) -> dict[datetime, int]:
        """The kernel's number of each slot, from 0, by its beginning."""
        return {slot.starts_at: slot.number - 1 for slot in self.slots}


def problem_of(plan: Plan) -> Problem:
    """
    Return the kernel's problem for a plan.

    A pin at a time that is no slot any more is left out: the meeting is free again.
    """
    number_at = plan.number_at
    guests = {guest.pk: guest for guest in plan.guests}
    return Problem(
        blocks=_blocks(plan.slots),
        participants=tuple(
            Participant(str(guest.pk), _forbidden(guest.away, plan.slots), guest.most) for guest in plan.guests
        ),
        meetings=tuple(_meeting(one, guests, number_at, has_voices=bool(plan.voices)) for one in plan.wanted),
        tables=plan.tables,
        interpreters=tuple(_voice(voice, plan) for voice in plan.voices),
        most_difference=plan.breaks_differ_by,
        previous={key: Seat(number_at[at]) for key, at in plan.previous.items() if at in number_at},
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


def _forbidden(away: Sequence[Away], slots: Sequence[Slot]) -> frozenset[int]:
    return frozenset(
        slot.number - 1
        for slot in slots
        if any(overlaps(slot, starts_at=each.starts_at, ends_at=each.ends_at) for each in away)
    )


def _meeting(
    one: Wanted, guests: Mapping[int, Guest], number_at: Mapping[datetime, int], *, has_voices: bool
) -> Meeting:
    first, second = guests[one.first_id], guests[one.second_id]
    at = number_at.get(one.pinned_at) if one.pinned_at else None
    return Meeting(
        key=one.key,
        participants=(str(one.first_id), str(one.second_id)),
        pin=Pin(at) if at is not None else None,
        must=one.is_must,
        values=one.values,
        needs_table=not (first.is_online and second.is_online),
        languages=languages_between(first.languages, second.languages) if has_voices else frozenset(),
    )


def _voice(voice: Voice, plan: Plan) -> Interpreter:
    pairs = frozenset(frozenset(pair) for pair in product(voice.languages, voice.languages) if len(set(pair)) == 2)
    return Interpreter(str(voice.pk), pairs, _forbidden(voice.away, plan.slots), most_in_a_row=plan.rest_after or None)


def languages_between(first: Sequence[str], second: Sequence[str]) -> frozenset[frozenset[str]]:
    """Return the pairs between which somebody may interpret; none where the two share a language or one is unknown."""
    if not first or not second or set(first) & set(second):
        return frozenset()
    return frozenset(frozenset(pair) for pair in product(first, second))


def tables_by_turn(
    seats: Sequence[tuple[datetime, int, int]], *, tables: Sequence[int], home: Mapping[int, int]
) -> dict[tuple[int, int], int]:
    """
    Return a table for each meeting, so that whoever can stays at one table all day.

    seats: (beginning, first, second) of the meetings that need a table; tables: their ids in order;
    home: a table that somebody had before
    """
    found: dict[tuple[int, int], int] = {}
    last = dict(home)
    for begins in sorted({seat[0] for seat in seats}):
        free = list(tables)
        now = sorted((first, second) for at, first, second in seats if at == begins)
        # Those who sat somewhere come first: the others take what is left.
        for first, second in sorted(now, key=lambda pair: (pair[0] not in last and pair[1] not in last, pair)):
            wished = next((last[one] for one in (first, second) if last.get(one) in free), None)
            table = wished if wished is not None else (free[0] if free else None)
            if table is None:
                continue
            free.remove(table)
            found[first, second] = table
            last.setdefault(first, table)
    return found
