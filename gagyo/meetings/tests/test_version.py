"""The screens of a version: four ways to read the grid, a move shown before it is made, pins, two versions compared."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.meetings.choices import RoundState
from gagyo.meetings.models import Assignment, Delegate, MeetingRound, Participant, TimetableVersion, UnmetPair
from gagyo.meetings.queries.moves import frame_of
from gagyo.meetings.queries.presence import absences_of
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import assignments_of
from gagyo.meetings.rules.presence import Away
from gagyo.meetings.tests.make import (
    at,
    make_assignment,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)
from gagyo.meetings.views.unmet_shown import unmet_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round of two missions and two cities."""
    made = make_round(office=organiser.office, state=RoundState.SCHEDULING)
    for side in (0, 0, 1, 1):
        make_participant(of=made, side=side)
    return made


@pytest.fixture
def draft(row: MeetingRound) -> TimetableVersion:
    """A draft: the first mission meets the first city at ten, the second meets the second city at half past."""
    people, tables = list(Participant.objects.filter(round=row)), list(row.tables.all())
    made = make_version(of=row)
    make_assignment(version=made, meeting=make_meeting(one=people[0], other=people[2]), clock="10:00", table=tables[0])
    make_assignment(version=made, meeting=make_meeting(one=people[1], other=people[3]), clock="10:30", table=tables[1])
    return made


@pytest.fixture
def desk(client: Client, organiser: Membership) -> Client:
    """The organiser at the screen."""
    client.force_login(organiser.user)
    return client


