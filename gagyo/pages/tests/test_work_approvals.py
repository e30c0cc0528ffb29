"""My work: what waits for one's approval or came back stands there for whoever can act on it, and for nobody else."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gagyo.accounts.models import User
from gagyo.accounts.tests.make import NOW, TODAY
from gagyo.ambassadors.actions.activities import add_activity
from gagyo.ambassadors.actions.advice import ask_as_officer
from gagyo.ambassadors.actions.cases import begin_case, edit_case, move_case
from gagyo.ambassadors.actions.plan_steps import move_plan, submit_plan
from gagyo.ambassadors.actions.postings import add_posting
from gagyo.ambassadors.models import AnnualPlan, Case
from gagyo.ambassadors.queries.cases import case_values_of
from gagyo.ambassadors.rules.activities import ActivityValues
from gagyo.ambassadors.rules.advice import AdviceValues
from gagyo.ambassadors.rules.plan_moves import CaseStep, PlanStep
from gagyo.ambassadors.rules.postings import PostingValues
from gagyo.ambassadors.tests.make_plans import PlanCast, make_plan_cast, plan_of
from gagyo.common.rules import Actor
from gagyo.support.actions.approvals import return_request, submit_request
from gagyo.support.tests.make import make_cast, make_request, text, user_id

pytestmark = pytest.mark.django_db


def client_of(actor: Actor) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id or 0))
    return client


def counted(actor: Actor) -> dict[str, int]:
    """Return what waits by its slug; each number opens as many rows."""
    client = client_of(actor)
    page = client.get(reverse("pages:work"))
    found = {each.slug: figure.value for each, figure in page.context["figures"]}
    for slug, n in found.items():
        opened = client.get(reverse("pages:work"), {"show": slug})
        assert len(opened.context["chosen"].rows) == n
        assert opened.status_code == 200
    return found


def submitted(cast: PlanCast) -> AnnualPlan:
    """Make a plan that waits for its managers."""
    plan = plan_of(cast.ambassador)
    return submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.ambassador, now=NOW)


def a_case(cast: PlanCast) -> Case:
    """Make a case that waits for the managers."""
    posting = PostingValues(cast.province.pk, "박대사", TODAY.replace(month=1, day=1), user_id=cast.ambassador.user_id)
    row = add_posting(values=posting, by=cast.ministry, now=NOW)
    values = ActivityValues(posting_id=row.pk, name_ko="면담", name_en="Talk", day=TODAY)
    done = add_activity(values=values, by=cast.ambassador, now=NOW)
    case = begin_case(activity_id=done.pk, by=cast.ambassador, now=NOW)
    told = replace(
        case_values_of(case), situation=text("상황"), done=text("한 일"), result=text("결과"), lesson=text("교훈")
    )
    edit_case(case_id=case.pk, values=told, expected=case.version, by=cast.ambassador, now=NOW)
    case.refresh_from_db()
    return move_case(case_id=case.pk, step=CaseStep.SUBMIT, expected=case.version, by=cast.ambassador, now=NOW)


def test_a_plan_waits_for_managers_who_did_not_write_it_and_comes_back_to_its_writers() -> None:
    cast = make_plan_cast()
    plan = submitted(cast)
    assert counted(cast.manager) == {"plan-approvals": 1}
    assert counted(cast.ambassador) == counted(cast.other_manager) == counted(cast.auditor) == {}
    plan.writers.create(user_id=user_id(cast.manager))
    assert (counted(cast.manager), counted(cast.second_manager)) == ({}, {"plan-approvals": 1})
    move_plan(plan_id=plan.pk, step=PlanStep.RETURN, reason="예산", by=cast.second_manager, now=NOW)
    assert counted(cast.ambassador) == {"plans-returned": 1}
    assert counted(cast.auditor) == counted(cast.other_ambassador) == {}


def test_what_was_taken_back_by_its_writer_did_not_come_back() -> None:
    cast = make_plan_cast()
    plan = submitted(cast)
    move_plan(plan_id=plan.pk, step=PlanStep.RECALL, by=cast.ambassador, now=NOW)
    assert counted(cast.ambassador) == counted(cast.manager) == {}


def test_a_case_waits_for_managers_and_comes_back() -> None:
    cast = make_plan_cast()
    case = a_case(cast)
    assert (counted(cast.manager), counted(cast.ambassador)) == ({"case-approvals": 1}, {})
    move_case(case_id=case.pk, step=CaseStep.RETURN, reason="수치", expected=case.version, by=cast.manager, now=NOW)
    assert counted(cast.ambassador) == {"cases-returned": 1}


def test_a_question_waits_for_the_ambassadors_office() -> None:
    cast = make_plan_cast()
    a_case(cast)
    asked = AdviceValues("통관", "무엇이 필요합니까?")
    ask_as_officer(office_id=cast.office.pk, values=asked, by=cast.other_ambassador, now=NOW)
    assert counted(cast.ambassador)["advice"] == 1
    assert "advice" not in counted(cast.other_ambassador)


def test_a_request_waits_for_whose_turn_it_is_and_comes_back_to_its_officer() -> None:
    cast = make_cast()
    row = make_request(cast)
    approvers = [user_id(cast.manager), user_id(cast.second_manager)]
    submit_request(request_id=row.pk, approver_ids=approvers, expected=row.version, by=cast.officer, now=NOW)
    assert (counted(cast.manager), counted(cast.second_manager)) == ({"request-approvals": 1}, {})
    return_request(request_id=row.pk, reason="사업명", by=cast.manager, now=NOW)
    assert counted(cast.manager) == counted(cast.second_officer) == counted(cast.stranger) == {}
    assert counted(cast.officer) == {"requests-returned": 1}


def test_more_rows_take_no_more_queries() -> None:
    cast = make_plan_cast()
    client, url = client_of(cast.manager), reverse("pages:work") + "?show=plan-approvals"

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught)

    year = submitted(cast).year
    queries()
    one = queries()
    for another in (year + 1, year + 2):
        plan = plan_of(cast.ambassador, year=another)
        submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.ambassador, now=NOW)
    assert len(client.get(url).context["chosen"].rows) == 3
    assert queries() == one
