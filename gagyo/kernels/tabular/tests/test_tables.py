import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.tabular.errors import SENTENCES, UnableToReadTable
from gagyo.kernels.tabular.grid import Cell, Row
from gagyo.kernels.tabular.tables import Table, read_table


def a_workbook(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("현황")
    for row in rows:
        sheet.append(row)
    for span in merged:
        sheet.merge_cells(span)
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def a_zip(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def test_a_workbook_is_read_from_the_header_under_its_titles() -> None:
    data = a_workbook(
        ("2025년 국제교류 현황",),
        (None, None, "(단위: 천원)"),
        (),
        ("국가", "도시", "체결일", "예산"),
        ("영국", "다트퍼드 ", datetime.combine(date(1996, 5, 3), time()), 1200),
        (),
        ("미국", "브레아", "2020", 3.5, None),
        merged=("A1:D1",),
    )
    assert read_table(data, "ties.xlsx", max_rows=10) == Table(
        sheet="현황",
        header_row=4,
        headers=("국가", "도시", "체결일", "예산"),
        rows=(Row(5, ("영국", "다트퍼드", date(1996, 5, 3), 1200)), Row(7, ("미국", "브레아", "2020", 3.5))),
    )


def test_a_cell_merged_downwards_counts_for_every_row_that_it_covers() -> None:
    data = a_workbook(("국가", "도시"), ("미국", "브레아"), (None, "포트리"), ("영국", "다트퍼드"), merged=("A2:A3",))
    rows = read_table(data, "ties.xlsx", max_rows=10).rows
    assert [row.cells for row in rows] == [("미국", "브레아"), ("미국", "포트리"), ("영국", "다트퍼드")]


def test_a_header_over_two_rows_gives_one_name_a_column() -> None:
    data = a_workbook(
        ("국가", "기간", None, "비고"),
        (None, "시작", "끝"),
        ("영국", "2020", "2021"),
        merged=("A1:A2", "B1:C1", "D1:D2"),
    )
    table = read_table(data, "ties.xlsx", max_rows=10)
    assert table.headers == ("국가", "기간 시작", "기간 끝", "비고")
    assert table.rows == (Row(3, ("영국", "2020", "2021", None)),)


def test_the_first_sheet_that_holds_anything_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("둘째")
    sheet["A1"], sheet["A2"] = "도시", "웰링턴"
    table = read_table(_saved(book), "a.xlsx", max_rows=1)
    assert (table.sheet, table.rows) == ("둘째", (Row(2, ("웰링턴",)),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_text_is_read_in_any_usual_encoding_and_with_any_usual_delimiter(encoding: str, delimiter: str) -> None:
    lines = (("자매도시 현황",), ("코드", "도시"), ("007", '"다트퍼드"'), (), ("008", "뷁"))
    text = "\r\n".join(delimiter.join(line) for line in lines)
    assert read_table(text.encode(encoding), "ties.csv", max_rows=5) == Table(
        "", 2, ("코드", "도시"), (Row(3, ("007", "다트퍼드")), Row(5, ("008", "뷁")))
    )


def test_a_line_break_inside_quotes_belongs_to_its_cell() -> None:
    data = '이름,비고\n부산,"가\n나"\n대구,다\n'.encode()
    assert [row.cells for row in read_table(data, "a.csv", max_rows=5).rows] == [("부산", "가\n나"), ("대구", "다")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "table_empty"),
        (b"\r\n  \n", "table_empty"),
        (a_workbook(), "table_empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "table_old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "table_encrypted"),
        (b"%PDF-1.7\n%\xe2\xe3", "table_not_one"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "table_not_one"),
        (a_zip(word__document=b"<x/>"), "table_not_one"),
        (a_zip(**{"content.xml": b"<x/>", "mimetype": b""}), "table_ods"),
        (a_zip(xl__workbook=b"<x/>"), "table_damaged"),
        (a_workbook(("가", "나"), (1, 2))[:-200], "table_damaged"),
        (a_zip(xl__sheet=b"0" * (201 << 20)), "table_unpacks_too_large"),
        ("<html><table>가</table></html>".encode("cp949"), "table_html"),
        (b"\xff\x81\xff,1\n", "table_encoding"),
        ("가,나\n1,2\n1,2\n1,2\n1,2\n".encode(), "table_too_many_rows"),
        (a_workbook(("가", "나"), *[(1, 2)] * 60), "table_too_many_rows"),
        ("가,나\n".encode(), "table_no_rows"),
        (("가," * 300 + "나\n1,2\n").encode(), "table_too_wide"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(data: bytes, code: str) -> None:
    with pytest.raises(UnableToReadTable) as refused:
        read_table(data, "ties.xlsx", max_rows=3)
    assert refused.value.code == code
    assert "ties.xlsx" in refused.value.message


def test_a_table_with_exactly_the_most_rows_is_read() -> None:
    assert len(read_table("가,나\n1,2\n1,2\n1,2\n".encode(), "a.csv", max_rows=3).rows) == 3


def test_every_sentence_names_the_file_or_the_cell() -> None:
    assert [code for code, text in SENTENCES.items() if "%(" not in text and not code.endswith("_missing")] == []


CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.text(alphabet="가나다abc,\"' ;", min_size=1).map(str.strip).map(lambda x: x or None),
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=5))
def test_what_a_workbook_holds_comes_out_with_its_row_numbers(cells: list[tuple[Cell, Cell]]) -> None:
    table = read_table(a_workbook(("이름", "수량"), *cells, ("끝", 0)), "a.xlsx", max_rows=9)
    expected = [Row(number, row) for number, row in enumerate([*cells, ("끝", 0)], 2) if row != (None, None)]
    assert (table.headers, list(table.rows)) == (("이름", "수량"), expected)


@given(st.one_of(st.binary(), st.binary().map(lambda tail: b"PK\x03\x04" + tail), st.text().map(str.encode)))
def test_any_bytes_are_a_table_or_are_refused(data: bytes) -> None:
    try:
        table = read_table(data, "a.csv", max_rows=3)
    except UnableToReadTable as refused:
        assert refused.message
    else:
        assert {len(row.cells) for row in table.rows} == {len(table.headers)}
