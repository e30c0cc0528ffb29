import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.text.folding import fold, fold_place, without_place_suffix


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  São Paulo ", "saopaulo"),
        ("Ｄａｒｔｆｏｒｄ", "dartford"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Xi'an", "xian"),
        ("É", "e"),
        ("が", "が"),
        ("산둥 성", "산둥성"),
        ("ㅎㅋㅇㅋ", "ㅎㅋㅇㅋ"),
        ("", ""),
    ],
)
def test_width_case_accents_and_spaces_make_no_difference(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("후쿠오카 시", "후쿠오카"),
        ("서울특별시", "서울"),
        ("산둥성", "산둥"),
        ("대구", "대구"),
        ("여주시", "여주"),
        ("Fukuoka-shi", "fukuoka"),
        ("Quezon City", "quezon"),
        ("City of London", "london"),
        ("City", "city"),
    ],
)
def test_the_word_for_city_is_taken_away_while_a_name_is_left(text: str, without: str) -> None:
    assert without_place_suffix(text) == without


def test_hangul_of_a_place_is_spelt_in_letters() -> None:
    assert fold_place("부산광역시") == "ㅂㅜㅅㅏㄴ"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
