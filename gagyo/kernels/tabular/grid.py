"""The cells of one sheet before anybody knows which of them are its header."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything. number: its row number in the file, from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A merged range, rows from 1, columns from 0, ends included. Only its first cell has a value."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a sheet that hold anything; blank cells at a row's end are left out."""

    sheet: str
    rows: tuple[Row, ...]
    merged: tuple[Span, ...] = ()

    def filled_down(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Return the rows with the value of a cell that is merged downwards in each row that it covers."""
        numbers = {row.number: list(row.cells) for row in rows}
        for span in self.merged:
            top = numbers.get(span.first_row, [])
            if span.last_row == span.first_row or span.first_column >= len(top):
                continue
            value = top[span.first_column]
            for number in range(span.first_row + 1, span.last_row + 1):
                cells = numbers.get(number)
                if cells is not None:
                    cells += [None] * (span.first_column + 1 - len(cells))
                    cells[span.first_column] = value
        return tuple(Row(row.number, tuple(numbers[row.number])) for row in rows)

    def filled_right(self, row: Row, width: int) -> tuple[Cell, ...]:
        """Return the cells of a row with the value of a cell that is merged to the right in each that it covers."""
        cells = list(row.cells) + [None] * (width - len(row.cells))
        for span in self.merged:
            if span.first_row == row.number:
                last = min(span.last_column, width - 1)
                cells[span.first_column : last + 1] = [cells[span.first_column]] * (last + 1 - span.first_column)
        return tuple(cells)


def without_blank_end(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])
