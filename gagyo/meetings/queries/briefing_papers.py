"""Briefing sheets on paper: one meeting, or all meetings of a participant in a booklet."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.common.models import TranslatedText
from gagyo.kernels.documents.report import Block, Closing, Document, Heading, NewPage, Paragraph, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Cell, Column, Sheet, partial_date_text
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.indicators.words import Language, date_text
from gagyo.meetings.models import AgreedItem, Meeting, MeetingRound, Participant, Wish
from gagyo.meetings.queries.after_briefing import Briefing
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.ties import signing_of
from gagyo.partnerships.rules.anniversaries import anniversaries_between

BETWEEN = CountingRule(
    code="briefing-ties-between",
    name_ko="두 기관에 관계된 결연",
    name_en="Ties that concern the two",
    sentence_ko="효력이 있는 공개 결연 가운데 두 기관 또는 한 기관과 상대 나라의 기관이 맺은 것을 1건씩 셉니다.",
    sentence_en="Public ties in force between the two, or between one and the country of the other, each once.",
)
OF_COUNTRY = CountingRule(
    code="briefing-ties-of-country",
    name_ko="그 나라와 맺은 결연",
    name_en="Ties with the country",
    sentence_ko="효력이 있는 공개 결연 가운데 그 나라(공관이 맡은 나라 모두)의 기관과 맺은 것을 1건씩 셉니다.",
    sentence_en="Public ties in force with bodies of the country, or of all that the mission covers, each once.",
)


def briefing_document(found: Briefing, *, today: date, language: Language) -> Document:
    """Return the sheet of one meeting in the active language."""
    title = _("Briefing sheet for %(reader)s: %(other)s") % {"reader": found.reader.name, "other": found.other.name}
    blocks = [Paragraph(_name_of(found.meeting.round), "center"), *chapters(found, today=today, language=language)]
    return Document(title, (*blocks, Closing()), language)


def booklet_document(sheets: Sequence[Briefing], *, reader: Participant, today: date, language: Language) -> Document:
    """Return the sheets of all meetings of a participant, each on a page of its own, behind a list of them."""
    count = ngettext("%(n)d meeting", "%(n)d meetings", len(sheets)) % {"n": len(sheets)}
    issued = _("As of %(day)s") % {"day": date_text(today, language)}
    columns = (
        Column("when", pgettext("one-to-one meeting", "When"), width=30),
        Column("whom", _("You meet"), width=30),
        Column("where", pgettext("one-to-one meeting", "Table"), width=24),
    )
    cells: list[tuple[Cell, ...]] = [
        (when_text(each, language=language), each.other.name, where_text(each)) for each in sheets
    ]
    blocks: list[Block] = [Paragraph(_name_of(reader.round), "center"), Paragraph(issued, "center")]
    if sheets:
        blocks.append(TableBlock(Sheet(count, (), columns, cells)))
    else:
        blocks.append(Paragraph(_("No meeting in this timetable.")))
    for each in sheets:
        blocks += [NewPage(each.other.name), *chapters(each, today=today, language=language)]
    return Document(_("Briefing booklet for %(reader)s") % {"reader": reader.name}, tuple(blocks), language)


def _name_of(meeting_round: MeetingRound) -> str:
    return " · ".join(part for part in (meeting_round.name, meeting_round.venue) if part)


def chapters(found: Briefing, *, today: date, language: Language) -> Iterator[Block]:
    """Yield what is to be known before one meeting."""
    yield Heading(_("The meeting"))
    yield from overview(found, language=language)
    yield Heading(_("What each side wishes to talk about"))
    yield from lines_or_none(wish_line(wish, language=language) for wish in found.wishes)
    yield Heading(_("Who they are"))
    yield from profile_lines(found.other, language=language)
    yield Heading(_("Ties"))
    yield from tie_blocks(found, today=today, language=language)
    if found.requests:
        yield Heading(_("Your open requests about the country"))
        for each in found.requests:
            yield ReportLine(f"{each.number} {each.name} ({each.state})", 2)
    yield Heading(_("Last time, and what was agreed"))
    yield from earlier_lines(found.earlier, language=language)
    yield from item_blocks(found.items, language=language)


def overview(found: Briefing, *, language: Language) -> Iterator[Block]:
    """Yield the other side, when and where the two meet."""
    other = found.other
    yield ReportLine(f"{other.name} · {other.side.name} · {other.body.country.name}", 2)
    when = " · ".join(part for part in (when_text(found, language=language), where_text(found)) if part)
    if when:
        yield ReportLine(when, 2)


def when_text(found: Briefing, *, language: Language) -> str:
    """Return from when until when the two meet; empty while no timetable is published."""
    if found.seat is None:
        return ""
    begins = timezone.localtime(found.seat.starts_at)
    ends = begins + timedelta(minutes=found.meeting.round.slot_minutes)
    return f"{date_text(begins.date(), language)} {begins:%H:%M}–{ends:%H:%M}"


def where_text(found: Briefing) -> str:
    """Return the table and room, and whether somebody interprets."""
    if found.seat is None:
        return ""
    table = found.seat.table
    named = [table.name, table.room] if table else [_("Online")]
    if found.seat.interpreter_id:
        named.append(_("With an interpreter"))
    return " · ".join(part for part in named if part)


def wish_line(wish: Wish, *, language: Language) -> str:
    """Return who wishes it, with which rank, its reason and its topics."""
    topics = ", ".join(topic.name for topic in wish.topics.all())
    said = " / ".join(part for part in (words_in(wish.reason, language), topics) if part)
    head = _("%(name)s, wish %(rank)d") % {"name": wish.asker.name, "rank": wish.rank}
    return f"{head}: {said}" if said else head


def profile_lines(other: Participant, *, language: Language) -> Iterator[Block]:
    """Yield what the other says of itself at this round."""
    said = [
        ("", words_in(other.profile, language)),
        (_("Offers"), words_in(other.offers, language)),
        (_("Seeks"), words_in(other.seeks, language)),
        (_("Topics offered"), ", ".join(topic.name for topic in other.offer_topics.all())),
        (_("Topics sought"), ", ".join(topic.name for topic in other.seek_topics.all())),
    ]
    yield from lines_or_none(f"{label}: {words}" if label else words for label, words in said if words)


def tie_blocks(found: Briefing, *, today: date, language: Language) -> Iterator[Block]:
    """Yield the figures of ties with their as-of date, their anniversaries, and the ties themselves."""
    counted: list[tuple[int | None, CountingRule]] = [
        (found.ties_between, BETWEEN),
        (found.ties_of_country, OF_COUNTRY),
    ]
    for value, rule in counted:
        if value is not None:
            figure = Figure(value, "tie", today, rule, None)
            yield ReportLine(f"{rule.name(language)}: {figure.text(language)}", 2)
            yield ReportLine(figure.label(language), 4)
    yield from anniversary_lines(found)
    if not found.ties:
        return
    heads = (
        Column("tie", _("Tie"), width=40),
        Column("kind", _("Kind"), width=18),
        Column("signed", _("Signed on"), width=18),
    )
    cells: list[tuple[Cell, ...]] = [
        (tie_name(tie), str(tie.kind_name), partial_date_text(signing_of(tie).iso, language)) for tie in found.ties
    ]
    yield TableBlock(Sheet(_("Ties that concern the two"), (), heads, cells))


def tie_name(tie: Tie) -> str:
    """Return the names of all parties."""
    return " – ".join(party.body.name for party in tie.parties.all())


def anniversary_lines(found: Briefing) -> Iterator[Block]:
    """Yield the round anniversaries of these ties in the year of the round."""
    year = found.meeting.round.starts_on.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    for tie in found.ties:
        if tie.signed_on:
            for each in anniversaries_between(signed=signing_of(tie), first=first, last=last):
                words = _("%(years)d years in %(year)d: %(tie)s")
                yield ReportLine(words % {"years": each.years, "year": year, "tie": tie_name(tie)}, 2)


def earlier_lines(meetings: Sequence[Meeting], *, language: Language) -> Iterator[Block]:
    """Yield what the minutes of earlier meetings say of their outcome."""
    lines = []
    for row in meetings:
        minutes = getattr(row, "minutes", None)
        outcome = words_in(minutes.outcome, language) if minutes else ""
        head = f"{row.round.name} ({date_text(row.round.starts_on, language)})"
        lines.append(f"{head}: {outcome or row.get_state_display()}")
    yield from lines_or_none(lines)


def item_blocks(items: Sequence[AgreedItem], *, language: Language) -> Iterator[Block]:
    """Yield what the two agreed at this round and before: who does it, until when, and how far it was kept."""
    if not items:
        return
    heads = (
        Column("what", _("What was agreed"), width=40),
        Column("owner", pgettext("agreed item", "Who does it"), width=18),
        Column("due", _("Due on"), width=14),
        Column("state", _("State"), width=12),
    )
    cells: list[tuple[Cell, ...]] = [
        (
            " ".join(words_in(item.what, language).split()),
            item.owner.name,
            date_text(item.due_on, language),
            item.get_state_display(),
        )
        for item in items
    ]
    yield TableBlock(Sheet(_("Agreed items"), (), heads, cells))


def lines_or_none(lines: Iterable[str]) -> Iterator[Block]:
    """Yield each text as a line, or that there is none."""
    found = [" ".join(line.split()) for line in lines]
    for line in found:
        yield ReportLine(line, 2)
    if not found:
        yield ReportLine(_("None recorded."), 2)


def words_in(text: TranslatedText, language: Language) -> str:
    """Return a text in a language, or in its original."""
    return text.in_language(language)[0]
