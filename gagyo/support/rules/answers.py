"""The one answer, made of what the legs say of each item."""

from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.common.models import TranslatedText
from gagyo.support.choices import DECIDED, ItemOutcome


@dataclass(frozen=True)
class Said:
    """What one office says of an item."""

    office: str
    outcome: str
    text: TranslatedText


def outcome_of(outcomes: Sequence[str]) -> str:
    """Return one outcome for what several offices said: all alike as they are, else granted in part; none is open."""
    decided = {each for each in outcomes if each in DECIDED}
    if not decided:
        return ItemOutcome.OPEN.value
    return decided.pop() if len(decided) == 1 else ItemOutcome.PART.value


def consolidated(said: Sequence[Said], *, language: str = "ko") -> tuple[str, TranslatedText]:
    """
    Return the outcome and words of one item, as a draft for a person: one office's as they are, several one by one.

    language: in which several offices' words are put together, where there are translations
    """
    outcome = outcome_of([each.outcome for each in said])
    speaking = [each for each in said if each.outcome in DECIDED and each.text]
    if len(speaking) == 1:
        return outcome, speaking[0].text
    lines = [f"{each.office}: {each.text.in_language(language)[0]}" for each in speaking]
    return outcome, TranslatedText("\n".join(lines), language) if lines else TranslatedText()


def undecided(outcomes: Sequence[str]) -> int:
    """Return of how many items nothing is decided."""
    return sum(each == ItemOutcome.OPEN for each in outcomes)
