"""One model of a table for every writer, so that page, XLSX, CSV, JSON and HWPX give the same figures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from gagyo.kernels.indicators.words import Language, date_text, number_text, percent_text

# A partial date is a text: "1996" or "1996-05". A share is a Decimal: 0.931 is 93.1 %.
Cell = str | int | Decimal | date | None

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
# What XML 1.0 cannot hold, and therefore neither XLSX nor HWPX; a tab and a line break it can.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    KRW = "krw"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    PERCENT = "percent"


NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.KRW, Kind.PERCENT})


class UnableToWriteSheet(Exception):
    """A cell, a row or the columns do not fit; the sentence names the place and the remedy."""


@dataclass(frozen=True)
class Column:
    """
    key: stable English name that JSON and the importer use
    title: what the reader sees in the header
    width: in characters of the body font, a Hangul syllable being two
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 12


@dataclass(frozen=True)
class Sheet:
    """
    notes: lines such as as-of date (기준일), counting rule (집계 기준), source, filter used
    rows: each as long as `columns`; read once, so it may be a generator over the database

    :raises UnableToWriteSheet: without columns, or if two have one key
    """

    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        if not keys or len(set(keys)) < len(keys):
            raise UnableToWriteSheet(
                f'"{self.title}" has the columns {keys}. Give it at least one, each with a key of its own.'
            )


def checked_rows(sheet: Sheet) -> Iterable[tuple[Cell, ...]]:
    """
    Yield the rows, texts cleaned of what no XML file can hold, each cell fit for its column.

    :raises UnableToWriteSheet: for a row of another length, or a cell of another type than its column's
    """
    for number, row in enumerate(sheet.rows, start=1):
        if len(row) != len(sheet.columns):
            raise UnableToWriteSheet(
                f'Row {number} of "{sheet.title}" has {len(row)} cells for {len(sheet.columns)} columns. '
                "Give each row one cell per column, None where nothing is known."
            )
        for cell, column in zip(row, sheet.columns, strict=True):
            if not _fits(cell, column.kind):
                raise UnableToWriteSheet(
                    f'Row {number}, column "{column.title}" of "{sheet.title}" holds {cell!r}, '
                    f"which is no {column.kind}. Convert it, or change the column's kind."
                )
        yield tuple(clean(cell) if isinstance(cell, str) else cell for cell in row)


def clean(text: str) -> str:
    """Return the text with one kind of line break and without characters that XML cannot hold."""
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def exact_as_double(number: int | Decimal) -> bool:
    """Say whether a reader using double precision, as Excel and browsers do, gets the number back exactly."""
    try:
        return Decimal(repr(float(number))) == number
    except OverflowError:
        return False


def data_text(cell: Cell, kind: Kind) -> str:
    """Return the cell for machines: ISO dates, no thousands separators, a share as "93.1%"."""
    if cell is None:
        return ""
    if kind is Kind.PERCENT and isinstance(cell, int | Decimal):
        share = (Decimal(cell) * 100).normalize()
        return f"{share:f}%"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def shown_text(cell: Cell, kind: Kind, language: Language) -> str:
    """Return the cell for readers: "1,932", "93.1%", "2024. 6. 19.", "1996. 5." or "19 June 2024"."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return date_text(cell, language)
    if isinstance(cell, str):
        return partial_date_text(cell, language) if kind is Kind.PARTIAL_DATE else cell
    return percent_text(cell) if kind is Kind.PERCENT else number_text(cell)


def partial_date_text(known: str, language: Language) -> str:
    """Return "1996", "1996-05" or "1996-05-03" for readers: "1996년", "1996. 5.", "May 1996"."""
    match = _PARTIAL.fullmatch(known)
    if match is None:
        return known
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or month is None:
        return f"{known}년" if language == "ko" else known
    if day is not None:
        return date_text(date(year, month, day), language)
    if language == "ko":
        return f"{year}. {month}."
    return date_text(date(year, month, 1), language).removeprefix("1 ")


def _fits(cell: Cell, kind: Kind) -> bool:
    if cell is None:
        return True
    if kind is Kind.TEXT:
        return isinstance(cell, str)
    if kind is Kind.DATE:
        return isinstance(cell, date) and not isinstance(cell, datetime)
    if kind is Kind.PARTIAL_DATE:
        if isinstance(cell, str):
            return _PARTIAL.fullmatch(cell) is not None
        return isinstance(cell, date) and not isinstance(cell, datetime)
    if isinstance(cell, bool):
        return False
    if kind is Kind.INTEGER:
        return isinstance(cell, int)
    return isinstance(cell, int) or (isinstance(cell, Decimal) and cell.is_finite())
