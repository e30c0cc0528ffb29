"""Dates as people write them in tables, of which only the year or the month may be known."""

import enum
import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering
from math import isfinite
from typing import Final

from gagyo.kernels.tabular.errors import UnableToReadDate

_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH_NUMBERS: Final = {name: number for number, name in enumerate(_MONTHS.split(" "), 1)}
# Day 0 of Excel's calendar, one day off so that its 29 February 1900, which never was, does not count.
_EXCEL_START: Final = date(1899, 12, 30)
_SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119
_YEARS: Final = range(1800, 2200)

_TIME: Final = re.compile(r"[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$")
_WEEKDAY: Final = re.compile(r"\s*\((?:[월화수목금토일](?:요일)?|\w{3,9})\)$")
_KOREAN: Final = re.compile(r"(?P<y>'?\d{2}|\d{4})년(?:(?P<m>\d{1,2})월(?:(?P<d>\d{1,2})일)?)?")
_YEAR_FIRST: Final = re.compile(r"(?P<y>\d{4}|'\d{2})(?:[-./](?P<m>\d{1,2})(?:[-./](?P<d>\d{1,2}))?)?[.]?")
_SHORT_YEAR_FIRST: Final = re.compile(r"(?P<y>\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})[.]?")
_SHORT_YEAR_MONTH: Final = re.compile(r"(?P<y>\d{2})[-./](?P<m>\d{1,2})[.]?")
_YEAR_LAST: Final = re.compile(r"(?P<one>\d{1,2})[-./](?P<other>\d{1,2})[-./](?P<y>\d{4})")
_PACKED: Final = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})?")
_ENGLISH: Final = (
    re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?P<name>[a-z]{3,9})\.?,?[\s-]+(?P<y>\d{4})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"),
    re.compile(r"(?P<name>[a-z]{3,9})\.?,?[\s-]+(?P<y>\d{4})"),
)
_NAMED_MONTH: Final = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?"
    r"|dec(ember)?"
)


class Precision(enum.StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """
    A date of which the day, or the month and the day, may be unknown. An unknown one sorts before the known.

    year: 1 to 9999
    :raises UnableToReadDate: if there is no such day, or a day without a month
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        month = self.month if self.month is not None else 1
        fits = 1 <= self.year <= 9999 and 1 <= month <= 12 and (self.day is None or self.month is not None)
        if not fits or not 1 <= (1 if self.day is None else self.day) <= monthrange(self.year, month)[1]:
            raise UnableToReadDate("date_impossible", text=_dashed(self.year, self.month, self.day))

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        return _dashed(self.year, self.month, self.day)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order < other._order

    @property
    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


def parse_date(value: str | float | date, *, latest_year: int) -> PartialDate:
    """
    Return the date that a cell holds, as exactly as it says.

    Understood are 1996.5.3, '96.05, 96/5/3, 1996년 5월 3일, 1996-05, 19960503, May 3, 1996, 3 May 1996, a month
    or day of 0 as unknown, Excel's day numbers, and date or datetime.

    latest_year: a year of two digits is the last such year up to this one: with 2030, '96 is 1996, '25 is 2025.
    :raises UnableToReadDate: if it is none of these, no day of the calendar, or can be read in two ways
    """
    if isinstance(value, date):
        return PartialDate.of(value)
    if isinstance(value, int | float):
        return _from_number(value, latest_year)
    text = _cleaned(value)
    if not text:
        raise UnableToReadDate("date_missing")
    if text.isascii() and text.isdigit():
        return _from_digits(text)
    return _from_text(text, value, latest_year)


def _cleaned(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().replace("’", "'").replace("‘", "'").replace("`", "'")
    plain = _WEEKDAY.sub("", _TIME.sub("", plain))
    if any(letter.isascii() and letter.isalpha() for letter in plain):
        return plain.lower()
    return re.sub(r"\s+", "", plain).replace("–", "-").replace("−", "-")


def _from_text(text: str, value: str, latest_year: int) -> PartialDate:
    found = _KOREAN.fullmatch(text) or _YEAR_FIRST.fullmatch(text) or _SHORT_YEAR_FIRST.fullmatch(text)
    if found:
        return _dated(value, _year(found["y"], latest_year), found["m"], found["d"])
    if found := _SHORT_YEAR_MONTH.fullmatch(text):
        return _short_year_month(value, found["y"], found["m"], latest_year)
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(value, int(found["y"]), int(found["one"]), int(found["other"]))
    for pattern in _ENGLISH:
        found = pattern.fullmatch(text)
        if found and _NAMED_MONTH.fullmatch(found["name"]):
            month = _MONTH_NUMBERS[found["name"][:3]]
            return _dated(value, int(found["y"]), str(month), found.groupdict().get("d"))
    raise UnableToReadDate("date_unknown", text=value)


def _from_number(value: float, latest_year: int) -> PartialDate:
    if isinstance(value, bool) or not isfinite(value):
        raise UnableToReadDate("date_unknown", text=str(value))
    if value == int(value):
        return _from_digits(str(int(value)))
    if int(value) in _SERIALS:
        return PartialDate.of(_EXCEL_START + timedelta(days=int(value)))
    text = repr(value)
    if re.fullmatch(r"\d{2,4}\.1", text):
        # A cell typed as 1996.10 holds the number 1996.1.
        year = _year(text[:-2], latest_year)
        raise UnableToReadDate("date_ambiguous", text=text, one=f"{year}-01", other=f"{year}-10")
    return _from_text(text, text, latest_year)


def _from_digits(digits: str) -> PartialDate:
    if len(digits) == 4 and int(digits) in _YEARS:
        return PartialDate(int(digits))
    if len(digits) == 5 and int(digits) in _SERIALS:
        return PartialDate.of(_EXCEL_START + timedelta(days=int(digits)))
    found = _PACKED.fullmatch(digits)
    if found and int(found["y"]) in _YEARS:
        return _dated(digits, int(found["y"]), found["m"], found["d"])
    raise UnableToReadDate("date_unknown", text=digits)


def _year(digits: str, latest_year: int) -> int:
    digits = digits.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    return latest_year - (latest_year - int(digits)) % 100


def _short_year_month(value: str, year: str, month: str, latest_year: int) -> PartialDate:
    if int(year) <= 12 and 1 <= int(month) <= 31:
        full = _year(year, latest_year)
        raise UnableToReadDate("date_ambiguous", text=value, one=f"{full}-{int(month):02}", other=f"{year}-{month}")
    return _dated(value, _year(year, latest_year), month, None)


def _year_last(value: str, year: int, one: int, other: int) -> PartialDate:
    if one <= 12 and other <= 12 and one != other:
        readings = f"{year}-{one:02}-{other:02}", f"{year}-{other:02}-{one:02}"
        raise UnableToReadDate("date_ambiguous", text=value, one=readings[0], other=readings[1])
    month, day = (one, other) if one <= 12 else (other, one)
    return _dated(value, year, str(month), str(day))


def _dated(value: str, year: int, month: str | None, day: str | None) -> PartialDate:
    """Return the date, with a month or day of 0 as unknown; the error quotes the cell as it was written."""
    known_month, known_day = int(month or 0) or None, int(day or 0) or None
    try:
        return PartialDate(year, known_month, known_day)
    except UnableToReadDate:
        raise UnableToReadDate("date_impossible", text=value) from None


def _dashed(year: int, month: int | None, day: int | None) -> str:
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(parts)
