"""
A calendar's working time as spans of real time, kept per calendar and year.

Everything here is a whole number of microseconds since 1970 in UTC. The working hours are those on the wall: a moment
is working time if the clock on the wall then shows a working hour. So a day whose hour changes outside of working
hours is as long as any other; inside of them, what really elapses counts, an hour more or less. A boundary in an hour
that the change leaves out is the moment of the change; one in an hour that comes twice is the first of the two.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from operator import sub
from threading import Lock
from zoneinfo import ZoneInfo

from gagyo.kernels.worktime.calendar import Span, WorkCalendar
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.kernels.worktime.public_holidays import is_off

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WALL_EPOCH = EPOCH.replace(tzinfo=None)
MICROSECOND = timedelta(microseconds=1)
SECOND = 1_000_000
# Wide enough for every date that is meant; a mistyped one must not make thousands of years.
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Spans:
    """The spans of one year in order."""

    starts: "array[int]" = field(default_factory=lambda: array("q"))
    ends: "array[int]" = field(default_factory=lambda: array("q"))


@dataclass(frozen=True)
class Table:
    """
    The working time of some years on end.

    since, until: the years' first moment, and the first after them
    starts, ends: of the spans, in order; done: working time before each span, and at last before the end of all,
        counted from the same moment in all tables of one timeline, less than 0 before it
    """

    since: int
    until: int
    starts: "array[int]"
    ends: "array[int]"
    done: "array[int]"

    def worked(self, at: int) -> int:
        """Return the working time until this moment, counted as `done` is."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return self.done[0]
        end = self.ends[index]
        return self.done[index] + min(at, end) - self.starts[index]

    def earliest(self, worked: int) -> int | None:
        """
        Return the first moment by which so much is worked; None if the table is too short.

        worked: more than before the table
        """
        index = bisect_left(self.done, worked) - 1
        return self.starts[index] + worked - self.done[index] if index < len(self.starts) else None

    def latest(self, worked: int) -> int | None:
        """Return the last moment by which no more is worked; None if the table is too short at either end."""
        index = bisect_right(self.done, worked) - 1
        return self.starts[index] + worked - self.done[index] if 0 <= index < len(self.starts) else None

    def next_open(self, at: int) -> int | None:
        """Return that moment if it is in working time or ends it, else the next start of working time."""
        index = bisect_right(self.starts, at) - 1
        if index >= 0 and at <= self.ends[index]:
            return at
        return self.starts[index + 1] if index + 1 < len(self.starts) else None

    def last_open(self, at: int) -> int | None:
        """Return that moment if it is in working time or ends it, else the end of the working time before."""
        index = bisect_right(self.starts, at) - 1
        return min(at, self.ends[index]) if index >= 0 else None


