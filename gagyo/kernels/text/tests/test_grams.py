"""Texts as pieces: whatever word stands in a text, its pieces are among the text's."""

from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.text.grams import WantedGrams, grams_of, wanted_grams

LETTERS = st.text(alphabet="가나다회의정원ab cD1-.é日あ\n", max_size=30)


def test_korean_is_cut_into_pairs_and_alphabets_into_triples() -> None:
    assert grams_of("회의 일정") == {"회의", "의", "일정", "정"}
    assert grams_of("B-2024, meet") == {"B", "202", "024", "24", "4", "mee", "eet", "et", "t"}
    assert grams_of("3월정원") == {"3월정", "월정", "정원", "원"}
    assert grams_of(" -\x00\n") == set()


def test_a_word_is_asked_for_by_whole_pieces_or_by_a_beginning() -> None:
    assert wanted_grams("정원") == WantedGrams(("정원",))
    assert wanted_grams("정") == WantedGrams((), ("정",))
    assert wanted_grams("ab") == WantedGrams((), ("ab",))
    assert wanted_grams("SEJONG-12") == WantedGrams(("SEJ", "EJO", "JON", "ONG"), ("12",))
    assert not wanted_grams("%-_")


@given(LETTERS, st.integers(0, 30), st.integers(1, 6))
def test_a_part_of_a_text_is_always_found(text: str, start: int, length: int) -> None:
    there = grams_of(text)
    wanted = wanted_grams(text[start : start + length])
    assert set(wanted.whole) <= there
    assert all(any(each.startswith(beginning) for each in there) for beginning in wanted.beginnings)
