"""What a browser sends as a number or a day is read, or is none; it never ends in an error."""

from datetime import date

import pytest

from gagyo.common.forms.numbers import day_sent, id_sent, number_sent


@pytest.mark.parametrize(
    ("text", "found"),
    [("12", 12), ("", None), (None, None), ("²", None), ("-1", None), ("9" * 18, 10**18 - 1), ("9" * 19, None)],
)
def test_an_id_is_a_whole_number_that_a_column_holds(text: str | None, found: int | None) -> None:
    assert (id_sent(text), number_sent(text)) == (found, found or 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2026-02-30", None),
        ("20260228", date(2026, 2, 28)),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_one_of_the_calendar(text: str | None, found: date | None) -> None:
    assert day_sent(text) == found
