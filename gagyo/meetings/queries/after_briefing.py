"""The briefing sheet of a meeting for one of its sides: ties, anniversaries, what was agreed last time, the other."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.common.models import TranslatedText
from gagyo.common.rules import ANYBODY
from gagyo.kernels.documents.report import Block, Closing, Document, Heading, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Cell, Column, Sheet, partial_date_text
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.indicators.words import Language, date_text
from gagyo.meetings.choices import AgreedState, MeetingState
from gagyo.meetings.models import AgreedItem, Meeting, Participant
from gagyo.meetings.queries.after import other_of, with_pair
from gagyo.meetings.queries.agreed import with_meeting
from gagyo.partnerships.choices import IN_FORCE
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.ties import signing_of, with_parties
from gagyo.partnerships.rules.anniversaries import anniversaries_between
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import MissionCoverage

TIES_SHOWN = 20
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


@dataclass(frozen=True)
class Briefing:
    """What one side reads before a meeting; all of it is public, of the round, or of the two themselves."""

    meeting: Meeting
    reader: Participant
    other: Participant
    ties: Sequence[Tie]
    ties_between: int
    ties_of_country: int
    earlier: Sequence[Meeting]
    open_items: Sequence[AgreedItem]


def briefing_of(meeting: Meeting, *, reader_id: int, by_organiser: bool) -> Briefing:
    """
    Return what one side is told; constant queries.

    by_organiser: then only rounds of the same office count, as another's minutes are not the organiser's to read
    """
    other = other_of(meeting, reader_id)
    reader = other_of(meeting, other.pk)
    abroad = (countries_of(reader) | countries_of(other)) - {"KR"}
    pair = {reader.body_id, other.body_id}
    between = [tie for tie in ties_of(reader, other) if _concerns(tie, pair=pair, abroad=abroad)]
    of_country = Tie.objects.for_user(ANYBODY).filter(state__in=IN_FORCE, bodies__country__in=abroad)
    earlier = list(earlier_meetings(meeting, by_organiser=by_organiser))
    items = AgreedItem.objects.filter(meeting__in=[*earlier, meeting], state=AgreedState.OPEN)
    return Briefing(
        meeting=meeting,
        reader=reader,
        other=other,
        ties=between[:TIES_SHOWN],
        ties_between=len(between),
        ties_of_country=of_country.distinct().count(),
        earlier=earlier,
        open_items=list(with_meeting(items).order_by("due_on", "pk")),
    )


def countries_of(one: Participant) -> set[str]:
    """Return for which countries a participant speaks: a mission for all that it covers."""
    found = {one.body.country_id}
    if one.body.kind == BodyKind.MISSION_IN_KOREA:
        found |= set(MissionCoverage.objects.filter(mission=one.body_id).values_list("country", flat=True))
    return found


def ties_of(reader: Participant, other: Participant) -> list[Tie]:
    """Return the public ties in force of either of the two, the oldest first; missions have none themselves."""
    rows = Tie.objects.for_user(ANYBODY).filter(state__in=IN_FORCE, bodies__in=[reader.body_id, other.body_id])
    return list(with_parties(rows.distinct()).order_by("signed_on", "pk"))


def _concerns(tie: Tie, *, pair: set[int], abroad: set[str]) -> bool:
    parties = [party.body for party in tie.parties.all()]
    return pair <= {body.pk for body in parties} or bool(abroad & {body.country_id for body in parties})


def earlier_meetings(meeting: Meeting, *, by_organiser: bool) -> "QuerySet[Meeting]":
    """Return the meetings of the same two bodies at earlier rounds, the latest first, with their minutes."""
    one, other = meeting.first.body_id, meeting.second.body_id
    pair = Q(first__body=one, second__body=other) | Q(first__body=other, second__body=one)
    rows = Meeting.objects.filter(
        pair, state=MeetingState.HELD, round__archived_at=None, round__starts_on__lt=meeting.round.starts_on
    )
    if by_organiser:
        rows = rows.filter(round__office=meeting.round.office_id)
    return with_pair(rows).select_related("minutes").order_by("-round__starts_on", "pk")


def briefing_document(found: Briefing, *, today: date, language: Language) -> Document:
    """Return the sheet in the active language."""
    meeting, other = found.meeting, found.other
    blocks: list[Block] = [
        Heading(_("The meeting")),
        *overview(found, language=language),
        Heading(_("Who they are")),
        *profile_lines(other, language=language),
        Heading(_("Ties")),
        *tie_blocks(found, today=today, language=language),
        Heading(_("Anniversaries in %(year)d") % {"year": meeting.round.starts_on.year}),
        *anniversary_lines(found),
        Heading(_("Last time")),
        *earlier_lines(found.earlier, language=language),
        Heading(_("Open agreed items")),
        *open_lines(found.open_items, language=language),
        Closing(),
    ]
    title = _("Briefing sheet for %(reader)s: %(other)s") % {"reader": found.reader.name, "other": other.name}
    return Document(title, tuple(blocks), language)


def overview(found: Briefing, *, language: Language) -> Iterator[Block]:
    """Yield the round, the other side and when the two meet."""
    meeting, other = found.meeting, found.other
    begins = getattr(meeting, "starts_at", None)
    yield ReportLine(f"{meeting.round.name} ({date_text(meeting.round.starts_on, language)})", 2)
    yield ReportLine(f"{other.name} · {other.side.name} · {other.body.country.name}", 2)
    if begins:
        local = timezone.localtime(begins)
        yield ReportLine(f"{date_text(local.date(), language)} {local:%H:%M}", 2)


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
    """Yield the figures of ties with their as-of date, and the ties themselves."""
    for value, rule in ((found.ties_between, BETWEEN), (found.ties_of_country, OF_COUNTRY)):
        figure = Figure(value, "tie", today, rule, None)
        yield ReportLine(f"{rule.name(language)}: {figure.text(language)}", 2)
        yield ReportLine(figure.label(language), 4)
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
    yield from lines_or_none(
        _("%(years)d years: %(tie)s") % {"years": each.years, "tie": tie_name(tie)}
        for tie in found.ties
        if tie.signed_on
        for each in anniversaries_between(signed=signing_of(tie), first=first, last=last)
    )


def earlier_lines(meetings: Sequence[Meeting], *, language: Language) -> Iterator[Block]:
    """Yield what the minutes of earlier meetings say of their outcome."""
    lines = []
    for row in meetings:
        minutes = getattr(row, "minutes", None)
        outcome = words_in(minutes.outcome, language) if minutes else ""
        head = f"{row.round.name} ({date_text(row.round.starts_on, language)})"
        lines.append(f"{head}: {outcome or row.get_state_display()}")
    yield from lines_or_none(lines)


def open_lines(items: Sequence[AgreedItem], *, language: Language) -> Iterator[Block]:
    """Yield what is still to be done, by whom and until when."""
    yield from lines_or_none(
        pgettext("agreed item", "%(what)s (%(owner)s, due %(day)s)")
        % {
            "what": words_in(item.what, language),
            "owner": item.owner.name,
            "day": date_text(item.due_on, language),
        }
        for item in items
    )


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
