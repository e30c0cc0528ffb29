"""Dates of which only the month or the year is known, or nothing."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gagyo.partnerships.choices import DatePrecision

# 1996, 1996-05, 1996.5.3, 1996. 5. 3., 1996/05/03, 1996년 5월 3일
WRITTEN = re.compile(
    r"(?P<year>\d{4})\s*년?"
    r"(?:\s*[-./]?\s*(?P<month>\d{1,2})\s*월?"
    r"(?:\s*[-./]?\s*(?P<day>\d{1,2})\s*일?)?)?"
    r"\s*\.?"
)


class UnableToReadDate(Exception):
    """The text is no date, or no possible one; the sentence says what to write."""


@dataclass(frozen=True)
class PartialDate:
    """
    A date with what of it is known.

    on: the first day of what is known (1 January for a year alone); None exactly when nothing is known
    """

    on: date | None = None
    precision: str = DatePrecision.UNKNOWN.value

    def __bool__(self) -> bool:
        return self.on is not None

    def __str__(self) -> str:
        return self.iso

    @property
    def iso(self) -> str:
        """What is known, as "1996", "1996-05" or "1996-05-03"; empty for nothing."""
        if self.on is None:
            return ""
        return {"year": f"{self.on:%Y}", "month": f"{self.on:%Y-%m}"}.get(self.precision, self.on.isoformat())

    @property
    def last_day(self) -> date | None:
        """The last day that it can have been."""
        if self.on is None or self.precision == DatePrecision.DAY:
            return self.on
        month = 12 if self.precision == DatePrecision.YEAR else self.on.month
        return date(self.on.year, month, monthrange(self.on.year, month)[1])


UNKNOWN = PartialDate()


def partial_date(*, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """
    Return the date known to its smallest given part.

    :raises UnableToReadDate: for a day or month that no calendar has
    """
    precision = DatePrecision.DAY if day else DatePrecision.MONTH if month else DatePrecision.YEAR
    try:
        return PartialDate(date(year, month or 1, day or 1), precision.value)
    except ValueError:
        written = "-".join(str(part) for part in (year, month, day) if part)
        raise UnableToReadDate(
            _("%(date)s is not in any calendar. Check the month and the day.") % {"date": written}
        ) from None


def read_partial_date(text: str) -> PartialDate:
    """
    Return the date for what somebody wrote: "1996", "1996-05", "1996. 5. 3.", "1996년 5월"; nothing for blanks.

    :raises UnableToReadDate: if it is no date, or none that any calendar has
    """
    written = text.strip()
    if not written:
        return UNKNOWN
    found = WRITTEN.fullmatch(written) or re.fullmatch(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", written)
    if found is None:
        raise UnableToReadDate(
            _("“%(text)s” is not a date. Write 1996-05-03, 1996-05 or 1996; leave it empty if nothing is known.")
            % {"text": written}
        )
    year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
    if year is None or not 1800 <= year <= 2200 or month == 0 or day == 0:
        raise UnableToReadDate(_("%(date)s is not in any calendar. Check the month and the day.") % {"date": written})
    return partial_date(year=year, month=month, day=day)
