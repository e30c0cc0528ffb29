"""The screens of plans: what is shown to whom, forms that save or say why not, and a constant number of queries."""

from collections.abc import Iterator

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gagyo.ambassadors.actions.plan_steps import comment_on_plan, submit_plan
from gagyo.ambassadors.actions.plans import put_plan_away
from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.models import AnnualPlan, ClockDay, PlanGoal, PlannedActivity
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
from gagyo.common.views.shown import today_of
from gagyo.registry.tests.make import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> PlanCast:
    """Everybody who takes part."""
    return make_plan_cast()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def client_of(actor: Actor) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user_of(actor))
    return client


def text_of(client: Client, name: str, *args: object) -> str:
    """Return what a page says."""
    return client.get(reverse(f"ambassadors:{name}", args=args)).content.decode()


def test_a_plan_is_begun_filled_and_submitted_with_plain_forms(cast: PlanCast) -> None:
    client, year = client_of(cast.ambassador), today_of().year + 1
    sent = {"year": year, "text_language": "en", "text_original": "A year of exports", "text_state": "none"}
    assert client.post(reverse("ambassadors:plan_add"), sent).status_code == 302
    plan = AnnualPlan.objects.own(cast.ambassador).get()
    again = client.post(reverse("ambassadors:plan_add"), sent)
    assert (again.status_code, "has a plan for" in again.content.decode()) == (422, True)
    goal = {"field": "exports", "text_language": "en", "text_original": "Fifty talks", "text_state": "none"}
    client.post(reverse("ambassadors:goal_add", args=[plan.pk]), goal)
    empty = client.post(reverse("ambassadors:plan_submit", args=[plan.pk]), {"version": fresh(plan).version})
    assert (empty.status_code, "at least one goal and one activity" in empty.content.decode()) == (422, True)
    partner = make_body(name_ko="하노이", name_en="Hanoi", country="VN")
    activity = {
        "goal": PlanGoal.objects.get(plan=plan).pk,
        "name_en": "Consultation",
        "month": 9,
        "budget_krw": 5_000_000,
        "partner_1": partner.pk,
    }
    client.post(reverse("ambassadors:planned_add", args=[plan.pk]), activity)
    row = PlannedActivity.objects.get(goal__plan=plan)
    assert (row.name, row.month, row.budget_krw) == ("Consultation", 9, 5_000_000)
    assert list(row.countries.values_list("code", flat=True)) == ["VN"]
    done = client.post(reverse("ambassadors:plan_submit", args=[plan.pk]), {"version": fresh(plan).version})
    assert (done.status_code, fresh(plan).state) == (302, PlanState.SUBMITTED)


def test_a_plan_that_is_not_approved_is_not_shown_to_other_offices_and_its_activities_neither(cast: PlanCast) -> None:
    plan = plan_of(cast.ambassador, values={"name": "비밀 교섭"})
    outside = (cast.other_manager, cast.ministry, cast.association)
    for actor in outside:
        client = client_of(actor)
        assert client.get(reverse("ambassadors:plan", args=[plan.pk])).status_code == 404
        assert "비밀 교섭" not in text_of(client, "consolidated", YEAR)
        assert "Draft" in text_of(client, "consolidated", YEAR)
    assert "비밀 교섭" in text_of(client_of(cast.manager), "plan", plan.pk)


def test_an_approved_plan_is_shown_to_all_offices(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager, values={"name": "하노이 상담회"})
    for actor in (cast.other_manager, cast.ministry, cast.auditor):
        assert "하노이 상담회" in text_of(client_of(actor), "plan", plan.pk)


def test_the_writer_is_not_offered_the_approval_and_is_refused_it(cast: PlanCast) -> None:
    plan = plan_of(cast.manager)
    submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.manager, now=NOW)
    url = reverse("ambassadors:plan_approve", args=[plan.pk])
    assert url not in text_of(client_of(cast.manager), "plan", plan.pk)
    assert url in text_of(client_of(cast.second_manager), "plan", plan.pk)
    refused = client_of(cast.manager).post(url, {"version": fresh(plan).version})
    assert (refused.status_code, "nobody approves their own work" in refused.content.decode()) == (422, True)
    client_of(cast.second_manager).post(url, {"version": fresh(plan).version})
    assert fresh(plan).state == PlanState.APPROVED


