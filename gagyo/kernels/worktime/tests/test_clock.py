"""Clocks that warn, pause and escalate in working time."""

from datetime import timedelta

import pytest

from gagyo.kernels.worktime.clock import (
    Allowance,
    ClockState,
    Moment,
    MomentKind,
    Moments,
    is_late,
    moments,
    moments_between,
    moments_of_due,
    next_moment,
    state_of_clock,
)
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.kernels.worktime.pauses import Pause
from gagyo.kernels.worktime.reckon import due_at, work_between
from gagyo.kernels.worktime.tests.make import SEOUL, WASHINGTON, at, hours

# Started on the Thursday before Seollal 2026 (16-18 February) at 14:00: 4 h that day, 8 h on Friday, 4 h on Thursday.
START = at("2026-02-12 14:00 KST")
TWO_DAYS = Allowance(hours(16), hours(4), (hours(8), hours(24)))


def test_a_clock_has_its_moments_in_working_time() -> None:
    assert moments(SEOUL, START, TWO_DAYS) == Moments(
        at("2026-02-13 18:00 KST"),
        at("2026-02-19 14:00 KST"),
        (at("2026-02-20 14:00 KST"), at("2026-02-24 14:00 KST")),
    )


def test_a_clock_stands_still_in_its_pauses() -> None:
    # Paused on Friday from 11:00, when 6 h are counted, to Monday 23 February at 10:00. 10 h are left: 7 that day.
    pause = Pause(at("2026-02-13 11:00 KST"), at("2026-02-23 10:00 KST"))
    assert moments(SEOUL, START, TWO_DAYS, (pause,)) == Moments(
        at("2026-02-23 17:00 KST"),
        at("2026-02-24 12:00 KST"),
        (at("2026-02-25 12:00 KST"), at("2026-02-27 12:00 KST")),
    )


PAUSES = {
    "none": ((), "2026-11-24 18:00 KST"),
    "at night alone": ((("2026-11-23 19:00 KST", "2026-11-24 08:00 KST"),), "2026-11-24 18:00 KST"),
    "before the start": ((("2026-11-20 09:00 KST", "2026-11-23 08:00 KST"),), "2026-11-24 18:00 KST"),
    "over the start": ((("2026-11-20 09:00 KST", "2026-11-23 11:00 KST"),), "2026-11-25 11:00 KST"),
    "after the due moment": ((("2026-11-24 18:00 KST", "2026-12-23 11:00 KST"),), "2026-11-24 18:00 KST"),
    "two that overlap": (
        (("2026-11-23 10:00 KST", "2026-11-23 14:00 KST"), ("2026-11-23 11:00 KST", "2026-11-23 16:00 KST")),
        "2026-11-25 15:00 KST",
    ),
    "one in the other, in any order": (
        (("2026-11-23 11:00 KST", "2026-11-23 12:00 KST"), ("2026-11-23 10:00 KST", "2026-11-23 16:00 KST")),
        "2026-11-25 15:00 KST",
    ),
    "two that meet": (
        (("2026-11-23 10:00 KST", "2026-11-23 11:00 KST"), ("2026-11-23 11:00 KST", "2026-11-23 12:00 KST")),
        "2026-11-25 11:00 KST",
    ),
    "an empty one": ((("2026-11-23 10:00 KST", "2026-11-23 10:00 KST"),), "2026-11-24 18:00 KST"),
    "at the other end of the world": ((("2026-11-22 21:00 ET", "2026-11-22 23:00 ET"),), "2026-11-25 10:00 KST"),
}


@pytest.mark.parametrize(("spans", "due"), PAUSES.values(), ids=PAUSES)
def test_sixteen_hours_from_a_monday_with_pauses(spans: tuple[tuple[str, str], ...], due: str) -> None:
    start = at("2026-11-23 09:00 KST")
    pauses = [Pause(at(begin), at(end)) for begin, end in spans]
    assert due_at(SEOUL, start, hours(16), pauses) == at(due)
    assert work_between(SEOUL, start, at(due), pauses) == hours(16)


def test_a_pause_that_lasts_leaves_open_what_comes_after_it() -> None:
    pause = Pause(at("2026-02-19 12:00 KST"))
    assert moments(SEOUL, START, TWO_DAYS, (pause,)) == Moments(at("2026-02-13 18:00 KST"), None, (None, None))


def test_an_answer_at_once_waits_for_the_end_of_a_pause() -> None:
    # Asked on Saturday; on Sunday the asker was asked back, and answered on Wednesday at noon.
    pause = Pause(at("2026-11-22 10:00 KST"), at("2026-11-25 14:00 KST"))
    assert due_at(SEOUL, at("2026-11-21 10:00 KST"), timedelta(), (pause,)) == at("2026-11-25 14:00 KST")


def test_a_moment_set_by_a_person_is_warned_of_and_escalated_too() -> None:
    due = at("2026-02-19 10:00 KST")
    assert moments_of_due(SEOUL, due, TWO_DAYS) == Moments(
        at("2026-02-13 15:00 KST"), due, (at("2026-02-20 10:00 KST"), at("2026-02-24 10:00 KST"))
    )


