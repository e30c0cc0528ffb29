"""Briefing sheets: a page to read and print, and the same as PDF and HWPX in either language."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action
from gagyo.common.components import Column as ShownColumn
from gagyo.common.components.cells import language as language_now
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import today_of
from gagyo.kernels.documents.report import Block, Document, Heading, ReportLine, TableBlock
from gagyo.kernels.indicators.words import Language
from gagyo.meetings.models import Meeting, Participant
from gagyo.meetings.queries.after import meetings_told
from gagyo.meetings.queries.after_briefing import Briefing, briefing_of, briefings_of
from gagyo.meetings.queries.briefing_papers import booklet_document, briefing_document
from gagyo.meetings.queries.open_requests import open_requests
from gagyo.meetings.queries.participants import participant_of
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.after import find_meeting, way_of
from gagyo.meetings.views.after_shown import meeting_href, meeting_name
from gagyo.meetings.views.day_papers import TYPES, paper_file
from gagyo.meetings.views.joining import crumbs_for
from gagyo.meetings.views.rounds import own_round

LANGUAGES: dict[str, Language] = {"ko": "ko", "en": "en"}


@dataclass(frozen=True)
class Part:
    """A chapter of a sheet as its page shows it; lines: (text, is it a note)."""

    title: str
    lines: list[tuple[str, bool]]
    columns: list[ShownColumn]
    rows: list[dict[str, Any]]


def parts_of(blocks: tuple[Block, ...]) -> list[Part]:
    """Return a document's chapters for a page."""
    parts: list[Part] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(Part(block.text, [], [], []))
        elif isinstance(block, ReportLine):
            parts[-1].lines.append((block.text, block.level == 4))
        elif isinstance(block, TableBlock):
            heads = block.sheet.columns
            parts[-1].columns.extend(
                ShownColumn(head.key, head.title, row_header=not n) for n, head in enumerate(heads)
            )
            keys = [head.key for head in heads]
            parts[-1].rows.extend(dict(zip(keys, row, strict=True)) for row in block.sheet.rows)
    return parts


def page_answer(
    request: HttpRequest, sheet: Briefing, *, crumbs: Any, paper: Callable[[str, str], str]
) -> HttpResponse:
    """Return the page of a sheet; paper: gives the address of the file in a language and form."""
    spoken: Language = "en" if language_now() == "en" else "ko"
    document = briefing_document(sheet, today=today_of(), language=spoken)
    names = (("ko", _("Korean")), ("en", _("English")))
    files = [(words, code, form) for code, words in names for form in ("pdf", "hwpx")]
    context = {
        "title": document.title,
        "round": sheet.meeting.round,
        "crumbs": crumbs,
        "parts": parts_of(document.blocks),
        "more_actions": [
            Action(f"{name} {form.upper()}", paper(code, form), kind="tertiary", icon="down")
            for name, code, form in files
        ],
    }
    return render(request, "meetings/after_briefing.html", context)


def paper_answer(
    request: HttpRequest,
    make: Callable[[Language], Document],
    *,
    name: str,
    host: str,
    language: str,
    form_name: str,
) -> HttpResponse:
    """
    Return a paper as a file; make: gives it in the active language.

    :raises Http404: for another language or form
    """
    spoken = LANGUAGES.get(language)
    if spoken is None or form_name not in TYPES:
        raise Http404(_("A briefing sheet is there in Korean and English, as PDF and HWPX."))
    return paper_file(request, lambda: make(spoken), spoken, form_name, f"{name}-{language}", host=host)


def sheet_paper(request: HttpRequest, sheet: Briefing, *, language: str, form_name: str) -> HttpResponse:
    """Return the sheet of one meeting as a file."""
    return paper_answer(
        request,
        lambda spoken: briefing_document(sheet, today=today_of(), language=spoken),
        name=f"briefing-{sheet.meeting.pk}-{sheet.reader.pk}",
        host=str(sheet.meeting.round.office or ""),
        language=language,
        form_name=form_name,
    )


