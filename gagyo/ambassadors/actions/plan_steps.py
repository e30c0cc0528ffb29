"""Steps of an annual plan: submitted, approved, returned, opened again, its results told; comments."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions.plan_news import tell_approvers, tell_writers
from gagyo.ambassadors.actions.plan_rows import HeldPlan, locked_plan
from gagyo.ambassadors.actions.plans import held_activity
from gagyo.ambassadors.models import AnnualPlan, PlanComment, PlannedActivity
from gagyo.ambassadors.queries.plan_results import unexplained_activities
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.rules.plan_values import (
    ResultValues,
    UnableToSavePlan,
    check_krw,
    check_results,
    check_submittable,
)
from gagyo.common.actions import SavedMeanwhileError, save_version
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor


@transaction.atomic
def submit_plan(*, plan_id: int, expected: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Submit a draft or a returned plan to the managers of its office.

    expected: the version that the submitter saw
    :raises UnableToSavePlan: if something is missing in it
    :raises SavedMeanwhileError: if somebody wrote in it in between
    """
    held = locked_plan(plan_id, by=by, now=now)
    state = held.check(PlanStep.SUBMIT)
    check_unchanged(held, expected)
    goals = list(held.row.goals.prefetch_related("activities"))
    check_submittable(
        goals=len(goals),
        activities=sum(len(goal.activities.all()) for goal in goals),
        idle_goals=[str(goal.words) for goal in goals if not goal.activities.all()],
    )
    held.touch()
    held.move(state, submitted_at=now, state_reason="")
    held.keep()
    held.note("plan.submitted")
    tell_approvers(held.row, kind="approval", by=by, now=now)
    return held.row


def check_unchanged(held: HeldPlan, expected: int) -> None:
    """
    Refuse a step on a plan that was written in since its page was opened.

    :raises SavedMeanwhileError: if it was
    """
    if held.row.version != expected:
        raise SavedMeanwhileError(current=held.row)


@transaction.atomic
def approve_plan(*, plan_id: int, expected: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Approve a submitted plan: from now on all offices read it, and it is part of the consolidated plan.

    :raises UnableToMovePlan: if it is not the actor's step, or their own work
    """
    held = locked_plan(plan_id, by=by, now=now)
    state = held.check(PlanStep.APPROVE)
    check_unchanged(held, expected)
    held.move(state, approved_at=now, visibility=Visibility.SHARED, state_reason="")
    held.keep()
    held.note("plan.approved")
    tell_writers(held.row, kind="approved", by=by, now=now)
    return held.row


@transaction.atomic
def move_plan(*, plan_id: int, step: PlanStep, reason: str = "", by: Actor, now: datetime) -> AnnualPlan:
    """
    Take a plan back, return it, open it again; or the same with its results.

    :raises UnableToMovePlan: if the step is not there, or not the actor's
    :raises PlanReasonMissingError: without a reason where one is needed
    """
    held = locked_plan(plan_id, by=by, now=now)
    state = held.check(step, reason=reason)
    values: dict[str, object] = {"state_reason": reason.strip()[:500]}
    if step is PlanStep.REOPEN:
        # No part of the consolidated plan any more, so no longer for all offices either.
        values |= {"visibility": Visibility.OFFICE, "approved_at": None}
    if step is PlanStep.RETURN_RESULTS:
        values |= {"results_approved_at": None}
    held.move(state, **values)
    held.note(EVENTS[step])
    if step in {PlanStep.RETURN, PlanStep.REOPEN, PlanStep.RETURN_RESULTS}:
        tell_writers(held.row, kind=step.value, by=by, now=now)
    return held.row


EVENTS = {
    PlanStep.RECALL: "plan.recalled",
    PlanStep.RETURN: "plan.returned",
    PlanStep.REOPEN: "plan.reopened",
    PlanStep.RECALL_RESULTS: "plan.results_recalled",
    PlanStep.RETURN_RESULTS: "plan.results_returned",
}


@transaction.atomic
def tell_result(*, activity_id: int, values: ResultValues, expected: int, by: Actor, now: datetime) -> PlannedActivity:
    """
    Tell what a planned activity cost, or why it was not held; whether it was held is seen from the activities.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToMovePlan: before the plan is approved, or once its results are submitted
    """
    row, held = held_activity(activity_id, step=PlanStep.EDIT_RESULTS, by=by, now=now)
    check_krw(values.spent_krw)
    before = {"spent_krw": row.spent_krw, "not_held_reason": row.not_held_reason}
    row.spent_krw, row.not_held_reason = values.spent_krw, values.not_held_reason.strip()[:500]
    save_version(row=row, expected=expected, fields=["spent_krw", "not_held_reason"])
    held.touch(of_results=True)
    after = {"spent_krw": row.spent_krw, "not_held_reason": row.not_held_reason}
    held.note("plan.result_told", before=before, activity=row.pk, **after)
    return row


@transaction.atomic
def submit_results(*, plan_id: int, expected: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Submit the results of an approved plan.

    :raises UnableToSavePlan: if an activity was not held and nobody says why
    :raises SavedMeanwhileError: if somebody wrote in it in between
    """
    held = locked_plan(plan_id, by=by, now=now)
    state = held.check(PlanStep.SUBMIT_RESULTS)
    check_unchanged(held, expected)
    check_results(unexplained=unexplained_activities(held.row))
    held.touch(of_results=True)
    held.move(state, results_submitted_at=now, state_reason="")
    held.keep()
    held.note("plan.results_submitted")
    tell_approvers(held.row, kind="results_approval", by=by, now=now)
    return held.row


@transaction.atomic
def approve_results(*, plan_id: int, expected: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Approve the results of a plan.

    :raises UnableToMovePlan: if it is not the actor's step, or their own work
    """
    held = locked_plan(plan_id, by=by, now=now)
    state = held.check(PlanStep.APPROVE_RESULTS)
    check_unchanged(held, expected)
    held.move(state, results_approved_at=now, state_reason="")
    held.keep()
    held.note("plan.results_approved")
    tell_writers(held.row, kind="results_approved", by=by, now=now)
    return held.row


@transaction.atomic
def comment_on_plan(*, plan_id: int, text: TranslatedText, by: Actor, now: datetime) -> PlanComment:
    """
    Say something on a plan that the actor reads.

    :raises NotYoursError: for one who only looks on
    :raises UnableToSavePlan: without words
    """
    held = locked_plan(plan_id, by=by, now=now)
    if by.user_id is None or by.office_id is None or not held.parts:
        raise NotYoursError(_("Comments come from the province, the association and the ministry. Ask one of them."))
    if not text:
        raise UnableToSavePlan(_("Write the comment first."))
    row = PlanComment.objects.create(plan=held.row, office_id=by.office_id, author_id=by.user_id, text=text, at=now)
    held.note("plan.commented", comment=row.pk)
    tell_writers(held.row, kind="comment", by=by, now=now)
    return row
