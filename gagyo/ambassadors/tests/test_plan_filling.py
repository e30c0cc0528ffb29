"""An empty plan is filled from the plan of the year before, in one press, and in no other case."""

import pytest
from django.test import Client
from django.urls import reverse

from gagyo.ambassadors.actions.plan_filling import fill_plan
from gagyo.ambassadors.actions.plan_steps import submit_plan, tell_result
from gagyo.ambassadors.actions.plans import add_plan
from gagyo.ambassadors.models import AnnualPlan
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.ambassadors.rules.plan_moves import UnableToMovePlan
from gagyo.ambassadors.rules.plan_values import ResultValues, UnableToSavePlan
from gagyo.ambassadors.tests.make_plans import (
    NOW,
    YEAR,
    PlanCast,
    approved_plan,
    fresh,
    goal_for,
    make_plan_cast,
    plan_of,
    planned_for,
    user_of,
)
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.registry.tests.make import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> PlanCast:
    """Everybody who takes part."""
    return make_plan_cast()


def empty_plan(by: Actor, *, year: int = YEAR + 1) -> AnnualPlan:
    """Begin a plan without goals."""
    return add_plan(year=year, words=TranslatedText("새해"), by=by, now=NOW)


def without_ids(plan: AnnualPlan) -> list[object]:
    """Return the goals and activities of a plan as they read."""
    goals = content_of(plan)["goals"]
    return [
        (
            goal["field"],
            goal["words"],
            [{k: v for k, v in each.items() if k != "id"} for each in goal["activities"]],
        )
        for goal in goals
    ]


def test_goals_activities_and_partners_come_over_and_results_do_not(cast: PlanCast) -> None:
    hanoi, gone = make_body(name_ko="하노이", country="VN"), make_body(name_ko="없어진 곳", country="JP")
    values = {"partner_ids": (hanoi.pk, gone.pk), "budget_krw": 5_000_000, "partner_words": "무역협회"}
    last = approved_plan(cast.ambassador, cast.manager, values=values)
    (each,) = last.goals.get().activities.all()
    before = without_ids(last)
    told = ResultValues(spent_krw=4_000_000, not_held_reason="태풍")
    tell_result(activity_id=each.pk, values=told, expected=each.version, by=cast.ambassador, now=NOW)
    gone.archived_at = NOW
    gone.save()
    plan = empty_plan(cast.ambassador)
    fill_plan(plan_id=plan.pk, by=cast.ambassador, now=NOW)
    (copied,) = fresh(plan).goals.get().activities.all()
    assert (copied.spent_krw, copied.not_held_reason, list(copied.partners.all())) == (None, "", [hanoi])
    copied.partners.add(gone)
    assert without_ids(fresh(plan)) == before
    # Whoever pressed the button wrote it, and so does not approve it.
    assert [row.user_id for row in plan.writers.all()] == [cast.ambassador.user_id]


def test_a_plan_with_goals_is_not_filled_over(cast: PlanCast) -> None:
    approved_plan(cast.ambassador, cast.manager)
    plan = empty_plan(cast.ambassador)
    goal_for(plan, cast.ambassador)
    with pytest.raises(UnableToSavePlan):
        fill_plan(plan_id=plan.pk, by=cast.ambassador, now=NOW)
    assert fresh(plan).goals.count() == 1


def test_another_provinces_or_an_empty_plan_fills_nothing(cast: PlanCast) -> None:
    approved_plan(cast.other_ambassador, cast.other_manager)
    plan = empty_plan(cast.ambassador)
    with pytest.raises(UnableToSavePlan, match=str(YEAR)):
        fill_plan(plan_id=plan.pk, by=cast.ambassador, now=NOW)
    empty_plan(cast.ambassador, year=YEAR)
    with pytest.raises(UnableToSavePlan, match=str(YEAR)):
        fill_plan(plan_id=plan.pk, by=cast.ambassador, now=NOW)


def test_only_a_draft_of_ones_own_is_filled(cast: PlanCast) -> None:
    plan_of(cast.ambassador)
    plan = empty_plan(cast.ambassador)
    with pytest.raises(AnnualPlan.DoesNotExist):
        fill_plan(plan_id=plan.pk, by=cast.other_ambassador, now=NOW)
    planned_for(goal_for(plan, cast.ambassador), cast.ambassador)
    submit_plan(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)
    with pytest.raises(UnableToMovePlan):
        fill_plan(plan_id=plan.pk, by=cast.ambassador, now=NOW)


def test_the_button_stands_where_it_can_be_pressed_and_says_why_it_cannot(client: Client, cast: PlanCast) -> None:
    client.force_login(user_of(cast.ambassador))
    plan = empty_plan(cast.ambassador)
    page, press = plan.get_absolute_url(), reverse("ambassadors:plan_fill", args=[plan.pk])
    assert press not in client.get(page).content.decode()
    refused = client.post(press, follow=True)
    assert f"{YEAR}" in str(list(refused.context["messages"]))
    plan_of(cast.ambassador)
    assert press in client.get(page).content.decode()
    client.post(press)
    assert fresh(plan).goals.count() == 1
    assert press not in client.get(page).content.decode()
