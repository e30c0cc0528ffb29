"""Names made comparable: width, case, accents, spaces and the words for 'city' taken away."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from gagyo.kernels.text.hangul import is_syllable, to_jamo

_LETTERS: Final = str.maketrans(
    dict(zip("øłđðıəħŧɓɗƙŀ", "olddiahtbdkl", strict=True)) | {"þ": "th", "æ": "ae", "œ": "oe", "ŋ": "ng"}
)
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_SINGLE_LETTERS: Final = frozenset(map(chr, range(0x3131, 0x3164)))
_SINGLE_LETTER: Final = re.compile("([\u3131-\u3163])")
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_KOREAN_SUFFIXES: Final = (
    *("특별자치시", "특별자치도", "특별자치구", "특별시", "광역시", "직할시", "자치구", "자치주"),
    *("시", "군", "구", "도", "성", "현", "주", "부"),
)
_LATIN_SUFFIX: Final = re.compile(
    r"(?<=\w\w\w)[\s-]+(?:city|shi|si|gu|gun|do|ken|fu|sheng|province|prefecture|district|county|municipality"
    r"|(?:metropolitan|special)(?:\sself-governing)?\s(?:city|province))$"
)
_LATIN_PREFIX: Final = re.compile(r"^(?:city|municipality|province) of (?=\w\w\w)")


def fold(text: str) -> str:
    """
    Return the text without differences of width, case, accents, spaces and punctuation, Hangul as syllables.

    Signs of other scripts (the dots of が, Indian vowels) are letters of their own and stay.
    """
    return _letters_of(_lower(text))


def fold_place(text: str) -> str:
    """
    Return what two spellings of one place have in common: folded, without 시, 현, -shi, City; Hangul as jamo.

    What is left of a name keeps at least two syllables or three letters, so 대구 stays itself.
    """
    return to_jamo(without_place_suffix(text))


@lru_cache(maxsize=4096)
def without_place_suffix(text: str) -> str:
    """Like `fold_place`, with Hangul left as syllables."""
    lower = _LATIN_SUFFIX.sub("", _LATIN_PREFIX.sub("", _lower(text).strip()))
    return _without_korean_suffix(_letters_of(lower))


def _letters_of(lower: str) -> str:
    if lower.isascii():
        return _SIGNS.sub("", lower)
    kept = "".join(character for character in lower if unicodedata.category(character)[0] in "LNM")
    return unicodedata.normalize("NFC", kept)


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    lower = _one_width(text).casefold()
    apart = _ACCENTS.sub("", unicodedata.normalize("NFD", lower))
    return unicodedata.normalize("NFC", apart).translate(_LETTERS)


def _one_width(text: str) -> str:
    # NFKC turns the single letters that a keyboard types (ㅎ) into conjoining ones, so it passes them over.
    return "".join(
        part if part in _SINGLE_LETTERS else unicodedata.normalize("NFKC", part) for part in _SINGLE_LETTER.split(text)
    )


def _without_korean_suffix(folded: str) -> str:
    if not folded or not is_syllable(folded[-1]):
        return folded
    for suffix in _KOREAN_SUFFIXES:
        if folded.endswith(suffix) and len(folded) - len(suffix) >= 2:
            return folded[: -len(suffix)]
    return folded
