"""Annual plans: begun, goals and activities written, put away."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions.plan_rows import HeldPlan, locked_plan
from gagyo.ambassadors.models import Activity, AnnualPlan, PlanGoal, PlannedActivity
from gagyo.ambassadors.queries.plan_offices import posting_on, province_of
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.rules.plan_parts import may_plan
from gagyo.ambassadors.rules.plan_values import (
    ActivityValues,
    GoalValues,
    UnableToSavePlan,
    check_activity,
    check_goal,
)
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.registry.models import Body, Country

MOST_PARTNERS = 20


@transaction.atomic
def add_plan(*, year: int, words: TranslatedText, by: Actor, now: datetime) -> AnnualPlan:
    """
    Begin the plan of the actor's province for a year.

    :raises NotYoursError: if the actor writes no plans, or works in no province's office
    :raises UnableToSavePlan: if there is one already, or the year cannot be
    """
    province = province_of(by.office_id)
    if province is None or not may_plan(actor=by):
        raise NotYoursError(_("Annual plans are written in the office of a province. Switch to such an office."))
    today = timezone.localdate(now)
    if not today.year - 2 <= year <= today.year + 2:
        raise UnableToSavePlan(_("Choose a year from two years ago to two years ahead."))
    # Two who begin at once wait for each other here, and the second is told so instead of by the constraint.
    Body.objects.select_for_update().get(pk=province.pk)
    rows = AnnualPlan.objects.past_access(because="a province has one plan of a year, whoever sees it")
    if rows.filter(province=province, year=year, archived_at=None).exists():
        raise UnableToSavePlan(_("Your province has a plan for %(year)d already. Open it instead.") % {"year": year})
    row = AnnualPlan.objects.create(
        office_id=by.office_id,
        province=province,
        posting=posting_on(province_id=province.pk, day=today),
        year=year,
        words=words,
        created_at=now,
    )
    record(event="plan.created", by=by, at=now, about=row, after=values_of(row))
    locked_plan(row.pk, by=by, now=now).touch()
    row.refresh_from_db()
    return row


@transaction.atomic
def edit_plan(*, plan_id: int, words: TranslatedText, expected: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Change the outline of a draft or a returned plan.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToMovePlan: in another state
    """
    held = locked_plan(plan_id, by=by, now=now)
    held.check(PlanStep.EDIT)
    before = values_of(held.row)
    held.row.words = words
    save_version(row=held.row, expected=expected)
    held.touch()
    held.note("plan.changed", before=before, **values_of(held.row))
    return held.row


@transaction.atomic
def add_goal(*, plan_id: int, values: GoalValues, by: Actor, now: datetime) -> PlanGoal:
    """
    Add a goal.

    :raises UnableToMovePlan: unless the plan is a draft or returned
    :raises UnableToSavePlan: if its values cannot be
    """
    held = locked_plan(plan_id, by=by, now=now)
    held.check(PlanStep.EDIT)
    check_goal(values)
    goal = PlanGoal.objects.create(
        plan=held.row, field=values.field, words=values.words, order=held.row.goals.count() + 1
    )
    held.touch()
    held.note("plan.goal_added", goal=values_of(goal))
    return goal


@transaction.atomic
def edit_goal(*, goal_id: int, values: GoalValues, expected: int, by: Actor, now: datetime) -> PlanGoal:
    """
    Change a goal.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToMovePlan: unless the plan is a draft or returned
    """
    goal, held = _held_goal(goal_id, by=by, now=now)
    check_goal(values)
    before = values_of(goal)
    goal.field, goal.words = values.field, values.words
    save_version(row=goal, expected=expected)
    held.touch()
    held.note("plan.goal_changed", before={"goal": before}, goal=values_of(goal))
    return goal


@transaction.atomic
def remove_goal(*, goal_id: int, by: Actor, now: datetime) -> None:
    """
    Take a goal out of the plan; one with activities stays, so that none is lost with it.

    :raises UnableToSavePlan: while something is planned for it
    """
    goal, held = _held_goal(goal_id, by=by, now=now)
    if goal.activities.exists():
        raise UnableToSavePlan(_("Activities are planned for this goal. Move them to another goal, or remove them."))
    before = values_of(goal)
    goal.delete()
    held.touch()
    held.note("plan.goal_removed", before={"goal": before})


def _held_goal(goal_id: int, *, by: Actor, now: datetime) -> tuple[PlanGoal, HeldPlan]:
    plan_id = PlanGoal.objects.values_list("plan_id", flat=True).get(pk=goal_id)
    held = locked_plan(plan_id, by=by, now=now)
    held.check(PlanStep.EDIT)
    return PlanGoal.objects.select_for_update(of=("self",)).get(pk=goal_id), held


