"""What holds for every calendar and every moment."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import holidays
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.worktime.calendar import Holidays, OpenDay, Span, WorkCalendar
from gagyo.kernels.worktime.pauses import Pause
from gagyo.kernels.worktime.reckon import add_work, due_at, subtract_work, work_between

ZONES = ("Asia/Seoul", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Nairobi", "Asia/Kathmandu")
MINUTE = timedelta(minutes=1)
COUNTRIES = {country: holidays.country_holidays(country, years=range(2024, 2029)) for country in ("KR", "US")}
START = datetime(2025, 1, 1, tzinfo=UTC)
# The days about both changes of the clock, in the north and in the south, are met often.
moments = st.integers(0, 3 * 365 * 1440).map(lambda minute: START + minute * MINUTE) | st.sampled_from(
    [
        datetime(2026, month, day, hour, minute, tzinfo=UTC)
        for month, day in ((3, 7), (3, 8), (3, 29), (4, 4), (10, 3), (10, 25), (11, 1))
        for hour in range(24)
        for minute in (0, 29, 30)
    ]
)
works = st.timedeltas(timedelta(), timedelta(hours=400)) | st.integers(0, 80).map(lambda number: number * 30 * MINUTE)

# Made once: hypothesis looks each new strategy over before it draws from it, which takes longer than the drawing.
half_hours = st.lists(st.integers(0, 48), max_size=6, unique=True).map(sorted)
dates_of_a_year = st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=8, unique=True)
national = st.sampled_from([(), (Holidays("KR"),), (Holidays("US"), Holidays("KR"))])
zones = st.sampled_from(ZONES)
breaks = st.lists(st.tuples(moments, st.timedeltas(timedelta(), timedelta(days=40))), max_size=4)


@st.composite
def days(draw: st.DrawFn) -> tuple[Span, ...]:
    cuts = draw(half_hours)
    return tuple(Span(start * 30, end * 30) for start, end in list(pairwise(cuts))[::2])


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    week = [draw(days()) for _ in range(7)]
    if not any(week):
        week[0] = (Span(540, 1080),)
    dates = draw(dates_of_a_year)
    opened = [(day, draw(days())) for day in dates[::2]]
    return WorkCalendar(
        draw(zones),
        tuple(week),
        draw(national),
        closed=frozenset(dates[1::2]),
        open_days=tuple(OpenDay(day, spans) for day, spans in opened if spans),
    )


@st.composite
def pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    ends = draw(breaks)
    return tuple(Pause(start, start + length) for start, length in ends)


@given(calendars(), moments, works)
def test_what_is_added_lies_between(calendar: WorkCalendar, start: datetime, work: timedelta) -> None:
    due = add_work(calendar, start, work)
    assert due >= start
    assert work_between(calendar, start, due) == work


@given(calendars(), moments, works)
def test_what_is_taken_away_lies_between(calendar: WorkCalendar, end: datetime, work: timedelta) -> None:
    start = subtract_work(calendar, end, work)
    assert start <= end
    assert work_between(calendar, start, end) == work


@given(calendars(), moments, works.filter(bool))
def test_no_earlier_moment_would_do(calendar: WorkCalendar, start: datetime, work: timedelta) -> None:
    due = add_work(calendar, start, work)
    assert work_between(calendar, start, due - timedelta(microseconds=1)) == work - timedelta(microseconds=1)


@given(calendars(), moments, works, works)
def test_adding_twice_is_adding_at_once(
    calendar: WorkCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert add_work(calendar, add_work(calendar, start, one), other) == add_work(calendar, start, one + other)


@given(calendars(), st.tuples(moments, moments), st.tuples(works, works))
def test_a_later_start_or_more_work_is_never_due_earlier(
    calendar: WorkCalendar, starts: tuple[datetime, datetime], amounts: tuple[timedelta, timedelta]
) -> None:
    (early, late), (less, more) = sorted(starts), sorted(amounts)
    assert add_work(calendar, early, less) <= add_work(calendar, late, less)
    assert add_work(calendar, early, less) <= add_work(calendar, early, more)


@given(calendars(), st.tuples(moments, moments, moments), pauses())
def test_work_between_adds_up_over_a_split(
    calendar: WorkCalendar, three: tuple[datetime, datetime, datetime], still: tuple[Pause, ...]
) -> None:
    begin, middle, end = sorted(three)
    parts = work_between(calendar, begin, middle, still) + work_between(calendar, middle, end, still)
    assert parts == work_between(calendar, begin, end, still)


@given(calendars(), moments, works, pauses())
def test_what_is_due_lies_between_without_the_pauses(
    calendar: WorkCalendar, start: datetime, work: timedelta, still: tuple[Pause, ...]
) -> None:
    due = due_at(calendar, start, work, still)
    assert due is not None
    assert work_between(calendar, start, due, still) == work
    assert due >= add_work(calendar, start, work)


@given(calendars(), moments, works, moments, pauses())
def test_a_pause_that_lasts_keeps_open_only_what_comes_after_it(
    calendar: WorkCalendar, start: datetime, work: timedelta, begin: datetime, still: tuple[Pause, ...]
) -> None:
    known = due_at(calendar, start, work, still)
    assert known is not None
    found = due_at(calendar, start, work, (*still, Pause(begin)))
    assert found == (known if known <= begin and not (known == start == begin) else None)


@given(calendars(), st.dates(date(2025, 1, 1), date(2027, 12, 30)))
def test_a_day_is_as_long_as_a_walk_through_it(calendar: WorkCalendar, day: date) -> None:
    """The clock on the wall is read at every quarter of an hour; no zone here is at odds with those."""
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    walked = sum(is_working(calendar, begin + step * 15 * MINUTE) for step in range(96))
    assert work_between(calendar, begin, begin + timedelta(days=1)) == walked * 15 * MINUTE


def is_working(calendar: WorkCalendar, moment: datetime) -> bool:
    """Tell whether the clock on the wall shows a working hour, the slow way."""
    wall = moment.astimezone(calendar.zone)
    day, minute = wall.date(), wall.hour * 60 + wall.minute
    spans = next((one.spans for one in calendar.open_days if one.day == day), None)
    if spans is None:
        off = day in calendar.closed or any(day in COUNTRIES[kept.country] for kept in calendar.holidays)
        spans = () if off else calendar.week[wall.weekday()]
    return any(span.start <= minute < span.end for span in spans)
