"""An empty plan is filled from the plan of the year before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.ambassadors.actions.plan_rows import locked_plan
from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity
from gagyo.ambassadors.queries.plans import plan_of_last_year
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.common.rules import Actor


@transaction.atomic
def fill_plan(*, plan_id: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Fill an empty plan with last year's goals and activities: their months, budgets, partners and countries.

    What became of them stays behind, and so do partners that the registry has put away.
    :raises UnableToMovePlan: unless the plan is a draft or returned
    :raises UnableToSavePlan: if it has a goal already, or last year's plan has none or does not exist
    """
    held = locked_plan(plan_id, by=by, now=now)
    held.check(PlanStep.EDIT)
    row, last_year = held.row, held.row.year - 1
    if row.goals.exists():
        raise UnableToSavePlan(_("This plan has goals already. Remove them first, or add what is missing by hand."))
    before = plan_of_last_year(row)
    if before is None:
        raise UnableToSavePlan(
            _("Your province has no plan for %(year)d here. Add the goals by hand.") % {"year": last_year}
        )
    goals = list(before.goals.prefetch_related("activities__partners", "activities__countries"))
    if not goals:
        raise UnableToSavePlan(_("The plan for %(year)d has no goal. Add the goals by hand.") % {"year": last_year})
    made = 0
    for goal in goals:
        new = PlanGoal.objects.create(plan=row, field=goal.field, words=goal.words, order=goal.order)
        for each in goal.activities.all():
            _copy(each, goal=new)
            made += 1
    held.touch()
    held.note("plan.filled", last=before.pk, goals=len(goals), activities=made)
    return row


def _copy(each: PlannedActivity, *, goal: PlanGoal) -> None:
    names = {"name_ko": each.name_ko, "name_en": each.name_en, "partner_words": each.partner_words}
    new = PlannedActivity.objects.create(
        goal=goal, month=each.month, budget_krw=each.budget_krw, order=each.order, **names
    )
    new.partners.set(body for body in each.partners.all() if body.archived_at is None)
    new.countries.set(each.countries.all())
