"""A visit's programme as a document for its visitors or for the office itself, and as entries of a calendar."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.common.models.bases import in_language
from gagyo.kernels.documents.ics import Event
from gagyo.kernels.documents.report import Block, Closing, Document, Heading, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Column, Sheet
from gagyo.kernels.indicators.words import Language, date_text
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import Stop, Visit, VisitParty
from gagyo.visits.queries.lodging import stays_of
from gagyo.visits.queries.programme import receivers
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.lodging import leaving_words, lodging_words

# Characters; together they fit upright paper.
TIME, WHAT, WHERE, NOTE = 13, 30, 26, 16
INSIDE_WHAT, INSIDE_WHERE, INSIDE_WHO = 22, 18, 16


def stops_of(visit: Visit) -> list[Stop]:
    """Return the stops in order, with what a paper says of them."""
    return list(visit.stops.select_related("site", "room").prefetch_related("parties__country", "parties__body"))


def programme_document(visit: Visit, stops: Sequence[Stop], *, host: str, language: Language) -> Document:
    """
    Return the programme in the active language, without anybody's name.

    host: who receives the delegation
    """
    blocks: list[Block] = [Heading(_("Overview")), *overview(visit, host=host, language=language)]
    stays = stays_of(visit)
    blocks += [
        ReportLine(_("Lodging: %(place)s") % {"place": place}, 2) for place in lodging_words(stays, language=language)
    ]
    leaving = leaving_words(stays, language=language)
    for day, of_day in groupby(stops, key=lambda stop: timezone.localtime(stop.starts_at).date()):
        sheet = Sheet(
            date_text(day, language), (leaving,) if leaving else (), columns(), [stop_cells(stop) for stop in of_day]
        )
        blocks.append(TableBlock(sheet))
    if not stops:
        blocks.append(ReportLine(_("No programme yet."), 2))
    return Document(_("Programme: %(visit)s") % {"visit": visit.name}, (*blocks, Closing()), language)


def internal_document(visit: Visit, stops: Sequence[Stop], *, host: str, language: Language) -> Document:
    """
    Return the programme for the office itself: with who receives, who interprets and what drives at each stop.

    stops: with hosts, vehicles and interpreters read; nobody but names is in it, no telephone and no address
    """
    blocks: list[Block] = [Heading(_("Overview")), *overview(visit, host=host, language=language)]
    for day, of_day in groupby(stops, key=lambda stop: timezone.localtime(stop.starts_at).date()):
        rows = [internal_cells(stop) for stop in of_day]
        blocks.append(TableBlock(Sheet(date_text(day, language), (), internal_columns(), rows)))
    if not stops:
        blocks.append(ReportLine(_("No programme yet."), 2))
    return Document(_("Programme for the office: %(visit)s") % {"visit": visit.name}, (*blocks, Closing()), language)


def internal_columns() -> tuple[Column, ...]:
    """Return the columns of a day for the office itself."""
    return (
        Column("time", _("Time"), width=TIME),
        Column("what", _("What"), width=INSIDE_WHAT),
        Column("where", pgettext("stop", "Place"), width=INSIDE_WHERE),
        Column("host", _("Host"), width=INSIDE_WHO),
        Column("interpreter", _("Interpreting"), width=INSIDE_WHO),
        Column("vehicle", _("Vehicle"), width=INSIDE_WHO),
    )


def internal_cells(stop: Stop) -> tuple[str, ...]:
    """Return a stop as a row of its day for the office itself."""
    vehicle = stop.vehicle.name if stop.vehicle else ""
    named = [stop.title, parties_words(stop), stop.note]
    what = " / ".join(part for part in named if part)
    return times_words(stop), what, place_words(stop), ", ".join(receivers(stop)), interpreter_words(stop), vehicle


def interpreter_words(stop: Stop) -> str:
    """Return the language with who said yes, "Vietnamese: Park"; who has not answered is not named."""
    if not stop.language:
        return ""
    names = [str(task.interpreter) for task in stop.interpreter_tasks.all() if task.state == AnswerState.ACCEPTED]
    nobody = _("not found yet")
    return f"{language_name(stop.language)}: {', '.join(names) or nobody}"


def overview(visit: Visit, *, host: str, language: Language) -> Iterator[ReportLine]:
    """Yield when the visit is, who receives whom, and why."""
    yield ReportLine(_("Dates: %(dates)s") % {"dates": dates_words(visit, language)}, 2)
    yield ReportLine(_("Received by: %(host)s") % {"host": host}, 2)
    for party in visit.parties.all():
        words = ngettext("%(party)s, %(n)s person", "%(party)s, %(n)s persons", party.persons)
        yield ReportLine(words % {"party": party_words(party), "n": f"{party.persons:,}"}, 3)
    purpose, _code, _state = visit.purpose.in_language(language)
    if purpose:
        yield ReportLine(_("Purpose: %(purpose)s") % {"purpose": purpose}, 2)


def party_words(party: VisitParty) -> str:
    """Return "몽골 · 다르항올주" of a party: its country, and its body or name where there is one."""
    name = party.name or (party.body.name if party.body else "")
    return f"{party.country.name} · {name}" if name else party.country.name


def dates_words(visit: Visit, language: Language) -> str:
    """Return the first and the last day."""
    first, last = date_text(visit.starts_on, language), date_text(visit.ends_on, language)
    return first if visit.starts_on == visit.ends_on else f"{first} – {last}"


def columns() -> tuple[Column, ...]:
    """Return the columns of a day."""
    return (
        Column("time", _("Time"), width=TIME),
        Column("what", _("What"), width=WHAT),
        Column("where", pgettext("stop", "Place"), width=WHERE),
        Column("note", _("For whom"), width=NOTE),
    )


def stop_cells(stop: Stop) -> tuple[str, str, str, str]:
    """Return a stop as a row of its day."""
    return times_words(stop), stop.title, place_words(stop), parties_words(stop)


def times_words(stop: Stop) -> str:
    """Return "10:00–11:30"."""
    return f"{timezone.localtime(stop.starts_at):%H:%M}–{timezone.localtime(stop.ends_at):%H:%M}"


def place_words(stop: Stop) -> str:
    """Return where a stop is: the room, the place written, or the site with its address."""
    site = stop.site
    named = site.name if site and stop.title != site.name else ""
    address = "" if site is None else in_language(ko=site.address_ko, en=site.address_en)
    parts = [stop.room.name if stop.room else "", stop.place_shown, named, address]
    return ", ".join(part for part in parts if part)


def parties_words(stop: Stop) -> str:
    """Return for whom a stop is, where it is not for everybody."""
    return ", ".join(party_words(party) for party in stop.parties.all())


def programme_events(visit: Visit, stops: Sequence[Stop], *, base_url: str, now: datetime) -> list[Event]:
    """Return the stops as entries of a calendar, in the active language; the visit as a whole where it has none."""
    if not stops:
        return [visit_event(visit, base_url=base_url, now=now)]
    return [
        Event(
            uid=f"visit-{visit.pk}-stop-{stop.pk}@gagyo",
            stamped_at=now,
            title=stop.title,
            starts=stop.starts_at,
            ends=stop.ends_at,
            description=visit.name,
            location=place_words(stop),
            url=base_url + visit.get_absolute_url(),
        )
        for stop in stops
    ]


def visit_event(visit: Visit, *, base_url: str, now: datetime) -> Event:
    """Return a visit as one entry over its days; its text names countries and persons, and nobody."""
    parties = visit.parties.all()
    return Event(
        uid=f"visit-{visit.pk}@gagyo",
        stamped_at=now,
        title=visit.name,
        starts=visit.starts_on,
        ends=visit.ends_on + timedelta(days=1),
        description=", ".join(f"{party.country.name} {party.persons:,}" for party in parties),
        url=base_url + visit.get_absolute_url(),
    )
