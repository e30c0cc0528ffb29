"""Excel workbooks (.xlsx), read row by row so that a large one needs little memory."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from gagyo.kernels.tabular.errors import UnableToReadTable
from gagyo.kernels.tabular.grid import Cell, Grid, Row, Span, without_blank_end

MAX_UNPACKED_MB: Final = 200
_MAX_MEMBERS: Final = 5000
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CHUNK: Final = 1 << 20
_TAG: Final = 200  # longer than any mergeCell tag, so that none is lost between two chunks


def read_workbook(data: bytes, filename: str, *, most_rows: int) -> Grid:
    """
    Return the cells of the first sheet that holds anything.

    most_rows: reading stops one row after so many
    :raises UnableToReadTable: if it is no workbook, damaged, protected, or too large unpacked
    """
    _check_package(data, filename)
    # Imported here: it takes a third of a second, and most requests import no file.
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = _rows(sheet.iter_rows(values_only=True), most_rows)
            if rows:
                path = sheet._worksheet_path  # type: ignore[attr-defined]  # openpyxl's stubs leave it out
                return Grid(sheet.title, rows, _merged(data, path))
    except Exception as error:
        # A broken file makes openpyxl raise whatever the broken part happens to break.
        raise UnableToReadTable("table_damaged", filename=filename) from error
    return Grid("", ())


def _check_package(data: bytes, filename: str) -> None:
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnableToReadTable("table_damaged", filename=filename) from None
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise UnableToReadTable("table_encrypted", filename=filename)
    if "content.xml" in names and "mimetype" in names:
        raise UnableToReadTable("table_ods", filename=filename)
    if not any(name.startswith("xl/") for name in names):
        raise UnableToReadTable("table_not_one", filename=filename)
    # zipfile never unpacks more of a member than its entry says, so the sum can be trusted.
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_MB << 20 or len(members) > _MAX_MEMBERS:
        raise UnableToReadTable("table_unpacks_too_large", filename=filename, megabytes=MAX_UNPACKED_MB)


def _rows(found: Iterable[tuple[object, ...]], most_rows: int) -> tuple[Row, ...]:
    rows = []
    for number, values in enumerate(found, 1):
        cells = without_blank_end([_cell(value) for value in values])
        if cells:
            rows.append(Row(number, cells))
        if len(rows) > most_rows:
            break
    return tuple(rows)


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return str(value).strip() or None


def _merged(data: bytes, path: str) -> tuple[Span, ...]:
    """Return the merged ranges, which openpyxl leaves out when it reads row by row."""
    spans: dict[Span, None] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(path.lstrip("/")) as sheet:
        kept = b""
        while chunk := sheet.read(_CHUNK):
            kept = kept[-_TAG:] + chunk
            for left, top, right, bottom in _MERGED.findall(kept):
                span = Span(int(top), int(bottom), _column(left), _column(right))
                spans[span] = None
    return tuple(spans)


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1
