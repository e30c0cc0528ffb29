"""Results of a plan are filled in from activities, requests and visits; what was planned and not held is marked."""

from datetime import date

import pytest
from django.forms import ModelChoiceField
from django.test import Client
from django.utils import translation

from gagyo.accounts.choices import Visibility
from gagyo.ambassadors.actions.activities import add_activity
from gagyo.ambassadors.actions.plan_steps import move_plan, submit_results, tell_result
from gagyo.ambassadors.actions.plans import remove_activity
from gagyo.ambassadors.forms.activities import ActivityForm
from gagyo.ambassadors.models import Activity, AnnualPlan, PlannedActivity, Posting
from gagyo.ambassadors.queries.links import activity_links
from gagyo.ambassadors.queries.plan_results import held_and_missed, result_figures, results_of
from gagyo.ambassadors.queries.plans import plan_for
from gagyo.ambassadors.rules.activities import ActivityValues, UnableToSaveActivity
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.rules.plan_values import ResultValues, UnableToSavePlan
from gagyo.ambassadors.tests.make_plans import (
    NOW,
    YEAR,
    PlanCast,
    approved_plan,
    fresh,
    make_plan_cast,
    user_of,
)
from gagyo.common.rules import Actor
from gagyo.support.choices import LegState, RequestState
from gagyo.support.models import SupportRequest
from gagyo.visits.choices import VisitState
from gagyo.visits.tests.make import make_visit

pytestmark = pytest.mark.django_db
DAY = date(YEAR, 1, 10)
AFTER = date(YEAR, 12, 31)


@pytest.fixture
def cast() -> PlanCast:
    """Everybody who takes part, with somebody posted to the province."""
    cast = make_plan_cast()
    begun = date(YEAR - 1, 1, 1)
    Posting.objects.create(office=cast.office, province=cast.province, name_ko="박국제", starts_on=begun)
    return cast


def fulfil(plan: AnnualPlan, by: Actor, *, visibility: str = Visibility.SHARED) -> Activity:
    """Record what fulfils a plan's first activity."""
    planned = PlannedActivity.objects.filter(goal__plan=plan).order_by("pk")[0]
    posting = Posting.objects.past_access(because="a test").get()
    values = ActivityValues(
        posting_id=posting.pk, name_ko="연 상담회", day=DAY, planned_id=planned.pk, visibility=visibility
    )
    return add_activity(values=values, by=by, now=NOW)


def test_a_planned_activity_is_held_once_an_activity_is_recorded_for_it(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager, values={"month": 1})
    plan = plan_for(actor=cast.ambassador, plan_id=plan.pk)
    held, missed = held_and_missed(plan, results_of(plan, actor=cast.ambassador), today=AFTER)
    assert (len(held), len(missed)) == (0, 1)
    done = fulfil(plan, cast.ambassador)
    results = results_of(plan, actor=cast.ambassador)
    held, missed = held_and_missed(plan, results, today=AFTER)
    assert (len(held), len(missed), results.by_planned) == (1, 0, {held[0].pk: [done]})
    submit_results(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)


