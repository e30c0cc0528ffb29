"""The advice desk: asked by an officer or a firm, due in working time, answered once, and an activity by that."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions.advice import (
    answer_question,
    ask_as_firm,
    ask_as_officer,
    confirm_question,
    destroy_expired_questions,
    make_request,
    withdraw_own_question,
)
from gagyo.ambassadors.actions.handover import take_over
from gagyo.ambassadors.choices import AdviceState
from gagyo.ambassadors.models import Activity, AdviceQuestion
from gagyo.ambassadors.rules.advice import AdviceValues, UnableToAsk, UnableToMoveAdvice
from gagyo.ambassadors.tests.make import NOW, Cast, make_cast, make_posting
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, Actor

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")
PLAIN = AdviceValues("통관 서류", "어떤 서류가 필요합니까?", field="exports")
FIRM = AdviceValues(
    "통관 서류", "어떤 서류가 필요합니까?", organisation="가나전자", contact_name="이대리", email="firm@example.com"
)


def account(actor: Actor) -> User:
    assert actor.user_id
    return User.objects.get(pk=actor.user_id)


def asked(cast: Cast, *, now: datetime = NOW) -> AdviceQuestion:
    return ask_as_officer(office_id=cast.office.pk, values=PLAIN, by=cast.stranger, now=now)


def asked_by_firm(cast: Cast, *, now: datetime = NOW) -> tuple[AdviceQuestion, str]:
    row = ask_as_firm(office_id=cast.office.pk, values=FIRM, by=ANYBODY, now=now)
    found = re.search(r"/questions/([^/\s]+)/", str(mail.outbox[-1].body))
    assert found
    return row, found[1]


def test_a_question_is_due_in_the_working_time_of_the_office_over_a_weekend_and_a_holiday() -> None:
    cast = make_cast()
    make_posting(cast)
    # Monday 4 May 2026, 10:00: 40 working hours, without Children's Day on Tuesday and the weekend.
    assert asked(cast).due_at == datetime(2026, 5, 12, 10, 0, tzinfo=SEOUL)


def test_an_answer_is_an_activity_and_is_given_once() -> None:
    cast = make_cast()
    make_posting(cast)
    row = asked(cast)
    given = {"answer": "원산지증명서를 준비하세요.", "minutes": 25}
    answer_question(question_id=row.pk, expected=1, by=cast.ambassador, now=NOW, **given)  # type: ignore[arg-type]
    done = Activity.objects.past_access(because="a test reads it").get()
    found = (done.kind, done.name_ko, done.minutes, done.field, done.for_words, str(done.outcome_text))
    assert found == ("advice", "통관 서류", 25, "exports", "부산시", "원산지증명서를 준비하세요.")
    with pytest.raises(UnableToMoveAdvice):
        answer_question(question_id=row.pk, answer="다시", minutes=1, expected=2, by=cast.ambassador, now=NOW)
    assert [each.to for each in mail.outbox] == [[account(cast.ambassador).email], [account(cast.stranger).email]]


def test_only_the_provinces_office_answers() -> None:
    cast = make_cast()
    make_posting(cast)
    row = asked(cast)
    with pytest.raises(NotYoursError):
        answer_question(question_id=row.pk, answer="내가", minutes=1, expected=1, by=cast.stranger, now=NOW)
    with pytest.raises(AdviceQuestion.DoesNotExist):
        answer_question(question_id=row.pk, answer="내가", minutes=1, expected=1, by=cast.desk, now=NOW)


def test_nobody_is_asked_where_nobody_is_posted() -> None:
    cast = make_cast()
    with pytest.raises(UnableToAsk):
        asked(cast)


def test_a_firms_question_counts_once_its_address_is_confirmed_and_no_mail_quotes_it() -> None:
    cast = make_cast()
    make_posting(cast)
    row, key = asked_by_firm(cast)
    assert not AdviceQuestion.objects.for_user(cast.ambassador).exists()
    confirm_question(key=key, by=ANYBODY, now=NOW)
    assert AdviceQuestion.objects.for_user(cast.ambassador).get() == row
    answer_question(
        question_id=row.pk, answer="관세청에 문의하세요", minutes=5, expected=2, by=cast.ambassador, now=NOW
    )
    assert [
        text for each in mail.outbox for text in ("통관 서류", "관세청") if text in f"{each.subject} {each.body}"
    ] == []
    assert Activity.objects.past_access(because="a test reads it").get().visibility == "office"


def test_a_link_ends_after_its_time_and_an_address_is_not_flooded() -> None:
    cast = make_cast()
    make_posting(cast)
    _row, key = asked_by_firm(cast)
    with pytest.raises(UnableToMoveAdvice):
        confirm_question(key=key, by=ANYBODY, now=NOW + timedelta(days=4))
    asked_by_firm(cast)
    asked_by_firm(cast)
    with pytest.raises(UnableToAsk):
        asked_by_firm(cast)


def test_a_firms_data_is_destroyed_after_its_time_and_the_record_never_had_it() -> None:
    cast = make_cast()
    make_posting(cast)
    row, key = asked_by_firm(cast)
    confirm_question(key=key, by=ANYBODY, now=NOW)
    lost, _key = asked_by_firm(cast)
    later = NOW + timedelta(days=366)
    assert destroy_expired_questions(by=Actor(label="nightly"), now=later) == 2
    row.refresh_from_db()
    assert (row.organisation, row.email, row.question, row.field) == ("", "", "", "other")
    assert not AdviceQuestion.objects.filter(pk=lost.pk).exists()
    records = " ".join(str(each.after) for each in AuditRecord.objects.all())
    assert [words for words in ("가나전자", "firm@example.com", "이대리") if words in records] == []


def test_one_press_makes_a_filled_request_and_only_one() -> None:
    cast = make_cast()
    make_posting(cast)
    row = asked(cast)
    made = make_request(question_id=row.pk, by=cast.ambassador, now=NOW)
    found = (made.name_ko, made.field, made.asker, made.office, [str(item.text) for item in made.items.all()])
    assert found == ("통관 서류", "exports", cast.province, cast.office, ["어떤 서류가 필요합니까?"])
    with pytest.raises(UnableToMoveAdvice):
        make_request(question_id=row.pk, by=cast.ambassador, now=NOW)


def test_open_questions_go_to_the_successor() -> None:
    cast = make_cast()
    old = make_posting(cast, starts_on=date(2025, 1, 1))
    row = asked(cast, now=datetime(2025, 12, 1, 10, 0, tzinfo=SEOUL))
    old.ends_on = date(2026, 3, 31)
    old.save()
    make_posting(cast, who=cast.successor, starts_on=date(2026, 4, 1))
    assert take_over(posting_id=old.pk, by=cast.successor, now=NOW) == 1
    row.refresh_from_db()
    assert (row.owner_id, row.state) == (cast.successor.user_id, AdviceState.WAITING)


def test_the_public_form_takes_no_program_and_the_link_shows_the_answer(client: Client) -> None:
    cast = make_cast()
    make_posting(cast)
    url = reverse("ambassadors:question_add", args=[cast.office.pk])
    data = {"field": "exports", "subject": "서류", "question": "무엇?", "organisation": "가나", "contact_name": "이"}
    data |= {"email": "a@example.com", "language": "ko", "agreed": "on", "stamp": "forged"}
    refused = client.post(url, data)
    assert (refused.status_code, AdviceQuestion.objects.count()) == (422, 0)
    trapped = client.post(url, {**data, "website": "http://x"})
    assert trapped.status_code == 422
    # The page reads the clock itself.
    row, key = asked_by_firm(cast, now=timezone.now())
    followed = reverse("ambassadors:question_followed", kwargs={"key": key})
    assert client.post(reverse("ambassadors:question_confirm", kwargs={"key": key})).status_code == 302
    answer_question(question_id=row.pk, answer="원산지증명서입니다", minutes=5, expected=2, by=cast.ambassador, now=NOW)
    assert "원산지증명서입니다" in client.get(followed).content.decode()


def test_the_desk_takes_the_same_queries_for_one_and_three_questions(client: Client) -> None:
    cast = make_cast()
    make_posting(cast)
    asked(cast)
    client.force_login(account(cast.ambassador))
    url = reverse("ambassadors:advice_desk")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    asked(cast)
    asked(cast)
    with CaptureQueriesContext(connection) as three:
        assert len(client.get(url).context["page"].object_list) == 3
    assert len(three) == len(one)


def test_an_officer_withdraws_a_question_of_the_own_office_once_and_its_owner_is_told(client: Client) -> None:
    cast = make_cast()
    make_posting(cast)
    row = asked(cast)
    with pytest.raises(NotYoursError):
        withdraw_own_question(question_id=row.pk, by=cast.ambassador, now=NOW)
    url = reverse("ambassadors:advice_withdraw", args=[row.pk])
    client.force_login(account(cast.ambassador))
    assert url not in client.get(row.get_absolute_url()).content.decode()
    client.force_login(account(cast.stranger))
    assert url in client.get(row.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 200
    mail.outbox.clear()
    assert client.post(url).status_code == 302
    row.refresh_from_db()
    assert row.state == AdviceState.WITHDRAWN
    assert [each.to for each in mail.outbox] == [[account(cast.ambassador).email]]
    assert client.post(url).status_code == 409
    with pytest.raises(UnableToMoveAdvice):
        answer_question(question_id=row.pk, answer="답", minutes=1, expected=row.version, by=cast.ambassador, now=NOW)


def test_an_answered_question_is_not_withdrawn(client: Client) -> None:
    cast = make_cast()
    make_posting(cast)
    row = asked(cast)
    answer_question(question_id=row.pk, answer="답", minutes=1, expected=1, by=cast.ambassador, now=NOW)
    with pytest.raises(UnableToMoveAdvice):
        withdraw_own_question(question_id=row.pk, by=cast.stranger, now=NOW)
    client.force_login(account(cast.stranger))
    url = reverse("ambassadors:advice_withdraw", args=[row.pk])
    assert client.get(url).status_code == 302
    assert url not in client.get(row.get_absolute_url()).content.decode()