def booklet_answer(
    request: HttpRequest, one: Participant, *, by: Actor, by_organiser: bool, language: str, form_name: str
) -> HttpResponse:
    """Return the sheets of all meetings of a participant that it may know of, as one file."""

    def make(spoken: Language) -> Document:
        sheets = briefings_of(
            list(meetings_told(one)),
            reader_id=one.pk,
            by_organiser=by_organiser,
            requests=open_requests(one, by=by),
        )
        return booklet_document(sheets, reader=one, today=today_of(), language=spoken)

    host = str(one.round.office or "")
    return paper_answer(request, make, name=f"briefings-{one.pk}", host=host, language=language, form_name=form_name)


def _sheet_of(request: HttpRequest, round_id: int, meeting_id: int, participant_id: int) -> Briefing:
    row = find_meeting(own_round(actor_of(request), round_id), meeting_id)
    if participant_id not in {row.first_id, row.second_id}:
        raise Http404(_("This participant is not one of the two. Open the sheet from the page of the meeting."))
    return briefing_of(row, reader_id=participant_id, by_organiser=True)


@never_cache
@require_GET
@signed_in
def briefing(request: HttpRequest, round_id: int, meeting_id: int, participant_id: int) -> HttpResponse:
    """Show the organiser what one side reads before a meeting."""
    sheet = _sheet_of(request, round_id, meeting_id, participant_id)
    row, label = sheet.meeting, _("Briefing sheet")
    crumbs = way_of(row.round, (meeting_name(row), meeting_href(row)), (label, ""))

    def paper(code: str, form: str) -> str:
        return reverse("meetings:briefing_paper", args=[round_id, meeting_id, participant_id, code, form])

    return page_answer(request, sheet, crumbs=crumbs, paper=paper)


@require_GET
@signed_in
def briefing_paper(
    request: HttpRequest, round_id: int, meeting_id: int, participant_id: int, language: str, form_name: str
) -> HttpResponse:
    """Send the organiser what one side reads before a meeting."""
    sheet = _sheet_of(request, round_id, meeting_id, participant_id)
    return sheet_paper(request, sheet, language=language, form_name=form_name)


def _own_sheet(participant: Participant, acting: Acting, meeting_id: int) -> Briefing:
    row: Meeting = found(
        lambda: meetings_told(participant).get(pk=meeting_id),
        missing=_("This is not a meeting of yours, or it is not in the timetable yet. Look at your meetings."),
    )
    requests = open_requests(participant, by=acting.by)
    return briefing_of(row, reader_id=participant.pk, by_organiser=acting.is_organiser, requests=requests)


@never_cache
@require_GET
def own_briefing(request: HttpRequest, participant: Participant, acting: Acting, meeting_id: int) -> HttpResponse:
    """Show a participant what to know before its meeting."""
    sheet = _own_sheet(participant, acting, meeting_id)
    way = (_("What was agreed"), acting_url(acting, "agreed"))

    def paper(code: str, form: str) -> str:
        return acting_url(acting, "briefing_paper", meeting_id=meeting_id, language=code, form_name=form)

    crumbs = crumbs_for(participant, acting, way, (_("Briefing sheet"), ""))
    return page_answer(request, sheet, crumbs=crumbs, paper=paper)


@require_GET
def own_briefing_paper(
    request: HttpRequest, participant: Participant, acting: Acting, meeting_id: int, language: str, form_name: str
) -> HttpResponse:
    """Send a participant what to know before its meeting."""
    sheet = _own_sheet(participant, acting, meeting_id)
    return sheet_paper(request, sheet, language=language, form_name=form_name)


@require_GET
@signed_in
def booklet(request: HttpRequest, round_id: int, participant_id: int, language: str, form_name: str) -> HttpResponse:
    """Send the organiser what one participant reads before its meetings."""
    row = own_round(actor_of(request), round_id)
    one = found(
        lambda: participant_of(row, participant_id=participant_id),
        missing=_("This participant is not in this round any more. Load the list again."),
    )
    by = actor_of(request)
    return booklet_answer(request, one, by=by, by_organiser=True, language=language, form_name=form_name)


@require_GET
def own_booklet(
    request: HttpRequest, participant: Participant, acting: Acting, language: str, form_name: str
) -> HttpResponse:
    """Send a participant what to know before all its meetings."""
    return booklet_answer(
        request,
        participant,
        by=acting.by,
        by_organiser=acting.is_organiser,
        language=language,
        form_name=form_name,
    )
