"""The advice desk for those with an account: what waits, a question, its answer, and a request made of it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError, check_write, may_read_contacts, may_write, may_write_own
from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.advice import (
    answer_question,
    ask_as_officer,
    check_withdraw,
    make_request,
    withdraw_own_question,
)
from gagyo.ambassadors.choices import AdviceState
from gagyo.ambassadors.forms.advice import AdviceFilterForm, AnswerForm, OfficerForm
from gagyo.ambassadors.models import AdviceQuestion
from gagyo.ambassadors.queries.advice import advice_for, desks, listed_advice
from gagyo.ambassadors.rules.activities import UnableToSaveActivity
from gagyo.ambassadors.rules.advice import UnableToAsk, UnableToMoveAdvice, may_move
from gagyo.ambassadors.rules.counting import ADVICE
from gagyo.common.components import Action, Badge, Column, Link, Term, Tone
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.errors import conflict
from gagyo.common.views.finding import found
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.models import SupportRequest
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.views.shown import request_href

TONES: dict[str, Tone] = {
    AdviceState.UNCONFIRMED: "neutral",
    AdviceState.WAITING: "warning",
    AdviceState.ANSWERED: "success",
    AdviceState.WITHDRAWN: "neutral",
}


def advice_badges(row: AdviceQuestion, *, now: datetime) -> list[Badge]:
    """Return where a question stands, and whether it is overdue."""
    state = Badge(row.get_state_display(), TONES[row.state])
    late = row.state == AdviceState.WAITING and row.due_at is not None and row.due_at < now
    return [state, Badge(_("Overdue"), "danger")] if late else [state]


def way(*more: tuple[str, str]) -> Any:
    """Return the way to a page of the advice desk."""
    return crumbs(
        (_("Ambassadors"), reverse("ambassadors:provinces")),
        (_("Advice desk"), reverse("ambassadors:advice_desk")),
        *more,
    )


@require_GET
def advice_desk(request: HttpRequest) -> HttpResponse:
    """List the questions to the own office's ambassador, and those that the own office has asked."""
    actor, now, form = actor_of(request), timezone.now(), AdviceFilterForm(request.GET)
    rows = listed_advice(actor=actor, sort=request.GET.get("sort", ""), **form.wanted())
    page = page_of(request, rows)
    context = {
        "form": form,
        "page": page,
        "count": count_of(request, count=page.paginator.count, unit="item", rule=ADVICE, as_of=today_of()),
        "columns": advice_columns(now=now),
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (_("Advice desk"), "")),
        "action": Action(_("Ask an ambassador"), reverse("ambassadors:advice_add"), icon="plus")
        if may_write_own(actor=actor)
        else None,
        "more_actions": [Action(_("What firms see"), reverse("ambassadors:ask"), kind="tertiary")],
    }
    return render(request, "ambassadors/advice_desk.html", context)


def advice_columns(*, now: datetime) -> list[Column]:
    """Return the columns of a list of questions."""
    return [
        Column("number", _("Number"), sort="number"),
        Column(
            "subject",
            pgettext("question to an ambassador", "Subject"),
            sort="subject",
            row_header=True,
            draw=lambda row: Link(row.subject or _("Destroyed after its time"), row.get_absolute_url()),
        ),
        Column("who", _("Who asks")),
        Column("office", _("Office"), draw=lambda row: row.office.name),
        Column("field", pgettext("support request", "Field"), draw=lambda row: row.get_field_display()),
        Column("due_at", _("Due"), sort="due"),
        Column("state", _("State"), sort="state", draw=lambda row: advice_badges(row, now=now)),
        Column("owner", _("Owner"), draw=lambda row: str(row.owner) if row.owner else ""),
    ]


