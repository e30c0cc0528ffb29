from hypothesis import given
from hypothesis import strategies as st

from gagyo.kernels.text.lost_characters import Loss, lost_characters, with_suggestions


def test_a_question_mark_between_two_syllables_was_a_middle_dot() -> None:
    assert lost_characters("자매?우호 결연") == (Loss(2, 1, "·"),)


def test_a_question_is_no_loss() -> None:
    assert lost_characters("왜? 몰라요. (자매?) A?가") == ()


def test_replacement_characters_are_one_loss_a_run_and_nobody_can_tell_which() -> None:
    assert lost_characters("울란��토르, 정책?협력") == (Loss(2, 2, ""), Loss(10, 1, "·"))


@given(st.text(alphabet="가나? �a"))
def test_suggestions_leave_only_what_nobody_can_tell(text: str) -> None:
    assert [loss.suggestion for loss in lost_characters(with_suggestions(text)) if loss.suggestion] == []
