"""Calendars that the tests share."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from gagyo.kernels.worktime.calendar import Holidays, Span, WorkCalendar, weekdays

OFFICE = weekdays(Span.of_clock("09:00", "12:00"), Span.of_clock("13:00", "18:00"))
SEOUL = WorkCalendar("Asia/Seoul", OFFICE, (Holidays("KR"),))
NATIONAL_DAYS = Holidays("KR", only_on=((3, 1), (8, 15), (10, 3), (10, 9)))
WASHINGTON = WorkCalendar("America/New_York", OFFICE, (Holidays("US"), NATIONAL_DAYS))
HANOI = WorkCalendar("Asia/Ho_Chi_Minh", OFFICE, (Holidays("VN"), NATIONAL_DAYS))
NAIROBI = WorkCalendar("Africa/Nairobi", OFFICE, (Holidays("KE"), NATIONAL_DAYS))
ZONES = {"KST": "Asia/Seoul", "ET": "America/New_York", "ICT": "Asia/Ho_Chi_Minh", "EAT": "Africa/Nairobi"}


def at(text: str) -> datetime:
    """Return the moment of "2026-02-13 17:00 KST", the zone one of ZONES or UTC."""
    wall, zone = text.rsplit(" ", 1)
    return datetime.fromisoformat(wall).replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(ZONES[zone]))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
