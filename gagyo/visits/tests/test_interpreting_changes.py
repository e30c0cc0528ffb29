"""Interpreters who were asked and have not answered are told when what they were asked for changes or goes."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.models import AuditRecord
from gagyo.visits.actions.programme import add_stop, edit_stop, move_stop, remove_stop, undo_programme
from gagyo.visits.actions.programme_news import tell_changes
from gagyo.visits.actions.programme_proposal import apply_proposal
from gagyo.visits.actions.visits import move_visit
from gagyo.visits.choices import VisitState
from gagyo.visits.forms.programme import values_of_stop
from gagyo.visits.models import EndedLink, InterpreterTask, Stop, Visit
from gagyo.visits.queries.programme_proposal import fingerprint
from gagyo.visits.rules.interpreting import LINK_DAYS, UnusableLinkError
from gagyo.visits.rules.programme import StopValues
from gagyo.visits.tests.asking_interpreters import DAY, ask, key_in, say, states, visit_to_interpret
from gagyo.visits.tests.make_interpreters import make_interpreter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office()


@pytest.fixture
def visit(office: Office) -> Visit:
    """A visit with two stops to interpret."""
    return visit_to_interpret(office=office)


def taken_out(visit: Visit, stop: Stop) -> int:
    """Take a stop out as its officer."""
    by = make_actor(office=visit.office)
    return remove_stop(visit_id=visit.pk, stop_id=stop.pk, expected=stop.version, by=by, now=NOW)


def page(client: Client, key: str) -> tuple[int, str]:
    """Return status and text of the page behind a link."""
    found = client.get(reverse("visits:interpreting_answer", args=[key]))
    return found.status_code, found.content.decode()


def test_a_stop_that_is_taken_out_is_told_to_who_was_asked_and_the_link_says_so(
    visit: Visit, office: Office, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    ask(visit, row)
    key = key_in(mailoutbox[0])
    first, second = visit.stops.all()
    taken_out(visit, first)
    assert [each.to for each in mailoutbox[1:]] == [["park@example.org"]]
    assert "does not need you" in str(mailoutbox[1].body)
    assert f"{DAY.isoformat()} 10:00–11:00 Tour of the hall" in str(mailoutbox[1].body)
    assert "Park" not in str(mailoutbox[1].body)
    taken_out(visit, second)
    status, text = page(client, key)
    assert (status, "does not need you for this any more" in text) == (410, True)
    with pytest.raises(UnusableLinkError):
        say(key, "accepted")
    events = AuditRecord.objects.filter(event="visit.interpreter_withdrawn", about_id=str(visit.pk))
    assert events.count() == 2


def test_who_said_yes_to_a_stop_that_is_taken_out_gets_one_mail(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    ask(visit, make_interpreter(office=office, email="park@example.org"))
    say(key_in(mailoutbox[0]), "accepted")
    mailoutbox.clear()
    taken_out(visit, visit.stops.all()[0])
    assert [(each.to, "not need you" in str(each.body)) for each in mailoutbox] == [(["park@example.org"], True)]


def test_a_stop_that_is_moved_is_told_to_who_was_asked_and_the_link_still_serves(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    ask(visit, row)
    stop = visit.stops.all()[0]
    by = make_actor(office=office)
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=30, by=by, now=NOW)
    assert mailoutbox[1:] == []
    tell_changes(visit_id=visit.pk, by=by, now=NOW)
    assert [each.to for each in mailoutbox[1:]] == [["park@example.org"]]
    body = str(mailoutbox[1].body)
    assert ("10:00–11:00" in body, "10:30–11:30" in body, "/programme/" in body) == (True, True, False)
    assert "The link in the mail that asked you to interpret" in body
    assert [task.state for task in say(key_in(mailoutbox[0]), "accepted")] == ["accepted", "accepted"]


def test_a_stop_in_another_language_needs_another_interpreter(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    stop = visit.stops.all()[0]
    values = StopValues(**{**values_of_stop(stop).__dict__, "language": "mn"})
    edit_stop(visit_id=visit.pk, stop_id=stop.pk, values=values, expected=1, by=make_actor(office=office), now=NOW)
    assert (sorted(states(row)), len(mailoutbox)) == (["asked", "withdrawn"], 2)
    assert "not need you" in str(mailoutbox[1].body)


def test_an_undone_stop_and_one_that_a_proposal_takes_out_are_told_too(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    by = make_actor(office=office)
    values = StopValues(**{**values_of_stop(visit.stops.all()[0]).__dict__, "language": "vi"})
    stop, left = add_stop(
        visit_id=visit.pk, values=StopValues(**{**values.__dict__, "title_en": "More", **at(16)}), by=by, now=NOW
    )
    ask(visit, make_interpreter(office=office))
    undo_programme(visit_id=visit.pk, record_id=left, by=by, now=NOW)
    assert not Stop.objects.filter(pk=stop.pk).exists()
    assert "More" in str(mailoutbox[1].body)
    removed = [visit.stops.all()[0].pk]
    apply_proposal(visit_id=visit.pk, planned=[], removed=removed, seen=fingerprint(visit), by=by, now=NOW)
    assert "Tour of the hall" in str(mailoutbox[2].body)
    assert len(mailoutbox) == 3


def at(hour: int) -> dict[str, object]:
    """Return the times of a stop of an hour."""
    moment = NOW.replace(hour=hour, minute=0)
    return {"starts": moment.time(), "ends": (moment + timedelta(hours=1)).time()}


def test_a_cancelled_visit_is_told_to_who_has_not_answered(
    visit: Visit, office: Office, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    ask(visit, row)
    move_visit(
        visit_id=visit.pk,
        wanted=VisitState.CANCELLED,
        reason="Storm",
        expected=visit.version,
        by=make_actor(office=office),
        now=NOW,
    )
    assert ([each.to for each in mailoutbox[1:]], states(row)) == ([["park@example.org"]], ["withdrawn"] * 2)
    status, text = page(client, key_in(mailoutbox[0]))
    assert (status, "This visit was cancelled" in text) == (410, True)


def test_ended_links_are_let_go_once_they_would_be_past_their_date(visit: Visit, office: Office) -> None:
    EndedLink.objects.create(token_hash="old", ended_at=NOW - timedelta(days=LINK_DAYS))
    EndedLink.objects.create(token_hash="young", ended_at=NOW - timedelta(days=LINK_DAYS - 1))
    (task, _other) = ask(visit, make_interpreter(office=office))
    taken_out(visit, task.stop)
    assert set(EndedLink.objects.values_list("token_hash", flat=True)) == {"young", task.token_hash}
    assert not InterpreterTask.objects.filter(pk=task.pk).exists()


def test_nobody_is_told_of_a_stop_that_is_over(visit: Visit, office: Office, mailoutbox: list[EmailMessage]) -> None:
    ask(visit, make_interpreter(office=office))
    late = NOW + timedelta(days=60)
    stop = visit.stops.all()[0]
    remove_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, by=make_actor(office=office), now=late)
    assert len(mailoutbox) == 1
