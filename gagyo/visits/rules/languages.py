"""Languages of guiding, interpreting and requests: ISO 639-1 codes with their names."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

LANGUAGES: Final[dict[str, Promise]] = {
    "en": _("English"),
    "ko": _("Korean"),
    "zh": pgettext_lazy("language", "Chinese"),
    "ja": pgettext_lazy("language", "Japanese"),
    "ru": pgettext_lazy("language", "Russian"),
    "mn": pgettext_lazy("language", "Mongolian"),
    "vi": pgettext_lazy("language", "Vietnamese"),
    "id": pgettext_lazy("language", "Indonesian"),
    "th": pgettext_lazy("language", "Thai"),
    "km": pgettext_lazy("language", "Khmer"),
    "lo": pgettext_lazy("language", "Lao"),
    "ms": pgettext_lazy("language", "Malay"),
    "uz": pgettext_lazy("language", "Uzbek"),
    "kk": pgettext_lazy("language", "Kazakh"),
    "es": pgettext_lazy("language", "Spanish"),
    "pt": pgettext_lazy("language", "Portuguese"),
    "fr": pgettext_lazy("language", "French"),
    "de": pgettext_lazy("language", "German"),
    "ar": pgettext_lazy("language", "Arabic"),
    "tr": pgettext_lazy("language", "Turkish"),
    "ky": pgettext_lazy("language", "Kyrgyz"),
    "tg": pgettext_lazy("language", "Tajik"),
    "my": pgettext_lazy("language", "Burmese"),
    "ne": pgettext_lazy("language", "Nepali"),
    "si": pgettext_lazy("language", "Sinhala"),
    "bn": pgettext_lazy("language", "Bengali"),
    "tl": pgettext_lazy("language", "Filipino"),
}
# The language in which a delegation of a country is usually received, where that is not English.
_USUAL: Final = (
    "CN:zh TW:zh JP:ja VN:vi MN:mn RU:ru UZ:uz KZ:kk KG:ky TJ:tg ID:id MY:ms TH:th KH:km LA:lo MM:my "
    "NP:ne LK:si BD:bn ES:es MX:es PE:es CO:es EC:es PY:es GT:es SV:es BR:pt PT:pt FR:fr SN:fr CI:fr "
    "CD:fr DE:de AT:de EG:ar SA:ar AE:ar IQ:ar JO:ar MA:ar TN:ar DZ:ar BY:ru"
)
OF_COUNTRY: Final[dict[str, str]] = {pair[:2]: pair[3:] for pair in _USUAL.split()}


def language_name(code: str) -> str:
    """Return a language's name in the active language; an unknown code stays as it is."""
    return str(LANGUAGES.get(code, code))


def language_names(codes: Iterable[str]) -> str:
    """Return the names of several languages, joined by commas."""
    return ", ".join(language_name(code) for code in codes)


def language_choices(*, empty: str = "", held: str = "") -> list[tuple[str, str]]:
    """
    Return the languages to interpret from and into, by name, after an empty choice; Korean is always the other.

    held: what is chosen already, kept even if it is none of them
    """
    codes = dict.fromkeys([*(code for code in LANGUAGES if code != "ko"), *([held] if held else [])])
    found = sorted(((code, language_name(code)) for code in codes), key=lambda pair: pair[1])
    return [("", empty or gettext("None")), *found]


def guiding_choices() -> list[tuple[str, str]]:
    """Return the languages in which a site may guide: Korean and English first, the others by name."""
    first = ("ko", "en")
    others = sorted(((code, language_name(code)) for code in LANGUAGES if code not in first), key=lambda pair: pair[1])
    return [*((code, language_name(code)) for code in first), *others]


def languages_of(countries: list[str]) -> list[str]:
    """Return the languages in which people of these countries are usually received, each once, in order."""
    return list(dict.fromkeys(OF_COUNTRY.get(code, "en") for code in countries))
