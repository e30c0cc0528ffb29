"""What a calendar refuses, and what it tells when it cannot answer."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime

import pytest

from gagyo.kernels.worktime.calendar import Holidays, OpenDay, Span, WorkCalendar, weekdays
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.kernels.worktime.public_holidays import DayOff, days_off, holiday_countries, holiday_names
from gagyo.kernels.worktime.reckon import add_work, subtract_work, work_between
from gagyo.kernels.worktime.tests.make import NATIONAL_DAYS, OFFICE, SEOUL, WASHINGTON, at, hours
from gagyo.kernels.worktime.timeline import timeline

MORNING = Span(540, 720)
SATURDAY = date(2026, 11, 28)
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a span without length": (lambda: Span(540, 540), "from minute 540 to 540"),
    "a span past the day": (lambda: Span(540, 1441), "from 0 to 1440"),
    "a time of day that is none": (lambda: Span.of_clock("9:00", "25:00"), '"9:00" is no time of day'),
    "a time after the day's end": (lambda: Span.of_clock("09:00", "24:01"), "to 1441"),
    "a zone that is none": (lambda: WorkCalendar("Asia/Busan", OFFICE), 'no time zone "Asia/Busan"'),
    "a zone that is a folder": (lambda: WorkCalendar("Asia", OFFICE), 'no time zone "Asia"'),
    "a zone outside of the folder": (lambda: WorkCalendar("../etc/passwd", OFFICE), "no time zone"),
    "a week of six days": (lambda: WorkCalendar("Asia/Seoul", OFFICE[:6]), "has 6 days"),
    "hours that overlap": (lambda: WorkCalendar("Asia/Seoul", weekdays(MORNING, Span(700, 800))), "again from 700"),
    "no working time": (lambda: WorkCalendar("Asia/Seoul", ((),) * 7), "no working time at all"),
    "an eighth weekday": (lambda: weekdays(MORNING, days=[7]), "no weekdays"),
    "an open day without hours": (lambda: OpenDay(SATURDAY, ()), "open without hours"),
    "a day given twice": (
        lambda: WorkCalendar("Asia/Seoul", OFFICE, open_days=(OpenDay(SATURDAY, (MORNING,)),) * 2),
        "2026-11-28 is given hours twice",
    ),
    "a day both open and closed": (
        lambda: WorkCalendar(
            "Asia/Seoul", OFFICE, closed=frozenset({SATURDAY}), open_days=(OpenDay(SATURDAY, (MORNING,)),)
        ),
        "both closed and open",
    ),
    "a country in words": (lambda: Holidays("Korea"), "no country code"),
    "no category": (lambda: Holidays("KR", categories=()), "no category"),
    "a day that no year has": (lambda: Holidays("KR", only_on=((2, 30),)), "no day 30 in month 2"),
}


@pytest.mark.parametrize(("make", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_sense_is_refused_when_it_is_made(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
        make()


ONCE = WorkCalendar("Asia/Seoul", ((),) * 7, open_days=(OpenDay(SATURDAY, (MORNING,)),))
UNANSWERED: dict[str, tuple[Callable[[], object], str, str]] = {
    "a time without a zone": (
        lambda: add_work(SEOUL, datetime.fromisoformat("2026-11-23 09:00"), hours(1)),
        "naive_time",
        "has no time zone",
    ),
    "less than no work": (lambda: add_work(SEOUL, at("2026-11-23 09:00 KST"), hours(-1)), "wrong_order", "less than"),
    "the end first": (
        lambda: work_between(SEOUL, at("2026-11-23 09:00 KST"), at("2026-11-23 08:00 KST")),
        "wrong_order",
        "Give the earlier moment first",
    ),
    "more than the only day": (
        lambda: add_work(ONCE, at("2026-11-23 09:00 KST"), hours(4)),
        "no_working_time",
        "no working time after 2026-11-28",
    ),
    "before the only day": (
        lambda: subtract_work(ONCE, at("2026-11-23 09:00 KST"), hours(1)),
        "no_working_time",
        "no working time before 2026-11-28",
    ),
    "an unknown country": (
        lambda: add_work(
            WorkCalendar("Asia/Pyongyang", OFFICE, (Holidays("XX"),)), at("2026-11-23 09:00 KST"), hours(1)
        ),
        "unknown_holidays",
        "holidays of XX",
    ),
    "an unknown part": (lambda: holiday_names(Holidays("US", "ZZ"), 2026), "unknown_holidays", "US-ZZ"),
    "an unknown category": (
        lambda: holiday_names(Holidays("KR", categories=("dancing",)), 2026),
        "unknown_holidays",
        "dancing",
    ),
    "a year before the holidays": (
        lambda: add_work(SEOUL, at("1940-11-23 09:00 KST"), hours(1)),
        "unknown_year",
        "not for 1940",
    ),
    "a year after the holidays": (
        lambda: add_work(SEOUL, at("2100-12-31 17:00 KST"), hours(2)),
        "unknown_year",
        "not for 2101",
    ),
    "a year beyond all reason": (
        lambda: add_work(WorkCalendar("Asia/Seoul", OFFICE), at("2200-12-31 17:00 KST"), hours(2)),
        "unknown_year",
        "not for 2201",
    ),
}


@pytest.mark.parametrize(("ask", "reason", "sentence"), UNANSWERED.values(), ids=UNANSWERED)
def test_what_cannot_be_reckoned_says_why(ask: Callable[[], object], reason: str, sentence: str) -> None:
    with pytest.raises(UnableToReckon, match=sentence) as caught:
        ask()
    assert caught.value.reason == reason


def test_the_only_open_day_is_enough_for_its_hours() -> None:
    assert add_work(ONCE, at("2024-01-01 09:00 KST"), hours(3)) == at("2026-11-28 12:00 KST")


def test_equal_calendars_share_what_was_reckoned() -> None:
    other = WorkCalendar("Asia/Seoul", weekdays(Span(540, 720), Span(780, 1080)), (Holidays("KR"),))
    assert other is not SEOUL
    assert timeline(other) is timeline(SEOUL)
    assert timeline(copy.deepcopy(SEOUL)) is timeline(SEOUL)
    assert timeline(WASHINGTON) is not timeline(SEOUL)


def test_a_calendar_goes_to_another_process_and_is_the_same_there() -> None:
    hash(SEOUL)
    code = (
        "import pickle, sys; from gagyo.kernels.worktime.tests.make import SEOUL;"
        "print(hash(pickle.loads(sys.stdin.buffer.read())) == hash(SEOUL))"
    )
    ran = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(SEOUL), capture_output=True, check=True)
    assert ran.stdout.strip() == b"True"


def test_the_package_of_holidays_is_loaded_at_the_first_question() -> None:
    code = (
        "import sys, gagyo.kernels.worktime.clock; from gagyo.kernels.worktime.tests.make import SEOUL;"
        "print('holidays' in sys.modules, 'django' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False False"


def test_days_off_are_named_in_the_language_asked_for() -> None:
    first, last = date(2026, 2, 13), date(2026, 2, 23)
    assert days_off(SEOUL, first, last, language="ko") == (
        DayOff(date(2026, 2, 16), "설날 전날"),
        DayOff(date(2026, 2, 17), "설날"),
        DayOff(date(2026, 2, 18), "설날 다음날"),
    )
    assert [one.name for one in days_off(SEOUL, first, last, language="en_US")] == [
        "The day preceding Korean New Year",
        "Korean New Year",
        "The second day of Korean New Year",
    ]


def test_days_off_leave_out_weekends_and_days_that_are_open() -> None:
    calendar = WorkCalendar(
        "Asia/Seoul",
        OFFICE,
        (Holidays("KR"),),
        closed=frozenset({date(2026, 10, 2)}),
        open_days=(OpenDay(date(2026, 10, 5), (MORNING,)),),
    )
    # Sat 3 October is a holiday, Mon 5 its substitute, which this office works; Fri 9 is Hangul Day.
    assert days_off(calendar, date(2026, 10, 1), date(2026, 10, 11), language="en_US") == (
        DayOff(date(2026, 10, 2), None),
        DayOff(date(2026, 10, 9), "Hangul Day"),
    )


def test_a_mission_keeps_only_the_days_of_korea_that_are_named() -> None:
    names = list(holiday_names(NATIONAL_DAYS, 2026, "en_US").values())
    assert names == [
        "Independence Movement Day",
        "Liberation Day",
        "National Foundation Day",
        "Hangul Day",
    ]


def test_a_part_of_a_country_has_holidays_of_its_own() -> None:
    patriots = date(2026, 4, 20)
    assert patriots in holiday_names(Holidays("US", "MA"), 2026)
    assert patriots not in holiday_names(Holidays("US"), 2026)


def test_a_day_in_lieu_before_the_new_year_belongs_to_its_own_year() -> None:
    # New Year 2028 is a Saturday: the Friday before it is off in the United States.
    assert date(2027, 12, 31) in holiday_names(Holidays("US"), 2027)


def test_the_countries_whose_holidays_are_known() -> None:
    known = holiday_countries()
    assert {"KR", "US", "VN", "KE"} <= known.keys()
    assert "MA" in known["US"]
    assert all(len(country) == 2 for country in known)
