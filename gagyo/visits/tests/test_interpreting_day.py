"""On the day itself: what is over takes no answer, keeps its hours, and stands in nobody's way."""

from datetime import date, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.registry.tests.make import make_person
from gagyo.visits.actions.interpreting import note_answer, withdraw_task
from gagyo.visits.actions.programme import edit_stop, remove_stop
from gagyo.visits.actions.programme_news import tell_changes
from gagyo.visits.actions.programme_versions import send_programme
from gagyo.visits.choices import AnswerState
from gagyo.visits.forms.programme import values_of_stop
from gagyo.visits.models import InterpreterTask, Stop, Visit
from gagyo.visits.queries.interpreting import candidates, need_of
from gagyo.visits.rules.interpreting import UnableToAnswer, UnusableLinkError
from gagyo.visits.rules.programme import StopValues, UnableToSaveStop
from gagyo.visits.rules.suggest import obstacles
from gagyo.visits.tests.asking_interpreters import ask, key_in, say, states, visit_to_interpret
from gagyo.visits.tests.make import SEOUL, make_stop
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
# Between the two stops of the visit, and after both.
NOON = datetime(2026, 6, 10, 12, tzinfo=SEOUL)
EVENING = datetime(2026, 6, 10, 20, tzinfo=SEOUL)


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office()


@pytest.fixture
def visit(office: Office) -> Visit:
    """A visit with a stop in the morning and one in the afternoon."""
    return visit_to_interpret(office=office)


