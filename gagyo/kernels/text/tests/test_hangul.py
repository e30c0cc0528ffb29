import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.text.hangul import (
    Syllable,
    has_hangul,
    initial_consonants,
    is_initial_consonants,
    put_together,
    take_apart,
    to_jamo,
)

SYLLABLES = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)


@given(SYLLABLES)
def test_a_syllable_taken_apart_goes_together_again(syllable: str) -> None:
    assert put_together(take_apart(syllable)) == syllable


def test_a_syllable_has_an_onset_a_vowel_and_perhaps_a_coda() -> None:
    assert [take_apart("닭"), take_apart("아")] == [Syllable("ㄷ", "ㅏ", "ㄺ"), Syllable("ㅇ", "ㅏ", "")]


@pytest.mark.parametrize("text", ["", "a", "ㄱ", "가나"])
def test_only_one_whole_syllable_can_be_taken_apart(text: str) -> None:
    with pytest.raises(ValueError, match="one Hangul syllable"):
        take_apart(text)


@pytest.mark.parametrize("halfway", ["ㄷ", "다", "닽", "다트", "다틒", "다트포"])
def test_what_stands_on_the_screen_while_typing_begins_the_finished_word(halfway: str) -> None:
    assert to_jamo("다트포드").startswith(to_jamo(halfway))


def test_initial_consonants_leave_other_characters_alone() -> None:
    assert initial_consonants("부산 BTS 광역시") == "ㅂㅅ BTS ㄱㅇㅅ"


@pytest.mark.parametrize(("text", "answer"), [("ㅂㅅ", True), ("부ㅅ", False), ("ㅏ", False), ("", False)])
def test_a_search_by_initials_has_nothing_but_consonants(text: str, answer: bool) -> None:
    assert is_initial_consonants(text) is answer


@pytest.mark.parametrize(("text", "answer"), [("Busan 부산", True), ("ㅂ", True), ("釜山", False)])
def test_hangul_is_noticed_as_syllables_and_as_letters(text: str, answer: bool) -> None:
    assert has_hangul(text) is answer
