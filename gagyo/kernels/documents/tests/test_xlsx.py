import io
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.worksheet.properties import PageSetupProperties

from gagyo.kernels.documents.sheet import Column, Kind, Sheet, UnableToWriteSheet
from gagyo.kernels.documents.tests.tables import COLUMNS, MADE_AT, NOTES, TITLE, example
from gagyo.kernels.documents.xlsx import write_xlsx


def day(*parts: int) -> datetime:
    return datetime.combine(date(*parts), time.min)


def one_text(text: str) -> Sheet:
    return Sheet("표", (), (Column("a", "가"),), [(text,)])


def test_a_workbook_read_by_another_library_holds_the_same_values_under_notes_and_header() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([example()], made_at=MADE_AT, author="Namyangju")))
    blank = (None,) * 6
    assert list(book[TITLE].iter_rows(values_only=True)) == [
        (TITLE, *blank),
        *((note, *blank) for note in NOTES),
        (None, *blank),
        tuple(column.title for column in COLUMNS),
        ("Dartford 다트퍼드", day(1996, 5, 3), "1996", 2, 112_000_000_000, 8862.5, 0.931),
        ("=HYPERLINK(1)", None, "1996-05", 0, None, -0.25, 1),
        # Before 1900, and beyond 15 digits, a worksheet has no such date and number: texts, not wrong values.
        ('-1+1, "쉼표"\n둘째 줄', "1889-01-02", "2024-06-19", -5, "12345678901234567", None, None),
        ("'+82-2-123", day(2024, 2, 29), None, 1, 1, 10, 0.5),
    ]


def test_nothing_that_looks_like_a_formula_is_one() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([example()], made_at=MADE_AT)))
    assert [cell.coordinate for row in book[TITLE].iter_rows() for cell in row if cell.data_type == "f"] == []
    assert [book[TITLE][place].quotePrefix for place in ("A7", "A8", "A9")] == [False, True, True]


def test_a_worksheet_is_ready_to_filter_and_to_print() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([example()], made_at=MADE_AT, author="Namyangju")))
    page = book[TITLE]
    assert {
        "frozen": page.freeze_panes,
        "filter": page.auto_filter.ref,
        "repeated": page.print_title_rows,
        "paper": (page.page_setup.orientation, page.page_setup.paperSize),
        "fit": (page.sheet_properties.pageSetUpPr, page.page_setup.fitToHeight),
        "font": {cell.font.name for row in page.iter_rows() for cell in row if cell.value is not None},
        "formats": [cell.number_format for cell in page[7]],
        "width": page.column_dimensions["E"].width > 18,
        "properties": (book.properties.title, book.properties.creator, book.properties.created),
    } == {
        "frozen": "A7",
        "filter": "A6:G10",
        "repeated": "$6:$6",
        "paper": ("landscape", 9),
        "fit": (PageSetupProperties(fitToPage=True), 0),
        "font": {"맑은 고딕"},
        "formats": ["@", "yyyy-mm-dd", "@", "#,##0", "#,##0", "#,##0.##########", "0.0%"],
        "width": True,
        "properties": (TITLE, "Namyangju", MADE_AT.replace(tzinfo=None)),
    }


def test_the_same_input_gives_the_same_bytes() -> None:
    assert write_xlsx([example()], made_at=MADE_AT) == write_xlsx([example()], made_at=MADE_AT)


def test_worksheets_get_allowed_and_different_names() -> None:
    titles = ["결연: 2024/2025 [확정]", "결연: 2024/2025 [확정]", "가" * 40, "''"]
    data = write_xlsx([Sheet(title, (), COLUMNS, []) for title in titles], made_at=MADE_AT)
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [
        "결연  2024 2025  확정",
        "결연  2024 2025  확정-2",
        "가" * 31,
        "Sheet",
    ]


def test_characters_that_no_worksheet_can_hold_are_left_out() -> None:
    data = write_xlsx([one_text("자매\x00우호\x0b\r\n끝")], made_at=MADE_AT)
    assert openpyxl.load_workbook(io.BytesIO(data))["표"]["A4"].value == "자매우호\n끝"


def test_a_cell_that_does_not_fit_is_refused_with_its_place() -> None:
    with pytest.raises(UnableToWriteSheet, match=r'Row 4, column "가" is longer .*32,767'):
        write_xlsx([one_text("가" * 32_768)], made_at=MADE_AT)
    wrong = Sheet("표", (), (Column("n", "수", Kind.INTEGER),), [(1,), ("둘",)])
    with pytest.raises(UnableToWriteSheet, match='Row 2, column "수" of "표" holds \'둘\', which is no integer'):
        write_xlsx([wrong], made_at=MADE_AT)
    with pytest.raises(UnableToWriteSheet, match=r'Row 1 of "표" has 2 cells for 1 columns'):
        write_xlsx([Sheet("표", (), (Column("a", "가"),), [("1", "2")])], made_at=MADE_AT)
