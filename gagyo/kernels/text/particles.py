"""The form of a Korean particle that follows a word, so that a sentence reads right with any name in it."""

from typing import Final

from gagyo.kernels.text.hangul import is_syllable, take_apart

# Read aloud in Korean: 영 일 이 삼 사 오 육 칠 팔 구.
_DIGIT_CODAS: Final = dict(zip("0123456789", ("ㅇ", "ㄹ", "", "ㅁ", "", "", "ㄱ", "ㄹ", "ㄹ", ""), strict=True))
# Read aloud as the letter's Korean name (엘, 엠, 엔, 알) where a word is written in capitals.
_LETTER_CODAS: Final = {"L": "ㄹ", "M": "ㅁ", "N": "ㄴ", "R": "ㄹ"}
# A Latin word ends as its usual Korean spelling does: Berlin 베를린, Seoul 서울, but Dartford 다트포드.
_WORD_CODAS: Final = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "k": "ㄱ", "b": "ㅂ", "p": "ㅂ"}
_ENDINGS: Final = {"ng": "ㅇ", "le": "ㄹ", "ne": "ㄴ", "me": "ㅁ"}


def korean_particle(word: str, pair: str) -> str:
    """
    Return the one of two particles that fits after the word: ("서울", "은/는") gives "은".

    pair: the form after a consonant, a slash, the form after a vowel; any of 은/는, 이/가, 을/를, 과/와,
    으로/로, 이나/나. For 으로/로 a word that ends in ㄹ takes 로. Signs after the word are passed over.
    :raises ValueError: if the pair has no slash
    """
    after_consonant, slash, after_vowel = pair.partition("/")
    if not slash:
        raise ValueError(f"{pair!r} is not a pair of particles. Write both with a slash, as in 은/는.")
    coda = _last_coda(word)
    if not coda or (coda == "ㄹ" and after_consonant == "으로"):
        return after_vowel
    return after_consonant


def with_particle(word: str, pair: str) -> str:
    return word + korean_particle(word, pair)


def _last_coda(word: str) -> str:
    spoken = word.rstrip()
    while spoken and not spoken[-1].isalnum():
        spoken = spoken[:-1]
    if not spoken:
        return ""
    last = spoken[-1]
    if is_syllable(last):
        return take_apart(last).coda
    if last in "0123456789":
        return _number_coda(spoken)
    return _latin_coda(spoken)


def _number_coda(spoken: str) -> str:
    # 10 십, 100 백, 1,000 천, 10,000 만, 100,000,000 억: a round number ends in its unit, not in 영.
    digits = "".join(character for character in spoken if character.isdigit() or character == ".")
    whole = digits.rsplit(".", 1)[-1]
    zeros = len(whole) - len(whole.rstrip("0"))
    if "." in digits or zeros == 0 or zeros == len(whole):
        return _DIGIT_CODAS.get(spoken[-1], "")
    if zeros >= 12:
        return ""
    if zeros >= 8:
        return "ㄱ"
    return {1: "ㅂ", 2: "ㄱ", 3: "ㄴ"}.get(zeros, "ㄴ")


def _latin_coda(spoken: str) -> str:
    start = len(spoken)
    while start and spoken[start - 1].isascii() and spoken[start - 1].isalpha():
        start -= 1
    word = spoken[start:]
    if word.isupper():
        return _LETTER_CODAS.get(word[-1], "")
    return _ENDINGS.get(word[-2:], _WORD_CODAS.get(word[-1:], ""))
