from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from gagyo.kernels.documents.ics import Event, UnableToWriteCalendar, write_calendar

STAMP = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
ANNIVERSARY = Event(
    uid="tie-12-30@gagyo.example",
    stamped_at=STAMP,
    title="남양주시·다트퍼드 결연 30주년, 기념; 행사 \\ 준비",
    starts=date(2026, 5, 3),
    ends=date(2026, 5, 4),
    description="첫 줄\n둘째 줄: " + "아주 긴 설명 " * 20,
    url="https://gagyo.example/ties/12/?lang=ko&tab=history",
    alarm_before=timedelta(days=60),
)
VISIT = Event(
    uid="visit-7@gagyo.example",
    stamped_at=STAMP,
    title="몽골 대표단 방문",
    starts=datetime(2026, 4, 1, 1, 30, tzinfo=UTC),
    ends=datetime(2026, 4, 1, 3, 0, tzinfo=UTC),
    location="세종시청, 도시통합정보센터",
    alarm_before=timedelta(minutes=30),
)
DATA = write_calendar("결연 기념일", [ANNIVERSARY, VISIT])


def test_every_event_is_read_back_whole() -> None:
    calendar = icalendar.Calendar.from_ical(DATA)
    read = [
        {
            key: event.decoded(key).decode() if isinstance(event.decoded(key), bytes) else event.decoded(key)
            for key in event
        }
        for event in calendar.walk("VEVENT")
    ]
    assert read == [
        {
            "UID": ANNIVERSARY.uid,
            "DTSTAMP": STAMP,
            "SUMMARY": ANNIVERSARY.title,
            "DTSTART": ANNIVERSARY.starts,
            "DTEND": ANNIVERSARY.ends,
            "DESCRIPTION": ANNIVERSARY.description,
            "URL": ANNIVERSARY.url,
            "TRANSP": "TRANSPARENT",
        },
        {
            "UID": VISIT.uid,
            "DTSTAMP": STAMP,
            "SUMMARY": VISIT.title,
            "DTSTART": VISIT.starts,
            "DTEND": VISIT.ends,
            "LOCATION": VISIT.location,
        },
    ]
    assert [(alarm.decoded("TRIGGER"), str(alarm["ACTION"])) for alarm in calendar.walk("VALARM")] == [
        (timedelta(days=-60), "DISPLAY"),
        (timedelta(minutes=-30), "DISPLAY"),
    ]
    assert str(calendar["X-WR-CALNAME"]) == "결연 기념일"


def test_times_are_korean_times_in_a_zone_that_the_file_itself_defines() -> None:
    lines = DATA.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("DTSTART", "TZID", "TZOFFSETTO", "DTEND"))] == [
        "TZID:Asia/Seoul",
        "DTSTART:19881009T030000",
        "TZOFFSETTO:+0900",
        "DTSTART;VALUE=DATE:20260503",
        "DTEND;VALUE=DATE:20260504",
        "DTSTART;TZID=Asia/Seoul:20260401T103000",
        "DTEND;TZID=Asia/Seoul:20260401T120000",
    ]


def test_lines_are_folded_by_octets_without_cutting_a_syllable() -> None:
    lines = DATA.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    unfolded = DATA.decode().replace("\r\n ", "")
    assert "SUMMARY:남양주시·다트퍼드 결연 30주년\\, 기념\\; 행사 \\\\ 준비\r\n" in unfolded


def test_the_same_events_give_the_same_bytes() -> None:
    assert write_calendar("결연 기념일", [ANNIVERSARY, VISIT]) == DATA


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (datetime(2026, 4, 1, 10), None, "has a time without time zone"),  # noqa: DTZ001 - the fault under test
        (date(2026, 4, 1), date(2026, 4, 1), "ends before it starts"),
        (date(2026, 4, 1), STAMP, "mixes a day and a time"),
    ],
)
def test_an_event_without_a_possible_place_in_time_is_refused(starts: date, ends: date | None, sentence: str) -> None:
    with pytest.raises(UnableToWriteCalendar, match=f'"방문" {sentence}'):
        write_calendar("일정", [Event("1", STAMP, "방문", starts, ends)])
