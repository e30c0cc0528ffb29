"""When answers are due, counted by hand on a calendar: Seollal, Chuseok, substitute days, missions, a changed clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gagyo.support.rules.clock import Hours, due_of, worked_hours

KOREA = Hours()
HANOI = Hours(time_zone="Asia/Ho_Chi_Minh", country="VN", is_abroad=True)
WASHINGTON = Hours(time_zone="America/New_York", country="US", is_abroad=True)


def at(hours: Hours, words: str) -> datetime:
    """Return a moment by the office's own clock."""
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(hours.time_zone))


# Sent, first answer due (16 working hours: two days), answer due (40: five days), by the office's own clock.
BY_HAND = {
    # Seollal 2026 is Monday 16 to Wednesday 18 February: Thu 19, Fri 20 | Mon 23, Tue 24, Wed 25.
    "Seollal": (KOREA, "2026-02-13 17:00", "2026-02-20 17:00", "2026-02-25 17:00"),
    # 1 March 2026 is a Sunday, so Monday 2 is free: Fri 27, Tue 3 | Wed 4, Thu 5, Fri 6.
    "a substitute day after a Sunday": (KOREA, "2026-02-26 11:00", "2026-03-03 11:00", "2026-03-06 11:00"),
    # Chuseok 2026 is Thursday 24 to Saturday 26 September: Mon 28, Tue 29 | Wed 30, Thu 1, Fri 2.
    "Chuseok": (KOREA, "2026-09-23 10:00", "2026-09-29 10:00", "2026-10-02 10:00"),
    # 3 October is a Saturday, so Monday 5 is free, and Friday 9 is Hangul Day: Fri 2, Tue 6 | Wed 7, Thu 8, Mon 12.
    "a substitute day after a Saturday": (KOREA, "2026-10-01 15:00", "2026-10-06 15:00", "2026-10-12 15:00"),
    # 15 August is a Saturday, so Monday 17 is free: Fri 14, Tue 18 | Wed 19, Thu 20, Fri 21.
    "Liberation Day": (KOREA, "2026-08-13 09:30", "2026-08-18 09:30", "2026-08-21 09:30"),
    # Vietnam rests on 30 April and 1 May; 5 May is free in Korea and not in Hanoi: Mon 4, Tue 5 | Wed 6, Thu 7, Fri 8.
    "a mission keeps its host's days": (HANOI, "2026-04-29 10:00", "2026-05-05 10:00", "2026-05-08 10:00"),
    # Hangul Day, Friday 9 October, is kept by missions too: Thu 8, Mon 12 | Tue 13, Wed 14, Thu 15.
    "a mission keeps Korea's national days": (HANOI, "2026-10-07 10:00", "2026-10-12 10:00", "2026-10-15 10:00"),
    # The clock goes forward on Sunday 8 March: Mon 9, Tue 10 | Wed 11, Thu 12, Fri 13.
    "an hour is left out on a Sunday": (WASHINGTON, "2026-03-06 15:00", "2026-03-10 15:00", "2026-03-13 15:00"),
    # It goes back on Sunday 1 November: Fri 30, Mon 2 | Tue 3, Wed 4, Thu 5.
    "an hour comes twice on a Sunday": (WASHINGTON, "2026-10-29 16:00", "2026-11-02 16:00", "2026-11-05 16:00"),
    # Wednesday 11 November is Veterans Day: Fri 6, Mon 9 | Tue 10, Thu 12, Fri 13.
    "a holiday of the host": (WASHINGTON, "2026-11-05 16:00", "2026-11-09 16:00", "2026-11-13 16:00"),
}


@pytest.mark.parametrize(("hours", "sent", "first", "due"), BY_HAND.values(), ids=BY_HAND)
def test_answers_are_due_as_counted_on_a_calendar(hours: Hours, sent: str, first: str, due: str) -> None:
    found = due_of(hours, start=at(hours, sent))
    assert (found.first_at, found.at) == (at(hours, first), at(hours, due))
    assert worked_hours(hours, start=at(hours, sent), end=at(hours, due)) == 40


def test_due_times_are_moments_and_not_clocks_on_a_wall() -> None:
    # 20:00 and 19:00 by Greenwich: Washington's clock has gone forward in between; it is Saturday 04:00 in Seoul.
    found = due_of(WASHINGTON, start=at(WASHINGTON, "2026-03-06 15:00"))
    assert found.at == datetime(2026, 3, 13, 19, 0, tzinfo=ZoneInfo("UTC")) == at(KOREA, "2026-03-14 04:00")


def test_a_pause_moves_the_due_time_by_its_working_hours_alone() -> None:
    # Thu 19 February 10:00 to Fri 20, 14:00: 2 + 5 hours, then 3 + 1, so 11 in all. From Wed 25, 17:00: 1 hour there,
    # 8 on Thu 26, 2 on Fri 27.
    pause = (at(KOREA, "2026-02-19 10:00"), at(KOREA, "2026-02-20 14:00"))
    found = due_of(KOREA, start=at(KOREA, "2026-02-13 17:00"), pauses=[pause])
    assert found.at == at(KOREA, "2026-02-27 11:00")
    assert worked_hours(KOREA, start=at(KOREA, "2026-02-13 17:00"), end=found.at, pauses=[pause]) == 40


def test_a_pause_over_a_holiday_moves_nothing() -> None:
    pause = (at(KOREA, "2026-02-15 09:00"), at(KOREA, "2026-02-18 18:00"))
    found = due_of(KOREA, start=at(KOREA, "2026-02-13 17:00"), pauses=[pause])
    assert found.at == at(KOREA, "2026-02-25 17:00")
