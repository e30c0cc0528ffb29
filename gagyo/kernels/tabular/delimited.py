"""Text files with one row a line: CSV and TSV, in the encodings that Korean offices use."""

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Final

from gagyo.kernels.tabular.errors import UnableToReadTable
from gagyo.kernels.tabular.grid import Grid, Row, without_blank_end

_DELIMITERS: Final = (",", "\t", ";", "|")
_SAMPLE: Final = 50
_PAGE: Final = re.compile(r"\s*<(?:!doctype html|html|table|\?xml|head|meta)", re.IGNORECASE)
_NAMED_DELIMITER: Final = re.compile(r"sep=(.)\r?\n")


def read_delimited(data: bytes, filename: str, *, most_rows: int) -> Grid:
    """
    Return the cells of a text file, every one as text, so that a code keeps its leading zeros.

    most_rows: reading stops one row after so many
    :raises UnableToReadTable: if it is no text, or a web page
    """
    text = _decoded(data, filename)
    if _PAGE.match(text):
        raise UnableToReadTable("table_html", filename=filename)
    if any(character < " " and character not in "\t\r\n\f\v" for character in text[:4096]) or "\x00" in text:
        raise UnableToReadTable("table_not_one", filename=filename)
    named = _NAMED_DELIMITER.match(text)
    delimiter = named[1] if named else _delimiter(text)
    try:
        return Grid("", _rows(text[named.end() :] if named else text, delimiter, most_rows))
    except csv.Error:
        raise UnableToReadTable("table_not_one", filename=filename) from None


def _decoded(data: bytes, filename: str) -> str:
    if data.startswith(b"%PDF"):
        raise UnableToReadTable("table_not_one", filename=filename)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp949"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    code = "table_not_one" if b"\x00" in data else "table_encoding"
    raise UnableToReadTable(code, filename=filename)


def _delimiter(text: str) -> str:
    """Return the sign that cuts most of the first rows into the same number of cells, more than one."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE)
            widths = Counter(len(row) for row in rows if len(row) > 1)
        except csv.Error:
            return 0, 0
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        return times, width

    return max(_DELIMITERS, key=evenness)


def _rows(text: str, delimiter: str, most_rows: int) -> tuple[Row, ...]:
    rows = []
    for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
        cells = without_blank_end([value.strip() or None for value in values])
        if cells:
            rows.append(Row(number, cells))
        if len(rows) > most_rows:
            break
    return tuple(rows)
