"""Reminders and escalation: in working time, once each, never while a leg waits for the asker."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from gagyo.accounts.choices import Role
from gagyo.accounts.models import User
from gagyo.accounts.tests.make import make_actor
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor, system
from gagyo.support.actions.absences import set_absence
from gagyo.support.actions.escalation import NAMED, Told, remind_and_escalate
from gagyo.support.actions.legs import accept_leg, pause_leg, resume_leg
from gagyo.support.models import Leg, WorkHours
from gagyo.support.rules.clock import Hours, due_of
from gagyo.support.rules.readers import Reader
from gagyo.support.tests.make import Cast, member, under_way, user_id
from gagyo.support.tests.test_requests import outbox
from gagyo.support.tests.test_screens import browser, html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SEOUL = ZoneInfo("Asia/Seoul")
CLOCK = system(label="test")
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=SEOUL)


def run(now: datetime) -> Told:
    """Run the job at a moment."""
    return remind_and_escalate(by=CLOCK, now=now)


def mail_of(actor: Actor) -> str:
    """Return the address of somebody."""
    return User.objects.get(pk=user_id(actor)).email


def test_the_moments_are_reckoned_in_working_time() -> None:
    due = due_of(Hours(), start=MONDAY)
    # 40 hours of eight a day: Friday at 18:00. A working day before it, half of one after it, and two days after it.
    assert [moment and moment.astimezone(SEOUL).strftime("%a %H:%M") for moment in due.columns().values()] == [
        "Tue 18:00",
        "Fri 18:00",
        "Thu 18:00",
        "Mon 14:00",
        "Tue 18:00",
    ]
    short = due_of(Hours(answer_hours=4, first_answer_hours=2), start=MONDAY)
    assert short.remind_at == MONDAY + timedelta(hours=2)


def test_what_the_asker_wants_earlier_is_reminded_of_earlier() -> None:
    wanted = datetime(2026, 6, 10, 18, 0, tzinfo=SEOUL)
    due = due_of(Hours(), start=MONDAY, wanted_by=wanted)
    assert (due.at, due.remind_at) == (wanted, datetime(2026, 6, 10, 9, 0, tzinfo=SEOUL))
    past = due_of(Hours(), start=MONDAY, wanted_by=MONDAY - timedelta(days=3))
    assert (past.at, past.remind_at) == (MONDAY, MONDAY)


def test_a_leg_is_reminded_of_and_escalated_once_each(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.bureau, now=MONDAY)
    chief = make_actor(membership=member(cast.bureau, Role.MANAGER, "국장님"))
    accept_leg(leg_id=leg.pk, by=cast.bureau_officer, now=MONDAY)
    outbox()
    assert run(MONDAY) == Told(0, 0, 0, 0)
    thursday, monday, tuesday = (MONDAY + timedelta(days=days, hours=10) for days in (3, 7, 8))
    assert run(thursday) == Told(1, 0, 0, 1)
    assert run(thursday) == run(thursday + timedelta(hours=1)) == Told(0, 0, 0, 0)
    assert [to for to, _subject in outbox()] == [mail_of(cast.bureau_officer)]
    assert run(monday) == Told(0, 1, 0, 1)
    assert run(monday) == Told(0, 0, 0, 0)
    assert [to for to, _subject in outbox()] == [mail_of(chief)]
    page = html(browser(cast.bureau_officer).get(f"/en/support/legs/{leg.pk}/"))
    assert "Reminded" in page and "the managers are told" in page
    told = run(tuesday)
    assert (told.escalated_further, run(tuesday)) == (1, Told(0, 0, 0, 0))
    assert {to for to, _subject in outbox()} == {mail_of(cast.router), mail_of(cast.director)}
    leg.refresh_from_db()
    assert [leg.reminded_at, leg.escalated_at, leg.escalated_further_at] == [thursday, monday, tuesday]
    assert "the ministry is told" in html(browser(cast.router).get("/en/support/"))
    assert AuditRecord.objects.filter(event="support_clock.told").count() == 3


def test_nothing_is_said_while_a_leg_waits_for_the_asker_and_the_clock_goes_on_after(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.bureau, now=MONDAY)
    accept_leg(leg_id=leg.pk, by=cast.bureau_officer, now=MONDAY)
    pause_leg(leg_id=leg.pk, reason="날짜는?", by=cast.bureau_officer, now=MONDAY + timedelta(days=1))
    assert run(MONDAY + timedelta(days=30)) == Told(0, 0, 0, 0)
    resume_leg(leg_id=leg.pk, by=cast.officer, now=MONDAY + timedelta(days=8))
    leg.refresh_from_db()
    # One of five days was worked, four are left from Tuesday on: Friday, and the reminder a working day before.
    assert leg.remind_at == datetime(2026, 6, 18, 18, 0, tzinfo=SEOUL)
    assert run(datetime(2026, 6, 18, 17, 59, tzinfo=SEOUL)) == Told(0, 0, 0, 0)
    assert run(datetime(2026, 6, 18, 18, 0, tzinfo=SEOUL)).reminded == 1


def test_an_owner_who_is_away_is_reminded_with_the_stand_in(cast: Cast) -> None:
    second = make_actor(membership=member(cast.hanoi, Role.MISSION_OFFICER, "하노이 동료"))
    (leg,) = under_way(cast, cast.hanoi, now=MONDAY)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=MONDAY)
    days = {"starts_on": MONDAY.date(), "ends_on": MONDAY.date() + timedelta(days=20)}
    set_absence(user_id=user_id(cast.consul), stand_in_id=user_id(second), **days, by=cast.consul, now=MONDAY)
    outbox()
    assert run(MONDAY + timedelta(days=4)).reminded == 1
    assert {to for to, _subject in outbox()} == {mail_of(cast.consul), mail_of(second)}


def test_a_restricted_request_is_escalated_to_those_alone_whom_it_names(cast: Cast) -> None:
    readers = (Reader(cast.desk.pk, cast.router.user_id),)
    (leg,) = under_way(cast, cast.hanoi, now=MONDAY, confidentiality="restricted", readers=readers)
    Leg.objects.filter(pk=leg.pk).update(remind_at=None, escalate_at=None)
    outbox()
    assert run(MONDAY + timedelta(days=20)).escalated_further == 1
    mails = outbox()
    assert mail_of(cast.router) in {to for to, _subject in mails}
    assert mail_of(cast.director) not in {to for to, _subject in mails}


def test_legs_without_moments_are_reckoned_and_a_past_reminder_is_left_out(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.bureau, now=MONDAY)
    WorkHours.objects.create(
        office=cast.bureau, hours={"0": [["09:00", "10:00"]]}, answer_hours=1, first_answer_hours=1
    )
    Leg.objects.update(remind_at=None, escalate_at=None, escalate_further_at=None)
    told = run(MONDAY + timedelta(days=1))
    leg.refresh_from_db()
    assert (told.reminded, leg.remind_at) == (0, None)
    assert leg.escalate_at == MONDAY + timedelta(days=28, hours=1)


def test_a_run_asks_the_same_for_one_leg_and_many(cast: Cast) -> None:
    asked = []
    for number in (1, 4):
        for _each in range(number):
            under_way(cast, cast.hanoi, cast.bureau, now=MONDAY)
        with CaptureQueriesContext(
            connection,
        ) as found:
            told = run(MONDAY + timedelta(days=20 + number))
        assert (told.reminded, told.escalated, told.escalated_further) == (2 * number,) * 3
        asked.append(len(found))
    assert asked[0] == asked[1]


@override_settings(EMAIL_BACKEND="gagyo.common.actions.mail.OutboxBackend")
def test_a_run_that_ends_in_the_middle_is_done_whole_by_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    legs = [under_way(cast, office, now=MONDAY)[0] for office in (cast.bureau, cast.hanoi)]
    outbox()
    late = MONDAY + timedelta(days=20)
    with monkeypatch.context() as broken:
        broken.setattr("gagyo.support.actions.escalation.record", lambda **_words: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(late)
    assert (outbox(), Leg.objects.exclude(reminded_at=None).count()) == ([], 0)
    told = run(late + timedelta(hours=1))
    assert (told.reminded, told.escalated, told.escalated_further) == (len(legs),) * 3
    mails = outbox()
    assert len(mails) == len(set(mails)) == told.mails
    assert run(late + timedelta(hours=2)) == Told(0, 0, 0, 0)


def test_a_mail_names_those_due_first_and_counts_the_rest(cast: Cast) -> None:
    legs = []
    for hours in range(NAMED + 2):
        legs += under_way(cast, cast.bureau, now=MONDAY + timedelta(minutes=hours))
    outbox()
    Leg.objects.filter(pk=legs[0].pk).update(due_at=MONDAY + timedelta(days=60))
    assert run(MONDAY + timedelta(days=10)).escalated_further == len(legs)
    sent = [each for each in mail.outbox if each.to == [mail_of(cast.router)]][-1]
    assert f"({len(legs)})" in sent.subject and "그 밖에 2건" in sent.body
    named = [line for line in str(sent.body).splitlines() if line in {leg.request.number for leg in legs}]
    assert named == [leg.request.number for leg in legs[1 : NAMED + 1]]
