"""When an answer is due: an office's working hours as a calendar, and the moments reckoned from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from gagyo.accounts.choices import OfficeKind
from gagyo.kernels.worktime.calendar import DAYS_A_WEEK, Holidays, Span, WorkCalendar
from gagyo.kernels.worktime.clock import Allowance, moments, moments_of_due
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.kernels.worktime.pauses import Pause
from gagyo.kernels.worktime.reckon import due_at, work_between

OFFICE_DAY: Final = (("09:00", "12:00"), ("13:00", "18:00"))
USUAL_WEEK: Final[Mapping[str, Sequence[Sequence[str]]]] = {str(day): OFFICE_DAY for day in range(5)}
# National days of Korea that its missions abroad keep beside their host's: 1 March, 15 August, 3 and 9 October.
NATIONAL_DAYS: Final = ((3, 1), (8, 15), (10, 3), (10, 9))
# In working hours: a reminder so long before an answer is due, but never in the first half of its time; the office's
# managers are told so long after it was due, and the ministry later.
REMIND_BEFORE: Final = 8
ESCALATE_AFTER: Final = (4, 16)


@dataclass(frozen=True)
class Hours:
    """An office's working hours as they are set; hours: weekday "0" (Monday) to "6" -> spans of times of day."""

    time_zone: str = "Asia/Seoul"
    country: str = "KR"
    hours: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=lambda: USUAL_WEEK)
    closed_days: tuple[str, ...] = ()
    first_answer_hours: int = 16
    answer_hours: int = 40
    is_abroad: bool = False


@dataclass(frozen=True)
class Due:
    """
    When a first answer and the answer are due, when somebody is reminded, and when others are told; None while a pause
    lasts.

    escalate_at: to the office's managers; escalate_further_at: to the ministry
    """

    first_at: datetime | None
    at: datetime | None
    remind_at: datetime | None = None
    escalate_at: datetime | None = None
    escalate_further_at: datetime | None = None

    def columns(self) -> dict[str, datetime | None]:
        """Return the moments under the names that a leg keeps them by."""
        return {
            "first_due_at": self.first_at,
            "due_at": self.at,
            "remind_at": self.remind_at,
            "escalate_at": self.escalate_at,
            "escalate_further_at": self.escalate_further_at,
        }


def usual_hours(*, kind: str, country: str = "KR", time_zone: str = "Asia/Seoul") -> Hours:
    """Return the hours of an office that has set none; country and time_zone: of its seat."""
    abroad = kind == OfficeKind.MISSION_ABROAD
    return Hours(country=country if abroad else "KR", time_zone=time_zone if abroad else "Asia/Seoul", is_abroad=abroad)


def calendar_of(hours: Hours) -> WorkCalendar:
    """
    Return the calendar of an office.

    :raises ValueError: if its hours, days or time zone cannot be
    """
    week = tuple(
        tuple(Span.of_clock(start, end) for start, end in hours.hours.get(str(day), ())) for day in range(DAYS_A_WEEK)
    )
    kept = [Holidays(hours.country)]
    if hours.is_abroad and hours.country != "KR":
        kept.append(Holidays("KR", only_on=NATIONAL_DAYS))
    closed = frozenset(date.fromisoformat(day) for day in hours.closed_days)
    return WorkCalendar(hours.time_zone, week, tuple(kept), closed)


def due_of(
    hours: Hours,
    *,
    start: datetime,
    wanted_by: datetime | None = None,
    pauses: Iterable[tuple[datetime, datetime | None]] = (),
) -> Due:
    """
    Return when an office's answers are due that was asked then.

    wanted_by: the moment by which the asker wants it, which comes first if it is earlier, but never before the start
    pauses: (from, until), the last with None while it lasts
    """
    calendar = calendar_of(hours)
    spans = [Pause(*each) for each in pauses]
    try:
        return _due(calendar, hours, start, wanted_by, spans)
    except UnableToReckon as error:
        if error.reason != "unknown_holidays":
            raise
        # The package knows no holidays of that country: its weekdays still count, and closed days can be set.
        return _due(replace(calendar, holidays=()), hours, start, wanted_by, spans)


def _due(calendar: WorkCalendar, hours: Hours, start: datetime, wanted_by: datetime | None, pauses: list[Pause]) -> Due:
    allowed = _allowed(hours)
    first = due_at(calendar, start, timedelta(hours=hours.first_answer_hours), pauses)
    found = moments(calendar, start, allowed, pauses)
    if wanted_by is not None and found.due_at is not None and wanted_by < found.due_at:
        at = max(start, wanted_by)
        found = moments_of_due(calendar, at, allowed)
        first = min(first, at) if first else None
    warn = max(start, found.warn_at) if found.warn_at else None
    return Due(first, found.due_at, warn, *found.escalations)


def _allowed(hours: Hours) -> Allowance:
    """Return what a clock allows: no more than half of its time is left when somebody is reminded."""
    work = timedelta(hours=hours.answer_hours)
    before = min(timedelta(hours=REMIND_BEFORE), work / 2)
    return Allowance(work, before, tuple(timedelta(hours=after) for after in ESCALATE_AFTER))


def worked_hours(
    hours: Hours, *, start: datetime, end: datetime, pauses: Iterable[tuple[datetime, datetime | None]] = ()
) -> float:
    """Return an office's working hours between two moments, without those in pauses."""
    calendar, spans = calendar_of(hours), [Pause(*each) for each in pauses]
    try:
        found = work_between(calendar, start, end, spans)
    except UnableToReckon as error:
        if error.reason != "unknown_holidays":
            raise
        found = work_between(replace(calendar, holidays=()), start, end, spans)
    return found / timedelta(hours=1)