def test_a_plan_written_in_since_its_page_was_opened_is_not_approved_unseen(cast: PlanCast) -> None:
    plan = plan_of(cast.ambassador)
    submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.ambassador, now=NOW)
    seen = fresh(plan).version
    AnnualPlan.objects.filter(pk=plan.pk).update(version=seen + 1)
    answer = client_of(cast.manager).post(reverse("ambassadors:plan_approve", args=[plan.pk]), {"version": seen})
    assert (answer.status_code, fresh(plan).state) == (302, PlanState.SUBMITTED)


def test_a_return_needs_a_reason_and_the_page_says_it(cast: PlanCast) -> None:
    plan = plan_of(cast.ambassador)
    submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.ambassador, now=NOW)
    url = reverse("ambassadors:plan_return", args=[plan.pk])
    assert client_of(cast.manager).post(url, {"reason": " "}).status_code == 422
    client_of(cast.manager).post(url, {"reason": "Tell the budget"})
    assert fresh(plan).state == PlanState.RETURNED
    assert "Tell the budget" in text_of(client_of(cast.ambassador), "plan", plan.pk)


def test_the_ministry_opens_an_approved_plan_again_and_it_leaves_the_other_offices(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    url = reverse("ambassadors:plan_reopen", args=[plan.pk])
    client_of(cast.ministry).post(url, {"reason": "Two overlap"})
    assert (fresh(plan).state, fresh(plan).state_reason) == (PlanState.RETURNED, "Two overlap")
    assert client_of(cast.other_manager).get(reverse("ambassadors:plan", args=[plan.pk])).status_code == 404


def test_a_second_save_of_a_goal_is_shown_and_not_lost(cast: PlanCast) -> None:
    plan = plan_of(cast.ambassador)
    goal = plan.goals.get()
    client, url = client_of(cast.ambassador), reverse("ambassadors:goal_edit", args=[goal.pk])
    page = client.get(url)
    held = {"version": page.context["seen_version"], "was": page.context["was"]}
    sent = {**held, "field": "exports", "text_language": "ko", "text_state": "none"}
    assert client.post(url, {**sent, "text_original": "수출 상담 50건"}).status_code == 302
    assert client.post(url, {**sent, "text_original": "수출 상담 70건"}).status_code == 409
    assert str(PlanGoal.objects.get(pk=goal.pk).words) == "수출 상담 50건"


def test_a_goal_with_activities_is_not_removed(cast: PlanCast) -> None:
    plan = plan_of(cast.ambassador)
    url = reverse("ambassadors:goal_remove", args=[plan.goals.get().pk])
    answer = client_of(cast.ambassador).post(url)
    assert (answer.status_code, plan.goals.count()) == (422, 1)


def test_a_comment_reaches_the_writers_by_mail(cast: PlanCast, mailoutbox: list[EmailMessage]) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    mailoutbox.clear()
    sent = {"text_language": "en", "text_original": "Go together", "text_state": "none"}
    answer = client_of(cast.association).post(reverse("ambassadors:plan_comment", args=[plan.pk]), sent)
    assert answer.status_code == 302
    assert "Go together" in text_of(client_of(cast.ambassador), "plan", plan.pk)
    assert [mail.to for mail in mailoutbox] == [[user_of(cast.ambassador).email]]


def test_a_plan_that_was_put_away_is_brought_back(cast: PlanCast) -> None:
    plan = plan_of(cast.ambassador)
    put_plan_away(plan_id=plan.pk, by=cast.ambassador, now=NOW)
    client = client_of(cast.ambassador)
    assert "This plan is put away" in text_of(client, "plan", plan.pk)
    assert client.get(reverse("ambassadors:plan_edit", args=[plan.pk])).status_code == 404
    client.post(reverse("ambassadors:plan_restore", args=[plan.pk]))
    assert fresh(plan).archived_at is None


def test_the_versions_that_were_kept_are_shown(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager, values={"name": "하노이 상담회"})
    PlannedActivity.objects.filter(goal__plan=plan).update(name_ko="바뀐 이름")
    page = text_of(client_of(cast.ambassador), "plan_version", plan.pk, 2)
    assert ("하노이 상담회" in page, "바뀐 이름" in page) == (True, False)


def test_a_day_of_the_clock_is_changed_for_one_year(cast: PlanCast) -> None:
    year = today_of().year + 1
    url = reverse("ambassadors:clock_edit", args=[year, "plan"])
    assert client_of(cast.ambassador).get(url).status_code == 403
    assert client_of(cast.ministry).post(url, {"due_on": f"{year - 1}-12-07"}).status_code == 302
    assert "7 December" in client_of(cast.ambassador).get(reverse("ambassadors:clock"), {"year": year}).content.decode()
    assert ClockDay.objects.filter(event="plan", year=None, month=11, day=30).exists()


def filled(plan: AnnualPlan, cast: PlanCast, *, rows: int) -> AnnualPlan:
    """Give a plan goals, activities with partners and comments."""
    for number in range(rows):
        goal = goal_for(plan, cast.ambassador)
        partner = make_body(name_ko=f"도시 {plan.pk} {number}", country="VN")
        planned_for(goal, cast.ambassador, partner_ids=(partner.pk,))
        comment_on_plan(plan_id=plan.pk, text=TranslatedText("의견"), by=cast.manager, now=NOW)
    return plan


def test_a_plan_takes_as_many_queries_with_three_goals_as_with_one(
    cast: PlanCast,
) -> None:
    one = filled(plan_of(cast.ambassador), cast, rows=1)
    three = filled(plan_of(cast.ambassador, year=YEAR + 1), cast, rows=3)
    client = client_of(cast.ambassador)
    assert queries(client, "plan", one.pk) == queries(client, "plan", three.pk)


def queries(client: Client, name: str, *args: object) -> int:
    """Return how many queries a page takes, once it was opened before."""
    text_of(client, name, *args)
    with CaptureQueriesContext(connection) as caught:
        text_of(client, name, *args)
    return len(caught)


def test_the_lists_take_as_many_queries_with_two_plans_as_with_one(cast: PlanCast) -> None:
    client = client_of(cast.ministry)
    approved_plan(cast.ambassador, cast.manager)
    before = [queries(client, "plans"), queries(client, "consolidated", YEAR)]
    approved_plan(cast.other_ambassador, cast.other_manager)
    filled_year = [queries(client, "plans"), queries(client, "consolidated", YEAR)]
    assert before == filled_year


def test_my_work_tells_what_the_yearly_clock_asks_and_in_how_many_days(cast: PlanCast) -> None:
    today = today_of()
    ClockDay.objects.create(event="plan", year=today.year, month=today.month, day=today.day, years_before=0)
    ClockDay.objects.create(event="consolidated", year=today.year, month=today.month, day=today.day, years_before=0)
    work = reverse("pages:work")
    assert f"Plan year {today.year}: Plan of the province" in client_of(cast.ambassador).get(work).content.decode()
    assert f"Plan year {today.year}: Consolidated plan" in client_of(cast.ministry).get(work).content.decode()
    approved_plan(cast.ambassador, cast.manager, year=today.year)
    page = client_of(cast.ambassador).get(work).content.decode()
    assert f"Plan year {today.year}: Plan of the province" not in page


def test_the_filter_chooses_the_year_that_is_shown(cast: PlanCast) -> None:
    form = client_of(cast.ambassador).get(reverse("ambassadors:plans")).context["form"]
    assert form["year"].value() == str(today_of().year)
