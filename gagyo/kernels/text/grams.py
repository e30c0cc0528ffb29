"""
Texts as the short pieces by which an index finds parts of words.

A piece is what stands from one letter on: two letters where it is a syllable or a character (Hangul, Han, kana), for
Korean is searched by words of two; three where it is a letter of an alphabet, of which pairs stand in every text.
"""

from dataclasses import dataclass
from typing import Final

# Signs and spaces of ASCII: what stands between pieces. All else, letters of any script, stands in them.
BETWEEN: Final = "".join(chr(code) for code in range(128) if not chr(code).isalnum())
_SPACES: Final = str.maketrans(dict.fromkeys(BETWEEN, " "))
# The first Hangul letter: before it stand the alphabets.
FIRST_SYLLABLE: Final = "\u1100"
PAIR, TRIPLE = 2, 3


@dataclass(frozen=True)
class WantedGrams:
    """Pieces of what is looked for; beginnings: shorter than a piece, so that some piece must begin with them."""

    whole: tuple[str, ...]
    beginnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.whole or self.beginnings)


def runs_of(text: str) -> list[str]:
    """Return what stands between signs and spaces, as it is written."""
    return text.translate(_SPACES).split(" ")


def grams_of(text: str) -> set[str]:
    """Return the pieces of a text; at the end of a run they are shorter. Letters keep their case."""
    return {run[at : at + _size(letter)] for run in runs_of(text) for at, letter in enumerate(run)}


def wanted_grams(word: str) -> WantedGrams:
    """Return the pieces that every text with the word in it has; nothing for signs alone."""
    whole: dict[str, None] = {}
    beginnings: dict[str, None] = {}
    for run in filter(None, runs_of(word)):
        found = [run[at : at + size] for at, size in enumerate(map(_size, run)) if at + size <= len(run)]
        whole |= dict.fromkeys(found)
        beginnings |= {} if found else {run: None}
    return WantedGrams(tuple(whole), tuple(beginnings))


def _size(letter: str) -> int:
    return TRIPLE if letter < FIRST_SYLLABLE else PAIR
