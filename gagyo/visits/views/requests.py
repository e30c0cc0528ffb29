"""The officer's inbox of requests from abroad: read, accept as a visit, decline."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.rules import check_write, may_read_contacts, may_write
from gagyo.accounts.views.gates import actor_of, only
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.components import Action, Column, Link, Term, TimelineEntry
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.common.views.errors import conflict
from gagyo.common.views.finding import found
from gagyo.common.views.lists import page_of
from gagyo.common.views.sheets import sheet_answer
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.actions.requests import accept_request, decline_request
from gagyo.visits.choices import RequestState
from gagyo.visits.forms.requests import AcceptForm, DeclineForm, RequestFilterForm
from gagyo.visits.models import VisitRequest
from gagyo.visits.queries.history import WORDS
from gagyo.visits.queries.requests import (
    LISTED,
    countries_of_requests,
    listed_requests,
    request_for,
    steps_of,
)
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.requests import UnableToMoveRequest
from gagyo.visits.rules.values import PartyValues, UnableToSaveVisit, VisitValues
from gagyo.visits.views.followed import request_badge
from gagyo.visits.views.shown import visit_href


def request_href(row: VisitRequest) -> str:
    """Return the address of a request's page."""
    return reverse("visits:request", args=[row.pk])


def request_columns() -> list[Column]:
    """Return the columns of the inbox."""
    return [
        Column(
            "number", _("Number"), sort="number", row_header=True, draw=lambda row: Link(row.number, request_href(row))
        ),
        Column("organisation", _("Organisation"), sort="organisation"),
        Column("country", _("Country"), draw=lambda row: row.country.name),
        Column("persons", _("Persons"), sort="persons", numeric=True),
        Column("wished_from", _("Earliest day"), sort="from"),
        Column("wished_until", _("Latest day")),
        Column("sent_at", _("Sent"), sort="sent"),
        Column("state", _("State"), sort="state", draw=request_badge),
    ]


def filter_form(request: HttpRequest) -> RequestFilterForm:
    """Return the filters of the address."""
    return RequestFilterForm(request.GET, countries=countries_of_requests(actor_of(request)))


