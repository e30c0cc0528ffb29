"""
A clock that runs in working time: its warning, its end and its escalations, and how it stands at a moment.

The moments are reckoned when a clock starts, pauses or goes on, and kept; how it stands is then a mere comparison.
Datetimes are compared as moments: Python compares two of one time zone by the clock on the wall, which shows an hour
twice when summer time ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from gagyo.kernels.worktime.calendar import WorkCalendar
from gagyo.kernels.worktime.pauses import Pause, merged
from gagyo.kernels.worktime.reckon import add_work, due_moments, subtract_work
from gagyo.kernels.worktime.timeline import MICROSECOND, datetime_of, moment_at, timeline


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    STOPPED = "stopped"


class MomentKind(StrEnum):
    """What is to be done at a moment."""

    WARN = "warn"
    DUE = "due"
    ESCALATE = "escalate"


@dataclass(frozen=True)
class Allowance:
    """
    What a clock allows, all in working time.

    work: until it is due
    warn_before: how long before a reminder goes out; nothing for none. If it is more than `work`, one goes out at once
    escalate_after: how long after it was due each escalation goes out, in order
    """

    work: timedelta
    warn_before: timedelta = timedelta()
    escalate_after: tuple[timedelta, ...] = ()

    def __post_init__(self) -> None:
        if self.work < timedelta() or self.warn_before < timedelta():
            raise ValueError("A clock allows less than no time. Give 0 or more.")
        if any(one <= timedelta() for one in self.escalate_after) or any(
            one >= other for one, other in pairwise(self.escalate_after)
        ):
            raise ValueError("Escalations come after the due moment and one after the other. Put them in order.")

    @cached_property
    def amounts(self) -> tuple[int, ...]:
        """Working time until the warning, the due moment and each escalation, in microseconds."""
        works = (max(self.work - self.warn_before, timedelta()), self.work)
        return tuple(one // MICROSECOND for one in (*works, *(self.work + later for later in self.escalate_after)))


@dataclass(frozen=True)
class Moments:
    """
    When a clock warns, is due and escalates.

    None: no warning is wanted; or not known, while a pause lasts
    """

    warn_at: datetime | None
    due_at: datetime | None
    escalations: tuple[datetime | None, ...] = ()


@dataclass(frozen=True)
class Moment:
    """step: which escalation, from 1; 0 for the others"""

    kind: MomentKind
    at: datetime
    step: int = 0


def moments(calendar: WorkCalendar, start: datetime, allowed: Allowance, pauses: Iterable[Pause] = ()) -> Moments:
    """
    Reckon the moments of a clock that started then.

    :raises UnableToReckon: if a time zone is missing, holidays are not known, or no working time is left
    """
    warn_at, due, *escalations = (
        None if moment is None else datetime_of(moment)
        for moment in due_moments(timeline(calendar), moment_at(start), allowed.amounts, merged(pauses))
    )
    return Moments(warn_at if allowed.warn_before else None, due, tuple(escalations))


def moments_of_due(calendar: WorkCalendar, due: datetime, allowed: Allowance) -> Moments:
    """
    Reckon the moments of a clock whose end a person has set to a moment; pauses do not move it.

    :raises UnableToReckon: as moments does
    """
    return Moments(
        subtract_work(calendar, due, allowed.warn_before) if allowed.warn_before else None,
        due,
        tuple(add_work(calendar, due, one) for one in allowed.escalate_after),
    )


def state_of_clock(
    now: datetime, found: Moments, *, is_paused: bool = False, stopped_at: datetime | None = None
) -> ClockState:
    """
    Tell how a clock stands.

    What is done at the very moment it is due is in time. What was overdue before it was paused stays overdue: waiting
    for the asker does not undo it.
    """
    at = moment_at(now)
    if stopped_at is not None and moment_at(stopped_at) <= at:
        return ClockState.STOPPED
    if found.due_at is not None and moment_at(found.due_at) < at:
        return ClockState.OVERDUE
    if is_paused:
        return ClockState.PAUSED
    if found.warn_at is not None and moment_at(found.warn_at) <= at:
        return ClockState.SOON
    return ClockState.RUNNING


def is_late(found: Moments, stopped_at: datetime) -> bool:
    """Tell whether a clock was stopped after it was due."""
    return found.due_at is not None and moment_at(found.due_at) < moment_at(stopped_at)


def moments_between(found: Moments, since: datetime, until: datetime) -> tuple[Moment, ...]:
    """Return what is to be done after one moment and not after the other, in order of time."""
    first, last = moment_at(since), moment_at(until)
    return tuple(Moment(kind, at, step) for kind, at, step in _in_order(found) if first < moment_at(at) <= last)


def next_moment(found: Moments, now: datetime) -> Moment | None:
    """Return what comes next after now, or None if nothing does or a pause keeps it from being known."""
    after = moment_at(now)
    return next((Moment(kind, at, step) for kind, at, step in _in_order(found) if moment_at(at) > after), None)


def _in_order(found: Moments) -> Iterator[tuple[MomentKind, datetime, int]]:
    if found.warn_at is not None:
        yield MomentKind.WARN, found.warn_at, 0
    if found.due_at is not None:
        yield MomentKind.DUE, found.due_at, 0
    for step, at in enumerate(found.escalations, start=1):
        if at is not None:
            yield MomentKind.ESCALATE, at, step
