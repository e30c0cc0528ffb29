"""One table out of a file that somebody handed in: its header row and the rows under it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gagyo.kernels.tabular.delimited import read_delimited
from gagyo.kernels.tabular.errors import UnableToReadTable
from gagyo.kernels.tabular.grid import Cell, Grid, Row
from gagyo.kernels.tabular.workbook import read_workbook

MAX_COLUMNS: Final = 200
# A header is looked for among the first rows that hold anything.
_SEARCHED_ROWS: Final = 30
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Table:
    """
    A header and the rows under it, each as wide as the header, blank rows left out.

    sheet: name of the sheet, empty for a text file. header_row: its row number in the file, from 1.
    headers: a column without a name has an empty one.
    """

    sheet: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(data: bytes, filename: str, *, max_rows: int) -> Table:
    """
    Return the table in an XLSX, CSV or TSV file; what the file is, its content says and not its name.

    Titles above the header are passed over, cells merged downwards are filled, text is UTF-8 or CP949.
    Of a workbook the first sheet that holds anything is read.

    filename: only named in errors.
    max_rows: the most rows that may stand under the header
    :raises UnableToReadTable: with a code of `errors.SENTENCES` beginning with "table_"
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnableToReadTable("table_empty", filename=filename)
    if data.startswith(_OLE):
        code = "table_encrypted" if _ENCRYPTED in data else "table_old_xls"
        raise UnableToReadTable(code, filename=filename)
    most = max_rows + _SEARCHED_ROWS
    if data.startswith(_ZIP):
        grid = read_workbook(data, filename, most_rows=most)
    else:
        grid = read_delimited(data, filename, most_rows=most)
    return _table(grid, filename, max_rows)


def _table(grid: Grid, filename: str, max_rows: int) -> Table:
    if not grid.rows:
        raise UnableToReadTable("table_empty", filename=filename)
    for row in grid.rows:
        if len(row.cells) > MAX_COLUMNS:
            raise UnableToReadTable("table_too_wide", filename=filename, row=row.number, max_columns=MAX_COLUMNS)
    place = _header_place(grid.rows[:_SEARCHED_ROWS])
    header = grid.rows[place]
    last = max((span.last_row for span in grid.merged if span.first_row == header.number), default=header.number)
    above = [row for row in grid.rows[place:] if row.number <= last]
    under = [row for row in grid.rows[place:] if row.number > last]
    if not under:
        raise UnableToReadTable("table_no_rows", filename=filename)
    if len(under) > max_rows:
        raise UnableToReadTable("table_too_many_rows", filename=filename, max_rows=max_rows)
    width = max(len(row.cells) for row in [*above, *under])
    filled = grid.filled_down(under)
    rows = tuple(Row(row.number, _as_wide(row.cells, width)) for row in filled)
    return Table(grid.sheet, header.number, _headers(grid, above, width), rows)


def _headers(grid: Grid, above: list[Row], width: int) -> tuple[str, ...]:
    """Return the names of the columns; where a header spans rows, "기간" over "시작" is "기간 시작"."""
    lines = [grid.filled_right(row, width) for row in above] if len(above) > 1 else [above[0].cells]
    columns = zip(*(_as_wide(line, width) for line in lines), strict=True)
    return tuple(
        " ".join(dict.fromkeys(" ".join(str(cell).split()) for cell in column if cell is not None))
        for column in columns
    )


def _header_place(rows: Sequence[Row]) -> int:
    """
    Return the place of the header: the first row of nothing but different words that is nearly as wide
    as the table, else the first row that holds anything.
    """
    widest = max(_filled(row.cells) for row in rows)
    for place, row in enumerate(rows):
        cells = [cell for cell in row.cells if cell is not None]
        wide = len(cells) >= max(1, widest * 0.6)
        if wide and all(_is_word(cell) for cell in cells) and len(set(cells)) > len(cells) * 0.7:
            return place
    return 0


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.replace(",", "").replace(".", "").replace("-", "").isdigit()


def _filled(cells: Iterable[str | int | float | date | None]) -> int:
    return sum(cell is not None for cell in cells)


def _as_wide(cells: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return cells + (None,) * (width - len(cells))
