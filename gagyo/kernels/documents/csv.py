"""
Comma-separated files: one header row, then rows, and nothing else, so that any program reads them.

Notes are not written: a line above the header would break every other reader. JSON carries them.

Formula injection: a text that a spreadsheet would run (it begins with = + - @, their full-width forms, a tab
or a line break) gets one apostrophe before it, the sign by which spreadsheets mark text. A text that already
begins with apostrophes and then such a sign gets one more, which makes `unguarded` the exact inverse of
`guarded`: what is exported imports unchanged. Numbers and dates are written as they are; "-5" in a numeric
column is a number and cannot run.
"""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Literal

from gagyo.kernels.documents.sheet import Cell, Column, Sheet, checked_rows, clean, data_text

Encoding = Literal["utf-8-sig", "cp949"]

_RUNS = re.compile(r"'*[=+\-@\t\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\n＝＋－＠]")
_BLOCK_BYTES = 64 * 1024


@dataclass(frozen=True)
class Unmappable:
    """A cell with characters that the encoding lacks. row: 0 is the header, 1 the first row."""

    row: int
    column: str
    text: str
    characters: str


class UnableToEncode(Exception):
    """A cell holds characters that the encoding lacks, and nobody asked to replace them."""

    def __init__(self, found: Unmappable, encoding: str) -> None:
        self.found = found
        super().__init__(
            f'Row {found.row}, column "{found.column}" holds characters that {encoding.upper()} lacks: '
            f"{found.characters} Take the file in UTF-8, or let them be replaced by their numbers."
        )


def write_csv(
    sheet: Sheet,
    encoding: Encoding = "utf-8-sig",
    *,
    on_unmappable: Callable[[Unmappable], None] | None = None,
) -> Iterator[bytes]:
    """
    Return the file in blocks, lines ending in CR LF (RFC 4180).

    UTF-8 begins with the byte order mark that Excel needs, and streams. CP949 is encoded whole before the
    first block is returned, so that an error can still become an error page.
    on_unmappable: is told of each cell with characters that CP949 lacks, and each such character is then
    written as its number, "&#1178;". Without it, the first such cell raises.

    :raises UnableToEncode: see on_unmappable
    :raises UnableToWriteSheet: if a cell is not of its column's kind
    """
    if encoding == "utf-8-sig":
        return _utf8_blocks(sheet)
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 - closed by _file_blocks
    try:
        for line in _lines(sheet, encoding=encoding, on_unmappable=on_unmappable):
            file.write(line.encode(encoding))
    except BaseException:
        file.close()
        raise
    return _file_blocks(file)


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet runs it."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Return the text as it was before `guarded`."""
    return text[1:] if _GUARDED.match(text) else text


def _utf8_blocks(sheet: Sheet) -> Iterator[bytes]:
    block = io.StringIO("\ufeff")
    block.seek(0, io.SEEK_END)
    for line in _lines(sheet, encoding="utf-8", on_unmappable=None):
        block.write(line)
        if block.tell() > _BLOCK_BYTES:
            yield block.getvalue().encode()
            block = io.StringIO()
    yield block.getvalue().encode()


def _file_blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while block := file.read(_BLOCK_BYTES):
            yield block


def _lines(sheet: Sheet, *, encoding: str, on_unmappable: Callable[[Unmappable], None] | None) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    titles: tuple[Cell, ...] = tuple(clean(column.title) for column in sheet.columns)
    for number, row in enumerate(_with_header(titles, sheet)):
        texts = []
        for cell, column in zip(row, sheet.columns, strict=True):
            text = _cell_text(cell, column)
            texts.append(_mappable(text, (number, column), encoding, on_unmappable))
        writer.writerow(texts)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _with_header(titles: tuple[Cell, ...], sheet: Sheet) -> Iterator[tuple[Cell, ...]]:
    yield titles
    yield from checked_rows(sheet)


def _cell_text(cell: Cell, column: Column) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return data_text(cell, column.kind)


def _mappable(
    text: str,
    place: tuple[int, Column],
    encoding: str,
    on_unmappable: Callable[[Unmappable], None] | None,
) -> str:
    replaced = text.encode(encoding, "xmlcharrefreplace").decode(encoding)
    if replaced == text:
        return text
    lacking = "".join(dict.fromkeys(c for c in text if c.encode(encoding, "ignore") == b""))
    found = Unmappable(row=place[0], column=place[1].title, text=text, characters=lacking)
    if on_unmappable is None:
        raise UnableToEncode(found, encoding)
    on_unmappable(found)
    return replaced
