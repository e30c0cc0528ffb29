"""Languages of guiding, interpreting and requests: ISO 639-1 codes with their names."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
}


def language_name(code: str) -> str:
    """Return a language's name in the active language; an unknown code stays as it is."""
    return str(LANGUAGES.get(code, code))


def language_names(codes: Iterable[str]) -> str:
    """Return the names of several languages, joined by commas."""
    return ", ".join(language_name(code) for code in codes)
