"""What is done to a request from its page: submitted, approved, returned, taken back, withdrawn, put away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components.cells import marked
from gagyo.common.views.shown import text_shown, today_of
from gagyo.support.actions.approvals import (
    approve_request,
    recall_request,
    return_request,
    submit_request,
)
from gagyo.support.actions.requests import (
    archive_request,
    change_officer,
    restore_request,
    withdraw_item,
    withdraw_request,
)
from gagyo.support.choices import ItemOutcome
from gagyo.support.forms.steps import ItemForm, OfficerForm, ReasonForm
from gagyo.support.models import SupportRequest
from gagyo.support.queries.approvals import decides_now, writers_of
from gagyo.support.queries.people import askers_in
from gagyo.support.rules.moves import Step
from gagyo.support.views.request_forms import check_yours, yours
from gagyo.support.views.requests import find_request
from gagyo.support.views.shown import request_href
from gagyo.support.views.step_screens import (
    StepScreen,
    approve_step,
    done_at_once,
    return_step,
    step_answer,
    submit_step,
)


@require_http_methods(["GET", "POST"])
def request_submit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Submit a request for approval, to one approver or several."""
    row, answer = yours(request, request_id, Step.SUBMIT)
    if answer is not None:
        return answer
    return submit_step(
        request,
        row,
        work=submit_request,
        office_id=row.office_id,
        writers=writers_of(row),
        title=_("Submit for approval"),
        done=_("The request was submitted. The approver is told by e-mail."),
        lead=_("Who wrote a request does not approve it, so those who did are not offered."),
    )


@require_http_methods(["GET", "POST"])
def request_approve(request: HttpRequest, request_id: int) -> HttpResponse:
    """Approve a request; the last approval sends it."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_turn(row, user_id=actor.user_id)
    return approve_step(
        request,
        row,
        work=approve_request,
        document_number=row.document_number,
        title=_("Approve the request"),
        done=_("The request was approved."),
        lead=_("After the last approval it goes to the ministry, which says who answers."),
    )


@require_http_methods(["GET", "POST"])
def request_return(request: HttpRequest, request_id: int) -> HttpResponse:
    """Return a request to be changed, with the reason."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_turn(row, user_id=actor.user_id)
    return return_step(
        request,
        row,
        work=return_request,
        title=_("Return the request"),
        done=_("The request was returned. Its officer is told by e-mail."),
    )


@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Withdraw a request for good, with the reason."""
    row, answer = yours(request, request_id, Step.WITHDRAW)
    if answer is not None:
        return answer
    form = ReasonForm(request.POST or None)
    screen = StepScreen(
        title=_("Withdraw the request"),
        submit=pgettext("support request", "Withdraw"),
        form=form,
        work=lambda now: withdraw_request(
            request_id=request_id, reason=form.cleaned_data["reason"], by=actor_of(request), now=now
        ),
        done=_("The request was withdrawn. Everybody who works on it is told by e-mail."),
        lead=_("A withdrawn request stays to be read, but is not taken up again."),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def item_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Withdraw one item while the others go on."""
    row, answer = yours(request, request_id, Step.WITHDRAW_ITEM)
    if answer is not None:
        return answer
    items = [(item.pk, marked(text_shown(item.text)[0])) for item in row.items.filter(outcome=ItemOutcome.OPEN)]
    form = ItemForm(request.POST or None, items=items)
    screen = StepScreen(
        title=_("Withdraw an item"),
        submit=pgettext("support request", "Withdraw"),
        form=form,
        work=lambda now: withdraw_item(
            request_id=request_id, item_id=form.cleaned_data["item"], by=actor_of(request), now=now
        ),
        done=_("The item was withdrawn. The others go on."),
        lead=_("An office that has nothing else to answer of this request is told that its part has ended."),
        then=request_href(row),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def request_officer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Hand a request to a colleague of the asking office."""
    row, answer = yours(request, request_id, Step.CHANGE_OFFICER)
    if answer is not None:
        return answer
    people = askers_in(office_id=row.office_id, today=today_of())
    form = OfficerForm(request.POST or None, people=people, initial={"officer": row.officer_id})
    screen = StepScreen(
        title=_("Hand to a colleague"),
        submit=_("Save"),
        form=form,
        work=lambda now: change_officer(
            request_id=request_id, officer_id=form.cleaned_data["officer"].pk, by=actor_of(request), now=now
        ),
        done=_("The request has its new officer now."),
        lead=_(
            "Whoever looks after a request finds what is to be done with it in their work, and reads it even if "
            "it is restricted."
        ),
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
