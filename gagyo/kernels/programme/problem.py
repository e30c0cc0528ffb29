"""
What a programme for visiting parties is made of, each part checked when it is made.

Minutes are whole numbers from midnight, 0 to 1440; a stop or a span includes its start and not its end.
Every part has a key, once among its kind; sites, bases and meal places share one space of keys.
An interpreter, a room or a vehicle serves one party at a time: parties that go together are given as one party.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class Interval:
    """Minutes of one date."""

    day: date
    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end, f"The interval on {self.day}")


@dataclass(frozen=True)
class Opening:
    """Hours of one weekday, 0 (Monday) to 6; a site closed over noon has two openings that day."""

    weekday: int
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6:
            raise ValueError(f"An opening has the weekday {self.weekday}. Give 0 (Monday) to 6 (Sunday).")
        _check_span(self.start, self.end, f"The opening on weekday {self.weekday}")


@dataclass(frozen=True)
class Host:
    """Somebody who receives parties at a site, and when that person cannot."""

    key: str
    busy: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Site:
    """
    A place that is shown to parties.

    minutes: how long a visit usually takes
    capacity: persons at once, over all parties; None for no limit
    languages: that it can be shown in; none for a site that needs no words
    hosts: the host, then the stand-ins; one of them must be free for the whole visit; none if nobody is needed
    closed: dates closed out of the usual order
    """

    key: str
    minutes: int
    openings: tuple[Opening, ...]
    capacity: int | None = None
    languages: frozenset[str] = frozenset()
    hosts: tuple[Host, ...] = ()
    closed: frozenset[date] = frozenset()
    open_on_holidays: bool = False
    needs_room: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.minutes <= MINUTES_A_DAY:
            raise ValueError(f'A visit of the site "{self.key}" takes {self.minutes} minutes. Give 1 to 1440.')
        if self.capacity is not None and self.capacity < 1:
            raise ValueError(
                f'The site "{self.key}" has room for {self.capacity} persons. Give 1 or more, or None for no limit.'
            )


@dataclass(frozen=True)
class Room:
    """A room of a site, held by one party at a time."""

    key: str
    site: str
    seats: int
    busy: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Vehicle:
    """
    It takes a party from its base, stays with it, and brings it back: from the first to the last stop of a day that
    name it, with the way from and to the base, and while the party eats before the first or after the last.
    """

    key: str
    seats: int
    busy: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Interpreter:
    """
    languages: pairs between which this person interprets, in either direction
    free: the only times this person can work; None for any time that is not busy
    rest_minutes: between two stops; the way between their sites counts as rest
    minutes_a_day: most minutes at stops in one day; None for no limit
    """

    key: str
    languages: frozenset[frozenset[str]]
    free: tuple[Interval, ...] | None = None
    busy: tuple[Interval, ...] = ()
    rest_minutes: int = 0
    minutes_a_day: int | None = None

    def __post_init__(self) -> None:
        for pair in self.languages:
            if len(pair) != 2:
                raise ValueError(
                    f'Interpreter "{self.key}" has the language pair {sorted(pair)}. Give two different languages.'
                )
        if self.rest_minutes < 0:
            raise ValueError(f'Interpreter "{self.key}" rests {self.rest_minutes} minutes. Give 0 or more.')


@dataclass(frozen=True)
class Meal:
    """
    A meal of every party on every day whose hours leave time for it.

    earliest, latest: it begins and ends between them
    place: where; None for wherever the party is, with no way to go
    """

    key: str
    earliest: int
    latest: int
    minutes: int
    place: str | None = None

    def __post_init__(self) -> None:
        _check_span(self.earliest, self.latest, f'The meal "{self.key}"')
        if not 0 < self.minutes <= self.latest - self.earliest:
            raise ValueError(
                f'The meal "{self.key}" takes {self.minutes} minutes, its window {self.latest - self.earliest}. '
                "Give at least 1 minute, and a window that holds them."
            )


@dataclass(frozen=True)
class Wish:
    """
    A site that a party would like to see, once.

    must: one such site outweighs all sites that are only wanted
    value: its weight among the wishes of its kind
    minutes: if not the site's usual minutes
    """

    site: str
    must: bool = False
    value: int = 1
    minutes: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.value <= 1000:
            raise ValueError(f'The wish for the site "{self.site}" has the value {self.value}. Give 1 to 1000.')
        if self.minutes is not None and not 0 < self.minutes <= MINUTES_A_DAY:
            raise ValueError(f'The wish for the site "{self.site}" takes {self.minutes} minutes. Give 1 to 1440.')


@dataclass(frozen=True)
class Party:
    """
    A delegation, or a part of one, that goes together.

    base: where each of its days begins and ends: a hotel, the city hall
    days: its date with the minutes between which it leaves the base and is back
    languages: that it understands; none if they are not known
    """

    key: str
    persons: int
    base: str
    days: tuple[Interval, ...]
    languages: frozenset[str] = frozenset()
    wishes: tuple[Wish, ...] = ()
    needs_vehicle: bool = False

    def __post_init__(self) -> None:
        if self.persons < 1:
            raise ValueError(f'The party "{self.key}" has {self.persons} persons. Give 1 or more.')
        for before, after in pairwise(self.days):
            if before.day >= after.day:
                raise ValueError(f'The days of the party "{self.key}" are not in order at {after.day}. Give each once.')
        _check_unique((wish.site for wish in self.wishes), f'wishes of the party "{self.key}" for the site')

    def day(self, day: date) -> Interval | None:
        return next((one for one in self.days if one.day == day), None)


@dataclass(frozen=True)
class Stop:
    """
    A party at a site. Any stop is accepted whose parts are known; what is wrong with it is found by `clashes`.

    meal: the key of the meal that the stop is (a dinner given by the mayor)
    """

    key: str
    party: str
    site: str
    day: date
    start: int
    end: int
    interpreter: str | None = None
    room: str | None = None
    vehicle: str | None = None
    meal: str | None = None

    def __post_init__(self) -> None:
        _check_span(self.start, self.end, f'The stop "{self.key}"')

    @property
    def minutes(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Problem:
    """
    All that a programme must respect.

    holidays: dates on which every site is closed that is not `open_on_holidays`
    travel: minutes from place to place; one direction is enough where both take the same, a place to itself takes none
    fixed: stops that a person fixed; a proposal keeps them as they are, even where they clash
    :raises ValueError: if a key is there twice or is not known, or the way between two places is missing
    """

    sites: tuple[Site, ...]
    parties: tuple[Party, ...]
    travel: Mapping[tuple[str, str], int]
    holidays: frozenset[date] = frozenset()
    meals: tuple[Meal, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    rooms: tuple[Room, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    fixed: tuple[Stop, ...] = ()

    def __post_init__(self) -> None:
        self._check_keys()
        self._check_meals()
        for room in self.rooms:
            _check_known(room.site, self.site_of, f'site (room "{room.key}")')
        for party in self.parties:
            for wish in party.wishes:
                _check_known(wish.site, self.site_of, f'site (wish of the party "{party.key}")')
        self.check_stops(self.fixed)
        self._check_travel()

    @cached_property
    def site_of(self) -> dict[str, Site]:
        return {site.key: site for site in self.sites}

    @cached_property
    def party_of(self) -> dict[str, Party]:
        return {party.key: party for party in self.parties}

    @cached_property
    def interpreter_of(self) -> dict[str, Interpreter]:
        return {interpreter.key: interpreter for interpreter in self.interpreters}

    @cached_property
    def room_of(self) -> dict[str, Room]:
        return {room.key: room for room in self.rooms}

    @cached_property
    def vehicle_of(self) -> dict[str, Vehicle]:
        return {vehicle.key: vehicle for vehicle in self.vehicles}

    @cached_property
    def meal_of(self) -> dict[str, Meal]:
        return {meal.key: meal for meal in self.meals}

    def way(self, start: str, end: str) -> int:
        """Return the minutes from one place to another."""
        if start == end:
            return 0
        there = self.travel.get((start, end))
        return self.travel[end, start] if there is None else there

    def check_stops(self, stops: Iterable[Stop]) -> None:
        """
        :raises ValueError: if a stop names something that the problem does not know, or two stops have one key
        """
        listed = list(stops)
        _check_unique((stop.key for stop in listed), "stops with the key")
        for stop in listed:
            where = f'(stop "{stop.key}")'
            _check_known(stop.party, self.party_of, f"party {where}")
            _check_known(stop.site, self.site_of, f"site {where}")
            _check_known(stop.interpreter, self.interpreter_of, f"interpreter {where}")
            _check_known(stop.vehicle, self.vehicle_of, f"vehicle {where}")
            _check_known(stop.meal, self.meal_of, f"meal {where}")
            _check_known(stop.room, self.room_of, f"room {where}")
            if stop.room is not None and self.room_of[stop.room].site != stop.site:
                raise ValueError(
                    f'The stop "{stop.key}" is at "{stop.site}", but its room "{stop.room}" is at '
                    f'"{self.room_of[stop.room].site}". Choose a room of the site.'
                )

    def _check_keys(self) -> None:
        _check_unique((site.key for site in self.sites), "sites with the key")
        _check_unique((party.key for party in self.parties), "parties with the key")
        _check_unique((one.key for one in self.interpreters), "interpreters with the key")
        _check_unique((room.key for room in self.rooms), "rooms with the key")
        _check_unique((vehicle.key for vehicle in self.vehicles), "vehicles with the key")
        _check_unique((meal.key for meal in self.meals), "meals with the key")

    def _check_meals(self) -> None:
        for before, after in pairwise(sorted(self.meals, key=lambda meal: meal.earliest)):
            if after.earliest < before.latest:
                raise ValueError(
                    f'The meals "{before.key}" and "{after.key}" may be at the same time. '
                    "Give windows that do not overlap."
                )

    def _check_travel(self) -> None:
        places = dict.fromkeys(site.key for site in self.sites)
        places |= dict.fromkeys(party.base for party in self.parties)
        places |= dict.fromkeys(meal.place for meal in self.meals if meal.place is not None)
        for minutes in self.travel.values():
            if minutes < 0:
                raise ValueError(f"A way takes {minutes} minutes. Give 0 or more.")
        for start in places:
            for end in places:
                if start != end and (start, end) not in self.travel and (end, start) not in self.travel:
                    raise ValueError(f'The way from "{start}" to "{end}" is missing. Give its minutes.')


def _check_span(start: int, end: int, what: str) -> None:
    if not 0 <= start < end <= MINUTES_A_DAY:
        raise ValueError(f"{what} runs from minute {start} to {end}. Give a start before its end, within 0 to 1440.")


def _check_unique(keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f'There are two {what} "{key}". Give each once.')
        seen.add(key)


def _check_known(key: str | None, known: Mapping[str, object], what: str) -> None:
    if key is not None and key not in known:
        raise ValueError(f'There is no {what} "{key}". Add it, or choose another.')
