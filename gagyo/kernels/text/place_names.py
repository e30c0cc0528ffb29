"""Which of a gazetteer's many names for a place are worth a row in the search table."""

import re
from typing import Final

from gagyo.kernels.text.folding import fold_place
from gagyo.kernels.text.hangul import has_hangul
from gagyo.kernels.text.sounds import sound_of

_HAN: Final = r"\u3400-\u9FFF\uF900-\uFAFF"
_KANA: Final = r"\u3040-\u30FF"
_CYRILLIC: Final = r"\u0400-\u052F"
_ARABIC: Final = r"\u0600-\u06FF"
_COUNTRIES: Final = (
    ("CN TW HK MO SG", _HAN),
    ("JP", _HAN + _KANA),
    ("RU UA BY BG RS MK ME BA KZ KG TJ MN", _CYRILLIC),
    ("SA AE QA KW BH OM YE IQ SY JO LB PS EG LY TN DZ MA SD MR IR AF PK", _ARABIC),
    ("GR CY", r"\u0370-\u03FF"),
    ("IL", r"\u0590-\u05FF"),
    ("TH", r"\u0E00-\u0E7F"),
    ("KH", r"\u1780-\u17FF"),
    ("LA", r"\u0E80-\u0EFF"),
    ("MM", r"\u1000-\u109F"),
    ("GE", r"\u10A0-\u10FF"),
    ("AM", r"\u0530-\u058F"),
    ("ET", r"\u1200-\u137F"),
    ("IN BD LK NP", r"\u0900-\u0DFF"),
)
_LOCAL: Final = {
    country: re.compile(f"[{script}]") for countries, script in _COUNTRIES for country in countries.split()
}
_NAME: Final = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ɏ][^\u0370-\u1DFF\u2E80-\uFFFF]+$")


def names_to_keep(*, name: str, alternates: tuple[str, ...], country_code: str) -> tuple[str, ...]:
    """
    Return the name and those of its alternates that find it where the others do not, the name first.

    Kept are names in Hangul, in the country's own script, and in Latin letters if they sound unlike all names
    kept before. GeoNames' transliterations without a capital letter and its airport codes are left out.
    """
    kept, folded, sounds = [name], {fold_place(name)}, {sound_of(name)}
    local = _LOCAL.get(country_code)
    for other in sorted(alternates, key=lambda text: (not has_hangul(text), text)):
        written = has_hangul(other) or (local is not None and local.search(other) is not None)
        if not written and not _is_latin_name(other):
            continue
        form = fold_place(other)
        sound = "" if written else sound_of(other)
        if not form or form in folded or sound in sounds:
            continue
        kept.append(other)
        folded.add(form)
        sounds.update({sound} - {""})
    return tuple(kept)


def _is_latin_name(text: str) -> bool:
    return _NAME.match(text) is not None and not (text.isupper() and len(text) <= 4)
