"""The pool of interpreters, their hours and times, and who sees what of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office, make_user
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord
from gagyo.registry.models import Person
from gagyo.registry.tests.make import make_person
from gagyo.visits.actions.interpreters import (
    InterpreterValues,
    TimeValues,
    UnableToSaveInterpreter,
    add_interpreter,
    add_time,
    archive_interpreter,
    edit_interpreter,
    remove_time,
    restore_interpreter,
)
from gagyo.visits.choices import AnswerState, VisitState
from gagyo.visits.models import Interpreter, InterpreterTask
from gagyo.visits.queries.interpreters import PoolFilter, members, own_interpreter, pool
from gagyo.visits.queries.waiting import waiting_interpreting
from gagyo.visits.tests.make import make_stop, make_visit
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task, make_time

pytestmark = pytest.mark.django_db
VALUES = InterpreterValues(languages=(("vi", "fluent"), ("en", "working")), department="세정과", hours_a_year=40)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Office:
    """The office that keeps the pool."""
    return make_office()


def signed_in(client: Client, office: Office, *, role: str = Role.OFFICER, email: str = "") -> Client:
    """Sign somebody of an office in."""
    client.force_login(make_member(office=office, role=role, user=make_user(email=email)).user)
    return client


def test_a_contact_of_the_office_joins_the_pool_once(office: Office) -> None:
    actor, person = make_actor(office=office), make_person(office=office)
    row = add_interpreter(values=replace(VALUES, person_id=person.pk), by=actor, now=NOW)
    assert [(each.code, each.level) for each in row.languages.all()] == [("vi", "fluent"), ("en", "working")]
    assert (row.office_id, row.person_id, row.hours_a_year) == (office.pk, person.pk, 40)
    with pytest.raises(UnableToSaveInterpreter, match="in the pool already"):
        add_interpreter(values=replace(VALUES, person_id=person.pk), by=actor, now=NOW)
    assert AuditRecord.objects.get(event="interpreter.created").person_ids == [person.pk]


def test_somebody_new_becomes_a_contact_with_a_day_of_destruction(office: Office) -> None:
    new = {"name_ko": "새사람", "email": "new@example.org", "retain_until": date(2027, 1, 1)}
    row = add_interpreter(values=replace(VALUES, new_person=new), by=make_actor(office=office), now=NOW)  # type: ignore[arg-type]  # a plain dict for the TypedDict
    assert row.person is not None
    assert (row.person.name_ko, row.person.retain_until, row.person.visibility) == (
        "새사람",
        date(2027, 1, 1),
        "office",
    )
    assert "새사람" not in str(list(AuditRecord.objects.values("about_label", "after")))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (replace(VALUES, languages=()), "at least one language"),
        (replace(VALUES, languages=(("vi", "fluent"), ("vi", "basic"))), "given twice"),
        (replace(VALUES, languages=(("xx", "fluent"),)), "from the lists"),
        (replace(VALUES, consent_until=date(2026, 1, 1)), "day on which the manager agreed"),
        (replace(VALUES, consent_on=date(2026, 2, 1), consent_until=date(2026, 1, 1)), "ends before it begins"),
        (VALUES, "Choose a contact"),
    ],
)
def test_what_makes_no_interpreter_is_refused(office: Office, values: InterpreterValues, sentence: str) -> None:
    with pytest.raises(UnableToSaveInterpreter, match=sentence):
        add_interpreter(values=values, by=make_actor(office=office), now=NOW)


def test_another_office_s_contact_joins_no_pool_of_ours(office: Office) -> None:
    theirs = make_person(office=make_office())
    with pytest.raises(UnableToSaveInterpreter, match="not your office's"):
        add_interpreter(values=replace(VALUES, person_id=theirs.pk), by=make_actor(office=office), now=NOW)


def test_a_second_save_is_noticed(office: Office) -> None:
    row, actor = make_interpreter(office=office), make_actor(office=office)
    edit_interpreter(interpreter_id=row.pk, values=VALUES, expected=1, by=actor, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_interpreter(interpreter_id=row.pk, values=replace(VALUES, hours_a_year=9), expected=1, by=actor, now=NOW)
    row.refresh_from_db()
    assert row.hours_a_year == 40


def test_an_archived_interpreter_is_out_of_the_pool_and_comes_back(office: Office) -> None:
    row, actor = make_interpreter(office=office), make_actor(office=office)
    archive_interpreter(interpreter_id=row.pk, by=actor, now=NOW)
    assert list(pool(actor=actor, now=NOW)) == []
    assert list(pool(actor=actor, wanted=PoolFilter(archived=True), now=NOW)) == [row]
    restore_interpreter(interpreter_id=row.pk, by=actor, now=NOW)
    assert list(pool(actor=actor, now=NOW)) == [row]


def test_the_pool_is_narrowed_by_language_and_consent(office: Office) -> None:
    ready = make_interpreter(office=office, languages=(("mn", "fluent"),))
    waiting = make_interpreter(office=office, consent_on=None)
    over = make_interpreter(office=office, consent_until=date(2026, 5, 3))
    actor = make_actor(office=office)
    assert list(pool(actor=actor, wanted=PoolFilter(language="mn"), now=NOW)) == [ready]
    assert list(pool(actor=actor, wanted=PoolFilter(state="ready"), now=NOW)) == [ready]
    assert list(pool(actor=actor, wanted=PoolFilter(state="waiting"), now=NOW)) == [waiting, over]


def test_the_hours_of_a_year_count_exactly_what_was_accepted_in_it(office: Office) -> None:
    row, visit = make_interpreter(office=office), make_visit(office=office, state=VisitState.CONFIRMED)

    def task(day: date, state: str = AnswerState.ACCEPTED, ends: str = "11:30") -> InterpreterTask:
        return make_task(stop=make_stop(visit=visit, site=None, day=day, ends=ends), interpreter=row, state=state)

    task(date(2026, 1, 1))
    task(date(2026, 12, 31), ends="12:00")
    task(date(2025, 12, 31))
    task(date(2027, 1, 1))
    for state in (AnswerState.ASKED, AnswerState.DECLINED, AnswerState.DROPPED, AnswerState.WITHDRAWN):
        task(date(2026, 6, 1), state)
    cancelled = make_visit(office=office, state=VisitState.CANCELLED)
    archived = make_visit(office=office, archived_at=NOW)
    for other in (cancelled, archived):
        stop = make_stop(visit=other, site=None, day=date(2026, 7, 1))
        make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)
    (member,) = members(pool(actor=make_actor(office=office), now=NOW), now=NOW)
    assert (member.hours.value, member.minutes) == (Decimal("3.5"), 210)
    assert member.hours.href == reverse("visits:interpreter", args=[row.pk]) + "?year=2026#counted"


def test_the_hours_open_the_tasks_that_they_count(office: Office, client: Client) -> None:
    row, year = make_interpreter(office=office), timezone.localdate().year
    visit = make_visit(office=office, name_en="Delegation of Hue")
    for day in (date(year, 1, 5), date(year - 1, 1, 5)):
        make_task(
            stop=make_stop(visit=visit, site=None, day=day, title_en=f"Tour {day.year}", title_ko="견학"),
            interpreter=row,
            state=AnswerState.ACCEPTED,
        )
    shown = signed_in(client, office).get(reverse("visits:interpreter", args=[row.pk])).content.decode()
    counted = shown[shown.index('id="counted"') : shown.index("Everything asked")]
    assert (f"Tour {year}" in counted, f"Tour {year - 1}" in counted) == (True, False)


def test_only_the_own_office_sees_the_pool(office: Office, client: Client) -> None:
    row = make_interpreter(office=office, name_ko="비밀통역")
    shown = signed_in(client, make_office()).get(reverse("visits:interpreters"))
    assert (shown.status_code, "비밀통역" in shown.content.decode()) == (200, False)
    assert client.get(reverse("visits:interpreter", args=[row.pk])).status_code == 404


def test_an_interpreter_sees_the_own_row_and_nobody_else_s(office: Office, client: Client) -> None:
    mine = make_interpreter(office=office, email="Mine@example.org", name_ko="나통역")
    other = make_interpreter(office=office, name_ko="비밀통역")
    visit = make_visit(office=office, state=VisitState.CONFIRMED, name_en="Delegation of Hue")
    day = timezone.localdate() + timedelta(days=9)
    make_task(stop=make_stop(visit=visit, site=None, day=day, title_en="My tour"), interpreter=mine)
    make_task(stop=make_stop(visit=visit, site=None, day=day, title_en="Secret tour"), interpreter=other)
    signed_in(client, office, role=Role.INTERPRETER, email="mine@example.org")
    text = client.get(reverse("visits:my_interpreting")).content.decode()
    assert ("My tour" in text, "Secret tour" in text, "비밀통역" in text) == (True, False, False)
    assert client.get(reverse("visits:interpreters")).status_code == 403
    assert client.get(reverse("visits:interpreter", args=[other.pk])).status_code == 403
    assert client.get(reverse("visits:visit_interpreters", args=[visit.pk])).status_code == 403
    public = client.get(reverse("visits:visit", args=[visit.pk])).content.decode()
    assert "비밀통역" not in public


def test_an_account_of_the_same_address_in_another_office_is_not_the_interpreter(office: Office) -> None:
    make_interpreter(office=office, email="mine@example.org")
    elsewhere = make_member(office=make_office(), role=Role.INTERPRETER, user=make_user(email="mine@example.org"))
    assert own_interpreter(actor=make_actor(membership=elsewhere)) is None


def test_everybody_keeps_only_the_own_times_and_the_office_all(office: Office) -> None:
    mine, other = make_interpreter(office=office, email="mine@example.org"), make_interpreter(office=office)
    member = make_member(office=office, role=Role.INTERPRETER, user=make_user(email="mine@example.org"))
    actor, values = make_actor(membership=member), TimeValues(NOW + timedelta(days=1), NOW + timedelta(days=2))
    made = add_time(interpreter_id=mine.pk, values=values, by=actor, now=NOW)
    with pytest.raises(NotYoursError, match="somebody else"):
        add_time(interpreter_id=other.pk, values=values, by=actor, now=NOW)
    with pytest.raises(NotYoursError):
        remove_time(interpreter_id=other.pk, time_id=make_time(interpreter=other).pk, by=actor, now=NOW)
    remove_time(interpreter_id=mine.pk, time_id=made.pk, by=make_actor(office=office), now=NOW)
    assert list(mine.times.all()) == []
    with pytest.raises(UnableToSaveInterpreter, match="ends before"):
        add_time(interpreter_id=mine.pk, values=replace(values, ends_at=NOW), by=actor, now=NOW)


def test_the_worksheet_asks_for_a_reason_and_records_whose_data_went_out(office: Office, client: Client) -> None:
    row = make_interpreter(office=office, email="park@example.org")
    address = reverse("visits:interpreters_export")
    asked = signed_in(client, office).get(address)
    assert "park@example.org" not in asked.content.decode()
    given = client.post(address, {"reason": "연간 계획 수립"})
    cells = [cell for line in load_workbook(BytesIO(given.content)).worksheets[0].values for cell in line]
    assert "park@example.org" in cells
    left = AuditRecord.objects.get(event="interpreters.exported")
    assert (left.person_ids, left.reason) == ([row.person_id], "연간 계획 수립")


def test_the_calendar_holds_what_was_accepted_and_nothing_else(office: Office, client: Client) -> None:
    row = make_interpreter(office=office, email="mine@example.org")
    visit = make_visit(office=office, state=VisitState.CONFIRMED, name_ko="후에 대표단", name_en="Delegation of Hue")
    day = timezone.localdate() + timedelta(days=9)
    for state, title in ((AnswerState.ACCEPTED, "Sure tour"), (AnswerState.ASKED, "Open tour")):
        make_task(stop=make_stop(visit=visit, site=None, day=day, title_en=title), interpreter=row, state=state)
    signed_in(client, office, role=Role.INTERPRETER, email="mine@example.org")
    text = client.get(reverse("visits:my_interpreting_calendar")).content.decode()
    assert ("Sure tour" in text, "Open tour" in text, text.count("BEGIN:VEVENT")) == (True, False, 1)


def test_my_work_shows_stops_without_an_interpreter_to_officers_and_questions_to_the_interpreter(
    office: Office,
) -> None:
    row = make_interpreter(office=office, email="mine@example.org")
    visit = make_visit(office=office, state=VisitState.CONFIRMED, starts_on=date(2026, 6, 1))
    stop, covered = (
        make_stop(visit=visit, site=None, language="vi"),
        make_stop(visit=visit, site=None, language="vi", starts="14:00", ends="15:00"),
    )
    make_task(stop=covered, interpreter=row, state=AnswerState.ACCEPTED)
    asked = make_task(stop=stop, interpreter=row)
    make_stop(visit=make_visit(office=make_office(), starts_on=date(2026, 6, 1)), site=None, language="vi")
    (missing,) = waiting_interpreting(actor=make_actor(office=office), now=NOW)
    assert list(missing.rows) == [stop]
    member = make_member(office=office, role=Role.INTERPRETER, user=make_user(email="mine@example.org"))
    (mine,) = waiting_interpreting(actor=make_actor(membership=member), now=NOW)
    assert list(mine.rows) == [asked]


def more_rows(office: Office, count: int) -> None:
    """Make interpreters, each with a task, a time, and a stop to interpret."""
    day = timezone.localdate() + timedelta(days=9)
    visit = make_visit(office=office, state=VisitState.CONFIRMED, starts_on=day)
    for _n in range(count):
        row = make_interpreter(office=office)
        make_time(interpreter=row)
        stop = make_stop(visit=visit, site=None, language="vi", day=day)
        make_task(stop=stop, interpreter=row, state=AnswerState.ACCEPTED)


def test_the_list_of_the_pool_takes_the_same_queries_for_one_and_for_three(office: Office, client: Client) -> None:
    signed_in(client, office)
    assert queries(client, reverse("visits:interpreters"), office, more=1) == queries(
        client, reverse("visits:interpreters"), office, more=2
    )


def test_a_visit_s_interpreters_take_the_same_queries_for_one_and_for_three(office: Office, client: Client) -> None:
    signed_in(client, office)
    day = timezone.localdate() + timedelta(days=20)
    visit = make_visit(office=office, state=VisitState.CONFIRMED, starts_on=day)
    make_stop(visit=visit, site=None, language="vi", day=day)
    address = reverse("visits:visit_interpreters", args=[visit.pk])
    assert queries(client, address, office, more=1) == queries(client, address, office, more=2)


def queries(client: Client, address: str, office: Office, *, more: int) -> int:
    """Return how many queries a page takes after more rows were made."""
    more_rows(office, more)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_form_with_a_mistake_says_what_to_do_and_a_good_one_leads_to_the_page(office: Office, client: Client) -> None:
    signed_in(client, office)
    address = reverse("visits:interpreter_add")
    bad = client.post(address, {"hours_a_year": "60", "language_0": "vi"})
    text = bad.content.decode()
    assert (bad.status_code, "Choose how well" in text, "Needed for somebody new" in text) == (422, True, True)
    good = {
        "name_ko": "새사람",
        "email": "new@example.org",
        "retain_until": "2060-01-01",
        "hours_a_year": "60",
        "language_0": "vi",
        "level_0": "fluent",
    }
    assert client.post(address, good).status_code == 302
    row = Interpreter.objects.past_access(because="a test").get()
    assert client.get(reverse("visits:interpreter", args=[row.pk])).status_code == 200
    edited = {"hours_a_year": "30", "language_0": "mn", "level_0": "native", "version": "1"}
    assert client.post(reverse("visits:interpreter_edit", args=[row.pk]), edited).status_code == 302
    clash = client.post(reverse("visits:interpreter_edit", args=[row.pk]), {**edited, "hours_a_year": "20"})
    assert (clash.status_code, Person.objects.past_access(because="a test").count()) == (409, 1)
