"""What every map and chart is: a picture, and a table of the same figures for those who cannot see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


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
class Drawing:
    """A finished picture: SVG text with every word escaped, and its table."""

    svg: str
    title: str
    table: Table
    kind: Literal["map", "chart"]
