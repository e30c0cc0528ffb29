"""Papers to print before the day: agendas, table signs, the master grid, as PDF and as Hangul document."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Column, Link
from gagyo.common.views.errors import error_page
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.pdf import write_pdf
from gagyo.kernels.documents.report import Document
from gagyo.kernels.indicators.words import Language
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.queries.day_papers import (
    Published,
    UnableToPrint,
    agenda_document,
    agendas_document,
    check_length,
    grid_document,
    published_of,
    signs_document,
)
from gagyo.meetings.queries.participants import participant_of
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.queries.timetable import published_version
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in

TYPES = {"pdf": "application/pdf", "hwpx": "application/hwp+zip"}
PAPERS: dict[str, Callable[..., Document]] = {
    "agendas": agendas_document,
    "signs": signs_document,
    "grid": grid_document,
}


@dataclass(frozen=True)
class Paper:
    """A paper on the page: files: language, form of file and address."""

    title: str
    text: str
    files: list[tuple[str, str, str]]


@require_GET
@signed_in
def papers(request: HttpRequest, round_id: int) -> HttpResponse:
    """Offer the papers of a round."""
    row = own_round(actor_of(request), round_id)
    offered = [
        ("agendas", _("Timetables of all"), _("One page for each participant, to be handed out")),
        ("signs", _("Table signs"), _("One page for each table: who meets there in which slot")),
        ("grid", _("Master grid"), _("All participants and all slots, in landscape, for the reception")),
    ]
    people = taking_part(row)
    context = {
        "round": row,
        "papers": [Paper(title, text, _files("paper", row.pk, kind)) for kind, title, text in offered],
        "own": people,
        "columns": own_columns(row),
        "published": published_version(row),
        "crumbs": way_in(row, (_("The day"), reverse("meetings:day", args=[row.pk])), (_("Papers to print"), "")),
    }
    return render(request, "meetings/day_papers.html", context)


def own_columns(row: MeetingRound) -> list[Column]:
    """Return the columns of the list of participants, each with its own papers in both languages."""

    def links(name: str, one: Participant) -> list[Link]:
        words = {"ko": _("Korean"), "en": _("English")}
        return [Link(f"{words[code]} {form}", href) for code, form, href in _files(name, row.pk, one.pk)]

    return [
        Column("name", _("Participant"), row_header=True),
        Column("side", _("Side"), draw=lambda one: one.side.name),
        Column("timetable", _("Timetable"), draw=lambda one: links("paper_of", one)),
        Column("booklet", _("Briefing booklet"), draw=lambda one: links("booklet", one)),
    ]


def _files(name: str, *args: object) -> list[tuple[str, str, str]]:
    return [
        (language, form.upper(), reverse(f"meetings:{name}", args=[*args, language, form]))
        for language in ("ko", "en")
        for form in TYPES
    ]


@require_GET
@signed_in
def paper(request: HttpRequest, round_id: int, kind: str, language: Language, form_name: str) -> HttpResponse:
    """Send a paper of the whole round."""
    row = own_round(actor_of(request), int(round_id))
    name = f"round-{row.pk}-{kind}-{language}"
    return paper_file(
        request,
        lambda: PAPERS[kind](published_of(row), language=language),
        language,
        form_name,
        name,
        host=str(row.office),
    )


@require_GET
@signed_in
def paper_of(
    request: HttpRequest, round_id: int, participant_id: int, language: Language, form_name: str
) -> HttpResponse:
    """Send the agenda of one participant."""
    row = own_round(actor_of(request), int(round_id))
    try:
        one = participant_of(row, participant_id=int(participant_id))
    except Participant.DoesNotExist:
        raise Http404(_("This participant is not in this round any more. Load the list again.")) from None
    return _agenda_answer(request, one, language, form_name)


@require_GET
def own_paper(
    request: HttpRequest,
    participant: Participant,
    acting: Acting,  # noqa: ARG001 - what every screen of a participant is called with
    language: str,
    form_name: str,
) -> HttpResponse:
    """Send a participant its own agenda."""
    if language not in {"ko", "en"} or form_name not in TYPES:
        raise Http404(_("There is no such file. Take one that your timetable offers."))
    return _agenda_answer(request, participant, "ko" if language == "ko" else "en", form_name)


def _agenda_answer(request: HttpRequest, one: Participant, language: Language, form_name: str) -> HttpResponse:
    def make() -> Document:
        printed: Published = published_of(one.round)
        return agenda_document(printed, one, language=language)

    name = f"round-{one.round_id}-timetable-{one.pk}-{language}"
    return paper_file(request, make, language, form_name, name, host=str(one.round.office or ""))


def paper_file(
    request: HttpRequest, make: Callable[[], Document], language: Language, form_name: str, name: str, *, host: str
) -> HttpResponse:
    """Return the file, or the page that says why there is none."""
    now = timezone.now()
    try:
        with translation.override(language):
            document = make()
            if form_name == "hwpx":
                check_length(document)
            write = write_pdf if form_name == "pdf" else write_hwpx
            body = write(document, made_at=now, author=host)
    except UnableToPrint as error:
        return error_page(request, status=409, title=_("This paper cannot be made"), sentence=str(error))
    answer = HttpResponse(body, content_type=TYPES[form_name])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form_name}")
    answer.headers["Content-Disposition"] = disposition or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
