"""Languages as people write them, "한국어, 영어", and as they are kept: ISO codes with blanks between them."""

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def _codes_by_name() -> dict[str, str]:
    """Return the code of each language by its names in Korean and English, and by itself."""
    found: dict[str, str] = {}
    for names in (Locale("ko").languages, Locale("en").languages):
        for code, name in names.items():
            if len(code) <= 3:
                found.setdefault(name.casefold(), code)
                found.setdefault(code, code)
    return found


def codes_of(text: str) -> tuple[str, ...]:
    """
    Return the codes of the languages in a text, each once, in their order.

    :raises KeyError: with the first word that is no language
    """
    known, found = _codes_by_name(), []
    for part in re.split(r"[,;/·、\n]", text):
        words = part.strip().casefold()
        if not words:
            continue
        found += [known[words]] if words in known else [known[word] for word in words.split()]
    return tuple(dict.fromkeys(found))


def kept_codes(text: str) -> tuple[str, ...]:
    """Return the codes that a row keeps; what is kept was read before."""
    return tuple(text.split())


def names_of(codes: Iterable[str], *, language: str) -> str:
    """Return languages by their names in the reader's language: "Korean, English"."""
    return ", ".join(name_of(code, language=language) for code in codes)


def name_of(code: str, *, language: str) -> str:
    """Return a language by its name in the reader's language; an unknown code as it is."""
    try:
        return str(Locale("ko" if language.startswith("ko") else "en").languages.get(code, code))
    except UnknownLocaleError:
        return code
