"""Visits of a month, day by day, and of an office as a calendar that its people subscribe to."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from gagyo.common.rules import Actor
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Visit
from gagyo.visits.queries.filters import VisitFilter, visits_for
from gagyo.visits.queries.visits import parties_prefetch

# A cell of the table holds so many; the rest is counted, and opened as a list.
SHOWN_A_DAY: Final = 5
SUNDAY_FIRST: Final = calendar.Calendar(firstweekday=calendar.SUNDAY)
FEED_PAST, FEED_AHEAD = timedelta(days=365), timedelta(days=730)


@dataclass(frozen=True)
class Day:
    """A day of the calendar: the visits that are on, the earliest begun first; href: all of them as a list."""

    on: date
    in_month: bool
    visits: Sequence[Visit]
    href: str

    @property
    def shown(self) -> Sequence[Visit]:
        """The visits that a cell holds."""
        return self.visits[:SHOWN_A_DAY]

    @property
    def more(self) -> int:
        """How many a cell leaves out."""
        return len(self.visits) - len(self.shown)


@dataclass(frozen=True)
class Month:
    """A month as weeks from Sunday to Saturday; total: its visits, each once."""

    first: date
    weeks: Sequence[Sequence[Day]]
    total: int

    @property
    def days(self) -> list[Day]:
        """The days of the month itself on which a visit is on."""
        return [day for week in self.weeks for day in week if day.in_month and day.visits]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return last_day(self.first) + timedelta(days=1)


def last_day(first: date) -> date:
    """Return the last day of a month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def month_filter(first: date, *, own: bool) -> VisitFilter:
    """Return the filter for the visits of a month."""
    return VisitFilter(own=own, on_from=first, on_until=last_day(first))


def month_of(*, actor: Actor, first: date, own: bool, today: date) -> Month:
    """Return a month with its visits; three queries, however many visits there are."""
    dates = SUNDAY_FIRST.monthdatescalendar(first.year, first.month)
    wanted = VisitFilter(own=own, on_from=dates[0][0], on_until=dates[-1][-1])
    rows = visits_for(actor=actor, wanted=wanted, today=today)
    found = list(rows.prefetch_related(parties_prefetch()).order_by("starts_on", "pk"))
    of_day = by_day(found, first=dates[0][0], last=dates[-1][-1])

    def made(day: date) -> Day:
        href = wanted.but(on_from=day, on_until=day).href()
        return Day(day, day.month == first.month, of_day.get(day, []), href)

    weeks = [[made(day) for day in week] for week in dates]
    total = sum(1 for row in found if row.starts_on <= last_day(first) and row.ends_on >= first)
    return Month(first, weeks, total)


def by_day(rows: Sequence[Visit], *, first: date, last: date) -> Mapping[date, list[Visit]]:
    """Return the visits that are on, for each day of a period."""
    found: dict[date, list[Visit]] = {}
    for row in rows:
        day = max(row.starts_on, first)
        while day <= min(row.ends_on, last):
            found.setdefault(day, []).append(row)
            day += timedelta(days=1)
    return found


def feed_visits(*, office_id: int, today: date) -> "QuerySet[Visit]":
    """Return the visits that an office's calendar holds: from a year ago to two years ahead, not cancelled."""
    rows = Visit.objects.past_access(because="the secret address of an office's calendar shows that office's visits")
    return (
        rows.filter(office_id=office_id, archived_at=None)
        .filter(ends_on__gte=today - FEED_PAST, starts_on__lte=today + FEED_AHEAD)
        .exclude(state=VisitState.CANCELLED)
        .prefetch_related(parties_prefetch())
        .order_by("starts_on", "pk")
    )
