"""The table that every writer's test writes and reads back."""

from datetime import UTC, date, datetime
from decimal import Decimal

from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet

MADE_AT = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)

COLUMNS = (
    Column("city", "도시", Kind.TEXT, 16),
    Column("signed_on", "체결일", Kind.DATE, 12),
    Column("since", "교류 시작", Kind.PARTIAL_DATE, 12),
    Column("ties", "결연 수", Kind.INTEGER, 8),
    Column("budget_krw", "예산(원)", Kind.KRW, 18),
    Column("distance", "거리(km)", Kind.DECIMAL, 10),
    Column("share", "비율", Kind.PERCENT, 8),
)
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Dartford 다트퍼드", date(1996, 5, 3), "1996", 2, 112_000_000_000, Decimal("8862.5"), Decimal("0.931")),
    ("=HYPERLINK(1)", None, "1996-05", 0, None, Decimal("-0.25"), Decimal(1)),
    ('-1+1, "쉼표"\n둘째 줄', date(1889, 1, 2), date(2024, 6, 19), -5, 12345678901234567, None, None),
    ("'+82-2-123", date(2024, 2, 29), None, 1, 1, Decimal(10), Decimal("0.5")),
)
TITLE = "교류도시 현황"
NOTES = ("기준일: 2025. 8. 31.", "집계 기준: 체결된 결연만 셉니다.", "=출처: 교류 등록부")


def example() -> Sheet:
    # A generator, as a page gives it: a writer may read the rows only once.
    return Sheet(title=TITLE, notes=NOTES, columns=COLUMNS, rows=(row for row in ROWS))