@require_GET
@only(may_read_contacts)
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests of the own office: filters and order in the address, the count as a figure."""
    actor, form = actor_of(request), filter_form(request)
    rows = listed_requests(actor=actor, wanted=form.wanted(), sort=request.GET.get("sort", ""))
    page = page_of(request, rows)
    export = reverse("visits:requests_export")
    query = request.GET.urlencode()
    context = {
        "form": form,
        "page": page,
        "count": Figure(page.paginator.count, "request", today_of(), LISTED, request.get_full_path()),
        "columns": request_columns(),
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Requests to visit"), "")),
        "more_actions": [
            Action(_("What visitors see"), reverse("visits:welcome"), kind="tertiary"),
            Action("XLSX", f"{export}?{query}" if query else export, kind="tertiary", icon="down"),
        ],
    }
    return render(request, "visits/public_requests.html", context)


@only(may_read_contacts)
@reason_required(event="visit_requests.exported", title=gettext_lazy("Download the requests to visit"))
def requests_export(request: HttpRequest) -> PersonalData:
    """Give the list with names and addresses as a worksheet, after a reason."""
    actor, form = actor_of(request), filter_form(request)
    rows = list(listed_requests(actor=actor, wanted=form.wanted(), sort=request.GET.get("sort", "")))
    count = Figure(len(rows), "request", today_of(), LISTED, reverse("visits:requests"))
    contact = [
        Column("contact_name", _("Contact")),
        Column("email", _("E-mail")),
        Column("phone", _("Telephone")),
        Column("message", _("Message")),
    ]
    answer = sheet_answer(
        title=_("Requests to visit"),
        columns=[*request_columns(), *contact],
        rows=rows,
        count=count,
        name="visit-requests",
        now=timezone.now(),
    )
    # Visitors from abroad are not people of the registry: the record names their requests.
    detail = {"filters": request.GET.dict(), "requests": [row.number for row in rows]}
    return PersonalData(answer, people=[], rows=len(rows), detail=detail)


def find_request(actor: Actor, request_id: int) -> VisitRequest:
    """
    Return a request that the actor reads.

    :raises Http404: if there is none
    """
    return found(
        lambda: request_for(actor=actor, request_id=request_id),
        missing=_("This request is not there, or not for your office. See the list of requests."),
    )


@require_GET
@only(may_read_contacts)
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request with what can be done about it."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    may = may_write(actor=actor, office_id=row.office_id) and row.state == RequestState.RECEIVED
    context = {
        "asked": row,
        "badge": request_badge(row),
        "terms": facts(row),
        "contact": contact_terms(row),
        "history": [
            TimelineEntry(str(WORDS.get(each.event, each.event)), at=each.at, by=each.actor_label)
            for each in steps_of(row)
        ],
        "action": Action(_("Accept: make a visit"), reverse("visits:request_accept", args=[row.pk])) if may else None,
        "more_actions": [Action(_("Decline"), reverse("visits:request_decline", args=[row.pk]), kind="tertiary")]
        if may
        else [],
        "crumbs": crumbs((_("Requests to visit"), reverse("visits:requests")), (row.number, "")),
    }
    return render(request, "visits/public_request_page.html", context)


def facts(row: VisitRequest) -> list[Term]:
    """Return what was asked for."""
    visit = row.visit
    return [
        Term(_("Country"), row.country.name),
        Term(_("Number of persons"), row.persons),
        Term(_("Earliest day"), row.wished_from),
        Term(_("Latest day"), row.wished_until),
        Term(_("Language of the visit"), language_name(row.language)),
        Term(_("Themes"), ", ".join(theme.name for theme in row.themes.all())),
        Term(_("Sites wished"), ", ".join(site.name for site in row.sites.all())),
        Term(_("Sent"), row.sent_at),
        Term(_("Answered"), row.answered_at),
        Term(_("Answer"), row.state_reason),
        Term(_("Visit"), Link(visit.name, visit_href(visit)) if visit and not visit.archived_at else ""),
    ]


def contact_terms(row: VisitRequest) -> list[Term]:
    """Return who asked, and until when that is kept."""
    return [
        Term(_("Contact"), row.contact_name),
        Term(_("E-mail"), row.email, f"mailto:{row.email}" if row.email else ""),
        Term(_("Telephone"), row.phone),
        Term(_("Keep until"), row.retain_until),
    ]


def values_for(row: VisitRequest, data: dict[str, Any], *, officer_id: int | None) -> VisitValues:
    """
    Return the visit that a request becomes.

    Its purpose is what the officer wrote: the visitor's message is destroyed in its time, and a visit may be public.
    """
    party = PartyValues(country_id=row.country_id, persons=data["persons"], name=row.organisation)
    return VisitValues(
        name_ko=data["name_ko"],
        name_en=data["name_en"],
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        purpose=TranslatedText(data["purpose"], "ko"),
        asked_on=timezone.localdate(row.sent_at),
        officer_id=officer_id,
        theme_ids=tuple(theme.pk for theme in row.themes.all()),
        parties=(party,),
    )


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def request_accept(request: HttpRequest, request_id: int) -> HttpResponse:
    """Make a visit of a request."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_write(actor=actor, office_id=row.office_id, what=row.number)
    first = {
        "name_en": row.organisation,
        "starts_on": row.wished_from,
        "ends_on": row.wished_from,
        "persons": row.persons,
        "version": row.version,
    }
    form = AcceptForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        try:
            visit = accept_request(
                request_id=row.pk,
                values=values_for(row, data, officer_id=actor.user_id),
                answer=data["answer"],
                expected=data["version"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToSaveVisit as error:
            form.add_error(None, str(error))
        except UnableToMoveRequest as error:
            return conflict(request, sentence=str(error))
        else:
            tell(request, _("The request is a visit now, and the visitor was told by mail."))
            return redirect(visit_href(visit))
    context = form_context(form, row, title=_("Accept request %(number)s"), submit=_("Accept: make a visit"))
    return render(request, "visits/public_accept.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def request_decline(request: HttpRequest, request_id: int) -> HttpResponse:
    """Decline a request with the reason that the visitor reads."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_write(actor=actor, office_id=row.office_id, what=row.number)
    form = DeclineForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if form.is_valid():
        data = form.cleaned_data
        try:
            decline_request(
                request_id=row.pk, reason=data["reason"], expected=data["version"], by=actor, now=timezone.now()
            )
        except UnableToMoveRequest as error:
            return conflict(request, sentence=str(error))
        tell(request, _("The request is declined, and the visitor was told by mail."))
        return redirect(request_href(row))
    context = form_context(form, row, title=_("Decline request %(number)s"), submit=_("Decline"))
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


def form_context(form: AcceptForm | DeclineForm, row: VisitRequest, *, title: str, submit: str) -> dict[str, Any]:
    """Return what a page with one form about a request shows."""
    return {
        "asked": row,
        "title": title % {"number": row.number},
        "form": form,
        "crumbs": crumbs(
            (_("Requests to visit"), reverse("visits:requests")), (row.number, request_href(row)), (submit, "")
        ),
        "submit": submit,
        "back": request_href(row),
    }
