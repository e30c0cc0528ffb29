import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.documents.csv import UnableToEncode, Unmappable, guarded, unguarded, write_csv
from gagyo.kernels.documents.sheet import Column, Sheet
from gagyo.kernels.documents.tests.tables import COLUMNS, example

EXPECTED = [
    [column.title for column in COLUMNS],
    ["Dartford 다트퍼드", "1996-05-03", "1996", "2", "112000000000", "8862.5", "93.1%"],
    ["'=HYPERLINK(1)", "", "1996-05", "0", "", "-0.25", "100%"],
    ['\'-1+1, "쉼표"\n둘째 줄', "1889-01-02", "2024-06-19", "-5", "12345678901234567", "", ""],
    ["''+82-2-123", "2024-02-29", "", "1", "1", "10", "50%"],
]
KAZAKH = Sheet(
    "표", (), (Column("a", "도시"), Column("b", "나라")), [("부산", "한국"), ("Қарағанды ұ Қ", "카자흐스탄")]
)


def test_a_utf8_file_begins_with_the_mark_that_excel_needs_and_holds_every_value() -> None:
    data = b"".join(write_csv(example()))
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == EXPECTED


def test_a_cp949_file_holds_the_same_values() -> None:
    data = b"".join(write_csv(example(), encoding="cp949"))
    assert list(csv.reader(io.StringIO(data.decode("cp949"), newline=""))) == EXPECTED


def test_a_character_that_cp949_lacks_stops_the_export_before_its_first_byte() -> None:
    with pytest.raises(UnableToEncode, match='Row 2, column "도시" holds characters that CP949 lacks: Қғұ Take'):
        write_csv(KAZAKH, encoding="cp949")


def test_a_replaced_character_is_reported_and_keeps_its_number() -> None:
    reported: list[Unmappable] = []
    data = b"".join(write_csv(KAZAKH, encoding="cp949", on_unmappable=reported.append))
    assert data.decode("cp949").split("\r\n")[2] == "&#1178;ара&#1171;анды &#1201; &#1178;,카자흐스탄"
    assert reported == [Unmappable(row=2, column="도시", text="Қарағанды ұ Қ", characters="Қғұ")]


def test_a_large_file_streams_in_blocks() -> None:
    rows = ((f"도시 {n}",) for n in range(20_000))
    blocks = list(write_csv(Sheet("표", (), (Column("a", "도시"),), rows)))
    assert len(blocks) > 2
    assert b"".join(blocks).decode("utf-8-sig").split("\r\n") == [
        "도시",
        *(f"도시 {n}" for n in range(20_000)),
        "",
    ]


@given(st.text(alphabet="'=+-@\t\n＝＋－＠a가1 "))
def test_guarding_a_text_makes_it_safe_and_is_undone_exactly(text: str) -> None:
    assert guarded(text)[:1] not in set("=+-@\t\n＝＋－＠")
    assert unguarded(guarded(text)) == text
