"""Interpreters are asked, answer by a link without an account, drop out, and a stand-in is proposed."""

from datetime import date

import pytest
from django.core.mail import EmailMessage
from django.db.models.signals import post_init

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office, make_user
from gagyo.common.models import AuditRecord
from gagyo.common.rules import system
from gagyo.registry.actions.retention import destroy_expired
from gagyo.registry.models import Person
from gagyo.visits.actions.interpreters import forget_destroyed
from gagyo.visits.actions.interpreting import (
    answer_own,
    set_languages,
    withdraw_task,
)
from gagyo.visits.actions.visits import archive_visit
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import InterpreterTask, Visit
from gagyo.visits.queries.interpreting import link_tasks, needs_of_visit
from gagyo.visits.rules.interpreting import UnableToAnswer, UnableToAsk, UnusableLinkError
from gagyo.visits.tests.asking_interpreters import DAY, ask, key_in, say, states, visit_to_interpret
from gagyo.visits.tests.make import make_stop, make_visit
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task, make_time

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office()


@pytest.fixture
def visit(office: Office) -> Visit:
    """A visit with two stops to interpret."""
    return visit_to_interpret(office=office)


def test_who_is_asked_gets_one_mail_in_both_languages_with_one_link_for_all_stops(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    tasks = ask(visit, row)
    assert [mail.to for mail in mailoutbox] == [["park@example.org"]]
    body = str(mailoutbox[0].body)
    assert "청사 견학" in body
    assert "Tour of the hall" in body
    assert "/en/interpreting/answer/" in body
    key = key_in(mailoutbox[0])
    assert key not in {task.token_hash for task in tasks}
    assert [task.state for task in say(key, "accepted")] == ["accepted", "accepted"]


def test_neither_the_key_nor_its_hash_nor_a_name_is_in_the_audit_record(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    tasks = ask(visit, make_interpreter(office=office, name_ko="비밀이름"))
    say(key_in(mailoutbox[0]), "declined", note="비밀 사정")
    kept = str([vars(row) for row in AuditRecord.objects.filter(event__startswith="visit.interpreter_")])
    assert "비밀" not in kept
    assert not any(task.token_hash in kept for task in tasks)
    record = AuditRecord.objects.get(event="visit.interpreter_declined")
    assert (record.about_id, record.person_ids) == (str(visit.pk), [tasks[0].interpreter.person_id])


def test_of_two_who_are_asked_at_once_the_first_yes_has_it_and_the_other_is_told(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    one, other = make_interpreter(office=office, email="one@example.org"), make_interpreter(office=office)
    ask(visit, one, other)
    keys = [key_in(mail) for mail in mailoutbox]
    say(keys[0], "accepted")
    assert (states(one), states(other)) == (["accepted"] * 2, ["withdrawn"] * 2)
    assert [mail.to for mail in mailoutbox[2:]] == [[other.person.email if other.person else ""]]
    with pytest.raises(UnusableLinkError, match="does not need you"):
        say(keys[1], "accepted")
    assert states(other) == ["withdrawn"] * 2


def test_a_yes_that_comes_after_the_office_has_withdrawn_changes_nothing(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    tasks = ask(visit, row)
    key = key_in(mailoutbox[0])
    withdraw_task(visit_id=visit.pk, task_id=tasks[1].pk, by=make_actor(office=office), now=NOW)
    with pytest.raises(UnusableLinkError):
        say(key, "accepted")
    assert states(row) == ["withdrawn"] * 2
    assert "not need you" in str(mailoutbox[1].body)


def test_a_withdrawal_between_opening_and_answering_is_noticed(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(visit, make_interpreter(office=office))
    seen: list[bool] = []

    def read(*, hashes: list[str], locked: bool = False) -> list[InterpreterTask]:
        found = link_tasks(hashes=hashes, locked=locked)
        if not seen:
            seen.append(True)
            InterpreterTask.objects.update(state=AnswerState.WITHDRAWN)
        return found

    monkeypatch.setattr("gagyo.visits.actions.interpreting.link_tasks", read)
    with pytest.raises(UnusableLinkError):
        say(key_in(mailoutbox[0]), "accepted")
    assert not InterpreterTask.objects.filter(state=AnswerState.ACCEPTED).exists()


def test_a_no_tells_the_officer_who_could_come_instead(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    first = make_interpreter(office=office, name_ko="박통역")
    make_interpreter(office=office, name_ko="한대신", department="세정과")
    make_interpreter(office=office, name_ko="오불가", consent_on=None)
    ask(visit, first)
    say(key_in(mailoutbox[0]), "declined", note="출장")
    assert visit.officer is not None
    assert mailoutbox[1].to == [visit.officer.email]
    body = str(mailoutbox[1].body)
    assert "한대신 (세정과)" in body
    assert "출장" in body
    assert f"/visits/{visit.pk}/interpreters/#2026-06-10-vi" in body
    assert "오불가" not in body


def test_no_stand_in_is_proposed_while_somebody_else_may_still_say_yes(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    ask(visit, make_interpreter(office=office), make_interpreter(office=office))
    say(key_in(mailoutbox[0]), "declined")
    assert len(mailoutbox) == 2
    say(key_in(mailoutbox[1]), "declined")
    assert "Nobody else" in str(mailoutbox[2].body) or "더 없습니다" in str(mailoutbox[2].body)


def test_somebody_drops_out_and_the_stand_in_says_yes(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    first, second = make_interpreter(office=office, name_ko="박통역"), make_interpreter(office=office, name_ko="한대신")
    ask(visit, first)
    say(key_in(mailoutbox[0]), "accepted")
    say(key_in(mailoutbox[0]), "dropped", note="열이 납니다")
    (need,) = needs_of_visit(visit=visit, now=NOW)
    assert [each.candidate.name for each in need.fitting] == ["한대신"]
    assert [o.sentence for each in need.left_out for o in each.obstacles] == ["Has said no to this already."]
    ask(visit, second)
    say(key_in(mailoutbox[-1]), "accepted")
    (need,) = needs_of_visit(visit=visit, now=NOW)
    assert need.is_covered
    assert (states(first), states(second)) == (["dropped"] * 2, ["accepted"] * 2)


def test_only_what_follows_is_taken_for_an_answer(visit: Visit, office: Office, mailoutbox: list[EmailMessage]) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    key = key_in(mailoutbox[0])
    for wanted in ("dropped", "withdrawn", "asked", ""):
        with pytest.raises(UnableToAnswer):
            say(key, wanted)
    say(key, "declined")
    with pytest.raises(UnableToAnswer, match="said no already"):
        say(key, "accepted")
    assert states(row) == ["declined"] * 2


def test_nobody_accepts_two_tasks_at_once(visit: Visit, office: Office, mailoutbox: list[EmailMessage]) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    other = make_visit(office=office, starts_on=DAY, name_en="Delegation of Hue", state=VisitState.CONFIRMED)
    stop = make_stop(visit=other, site=None, starts="10:30", ends="12:00", language="vi")
    task = make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    with pytest.raises(UnableToAnswer, match="Delegation of Hue"):
        say(key_in(mailoutbox[0]), "accepted")
    task.delete()
    say(key_in(mailoutbox[0]), "accepted")


def test_nobody_is_asked_who_interprets_elsewhere_or_has_no_address(visit: Visit, office: Office) -> None:
    busy, unreachable = make_interpreter(office=office), make_interpreter(office=office)
    Person.objects.past_access(because="a test").filter(interpreting=unreachable).update(email="")
    stop = make_stop(visit=make_visit(office=office, starts_on=DAY), site=None, language="vi")
    make_task(stop=stop, interpreter=busy, state=AnswerState.ACCEPTED)
    with pytest.raises(UnableToAsk, match="Interprets for"):
        ask(visit, busy)
    with pytest.raises(UnableToAsk, match="no e-mail address"):
        ask(visit, unreachable)
    with pytest.raises(UnableToAsk, match="your office's pool"):
        ask(visit, make_interpreter(office=make_office()))
    assert not InterpreterTask.objects.filter(stop__visit=visit).exists()


def test_an_account_answers_only_what_it_was_asked_itself(visit: Visit, office: Office) -> None:
    mine, others = make_interpreter(office=office, email="mine@example.org"), make_interpreter(office=office)
    tasks = ask(visit, mine, others)
    member = make_member(office=office, role=Role.INTERPRETER, user=make_user(email="mine@example.org"))
    actor = make_actor(membership=member)
    with pytest.raises(UnusableLinkError):
        answer_own(task_id=tasks[2].pk, wanted="accepted", note="", by=actor, now=NOW)
    answer_own(task_id=tasks[0].pk, wanted="accepted", note="", by=actor, now=NOW)
    assert (states(mine), states(others)) == (["accepted"] * 2, ["withdrawn"] * 2)


def test_a_language_stays_while_somebody_is_asked_for_it(visit: Visit, office: Office) -> None:
    actor = make_actor(office=office)
    bare = make_stop(visit=visit, site=None, starts="15:00", ends="16:00")
    assert set_languages(visit_id=visit.pk, stop_ids=[bare.pk], language="mn", by=actor, now=NOW) == 1
    make_task(stop=bare, interpreter=make_interpreter(office=office), language="mn")
    with pytest.raises(UnableToAsk, match="Take that back first"):
        set_languages(visit_id=visit.pk, stop_ids=[bare.pk], language="vi", by=actor, now=NOW)
    bare.refresh_from_db()
    assert (bare.language, bare.version) == ("mn", 2)


def test_nobody_is_asked_for_a_visit_that_is_archived_or_of_another_office(visit: Visit, office: Office) -> None:
    row = make_interpreter(office=office)
    archive_visit(visit_id=visit.pk, by=make_actor(office=office), now=NOW)
    with pytest.raises(Visit.DoesNotExist):
        ask(visit, row)


def test_a_destroyed_contact_leaves_the_hours_without_a_name(visit: Visit, office: Office) -> None:
    row = make_interpreter(office=office, name_ko="지울이름")
    make_task(stop=visit.stops.all()[0], interpreter=row, state=AnswerState.ACCEPTED, note="열이 납니다")
    make_time(interpreter=row, note="병원")
    kept = make_task(stop=visit.stops.all()[1], interpreter=make_interpreter(office=office), note="네")
    kept_state = (kept.state, kept.note)
    Person.objects.past_access(because="a test").filter(interpreting=row).update(retain_until=date(2026, 1, 1))
    assert destroy_expired(by=make_actor(role=Role.OPERATOR), now=NOW) == [row.person_id]
    row.refresh_from_db()
    assert (str(row), row.tasks.count()) == (f"#{row.pk}", 1)
    (need,) = needs_of_visit(visit=visit, now=NOW)
    assert str(row) not in [each.candidate.name for each in (*need.fitting, *need.left_out)]
    nightly = system(label="nightly")
    assert [forget_destroyed(by=nightly, now=NOW) for _n in range(2)] == [1, 0]
    kept.refresh_from_db()
    assert (row.times.count(), row.tasks.get().note, (kept.state, kept.note)) == (0, "", kept_state)


def test_free_times_decide_who_is_suggested(visit: Visit, office: Office) -> None:
    free, other = make_interpreter(office=office, name_ko="가능"), make_interpreter(office=office, name_ko="불가")
    make_time(interpreter=free, day=DAY)
    make_time(interpreter=other, day=DAY, starts="13:30", ends="15:00", is_free=False)
    (need,) = needs_of_visit(visit=visit, now=NOW)
    assert [each.candidate.name for each in need.fitting] == ["가능"]
    assert [each.candidate.name for each in need.left_out] == ["불가"]


def test_suggestions_read_no_tasks_of_years_past(visit: Visit, office: Office) -> None:
    row = make_interpreter(office=office)
    for year in (2023, 2024, 2025):
        stop = make_stop(visit=make_visit(office=office, starts_on=date(year, 4, 2)), site=None, language="vi")
        make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    read: list[int] = []

    def seen(instance: InterpreterTask, **_more: object) -> None:
        read.append(instance.pk)

    post_init.connect(seen, sender=InterpreterTask)
    try:
        (need,) = needs_of_visit(visit=visit, now=NOW)
    finally:
        post_init.disconnect(seen, sender=InterpreterTask)
    assert ([each.candidate.interpreter_id for each in need.fitting], read) == ([row.pk], [])