def find_question(actor: Actor, question_id: int) -> AdviceQuestion:
    """
    Return a question that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: advice_for(actor=actor, question_id=question_id),
        missing=_("This question is not there, or not for your office. See the advice desk."),
    )


@require_GET
def advice(request: HttpRequest, question_id: int) -> HttpResponse:
    """Show a question with its answer and what became of it."""
    actor, now = actor_of(request), timezone.now()
    row = find_question(actor, question_id)
    may = may_write(actor=actor, office_id=row.office_id)
    waits = row.state == AdviceState.WAITING
    more = []
    if may and row.request_id is None and row.state != AdviceState.WITHDRAWN and row.question:
        href = reverse("ambassadors:advice_request", args=[row.pk])
        more.append(Action(_("Make a support request of it"), href, method="post", kind="secondary"))
    if waits and row.asker_office_id == actor.office_id and may_write_own(actor=actor):
        more.append(
            Action(
                pgettext("question to an ambassador", "Withdraw"),
                reverse("ambassadors:advice_withdraw", args=[row.pk]),
                kind="tertiary",
            )
        )
    context = {
        "asked": row,
        "badges": advice_badges(row, now=now),
        "terms": facts(row, actor=actor),
        "contact": contact_terms(row) if may_read_contacts(actor=actor) and row.asker_office_id is None else [],
        "action": Action(
            pgettext("question to an ambassador", "Answer"), reverse("ambassadors:advice_answer", args=[row.pk])
        )
        if may and waits
        else None,
        "more_actions": more,
        "crumbs": way((row.number, "")),
    }
    return render(request, "ambassadors/advice.html", context)


def facts(row: AdviceQuestion, *, actor: Actor) -> list[Term]:
    """Return the facts of a question; what was made of it as far as the actor reads that."""
    terms = [
        Term(_("Number"), row.number),
        Term(_("Who asks"), row.who),
        Term(pgettext("question to an ambassador", "Asked by"), str(row.asked_by) if row.asked_by else ""),
        Term(_("Office"), row.office.name),
        Term(pgettext("support request", "Field"), row.get_field_display()),
        Term(_("Country"), row.country.name if row.country else ""),
        Term(pgettext("question to an ambassador", "Asked"), row.asked_at),
        Term(_("Due"), row.due_at),
        Term(_("Owner"), str(row.owner) if row.owner else ""),
        Term(_("Answered"), row.answered_at),
        Term(_("Answered by"), str(row.answered_by) if row.answered_by else ""),
    ]
    if row.activity is not None and may_write(actor=actor, office_id=row.office_id):
        terms.append(Term(_("Advice given"), Link(row.activity.name, row.activity.get_absolute_url())))
    made = SupportRequest.objects.for_user(actor).filter(pk=row.request_id or 0).first()
    return [*terms, *([Term(_("Support request"), Link(str(made), request_href(made)))] if made else [])]


def contact_terms(row: AdviceQuestion) -> list[Term]:
    """Return who asked for a firm, and until when that is kept."""
    return [
        Term(_("Contact"), row.contact_name),
        Term(_("E-mail"), row.email, f"mailto:{row.email}" if row.email else ""),
        Term(_("Telephone"), row.phone),
        Term(_("Keep until"), row.retain_until),
    ]


@require_http_methods(["GET", "POST"])
def advice_add(request: HttpRequest) -> HttpResponse:
    """Ask the ambassador of a province."""
    actor = actor_of(request)
    if not may_write_own(actor=actor):
        raise NotYoursError(_("Questions are asked for an office. Switch to one of yours."))
    rows = list(desks(today=today_of()))
    choices = [(row.office_id or 0, f"{row.province.name} · {row.name}") for row in rows]
    form = OfficerForm(request.POST or None, desks=choices, initial={"office": actor.office_id})
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_as_officer(
                office_id=form.cleaned_data["office"],
                values=form.values(language=language()),
                by=actor,
                now=timezone.now(),
            )
        except UnableToAsk as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The question was sent. Its page says by when it is due."))
            return redirect(made.get_absolute_url())
    title = _("Ask an ambassador")
    context = {
        "title": title,
        "form": form,
        "crumbs": way((title, "")),
        "submit": _("Send"),
        "back": reverse("ambassadors:advice_desk"),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def advice_answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """Answer a question; the answer becomes an activity."""
    actor = actor_of(request)
    row = find_question(actor, question_id)
    check_write(actor=actor, office_id=row.office_id, what=row.number)
    form = AnswerForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = {"answer": data["answer"], "minutes": data["minutes"], "expected": data["version"]}
        try:
            answer_question(question_id=row.pk, by=actor, now=timezone.now(), **given)
        except UnableToSaveActivity as error:
            form.add_error(None, str(error))
        except UnableToMoveAdvice as error:
            return conflict(request, sentence=str(error))
        else:
            tell(request, _("The answer was sent, and stands among the activities as advice."))
            return redirect(row.get_absolute_url())
    context = {
        "asked": row,
        "title": _("Answer question %(number)s") % {"number": row.number},
        "form": form,
        "crumbs": way((row.number, row.get_absolute_url()), (pgettext("question to an ambassador", "Answer"), "")),
        "submit": _("Send the answer"),
        "back": row.get_absolute_url(),
    }
    return render(request, "ambassadors/advice_answer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def advice_withdraw(request: HttpRequest, question_id: int) -> HttpResponse:
    """Ask, and withdraw a question that the own office asked."""
    actor = actor_of(request)
    row = find_question(actor, question_id)
    check_withdraw(row, by=actor)
    if request.method == "POST":
        try:
            withdraw_own_question(question_id=row.pk, by=actor, now=timezone.now())
        except UnableToMoveAdvice as error:
            return conflict(request, sentence=str(error))
        tell(request, _("The question is withdrawn."))
        return redirect(row.get_absolute_url())
    if not may_move(state=row.state, wanted=AdviceState.WITHDRAWN):
        messages.error(request, _("Only a question that still waits can be withdrawn."))
        return redirect(row.get_absolute_url())
    context = {
        "title": _("Withdraw question %(number)s?") % {"number": row.number},
        "back": row.get_absolute_url(),
        "crumbs": way((row.number, row.get_absolute_url()), (pgettext("question to an ambassador", "Withdraw"), "")),
    }
    return render(request, "ambassadors/question_withdraw.html", context)


@require_POST
def advice_request(request: HttpRequest, question_id: int) -> HttpResponse:
    """Draft a support request of a question, and open its filled form."""
    actor = actor_of(request)
    row = find_question(actor, question_id)
    check_write(actor=actor, office_id=row.office_id, what=row.number)
    try:
        made = make_request(question_id=row.pk, by=actor, now=timezone.now())
    except (UnableToMoveAdvice, UnableToSaveSupport) as error:
        messages.error(request, str(error))
        return redirect(row.get_absolute_url())
    tell(request, _("The request is drafted from the question. Check it, and submit it for approval."))
    return redirect("support:request_edit", request_id=made.pk)
