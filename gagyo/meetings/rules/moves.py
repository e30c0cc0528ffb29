"""A move or a swap tried before it is made: what stands against it, who moves, and what becomes of breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gagyo.meetings.rules.plan import Voice
from gagyo.meetings.rules.presence import Away, is_away
from gagyo.meetings.rules.seats import words_of
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.timetable import Sitting, UnableToMove, breaks_in, clock
from gagyo.meetings.rules.venues import Ride, Vehicle, riders_of


@dataclass(frozen=True)
class Spot:
    """A table: its name, what it has, and when it is not there."""

    pk: int
    name: str
    features: frozenset[str] = frozenset()
    away: Sequence[Away] = ()


@dataclass(frozen=True)
class Need:
    """
    What a meeting takes: features of its table, equipment, and an interpreter of one of some language pairs.

    persons: who sit at the table
    """

    features: frozenset[str] = frozenset()
    equipment: frozenset[int] = frozenset()
    languages: frozenset[frozenset[str]] = frozenset()
    persons: int = 0


@dataclass(frozen=True)
class Frame:
    """
    What every place in a round's timetable must keep.

    away: of participants; people_away: of single persons, by participant, with their names; needs: by meeting;
    names, voice_names: of participants and of interpreters; stock: name and number of each kind of equipment;
    rides, seats: ways to another venue, and the seats on each by its key; persons: of each participant
    """

    slots: Sequence[Slot]
    names: Mapping[int, str]
    away: Mapping[int, Sequence[Away]] = field(default_factory=dict)
    people_away: Mapping[int, Sequence[tuple[str, Away]]] = field(default_factory=dict)
    tables: Sequence[Spot] = ()
    voices: Mapping[int, Voice] = field(default_factory=dict)
    voice_names: Mapping[int, str] = field(default_factory=dict)
    rest_after: int = 0
    needs: Mapping[int, Need] = field(default_factory=dict)
    stock: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    rides: Sequence[Ride] = ()
    persons: Mapping[int, int] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    vehicles: Sequence[Vehicle] = ()

    @cached_property
    def slot_at(self) -> Mapping[datetime, Slot]:
        """Slots by their beginning."""
        return {slot.starts_at: slot for slot in self.slots}

    def need(self, meeting_id: int) -> Need:
        """Return what a meeting takes."""
        return self.needs.get(meeting_id, Need())


@dataclass(frozen=True)
class Outcome:
    """
    What a move does.

    placed: the meetings that it puts elsewhere; against: what forbids it, in sentences; told: what else it does
    """

    placed: tuple[Sitting, ...] = ()
    against: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """What somebody wants: a meeting at another time, at another table, or in the place of another meeting."""

    meeting_id: int
    starts_at: datetime | None = None
    table_id: int | None = None
    swap_id: int | None = None


def wanted_by(move: Move, sittings: Sequence[Sitting]) -> list[Sitting]:
    """
    Return the meetings that a move puts elsewhere, where they are to be.

    :raises UnableToMove: if one of them is not in this version, or nothing is asked for
    """
    there = {one.meeting_id: one for one in sittings}
    one = there.get(move.meeting_id)
    if move.swap_id is not None:
        other = there.get(move.swap_id)
        if one is None or other is None or one is other:
            raise UnableToMove(_("Choose two different meetings of this version."))
        return [_in_place_of(one, other), _in_place_of(other, one)]
    if one is None:
        raise UnableToMove(_("This meeting is not in this version any more. Load the page again."))
    starts_at = move.starts_at or one.starts_at
    table = one.table_id if one.table_id is None or move.table_id is None else move.table_id
    return [replace(one, starts_at=starts_at, table_id=table)]


def _in_place_of(one: Sitting, other: Sitting) -> Sitting:
    # Whoever meets online takes no table, and leaves none.
    has_tables = one.table_id is not None and other.table_id is not None
    return replace(one, starts_at=other.starts_at, table_id=other.table_id if has_tables else one.table_id)


def tried(sittings: Sequence[Sitting], wanted: Sequence[Sitting], *, frame: Frame) -> Outcome:
    """
    Put meetings elsewhere, and return what that does; an interpreter or a table that is not free is replaced.

    sittings: the whole timetable; wanted: those to be moved, where they are to be
    """
    moved = {one.meeting_id for one in wanted}
    before = {one.meeting_id: one for one in sittings if one.meeting_id in moved}
    others = [one for one in sittings if one.meeting_id not in moved]
    placed: list[Sitting] = []
    against: list[str] = []
    for one in wanted:
        there = [*others, *placed]
        found, refused = _fitted(one, others=there, frame=frame)
        against += [*against_place(found, others=there, frame=frame), *refused]
        placed.append(found)
    if against:
        return Outcome(against=tuple(dict.fromkeys(against)))
    after = [*others, *placed]
    told = [
        *chain.from_iterable(_changes(before[one.meeting_id], one, frame=frame) for one in placed),
        *_missed(placed, frame=frame),
        _breaks(sittings, after, frame=frame),
        _stay(len(after)),
    ]
    return Outcome(tuple(placed), told=tuple(told))


def against_place(one: Sitting, *, others: Sequence[Sitting], frame: Frame) -> list[str]:
    """Return in sentences what stands against a meeting's place beside the others; nothing where it fits."""
    slot = frame.slot_at.get(one.starts_at)
    if slot is None:
        return [_("%(at)s is not a slot of this round.") % {"at": clock(one.starts_at)}]
    same = [other for other in others if other.starts_at == one.starts_at]
    found = _against_participants(one, slot, same=same, frame=frame)
    if one.interpreter_id is not None:
        found += _against_voice(one, slot, one.interpreter_id, others=others, frame=frame)
    for key in sorted(frame.need(one.meeting_id).equipment & frame.stock.keys()):
        name, count = frame.stock[key]
        if sum(key in frame.need(other.meeting_id).equipment for other in same) >= count:
            found.append(
                ngettext(
                    "“%(name)s” is in use at %(at)s: there is %(n)d.",
                    "“%(name)s” is in use at %(at)s: there are %(n)d.",
                    count,
                )
                % {"name": name, "at": clock(one.starts_at), "n": count}
            )
    return found + _against_way(one, others=others, frame=frame)


