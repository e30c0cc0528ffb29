"""A round's days and hours: they move with it, and published meetings keep their slots."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.meetings.choices import MeetingState, RoundState, VersionState
from gagyo.meetings.models import Meeting, MeetingRound
from gagyo.meetings.queries.timetable import pins_of
from gagyo.meetings.tests.make import DAY, at, make_assignment, make_meeting, make_participant, make_round, make_version
from gagyo.meetings.tests.test_rounds import days_sent, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def page(client: Client, organiser: Membership) -> Client:
    """The organiser, signed in."""
    client.force_login(organiser.user)
    return client


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round whose timetable is published, with one meeting at 14:00."""
    made = make_round(office=organiser.office, state=RoundState.PUBLISHED)
    meeting = make_meeting(
        one=make_participant(of=made, name_en="Embassy"), other=make_participant(of=made, side=1, name_en="City")
    )
    version = make_version(of=made, state=VersionState.PUBLISHED)
    make_assignment(version=version, meeting=meeting, clock="14:00")
    return made


def address(name: str, *args: object) -> str:
    """Return the address of an English page."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def days(row: MeetingRound) -> list[tuple[date, int]]:
    """Return the day and the hour at which each part begins."""
    begins = [timezone.localtime(block.starts_at) for block in row.blocks.all()]
    return [(each.date(), each.hour) for each in begins]


def edit(page: Client, row: MeetingRound, **values: str) -> str:
    """Save a round's form, and return what the answer says; empty where it was saved."""
    answer = page.post(
        address("round_edit", row.pk), sent({"version": str(row.version), "ends_on": "2030-06-16", **values})
    )
    return "" if answer.status_code == 302 else answer.content.decode()


NAMED = "06-16 14:00 Embassy · City"


def test_hours_that_leave_a_published_meeting_without_a_slot_are_refused_by_its_name(
    page: Client, row: MeetingRound
) -> None:
    before = days(row)
    answer = page.post(address("round_rows", row.pk, "days"), days_sent(row, ("2030-06-16", "10:00", "12:00")))
    assert answer.status_code == 422
    assert f"1 meeting of the published timetable would have no slot: {NAMED}." in answer.content.decode()
    assert days(row) == before
    longer = days_sent(row, ("2030-06-16", "09:00", "12:00"), ("2030-06-16", "14:00", "15:00"))
    assert page.post(address("round_rows", row.pk, "days"), longer).status_code == 302


@pytest.mark.parametrize(
    "values",
    [
        {"starts_on": "2030-06-17", "ends_on": "2030-06-17"},
        # The first of the afternoon stays at 14:00 only in a grid that begins there.
        {"slot_minutes": "25", "changeover_minutes": "0"},
    ],
)
def test_an_edit_of_the_round_that_does_so_is_refused_too(
    page: Client, row: MeetingRound, values: dict[str, str]
) -> None:
    Meeting.objects.get(round=row).assignments.update(starts_at=at("14:30"))
    said = edit(page, row, **values)
    assert "would have no slot: 06-16 14:30 Embassy · City." in said
    row.refresh_from_db()
    assert (row.starts_on, row.slot_minutes, days(row)) == (DAY, 30, [(DAY, 10), (DAY, 14)])


@pytest.mark.parametrize("way", ["called off", "taken back"])
def test_a_meeting_that_was_called_off_or_a_timetable_taken_back_keeps_no_slot(
    page: Client, row: MeetingRound, way: str
) -> None:
    if way == "called off":
        Meeting.objects.filter(round=row).update(state=MeetingState.CANCELLED)
    else:
        MeetingRound.objects.past_access(because="test").filter(pk=row.pk).update(state=RoundState.SCHEDULING)
    fewer = days_sent(row, ("2030-06-16", "10:00", "12:00"))
    assert page.post(address("round_rows", row.pk, "days"), fewer).status_code == 302


def test_the_parts_of_its_days_move_with_a_round_and_stay_where_they_fit(page: Client, organiser: Membership) -> None:
    row, week = make_round(office=organiser.office), DAY + timedelta(days=7)
    assert edit(page, row, starts_on="2030-06-23", ends_on="2030-06-24") == ""
    assert days(row) == [(week, 10), (week, 14)]
    row.refresh_from_db()
    # A day before is added: the hours stay on the days for which they were entered.
    assert edit(page, row, starts_on="2030-06-22", ends_on="2030-06-24") == ""
    assert days(row) == [(week, 10), (week, 14)]


def test_days_that_hold_no_parts_and_meetings_longer_than_a_part_are_refused_with_the_part(
    page: Client, organiser: Membership
) -> None:
    row = make_round(office=organiser.office, ends_on=DAY + timedelta(days=1))
    second = DAY + timedelta(days=1)
    row.blocks.all()[1].delete()
    row.blocks.update(starts_at=at("10:00", day=second), ends_at=at("10:40", day=second))
    assert "2030-06-17 is not a day of this round." in edit(page, row)
    assert "no meeting of 60 minutes fits" in edit(page, row, ends_on="2030-06-17", slot_minutes="60")


def test_a_pin_at_a_time_that_is_no_slot_any_more_holds_nothing(row: MeetingRound) -> None:
    version = row.versions.get()
    version.assignments.update(is_pinned=True)
    meeting = Meeting.objects.get(round=row)
    assert pins_of(version) == {(meeting.first_id, meeting.second_id): at("14:00")}
    row.blocks.all()[1].delete()
    assert pins_of(version) == {}
