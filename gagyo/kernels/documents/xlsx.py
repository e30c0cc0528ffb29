"""
Worksheets for Excel and 한셀.

The notes (as-of date, counting rule, source, filter) stand above the header of the same worksheet, not on a
second one: they then stay with the table when it is printed, copied into a mail or cut from its book, and no
figure loses its date. An export can still be imported unchanged: title and notes fill only their row's first
cell, a blank row follows, and the header is the first row that names the columns, which is how the importer
finds it. (The auto filter and the repeated print rows begin at that row too.)
"""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from gagyo.kernels.documents.sheet import (
    Cell,
    Column,
    Kind,
    Sheet,
    UnableToWriteSheet,
    checked_rows,
    clean,
    data_text,
    exact_as_double,
)

FONT = "맑은 고딕"
MAX_ROWS = 1_048_576
MAX_CELL_CHARACTERS = 32_767
_A4 = 9
_NAME_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
_NUMBER_FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.##########",
    Kind.KRW: "#,##0",
    Kind.DATE: "yyyy-mm-dd",
    # Texts, because Excel has no date without a day; ISO texts still sort in time order.
    Kind.PARTIAL_DATE: "@",
    Kind.PERCENT: "0.0%",
    Kind.TEXT: "@",
}
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_xlsx(sheets: Iterable[Sheet], *, made_at: datetime, author: str = "") -> bytes:
    """
    Return a workbook with one worksheet per sheet.

    Dates are dates and numbers are numbers; texts stay texts even where they look like formulas. A number
    that a worksheet cannot hold exactly (more than 15 digits) is written as text, not rounded silently.
    made_at: written to the document properties, so that the same input gives the same bytes

    :raises UnableToWriteSheet: if a sheet has too many rows, or a cell is too long or of the wrong kind
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.formats[0].set_font_name(FONT)
        book.formats[0].set_font_size(10)
        formats = _formats(book)
        names: set[str] = set()
        title = ""
        for sheet in sheets:
            title = title or sheet.title
            _write(book.add_worksheet(_sheet_name(sheet.title, names)), sheet, formats)
        book.set_properties({"title": clean(title), "author": clean(author), "created": made_at.astimezone(UTC)})
    return out.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
    made = {kind.value: book.add_format({**base, "num_format": fmt}) for kind, fmt in _NUMBER_FORMATS.items()}
    made["whole"] = book.add_format({**base, "num_format": "#,##0"})
    # The mark that a typed ' leaves: the text stays text even if somebody edits the cell.
    made["quoted"] = book.add_format({**base, "num_format": "@", "quote_prefix": True})
    made["title"] = book.add_format({**base, "font_size": 14, "bold": True})
    made["note"] = book.add_format({**base, "font_color": "#464C53"})
    head = {**base, "bold": True, "bg_color": "#E6E8EA", "border": 1, "align": "center", "text_wrap": True}
    made["header"] = book.add_format(head)
    return made


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.write_string(0, 0, clean(sheet.title), formats["title"])
    for at, note in enumerate(sheet.notes, start=1):
        page.write_string(at, 0, clean(note), formats["note"])
    header = len(sheet.notes) + 2
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width + 2)
        page.write_string(header, at, clean(column.title), formats["header"])
    last = header
    for last, row in enumerate(checked_rows(sheet), start=header + 1):
        if last >= MAX_ROWS:
            raise UnableToWriteSheet(
                f'"{sheet.title}" has more rows than a worksheet holds ({MAX_ROWS:,}). Filter, or take CSV.'
            )
        for at, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            _write_cell(page, (last, at), cell, column, formats)
    _set_up(page, sheet, header, last)


def _write_cell(page: Any, at: tuple[int, int], cell: Cell, column: Column, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    shape = formats[column.kind.value]
    if isinstance(cell, str) or column.kind is Kind.PARTIAL_DATE:
        _write_text(page, at, str(cell), column, formats)
    elif isinstance(cell, date):
        # Excel counts days from 1900: an older date has no number there.
        if cell.year < 1900:
            _write_text(page, at, cell.isoformat(), column, formats)
        else:
            page.write_datetime(*at, datetime(cell.year, cell.month, cell.day), shape)  # noqa: DTZ001 - a day
    elif not exact_as_double(cell):
        _write_text(page, at, data_text(cell, column.kind), column, formats)
    else:
        whole = column.kind is Kind.DECIMAL and cell == int(cell)
        page.write_number(*at, cell, formats["whole"] if whole else shape)


def _write_text(page: Any, at: tuple[int, int], text: str, column: Column, formats: dict[str, Any]) -> None:
    if len(text.encode("utf-16-le")) // 2 > MAX_CELL_CHARACTERS:
        raise UnableToWriteSheet(
            f'Row {at[0] + 1}, column "{column.title}" is longer than a worksheet cell holds '
            f"({MAX_CELL_CHARACTERS:,} characters). Shorten it, or take CSV."
        )
    page.write_string(*at, text, formats["quoted" if text.startswith(_FORMULA_STARTS) else "text"])


def _set_up(page: Any, sheet: Sheet, header: int, last: int) -> None:
    right = len(sheet.columns) - 1
    page.freeze_panes(header + 1, 0)
    page.autofilter(header, 0, last, right)
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)
    page.set_footer("&C&P / &N")


def _sheet_name(title: str, taken: set[str]) -> str:
    plain = clean(title).replace("\n", " ").translate(_NAME_FORBIDDEN).strip(" '")[:31].strip(" '") or "Sheet"
    name, again = plain, 1
    while name.casefold() in taken:
        again += 1
        name = f"{plain[: 31 - len(str(again)) - 1]}-{again}"
    taken.add(name.casefold())
    return name
