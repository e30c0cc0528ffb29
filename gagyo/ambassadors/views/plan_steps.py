"""The steps of a plan, each a page that asks first: submitting, approving, returning, taking back, opening again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions import plan_steps as actions
from gagyo.ambassadors.actions.plans import bring_plan_back, put_plan_away
from gagyo.ambassadors.forms.plans import PlanReasonForm
from gagyo.ambassadors.rules.plan_moves import PLAN_MOVES, PlanStep
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.ambassadors.views.plan_screens import Screen, check_yours, plan_way, screen_answer, too_late
from gagyo.ambassadors.views.plan_shown import plan_badge
from gagyo.ambassadors.views.plans import find_plan
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.common.views.finding import living
from gagyo.common.views.shown import tell


@dataclass(frozen=True)
class StepWords:
    """What the page of a step says."""

    title: str | Promise
    submit: str | Promise
    lead: str | Promise
    done: str | Promise


SCREENS: Final = {
    PlanStep.SUBMIT: StepWords(
        gettext_lazy("Submit the plan for approval"),
        gettext_lazy("Submit"),
        gettext_lazy("The managers of the office are told by e-mail. Whoever wrote in the plan cannot approve it."),
        gettext_lazy("The plan was submitted."),
    ),
    PlanStep.RECALL: StepWords(
        gettext_lazy("Take the plan back"),
        gettext_lazy("Take back"),
        gettext_lazy("It is a draft again and can be edited."),
        gettext_lazy("The plan is a draft again."),
    ),
    PlanStep.APPROVE: StepWords(
        gettext_lazy("Approve the plan"),
        gettext_lazy("Approve"),
        gettext_lazy("All offices read it from then on, and it becomes part of the consolidated plan."),
        gettext_lazy("The plan was approved."),
    ),
    PlanStep.RETURN: StepWords(
        gettext_lazy("Return the plan"),
        gettext_lazy("Return"),
        gettext_lazy("Say what is to be changed."),
        gettext_lazy("The plan was returned."),
    ),
    PlanStep.REOPEN: StepWords(
        gettext_lazy("Open the plan again"),
        gettext_lazy("Open again"),
        gettext_lazy("It leaves the consolidated plan until it is approved anew. The version approved so far is kept."),
        gettext_lazy("The plan can be edited again."),
    ),
    PlanStep.SUBMIT_RESULTS: StepWords(
        gettext_lazy("Submit the results"),
        gettext_lazy("Submit"),
        gettext_lazy("The managers of the office are told by e-mail. Whoever wrote the results cannot approve them."),
        gettext_lazy("The results were submitted."),
    ),
    PlanStep.RECALL_RESULTS: StepWords(
        gettext_lazy("Take the results back"),
        gettext_lazy("Take back"),
        gettext_lazy("They can be edited again."),
        gettext_lazy("The results can be edited again."),
    ),
    PlanStep.APPROVE_RESULTS: StepWords(
        gettext_lazy("Approve the results"),
        gettext_lazy("Approve"),
        gettext_lazy("The year is closed with them."),
        gettext_lazy("The results were approved."),
    ),
    PlanStep.RETURN_RESULTS: StepWords(
        gettext_lazy("Return the results"),
        gettext_lazy("Return"),
        gettext_lazy("Say what is to be changed."),
        gettext_lazy("The results were returned."),
    ),
    PlanStep.PUT_AWAY: StepWords(
        gettext_lazy("Put the plan away"),
        gettext_lazy("Put away"),
        gettext_lazy("It leaves every list, and can be brought back from its page."),
        gettext_lazy("The plan was put away."),
    ),
}
WITH_VERSION: Final[dict[PlanStep, Callable[..., object]]] = {
    PlanStep.SUBMIT: actions.submit_plan,
    PlanStep.APPROVE: actions.approve_plan,
    PlanStep.SUBMIT_RESULTS: actions.submit_results,
    PlanStep.APPROVE_RESULTS: actions.approve_results,
}


def step_view(step: PlanStep) -> Callable[..., HttpResponse]:
    """Return the page of a step."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest, plan_id: int) -> HttpResponse:
        """Ask first, then take the step."""
        return step_answer(request, plan_id, step)

    return view


def step_answer(request: HttpRequest, plan_id: int, step: PlanStep) -> HttpResponse:
    """Return the page of a step, or the plan's once it is done."""
    actor = actor_of(request)
    row = living(find_plan(actor, plan_id), archived=_("This plan is put away. Bring it back first."))
    check_yours(row, actor=actor, step=step)
    if (answer := too_late(request, row, step=step)) is not None:
        return answer
    words = SCREENS[step]
    data = request.POST if request.method == "POST" else None
    form: forms.Form = PlanReasonForm(data) if PLAN_MOVES[step].needs_reason else forms.Form(data)
    home = row.get_absolute_url()
    screen = Screen(
        title=str(words.title),
        submit=str(words.submit),
        lead=str(words.lead),
        form=form,
        work=lambda now: taken(request, form, plan_id=plan_id, step=step, by=actor, now=now),
        done=str(words.done),
        back=home,
        then=home if step is not PlanStep.PUT_AWAY else reverse("ambassadors:plans"),
        way=plan_way(row, str(words.title)),
        eyebrow=str(row),
        badge=plan_badge(row.state),
        version=row.version,
        danger=step is PlanStep.PUT_AWAY,
    )
    return screen_answer(request, screen)


def taken(request: HttpRequest, form: forms.Form, *, plan_id: int, step: PlanStep, by: Actor, now: datetime) -> object:
    """Take the step."""
    if step is PlanStep.PUT_AWAY:
        return put_plan_away(plan_id=plan_id, by=by, now=now)
    if step in WITH_VERSION:
        expected = number_sent(request.POST.get("version"))
        return WITH_VERSION[step](plan_id=plan_id, expected=expected, by=by, now=now)
    asked: dict[str, Any] = form.cleaned_data
    return actions.move_plan(plan_id=plan_id, step=step, reason=asked.get("reason", ""), by=by, now=now)


@require_POST
def plan_restore(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Bring a plan back that was put away."""
    actor = actor_of(request)
    row = find_plan(actor, plan_id)
    check_yours(row, actor=actor, step=PlanStep.PUT_AWAY)
    if row.archived_at is not None:
        try:
            bring_plan_back(plan_id=plan_id, by=actor, now=timezone.now())
        except UnableToSavePlan as error:
            messages.error(request, str(error))
            return redirect("ambassadors:plans")
        tell(request, _("The plan is back."))
    return redirect(row.get_absolute_url())
