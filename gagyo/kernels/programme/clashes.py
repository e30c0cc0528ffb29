"""
What is wrong with a programme, found at once: one sweep over its stops for each rule, in O(n log n).

A clash carries kinds, keys and numbers and no words; the words are made where they are shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from gagyo.kernels.programme.problem import Interval, Party, Problem, Stop
from gagyo.kernels.programme.runs import by_vehicle, chosen_tours, party_days, run_of
from gagyo.kernels.programme.tours import missed_meals
from gagyo.kernels.programme.windows import (
    bridges,
    host_for,
    hours_on,
    is_holiday_at,
    needs_interpreter,
    spans_on,
    starts_within,
)


class ClashKind(StrEnum):
    """What is wrong; beside it what `Clash.resource`, `need` and `have` are for this kind."""

    SITE_CLOSED = "site-closed"  # the site; no hours on that weekday, or closed on that date
    HOLIDAY = "holiday"  # the site
    OUTSIDE_HOURS = "outside-hours"  # the site; minutes of the stop, and how many of them are open
    SITE_FULL = "site-full"  # the site; persons at once, and its capacity
    HOST_AWAY = "host-away"  # the site; neither host nor stand-in is there throughout
    INTERPRETER_MISSING = "interpreter-missing"  # the site
    INTERPRETER_LANGUAGE = "interpreter-language"  # the interpreter
    INTERPRETER_DOUBLE = "interpreter-double"  # the interpreter
    INTERPRETER_AWAY = "interpreter-away"  # the interpreter; busy, or not free
    INTERPRETER_TRAVEL = "interpreter-travel"  # the interpreter; minutes of the way, and minutes between the stops
    INTERPRETER_REST = "interpreter-rest"  # the interpreter; minutes of rest, and minutes between the stops
    INTERPRETER_HOURS = "interpreter-hours"  # the interpreter; minutes at stops that day, and the most allowed
    VEHICLE_DOUBLE = "vehicle-double"  # the vehicle
    VEHICLE_TAKEN = "vehicle-taken"  # the vehicle; for something else
    VEHICLE_SMALL = "vehicle-small"  # the vehicle; persons, and seats
    VEHICLE_MISSING = "vehicle-missing"  # the party
    ROOM_DOUBLE = "room-double"  # the room
    ROOM_TAKEN = "room-taken"  # the room; for something else
    ROOM_SMALL = "room-small"  # the room; persons, and seats
    ROOM_MISSING = "room-missing"  # the site
    PARTY_OVERLAP = "party-overlap"  # the party
    PARTY_ABSENT = "party-absent"  # the party; it is not there on that date
    OUTSIDE_DAY = "outside-day"  # the party; minutes of the stop, and how many of them lie in the party's day
    NO_TRAVEL_TIME = "no-travel-time"  # the party; minutes of the way, and minutes for it
    NO_MEAL = "no-meal"  # the meal; its minutes


# One body cannot be in two places, and a room's door opens for one party: no agreement changes that. All else can be
# agreed with somebody (a site opens for an hour, a driver goes twice), so it is said and not refused.
IMPOSSIBLE = frozenset(
    {ClashKind.PARTY_OVERLAP, ClashKind.PARTY_ABSENT, ClashKind.INTERPRETER_DOUBLE, ClashKind.ROOM_DOUBLE}
)


@dataclass(frozen=True, order=True)
class Clash:
    """
    stops: keys of the stops concerned, in the order of time
    resource: the key that `ClashKind` names for the kind
    need, have: the numbers that `ClashKind` names for the kind; None where it names none
    """

    day: date
    kind: ClashKind
    stops: tuple[str, ...]
    resource: str
    need: int | None = None
    have: int | None = None

    @property
    def is_impossible(self) -> bool:
        """Whether saving this is to be refused; everything else is only said."""
        return self.kind in IMPOSSIBLE


def find_clashes(*, problem: Problem, stops: Iterable[Stop]) -> list[Clash]:
    """
    Return all that is wrong, by date, kind and stop. `problem.fixed` is not added: give every stop.

    Where more than two stops share something, each later stop is named with the one before it that lasts longest.
    :raises ValueError: if a stop names something that the problem does not know
    """
    listed = sorted(stops, key=lambda stop: (stop.day, stop.start, stop.end, stop.key))
    problem.check_stops(listed)
    found = [clash for stop in listed for clash in _clashes_alone(problem, stop)]
    found += _party_clashes(problem, listed)
    found += _interpreter_clashes(problem, listed)
    found += _room_clashes(listed)
    found += _vehicle_clashes(problem, listed)
    found += _full_sites(problem, listed)
    return sorted(found, key=lambda clash: (clash.day, clash.kind, clash.stops, clash.resource))


def _clashes_alone(problem: Problem, stop: Stop) -> Iterator[Clash]:
    yield from _site_clashes(problem, stop)
    yield from _time_clashes(problem, stop)
    yield from _helper_clashes(problem, stop)
    yield from _seat_clashes(problem, stop)


def _site_clashes(problem: Problem, stop: Stop) -> Iterator[Clash]:
    site = problem.site_of[stop.site]
    hours = hours_on(problem=problem, site=site, day=stop.day)
    if is_holiday_at(problem=problem, site=site, day=stop.day):
        yield Clash(stop.day, ClashKind.HOLIDAY, (stop.key,), site.key)
    elif not hours:
        yield Clash(stop.day, ClashKind.SITE_CLOSED, (stop.key,), site.key)
    elif not any(low <= stop.start <= high for low, high in starts_within(hours, minutes=stop.minutes)):
        open_minutes = _covered(hours, stop)
        yield Clash(stop.day, ClashKind.OUTSIDE_HOURS, (stop.key,), site.key, stop.minutes, open_minutes)
    if site.hosts and host_for(site=site, day=stop.day, start=stop.start, end=stop.end) is None:
        yield Clash(stop.day, ClashKind.HOST_AWAY, (stop.key,), site.key)


def _time_clashes(problem: Problem, stop: Stop) -> Iterator[Clash]:
    day = problem.party_of[stop.party].day(stop.day)
    if day is None:
        yield Clash(stop.day, ClashKind.PARTY_ABSENT, (stop.key,), stop.party)
    elif stop.start < day.start or day.end < stop.end:
        inside = _covered([(day.start, day.end)], stop)
        yield Clash(stop.day, ClashKind.OUTSIDE_DAY, (stop.key,), stop.party, stop.minutes, inside)


def _helper_clashes(problem: Problem, stop: Stop) -> Iterator[Clash]:
    party, site = problem.party_of[stop.party], problem.site_of[stop.site]
    if stop.interpreter is None:
        if needs_interpreter(party=party, site=site):
            yield Clash(stop.day, ClashKind.INTERPRETER_MISSING, (stop.key,), site.key)
        return
    one = problem.interpreter_of[stop.interpreter]
    if needs_interpreter(party=party, site=site) and not bridges(interpreter=one, party=party, site=site):
        yield Clash(stop.day, ClashKind.INTERPRETER_LANGUAGE, (stop.key,), one.key)
    not_free = one.free is not None and not any(
        low <= stop.start <= high for low, high in starts_within(spans_on(one.free, stop.day), minutes=stop.minutes)
    )
    if not_free or _is_taken(one.busy, stop):
        yield Clash(stop.day, ClashKind.INTERPRETER_AWAY, (stop.key,), one.key)


def _seat_clashes(problem: Problem, stop: Stop) -> Iterator[Clash]:
    party = problem.party_of[stop.party]
    if stop.room is not None:
        room = problem.room_of[stop.room]
        if room.seats < party.persons:
            yield Clash(stop.day, ClashKind.ROOM_SMALL, (stop.key,), room.key, party.persons, room.seats)
        if _is_taken(room.busy, stop):
            yield Clash(stop.day, ClashKind.ROOM_TAKEN, (stop.key,), room.key)
    elif problem.site_of[stop.site].needs_room:
        yield Clash(stop.day, ClashKind.ROOM_MISSING, (stop.key,), stop.site)
    if stop.vehicle is not None:
        vehicle = problem.vehicle_of[stop.vehicle]
        if vehicle.seats < party.persons:
            yield Clash(stop.day, ClashKind.VEHICLE_SMALL, (stop.key,), vehicle.key, party.persons, vehicle.seats)
    elif party.needs_vehicle:
        yield Clash(stop.day, ClashKind.VEHICLE_MISSING, (stop.key,), party.key)


def _party_clashes(problem: Problem, stops: Sequence[Stop]) -> Iterator[Clash]:
    groups: defaultdict[tuple[str, date], list[Stop]] = defaultdict(list)
    for stop in stops:
        groups[stop.party, stop.day].append(stop)
    for (key, date_), own in groups.items():
        party = problem.party_of[key]
        yield from _overlaps(own, ClashKind.PARTY_OVERLAP, key)
        day = party.day(date_)
        if day is not None:
            yield from _short_ways(problem, party, day, own)
            for meal in missed_meals(problem=problem, party=party, day=day, stops=own):
                keys = tuple(stop.key for stop in own)
                yield Clash(date_, ClashKind.NO_MEAL, keys, meal.key, meal.minutes)


def _short_ways(problem: Problem, party: Party, day: Interval, own: Sequence[Stop]) -> Iterator[Clash]:
    first, last = own[0], max(own, key=lambda stop: stop.end)
    out, back = problem.way(party.base, first.site), problem.way(last.site, party.base)
    if day.start <= first.start < day.start + out:
        yield Clash(day.day, ClashKind.NO_TRAVEL_TIME, (first.key,), party.key, out, first.start - day.start)
    for before, after in _in_turn(own):
        way = problem.way(before.site, after.site)
        if 0 <= after.start - before.end < way:
            keys = (before.key, after.key)
            yield Clash(day.day, ClashKind.NO_TRAVEL_TIME, keys, party.key, way, after.start - before.end)
    if day.end - back < last.end <= day.end:
        yield Clash(day.day, ClashKind.NO_TRAVEL_TIME, (last.key,), party.key, back, day.end - last.end)


def _interpreter_clashes(problem: Problem, stops: Sequence[Stop]) -> Iterator[Clash]:
    groups: defaultdict[tuple[str, date], list[Stop]] = defaultdict(list)
    for stop in stops:
        if stop.interpreter is not None:
            groups[stop.interpreter, stop.day].append(stop)
    for (key, day), own in groups.items():
        one = problem.interpreter_of[key]
        yield from _overlaps(own, ClashKind.INTERPRETER_DOUBLE, key)
        for before, after in _in_turn(own):
            gap, keys = after.start - before.end, (before.key, after.key)
            way = problem.way(before.site, after.site)
            # With the same party the missing time is the party's, and said there.
            if 0 <= gap < way and before.party != after.party:
                yield Clash(day, ClashKind.INTERPRETER_TRAVEL, keys, key, way, gap)
            if 0 <= gap < one.rest_minutes:
                yield Clash(day, ClashKind.INTERPRETER_REST, keys, key, one.rest_minutes, gap)
        minutes = sum(stop.minutes for stop in own)
        if one.minutes_a_day is not None and minutes > one.minutes_a_day:
            everything = tuple(stop.key for stop in own)
            yield Clash(day, ClashKind.INTERPRETER_HOURS, everything, key, minutes, one.minutes_a_day)


def _room_clashes(stops: Sequence[Stop]) -> Iterator[Clash]:
    groups: defaultdict[tuple[str, date], list[Stop]] = defaultdict(list)
    for stop in stops:
        if stop.room is not None:
            groups[stop.room, stop.day].append(stop)
    for (key, _), own in groups.items():
        # One party twice in a room at once is the party's overlap, and said there.
        yield from _overlaps(own, ClashKind.ROOM_DOUBLE, key, between_parties=True)


def _vehicle_clashes(problem: Problem, stops: Sequence[Stop]) -> Iterator[Clash]:
    days = party_days(stops)
    riding = {party_day for (_, day), parties in by_vehicle(days).items() for party_day in product(parties, [day])}
    tours = chosen_tours(problem=problem, days={key: own for key, own in days.items() if key in riding})
    for (key, day), parties in by_vehicle(days).items():
        runs = sorted(
            (run_of(problem=problem, vehicle=key, own=days[one, day], tour=tours[one, day]) for one in parties),
            key=lambda run: (run.start, run.end, run.party),
        )
        longest = runs[0]
        for run in runs[1:]:
            if run.start < longest.end + problem.way(longest.base, run.base):
                keys = tuple(stop.key for stop in (*longest.stops, *run.stops))
                yield Clash(day, ClashKind.VEHICLE_DOUBLE, keys, key)
            longest = max(longest, run, key=lambda one: one.end)
        for run in runs:
            busy = spans_on(problem.vehicle_of[key].busy, day)
            if any(start < run.end and run.start < end for start, end in busy):
                yield Clash(day, ClashKind.VEHICLE_TAKEN, tuple(stop.key for stop in run.stops), key)


def _full_sites(problem: Problem, stops: Sequence[Stop]) -> Iterator[Clash]:
    groups: defaultdict[tuple[str, date], list[Stop]] = defaultdict(list)
    for stop in stops:
        if problem.site_of[stop.site].capacity is not None:
            groups[stop.site, stop.day].append(stop)
    for (key, day), own in groups.items():
        capacity = problem.site_of[key].capacity or 0
        for crowd, persons in _crowds(problem, own, capacity):
            keys = tuple(stop.key for stop in crowd)
            yield Clash(day, ClashKind.SITE_FULL, keys, key, persons, capacity)


def _crowds(problem: Problem, own: Sequence[Stop], capacity: int) -> Iterator[tuple[list[Stop], int]]:
    """Yield for each time that is over capacity the stops at its fullest, and their persons."""
    events = sorted([(stop.end, 0, stop) for stop in own] + [(stop.start, 1, stop) for stop in own], key=_moment)
    there: dict[str, Stop] = {}
    persons, peak, crowd = 0, 0, list[Stop]()
    for _, comes, stop in events:
        persons += problem.party_of[stop.party].persons * (1 if comes else -1)
        if comes:
            there[stop.key] = stop
        else:
            del there[stop.key]
        if persons > max(capacity, peak):
            peak, crowd = persons, list(there.values())
        elif persons <= capacity and crowd:
            yield crowd, peak
            peak, crowd = 0, []


def _moment(event: tuple[int, int, Stop]) -> tuple[int, int, str]:
    # Who leaves at a minute makes room for who comes at that minute.
    return event[0], event[1], event[2].key


def _overlaps(own: Sequence[Stop], kind: ClashKind, resource: str, *, between_parties: bool = False) -> Iterator[Clash]:
    longest = own[0]
    for stop in own[1:]:
        if stop.start < longest.end and not (between_parties and stop.party == longest.party):
            yield Clash(stop.day, kind, (longest.key, stop.key), resource)
        longest = max(longest, stop, key=lambda one: one.end)


def _in_turn(own: Sequence[Stop]) -> Iterator[tuple[Stop, Stop]]:
    """Yield each stop with the one before it that lasts longest."""
    longest = own[0]
    for stop in own[1:]:
        yield longest, stop
        longest = max(longest, stop, key=lambda one: one.end)


def _is_taken(busy: Sequence[Interval], stop: Stop) -> bool:
    return any(start < stop.end and stop.start < end for start, end in spans_on(busy, stop.day))


def _covered(spans: Sequence[tuple[int, int]], stop: Stop) -> int:
    """Return how many minutes of the stop lie in the spans, which do not overlap."""
    return sum(max(0, min(end, stop.end) - max(start, stop.start)) for start, end in spans)
