"""Which visits a proposal may choose from, and when each could begin by the rules that concern it alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gagyo.kernels.programme.problem import MINUTES_A_DAY, Interpreter, Interval, Party, Problem, Room, Site, Stop, Wish
from gagyo.kernels.programme.windows import (
    Ranges,
    bridges,
    common,
    hosted_starts,
    interpreter_starts,
    needs_interpreter,
    open_starts,
    spans_on,
    starts_beside,
)


@dataclass(frozen=True)
class Visit:
    """
    A wish that is not yet a fixed stop.

    starts: by date, when it may begin by the site's hours, its hosts and the party's day; only dates with such a time
    interpreters, rooms: who and which could serve it, and when; empty where none is needed
    """

    party: Party
    wish: Wish
    site: Site
    minutes: int
    starts: dict[date, Ranges]
    interpreters: dict[str, dict[date, Ranges]]
    rooms: dict[str, dict[date, Ranges]]

    @property
    def key(self) -> str:
        return f"proposed:{self.party.key}:{self.site.key}"

    @property
    def needs_interpreter(self) -> bool:
        return needs_interpreter(party=self.party, site=self.site)

    @property
    def is_possible(self) -> bool:
        """Whether it could take place if it were the only one beside the fixed stops."""
        return (
            bool(self.starts)
            and (self.site.capacity is None or self.party.persons <= self.site.capacity)
            and (not self.needs_interpreter or bool(self.interpreters))
            and (not self.site.needs_room or bool(self.rooms))
        )


def open_wishes(problem: Problem) -> list[tuple[Party, Wish]]:
    """Return the wishes that no fixed stop fulfils."""
    fulfilled = {(stop.party, stop.site) for stop in problem.fixed}
    return [
        (party, wish) for party in problem.parties for wish in party.wishes if (party.key, wish.site) not in fulfilled
    ]


def visit_of(*, problem: Problem, party: Party, wish: Wish) -> Visit:
    """Return the visit with its windows by the site's hours, its hosts and the party's days."""
    site = problem.site_of[wish.site]
    minutes = wish.minutes or site.minutes
    starts = {}
    for day in party.days:
        hours = open_starts(problem=problem, site=site, day=day.day, minutes=minutes)
        hosted = hosted_starts(site=site, day=day.day, minutes=minutes, within=day)
        free = starts_beside(
            _full(problem, party, site, day.day), minutes=minutes, low=day.start, high=day.end - minutes
        )
        starts[day.day] = common(common(free, hours), hosted)
    return _served(problem, party, wish, starts, party.days)


def _full(problem: Problem, party: Party, site: Site, day: date) -> list[tuple[int, int]]:
    """Return when stops that a person fixed leave no room for the party at a site."""
    if site.capacity is None:
        return []
    there = [stop for stop in problem.fixed if (stop.site, stop.day) == (site.key, day) and stop.party != party.key]
    times = sorted({minute for stop in there for minute in (stop.start, stop.end)})
    return [
        (start, end)
        for start, end in pairwise(times)
        if sum(problem.party_of[stop.party].persons for stop in there if stop.start <= start < stop.end)
        > site.capacity - party.persons
        and any(stop.start <= start < stop.end for stop in there)
    ]


def visit_at_any_time(*, problem: Problem, party: Party, wish: Wish) -> Visit:
    """Return the visit at any minute of the party's dates, to find out which rules stand in its way."""
    minutes = wish.minutes or problem.site_of[wish.site].minutes
    days = [Interval(day.day, 0, MINUTES_A_DAY) for day in party.days]
    return _served(problem, party, wish, {day.day: day_starts(day, minutes) for day in days}, days)


def day_starts(day: Interval, minutes: int) -> Ranges:
    return ((day.start, day.end - minutes),) if day.start <= day.end - minutes else ()


def _served(
    problem: Problem, party: Party, wish: Wish, starts: dict[date, Ranges], within: Sequence[Interval]
) -> Visit:
    """Add who and which rooms could serve the visit at its starts."""
    site, minutes = problem.site_of[wish.site], wish.minutes or problem.site_of[wish.site].minutes
    starts = {day: ranges for day, ranges in starts.items() if ranges}
    days = [day for day in within if day.day in starts]
    interpreters, rooms = {}, {}
    if needs_interpreter(party=party, site=site):
        for one in problem.interpreters:
            if bridges(interpreter=one, party=party, site=site):
                interpreters[one.key] = _interpreter_days(problem, one, site, days, minutes, starts)
    if site.needs_room:
        for room in problem.rooms:
            if room.site == site.key and room.seats >= party.persons:
                rooms[room.key] = _room_days(room, days, minutes, starts, problem.fixed)
    return Visit(party, wish, site, minutes, starts, _kept(interpreters), _kept(rooms))


def _interpreter_days(
    problem: Problem, one: Interpreter, site: Site, days: Sequence[Interval], minutes: int, starts: dict[date, Ranges]
) -> dict[date, Ranges]:
    taken = [stop for stop in problem.fixed if stop.interpreter == one.key]
    out = {}
    for day in days:
        spent = sum(stop.minutes for stop in taken if stop.day == day.day)
        if one.minutes_a_day is not None and spent + minutes > one.minutes_a_day:
            continue
        free = interpreter_starts(problem=problem, interpreter=one, site=site, within=day, minutes=minutes, taken=taken)
        out[day.day] = common(starts[day.day], free)
    return out


def _room_days(
    room: Room, days: Sequence[Interval], minutes: int, starts: dict[date, Ranges], fixed: Sequence[Stop]
) -> dict[date, Ranges]:
    out = {}
    for day in days:
        taken = [(stop.start, stop.end) for stop in fixed if stop.room == room.key and stop.day == day.day]
        free = starts_beside(
            [*spans_on(room.busy, day.day), *taken], minutes=minutes, low=day.start, high=day.end - minutes
        )
        out[day.day] = common(starts[day.day], free)
    return out


def _kept(choices: dict[str, dict[date, Ranges]]) -> dict[str, dict[date, Ranges]]:
    """Leave out the dates without any start, and who or what has none at all."""
    kept = {key: {day: ranges for day, ranges in days.items() if ranges} for key, days in choices.items()}
    return {key: days for key, days in kept.items() if days}
