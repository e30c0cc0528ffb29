"""
When a stop may begin, for one rule at a time.

Ranges are sorted, disjoint, and include both ends: ((540, 600), (700, 700)) is any minute from 540 to 600, or 700.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from gagyo.kernels.programme.problem import Host, Interpreter, Interval, Party, Problem, Site, Stop

Ranges = tuple[tuple[int, int], ...]
Span = tuple[int, int]


def united(ranges: Iterable[Span]) -> Ranges:
    """Return the ranges sorted, those that touch or overlap made one."""
    out: list[Span] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return tuple(out)


def common(left: Ranges, right: Ranges) -> Ranges:
    """Return the minutes that lie in both."""
    out, at_left, at_right = [], 0, 0
    while at_left < len(left) and at_right < len(right):
        low = max(left[at_left][0], right[at_right][0])
        high = min(left[at_left][1], right[at_right][1])
        if low <= high:
            out.append((low, high))
        if left[at_left][1] < right[at_right][1]:
            at_left += 1
        else:
            at_right += 1
    return tuple(out)


def starts_beside(spans: Iterable[Span], *, minutes: int, low: int, high: int) -> Ranges:
    """Return the starts from low to high of something that overlaps none of the spans (start, end without the end)."""
    out, at = [], low
    for start, end in sorted(spans):
        if start - minutes >= at:
            out.append((at, min(high, start - minutes)))
        at = max(at, end)
    if at <= high:
        out.append((at, high))
    return tuple(span for span in out if span[0] <= span[1])


def starts_within(spans: Iterable[Span], *, minutes: int) -> Ranges:
    """Return the starts of something that lies wholly in one span; spans that touch are one (9-12, 12-18)."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], end))
        else:
            whole.append((start, end))
    return tuple((start, end - minutes) for start, end in whole if end - minutes >= start)


def spans_on(intervals: Iterable[Interval], day: date) -> list[Span]:
    return [(one.start, one.end) for one in intervals if one.day == day]


def is_holiday_at(*, problem: Problem, site: Site, day: date) -> bool:
    return day in problem.holidays and not site.open_on_holidays


def hours_on(*, problem: Problem, site: Site, day: date) -> list[Span]:
    """Return the site's openings on a date, none if it is closed."""
    if day in site.closed or is_holiday_at(problem=problem, site=site, day=day):
        return []
    return [(one.start, one.end) for one in site.openings if one.weekday == day.weekday()]


def open_starts(*, problem: Problem, site: Site, day: date, minutes: int) -> Ranges:
    return starts_within(hours_on(problem=problem, site=site, day=day), minutes=minutes)


def hosted_starts(*, site: Site, day: date, minutes: int, within: Interval) -> Ranges:
    """Return the starts at which one host is there for the whole visit."""
    low, high = within.start, within.end - minutes
    if not site.hosts:
        return ((low, high),) if low <= high else ()
    return united(
        span
        for host in site.hosts
        for span in starts_beside(spans_on(host.busy, day), minutes=minutes, low=low, high=high)
    )


def host_for(*, site: Site, day: date, start: int, end: int) -> Host | None:
    """Return the first of host and stand-ins who is free from start to end; None if nobody is, or nobody is named."""
    for host in site.hosts:
        if all(busy_end <= start or end <= busy_start for busy_start, busy_end in spans_on(host.busy, day)):
            return host
    return None


def needs_interpreter(*, party: Party, site: Site) -> bool:
    """A party needs one where both languages are known and none is the same."""
    return bool(party.languages) and bool(site.languages) and not party.languages & site.languages


def bridges(*, interpreter: Interpreter, party: Party, site: Site) -> bool:
    """Whether this person can interpret between a language of the party and one of the site."""
    return any(frozenset((one, other)) in interpreter.languages for one in party.languages for other in site.languages)


def interpreter_starts(
    *, problem: Problem, interpreter: Interpreter, site: Site, within: Interval, minutes: int, taken: Sequence[Stop]
) -> Ranges:
    """
    Return the starts of a stop at the site that this person could take, with way and rest around other stops.

    taken: stops of this interpreter, of any date
    """
    day, low, high = within.day, within.start, within.end - minutes
    blocked = spans_on(interpreter.busy, day)
    for stop in taken:
        if stop.day == day:
            before = max(interpreter.rest_minutes, problem.way(site.key, stop.site))
            after = max(interpreter.rest_minutes, problem.way(stop.site, site.key))
            blocked.append((stop.start - before, stop.end + after))
    starts = starts_beside(blocked, minutes=minutes, low=low, high=high)
    if interpreter.free is not None:
        starts = common(starts, starts_within(spans_on(interpreter.free, day), minutes=minutes))
    return starts