@transaction.atomic
def add_activity(*, plan_id: int, values: ActivityValues, by: Actor, now: datetime) -> PlannedActivity:
    """
    Plan an activity.

    :raises UnableToMovePlan: unless the plan is a draft or returned
    :raises UnableToSavePlan: if its values cannot be, or its goal is another plan's
    """
    held = locked_plan(plan_id, by=by, now=now)
    held.check(PlanStep.EDIT)
    row = PlannedActivity(order=PlannedActivity.objects.filter(goal__plan=held.row).count() + 1)
    _assign(row, values, held)
    row.save()
    _set_links(row, values)
    held.touch()
    held.note("plan.activity_added", activity=activity_values(row))
    return row


@transaction.atomic
def edit_activity(
    *, activity_id: int, values: ActivityValues, expected: int, by: Actor, now: datetime
) -> PlannedActivity:
    """
    Change a planned activity.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToMovePlan: unless the plan is a draft or returned
    """
    row, held = held_activity(activity_id, step=PlanStep.EDIT, by=by, now=now)
    before = activity_values(row)
    _assign(row, values, held)
    save_version(row=row, expected=expected)
    _set_links(row, values)
    held.touch()
    held.note("plan.activity_changed", before={"activity": before}, activity=activity_values(row))
    return row


@transaction.atomic
def remove_activity(*, activity_id: int, by: Actor, now: datetime) -> None:
    """
    Take a planned activity out of the plan; the versions that were kept still hold it.

    :raises UnableToMovePlan: unless the plan is a draft or returned
    :raises UnableToSavePlan: if it was held already
    """
    row, held = held_activity(activity_id, step=PlanStep.EDIT, by=by, now=now)
    if Activity.objects.past_access(because="what was held stays, whoever sees it").filter(planned=row).exists():
        raise UnableToSavePlan(_("It was held already: an activity is recorded for it, so it stays in the plan."))
    before = activity_values(row)
    row.delete()
    held.touch()
    held.note("plan.activity_removed", before={"activity": before})


def held_activity(activity_id: int, *, step: PlanStep, by: Actor, now: datetime) -> tuple[PlannedActivity, HeldPlan]:
    """
    Return a planned activity and its plan, both locked, the plan first.

    :raises UnableToMovePlan: if the plan allows no such step now
    """
    plan_id = PlannedActivity.objects.values_list("goal__plan_id", flat=True).get(pk=activity_id)
    held = locked_plan(plan_id, by=by, now=now)
    held.check(step)
    return PlannedActivity.objects.select_for_update(of=("self",)).get(pk=activity_id), held


def _assign(row: PlannedActivity, values: ActivityValues, held: HeldPlan) -> None:
    check_activity(values)
    if not PlanGoal.objects.filter(pk=values.goal_id, plan=held.row).exists():
        raise UnableToSavePlan(_("That goal is not in this plan any more. Choose another."))
    row.goal_id, row.month, row.budget_krw = values.goal_id, values.month, values.budget_krw
    row.name_ko, row.name_en = (values.name_ko or values.name_en).strip(), values.name_en.strip()
    row.partner_words = values.partner_words.strip()


def _set_links(row: PlannedActivity, values: ActivityValues) -> None:
    if len(values.partner_ids) > MOST_PARTNERS:
        raise UnableToSavePlan(_("Name at most %(n)d partners.") % {"n": MOST_PARTNERS})
    partners = list(Body.objects.filter(pk__in=values.partner_ids))
    # A partner's country needs no second entry; home is no country of an activity abroad.
    codes = {*values.countries, *(body.country_id for body in partners if body.country_id != "KR")}
    row.partners.set(partners)
    row.countries.set(Country.objects.filter(code__in=codes))


def activity_values(row: PlannedActivity) -> dict[str, Any]:
    """Return a planned activity for the audit record, with its partners and countries."""
    return {
        **values_of(row),
        "partners": sorted(row.partners.values_list("pk", flat=True)),
        "countries": sorted(row.countries.values_list("code", flat=True)),
    }


@transaction.atomic
def put_plan_away(*, plan_id: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Archive a draft or a returned plan.

    :raises UnableToMovePlan: in another state
    """
    held = locked_plan(plan_id, by=by, now=now)
    held.check(PlanStep.PUT_AWAY)
    archive(row=held.row, by=by, now=now, event="plan.archived")
    return held.row


@transaction.atomic
def bring_plan_back(*, plan_id: int, by: Actor, now: datetime) -> AnnualPlan:
    """
    Bring an archived plan back.

    :raises UnableToSavePlan: if another was begun for that year meanwhile
    """
    held = locked_plan(plan_id, by=by, now=now, archived=True)
    held.check(PlanStep.PUT_AWAY)
    rows = AnnualPlan.objects.past_access(because="a province has one plan of a year, whoever sees it")
    if rows.filter(province=held.row.province_id, year=held.row.year, archived_at=None).exists():
        raise UnableToSavePlan(
            _("Your province has a plan for %(year)d already. Open it instead.") % {"year": held.row.year}
        )
    restore(row=held.row, by=by, now=now, event="plan.restored")
    return held.row
