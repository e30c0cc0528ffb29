import pytest
from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.text.sounds import CONSONANTS, near_skeletons, skeleton_of, sound_of


@pytest.mark.parametrize(
    "spellings",
    [
        "다트포드 다트퍼드 다뜨포드 Dartford",
        "웰링턴 웰링톤 Wellington",
        "산둥 산동 Shandong",
        "울란바토르 울란바타르 Ulaanbaatar",
        "칭다오 Qingdao",
        "삿포로 삿뽀로 Sapporo",
        "쓰쿠바 쯔꾸바 Tsukuba",
        "하바롭스크 Khabarovsk",
        "방콕 Bangkok",
        "플리머스 Plymouth",
        "블라디보스토크 블라디보스톡 Vladivostok",
        "나스리 Nasri",
        "비슈케크 비쉬켁 Bishkek",
    ],
)
def test_spellings_of_one_place_have_one_skeleton(spellings: str) -> None:
    assert len({skeleton_of(sound_of(spelling)) for spelling in spellings.split(" ")}) == 1


def test_a_dropped_r_and_an_added_vowel_make_no_difference() -> None:
    assert [sound_of("다트포드"), sound_of("Dartford"), sound_of("다트퍼드시")] == ["tatpot"] * 3


def test_a_name_in_another_script_has_no_sound() -> None:
    assert [sound_of("福岡"), sound_of(""), skeleton_of("")] == ["", "", ""]


def test_a_skeleton_tells_whether_the_name_opens_with_a_vowel() -> None:
    assert [skeleton_of(sound_of(name)) for name in ("Osaka", "Yokohama", "Hanoi")] == ["ask", "akm", "hn"]


@given(st.text(alphabet=CONSONANTS, min_size=1, max_size=6), st.text(alphabet=CONSONANTS, min_size=1, max_size=6))
def test_being_one_slip_away_is_mutual(one: str, other: str) -> None:
    assert (other in near_skeletons(one)) == (one in near_skeletons(other))


def test_one_slip_is_a_letter_missing_added_changed_or_swapped() -> None:
    near = near_skeletons("tpt")
    assert {"tp", "ttpt", "tkt", "ptt"} <= near
    assert "tpt" not in near


@given(st.text())
def test_any_text_has_a_sound_in_few_letters(text: str) -> None:
    assert set(sound_of(text)) <= set("ptksmnrhwaeiou")
