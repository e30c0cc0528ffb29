"""A step's screen: a form of its own, or a press; those of an approval are the same for a request and its answer."""

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

from gagyo.accounts.views.gates import actor_of
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.forms.steps import ApproveForm, ReasonForm, SubmitForm
from gagyo.support.models import SupportRequest
from gagyo.support.queries.people import approvers_in
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.moves import SupportReasonMissingError, UnableToMoveSupport
from gagyo.support.rules.values import UnableToSaveSupport
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


def done_at_once(request: HttpRequest, work: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """Do a step that needs no form, say what was done or why not, and go to a page."""
    try:
        work()
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        tell(request, done)
    return redirect(back)


def submit_step(
    request: HttpRequest,
    row: SupportRequest,
    *,
    work: Any,
    office_id: int | None,
    writers: frozenset[int],
    **words: Any,
) -> HttpResponse:
    """
    Submit something for approval in an office, to one approver or several.

    work: the action; writers: who wrote it, and so is not offered; words: of the screen
    """
    actor = actor_of(request)
    hidden = writers | {actor.user_id or 0}
    approvers = approvers_in(office_id=office_id, today=today_of()).exclude(pk__in=hidden)
    form = SubmitForm(request.POST or None, approvers=approvers)
    screen = StepScreen(
        submit=_("Submit"),
        form=form,
        work=lambda now: work(
            request_id=row.pk, approver_ids=form.approver_ids(), expected=seen_version(request), by=actor, now=now
        ),
        **words,
    )
    return step_answer(request, row, screen)


def approve_step(
    request: HttpRequest, row: SupportRequest, *, work: Any, document_number: str = "", **words: Any
) -> HttpResponse:
    """
    Approve the step whose turn it is.

    work: the action; document_number: that stands there already; words: of the screen
    """
    form = ApproveForm(request.POST or None, initial={"document_number": document_number})
    return _judged(request, row, form=form, work=work, submit=_("Approve"), **words)


def return_step(request: HttpRequest, row: SupportRequest, *, work: Any, **words: Any) -> HttpResponse:
    """Give something back to be changed, with the reason. work: the action; words: of the screen"""
    return _judged(request, row, form=ReasonForm(request.POST or None), work=work, submit=_("Return"), **words)


def _judged(request: HttpRequest, row: SupportRequest, *, form: forms.Form, work: Any, **words: Any) -> HttpResponse:
    """Do what the form decides, on the version that it shows; its fields are named as what the action asks for."""

    def decide(now: datetime) -> object:
        said = {name: form.cleaned_data[name] for name in form.fields}
        return work(request_id=row.pk, expected=seen_version(request), by=actor_of(request), now=now, **said)

    return step_answer(request, row, StepScreen(form=form, work=decide, **words))
