from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.tabular.dates import PartialDate, Precision, parse_date
from gagyo.kernels.tabular.errors import UnableToReadDate

FULL = PartialDate(1996, 5, 3)
MONTH = PartialDate(1996, 5)
YEAR = PartialDate(1996)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((text, FULL) for text in ("1996.5.3", "1996. 5. 3.", "1996-05-03", "1996/5/3", "96/5/3", "'96.05.03")),
        *((text, FULL) for text in ("1996년 5월 3일", "1996년5월3일(금)", "May 3, 1996", "3 May 1996", "3rd May 1996")),
        *(
            (text, FULL)
            for text in ("19960503", 19960503, "35188", 35188, 35188.75, "1996-05-03 00:00:00", "3-may-1996")
        ),
        *(
            (text, FULL)
            for text in (
                date(1996, 5, 3),
                datetime(1996, 5, 3, 9, tzinfo=UTC),
                "１９９６．５．３",
                "1996.05.03(금)",
            )
        ),
        *((text, MONTH) for text in ("'96.05", "’96.5", "1996-05", "1996년 5월", "96년 5월", "May 1996", "96.05")),
        *((text, MONTH) for text in (1996.05, 1996.5, "199605", "1996-05-00")),
        *((text, YEAR) for text in ("1996", 1996, 1996.0, "1996년", "'96", "'96년", "1996.00.00")),
        *((text, PartialDate(2025)) for text in ("'25", "25년")),
        ("25/3/1996", PartialDate(1996, 3, 25)),
        ("1996.10", PartialDate(1996, 10)),
        ("1996.1", PartialDate(1996, 1)),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(written: str | float | date, meant: PartialDate) -> None:
    assert parse_date(written, latest_year=2030) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            (text, "date_impossible")
            for text in ("1996.13.40", "1995-02-29", "1996년 2월 30일", "Feb 30, 1996", "199613")
        ),
        *((text, "date_unknown") for text in ("작년", "1996?", "5월", True, float("nan"), -1, 12, "12", "Foo 3, 1996")),
        *((text, "date_missing") for text in ("", "  ", "\u3000")),
        *((text, "date_ambiguous") for text in ("5/3/1996", "10.05", 1996.1, 96.1)),
        ("1996-00-05", "date_impossible"),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(written: str | float, code: str) -> None:
    with pytest.raises(UnableToReadDate) as refused:
        parse_date(written, latest_year=2030)
    assert refused.value.code == code


def test_the_sentence_quotes_the_cell_and_says_what_to_do() -> None:
    with pytest.raises(UnableToReadDate) as refused:
        parse_date("1996.13.40", latest_year=2030)
    assert str(refused.value) == "“1996.13.40” is not a day of the calendar. Correct the month or the day."


@given(st.integers(0, 99), st.integers(1950, 2090))
def test_a_year_of_two_digits_falls_in_the_century_up_to_the_latest_year(short: int, latest: int) -> None:
    year = parse_date(f"'{short:02}", latest_year=latest).year
    assert (year % 100, latest - 100 < year <= latest) == (short, True)


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_what_is_written_out_is_read_back(day: date) -> None:
    dates = [PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day)]
    assert [parse_date(str(each), latest_year=2030) for each in dates] == dates
    assert dates[0] < dates[1] < dates[2]
    assert [each.precision for each in dates] == [Precision.YEAR, Precision.MONTH, Precision.DAY]
    assert all(each.earliest <= day <= each.latest for each in dates)


@given(st.one_of(st.text(), st.floats(), st.integers(), st.text(alphabet="0123456789.-/' 년월일May,")))
def test_any_cell_is_a_date_or_is_refused(value: str | float) -> None:
    try:
        parse_date(value, latest_year=2030)
    except UnableToReadDate as refused:
        assert refused.message


def test_a_day_without_a_month_is_no_date() -> None:
    with pytest.raises(UnableToReadDate):
        PartialDate(1996, None, 3)
