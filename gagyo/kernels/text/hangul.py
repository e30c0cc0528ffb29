"""Hangul syllables taken apart into letters, after the arithmetic of the Unicode Standard, chapter 3.12."""

import re
from typing import Final, NamedTuple

ONSETS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
CODAS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_PAIRED: Final = "ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ"
_JOINED: Final = "ㅘㅗㅏ ㅙㅗㅐ ㅚㅗㅣ ㅝㅜㅓ ㅞㅜㅔ ㅟㅜㅣ ㅢㅡㅣ"
SPLIT_CODAS: Final = {pair[0]: pair[1:] for pair in _PAIRED.split(" ")}
SPLIT_VOWELS: Final = {pair[0]: pair[1:] for pair in _JOINED.split(" ")}

_HANGUL: Final = re.compile("[가-힣ㄱ-ㅣ]")
_FIRST: Final = 0xAC00
_LAST: Final = 0xD7A3
_TYPED: Final = str.maketrans({**SPLIT_CODAS, **SPLIT_VOWELS})


class Syllable(NamedTuple):
    """One syllable as compatibility jamo; `coda` is empty for an open syllable."""

    onset: str
    vowel: str
    coda: str


def is_syllable(character: str) -> bool:
    return len(character) == 1 and _FIRST <= ord(character) <= _LAST


def has_hangul(text: str) -> bool:
    """Whether a whole syllable or a single letter of Hangul stands in the text."""
    return _HANGUL.search(text) is not None


def take_apart(syllable: str) -> Syllable:
    """:raises ValueError: if it is not one precomposed Hangul syllable"""
    if not is_syllable(syllable):
        raise ValueError(f"{syllable!r} is not one Hangul syllable. Pass one character between 가 and 힣.")
    place = ord(syllable) - _FIRST
    return Syllable(ONSETS[place // 588], VOWELS[place % 588 // 28], CODAS[place % 28])


def put_together(syllable: Syllable) -> str:
    """:raises ValueError: if a part is not a letter of its place"""
    onset, vowel = ONSETS.index(syllable.onset), VOWELS.index(syllable.vowel)
    return chr(_FIRST + onset * 588 + vowel * 28 + CODAS.index(syllable.coda))


_JAMO: Final = {code: "".join(take_apart(chr(code))).translate(_TYPED) for code in range(_FIRST, _LAST + 1)}


def to_jamo(text: str) -> str:
    """
    Return the text with every syllable spelt out in the order in which its keys are pressed.

    Compound vowels and codas are split too, so that what an input method shows halfway (닽, for 다트)
    is always a prefix of the finished word.
    """
    return text.translate(_JAMO).translate(_TYPED)


def initial_consonants(text: str) -> str:
    """Return the first consonant of each syllable, other characters as they are: 부산시 gives ㅂㅅㅅ."""
    return "".join(take_apart(each).onset if is_syllable(each) else each for each in text)


def is_initial_consonants(text: str) -> bool:
    """Whether the text is nothing but consonants, as typed to search by initials."""
    return bool(text) and all(character in ONSETS for character in text)
