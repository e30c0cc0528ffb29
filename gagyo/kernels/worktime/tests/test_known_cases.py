"""Working time against cases reckoned by hand with a calendar of the year beside."""

from datetime import date, timedelta

import pytest

from gagyo.kernels.worktime.calendar import OpenDay, Span, WorkCalendar
from gagyo.kernels.worktime.reckon import add_work, subtract_work, work_between
from gagyo.kernels.worktime.tests.make import HANOI, NAIROBI, OFFICE, SEOUL, WASHINGTON, at, hours

# Eight hours a day, 09-12 and 13-18. What lies between is written beside each case.
CASES = {
    "within a morning": (SEOUL, "2026-11-23 09:30 KST", 2, "2026-11-23 11:30 KST"),
    "over the hour of lunch": (SEOUL, "2026-11-23 11:00 KST", 3, "2026-11-23 15:00 KST"),
    "to the end of the day": (SEOUL, "2026-11-23 09:00 KST", 8, "2026-11-23 18:00 KST"),
    "from lunch": (SEOUL, "2026-11-23 12:20 KST", 1, "2026-11-23 14:00 KST"),
    "from night": (SEOUL, "2026-11-23 03:00 KST", 1, "2026-11-23 10:00 KST"),
    "over a weekend": (SEOUL, "2026-11-20 17:00 KST", 2, "2026-11-23 10:00 KST"),
    # Fri 13 Feb 1 h; 16-18 Feb (Mon-Wed) Seollal; Thu 19 Feb.
    "Seollal 2026": (SEOUL, "2026-02-13 17:00 KST", 2, "2026-02-19 10:00 KST"),
    # Fri 20 Jan 2023 1 h; Sat-Mon 21-23 Seollal, of which the 22nd is a Sunday: Tue 24 in its place; Wed 25.
    "Seollal 2023 with its substitute day": (SEOUL, "2023-01-20 17:00 KST", 2, "2023-01-25 10:00 KST"),
    # Wed 23 Sep 4 h; Thu, Fri 24, 25 Chuseok, Sat 26 the third day without substitute; Mon 28 Sep 3 h and 1 h.
    "Chuseok 2026": (SEOUL, "2026-09-23 14:00 KST", 8, "2026-09-28 14:00 KST"),
    # Thu 2 Oct 2025 1 h; Fri 3 Foundation; Sun-Tue 5-7 Chuseok; Wed 8 in place of Sunday; Thu 9 Hangul; Fri 10.
    "the ten days of October 2025": (SEOUL, "2025-10-02 17:00 KST", 2, "2025-10-10 10:00 KST"),
    # Wed 27 Sep 2023 1 h; 28-30 Chuseok; Mon 2 Oct temporary; Tue 3 Foundation; Wed 4.
    "a temporary holiday": (SEOUL, "2023-09-27 17:00 KST", 2, "2023-10-04 10:00 KST"),
    # Tue 2 June 1 h; Wed 3 local elections; Thu 4.
    "a day of election": (SEOUL, "2026-06-02 17:00 KST", 2, "2026-06-04 10:00 KST"),
    # Fri 14 Aug 1 h; Sat 15 Liberation Day, Mon 17 in its place; Tue 18.
    "a substitute day": (SEOUL, "2026-08-14 17:00 KST", 2, "2026-08-18 10:00 KST"),
    # The clock starts on the day itself.
    "from a holiday": (SEOUL, "2026-02-17 11:00 KST", 1, "2026-02-19 10:00 KST"),
    # Wed 31 Dec 2025 1 h; Thu 1 Jan; Fri 2.
    "over the new year": (SEOUL, "2025-12-31 17:00 KST", 2, "2026-01-02 10:00 KST"),
    # 22 days of 8 h: 4 Nov to 3 Dec 2026 (Mon-Fri, no holiday between).
    "many days": (SEOUL, "2026-11-04 09:00 KST", 22 * 8, "2026-12-03 18:00 KST"),
    # 15:00 in Seoul is 01:00 of that day in Washington: the whole day is before it.
    "Washington from an afternoon in Seoul": (WASHINGTON, "2026-11-23 15:00 KST", 8, "2026-11-23 18:00 ET"),
    # Wed 25 Nov 1 h; Thu 26 Thanksgiving; Fri 27.
    "Washington over Thanksgiving": (WASHINGTON, "2026-11-25 17:00 ET", 2, "2026-11-27 10:00 ET"),
    # Fri 2 Oct 1 h; Sat 3 Foundation, its substitute in Korea is not kept abroad; Mon 5.
    "Washington keeps Korea's day, not its substitute": (
        WASHINGTON,
        "2026-10-02 17:00 ET",
        2,
        "2026-10-05 10:00 ET",
    ),
    # Thu 8 Oct 1 h; Fri 9 Hangul; Mon 12 Columbus Day; Tue 13.
    "Washington over a Korean and an American day": (WASHINGTON, "2026-10-08 17:00 ET", 2, "2026-10-13 10:00 ET"),
    # Fri 13 Feb 1 h; Mon-Fri 16-20 Tet; Mon 23.
    "Hanoi over Tet": (HANOI, "2026-02-13 17:00 ICT", 2, "2026-02-23 10:00 ICT"),
    # 18:00 in Seoul is 12:00 in Nairobi: 5 h that day; Tue 20 Mashujaa Day; Wed 21 3 h.
    "Nairobi over Mashujaa": (NAIROBI, "2026-10-19 18:00 KST", 8, "2026-10-21 12:00 EAT"),
}