def test_without_a_warning_or_escalations_there_are_none() -> None:
    assert moments(SEOUL, START, Allowance(hours(16))) == Moments(None, at("2026-02-19 14:00 KST"))
    assert moments_of_due(SEOUL, START, Allowance(hours(16))) == Moments(None, START)


def test_a_clock_shorter_than_its_warning_warns_at_once() -> None:
    found = moments(SEOUL, at("2026-11-21 10:00 KST"), Allowance(hours(2), hours(4)))
    assert found == Moments(at("2026-11-23 09:00 KST"), at("2026-11-23 11:00 KST"))


FOUND = moments(SEOUL, START, TWO_DAYS)
STATES = {
    "before the warning": ("2026-02-13 17:59 KST", False, None, ClockState.RUNNING),
    "at the warning": ("2026-02-13 18:00 KST", False, None, ClockState.SOON),
    "at the due moment": ("2026-02-19 14:00 KST", False, None, ClockState.SOON),
    "after it": ("2026-02-19 14:01 KST", False, None, ClockState.OVERDUE),
    "paused": ("2026-02-13 17:59 KST", True, None, ClockState.PAUSED),
    "paused after the warning": ("2026-02-19 14:00 KST", True, None, ClockState.PAUSED),
    "paused when it was overdue": ("2026-02-20 14:00 KST", True, None, ClockState.OVERDUE),
    "stopped in time": ("2026-02-20 14:00 KST", False, "2026-02-13 10:00 KST", ClockState.STOPPED),
    "as of a day before it was stopped": ("2026-02-19 09:00 KST", False, "2026-02-20 10:00 KST", ClockState.SOON),
}


@pytest.mark.parametrize(("now", "is_paused", "stopped", "state"), STATES.values(), ids=STATES)
def test_how_a_clock_stands(now: str, is_paused: bool, stopped: str | None, state: ClockState) -> None:
    stopped_at = None if stopped is None else at(stopped)
    assert state_of_clock(at(now), FOUND, is_paused=is_paused, stopped_at=stopped_at) is state


def test_a_clock_whose_due_moment_is_open_only_pauses() -> None:
    assert state_of_clock(at("2030-01-01 09:00 KST"), Moments(None, None), is_paused=True) is ClockState.PAUSED


def test_done_at_the_very_moment_is_in_time() -> None:
    assert [is_late(FOUND, at(f"2026-02-19 14:0{minute} KST")) for minute in (0, 1)] == [False, True]
    assert not is_late(Moments(None, None), at("2030-01-01 09:00 KST"))


def test_what_comes_next_and_what_came_since() -> None:
    assert FOUND.warn_at is not None and FOUND.due_at is not None
    warn, due = Moment(MomentKind.WARN, FOUND.warn_at), Moment(MomentKind.DUE, FOUND.due_at)
    first = Moment(MomentKind.ESCALATE, at("2026-02-20 14:00 KST"), 1)
    second = Moment(MomentKind.ESCALATE, at("2026-02-24 14:00 KST"), 2)
    assert next_moment(FOUND, START) == warn
    assert next_moment(FOUND, warn.at) == due
    assert next_moment(FOUND, first.at) == second
    assert next_moment(FOUND, second.at) is None
    assert next_moment(Moments(None, None, (None,)), START) is None
    assert moments_between(FOUND, START, first.at) == (warn, due, first)
    assert moments_between(FOUND, warn.at, due.at) == (due,)
    assert moments_between(FOUND, second.at, at("2030-01-01 09:00 KST")) == ()


def test_moments_are_compared_by_real_time_in_the_hour_that_comes_twice() -> None:
    # On 1 November 2026 New York's clock shows 01:30 at 05:30 and again at 06:30 UTC.
    zone = WASHINGTON.zone
    second = at("2026-11-01 06:30 UTC").astimezone(zone)
    due = at("2026-11-01 05:45 UTC").astimezone(zone)
    assert second.replace(fold=0) < due  # what Python makes of the clock on the wall
    assert state_of_clock(second, Moments(None, due)) is ClockState.OVERDUE
    assert next_moment(Moments(None, due), second) is None
    pause = Pause(at("2026-11-01 05:40 UTC").astimezone(zone), second)
    assert [pause.covers(one) for one in (due, second)] == [True, False]


@pytest.mark.parametrize(
    ("work", "warn", "escalate"),
    [
        (hours(-1), hours(0), ()),
        (hours(1), hours(-1), ()),
        (hours(1), hours(0), (hours(0),)),
        (hours(1), hours(0), (hours(2), hours(2))),
    ],
)
def test_an_allowance_in_disorder_is_refused(work: timedelta, warn: timedelta, escalate: tuple[timedelta, ...]) -> None:
    with pytest.raises(ValueError, match=r"Give 0 or more|in order"):
        Allowance(work, warn, escalate)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UnableToReckon, match="ends before") as caught:
        Pause(at("2026-11-23 10:00 KST"), at("2026-11-23 09:59 KST"))
    assert caught.value.reason == "wrong_order"