def test_at_noon_the_link_answers_for_the_afternoon_alone(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    key = key_in(mailoutbox[0])
    assert [task.stop.title for task in say(key, "accepted", now=NOON)] == ["Park"]
    assert states(row) == ["asked", "accepted"]
    with pytest.raises(UnableToAnswer, match="said yes already"):
        say(key, "accepted", now=NOON)
    assert [task.stop.title for task in say(key, "dropped", now=NOON)] == ["Park"]
    with pytest.raises(UnusableLinkError, match="is over"):
        say(key, "accepted", now=EVENING)


def test_at_noon_a_yes_of_the_morning_is_not_dropped_with_a_no_of_the_afternoon(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    tasks = ask(visit, row)
    InterpreterTask.objects.filter(pk=tasks[0].pk).update(state=AnswerState.ACCEPTED)
    InterpreterTask.objects.filter(pk=tasks[1].pk).update(state=AnswerState.DECLINED)
    with pytest.raises(UnableToAnswer, match="said no already"):
        say(key_in(mailoutbox[0]), "dropped", now=NOON)
    by = make_actor(office=office)
    with pytest.raises(UnableToAnswer, match="It stands otherwise"):
        note_answer(visit_id=visit.pk, task_id=tasks[0].pk, wanted="dropped", note="", by=by, now=NOON)
    with pytest.raises(UnableToAnswer, match="is over or cancelled"):
        note_answer(visit_id=visit.pk, task_id=tasks[0].pk, wanted="dropped", note="", by=by, now=EVENING)


def test_the_page_behind_the_link_offers_what_the_afternoon_still_takes(
    visit: Visit, office: Office, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    row, now = make_interpreter(office=office), timezone.now()
    tasks = ask(visit, row)
    for task, hours in zip(tasks, (-2, 2), strict=True):
        begins = now + timedelta(hours=hours)
        Stop.objects.filter(pk=task.stop_id).update(starts_at=begins, ends_at=begins + timedelta(hours=1))
    InterpreterTask.objects.filter(pk=tasks[1].pk).update(state=AnswerState.ACCEPTED)
    InterpreterTask.objects.filter(interpreter=row).update(asked_at=now - timedelta(days=3))
    text = client.get(f"/en/interpreting/answer/{key_in(mailoutbox[0])}/").content.decode()
    assert ("I cannot come after all" in text, "Please answer yes or no" in text) == (True, False)


def test_taking_back_leaves_the_morning_s_hours(visit: Visit, office: Office, mailoutbox: list[EmailMessage]) -> None:
    row, by = make_interpreter(office=office), make_actor(office=office)
    tasks = ask(visit, row)
    say(key_in(mailoutbox[0]), "accepted")
    withdraw_task(visit_id=visit.pk, task_id=tasks[0].pk, by=by, now=NOON)
    assert states(row) == ["accepted", "withdrawn"]
    mailoutbox.clear()
    withdraw_task(visit_id=visit.pk, task_id=tasks[0].pk, by=by, now=EVENING)
    assert (states(row), mailoutbox) == (["withdrawn"] * 2, [])


def test_a_stop_that_was_interpreted_stays_in_the_programme(visit: Visit, office: Office) -> None:
    row, by = make_interpreter(office=office, name_ko="박통역"), make_actor(office=office)
    morning, afternoon = visit.stops.all()
    for stop in (morning, afternoon):
        make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    with pytest.raises(UnableToSaveStop, match="“Tour of the hall” is over and counts among the hours of"):
        remove_stop(visit_id=visit.pk, stop_id=morning.pk, expected=1, by=by, now=NOON)
    remove_stop(visit_id=visit.pk, stop_id=afternoon.pk, expected=1, by=by, now=NOON)
    assert list(visit.stops.all()) == [morning]


def test_the_page_refuses_to_take_an_interpreted_stop_out(visit: Visit, office: Office, client: Client) -> None:
    stop = make_stop(visit=visit, site=None, day=date(2020, 1, 6), title_en="Talks", language="vi")
    make_task(stop=stop, interpreter=make_interpreter(office=office), state=AnswerState.ACCEPTED)
    client.force_login(make_member(office=office).user)
    answer = client.post(f"/en/visits/{visit.pk}/programme/stops/{stop.pk}/remove/", {"version": "1"})
    assert (answer.status_code, "so it stays in the programme" in answer.content.decode()) == (422, True)


def test_the_page_says_that_taken_back_hours_count_no_more(visit: Visit, office: Office, client: Client) -> None:
    stop = make_stop(visit=visit, site=None, day=date(2020, 1, 6), title_en="Talks", language="vi")
    task = make_task(stop=stop, interpreter=make_interpreter(office=office), state=AnswerState.ACCEPTED)
    client.force_login(make_member(office=office).user)
    shown = client.get(f"/en/visits/{visit.pk}/interpreters/").content.decode()
    assert ("Take back" in shown, "Answered by telephone" in shown) == (True, False)
    answer = client.post(f"/en/visits/{visit.pk}/interpreters/{task.pk}/withdraw/", follow=True)
    assert "its hours count no more" in answer.content.decode()


def test_what_was_never_answered_and_is_over_takes_no_hours_of_the_year(visit: Visit, office: Office) -> None:
    row = make_interpreter(office=office, hours_a_year=3)
    need = need_of(visit, list(visit.stops.all()), language="vi")
    old = make_stop(visit=visit, site=None, language="vi", day=NOW.date() - timedelta(days=30))
    task = make_task(stop=old, interpreter=row)

    def against() -> list[str]:
        (found,) = candidates(office_id=office.pk, needs=[need], now=NOW)[need]
        return [each.sentence for each in obstacles(found, need)]

    Stop.objects.filter(pk=old.pk).update(ends_at=old.starts_at + timedelta(hours=5))
    assert against() == []
    InterpreterTask.objects.filter(pk=task.pk).update(state=AnswerState.ACCEPTED)
    assert against() == ["Would come to 7 hours this year; 3 are agreed."]


def test_hosts_read_in_which_language_a_stop_is_now_interpreted(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    stop, by = visit.stops.all()[0], make_actor(office=office)
    Stop.objects.filter(pk=stop.pk).update(host=make_person(office=office, email="host@example.org"))
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=by, now=NOW)
    stop = Stop.objects.get(pk=stop.pk)
    values = StopValues(**{**values_of_stop(stop).__dict__, "language": "mn"})
    edit_stop(visit_id=visit.pk, stop_id=stop.pk, values=values, expected=1, by=by, now=NOW)
    tell_changes(visit_id=visit.pk, by=by, now=NOW)
    assert mailoutbox[-1].to == ["host@example.org"]
    assert "베트남어" in str(mailoutbox[-1].body)
    assert "몽골어" in str(mailoutbox[-1].body)
