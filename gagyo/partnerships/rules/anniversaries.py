"""When a tie is 10, 20, 25, 30 ... years old, and how long until then."""

from dataclasses import dataclass
from datetime import date, timedelta

from gagyo.partnerships.choices import DatePrecision
from gagyo.partnerships.rules.dates import PartialDate


@dataclass(frozen=True)
class Anniversary:
    """
    A round year of a tie.

    on: its day, known to the same precision as the signing: for a year alone, only the year is meant
    """

    years: int
    on: PartialDate

    @property
    def year(self) -> int:
        """The calendar year in which it falls."""
        assert self.on.on is not None
        return self.on.on.year

    @property
    def first_day(self) -> date:
        """The first day on which it can fall."""
        assert self.on.on is not None
        return self.on.on

    @property
    def last_day(self) -> date:
        """The last day on which it can fall."""
        last = self.on.last_day
        assert last is not None
        return last

    def days_left(self, *, today: date) -> int:
        """Return the days until it can begin; 0 from then on."""
        return max((self.first_day - today).days, 0)

    def is_near(self, *, today: date, lead_days: int) -> bool:
        """Tell whether its preparation should have begun, and it is not over."""
        return self.first_day - timedelta(days=lead_days) <= today <= self.last_day


def is_round(years: int) -> bool:
    """Tell whether so many years are celebrated: tens, and each quarter of a century."""
    return years > 0 and (years % 10 == 0 or years % 25 == 0)


def in_year(*, signed: PartialDate, year: int) -> Anniversary:
    """
    Return the anniversary in a calendar year, round or not.

    A tie of 29 February is celebrated on 28 February where the year has no 29th.
    :raises ValueError: if the signing date is unknown
    """
    if signed.on is None:
        raise ValueError("A tie without a signing date has no anniversary. Enter at least the year.")
    day = signed.on
    moved = date(year, 2, 28) if (day.month, day.day) == (2, 29) and not _is_leap(year) else day.replace(year=year)
    return Anniversary(year - day.year, PartialDate(moved, signed.precision))


def next_anniversary(*, signed: PartialDate, today: date) -> Anniversary | None:
    """Return the next round anniversary, today's and this year's included; None if the date is unknown."""
    if signed.on is None or signed.precision == DatePrecision.UNKNOWN:
        return None
    year = max(today.year, signed.on.year + 1)
    while True:
        found = in_year(signed=signed, year=year)
        if is_round(found.years) and found.last_day >= today:
            return found
        year += 1


def anniversaries_between(*, signed: PartialDate, first: date, last: date) -> list[Anniversary]:
    """Return the round anniversaries that can fall between two days, both included."""
    if signed.on is None:
        return []
    begun = signed.on.year
    # Whether the year is round is asked first: of all ties of the country, a few are.
    years = [year for year in range(max(first.year, begun + 1), last.year + 1) if is_round(year - begun)]
    found = (in_year(signed=signed, year=year) for year in years)
    return [each for each in found if each.last_day >= first and each.first_day <= last]


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
