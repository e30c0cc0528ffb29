"""What every map and chart is: a picture, and a table of the same figures for those who cannot see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Number = int | Decimal
InWords = Callable[[Number], str]


def plain_number(value: Number) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,}"


@dataclass(frozen=True)
class Table:
    """
    The figures of a drawing as words.

    head: names of the columns; the first names the rows. rows: as many words as there are columns.
    hrefs: for each row the address of what it counts, or nothing.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    hrefs: Sequence[str]

    def rows_with_links(self) -> list[tuple[Sequence[str], str]]:
        """Return each row with its address."""
        return list(zip(self.rows, self.hrefs, strict=True))


@dataclass(frozen=True)
class Key:
    """An entry of a legend: the CSS class of its swatch and its words."""

    swatch: str
    label: str


@dataclass(frozen=True)
class Drawing:
    """A finished picture: SVG text with every word escaped, its legend, and its table."""

    svg: str
    title: str
    table: Table
    kind: Literal["map", "chart"]
    legend: Sequence[Key] = ()
