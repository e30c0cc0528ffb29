"""Whoever leaves the pool is expected nowhere: withdrawn, told, and a stand-in is proposed."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import system
from gagyo.visits.actions.interpreters import archive_interpreter, forget_destroyed
from gagyo.visits.actions.visits import archive_visit
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import Interpreter, Stop, Visit
from gagyo.visits.queries.interpreting import missing_stops, needs_of_visit, open_tasks
from gagyo.visits.rules.interpreting import UnusableLinkError
from gagyo.visits.tests.asking_interpreters import ask, key_in, say, states, visit_to_interpret
from gagyo.visits.tests.make import make_stop
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office()


@pytest.fixture
def visit(office: Office) -> Visit:
    """A visit with two stops to interpret."""
    return visit_to_interpret(office=office)


def test_whoever_is_archived_is_withdrawn_told_and_a_stand_in_proposed(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    make_interpreter(office=office, name_ko="이대신")
    ask(visit, row)
    say(key_in(mailoutbox[0]), "accepted")
    past = make_stop(visit=visit, site=None, kind="other", language="vi", day=NOW.date() - timedelta(days=9))
    make_task(stop=past, interpreter=row, state=AnswerState.ACCEPTED, asked_at=NOW - timedelta(days=30))
    mailoutbox.clear()
    archive_interpreter(interpreter_id=row.pk, by=make_actor(office=office), now=NOW)
    assert sorted(states(row)) == ["accepted", "withdrawn", "withdrawn"]
    told, officer = mailoutbox
    assert (told.to, "does not need you" in str(told.body)) == (["park@example.org"], True)
    assert visit.officer
    assert (officer.to, "외국어지원단에서 빠져" in str(officer.body)) == ([visit.officer.email], True)
    assert "이대신" in str(officer.body)
    missing = list(missing_stops(actor=make_actor(office=office), now=NOW))
    assert missing == list(Stop.objects.filter(visit=visit).exclude(pk=past.pk).order_by("starts_at"))
    events = AuditRecord.objects.filter(event="visit.interpreter_withdrawn", about_id=str(visit.pk))
    assert events.count() == 1


def test_the_nightly_task_withdraws_those_whose_contact_was_destroyed(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    mailoutbox.clear()
    assert row.person
    row.person.delete()
    nightly = system(label="nightly.forget_destroyed_interpreters")
    forget_destroyed(by=nightly, now=NOW)
    forget_destroyed(by=nightly, now=NOW)
    assert states(row) == ["withdrawn"] * 2
    assert visit.officer
    assert [(mail.to, f"#{row.pk}은(는) 외국어지원단에서 빠져" in str(mail.body)) for mail in mailoutbox] == [
        ([visit.officer.email], True)
    ]


def test_a_yes_of_somebody_who_left_covers_nothing(visit: Visit, office: Office) -> None:
    row = make_interpreter(office=office)
    for stop in visit.stops.all():
        make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    assert [each.is_covered for each in needs_of_visit(visit=visit, now=NOW)] == [True]
    Interpreter.objects.filter(pk=row.pk).update(archived_at=NOW)
    assert [each.is_covered for each in needs_of_visit(visit=visit, now=NOW)] == [False]
    assert missing_stops(actor=make_actor(office=office), now=NOW).count() == 2
    assert list(open_tasks(interpreter_ids=[row.pk])) == []


def test_archiving_says_what_was_taken_back(client: Client, office: Office) -> None:
    visit = visit_to_interpret(office=office)
    stop = visit.stops.all()[0]
    begins = timezone.now() + timedelta(days=7)
    Stop.objects.filter(pk=stop.pk).update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    row = make_interpreter(office=office)
    make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    client.force_login(make_member(office=office).user)
    answer = client.post(reverse("visits:interpreter_archive", args=[row.pk]), follow=True)
    assert "1 stop to come was taken back" in answer.content.decode()


def test_an_archived_visit_needs_nobody(visit: Visit, office: Office, mailoutbox: list[EmailMessage]) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    ask(visit, row)
    archive_visit(visit_id=visit.pk, by=make_actor(office=office), now=NOW)
    assert states(row) == ["withdrawn"] * 2
    assert [mail.to for mail in mailoutbox[1:]] == [["park@example.org"]]
    with pytest.raises(UnusableLinkError):
        say(key_in(mailoutbox[0]), "accepted")
