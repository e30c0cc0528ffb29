import json
from decimal import Decimal

from gagyo.kernels.documents.json import write_json
from gagyo.kernels.documents.sheet import Column, Sheet
from gagyo.kernels.documents.tests.tables import MADE_AT, NOTES, TITLE, example


def test_open_data_says_what_it_is_and_holds_every_value() -> None:
    data = b"".join(write_json(example(), made_at=MADE_AT, about={"licence": "KOGL-1"}))
    keys = ["city", "signed_on", "since", "ties", "budget_krw", "distance", "share"]
    titles = ["도시", "체결일", "교류 시작", "결연 수", "예산(원)", "거리(km)", "비율"]
    kinds = ["text", "date", "partial_date", "integer", "krw", "decimal", "percent"]
    rows: list[list[object]] = [
        ["Dartford 다트퍼드", "1996-05-03", "1996", 2, 112_000_000_000, Decimal("8862.5"), Decimal("0.931")],
        ["=HYPERLINK(1)", None, "1996-05", 0, None, Decimal("-0.25"), 1],
        ['-1+1, "쉼표"\n둘째 줄', "1889-01-02", "2024-06-19", -5, "12345678901234567", None, None],
        ["'+82-2-123", "2024-02-29", None, 1, 1, 10, Decimal("0.5")],
    ]
    assert json.loads(data, parse_float=Decimal) == {
        "title": TITLE,
        "notes": list(NOTES),
        "about": {"licence": "KOGL-1"},
        "madeAt": "2025-11-22T09:00:00+00:00",
        "columns": [
            {"key": key, "title": title, "kind": kind} for key, title, kind in zip(keys, titles, kinds, strict=True)
        ],
        "rows": [dict(zip(keys, row, strict=True)) for row in rows],
        "rowCount": 4,
    }


def test_a_table_without_rows_is_still_valid() -> None:
    data = b"".join(write_json(Sheet("빈 표", (), (Column("a", "가"),), []), made_at=MADE_AT))
    assert (json.loads(data)["rows"], json.loads(data)["rowCount"]) == ([], 0)
