"""
Adding working time to a moment, and counting it between two.

All moments are aware datetimes; those returned are in UTC, so that they compare rightly with each other. Exact to the
microsecond.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from gagyo.kernels.worktime.calendar import WorkCalendar
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.kernels.worktime.pauses import NEVER, Pause, merged
from gagyo.kernels.worktime.timeline import MICROSECOND, Table, Timeline, datetime_of, moment_at, timeline


def add_work(calendar: WorkCalendar, start: datetime, work: timedelta) -> datetime:
    """
    Return the earliest moment by which that much working time has passed since the start.

    Never outside of working time: with no work to add, it is the start itself in working time or at its end, and
    else the next opening. So eight hours from a morning at nine with an hour for lunch end at 18:00 that day, not at
    nine of the next.

    work: 0 or more
    :raises UnableToReckon: if the time zone is missing, a year's holidays are not known, or no working time is left
    """
    kept = timeline(calendar)
    return datetime_of(_added(kept, moment_at(start), _amount(work)))


def subtract_work(calendar: WorkCalendar, end: datetime, work: timedelta) -> datetime:
    """
    Return the latest moment from which that much working time is left until the end.

    Never outside of working time, and at an opening rather than at the closing before it.

    work: 0 or more
    :raises UnableToReckon: as add_work does
    """
    kept, at, amount = timeline(calendar), moment_at(end), _amount(work)
    table = kept.covering(at, at)

    def found(table: Table) -> int | None:
        return table.last_open(at) if amount == 0 else table.latest(table.worked(at) - amount)

    while (moment := found(table)) is None:
        table = kept.earlier(table)
    return datetime_of(moment)


def work_between(calendar: WorkCalendar, begin: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
    """
    Return the working time from one moment to a later one, without that in pauses.

    :raises UnableToReckon: if the end is before the beginning, a time zone is missing, or holidays are not known
    """
    since, until = moment_at(begin), moment_at(end)
    if until < since:
        raise UnableToReckon("wrong_order", f"{end} is before {begin}. Give the earlier moment first.")
    table = timeline(calendar).covering(since, until)
    work = table.worked(until) - table.worked(since)
    for start, stop in merged(pauses):
        paused_from, paused_until = max(start, since), min(stop, until)
        if paused_from < paused_until:
            work -= table.worked(paused_until) - table.worked(paused_from)
    return timedelta(microseconds=work)


def due_at(calendar: WorkCalendar, start: datetime, work: timedelta, pauses: Iterable[Pause] = ()) -> datetime | None:
    """
    Return the earliest moment by which that much working time outside of pauses has passed; None while a pause
    that has not ended keeps it from being known.

    :raises UnableToReckon: as add_work does
    """
    kept = timeline(calendar)
    (moment,) = due_moments(kept, moment_at(start), (_amount(work),), merged(pauses))
    return None if moment is None else datetime_of(moment)


def due_moments(
    kept: Timeline, since: int, works: Sequence[int], pauses: Sequence[tuple[int, int]]
) -> list[int | None]:
    """Return what due_at does for several amounts of work, all in moments and microseconds; the pauses in order."""
    stretches = _stretches(kept, since, pauses)
    return [_due(kept, stretches, work) for work in works]


class _Stretch(NamedTuple):
    """
    Time between pauses.

    worked: by the calendar at its start; before, after: what the clock has counted at its start and its end
    """

    start: int
    end: int
    worked: int
    before: int
    after: int


def _stretches(kept: Timeline, since: int, pauses: Sequence[tuple[int, int]]) -> list[_Stretch]:
    found, counted = [], 0
    for start, stop in pauses:
        if stop <= since:
            continue
        if since < start:
            table = kept.covering(since, start)
            worked = table.worked(since)
            after = counted + table.worked(start) - worked
            found.append(_Stretch(since, start, worked, counted, after))
            counted = after
        since = stop
    if since != NEVER:
        found.append(_Stretch(since, NEVER, kept.covering(since, since).worked(since), counted, NEVER))
    return found


def _due(kept: Timeline, stretches: Iterable[_Stretch], work: int) -> int | None:
    for one in stretches:
        if one.after >= work and (moment := _moment(kept, one.start, one.worked, work - one.before)) <= one.end:
            return moment
    return None


def _added(kept: Timeline, since: int, work: int) -> int:
    return _moment(kept, since, kept.covering(since, since).worked(since), work)


def _moment(kept: Timeline, since: int, worked: int, work: int) -> int:
    table = kept.table
    while (moment := table.earliest(worked + work) if work else table.next_open(since)) is None:
        table = kept.longer(table)
    return moment


def _amount(work: timedelta) -> int:
    amount = work // MICROSECOND
    if amount < 0:
        raise UnableToReckon("wrong_order", f"{work} of work is less than none. Give 0 or more.")
    return amount