def _against_way(one: Sitting, *, others: Sequence[Sitting], frame: Frame) -> list[str]:
    """Return who would have no time, or no seat, for the way to another venue."""
    times: dict[int, set[datetime]] = {}
    for each in (one, *others):
        for who in (each.first_id, each.second_id):
            times.setdefault(who, set()).add(each.starts_at)
    works = {each.starts_at for each in (one, *others) if each.interpreter_id == one.interpreter_id is not None}
    found = []
    at = clock(one.starts_at)
    for ride in frame.rides:
        named = [(frame.names[who], times[who]) for who in (one.first_id, one.second_id)]
        named += [(frame.voice_names.get(one.interpreter_id or 0, ""), works)] if works else []
        for name, theirs in named:
            if any(one.starts_at in pair and set(pair) <= theirs for pair in ride.too_near):
                words = {"name": name, "minutes": ride.minutes, "at": at}
                found.append(
                    _("%(name)s has no time for the way of %(minutes)d minutes before or after %(at)s.") % words
                )
        riders = riders_of(ride, times)
        seats = frame.seats.get(ride.key)
        needs_seat = {one.first_id, one.second_id} & set(riders) and one.starts_at in ride.before | ride.after
        if seats is not None and needs_seat and sum(frame.persons.get(who, 1) for who in riders) > seats:
            found.append(
                _("The vehicles at %(at)s are full: they have %(n)d seats.") % {"at": clock(ride.leaves_at), "n": seats}
            )
    return found


def _against_participants(one: Sitting, slot: Slot, *, same: Sequence[Sitting], frame: Frame) -> list[str]:
    found = []
    at = clock(one.starts_at)
    for who in (one.first_id, one.second_id):
        for other in same:
            if who in {other.first_id, other.second_id}:
                partner = other.second_id if other.first_id == who else other.first_id
                words = {"name": frame.names[who], "other": frame.names[partner], "at": at}
                found.append(_("%(name)s meets %(other)s at %(at)s already.") % words)
        if is_away(frame.away.get(who, ()), slot):
            found.append(_("%(name)s cannot at %(at)s.") % {"name": frame.names[who], "at": at})
    return found


def _against_voice(one: Sitting, slot: Slot, voice_id: int, *, others: Sequence[Sitting], frame: Frame) -> list[str]:
    voice = frame.voices.get(voice_id)
    words = {"name": frame.voice_names.get(voice_id, ""), "at": clock(one.starts_at), "n": frame.rest_after}
    theirs = {other.starts_at for other in others if other.interpreter_id == voice_id}
    if one.starts_at in theirs:
        return [_("%(name)s interprets at another meeting at %(at)s.") % words]
    if voice is not None and is_away(voice.away, slot):
        return [_("%(name)s, who interprets, is away at %(at)s.") % words]
    if frame.rest_after and _run(slot, theirs, frame=frame) > frame.rest_after:
        return [_("%(name)s would interpret more than %(n)d meetings in a row at %(at)s, without a rest.") % words]
    return []


def _run(slot: Slot, times: set[datetime], *, frame: Frame) -> int:
    """Return how many slots in a row somebody would work with this one, within its part of the day."""
    block = [each for each in frame.slots if each.block == slot.block]
    at = block.index(slot)
    first = last = at
    while first > 0 and block[first - 1].starts_at in times:
        first -= 1
    while last + 1 < len(block) and block[last + 1].starts_at in times:
        last += 1
    return last - first + 1


