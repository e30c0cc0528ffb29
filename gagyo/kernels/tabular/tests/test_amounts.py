import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.tabular.amounts import parse_amount_krw, parse_count, unit_in_header
from gagyo.kernels.tabular.errors import UnableToReadNumber


@pytest.mark.parametrize(
    ("written", "won"),
    [
        ("1억 2천만원", 120_000_000),
        ("1억2,000만 원", 120_000_000),
        ("12,000천원", 12_000_000),
        ("3.5백만원", 3_500_000),
        ("120백만원", 120_000_000),
        ("5천3백만원", 53_000_000),
        ("일억 이천만원", 120_000_000),
        ("1조 2억", 1_000_200_000_000),
        ("만원", 10_000),
        ("금 1,200원정".removeprefix("금 "), 1_200),
        ("₩1,200", 1_200),
        ("KRW 1.2 million", 1_200_000),
        ("０", 0),
        (120_000_000, 120_000_000),
        (120000000.0, 120_000_000),
    ],
)
def test_an_amount_is_read_in_won(written: str | float, won: int) -> None:
    assert parse_amount_krw(written) == won


def test_the_unit_of_the_header_counts_for_bare_numbers_only() -> None:
    unit = unit_in_header("예산 (백만원)")
    headers = ("예산(단위: 천 원)", "예산(원)", "예산", "조원 수")
    assert [unit, *(unit_in_header(header) for header in headers)] == [10**6, 1000, 1, 1, 1]
    assert [parse_amount_krw(cell, unit_krw=unit) for cell in (1.5, "12", "5천원", "700원")] == [
        1_500_000,
        12_000_000,
        5_000,
        700,
    ]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "number_missing"),
        ("-5", "number_negative"),
        (-5, "number_negative"),
        ("(1,000)", "number_negative"),
        ("△100", "number_negative"),
        ("1.5", "number_not_whole"),
        (0.1, "number_not_whole"),
        ("$500", "amount_not_krw"),
        ("5만 달러", "amount_not_krw"),
        ("미정", "amount_unknown"),
        ("1,5", "amount_unknown"),
        ("만억", "amount_unknown"),
        ("백천", "amount_unknown"),
        ("1억 2억", "amount_unknown"),
        ("9" * 30, "number_too_large"),
        (float("nan"), "number_unknown"),
    ],
)
def test_what_is_no_amount_in_won_is_refused_with_the_reason(written: str | float, code: str) -> None:
    with pytest.raises(UnableToReadNumber) as refused:
        parse_amount_krw(written)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("written", "count"), [("1,200 명", 1200), (12.0, 12), ("29개국", 29), ("3 persons", 3), (0, 0)]
)
def test_a_count_may_name_what_it_counts(written: str | float, count: int) -> None:
    assert parse_count(written) == count


@pytest.mark.parametrize(
    ("written", "code"),
    [("", "number_missing"), ("-3", "number_negative"), (2.5, "number_not_whole"), ("29개국 273명", "number_unknown")],
)
def test_what_is_no_count_is_refused_with_the_reason(written: str | float, code: str) -> None:
    with pytest.raises(UnableToReadNumber) as refused:
        parse_count(written)
    assert refused.value.code == code


@given(st.integers(0, 10**13))
def test_an_amount_with_commas_is_read_back(won: int) -> None:
    assert parse_amount_krw(f"{won:,}원") == parse_amount_krw(won) == parse_count(f"{won:,}") == won


@given(st.one_of(st.text(), st.floats(), st.integers(), st.text(alphabet="0123456789,.억만천백십일이원 ")))
def test_any_cell_is_a_number_or_is_refused(value: str | float) -> None:
    for parse in (parse_amount_krw, parse_count):
        try:
            assert parse(value) >= 0
        except UnableToReadNumber as refused:
            assert refused.message