def test_results_without_an_activity_or_a_reason_are_not_submitted(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    row = PlannedActivity.objects.get(goal__plan=plan)
    spent = ResultValues(spent_krw=1000)
    tell_result(activity_id=row.pk, values=spent, expected=row.version, by=cast.ambassador, now=NOW)
    with pytest.raises(UnableToSavePlan):
        submit_results(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)


@pytest.mark.each_engine
def test_requests_and_visits_of_the_year_are_counted_and_opened(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    for number, answered in enumerate((NOW, None, NOW.replace(year=YEAR - 1))):
        SupportRequest.objects.create(
            number=f"R-{number}",
            office=cast.office,
            name_ko=f"요청 {number}",
            asker=cast.province,
            created_at=NOW,
            sent_at=NOW,
            answered_at=answered,
        )
    make_visit(office=cast.office, starts_on=DAY, name_ko="온 대표단", state=VisitState.DONE)
    make_visit(office=cast.office, starts_on=DAY, name_ko="취소한 방문", state=VisitState.CANCELLED)
    seen = plan_for(actor=cast.ambassador, plan_id=plan.pk)
    results = results_of(seen, actor=cast.ambassador)
    assert [row.number for row in results.requests] == ["R-0"]
    assert [row.name_ko for row in results.visits] == ["온 대표단"]
    assert [figure.value for figure in result_figures(seen, results, today=AFTER)][3:] == [1, 0, 1]
    client = Client()
    client.force_login(user_of(cast.ambassador))
    with translation.override("ko"):
        page = client.get(plan.get_absolute_url(), {"show": "visits"}).content.decode()
    assert ("온 대표단" in page, "취소한 방문" in page) == (True, False)


def test_parts_that_the_ambassador_answered_are_counted_and_opened_as_far_as_one_reads_them(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    last_year = NOW.replace(year=YEAR - 1)
    for number, (state, answered, confidentiality, office) in enumerate(
        (
            (LegState.ANSWERED, NOW, "normal", cast.office),
            (LegState.ANSWERED, NOW, "restricted", cast.office),
            (LegState.ANSWERED, last_year, "normal", cast.office),
            (LegState.ACCEPTED, None, "normal", cast.office),
            (LegState.REFUSED, None, "normal", cast.office),
            (LegState.ANSWERED, NOW, "normal", cast.other_office),
        )
    ):
        asked = SupportRequest.objects.create(
            number=f"P-{number}",
            office=cast.other_office,
            name_ko=f"맡긴 요청 {number}",
            asker=cast.other_province,
            state=RequestState.UNDER_WAY,
            confidentiality=confidentiality,
            created_at=last_year,
            sent_at=last_year,
        )
        asked.legs.create(office=office, state=state, proposed_at=last_year, sent_at=last_year, answered_at=answered)
    seen = plan_for(actor=cast.ambassador, plan_id=plan.pk)
    results = results_of(seen, actor=cast.ambassador)
    assert [leg.request.number for leg in results.parts] == ["P-0", "P-1"]
    assert [figure.value for figure in result_figures(seen, results, today=AFTER)] == [0, 1, 0, 0, 2, 0]
    assert [leg.request.number for leg in results_of(seen, actor=cast.ministry).parts] == ["P-0"]
    for who, shown in ((cast.ambassador, [True, True, False]), (cast.ministry, [True, False, False])):
        client = Client()
        client.force_login(user_of(who))
        with translation.override("ko"):
            page = client.get(plan.get_absolute_url(), {"show": "parts"}).content.decode()
        assert [f"맡긴 요청 {number}" in page for number in range(3)] == shown


def test_another_office_sees_that_it_was_held_but_not_an_activity_that_is_not_shared(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    fulfil(plan, cast.ambassador, visibility=Visibility.OFFICE)
    seen = plan_for(actor=cast.other_manager, plan_id=plan.pk)
    results = results_of(seen, actor=cast.other_manager)
    assert (len(results.held), results.by_planned, results.activities) == (1, {}, 0)


def test_an_activity_fulfils_only_an_approved_plan_of_the_own_office(cast: PlanCast) -> None:
    theirs = approved_plan(cast.other_ambassador, cast.other_manager)
    with pytest.raises(UnableToSaveActivity):
        fulfil(theirs, cast.ambassador)


def test_what_is_planned_for_a_later_year_is_not_fulfilled_before(cast: PlanCast) -> None:
    later = approved_plan(cast.ambassador, cast.manager, year=YEAR + 1)
    with pytest.raises(UnableToSaveActivity, match=str(YEAR + 1)):
        fulfil(later, cast.ambassador)
    now = approved_plan(cast.ambassador, cast.manager)
    row = fulfil(now, cast.ambassador)
    links = activity_links(cast.ambassador, row=row)
    field = ActivityForm(links=links).fields["planned"]
    assert isinstance(field, ModelChoiceField) and field.queryset is not None
    with translation.override("ko"):
        offered = [field.label_from_instance(each) for each in field.queryset]
    assert offered == [f"{YEAR + 1} · 4월 · 상담회", f"{YEAR} · 4월 · 상담회"]


def test_what_was_held_is_not_removed_from_a_plan_that_is_opened_again(cast: PlanCast) -> None:
    plan = approved_plan(cast.ambassador, cast.manager)
    fulfil(plan, cast.ambassador)
    move_plan(plan_id=plan.pk, step=PlanStep.REOPEN, reason="고칠 것", by=cast.ministry, now=NOW)
    row = PlannedActivity.objects.get(goal__plan=plan)
    with pytest.raises(UnableToSavePlan):
        remove_activity(activity_id=row.pk, by=cast.ambassador, now=NOW)
