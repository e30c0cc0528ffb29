"""Calendars (iCalendar, RFC 5545) that Outlook, Google, Apple and Naver subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//Gagyo//Gagyo//KO"
SEOUL = "Asia/Seoul"
# Korea has kept +09:00 without summer time since October 1988.
_SEOUL_OFFSET = timedelta(hours=9)


@dataclass(frozen=True)
class Event:
    """
    uid: the same at every writing, so that a subscriber's entry moves instead of doubling
    stamped_at: when the record was last changed (DTSTAMP)
    starts: a date for all day, else an aware datetime
    ends: like `starts`, and excluded, or None; for all day the day after the last
    alarm_before: lead time of the reminder; None for no reminder
    sequence: how often what the entry says was issued anew (RFC 5545, 3.8.7.4); None for not said
    """

    uid: str
    stamped_at: datetime
    title: str
    starts: date | datetime
    ends: date | datetime | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    alarm_before: timedelta | None = None
    sequence: int | None = None


class UnableToWriteCalendar(Exception):
    """An event has no possible place in time; the sentence names it and the remedy."""


def write_calendar(name: str, events: Iterable[Event]) -> bytes:
    """
    Return the calendar; times are given in Asia/Seoul, lines folded at 75 octets.

    :raises UnableToWriteCalendar: for a time without zone, an end before the start, or mixed day and time
    """
    import icalendar

    calendar = icalendar.Calendar()
    for key, value in {
        "PRODID": PRODUCT,
        "VERSION": "2.0",
        "CALSCALE": "GREGORIAN",
        "METHOD": "PUBLISH",
        "NAME": name,
        "X-WR-CALNAME": name,
        "X-WR-TIMEZONE": SEOUL,
    }.items():
        calendar.add(key, value)
    calendar.add_component(_seoul())
    for event in events:
        _check(event)
        calendar.add_component(_component(event))
    data: bytes = calendar.to_ical()
    return data


def _component(event: Event) -> "icalendar.Event":
    import icalendar

    item = icalendar.Event()
    item.add("UID", event.uid)
    item.add("DTSTAMP", event.stamped_at.astimezone(UTC))
    item.add("SUMMARY", event.title)
    item.add("DTSTART", _in_seoul(event.starts))
    if event.ends is not None:
        item.add("DTEND", _in_seoul(event.ends))
    for key in ("description", "location", "url"):
        if getattr(event, key):
            item.add(key.upper(), getattr(event, key))
    if event.sequence is not None:
        item.add("SEQUENCE", event.sequence)
    if not isinstance(event.starts, datetime):
        # A memorial day or a visit does not make its officer "busy" all day.
        item.add("TRANSP", "TRANSPARENT")
    if event.alarm_before is not None:
        alarm = icalendar.Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", event.title)
        alarm.add("TRIGGER", -event.alarm_before)
        item.add_component(alarm)
    return item


def _check(event: Event) -> None:
    timed = isinstance(event.starts, datetime)
    for moment in (event.starts, event.ends):
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise UnableToWriteCalendar(f'"{event.title}" has a time without time zone. Give an aware datetime.')
        if moment is not None and isinstance(moment, datetime) != timed:
            raise UnableToWriteCalendar(f'"{event.title}" mixes a day and a time. Give two of one kind.')
    if event.ends is not None and event.ends <= event.starts:
        raise UnableToWriteCalendar(f'"{event.title}" ends before it starts. The end is the moment or day after.')


def _in_seoul(moment: date | datetime) -> date | datetime:
    return moment.astimezone(ZoneInfo(SEOUL)) if isinstance(moment, datetime) else moment


def _seoul() -> "icalendar.Timezone":
    import icalendar

    standard = icalendar.TimezoneStandard()
    standard.add("DTSTART", datetime(1988, 10, 9, 3, 0))  # noqa: DTZ001 - local time by definition
    standard.add("TZOFFSETFROM", _SEOUL_OFFSET)
    standard.add("TZOFFSETTO", _SEOUL_OFFSET)
    standard.add("TZNAME", "KST")
    zone = icalendar.Timezone()
    zone.add("TZID", SEOUL)
    zone.add_component(standard)
    return zone