@dataclass
class Timeline:
    """The years of a calendar that were asked for, as one table that grows at either end."""

    calendar: WorkCalendar
    table: Table = field(default_factory=lambda: Table(0, 0, array("q"), array("q"), array("q", (0,))))
    _years: Mapping[int, Spans] = field(default_factory=dict)
    _origin: int = 0
    _lock: Lock = field(default_factory=Lock)

    def covering(self, since: int, until: int) -> Table:
        """
        Return a table with both moments.

        :raises UnableToReckon: if a year's holidays are not known, or it is out of all reason
        """
        table = self.table
        if table.since <= since and until < table.until:
            return table
        return self._grown(self._year_of(since), self._year_of(until))

    def longer(self, table: Table) -> Table:
        """
        Return a table that goes on for at least a year after this one.

        :raises UnableToReckon: also if there is no more working time
        """
        year = self._year_of(table.until)
        days = [one.day for one in self.calendar.open_days]
        if not any(self.calendar.week) and year > max(days).year:
            raise UnableToReckon(
                "no_working_time",
                f"The calendar has no working time after {max(days)}. Give hours to a weekday, or name more open days.",
            )
        return self._grown(year, year)

    def earlier(self, table: Table) -> Table:
        """
        Return a table that begins at least a year before this one.

        :raises UnableToReckon: also if there is no working time before
        """
        year = self._year_of(table.since) - 1
        days = [one.day for one in self.calendar.open_days]
        if not any(self.calendar.week) and year < min(days).year:
            raise UnableToReckon(
                "no_working_time",
                f"The calendar has no working time before {min(days)}. Give hours to a weekday, or name open days.",
            )
        return self._grown(year, year)

    def _year_of(self, at: int) -> int:
        return datetime_of(at).astimezone(self.calendar.zone).year

    def _grown(self, first: int, last: int) -> Table:
        with self._lock:
            if self._years:
                first, last = min(first, *self._years), max(last, *self._years)
            if first < FIRST_YEAR or last > LAST_YEAR:
                raise UnableToReckon(
                    "unknown_year",
                    f"Working time is reckoned for the years {FIRST_YEAR} to {LAST_YEAR}, not for "
                    f"{first if first < FIRST_YEAR else last}. Check the date and the hours.",
                )
            years = {year: self._years.get(year) or year_spans(self.calendar, year) for year in range(first, last + 1)}
            self._origin = self._origin or first
            # Replaced whole, so that a thread that reads has the one or the other.
            self._years, self.table = years, self._table_of(years)
            return self.table

    def _table_of(self, years: Mapping[int, Spans]) -> Table:
        starts, ends = array("q"), array("q")
        before = 0
        for year, spans in years.items():
            starts.extend(spans.starts)
            ends.extend(spans.ends)
            before -= sum(map(sub, spans.ends, spans.starts)) if year < self._origin else 0
        return Table(
            moment_of(datetime.combine(date(min(years), 1, 1), time()), self.calendar.zone),
            moment_of(datetime.combine(date(max(years) + 1, 1, 1), time()), self.calendar.zone),
            starts,
            ends,
            array("q", accumulate(map(sub, ends, starts), initial=before)),
        )


@lru_cache(maxsize=512)
def timeline(calendar: WorkCalendar) -> Timeline:
    """Return the working time of a calendar, the same one for equal calendars."""
    return Timeline(calendar)


def year_spans(calendar: WorkCalendar, year: int) -> Spans:
    """
    Return the working time of a calendar year.

    :raises UnableToReckon: if its holidays are not known
    """
    zone = calendar.zone
    opened = {one.day: one.spans for one in calendar.open_days}
    found = Spans()
    for at in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        day = date(year, 1, 1) + timedelta(at)
        midnight = datetime.combine(day, time())
        for span in opened[day] if day in opened else _usual_spans(calendar, day):
            start = moment_of(midnight + timedelta(minutes=span.start), zone)
            end = moment_of(midnight + timedelta(minutes=span.end), zone)
            # A change may leave a whole span out.
            if start < end:
                found.starts.append(start)
                found.ends.append(end)
    return found


def _usual_spans(calendar: WorkCalendar, day: date) -> tuple[Span, ...]:
    usual = calendar.week[day.weekday()]
    return () if not usual or is_off(calendar, day) else usual


def moment_of(wall: datetime, zone: ZoneInfo) -> int:
    """Return when the clock on the wall first shows this, or the moment of the change that leaves it out."""
    first = wall.replace(tzinfo=zone)
    before, after = first.utcoffset(), first.replace(fold=1).utcoffset()
    assert before is not None and after is not None
    moment = (wall - WALL_EPOCH - before) // MICROSECOND
    return moment if after <= before else _change(moment - (after - before) // MICROSECOND, moment, zone)


def _change(before: int, after: int, zone: ZoneInfo) -> int:
    """Return the moment, a whole second, from which the zone has the offset that it has at `after`."""
    offset = datetime_of(after).astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = (before + after) // 2 // SECOND * SECOND
        if datetime_of(middle).astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def datetime_of(moment: int) -> datetime:
    """Return a moment as a datetime in UTC."""
    return EPOCH + timedelta(microseconds=moment)


def moment_at(at: datetime) -> int:
    """
    Return the moment of an aware datetime.

    :raises UnableToReckon: for one without a time zone
    """
    try:
        return (at - EPOCH) // MICROSECOND
    except TypeError:
        raise UnableToReckon("naive_time", f"{at} has no time zone. Give a time with its time zone.") from None
