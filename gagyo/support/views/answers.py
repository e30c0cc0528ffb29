"""The one answer on screen: drafted from what the offices say, approved and sent, then confirmed or reopened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Badge
from gagyo.common.components.cells import language, marked
from gagyo.common.forms.texts import text_initial
from gagyo.common.views.shown import text_shown, today_of
from gagyo.support.actions.answers import (
    approve_answer,
    draft_answer,
    rate_answer,
    reopen_request,
    return_answer,
    settle_request,
    submit_answer,
)
from gagyo.support.actions.approvals import recall_answer
from gagyo.support.choices import DECIDED, RequestState
from gagyo.support.forms.decisions import AnswerForm, DecisionRow
from gagyo.support.forms.steps import RatingForm, ReopenForm
from gagyo.support.models import SupportRequest
from gagyo.support.queries.answers import answer_begun, drafted_items, open_legs
from gagyo.support.queries.approvals import decides_now, writers_of_answer
from gagyo.support.rules.moves import Step
from gagyo.support.views.request_forms import yours
from gagyo.support.views.requests import find_request
from gagyo.support.views.shown import OUTCOME_TONES, request_href
from gagyo.support.views.step_screens import (
    StepScreen,
    approve_step,
    done_at_once,
    return_step,
    seen_version,
    step_answer,
    submit_step,
)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Write the one answer; a new one begins with what the offices say of each item."""
    row, refused = yours(request, request_id, Step.DRAFT_ANSWER)
    if refused is not None:
        return refused
    text, decisions = answer_begun(row, language=language())
    words = {item.pk: text_shown(item.text)[0] for item in row.items.all()}
    rows = [DecisionRow(words[each.item_id], each) for each in decisions]
    initial = text_initial(text) if text else {"text_language": language()}
    form = AnswerForm(request.POST or None, rows=rows, language=language(), initial=initial)
    screen = StepScreen(
        title=_("Write the answer"),
        submit=_("Save"),
        form=form,
        work=lambda now: draft_answer(
            request_id=request_id,
            text=form.text_values(old=text),
            decisions=form.decisions(),
            expected=seen_version(request),
            by=actor_of(request),
            now=now,
        ),
        done=_("The answer was saved. Submit it for approval when it is ready."),
        lead=_("The draft begins with what the offices say. The asker reads nothing of it until it is approved."),
        then=request_href(row),
        template="support/decisions.html",
        keeps=True,
        more={"waiting": open_legs(row), "kept_words": text_shown(text)[0]},
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def answer_submit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Submit the answer for approval in the office that routes the request."""
    row, refused = yours(request, request_id, Step.SUBMIT_ANSWER)
    if refused is not None:
        return refused
    return submit_step(
        request,
        row,
        work=submit_answer,
        office_id=row.router_id or actor_of(request).office_id,
        writers=writers_of_answer(row),
        title=_("Submit the answer for approval"),
        done=_("The answer was submitted. The approver is told by e-mail."),
        lead=_("Who wrote the answer or a part of it does not approve it, so those who did are not offered."),
        then=request_href(row),
        more=drafted(row),
    )


def drafted(row: SupportRequest) -> dict[str, Any]:
    """Return the drafted answer for whoever decides on it: its words, and what it says of each item."""
    text, items = drafted_items(row)
    said = [
        (
            text_shown(each.item.text)[0],
            Badge(each.get_outcome_display(), OUTCOME_TONES[each.outcome]),
            text_shown(each.text),
        )
        for each in items
    ]
    return {"draft": text_shown(text), "said": said}


def turn(request: HttpRequest, request_id: int) -> SupportRequest:
    """
    Return a request on whose answer the actor decides now.

    :raises NotYoursError: for everybody else
    """
    actor = actor_of(request)
    row = find_request(actor, request_id)
    waits = row.state == RequestState.ANSWER_APPROVAL
    if not (waits and decides_now(row, user_id=actor.user_id, today=today_of())):
        raise NotYoursError(
            _("This step is not yours to decide now. The page says whose turn it is, and who stands in.")
        )
    return row


@require_http_methods(["GET", "POST"])
def answer_approve(request: HttpRequest, request_id: int) -> HttpResponse:
    """Approve the answer; the last approval sends it to the asker."""
    row = turn(request, request_id)
    return approve_step(
        request,
        row,
        work=approve_answer,
        title=_("Approve the answer"),
        done=_("The answer was approved."),
        lead=_("After the last approval it goes to the asker as it stands here."),
        more=drafted(row),
    )


@require_http_methods(["GET", "POST"])
def answer_return(request: HttpRequest, request_id: int) -> HttpResponse:
    """Return the answer to be changed, with the reason."""
    row = turn(request, request_id)
    return return_step(
        request,
        row,
        work=return_answer,
        title=_("Return the answer"),
        done=_("The answer was returned. Who wrote it is told by e-mail."),
        more=drafted(row),
    )


@require_POST
def answer_recall(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take a submitted answer back into the draft."""
    row, refused = yours(request, request_id, Step.RECALL_ANSWER)
    return refused or done_at_once(
        request,
        lambda: recall_answer(request_id=request_id, by=actor_of(request), now=timezone.now()),
        done=_("The answer is a draft again."),
        back=request_href(row),
    )


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say that the answer settles the request, with a rating if the asker gives one."""
    row, refused = yours(request, request_id, Step.CONFIRM)
    if refused is not None:
        return refused
    form = RatingForm(request.POST or None)
    screen = StepScreen(
        title=_("Confirm the answer"),
        submit=pgettext("answer to a request", "Confirm"),
        form=form,
        work=lambda now: settle_request(
            request_id=request_id,
            stars=form.cleaned_data["stars"],
            words=form.cleaned_data["words"],
            by=actor_of(request),
            now=now,
        ),
        done=_("The request is settled. The ministry is told by e-mail."),
        lead=_("If something is still missing, reopen the request instead and say what."),
        then=request_href(row),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, request_id: int) -> HttpResponse:
    """Rate an answer, or change the rating, after it was confirmed too."""
    row, refused = yours(request, request_id, Step.RATE)
    if refused is not None:
        return refused
    form = RatingForm(request.POST or None)
    screen = StepScreen(
        title=_("Rate the answer"),
        submit=_("Save"),
        form=form,
        work=lambda now: rate_answer(
            request_id=request_id,
            stars=form.cleaned_data["stars"] or 0,
            words=form.cleaned_data["words"],
            by=actor_of(request),
            now=now,
        ),
        done=_("Your rating was saved."),
        lead=_("A second rating of the same answer takes the place of the first."),
        then=request_href(row),
    )
    return step_answer(request, row, screen)


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, request_id: int) -> HttpResponse:
    """Ask again for some items; the answer that was sent stays."""
    row, refused = yours(request, request_id, Step.REOPEN)
    if refused is not None:
        return refused
    items = [(item.pk, marked(text_shown(item.text)[0])) for item in row.items.all() if item.outcome in DECIDED]
    form = ReopenForm(request.POST or None, items=items)
    screen = StepScreen(
        title=_("Reopen the request"),
        submit=_("Reopen"),
        form=form,
        work=lambda now: reopen_request(
            request_id=request_id,
            item_ids=form.cleaned_data["items"],
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            now=now,
        ),
        done=_("The request is open again. The ministry is told by e-mail."),
        lead=_("The answer that was sent stays to be read. The items you tick are answered once more."),
        then=request_href(row),
    )
    return step_answer(request, row, screen)
