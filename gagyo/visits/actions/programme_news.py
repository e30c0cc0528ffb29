"""Telling those whom changes of a programme concern, when the officer says so: one message to each person."""

from dataclasses import replace
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.kernels.documents.ics import write_calendar
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import Visit
from gagyo.visits.queries.programme_news import News, news_of, site_names
from gagyo.visits.queries.programme_papers import programme_events, stops_of
from gagyo.visits.rules.programme_news import Names, change_words
from gagyo.visits.rules.programme_text import Language

READ_IN: tuple[Language, ...] = ("ko", "en")


@transaction.atomic
def tell_changes(*, visit_id: int, by: Actor, now: datetime) -> int:
    """
    Tell each person what changed since people were told last, and return how many; nobody is told anything twice.

    Each message is in Korean and in English, and holds the stops as they are now for a calendar.
    :raises NotYoursError: if the visit is another office's
    """
    visit = locked(visit_id, by=by)
    found = news_of(visit, now=now)
    sites = site_names([change for news in found for change in news.changes])
    for news in found:
        _send(visit, news, sites=sites, now=now)
    if found:
        record(event="visit.programme_told", by=by, at=now, about=visit, after={"told": len(found)})
    return len(found)


def _send(visit: Visit, news: News, *, sites: Names, now: datetime) -> None:
    parts = []
    for language in READ_IN:
        with translation.override(language):
            parts.append("\n".join(_lines(visit, news, sites=sites, language=language)))
    with translation.override("ko"):
        subject = _("The programme changed: %(visit)s") % {"visit": visit.name}
        calendar = _calendar(visit, news, now=now)
    message = EmailMessage(subject, "\n\n".join(parts), None, [news.email])
    if calendar:
        message.attach("programme.ics", calendar, "text/calendar")
    message.send()


def _lines(visit: Visit, news: News, *, sites: Names, language: Language) -> list[str]:
    """Return the message in one language; whoever reads it may have no account, so it links to no page inside."""
    lines = [f"- {change_words(change, sites=sites, language=language)}" for change in news.changes]
    link = _("The link in the mail that asked you to interpret shows how it is now: answer by it, also if you cannot.")
    return [
        _("In the programme of “%(visit)s” this changed, and concerns you:") % {"visit": visit.name},
        "",
        *lines,
        *(["", link] if news.interprets else []),
    ]


def _calendar(visit: Visit, news: News, *, now: datetime) -> bytes:
    """Return the changed stops that stay as a calendar, without a link; empty if none stays."""
    ids = {change.stop_id for change in news.changes if change.after is not None}
    stops = [stop for stop in stops_of(visit) if stop.pk in ids]
    if not stops:
        return b""
    events = [replace(event, url="") for event in programme_events(visit, stops, base_url="", now=now)]
    return write_calendar(visit.name, events)
