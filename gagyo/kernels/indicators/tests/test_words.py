from decimal import Decimal

import pytest

from gagyo.kernels.indicators.words import (
    LANGUAGES,
    amount_krw,
    counted_text,
    number_text,
    percent_text,
    ratio_text,
)


@pytest.mark.parametrize(
    ("won", "korean", "english"),
    [
        (112_000_000_000, "1,120억 원", "112.0 billion won"),
        (350_000_000, "3억 5,000만 원", "350.0 million won"),
        (1_234_500_000_000, "1조 2,345억 원", "about 1.2 trillion won"),
        (112_034_567_890, "약 1,120억 3,457만 원", "about 112.0 billion won"),
        (99_999_999, "9,999만 9,999원", "about 100.0 million won"),
        (999_999_999_999, "약 1조 원", "about 1.0 trillion won"),
        (50_000, "5만 원", "50,000 won"),
        (9_999, "9,999원", "9,999 won"),
        (0, "0원", "0 won"),
        (-350_000_000, "-3억 5,000만 원", "-350.0 million won"),
    ],
)
def test_won_are_written_in_the_words_of_each_language_and_rounding_is_said(
    won: int, korean: str, english: str
) -> None:
    assert (amount_krw(won, "ko"), amount_krw(won, "en")) == (korean, english)


def test_a_half_year_is_compared_as_the_press_did_in_june_2024() -> None:
    assert [
        ratio_text(current=29, previous=14, language="ko"),
        ratio_text(current=273, previous=122, language="ko"),
        ratio_text(current=273, previous=122, language="en"),
    ] == ["전년 동기 대비 2.07배", "전년 동기 대비 2.24배", "2.24 times the same period last year"]


def test_nothing_the_year_before_is_said_in_words() -> None:
    assert [ratio_text(current=3, previous=0, language=language) for language in LANGUAGES] == [
        "전년 동기 실적 없음",
        "none in the same period last year",
    ]


def test_a_number_takes_its_counting_word() -> None:
    assert [
        counted_text(29, "country", "ko"),
        counted_text(1, "country", "en"),
        counted_text(1932, "tie", "ko"),
        counted_text(1932, "tie", "en"),
        counted_text(Decimal("0.9315"), "percent", "ko"),
        counted_text(Decimal("2.2377"), "times", "ko"),
        number_text(Decimal("1234.50")),
        percent_text(1),
    ] == ["29개국", "1 country", "1,932건", "1,932 ties", "93.2%", "2.24배", "1,234.50", "100.0%"]


def test_an_unknown_unit_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match='The unit "parsec" has no words'):
        counted_text(1, "parsec", "en")
