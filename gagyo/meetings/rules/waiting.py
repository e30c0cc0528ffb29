"""The waiting list: where a meeting without a place could be held beside all others, without moving any."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product

from gagyo.meetings.choices import MeetingState
from gagyo.meetings.rules.mending import Stood
from gagyo.meetings.rules.plan import Guest, Place, Plan, Wanted, equipment_of, languages_between, shut_slots
from gagyo.meetings.rules.presence import is_away
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.venues import Ride, riders_of


class Hall:
    """
    A timetable as it stands, asked for what is free in it.

    plan: as of now, so that slots that have begun are closed; tables: ids of those on site, in their order
    """

    def __init__(self, plan: Plan, stood: Sequence[Stood], *, tables: Sequence[int]) -> None:
        self.plan, self.tables = plan, tables
        self.guests = {guest.pk: guest for guest in plan.guests}
        self.busy: Mapping[int, set[datetime]] = defaultdict(set)
        self.taken: Mapping[datetime, set[int | None]] = defaultdict(set)
        self.working: Mapping[int, set[datetime]] = defaultdict(set)
        self.lent: Mapping[datetime, Counter[int]] = defaultdict(Counter)
        for one in stood:
            if one.state == MeetingState.CANCELLED:
                continue
            begins = one.place.starts_at
            self.taken[begins].add(one.place.table_id)
            for who in one.pair:
                self.busy[who].add(begins)
            self.lent[begins].update(self._equipment(one.pair))
            if one.place.interpreter_id:
                self.working[one.place.interpreter_id].add(begins)

    def free_places(self, one: Wanted) -> list[Place]:
        """Return where two could meet now, by time, each with its table and interpreter."""
        pair = [self.guests[pk] for pk in (one.first_id, one.second_id) if pk in self.guests]
        if len(pair) < 2 or any(self._has_enough(guest) for guest in pair):
            return []
        shut = shut_slots(pair[0], pair[1], self.plan)
        found = (
            self._place((pair[0], pair[1]), slot)
            for slot in self.plan.slots
            if slot.number - 1 not in shut
            and not any(slot.starts_at in self.busy[guest.pk] or is_away(guest.away, slot) for guest in pair)
            and self._has_way(pair, slot)
        )
        return [place for place in found if place is not None]

    def _has_way(self, pair: Sequence[Guest], slot: Slot) -> bool:
        """Tell whether two have time, and a seat, for the ways to other venues if they meet in a slot as well."""
        return all(
            not any(_is_too_near(ride, self.busy[guest.pk], slot) for guest in pair)
            and self._has_seats(ride, pair, slot)
            for ride in self.plan.rides
        )

    def _has_seats(self, ride: Ride, pair: Sequence[Guest], slot: Slot) -> bool:
        seats = self.plan.seats.get(ride.key)
        if seats is None or slot.starts_at not in ride.before | ride.after:
            return True
        before = set(riders_of(ride, self.busy))
        times = {guest.pk: self.busy[guest.pk] | {slot.starts_at} for guest in pair}
        after = before | set(riders_of(ride, times))
        # Whoever rides already has a seat, whatever was entered since.
        return after == before or sum(self._persons(who) for who in after) <= seats

    def _persons(self, who: int) -> int:
        guest = self.guests.get(who)
        return max(1, len(guest.people)) if guest else 1

    def _equipment(self, pair: tuple[int, int]) -> frozenset[int]:
        guests = [self.guests[pk] for pk in pair if pk in self.guests]
        return equipment_of(guests[0], guests[1], self.plan) if len(guests) == 2 else frozenset()

    def _has_enough(self, guest: Guest) -> bool:
        return guest.most is not None and len(self.busy[guest.pk]) >= guest.most

    def _place(self, pair: tuple[Guest, Guest], slot: Slot) -> Place | None:
        needs = self.plan.needs_of(*pair) if self.plan.features else frozenset()
        fitting = (pk for pk in self.tables if needs <= self.plan.features.get(pk, frozenset()))
        table = next((pk for pk in fitting if self._is_free(pk, slot)), None)
        lent = self.lent[slot.starts_at]
        if any(lent[pk] >= self.plan.stock.get(pk, 0) for pk in equipment_of(pair[0], pair[1], self.plan)):
            return None
        is_online = all(guest.is_online for guest in pair)
        if table is None and not is_online:
            return None
        languages = languages_between(pair[0].spoken, pair[1].spoken) if self.plan.voices else frozenset()
        voice = self._voice(languages, slot)
        if languages and voice is None:
            return None
        return Place(slot.starts_at, None if is_online else table, voice)

    def _is_free(self, table: int, slot: Slot) -> bool:
        return table not in self.taken[slot.starts_at] and not is_away(self.plan.shut_tables.get(table, ()), slot)

    def _voice(self, languages: frozenset[frozenset[str]], slot: Slot) -> int | None:
        for voice in self.plan.voices:
            speaks = {frozenset(pair) for pair in product(voice.languages, voice.languages)}
            is_free = slot.starts_at not in self.working[voice.pk] and not is_away(voice.away, slot)
            is_free = is_free and not any(_is_too_near(ride, self.working[voice.pk], slot) for ride in self.plan.rides)
            if is_free and speaks & languages and self._rests(voice.pk, slot):
                return voice.pk
        return None

    def _rests(self, voice: int, slot: Slot) -> bool:
        """Tell whether an interpreter still rests often enough if one more meeting is added."""
        if not self.plan.rest_after:
            return True
        longest = run = 0
        for each in self.plan.slots:
            works = each.block == slot.block and (each == slot or each.starts_at in self.working[voice])
            run = run + 1 if works else 0
            longest = max(longest, run)
        return longest <= self.plan.rest_after


def _is_too_near(ride: Ride, times: set[datetime], slot: Slot) -> bool:
    """Tell whether somebody busy at these times has no time for a way if there is a slot as well."""
    return any(slot.starts_at in pair and (times | {slot.starts_at}) >= set(pair) for pair in ride.too_near)
