"""What is done to a request from its page: submitted, approved, returned, taken back, withdrawn, put away."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.actions.approvals import (
    approve_request,
    recall_request,
    return_request,
    submit_request,
)
from gagyo.support.actions.requests import archive_request, restore_request, withdraw_request
from gagyo.support.forms.steps import ApproveForm, ReasonForm, SubmitForm
from gagyo.support.models import SupportRequest
from gagyo.support.queries.approvals import decides_now, writers_of
from gagyo.support.queries.people import approvers_in
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.moves import Step, SupportReasonMissingError, UnableToMoveSupport
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.views.request_forms import check_yours, too_late
from gagyo.support.views.requests import find_request
from gagyo.support.views.shown import request_badge, request_href

REFUSALS = (UnableToMoveSupport, UnableToApprove, UnableToSaveSupport)


@dataclass(frozen=True)
class StepScreen:
    """
    A step with a form of its own.

    work: does it, from the valid form and the present time; done: what is said afterwards; then: the address to go to
    afterwards, the list if empty; back: to leave it undone, the request's page if empty; more: what else
    the template shows; version: of what the form shows, the request's if None
    keeps: of a second save in between, whether the form comes back with what was typed, beside what the other wrote
    """

    title: str
    submit: str
    form: forms.Form
    work: Callable[[datetime], object]
    done: str
    lead: str = ""
    then: str = ""
    back: str = ""
    template: str = "support/step.html"
    version: int | None = None
    keeps: bool = False
    more: dict[str, Any] = field(default_factory=dict)


def step_answer(request: HttpRequest, row: SupportRequest, screen: StepScreen) -> HttpResponse:
    """Return the form of a step, or the request's page once it is done."""
    form = screen.form
    seen = request.POST.get("version") or (row.version if screen.version is None else screen.version)
    is_second = False
    if request.method == "POST" and form.is_valid():
        try:
            screen.work(timezone.now())
        except SupportReasonMissingError as error:
            form.add_error("reason", str(error))
        except REFUSALS as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError as error:
            if not screen.keeps:
                messages.warning(request, _("Somebody saved the request in between. Look at it and decide again."))
                return redirect(request_href(row))
            is_second, seen = True, getattr(error.current, "version", "")
            form.add_error(
                None,
                _(
                    "Somebody else saved this in between. Your words are still here, and what was saved stands with "
                    "each: compare both, then save again."
                ),
            )
        else:
            tell(request, screen.done)
            return redirect(screen.then or "support:requests")
    context: dict[str, Any] = {
        "row": row,
        "screen": screen,
        "form": form,
        "badge": request_badge(row),
        "seen_version": seen,
        "is_second": is_second,
        "crumbs": crumbs(
            (_("Support requests"), reverse("support:requests")), (row.name, request_href(row)), (screen.title, "")
        ),
        "back": screen.back or request_href(row),
        **screen.more,
    }
    status = 409 if is_second else 422 if form.errors else 200
    return render(request, screen.template, context, status=status)


def seen_version(request: HttpRequest) -> int:
    """Return the version that the form was opened with."""
    return number_sent(request.POST.get("version"))


@require_http_methods(["GET", "POST"])
def request_submit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Submit a request for approval, to one approver or several."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_yours(row, actor=actor, step=Step.SUBMIT)
    if (answer := too_late(request, row, step=Step.SUBMIT)) is not None:
        return answer
    hidden = writers_of(row) | {actor.user_id or 0}
    approvers = approvers_in(office_id=row.office_id, today=today_of()).exclude(pk__in=hidden)
    form = SubmitForm(request.POST or None, approvers=approvers)
    screen = StepScreen(
        title=_("Submit for approval"),
        submit=_("Submit"),
        form=form,
        work=lambda now: submit_request(
            request_id=request_id,
            approver_ids=form.approver_ids(),
            expected=seen_version(request),
            by=actor,
            now=now,
        ),
        done=_("The request was submitted. The approver is told by e-mail."),
        lead=_("Who wrote a request does not approve it, so those who did are not offered."),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def request_approve(request: HttpRequest, request_id: int) -> HttpResponse:
    """Approve a request; the last approval sends it."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_turn(row, user_id=actor.user_id)
    form = ApproveForm(request.POST or None, initial={"document_number": row.document_number})
    screen = StepScreen(
        title=_("Approve the request"),
        submit=_("Approve"),
        form=form,
        work=lambda now: approve_request(
            request_id=request_id,
            document_number=form.cleaned_data["document_number"],
            expected=seen_version(request),
            by=actor,
            now=now,
        ),
        done=_("The request was approved."),
        lead=_("After the last approval it goes to the ministry, which says who answers."),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def request_return(request: HttpRequest, request_id: int) -> HttpResponse:
    """Return a request to be changed, with the reason."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_turn(row, user_id=actor.user_id)
    form = ReasonForm(request.POST or None)
    screen = StepScreen(
        title=_("Return the request"),
        submit=_("Return"),
        form=form,
        work=lambda now: return_request(
            request_id=request_id,
            reason=form.cleaned_data["reason"],
            expected=seen_version(request),
            by=actor,
            now=now,
        ),
        done=_("The request was returned. Its officer is told by e-mail."),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Withdraw a request for good, with the reason."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_yours(row, actor=actor, step=Step.WITHDRAW)
    if (answer := too_late(request, row, step=Step.WITHDRAW)) is not None:
        return answer
    form = ReasonForm(request.POST or None)
    screen = StepScreen(
        title=_("Withdraw the request"),
        submit=pgettext("support request", "Withdraw"),
        form=form,
        work=lambda now: withdraw_request(request_id=request_id, reason=form.cleaned_data["reason"], by=actor, now=now),
        done=_("The request was withdrawn. Everybody who works on it is told by e-mail."),
        lead=_("A withdrawn request stays to be read, but is not taken up again."),
    )
    return step_answer(request, row, screen)


def check_turn(row: SupportRequest, *, user_id: int | None) -> None:
    """
    Refuse the screen of a decision to whoever does not decide now.

    :raises NotYoursError: with the sentence
    """
    if not decides_now(row, user_id=user_id, today=today_of()):
        raise NotYoursError(
            _("This step is not yours to decide now. The page says whose turn it is, and who stands in.")
        )


def done_at_once(request: HttpRequest, work: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """Do a step that needs no form, say what was done or why not, and go to a page."""
    try:
        work()
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        tell(request, done)
    return redirect(back)


@require_POST
def request_recall(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take a submitted request back into the draft."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_yours(row, actor=actor, step=Step.RECALL)
    return done_at_once(
        request,
        lambda: recall_request(request_id=request_id, by=actor, now=timezone.now()),
        done=_("The request is a draft again."),
        back=request_href(row),
    )


@require_POST
def request_archive(request: HttpRequest, request_id: int) -> HttpResponse:
    """Put a draft away; its page brings it back."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_yours(row, actor=actor, step=Step.EDIT)
    if row.archived_at is not None:
        return redirect(request_href(row))
    return done_at_once(
        request,
        lambda: archive_request(request_id=request_id, by=actor, now=timezone.now()),
        done=_("The draft was put away."),
        back=request_href(row),
    )


@require_POST
def request_restore(request: HttpRequest, request_id: int) -> HttpResponse:
    """Bring a draft back that was put away."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_yours(row, actor=actor, step=Step.EDIT)
    if row.archived_at is None:
        return redirect(request_href(row))
    return done_at_once(
        request,
        lambda: restore_request(request_id=request_id, by=actor, now=timezone.now()),
        done=_("The draft is back."),
        back=request_href(row),
    )
