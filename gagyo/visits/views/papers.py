"""The papers of a visit, for its own office: programme, list of names, door signs, briefing, report."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.rules import check_write, may_read_contacts, reads_inside
from gagyo.accounts.views.gates import actor_of, only, signed_in
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.components.cells import language as language_now
from gagyo.common.forms.texts import text_initial
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.sheets import XLSX
from gagyo.common.views.shown import crumbs, tell
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.ics import write_calendar
from gagyo.kernels.documents.pdf import write_pdf, write_signs
from gagyo.kernels.documents.report import Document, TableBlock
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.words import Language
from gagyo.visits.actions.reports import write_report
from gagyo.visits.forms.papers import ReportForm
from gagyo.visits.models import Visit
from gagyo.visits.queries.door_signs import door_signs
from gagyo.visits.queries.offices import receiver
from gagyo.visits.queries.programme import stops_of as shown_stops
from gagyo.visits.queries.programme_papers import internal_document, programme_document, programme_events, stops_of
from gagyo.visits.queries.visit_papers import briefing_document, briefing_of, name_list, name_rows, report_document
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.views.shown import visit_href
from gagyo.visits.views.visits import find_visit, living_visit

TYPES = {
    "hwpx": "application/hwp+zip",
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "ics": "text/calendar; charset=utf-8",
}


def own_visit(request: HttpRequest, visit_id: int) -> Visit:
    """
    Return a visit whose papers are the actor's to take.

    :raises Http404: if there is none, or it is another office's
    """
    actor = actor_of(request)
    row = find_visit(actor, int(visit_id))
    if not reads_inside(actor=actor, office_id=row.office_id):
        raise Http404(_("The papers of this visit are its own office's. Ask that office for them."))
    return row


def host_of(row: Visit, language: Language) -> str:
    """Return who receives the delegation."""
    return receiver(row.office_id)[language] if row.office_id else ""


def file_answer(body: bytes, *, form_name: str, name: str) -> HttpResponse:
    """Return a file to be kept; no cache between keeps it."""
    answer = HttpResponse(body, content_type=TYPES[form_name])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form_name}")
    answer.headers["Content-Disposition"] = disposition or ""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def document_answer(document: Document, *, form_name: str, name: str, host: str, now: datetime) -> HttpResponse:
    """Return a document in the form asked for."""
    if form_name == "xlsx":
        sheets = [block.sheet for block in document.blocks if isinstance(block, TableBlock)]
        return file_answer(write_xlsx(sheets, made_at=now), form_name=form_name, name=name)
    write = write_pdf if form_name == "pdf" else write_hwpx
    return file_answer(write(document, made_at=now, author=host), form_name=form_name, name=name)


@require_GET
@signed_in
def programme(request: HttpRequest, visit_id: int, language: Language, form_name: str) -> HttpResponse:
    """Send the programme in Korean or in English, without anybody's name."""
    row, now = own_visit(request, visit_id), timezone.now()
    stops, name = stops_of(row), f"visit-{row.pk}-programme-{language}"
    with translation.override(language):
        if form_name == "ics":
            events = programme_events(row, stops, base_url=settings.BASE_URL, now=now)
            return file_answer(write_calendar(row.name, events), form_name="ics", name=name)
        host = host_of(row, language)
        document = programme_document(row, stops, host=host, language=language)
        return document_answer(document, form_name=form_name, name=name, host=host, now=now)


@require_GET
@only(may_read_contacts)
def internal(request: HttpRequest, visit_id: int, form_name: str) -> HttpResponse:
    """Send the programme for the office itself, with host, interpreter and vehicle of each stop."""
    row, now, spoken = own_visit(request, visit_id), timezone.now(), language_now()
    host = host_of(row, spoken)
    document = internal_document(row, list(shown_stops(row)), host=host, language=spoken)
    name = f"visit-{row.pk}-programme-internal"
    return document_answer(document, form_name=form_name, name=name, host=host, now=now)


@require_GET
@signed_in
def signs(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Send the signs for the entrance and the rooms."""
    row, now = own_visit(request, visit_id), timezone.now()
    title = _("Door signs: %(visit)s") % {"visit": row.name}
    host = receiver(row.office_id) if row.office_id else {"ko": "", "en": ""}
    body = write_signs(door_signs(row, stops_of(row), host=host), title=title, made_at=now)
    return file_answer(body, form_name="pdf", name=f"visit-{row.pk}-door-signs")


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def names(request: HttpRequest, visit_id: int, form_name: str) -> HttpResponseBase:
    """Ask for a reason, and send the list of names."""
    own_visit(request, visit_id)
    return names_file(request, visit_id, form_name)


@reason_required(event="visit.names_listed", title=gettext_lazy("List of names"))
def names_file(request: HttpRequest, visit_id: int, form_name: str) -> PersonalData:
    """Return the list of names."""
    row, now = own_visit(request, visit_id), timezone.now()
    rows = name_rows(row)
    document = name_list(row, rows, language=language_now())
    host = host_of(row, language_now())
    answer = document_answer(document, form_name=form_name, name=f"visit-{row.pk}-names", host=host, now=now)
    return PersonalData(answer, people=[], rows=len(rows), detail={"visit": row.pk, "form": form_name})


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def briefing(request: HttpRequest, visit_id: int, form_name: str) -> HttpResponseBase:
    """Ask for a reason, and send the host's briefing with its contacts."""
    own_visit(request, visit_id)
    return briefing_file(request, visit_id, form_name)


@reason_required(event="visit.briefed", title=gettext_lazy("Briefing for the host"))
def briefing_file(request: HttpRequest, visit_id: int, form_name: str) -> PersonalData:
    """Return the briefing."""
    row, now, spoken = own_visit(request, visit_id), timezone.now(), language_now()
    found = briefing_of(row, stops_of(row), actor=actor_of(request))
    host = host_of(row, spoken)
    document = briefing_document(found, host=host, language=spoken)
    answer = document_answer(document, form_name=form_name, name=f"visit-{row.pk}-briefing", host=host, now=now)
    people = [person.pk for person in found.contacts]
    return PersonalData(answer, people=people, rows=len(people), detail={"visit": row.pk, "form": form_name})


@require_GET
@signed_in
def report(request: HttpRequest, visit_id: int, form_name: str) -> HttpResponse:
    """Send the report after the visit."""
    row, now, spoken = own_visit(request, visit_id), timezone.now(), language_now()
    host = host_of(row, spoken)
    document = report_document(row, stops_of(row), host=host, language=spoken)
    return document_answer(document, form_name=form_name, name=f"visit-{row.pk}-report", host=host, now=now)


@require_http_methods(["GET", "POST"])
@signed_in
def report_edit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Write the report; a second save in between is shown and merged."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))

    def read() -> tuple[Visit, dict[str, Any]]:
        fresh = find_visit(actor, visit_id)
        return fresh, text_initial(fresh.report)

    def save(form: Any, expected: int) -> None:
        text = form.text_values(old=row.report)
        write_report(visit_id=visit_id, report=text, expected=expected, by=actor, now=timezone.now())

    title = _("Report after the visit")
    answer = edited(
        request,
        Editing(
            title=title,
            back=visit_href(row),
            crumbs=crumbs((_("Delegation visits"), reverse("visits:visits")), (str(row), visit_href(row)), (title, "")),
            read=read,
            make=lambda data, held: ReportForm(data, initial=held),
            save=save,
            refusals=(UnableToSaveVisit,),
        ),
    )
    if answer is not None:
        return answer
    tell(request, _("The report of “%(visit)s” was saved.") % {"visit": row})
    return redirect(visit_href(row))