def english(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def slot_at(row: MeetingRound, clock: str) -> str:
    """Return a slot as the form names it."""
    return next(slot.starts_at.isoformat() for slot in slots_of_round(row) if slot.starts_at == at(clock))


def test_the_grid_is_read_in_four_ways(desk: Client, row: MeetingRound, draft: TimetableVersion) -> None:
    one, other = row.participants.all()[0].name_en, row.participants.all()[2].name_en
    page = english("version", row.pk, draft.number)
    by = {
        each: desk.get(page, {"by": each}).content.decode() for each in ("participant", "table", "interpreter", "time")
    }
    assert f'<span class="grid-line">{one}' in by["participant"]
    assert '<span class="grid-line">Table 3' in by["table"]
    assert f"{one} · {other}<" in by["table"]
    assert "No meeting here." in by["interpreter"]
    assert '<th scope="col">Table 1</th>' in by["time"]
    assert '<span class="grid-line">10:30<span class="quiet">1 meeting</span>' in by["time"]


def test_what_a_move_would_do_is_shown_and_nothing_is_changed(
    desk: Client, row: MeetingRound, draft: TimetableVersion
) -> None:
    first, second = assignments_of(draft)
    page = english("version_try", row.pk, draft.number)
    fits = desk.get(page, {"meeting": str(first.meeting_id), "slot": at("11:00").isoformat()}).content.decode()
    assert "06-16 11:00 instead of 06-16 10:00" in fits and 'data-fits="yes"' in fits
    swap = desk.get(page, {"meeting": first.meeting_id, "swap": second.meeting_id}).content.decode()
    assert "No wish is lost: all 2 meetings stay." in swap
    wrong = desk.get(page, {"meeting": str(first.meeting_id), "slot": at("11:10").isoformat()}).content.decode()
    assert "06-16 11:10 is not a slot of this round." in wrong and 'data-fits="no"' in wrong
    for slot in ("nonsense", "2030-06-16T11:00", "2030-99-16T11:00"):
        assert desk.get(page, {"meeting": "x", "slot": slot}).status_code == 422
    form = {"version": "1", "meeting": first.meeting_id, "slot": slot_at(row, "11:00"), "try": "1"}
    shown = desk.post(english("version_move", row.pk, draft.number), form).content.decode()
    assert "What this does:" in shown
    assert [each.starts_at for each in assignments_of(draft)] == [at("10:00"), at("10:30")]


def test_after_a_move_its_consequences_stand_on_the_page_once(
    desk: Client, row: MeetingRound, draft: TimetableVersion
) -> None:
    first = assignments_of(draft)[0]
    table = row.tables.all()[2]
    form = {"version": "1", "meeting": first.meeting_id, "table": table.pk, "by": "table"}
    answer = desk.post(english("version_move", row.pk, draft.number), form)
    page = f"{english('version', row.pk, draft.number)}?by=table"
    assert answer["Location"] == f"{page}#meeting-{first.meeting_id}"
    assert "Table 3 instead of Table 1" in desk.get(page).content.decode()
    assert "What the last move did" not in desk.get(page).content.decode()
    assert assignments_of(draft)[0].table == table


def test_a_meeting_is_pinned_and_unpinned_from_the_form_and_from_the_grid(
    desk: Client, row: MeetingRound, draft: TimetableVersion
) -> None:
    first = assignments_of(draft)[0]

    def pinned() -> bool:
        return Assignment.objects.get(pk=first.pk).is_pinned

    desk.post(english("version_move", row.pk, 1), {"version": "1", "meeting": first.meeting_id, "pin": "1"})
    assert pinned()
    desk.post(english("version_pin", row.pk, 1), {"version": "2", "meeting": "", "unpin": first.meeting_id})
    assert not pinned()
    desk.post(english("version_pin", row.pk, 1), {"version": "3", "meeting": first.meeting_id})
    assert pinned()


def test_meetings_at_times_that_are_no_slots_any_more_are_named(
    desk: Client, row: MeetingRound, draft: TimetableVersion
) -> None:
    page = english("version", row.pk, draft.number)
    assert "no slots any more" not in desk.get(page).content.decode()
    MeetingRound.objects.past_access(because="test").update(slot_minutes=20)
    text = desk.get(page).content.decode()
    assert "These stand at times that are no slots any more" in text
    assert f"06-16 10:30 {row.participants.all()[1].name_en}" in text


def test_a_proposal_says_which_pins_it_cannot_keep(desk: Client, row: MeetingRound, draft: TimetableVersion) -> None:
    people = list(Participant.objects.filter(round=row))
    make_wish(asker=people[0], wanted=people[2])
    Assignment.objects.update(is_pinned=True)
    MeetingRound.objects.past_access(because="test").update(slot_minutes=20)
    page = english("timetable", row.pk)
    assert desk.post(page, {"seconds": "5", "based_on": str(draft.pk)}).status_code == 302
    text = desk.get(page).content.decode()
    lost = f"06-16 10:30 {people[1].name_en} · {people[3].name_en}"
    assert f"Pinned at times that are no slots any more, and so placed anew: {lost}." in text


def test_when_all_people_of_a_participant_are_away_it_cannot_be_met(row: MeetingRound) -> None:
    who = row.participants.all()[0]
    one, other = (Delegate.objects.create(participant=who, name=name) for name in ("Kim", "Lee"))
    who.absences.create(delegate=one, starts_at=at("10:00"), ends_at=at("11:00"))
    assert absences_of(row)[who.pk] == []
    who.absences.create(delegate=other, starts_at=at("10:30"), ends_at=at("12:00"))
    assert absences_of(row)[who.pk] == [Away(at("10:30"), at("11:00"))]
    frame = frame_of(row, [])
    assert [name for name, _away in frame.people_away[who.pk]] == ["Kim", "Lee"]


def test_an_unmet_wish_says_why_and_what_would_have_to_change(row: MeetingRound, draft: TimetableVersion) -> None:
    people = list(row.participants.all())
    one, other = people[0], people[3]
    pair = f"{one.name_en} · {other.name_en}"
    frame = frame_of(row, [])

    def said(*demands: dict[str, object]) -> str:
        unmet = UnmetPair(timetable=draft, first=one, second=other, details={"demands": list(demands)})
        with translation.override("en"):
            return unmet_words(unmet, frame=frame)

    with translation.override("en"):
        frame = frame_of(row, [])
    assert said({"kind": "tables", "keys": []}) == (
        f"{pair}: all tables are taken when both are free; they can meet if there is one more table."
    )
    assert said({"kind": "away", "keys": [str(one.pk)]}, {"kind": "most_meetings", "keys": [str(other.pk)]}) == (
        f"{pair}: {one.name_en} is away in the slots that are left and {other.name_en} has as many meetings as it "
        f"wants; they can meet if {one.name_en} is there for one more of them and {other.name_en} takes one more."
    )
    held = f"{people[1].pk}-{people[2].pk}"
    names = f"{people[1].name_en} · {people[2].name_en}"
    assert said({"kind": "held", "keys": [held]}) == (
        f"{pair}: the only time that both have is taken by {names}; they can meet if {names} do not meet."
    )
    assert said() == (
        f"{pair}: meetings of more worth hold the time that both have; they can meet if one of them is taken out."
    )


def test_two_versions_are_compared(desk: Client, row: MeetingRound, draft: TimetableVersion) -> None:
    page = english("version_compare", row.pk)
    assert "no two versions to compare yet" in desk.get(page).content.decode()
    people = list(row.participants.all())
    second = make_version(of=row, number=2)
    make_assignment(version=second, meeting=assignments_of(draft)[0].meeting, clock="14:00")
    make_assignment(version=second, meeting=make_meeting(one=people[0], other=people[3]), clock="15:00")
    text = desk.get(page, {"one": "1", "other": "2"}).content.decode()
    assert "3 meetings differ" in text
    assert f"{people[0].name_en} · {people[2].name_en}: 06-16 14:00 instead of 06-16 10:00" in text
    assert f"{people[1].name_en} · {people[3].name_en}: taken out, was 06-16 10:30" in text
    assert '<tr class="differs"><th scope="row">Breaks of all</th><td>0</td><td>1</td></tr>' in text
    assert desk.get(page, {"one": "x", "other": "99999999999999"}).status_code == 200


def test_a_move_is_shown_at_the_same_cost_with_few_and_with_many_meetings(
    desk: Client, row: MeetingRound, draft: TimetableVersion
) -> None:
    people = list(row.participants.all())
    first = assignments_of(draft)[0]
    page = english("version_try", row.pk, draft.number)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            asked = {"meeting": str(first.meeting_id), "slot": (first.starts_at + timedelta(hours=1)).isoformat()}
            assert desk.get(page, asked).status_code == 200
        return len(caught)

    queries()
    few = queries()
    make_assignment(version=draft, meeting=make_meeting(one=people[0], other=people[3]), clock="14:00")
    make_assignment(version=draft, meeting=make_meeting(one=people[1], other=people[2]), clock="14:00")
    assert queries() == few
