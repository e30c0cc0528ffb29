"""Korean in Latin letters by the Revised Romanization (Ministry of Culture and Tourism, notice 2000-8)."""

from typing import Final

from gagyo.kernels.text.hangul import ONSETS, SPLIT_CODAS, VOWELS, Syllable, is_syllable, take_apart

_ONSET_LETTERS: Final = "g,kk,n,d,tt,r,m,b,pp,s,ss,,j,jj,ch,k,t,p,h"
_ONSET: Final = dict(zip(ONSETS, _ONSET_LETTERS.split(","), strict=True))
_VOWEL_LETTERS: Final = "a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i"
_VOWEL: Final = dict(zip(VOWELS, _VOWEL_LETTERS.split(","), strict=True))
_CODA: Final = {
    "": "",
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "k"),
    **dict.fromkeys("ㄴㄵㄶ", "n"),
    **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "t"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "l"),
    **dict.fromkeys("ㅁㄻ", "m"),
    **dict.fromkeys("ㅂㅄㅍㄿ", "p"),
    "ㅇ": "ng",
}
_NASAL: Final = {"k": "ng", "t": "n", "p": "m"}
_ASPIRATED: Final = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅈ": "ㅊ"}


def romanise(text: str, *, capital: bool = False) -> str:
    """
    Return the text with its Hangul in Latin letters, sounds assimilated within a word.

    The official exceptions that need a dictionary (an inserted ㄴ as in 학여울, 신문로) are not known;
    ㅎ after ㄱ, ㄷ, ㅂ is kept, as the rule says for nouns (묵호 gives Mukho).

    capital: write the first letter of every word large, as in a name.
    """
    words = [_romanise_word(word) for word in text.split(" ")]
    return " ".join(word[:1].upper() + word[1:] if capital else word for word in words)


def _romanise_word(word: str) -> str:
    written: list[str] = []
    run: list[Syllable] = []
    for character in word:
        if is_syllable(character):
            run.append(take_apart(character))
            continue
        written.append(_romanise_run(run))
        run = []
        written.append(character)
    written.append(_romanise_run(run))
    return "".join(written)


def _romanise_run(run: list[Syllable]) -> str:
    if not run:
        return ""
    written = []
    onset = _ONSET[run[0].onset]
    for this, following in zip(run, [*run[1:], None], strict=True):
        coda, next_onset = (_CODA[this.coda], "") if following is None else _meeting(this.coda, following)
        written.append(onset + _VOWEL[this.vowel] + coda)
        onset = next_onset
    return "".join(written)


def _meeting(coda: str, following: Syllable) -> tuple[str, str]:
    """Return the letters for a coda and the onset after it."""
    onset = following.onset
    if onset == "ㅇ":
        return _carried_over(coda, following.vowel)
    rest = SPLIT_CODAS.get(coda, coda)
    if rest.endswith("ㅎ") and onset in _ASPIRATED:
        return _CODA[rest[:-1]], _ONSET[_ASPIRATED[onset]]
    if coda == "ㅎ" and onset == "ㄴ":
        return "n", "n"
    if coda in ("ㅈ", "ㄵ") and onset == "ㅎ":
        return _CODA[rest[:-1]], "ch"
    return _assimilated(_CODA[coda], onset)


def _carried_over(coda: str, vowel: str) -> tuple[str, str]:
    """Return the letters where the next syllable opens with its vowel and takes over the coda."""
    if coda in ("", "ㅇ"):
        return _CODA[coda], ""
    if coda in ("ㄲ", "ㅆ"):
        return "", _ONSET[coda]
    rest = SPLIT_CODAS.get(coda, coda)
    stays, moves = rest[:-1], rest[-1]
    if moves == "ㅎ":
        return "", _ONSET[stays] if stays else ""
    if vowel == "ㅣ" and moves in "ㄷㅌ":
        return _CODA[stays], "j" if moves == "ㄷ" else "ch"
    return _CODA[stays], _ONSET[moves]


def _assimilated(coda: str, onset: str) -> tuple[str, str]:
    if onset == "ㄹ":
        if coda in ("n", "l"):
            return "l", "l"
        if coda:
            return _NASAL.get(coda, coda), "n"
    if onset == "ㄴ" and coda == "l":
        return "l", "l"
    if onset in "ㄴㅁ":
        return _NASAL.get(coda, coda), _ONSET[onset]
    return coda, _ONSET[onset]
