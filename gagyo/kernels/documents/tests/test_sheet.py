import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet, UnableToWriteSheet, shown_text
from gagyo.kernels.indicators.words import LANGUAGES


def test_readers_see_cells_in_the_form_of_their_language() -> None:
    cells: list[tuple[Cell, Kind]] = [
        (date(2024, 6, 19), Kind.DATE),
        ("1996", Kind.PARTIAL_DATE),
        ("1996-05", Kind.PARTIAL_DATE),
        ("1996-05-03", Kind.PARTIAL_DATE),
        (1932, Kind.INTEGER),
        (112_000_000_000, Kind.KRW),
        (Decimal("0.931"), Kind.PERCENT),
        (None, Kind.INTEGER),
        ("남양주시", Kind.TEXT),
    ]
    assert [tuple(shown_text(cell, kind, language) for language in LANGUAGES) for cell, kind in cells] == [
        ("2024. 6. 19.", "19 June 2024"),
        ("1996년", "1996"),
        ("1996. 5.", "May 1996"),
        ("1996. 5. 3.", "3 May 1996"),
        ("1,932", "1,932"),
        ("112,000,000,000", "112,000,000,000"),
        ("93.1%", "93.1%"),
        ("", ""),
        ("남양주시", "남양주시"),
    ]


def test_importing_the_writers_loads_no_heavy_library() -> None:
    names = ", ".join(f"gagyo.kernels.documents.{name}" for name in ("sheet", "xlsx", "csv", "json", "hwpx", "ics"))
    heavy = "{'xlsxwriter', 'openpyxl', 'hwpx', 'lxml', 'icalendar'}"
    code = f"import sys, {names}; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("columns", [(), (Column("city", "도시"), Column("city", "상대 도시"))])
def test_a_sheet_needs_columns_with_keys_of_their_own(columns: tuple[Column, ...]) -> None:
    with pytest.raises(UnableToWriteSheet, match="at least one, each with a key of its own"):
        Sheet("표", (), columns, [])
