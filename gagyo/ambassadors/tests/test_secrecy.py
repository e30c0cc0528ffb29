"""What stays with those whom it concerns: firms' words after their time, drafts and talk on plans, who has left."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import Membership
from gagyo.ambassadors.actions.advice import answer_question, confirm_question, destroy_expired_questions
from gagyo.ambassadors.actions.cases import begin_case
from gagyo.ambassadors.actions.plan_steps import approve_plan, comment_on_plan, move_plan, submit_plan
from gagyo.ambassadors.models import Activity, AnnualPlan, CaseFigure, Posting
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.tests.make import make_cast, make_posting
from gagyo.ambassadors.tests.make_plans import NOW, PlanCast, fresh, make_plan_cast, plan_of, user_of
from gagyo.ambassadors.tests.test_advice import asked, asked_by_firm
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.common.rules import ANYBODY, Actor
from gagyo.support.choices import Confidentiality, ItemOutcome, RequestState
from gagyo.support.models import RequestItem, SupportRequest

pytestmark = pytest.mark.django_db
WORDS = ("가나전자", "통관 서류", "관세청 이대리")


def activity() -> Activity:
    """Return the one activity that there is."""
    return Activity.objects.past_access(because="a test reads it").get()


def test_what_a_firm_asked_and_was_told_stands_in_no_record_and_ends_with_its_time() -> None:
    cast = make_cast()
    make_posting(cast)
    row, key = asked_by_firm(cast)
    confirm_question(key=key, by=ANYBODY, now=NOW)
    answer = "관세청 이대리에게 물으세요."
    answer_question(question_id=row.pk, answer=answer, minutes=5, expected=2, by=cast.ambassador, now=NOW)
    kept = " ".join(f"{each.about_label} {each.before} {each.after}" for each in AuditRecord.objects.all())
    assert [words for words in WORDS if words in kept] == []
    assert (activity().for_words, str(activity().outcome_text)) == ("가나전자", answer)
    destroy_expired_questions(by=Actor(label="nightly"), now=NOW + timedelta(days=366))
    done = activity()
    stays = f"{done.name_ko} {done.name_en} {done.for_words} {done.outcome_text}"
    assert [words for words in WORDS if words in stays] == []
    assert (row.number in done.name_ko, done.minutes, done.field) == (True, 5, "other")


def test_an_answer_to_one_office_is_not_shown_to_all() -> None:
    cast = make_cast()
    make_posting(cast)
    answer_question(
        question_id=asked(cast).pk, answer="준비하세요.", minutes=5, expected=1, by=cast.ambassador, now=NOW
    )
    assert list(Activity.objects.for_user(cast.ambassador)) == [activity()]
    assert list(Activity.objects.for_user(cast.desk)) == []


def page_for(actor: Actor, href: str) -> str:
    """Return a page as somebody sees it, in English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user_of(actor))
    return client.get(f"/en{href.removeprefix('/ko')}" if href.startswith("/ko") else href).content.decode()


@pytest.fixture
def plan_cast() -> PlanCast:
    """Everybody who takes part."""
    return make_plan_cast()


def approved_at_second_go(cast: PlanCast) -> AnnualPlan:
    """Make a plan that was returned with a reason, talked about, and approved."""
    plan = plan_of(cast.ambassador)
    submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.ambassador, now=NOW)
    move_plan(plan_id=plan.pk, step=PlanStep.RETURN, reason="예산이 큽니다", by=cast.manager, now=NOW)
    comment_on_plan(plan_id=plan.pk, text=TranslatedText("안에서만 하는 말"), by=cast.ambassador, now=NOW)
    submit_plan(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)
    return approve_plan(plan_id=plan.pk, expected=fresh(plan).version, by=cast.manager, now=NOW)


def test_other_offices_read_an_approved_plan_and_neither_its_drafts_nor_the_talk_on_it(plan_cast: PlanCast) -> None:
    plan = approved_at_second_go(plan_cast)
    href = plan.get_absolute_url()
    kept = {
        each.number: reverse("ambassadors:plan_version", args=[plan.pk, each.number]) for each in plan.versions.all()
    }
    assert list(kept) == [1, 2, 3]
    inside, outside = page_for(plan_cast.ambassador, href), page_for(plan_cast.other_ambassador, href)
    assert all(part in inside for part in ("안에서만 하는 말", *kept.values()))
    assert "상담회" in outside
    assert [part for part in ("안에서만 하는 말", kept[1], kept[2]) if part in outside] == []
    assert kept[3] in outside
    client = Client()
    client.force_login(user_of(plan_cast.other_ambassador))
    assert [client.get(each).status_code for each in kept.values()] == [404, 404, 200]
    assert "안에서만 하는 말" in page_for(plan_cast.ministry, href)


def test_a_reason_for_returning_results_stays_with_the_province_and_the_centre(plan_cast: PlanCast) -> None:
    plan = approved_at_second_go(plan_cast)
    AnnualPlan.objects.past_access(because="a test").filter(pk=plan.pk).update(
        state="results_returned", state_reason="숫자가 틀림"
    )
    href = plan.get_absolute_url()
    shown = [
        "숫자가 틀림" in page_for(who, href)
        for who in (plan_cast.ambassador, plan_cast.ministry, plan_cast.other_ambassador)
    ]
    assert shown == [True, True, False]


def test_who_wrote_a_plan_and_left_is_told_nothing_of_it(plan_cast: PlanCast) -> None:
    plan = plan_of(plan_cast.ambassador)
    submit_plan(plan_id=plan.pk, expected=plan.version, by=plan_cast.ambassador, now=NOW)
    account = user_of(plan_cast.ambassador)
    Membership.objects.filter(user=account).update(ends_on=timezone.localdate(NOW))
    mail.outbox.clear()
    move_plan(plan_id=plan.pk, step=PlanStep.RETURN, reason="고칠 것", by=plan_cast.manager, now=NOW)
    assert [each for each in mail.outbox if account.email in each.to] == []


@pytest.mark.parametrize(("confidentiality", "numbers"), [("normal", [1]), ("restricted", [])])
def test_a_case_begins_with_no_number_of_a_restricted_request(
    plan_cast: PlanCast, confidentiality: str, numbers: list[int]
) -> None:
    asked_for = SupportRequest.objects.create(
        office=plan_cast.office,
        asker=plan_cast.province,
        officer=user_of(plan_cast.ambassador),
        number="GG-2026-0001",
        name_ko="요청",
        field="exports",
        state=RequestState.ANSWERED,
        confidentiality=Confidentiality(confidentiality),
        created_at=NOW,
        sent_at=NOW,
    )
    RequestItem.objects.create(request=asked_for, text=TranslatedText("소개"), outcome=ItemOutcome.GRANTED)
    posting = Posting.objects.create(
        office=plan_cast.office, province=plan_cast.province, name_ko="박국제", starts_on=date(2025, 1, 1)
    )
    done = Activity.objects.create(
        office=plan_cast.office,
        posting=posting,
        name_ko="상담",
        day=date(2026, 1, 5),
        created_at=NOW,
        request=asked_for,
    )
    case = begin_case(activity_id=done.pk, by=plan_cast.ambassador, now=NOW)
    assert list(CaseFigure.objects.filter(case=case).values_list("value", flat=True)) == numbers
