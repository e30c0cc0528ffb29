"""The office's own papers of a visit: the list of names, the host's briefing, the report afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.common.rules import Actor
from gagyo.kernels.documents.report import Block, Closing, Document, Heading, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet, partial_date_text
from gagyo.kernels.indicators.words import Language, date_text
from gagyo.partnerships.models import TieContact
from gagyo.partnerships.queries.ties import signing_of
from gagyo.registry.models import Person
from gagyo.visits.choices import VisitState
from gagyo.visits.models import FollowUp, Stop, Visit, VisitMember, VisitParty
from gagyo.visits.queries.programme_papers import columns, dates_words, overview, party_words, stop_cells
from gagyo.visits.queries.visits import parties_prefetch

EARLIER_SHOWN: Final = 10


@dataclass(frozen=True)
class Briefing:
    """What a host is told before a visit: who came before, what was given, whom to call, what is still open."""

    visit: Visit
    stops: Sequence[Stop]
    earlier: Sequence[Visit]
    contacts: Sequence[Person]
    open_items: Sequence[FollowUp]


def name_rows(visit: Visit) -> list[tuple[Cell, ...]]:
    """Return the heads and the named members of a visit, party by party."""
    rows: list[tuple[Cell, ...]] = []
    members = VisitMember.objects.filter(party__visit=visit).order_by("order", "pk")
    of_party: dict[int, list[VisitMember]] = {}
    for member in members:
        of_party.setdefault(member.party_id, []).append(member)
    for party in visit.parties.all():
        name = party_words(party)
        if party.head_name or party.head_rank:
            rows.append((name, party.head_rank, party.head_name, _("Head of the delegation")))
        rows += [(name, each.title, each.name, each.note) for each in of_party.get(party.pk, [])]
    return rows


def name_list(visit: Visit, rows: Sequence[tuple[Cell, ...]], *, language: Language) -> Document:
    """Return the list of names, in the active language."""
    title = _("List of names: %(visit)s") % {"visit": visit.name}
    heads = (
        Column("party", _("Delegation"), width=26),
        Column("title", _("Title"), width=20),
        Column("name", _("Name"), width=24),
        Column("note", _("Note"), width=22),
    )
    notes = (_("Personal data: destroy this list after the visit."),)
    return Document(title, (TableBlock(Sheet(title, notes, heads, rows)), Closing()), language)


def briefing_of(visit: Visit, stops: Sequence[Stop], *, actor: Actor) -> Briefing:
    """Return what the host of a visit is told."""
    parties = list(visit.parties.all())
    countries, bodies = {party.country_id for party in parties}, {party.body_id for party in parties if party.body_id}
    came = VisitParty.objects.filter(Q(country__in=countries) | Q(body__in=bodies))
    earlier = (
        Visit.objects.own(actor)
        .filter(pk__in=came.values("visit"), starts_on__lt=visit.starts_on)
        .exclude(state=VisitState.CANCELLED)
        .exclude(pk=visit.pk)
        .prefetch_related(parties_prefetch())
        .order_by("-starts_on", "-pk")[:EARLIER_SHOWN]
    )
    found = list(earlier)
    open_items = FollowUp.objects.filter(visit__in=[*found, visit], done_on=None).select_related("owner", "visit")
    return Briefing(visit, stops, found, contacts_of(visit, actor=actor), list(open_items))


def contacts_of(visit: Visit, *, actor: Actor) -> list[Person]:
    """Return whom to call: who asked for the visit, and the contacts of its tie."""
    of_tie = TieContact.objects.filter(tie=visit.tie_id or 0).values("person")
    people = Person.objects.for_user(actor).filter(Q(pk=visit.asked_by_person_id or 0) | Q(pk__in=of_tie))
    return list(people.order_by("name_ko", "pk"))


def briefing_document(found: Briefing, *, host: str, language: Language) -> Document:
    """Return the briefing in the active language."""
    visit = found.visit
    blocks: list[Block] = [Heading(_("The visit")), *overview(visit, host=host, language=language)]
    blocks += tie_lines(visit, language=language)
    blocks += [Heading(_("Earlier visits")), *earlier_blocks(found.earlier)]
    blocks += [Heading(_("Gifts given")), *gift_lines([visit, *found.earlier], language=language)]
    blocks += [Heading(_("Contacts")), *contact_lines(found.contacts)]
    blocks += [Heading(_("Open follow-ups")), *open_lines(found.open_items, language=language)]
    if found.stops:
        blocks += [Heading(_("Programme")), *programme_tables(found.stops)]
    return Document(_("Briefing: %(visit)s") % {"visit": visit.name}, (*blocks, Closing()), language)


def tie_lines(visit: Visit, *, language: Language) -> Iterator[Block]:
    """Yield the tie of a visit, its state and when it was signed."""
    tie = visit.tie
    if tie is not None:
        signed = partial_date_text(signing_of(tie).iso, language)
        known = ", ".join(part for part in (tie.kind_name, tie.get_state_display(), signed) if part)
        yield ReportLine(_("Tie: %(tie)s (%(known)s)") % {"tie": tie, "known": known}, 2)


def earlier_blocks(rows: Sequence[Visit]) -> Iterator[Block]:
    """Yield the earlier visits of the same countries and bodies to this office."""
    if not rows:
        yield ReportLine(_("None recorded."), 2)
        return
    heads = (
        Column("on", _("From"), Kind.DATE, 14),
        Column("name", _("Visit"), width=30),
        Column("who", _("Delegation"), width=30),
        Column("persons", _("Persons"), Kind.INTEGER, 8),
    )
    cells: list[tuple[Cell, ...]] = []
    for row in rows:
        parties = list(row.parties.all())
        who = ", ".join(party_words(party) for party in parties)
        cells.append((row.starts_on, row.name, who, sum(party.persons for party in parties)))
    yield TableBlock(Sheet(_("Earlier visits"), (), heads, cells))


def gift_lines(rows: Sequence[Visit], *, language: Language) -> Iterator[Block]:
    """Yield what was given and received at this visit and earlier ones, so that nobody gets the same twice."""
    said = False
    given, received = pgettext("gift", "given"), pgettext("gift", "received")
    for row in rows:
        for label, what in ((given, row.gifts_given), (received, row.gifts_received)):
            if what:
                said = True
                yield ReportLine(f"{date_text(row.starts_on, language)} {row.name}: {what} ({label})", 3)
    if not said:
        yield ReportLine(_("None recorded."), 2)


def contact_lines(people: Sequence[Person]) -> Iterator[Block]:
    """Yield whom to call."""
    for person in people:
        yield ReportLine(" · ".join(part for part in (person.name, person.phone, person.email) if part), 2)
    if not people:
        yield ReportLine(_("None recorded."), 2)


def open_lines(rows: Sequence[FollowUp], *, language: Language) -> Iterator[Block]:
    """Yield what is still to be done after this visit and earlier ones."""
    for row in rows:
        words = {"what": row.what, "day": date_text(row.due_on, language), "visit": row.visit.name}
        yield ReportLine(_("%(what)s (due %(day)s, %(visit)s)") % words, 2)
    if not rows:
        yield ReportLine(_("None recorded."), 2)


def programme_tables(stops: Sequence[Stop]) -> Iterator[Block]:
    """Yield the programme as one table with its days."""
    day = Column("day", pgettext("stop", "Day"), Kind.DATE, 14)
    cells: list[tuple[Cell, ...]] = [(stop_day(stop), *stop_cells(stop)[:3]) for stop in stops]
    yield TableBlock(Sheet(_("Programme"), (), (day, *columns()[:3]), cells))


def stop_day(stop: Stop) -> date:
    """Return the day of a stop in Korea."""
    return timezone.localtime(stop.starts_at).date()


def report_document(visit: Visit, stops: Sequence[Stop], *, host: str, language: Language) -> Document:
    """Return the report after a visit, in the active language: what was, what was said, what follows."""
    text, _code, _state = visit.report.in_language(language)
    blocks: list[Block] = [Heading(_("Overview")), *overview(visit, host=host, language=language)]
    if stops:
        blocks += [Heading(_("Programme")), *programme_tables(stops)]
    blocks.append(Heading(_("Result")))
    blocks += [ReportLine(line.strip(), 2) for line in text.splitlines() if line.strip()]
    if not text:
        blocks.append(ReportLine(_("Not written yet."), 2))
    follow_ups = list(visit.follow_ups.all())
    blocks += [Heading(_("What follows")), *follow_lines(follow_ups, language=language), Closing()]
    title = _("Report: %(visit)s (%(dates)s)") % {"visit": visit.name, "dates": dates_words(visit, language)}
    return Document(title, tuple(blocks), language)


def follow_lines(rows: Sequence[FollowUp], *, language: Language) -> Iterator[Block]:
    """Yield what follows from a visit, done or not."""
    for row in rows:
        done = _("done") if row.done_on else _("due")
        yield ReportLine(f"{row.what} ({done} {date_text(row.done_on or row.due_on, language)})", 2)
    if not rows:
        yield ReportLine(_("None recorded."), 2)
