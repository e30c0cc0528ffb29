"""Characters that an old encoding turned into question marks, as in 자매?우호 for 자매·우호."""

import re
from dataclasses import dataclass
from typing import Final

MIDDLE_DOT: Final = "·"
_BETWEEN_SYLLABLES: Final = re.compile(r"(?<=[가-힣])\?(?=[가-힣])")
_REPLACED: Final = re.compile("�+")


@dataclass(frozen=True, slots=True)
class Loss:
    """
    One place where a character seems lost.

    position: index into the text, counted from 0, of `length` characters.
    suggestion: what likely stood there, empty where nobody can tell.
    """

    position: int
    length: int
    suggestion: str


def lost_characters(text: str) -> tuple[Loss, ...]:
    """
    Return the places in the text where an import lost a character, in order.

    A question mark directly between two Hangul syllables is one (a sentence has a space after it), and so is
    every run of U+FFFD.
    """
    if "?" not in text and "\ufffd" not in text:
        return ()
    marks = [Loss(found.start(), 1, MIDDLE_DOT) for found in _BETWEEN_SYLLABLES.finditer(text)]
    runs = [Loss(found.start(), found.end() - found.start(), "") for found in _REPLACED.finditer(text)]
    return tuple(sorted([*marks, *runs], key=lambda loss: loss.position))


def with_suggestions(text: str) -> str:
    """Return the text with every suggestion that `lost_characters` makes put in."""
    return _BETWEEN_SYLLABLES.sub(MIDDLE_DOT, text)
