"""Half-years: 2024H1 runs from 1 January to 30 June."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

FIRST_DAY = date(1950, 1, 1)
# How long after its end a half-year is still the one that an officer opens the page for.
DAYS_AFTER = 21
WRITTEN = re.compile(r"(\d{4})H([12])")


class UnknownHalfError(ValueError):
    """A half-year that was not written as 2024H1."""


class UnfitDayError(ValueError):
    """A day until which nothing can be counted."""


@dataclass(frozen=True, order=True)
class Half:
    """A half-year; number: 1 or 2."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}H{self.number}"

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return date(self.year, 6, 30) if self.number == 1 else date(self.year, 12, 31)

    @property
    def a_year_before(self) -> "Half":
        """The same half of the year before."""
        return Half(self.year - 1, self.number)

    def cut(self, as_of: date) -> date:
        """Return the last day that counts: the as-of day, or the half's end where that comes first."""
        return min(as_of, self.ends_on)


def half_of(text: str) -> Half:
    """
    Return the half-year of "2024H1".

    :raises UnknownHalfError: if it is written otherwise
    """
    found = WRITTEN.fullmatch(text.strip().upper())
    if not found or not 1900 <= int(found[1]) <= 2999:
        raise UnknownHalfError(
            _("“%(text)s” is no half-year. Write the year, H and 1 or 2: 2024H1 is January to June 2024.")
            % {"text": text}
        )
    return Half(int(found[1]), int(found[2]))


def half_on(day: date) -> Half:
    """Return the half-year of a day."""
    return Half(day.year, 1 if day.month <= 6 else 2)


def half_at_hand(day: date) -> Half:
    """Return the half-year that is worked on: in the first three weeks of January and July the one just ended."""
    here = half_on(day)
    if day > here.starts_on + timedelta(days=DAYS_AFTER - 1):
        return here
    return Half(day.year, 1) if here.number == 2 else Half(day.year - 1, 2)


def same_day_a_year_before(day: date) -> date:
    """Return the same day of the year before; 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def check_as_of(as_of: date, *, half: Half, today: date) -> None:
    """
    Refuse a day of which nothing is known; a day to come will do where the half is over before.

    :raises UnfitDayError: with the sentence
    """
    if as_of < FIRST_DAY or half.cut(as_of) > today:
        raise UnfitDayError(_("Choose a day from 1950 until today: nothing is known of the days to come."))
