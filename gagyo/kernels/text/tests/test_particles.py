import pytest

from gagyo.kernels.text.particles import korean_particle, with_particle


@pytest.mark.parametrize(
    ("word", "pair", "together"),
    [
        ("서울", "은/는", "서울은"),
        ("부여", "은/는", "부여는"),
        ("대구", "이/가", "대구가"),
        ("부산", "을/를", "부산을"),
        ("제주", "과/와", "제주와"),
        ("서울", "으로/로", "서울로"),
        ("부산", "으로/로", "부산으로"),
        ("다낭(베트남)", "은/는", "다낭(베트남)은"),
        ("3", "이/가", "3이"),
        ("5", "이/가", "5가"),
        ("10", "은/는", "10은"),
        ("2,000", "을/를", "2,000을"),
        ("1.5", "이/가", "1.5가"),
        ("100,000,000", "으로/로", "100,000,000으로"),
        ("0", "은/는", "0은"),
        ("Seoul", "으로/로", "Seoul로"),
        ("Dartford", "은/는", "Dartford는"),
        ("Wellington", "과/와", "Wellington과"),
        ("MOU", "을/를", "MOU를"),
        ("ASEAN", "이/가", "ASEAN이"),
        ("", "은/는", "는"),
    ],
)
def test_the_particle_fits_the_word_as_it_is_read_aloud(word: str, pair: str, together: str) -> None:
    assert with_particle(word, pair) == together


def test_a_pair_without_a_slash_is_refused() -> None:
    with pytest.raises(ValueError, match="not a pair"):
        korean_particle("서울", "은")
