"""What every app's screens say alike: the way home, today, a text in the reader's language, a history, the toast."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from gagyo.common.components import Link, TimelineEntry
from gagyo.common.components.cells import language
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.queries import Happening


def today_of() -> date:
    """Return today in Korea; views read the clock, nothing below them does."""
    return timezone.localdate()


def text_shown(text: TranslatedText) -> tuple[str, str]:
    """Return a text in the reader's language, and what is to be known about it (its language, how translated)."""
    shown, _code, state = text.in_language(language())
    notes = {
        TranslationState.MACHINE.value: _("Machine translation"),
        TranslationState.REVIEWED.value: _("Translation, reviewed"),
        TranslationState.NONE.value: _("Not translated; shown in its original language"),
    }
    return shown, notes.get(state, "") if shown else ""


def history_entries(rows: Iterable[Happening]) -> list[TimelineEntry]:
    """Return what people did, as a timeline."""
    return [TimelineEntry(each.words, at=each.at, text=each.reason, by=each.by) for each in rows]


def crumbs(*links: tuple[str, str]) -> Sequence[Link]:
    """Return the way from home to this page."""
    return [Link(_("Home"), reverse("pages:home")), *(Link(label, href) for label, href in links)]


def tell(request: HttpRequest, words: str, *, undo: str = "", undo_fields: dict[str, object] | None = None) -> None:
    """
    Say what was done, with a button that takes it back.

    undo: the address to post to. A toast with an undo stays until it is answered.
    """
    if not undo:
        messages.success(request, words)
        return
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', (undo_fields or {}).items())
    form = format_html(
        '{} <form class="toast-undo" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button class="krds-btn small text" type="submit">{}</button></form>',
        words,
        undo,
        get_token(request),
        hidden,
        _("Undo"),
    )
    messages.success(request, form, extra_tags="undo")
