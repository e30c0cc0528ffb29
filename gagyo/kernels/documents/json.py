"""A table as open data: what it is, its columns with their kinds, its rows."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from gagyo.kernels.documents.sheet import Cell, Sheet, checked_rows, exact_as_double


def write_json(sheet: Sheet, *, made_at: datetime, about: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """
    Return a JSON object in blocks, a row per line: title, notes, about, madeAt, columns, rows, rowCount.

    A row is an object by column key; dates are ISO texts, partial ones shortened ("1996-05"). A number that a
    reader using double precision would not get back exactly is written as a text, never rounded.
    about: further facts such as licence, source, or the counting rule's code

    :raises UnableToWriteSheet: if a cell is not of its column's kind
    """
    head = {
        "title": sheet.title,
        "notes": list(sheet.notes),
        "about": dict(about or {}),
        "madeAt": made_at.isoformat(),
        "columns": [{"key": c.key, "title": c.title, "kind": c.kind.value} for c in sheet.columns],
    }
    yield (_dumped(head).removesuffix("}") + ', "rows": [').encode()
    keys = [column.key for column in sheet.columns]
    number = 0
    for number, row in enumerate(checked_rows(sheet), start=1):
        pairs = zip(keys, map(_value, row), strict=True)
        yield f"{',' if number > 1 else ''}\n{_dumped(dict(pairs))}".encode()
    yield f'\n], "rowCount": {number}}}\n'.encode()


def _value(cell: Cell) -> str | int | float | None:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | Decimal):
        if not exact_as_double(cell):
            return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
        return int(cell) if cell == int(cell) else float(cell)
    return cell


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