@pytest.mark.parametrize(("calendar", "start", "work", "due"), CASES.values(), ids=CASES)
def test_working_time_is_added_as_by_hand(calendar: WorkCalendar, start: str, work: int, due: str) -> None:
    assert add_work(calendar, at(start), hours(work)) == at(due)
    assert work_between(calendar, at(start), at(due)) == hours(work)


CHANGES = {
    # The change on Sunday night takes an hour from nobody's work, though 64 h pass instead of 65.
    "spring, outside of work": ("2026-03-06 17:00 ET", "2026-03-09 10:00 ET", 2),
    "autumn, outside of work": ("2026-10-30 17:00 ET", "2026-11-02 10:00 ET", 2),
}


@pytest.mark.parametrize(("start", "end", "work"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_the_clock_outside_of_work_changes_nothing(start: str, end: str, work: int) -> None:
    assert work_between(WASHINGTON, at(start), at(end)) == hours(work)
    assert add_work(WASHINGTON, at(start), hours(work)) == at(end)


NIGHT = WorkCalendar("America/New_York", ((),) * 6 + ((Span.of_clock("00:00", "08:00"),),))
SPRING, AUTUMN = "2026-03-08", "2026-11-01"


@pytest.mark.parametrize(("day", "elapsed"), [(SPRING, 7), ("2026-03-15", 8), (AUTUMN, 9)])
def test_inside_of_work_what_really_elapses_counts(day: str, elapsed: int) -> None:
    begin, end = at(f"{day} 00:00 ET"), at(f"{day} 08:00 ET")
    assert work_between(NIGHT, begin, end) == hours(elapsed)
    assert add_work(NIGHT, begin, hours(elapsed)) == end


BOUNDARIES = {
    # From 02:00 the clock shows 03:00: 02:30 is never shown.
    "ends in the hour left out": (SPRING, "01:00", "02:30", "06:00", "07:00"),
    "begins in the hour left out": (SPRING, "02:30", "05:00", "07:00", "09:00"),
    # From 02:00 the clock shows 01:00 again: 01:30 is shown at 05:30 and at 06:30 UTC.
    "ends in the hour that comes twice": (AUTUMN, "00:00", "01:30", "04:00", "05:30"),
    "begins in the hour that comes twice": (AUTUMN, "01:30", "03:00", "05:30", "08:00"),
}


@pytest.mark.parametrize(("day", "start", "end", "opens", "closes"), BOUNDARIES.values(), ids=BOUNDARIES)
def test_a_boundary_in_a_changed_hour(day: str, start: str, end: str, opens: str, closes: str) -> None:
    calendar = WorkCalendar("America/New_York", ((),) * 6 + ((Span.of_clock(start, end),),))
    midnight = at(f"{day} 00:00 ET")
    assert add_work(calendar, midnight, timedelta()) == at(f"{day} {opens} UTC")
    assert subtract_work(calendar, at(f"{day} 20:00 ET"), timedelta()) == at(f"{day} {closes} UTC")


def test_a_span_that_is_wholly_left_out_is_none() -> None:
    calendar = WorkCalendar("America/New_York", ((),) * 6 + ((Span.of_clock("02:10", "02:50"),),))
    assert add_work(calendar, at(f"{SPRING} 00:00 ET"), timedelta()) == at("2026-03-15 02:10 ET")


def test_a_day_that_a_country_left_out_has_no_work() -> None:
    # Samoa went over the date line: after Thursday 29 December 2011 came Saturday.
    calendar = WorkCalendar("Pacific/Apia", OFFICE)
    thursday, saturday = at("2011-12-29 10:00 UTC"), at("2011-12-30 10:00 UTC")
    assert thursday.astimezone(calendar.zone).isoformat() == "2011-12-29T00:00:00-10:00"
    assert saturday.astimezone(calendar.zone).isoformat() == "2011-12-31T00:00:00+14:00"
    assert work_between(calendar, thursday, saturday) == hours(8)
    assert add_work(calendar, thursday, hours(9)) == at("2012-01-01 20:00 UTC")


NOTHING = {
    "in working time": ("2026-11-23 10:00 KST", "2026-11-23 10:00 KST"),
    "at its end": ("2026-11-20 18:00 KST", "2026-11-20 18:00 KST"),
    "at night": ("2026-11-20 23:00 KST", "2026-11-23 09:00 KST"),
    "on a holiday": ("2026-02-17 11:00 KST", "2026-02-19 09:00 KST"),
}


@pytest.mark.parametrize(("start", "due"), NOTHING.values(), ids=NOTHING)
def test_an_answer_at_once_is_due_when_somebody_works(start: str, due: str) -> None:
    assert add_work(SEOUL, at(start), timedelta()) == at(due)


BEFORE = {
    "within a day": ("2026-11-23 16:00 KST", 2, "2026-11-23 14:00 KST"),
    "over lunch": ("2026-11-23 14:00 KST", 2, "2026-11-23 11:00 KST"),
    "over Seollal": ("2026-02-19 10:00 KST", 2, "2026-02-13 17:00 KST"),
    # Eight hours before 18:00 is the opening of that day, not the closing of the day before.
    "a whole day": ("2026-11-23 18:00 KST", 8, "2026-11-23 09:00 KST"),
    "from a Sunday": ("2026-11-22 15:00 KST", 1, "2026-11-20 17:00 KST"),
    "none, from a Sunday": ("2026-11-22 15:00 KST", 0, "2026-11-20 18:00 KST"),
    "into the year before": ("2026-01-02 10:00 KST", 2, "2025-12-31 17:00 KST"),
}


@pytest.mark.parametrize(("end", "work", "start"), BEFORE.values(), ids=BEFORE)
def test_working_time_is_taken_away_as_by_hand(end: str, work: int, start: str) -> None:
    assert subtract_work(SEOUL, at(end), hours(work)) == at(start)


def test_a_closed_day_and_an_open_one() -> None:
    # The office's anniversary on Tuesday 24 November is a day off, worked on Saturday 28 until noon.
    calendar = WorkCalendar(
        "Asia/Seoul",
        OFFICE,
        SEOUL.holidays,
        closed=frozenset({date(2026, 11, 24)}),
        open_days=(OpenDay(date(2026, 11, 28), (Span.of_clock("09:00", "12:00"),)),),
    )
    assert add_work(calendar, at("2026-11-23 17:00 KST"), hours(2)) == at("2026-11-25 10:00 KST")
    assert add_work(calendar, at("2026-11-27 17:00 KST"), hours(5)) == at("2026-11-30 10:00 KST")


def test_an_open_day_prevails_over_a_holiday() -> None:
    seollal = OpenDay(date(2026, 2, 17), (Span.of_clock("10:00", "12:00"),))
    calendar = WorkCalendar("Asia/Seoul", OFFICE, SEOUL.holidays, open_days=(seollal,))
    assert work_between(calendar, at("2026-02-16 00:00 KST"), at("2026-02-19 00:00 KST")) == hours(2)


def test_the_same_year_is_asked_for_from_either_end() -> None:
    calendar = WorkCalendar("Asia/Seoul", OFFICE, SEOUL.holidays, closed=frozenset({date(2026, 11, 30)}))
    day = hours(8)
    assert add_work(calendar, at("2026-11-23 09:00 KST"), day) == at("2026-11-23 18:00 KST")
    assert add_work(calendar, at("2024-11-25 09:00 KST"), day) == at("2024-11-25 18:00 KST")
    assert add_work(calendar, at("2028-11-27 09:00 KST"), day) == at("2028-11-27 18:00 KST")
    assert work_between(calendar, at("2024-11-25 09:00 KST"), at("2024-12-02 09:00 KST")) == hours(40)
