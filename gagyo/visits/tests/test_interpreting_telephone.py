"""What an interpreter answers by telephone is noted by the officer, with who noted it and when."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gagyo.accounts.models import Membership, Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.visits.actions.interpreting import note_answer
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import InterpreterTask, Visit
from gagyo.visits.rules.interpreting import UnableToAnswer
from gagyo.visits.tests.asking_interpreters import DAY, ask, key_in, say, states, visit_to_interpret
from gagyo.visits.tests.make import make_stop, make_visit
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office()


@pytest.fixture
def officer(office: Office) -> Membership:
    """Who picks up the telephone."""
    return make_member(office=office)


@pytest.fixture
def visit(office: Office) -> Visit:
    """A visit with two stops to interpret."""
    return visit_to_interpret(office=office)


def noted(task: InterpreterTask, wanted: str, *, officer: Membership, note: str = "") -> list[InterpreterTask]:
    """Note an answer."""
    by = make_actor(membership=officer)
    return note_answer(visit_id=task.stop.visit_id, task_id=task.pk, wanted=wanted, note=note, by=by, now=NOW)


def test_a_yes_by_telephone_is_kept_with_who_noted_it_and_lets_the_others_go(
    visit: Visit, office: Office, officer: Membership, mailoutbox: list[EmailMessage]
) -> None:
    row, other = make_interpreter(office=office), make_interpreter(office=office)
    task = ask(visit, row, other)[0]
    noted(task, "accepted", officer=officer, note="전화로 확인")
    task.refresh_from_db()
    assert (states(row), states(other)) == (["accepted"] * 2, ["withdrawn"] * 2)
    assert (task.noted_by, task.answered_at, task.note) == (officer.user, NOW, "전화로 확인")
    left = AuditRecord.objects.get(event="visit.interpreter_accepted_by_telephone")
    assert (left.actor_label, left.at, left.person_ids) == (str(officer.user), NOW, [row.person_id])
    assert "전화로 확인" not in str(vars(left))


def test_a_no_by_telephone_brings_a_stand_in_and_the_link_stands_so_too(
    visit: Visit, office: Office, officer: Membership, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    make_interpreter(office=office, name_ko="한대신")
    task = ask(visit, row)[0]
    noted(task, "declined", officer=officer)
    assert "한대신" in str(mailoutbox[1].body)
    with pytest.raises(UnableToAnswer, match="said no already"):
        say(key_in(mailoutbox[0]), "accepted")


def test_an_answer_by_the_link_is_nobody_s_note(
    visit: Visit, office: Office, officer: Membership, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    task = ask(visit, row)[0]
    noted(task, "accepted", officer=officer)
    say(key_in(mailoutbox[0]), "dropped")
    task.refresh_from_db()
    assert (task.state, task.noted_by) == ("dropped", None)


def test_only_what_follows_is_noted(visit: Visit, office: Office, officer: Membership) -> None:
    row = make_interpreter(office=office)
    task = ask(visit, row)[0]
    for wanted in ("dropped", "withdrawn", "asked", ""):
        with pytest.raises(UnableToAnswer, match="stands otherwise"):
            noted(task, wanted, officer=officer)
    Visit.objects.past_access(because="a test").filter(pk=visit.pk).update(state=VisitState.DONE)
    with pytest.raises(UnableToAnswer, match="over or cancelled"):
        noted(task, "accepted", officer=officer)
    assert states(row) == ["asked"] * 2


def test_no_yes_is_noted_of_somebody_who_interprets_elsewhere_then(
    visit: Visit, office: Office, officer: Membership
) -> None:
    row = make_interpreter(office=office)
    task = ask(visit, row)[0]
    other = make_visit(office=office, starts_on=DAY, name_en="Delegation of Hue", state=VisitState.CONFIRMED)
    stop = make_stop(visit=other, site=None, starts="10:30", ends="12:00", language="vi")
    make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    with pytest.raises(UnableToAnswer, match="Interprets for “Delegation of Hue”"):
        noted(task, "accepted", officer=officer)


def test_another_office_notes_nothing(visit: Visit, office: Office) -> None:
    Visit.objects.past_access(because="a test").filter(pk=visit.pk).update(visibility="public")
    task = ask(visit, make_interpreter(office=office))[0]
    with pytest.raises(NotYoursError):
        noted(task, "accepted", officer=make_member())


def test_the_page_notes_an_answer_and_says_by_whom(
    visit: Visit, office: Office, officer: Membership, client: Client
) -> None:
    for n, stop in enumerate(visit.stops.all()):
        stop.starts_at = timezone.now() + timedelta(days=7, hours=2 * n)
        stop.ends_at = stop.starts_at + timedelta(hours=1)
        stop.save()
    task = ask(visit, make_interpreter(office=office), now=timezone.now())[0]
    client.force_login(officer.user)
    page = reverse("visits:visit_interpreters", args=[visit.pk])
    assert "Note a yes" in client.get(page).content.decode()
    address = reverse("visits:interpreter_answer_noted", args=[visit.pk, task.pk])
    refused = client.post(address, {"answer": "accepted", "note": "Passport M1234567"}, follow=True).content.decode()
    assert ("“M1234567” looks like a passport number." in refused, states(task.interpreter)) == (True, ["asked"] * 2)
    told = client.post(address, {"answer": "accepted", "note": "Called at nine"}, follow=True).content.decode()
    assert f"by telephone, noted by {officer.user}" in told
    assert ("Called at nine" in told, "Note that they drop out" in told) == (True, True)
    again = client.post(address, {"answer": "accepted"}, follow=True).content.decode()
    assert "It stands otherwise meanwhile" in again
