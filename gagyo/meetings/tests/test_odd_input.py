"""What nobody types by hand: years at the ends of the calendar, NUL, endless numbers and lists; each gets an answer."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.tests.make import make_link, make_meeting, make_participant, make_round
from gagyo.meetings.tests.test_rounds import days_sent, sent

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]
MANY = "ko en fr de es it ja zh vi th ru pt nl sv no da fi pl cs sk hu ro bg el tr ar he hi bn ur fa id ms km lo my"


@pytest.fixture
def row() -> MeetingRound:
    """A round that takes wishes, with a mission that has a link."""
    made = make_round(office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))
    make_link(participant=make_participant(of=made), key="key")
    return made


@pytest.fixture
def page(client: Client, row: MeetingRound) -> Client:
    """The organiser, signed in."""
    client.force_login(make_member(role=Role.OPERATOR, office=row.office).user)
    return client


def english(name: str, *args: object) -> str:
    """Return the address of an English page."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("starts_on", "0001-01-01"),
        ("ends_on", "9999-12-31"),
        ("wishes_open_at", "0001-01-01 00:00"),
        ("answers_close_at", "9999-12-31 23:59"),
    ],
)
def test_a_year_at_the_ends_of_the_calendar_is_refused_at_its_field(
    page: Client, row: MeetingRound, name: str, value: str
) -> None:
    answer = page.post(english("round_edit", row.pk), sent({"version": "1", "ends_on": "2030-06-16", name: value}))
    assert (answer.status_code, name in answer.context["form"].errors) == (422, True)
    assert "Enter one from 1900 to 2200." in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_hours_absences_and_promises_in_such_a_year_are_refused(page: Client, row: MeetingRound, day: str) -> None:
    hours = page.post(english("round_rows", row.pk, "days"), days_sent(row, (day, "00:00", "23:00")))
    times = {"version": "1", "was": "", "0-pk": "", "0-day": day, "0-starts": "00:00", "0-ends": "23:00"}
    away = Client().post(english("link_times", "key"), times)
    one, other = row.participants.get(), make_participant(of=row, side=1)
    meeting = make_meeting(one=one, other=other, state=MeetingState.HELD)
    promise = {"version": "0", "was": "{}", "0-what": "Send", "0-owner": str(one.pk), "0-due_on": day}
    agreed = Client().post(english("link_meeting", "key", meeting.pk), promise)
    assert [each.status_code for each in (hours, away, agreed)] == [422, 422, 422]


def test_more_languages_than_are_kept_are_refused_with_their_number(page: Client, row: MeetingRound) -> None:
    answer = page.post(
        english("round_edit", row.pk), sent({"version": "1", "ends_on": "2030-06-16", "languages": MANY})
    )
    assert answer.status_code == 422
    assert f"These are {len(MANY.split())} languages. Name 25 at most." in answer.content.decode()


@pytest.mark.parametrize("address", ["/en/meetings/board/a%00b/", "/en/meetings/arrive/a%00b/"])
def test_a_key_with_nul_is_not_there(page: Client, address: str) -> None:
    assert page.get(address).status_code == 404


def test_rows_of_endless_numbers_are_no_rows(page: Client, row: MeetingRound) -> None:
    values = {"version": "1", "was": "", "9" * 5000 + "-name_ko": "x", "٣-name_ko": "y", "0-name_ko": "투자"}
    kind = "application/x-www-form-urlencoded"
    answer = page.post(english("round_rows", row.pk, "topics"), urlencode(values), content_type=kind)
    assert answer.status_code == 302
    assert [topic.name_ko for topic in row.topics.all()] == ["투자"]


@pytest.mark.parametrize("sort", ["-x", "-", "--name", "name", "-name"])
def test_a_list_in_an_order_that_it_does_not_have_is_in_its_usual_one(
    page: Client, row: MeetingRound, sort: str
) -> None:
    answer = page.get(english("rounds"), {"sort": sort})
    assert (answer.status_code, list(answer.context["page"].object_list)) == (200, [row])
