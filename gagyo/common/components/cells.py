"""How a value looks in a table cell or a list of facts. One function, so that a date looks the same everywhere."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import Any, cast

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.common.components.parts import Badge, Link
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import WRITTEN_UNITS, Language, date_text

BADGE_CLASSES: Mapping[str, str] = {
    "neutral": "bg-light-gray",
    "primary": "bg-light-primary",
    "info": "bg-light-information",
    "success": "bg-light-success",
    "warning": "bg-light-warning",
    "danger": "bg-light-danger",
}
# A run of Korean words; a run of English ones, in which three small words in a row are a sentence and not a name.
KOREAN = re.compile(r"[가-힣](?:[가-힣\s·(),.\d]*[가-힣])?")
ENGLISH = re.compile(r"[A-Za-z](?:[A-Za-z\s,;.()-]|&#x27;|&amp;)*")
SENTENCE = re.compile(r"(?<![\w.@/])[A-Za-z]?[a-z]+(?: [a-z]+){2,}")
NUMBER_AND_UNIT = re.compile(r"([\d,.]+)(.*)", re.DOTALL)
NOTHING = mark_safe('<span class="nothing" aria-hidden="true">–</span>')


def attribute(row: object, path: str) -> Any:
    """Return what a dotted path names: attributes of objects, keys of mappings; None where the way ends."""
    if "." not in path and not isinstance(row, Mapping):
        value: Any = getattr(row, path)
        return value() if callable(value) else value
    value = row
    for name in path.split("."):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
    return value() if callable(value) else value


def drawn(value: object) -> SafeString:
    """Return any value that a cell may hold as HTML, escaped."""
    if type(value) is str and value:  # most cells are words: nothing else needs to be asked of them
        return marked(value)
    if value is None or value in ("", []):
        return nothing()
    if isinstance(value, Badge):
        return badge_html(value)
    if isinstance(value, Figure):
        return figure_cell(value)
    if isinstance(value, Link):
        words = marked(value.label)
        return link_html(value.href, words) if value.href else words
    if isinstance(value, list | tuple):
        parts = "".join([f'<span class="cell-part">{drawn(each)}</span>' for each in value])
        return SafeString(parts)
    return text(value)


def link_html(href: str, words: SafeString) -> SafeString:
    """Return a link round finished words; lists hold hundreds, and format_html takes five times as long."""
    return SafeString(f'<a href="{escape(href)}">{words}</a>')


def text(value: object) -> SafeString:
    """Return a date, a truth, a number or words as HTML in the reader's language."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        shown = f"{date_text(local.date(), language())} {local:%H:%M}"
        return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), shown)
    if isinstance(value, date):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_text(value, language()))
    if isinstance(value, bool):
        return conditional_escape(_("Yes") if value else _("No"))
    if isinstance(value, int | float | Decimal):
        return conditional_escape(number_words(float(value)))
    return marked(value)


def marked(value: Any) -> SafeString:
    """
    Return words as HTML, escaped; those of the other language say so, because a screen reader speaks by it.

    What an office wrote stands in the language in which it was written.
    """
    safe = SafeString(escape(value)) if type(value) is str else conditional_escape(value)
    if "<" in safe:
        return safe
    if language() == "en":
        return SafeString(KOREAN.sub(lambda run: f'<span lang="ko">{run[0]}</span>', safe))
    return SafeString(ENGLISH.sub(english_run, safe)) if SENTENCE.search(safe) else safe


def english_run(run: re.Match[str]) -> str:
    """Return a run of English words as HTML that says so if it is a sentence; names stand as they are."""
    return f'<span lang="en">{run[0]}</span>' if SENTENCE.search(run[0]) else run[0]


def language() -> Language:
    """Return the reader's language."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


def number_words(value: float) -> str:
    """Return a number with grouped thousands and at most two decimals."""
    return f"{round(value, 2):,f}".rstrip("0").rstrip(".")


def nothing() -> SafeString:
    """Return the dash of an empty cell, with a word for those who listen."""
    return format_html('{}<span class="sr-only">{}</span>', NOTHING, _("no entry"))


def badge_html(badge: Badge) -> SafeString:
    """
    Return a state badge.

    :raises KeyError: if the tone does not exist
    """
    # A translation in waiting is text, not HTML.
    tone, words = BADGE_CLASSES[badge.tone], conditional_escape(cast("str", badge.label))
    return SafeString(f'<span class="krds-badge {tone}">{words}</span>')


def figure_cell(figure: Figure) -> SafeString:
    """Return a figure inside a table: a link to its rows; the column names the unit, a note date and rule."""
    words = figure.text(language())
    split = None if figure.unit in WRITTEN_UNITS else NUMBER_AND_UNIT.fullmatch(words)
    inner = f'{escape(split[1])}<span class="sr-only">{escape(split[2])}</span>' if split else escape(words)
    if not figure.href:
        return SafeString(f'<span class="figure-cell">{inner}</span>')
    return SafeString(f'<a class="figure-cell" href="{escape(figure.href)}">{inner}</a>')
