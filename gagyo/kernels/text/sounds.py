"""A loose key of how a name sounds, the same for 다트포드, 다트퍼드 and Dartford.

Made for names that travel between Hangul and Latin letters: what the Korean rules for foreign words
(외래어 표기법) merge or add is merged here on both sides. Voicing, l and r, f and p, s, z, ch and j are one
each; the added vowel ㅡ, an r that closes a syllable, doubled letters and long vowels are dropped.
"""

import re
from functools import lru_cache
from typing import Final

from gagyo.kernels.text.folding import without_place_suffix
from gagyo.kernels.text.hangul import ONSETS, VOWELS, take_apart

CONSONANTS: Final = "ptksmnrh"
OPEN: Final = "a"  # stands at the head of the skeleton of a name that opens with a vowel, w or y

_ONSET_LETTERS: Final = "k,k,n,t,t,r,m,p,p,s,s,,s,s,s,k,t,p,h"
_ONSET: Final = dict(zip(ONSETS, _ONSET_LETTERS.split(","), strict=True))
_VOWEL_LETTERS: Final = "a,e,ia,ie,o,e,io,ie,o,wa,we,we,io,u,wo,we,wi,iu,,i,i"
_VOWEL: Final = dict(zip(VOWELS, _VOWEL_LETTERS.split(","), strict=True))
_CODA: Final = {
    "": "",
    **dict.fromkeys("ㄱㄲㅋㄳㄺ", "k"),
    **dict.fromkeys("ㄴㄵㄶㅇ", "n"),
    **dict.fromkeys("ㄷㅅㅆㅈㅊㅌㅎ", "t"),
    **dict.fromkeys("ㄹㄼㄽㄾㅀ", "r"),
    **dict.fromkeys("ㅁㄻ", "m"),
    **dict.fromkeys("ㅂㅄㅍㄿ", "p"),
}
# The first that fits at a letter is taken.
_LATIN_RULES: Final = (
    (r"tsch|sch|shch|tch|ssh", "s"),
    (r"tz|ts|cz|zh|sh|ch|dj|dz|dg(?=[ei])", "s"),
    (r"eaux?|aux$", "o"),
    (r"^x", "s"),
    (r"x", "ks"),
    (r"^kh", "h"),
    (r"kh", ""),
    (r"th$|th(?=[mh])", "s"),
    (r"th|dh|dt|tt|dd|[td]", "t"),
    (r"ph|bh|[pbfv]", "p"),
    (r"ngg|ngk|nck|ng(?=[aeiouy])", "nk"),
    (r"ng|gn(?=[aeiouy])|n", "n"),
    (r"sc(?=[ei])|c(?=[eiy])", "s"),
    (r"qi", "si"),
    (r"[szj]", "s"),
    (r"gh|ck|qu|[kgcq]", "k"),
    (r"er(?=$|[ts]on$)", "o"),
    (r"r+(?![aeiouyr])", ""),
    (r"[rl]", "r"),
    (r"^wh", "w"),
    (r"^h", "h"),
    (r"h", ""),
    (r"ee", "i"),
    (r"oo|ou|eu", "u"),
    (r"eo", "o"),
    (r"y", "i"),
)
_LATIN: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _LATIN_RULES))
_WRITTEN: Final = ("", *(written for _, written in _LATIN_RULES))
_RUNS: Final = re.compile(r"[가-힣]+|[a-z]+")
_DOUBLED: Final = re.compile(r"(.)\1+")
_SILENT: Final = re.compile(r"(?<!^)h|[aeiouw]")


@lru_cache(maxsize=4096)
def sound_of(name: str) -> str:
    """
    Return how the name sounds, in the letters ptksmnrhw and aeiou; empty without Hangul or Latin letters.

    Other scripts are left out: their names are found as they are written.
    """
    runs = _RUNS.findall(without_place_suffix(name))
    sound = "".join(_latin_sound(run) if run.isascii() else _hangul_sound(run) for run in runs)
    return _DOUBLED.sub(r"\1", sound)


def skeleton_of(sound: str) -> str:
    """
    Return the consonants of a sound, with "a" in front where it opens with a vowel, w or y.

    Two names with the same skeleton sound alike but for their vowels.
    """
    opening = OPEN if sound and sound[0] in "aeiouw" else ""
    return opening + _SILENT.sub("", sound)


def near_skeletons(skeleton: str) -> frozenset[str]:
    """
    Return every skeleton one slip away: a consonant missing, added, changed, or two of them swapped.

    About 16 times the length: few enough to be asked for by equality, since there are only eight consonants.
    """
    cuts = [(skeleton[:place], skeleton[place:]) for place in range(len(skeleton) + 1)]
    missing = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in CONSONANTS}
    added = {left + letter + right for left, right in cuts for letter in CONSONANTS}
    opened = {OPEN + skeleton, OPEN + skeleton[1:]}
    return frozenset((missing | swapped | changed | added | opened) - {skeleton, ""})


def _hangul_sound(word: str) -> str:
    run = [take_apart(syllable) for syllable in word]
    written = []
    for this, following in zip(run, [*run[1:], None], strict=True):
        onset, vowel, coda = _ONSET[this.onset], _VOWEL[this.vowel], _CODA[this.coda]
        if onset == "r" and not vowel:
            onset = ""  # 르 stands for the r that closes a syllable
        if this.coda == "ㅅ" and following is not None and following.onset != "ㅇ":
            coda = ""  # 삿포로, 닛코: a lengthened consonant
        written.append(onset + vowel + coda)
    sound = "".join(written)
    return sound[:1] + sound[1:].replace("h", "")


def _latin_sound(letters: str) -> str:
    return _LATIN.sub(lambda found: _WRITTEN[found.lastindex or 0], _DOUBLED.sub(r"\1", letters))