def _fitted(one: Sitting, *, others: Sequence[Sitting], frame: Frame) -> tuple[Sitting, list[str]]:
    """Return the meeting with a table and an interpreter that are free then, and what is not to be had."""
    slot = frame.slot_at.get(one.starts_at)
    if slot is None:
        return one, []
    refused = []
    if one.table_id is not None:
        table = _table(one, others=others, frame=frame)
        if table is None:
            refused.append(_no_table(one, frame=frame))
        else:
            one = replace(one, table_id=table)
    if one.interpreter_id is not None and _against_voice(one, slot, one.interpreter_id, others=others, frame=frame):
        free = (
            pk
            for pk, voice in sorted(frame.voices.items())
            if _speaks(voice, frame.need(one.meeting_id))
            and not _against_voice(one, slot, pk, others=others, frame=frame)
        )
        one = replace(one, interpreter_id=next(free, one.interpreter_id))
    return one, refused


def _speaks(voice: Voice, need: Need) -> bool:
    return any(pair <= set(voice.languages) for pair in need.languages)


def _table(one: Sitting, *, others: Sequence[Sitting], frame: Frame) -> int | None:
    """Return the wished table if it is free and has what is needed, or else the first that is."""
    taken = {other.table_id for other in others if other.starts_at == one.starts_at}
    needed = frame.need(one.meeting_id).features
    slot = frame.slot_at[one.starts_at]
    there = [spot for spot in frame.tables if spot.pk not in taken and not is_away(spot.away, slot)]
    fit = [spot.pk for spot in there if needed <= spot.features]
    return one.table_id if one.table_id in fit else next(iter(fit), None)


def _no_table(one: Sitting, *, frame: Frame) -> str:
    need, at = frame.need(one.meeting_id), clock(one.starts_at)
    if words := words_of(need.features):
        return _("No free table has %(features)s at %(at)s. Choose another slot, or swap two meetings.") % {
            "features": ", ".join(words),
            "at": at,
        }
    if need.features:
        return _("No free table seats %(n)d persons at %(at)s. Choose another slot, or swap two meetings.") % {
            "n": need.persons,
            "at": at,
        }
    return _("All %(n)d tables are taken at %(at)s. Choose another slot, or swap two meetings.") % {
        "n": len(frame.tables),
        "at": clock(one.starts_at),
    }


def _changes(before: Sitting, after: Sitting, *, frame: Frame) -> list[str]:
    """Return in sentences what is another place, another table, another interpreter of one meeting."""
    pair = f"{frame.names[before.first_id]} · {frame.names[before.second_id]}"
    names = {spot.pk: spot.name for spot in frame.tables}
    was, then = (names.get(one.table_id or 0) for one in (before, after))
    places: list[tuple[str, str | None, str | None]] = [
        (_("%(names)s: %(then)s instead of %(was)s"), clock(before.starts_at), clock(after.starts_at)),
        (_("%(names)s: %(then)s instead of %(was)s"), was, then),
        (
            _("%(names)s: %(then)s interprets instead of %(was)s"),
            frame.voice_names.get(before.interpreter_id or 0),
            frame.voice_names.get(after.interpreter_id or 0),
        ),
    ]
    return [words % {"names": pair, "then": then, "was": was} for words, was, then in places if then != was]


def _missed(placed: Sequence[Sitting], *, frame: Frame) -> list[str]:
    """Return which single persons are not there at the new time."""
    found = []
    for one in placed:
        slot = frame.slot_at[one.starts_at]
        for who in (one.first_id, one.second_id):
            for name, away in frame.people_away.get(who, ()):
                if is_away([away], slot):
                    words = {"person": name, "name": frame.names[who], "at": clock(one.starts_at)}
                    found.append(_("%(person)s of %(name)s is not there at %(at)s.") % words)
    return found


def _breaks(before: Sequence[Sitting], after: Sequence[Sitting], *, frame: Frame) -> str:
    """Return in a sentence how many breaks there are instead, and whose."""
    old, new = (breaks_in(some, frame.slots) for some in (before, after))
    whose = [
        _("%(name)s %(then)d instead of %(was)d")
        % {"name": frame.names[who], "then": new.get(who, 0), "was": old.get(who, 0)}
        for who in sorted(old.keys() | new.keys())
        if old.get(who, 0) != new.get(who, 0)
    ]
    words = {"then": sum(new.values()), "was": sum(old.values()), "whose": ", ".join(whose)}
    if not whose:
        return _("Breaks stay as they are: %(then)d.") % words
    return _("Breaks: %(then)d instead of %(was)d (%(whose)s).") % words


def _stay(count: int) -> str:
    return ngettext("No wish is lost: the one meeting stays.", "No wish is lost: all %(n)d meetings stay.", count) % {
        "n": count
    }
