"""The survey of a visit: opened and printed by its office, answered by visitors without an account."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_write, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action
from gagyo.common.rules import Actor
from gagyo.common.views.errors import error_page
from gagyo.common.views.limits import refused_for_now
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.drawing.qr import qr_svg
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.actions.surveys import (
    answer_survey,
    note_lead,
    open_survey,
    open_survey_behind,
    survey_address,
)
from gagyo.visits.forms.surveys import LEADS, LeadForm, SurveyForm, SurveyOpenForm
from gagyo.visits.models import SurveyAnswer, Visit
from gagyo.visits.queries.feedback import ANSWERS_OF_VISIT, MEAN_OF_VISIT
from gagyo.visits.queries.surveys import SurveyResult, sites_seen, survey_of
from gagyo.visits.queries.welcome import name_of_receiver
from gagyo.visits.rules.feedback import OPEN_DAYS, UnableToOpenSurvey, UnknownSurveyError, is_open
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.views.shown import visit_href
from gagyo.visits.views.visits import living_visit

# A delegation in one hotel shares one address.
TIMES = 10


def own_visit(actor: Actor, visit_id: int) -> Visit:
    """
    Return a visit of the actor's own office, or one that an auditor reads.

    :raises Http404: for another office's, public or not
    """
    row = living_visit(actor, visit_id)
    if not reads_inside(actor=actor, office_id=row.office_id):
        raise Http404(_("The survey of a visit is for its own office."))
    return row


@require_http_methods(["GET", "POST"])
@signed_in
def visit_survey(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show the survey of a visit with its answers; open it until a day."""
    actor = actor_of(request)
    row = own_visit(actor, visit_id)
    survey, may = survey_of(visit_id=row.pk), may_write(actor=actor, office_id=row.office_id)
    first = survey.link.closes_on if survey.link else max(row.ends_on, today_of()) + timedelta(days=OPEN_DAYS)
    form = SurveyOpenForm(request.POST if request.method == "POST" else None, initial={"closes_on": first})
    if request.method == "POST":
        check_write(actor=actor, office_id=row.office_id, what=str(row))
        if form.is_valid():
            try:
                open_survey(visit_id=row.pk, closes_on=form.cleaned_data["closes_on"], by=actor, now=timezone.now())
            except UnableToOpenSurvey as error:
                form.add_error("closes_on", str(error))
            else:
                tell(request, _("The survey is open until that day. Print its page, or send the address."))
                return redirect("visits:visit_survey", visit_id=row.pk)
    context = {
        "visit": row,
        "link": survey.link,
        "address": survey_address(survey.link) if survey.link else "",
        "is_open": survey.link is not None and is_open(closes_on=survey.link.closes_on, today=today_of()),
        "form": form if may else None,
        "may_write": may,
        "answers": answers_shown(row, survey),
        "leads": [(each.value, each.label) for each in LEADS],
        "crumbs": crumbs(
            (_("Delegation visits"), reverse("visits:visits")), (row.name, visit_href(row)), (_("Survey"), "")
        ),
        "action": Action(_("Page to print"), reverse("visits:survey_print", args=[row.pk])) if survey.link else None,
        **survey_figures(row, survey),
    }
    return render(request, "visits/public_survey_office.html", context, status=422 if form.errors else 200)


def survey_figures(row: Visit, survey: SurveyResult) -> dict[str, Figure]:
    """Return how many answered and their mean; both open the answers."""
    href = f"{reverse('visits:visit_survey', args=[row.pk])}#answers"
    return {
        "count": Figure(len(survey.answers), "answer", today_of(), ANSWERS_OF_VISIT, href),
        "mean": Figure(survey.mean, "point", today_of(), MEAN_OF_VISIT, href),
    }


def answers_shown(row: Visit, survey: SurveyResult) -> Sequence[tuple[SurveyAnswer, bool]]:
    """Return each answer, and whether what it asks for was taken up already."""
    taken = {each.answer_id for each in row.follow_ups.all()}
    return [(answer, answer.pk in taken) for answer in survey.answers]


@require_POST
@signed_in
def survey_lead(request: HttpRequest, visit_id: int, answer_id: int) -> HttpResponse:
    """Make a lead of what a visitor asked for."""
    actor = actor_of(request)
    row = own_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = LeadForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such kind of lead. Go back and choose one of the buttons."))
    try:
        note_lead(visit_id=row.pk, answer_id=answer_id, kind=form.cleaned_data["kind"], by=actor, now=timezone.now())
    except SurveyAnswer.DoesNotExist:
        raise Http404(_("This answer is not there, or asks for nothing.")) from None
    tell(request, _("It is noted as a lead, and stays in your work until it is done."))
    return redirect(f"{reverse('visits:visit_survey', args=[row.pk])}#answers")


@require_GET
@signed_in
def survey_print(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show the page that lies on the table: the code, in English and Korean."""
    row = own_visit(actor_of(request), visit_id)
    link = found_link(row)
    context = {
        "visit": row,
        "link": link,
        "address": survey_address(link),
        "crumbs": crumbs((row.name, visit_href(row)), (_("Survey"), reverse("visits:visit_survey", args=[row.pk]))),
    }
    return render(request, "visits/public_survey_print.html", context)


def found_link(row: Visit) -> Any:
    """
    Return the survey's link.

    :raises Http404: if it was never opened
    """
    link = survey_of(visit_id=row.pk).link
    if link is None:
        raise Http404(_("This visit has no survey yet. Open it first."))
    return link


@require_GET
@signed_in
def survey_qr(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Give the survey's address as a QR code."""
    link = found_link(own_visit(actor_of(request), visit_id))
    return HttpResponse(
        qr_svg(survey_address(link)), content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, key: str) -> HttpResponse:
    """Let a visitor answer, without an account and without a name."""
    try:
        link = open_survey_behind(key, now=timezone.now())
    except UnknownSurveyError as error:
        answer = refused_for_now(request, what="unknown link", times=TIMES)
        return answer or error_page(request, status=404, title=_("No survey is open here"), sentence=str(error))
    visit = link.visit
    parties = list(visit.parties.select_related("country", "body"))
    seen = sites_seen(visit_id=visit.pk, now=timezone.now())
    form = SurveyForm(request.POST if request.method == "POST" else None, sites=seen, parties=parties)
    if request.method == "POST":
        refused = refused_for_now(request, what=f"survey {link.pk}", times=TIMES)
        if refused:
            return refused
        if form.is_valid() and answered(request, form, key=key):
            return redirect("visits:survey_thanks")
    context = {
        "form": form,
        "visit": visit,
        "office": name_of_receiver(visit.office) if visit.office else "",
        "closes_on": link.closes_on,
    }
    page = render(request, "visits/public_survey.html", context, status=422 if form.errors else 200)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page


def answered(request: HttpRequest, form: SurveyForm, *, key: str) -> bool:
    """Keep the answer, or put into the form why not."""
    try:
        answer_survey(key=key, values=form.values(), by=actor_of(request), now=timezone.now())
    except UnableToSaveVisit as error:
        form.add_error(None, str(error))
        return False
    return True


@require_GET
def survey_thanks(request: HttpRequest) -> HttpResponse:
    """Thank for an answer."""
    return render(request, "visits/public_thanks.html", {})
