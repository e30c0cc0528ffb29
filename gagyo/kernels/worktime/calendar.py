"""
When an office works, each part checked when it is made.

Minutes are whole numbers from midnight of the local day, 0 to 1440, read from the clock on the wall.
A night shift is written as two spans: until 1440, and from 0 of the next day.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MINUTES_A_DAY = 1440
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Span:
    """Minutes of a day, with the start and without the end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= MINUTES_A_DAY:
            raise ValueError(
                f"Working hours go from minute {self.start} to {self.end}. "
                f"Give a start before the end, both from 0 to {MINUTES_A_DAY}."
            )

    @classmethod
    def of_clock(cls, start: str, end: str) -> Self:
        """
        Return the span from one time of day to another: ("09:00", "18:00"); "24:00" is the end of the day.

        :raises ValueError: for what is no time of day
        """
        return cls(_minute(start), _minute(end))


def _minute(clock: str) -> int:
    found = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)", clock)
    if found is None:
        raise ValueError(f'"{clock}" is no time of day. Write it as 09:00.')
    return int(found[1]) * 60 + int(found[2])


def checked_spans(spans: Sequence[Span], whose: str) -> None:
    """
    Refuse spans of one day that overlap or stand in the wrong order.

    :raises ValueError: naming whose they are
    """
    for one, other in pairwise(spans):
        if other.start < one.end:
            raise ValueError(
                f"{whose} works from minute {one.start} to {one.end} and again from {other.start}. "
                "Put the hours of a day one after the other."
            )


@dataclass(frozen=True)
class Holidays:
    """
    A country's holidays, as the package `holidays` knows them.

    country: ISO 3166-1 alpha-2; subdivision: the part after the hyphen in ISO 3166-2, None for the whole country
    categories: of the package; "public" are those on which offices are closed
    only_on: (month, day) of those kept, all of them if empty. A mission abroad keeps its host country's holidays and,
        of Korea's, the national days alone.
    """

    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ("public",)
    only_on: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{2}", self.country):
            raise ValueError(f'"{self.country}" is no country code. Give two capital letters, as in KR.')
        if not self.categories:
            raise ValueError(f"The holidays of {self.country} have no category. Give at least one, such as public.")
        for month, day in self.only_on:
            # In a leap year, so that the 29th of February may be named.
            try:
                date(2024, month, day)
            except ValueError:
                raise ValueError(f"There is no day {day} in month {month}. Name a day of the year.") from None

    def __str__(self) -> str:
        return self.country if self.subdivision is None else f"{self.country}-{self.subdivision}"


@dataclass(frozen=True)
class OpenDay:
    """A date with hours of its own, whatever weekday or holiday it is."""

    day: date
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError(f"{self.day} is open without hours. Give its hours, or name it a closed day.")
        checked_spans(self.spans, str(self.day))


@dataclass(frozen=True)
class WorkCalendar:
    """
    When one office works.

    timezone: IANA name, as in Asia/Seoul
    week: the hours of each weekday, seven in all, Monday first; an empty one for a day without work
    holidays: days without work; several countries add up
    closed: further dates without work
    open_days: dates with other hours than their weekday; they prevail over holidays
    """

    timezone: str
    week: tuple[tuple[Span, ...], ...]
    holidays: tuple[Holidays, ...] = ()
    closed: frozenset[date] = frozenset()
    open_days: tuple[OpenDay, ...] = ()

    def __post_init__(self) -> None:
        zone_named(self.timezone)
        if len(self.week) != DAYS_A_WEEK:
            raise ValueError(f"The week has {len(self.week)} days. Give the hours of seven, Monday first.")
        for at, spans in enumerate(self.week):
            checked_spans(spans, f"Weekday {at} (0 is Monday)")
        if not any(self.week) and not self.open_days:
            raise ValueError("The calendar has no working time at all. Give hours to at least one weekday or date.")
        days = [one.day for one in self.open_days]
        twice = sorted({day for day in days if days.count(day) > 1})
        if twice:
            raise ValueError(f"{twice[0]} is given hours twice. Give each date once.")
        both = sorted(self.closed.intersection(days))
        if both:
            raise ValueError(f"{both[0]} is both closed and open. Leave it in one of the two.")

    def __hash__(self) -> int:
        return self._hash

    def __getstate__(self) -> dict[str, Any]:
        # Another process gives its strings other hashes.
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}

    @cached_property
    def _hash(self) -> int:
        # Kept, since every question looks the calendar's working time up by it.
        return hash((self.timezone, self.week, self.holidays, self.closed, self.open_days))

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return zone_named(self.timezone)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zone_named(name: str) -> ZoneInfo:
    """
    Return a time zone.

    :raises ValueError: if there is none of that name
    """
    try:
        return _zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'There is no time zone "{name}". Give an IANA name, as in Asia/Seoul.') from None


def weekdays(*spans: Span, days: Iterable[int] = range(5)) -> tuple[tuple[Span, ...], ...]:
    """
    Return a week with the same hours on some weekdays, 0 (Monday) to 6; Monday to Friday if none are named.

    :raises ValueError: for another number
    """
    chosen = set(days)
    if not chosen <= set(range(DAYS_A_WEEK)):
        raise ValueError(f"{sorted(chosen)} are no weekdays. Give numbers from 0 (Monday) to 6 (Sunday).")
    return tuple(spans if at in chosen else () for at in range(DAYS_A_WEEK))
