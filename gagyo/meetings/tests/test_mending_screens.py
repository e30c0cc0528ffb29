"""The screens on the day: what has changed, the mended plan before it is taken, the waiting list."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from unittest import mock

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.meetings.choices import MeetingState, PresenceState, RoundState, VersionState
from gagyo.meetings.models import (
    Absence,
    Assignment,
    Delegate,
    InterpreterAbsence,
    Meeting,
    MeetingRound,
    Participant,
    Presence,
    TableAbsence,
    TimetableVersion,
)
from gagyo.meetings.tests.make import (
    DAY,
    at,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)

pytestmark = pytest.mark.django_db
CLOCKS = ("10:00", "10:30", "11:00")


def clock(moment: datetime) -> AbstractContextManager[object]:
    """Let it be another moment."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


@pytest.fixture(autouse=True)
def _at_half_past_nine() -> Iterator[None]:
    """Be there before the first slot of the day."""
    with clock(at("09:30")):
        yield


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """Three missions meet three cities at 10:00, 10:30 and 11:00 today."""
    made = make_round(office=organiser.office, state=RoundState.RUNNING)
    missions = [
        make_participant(of=made, name_ko=f"공관 {n}", name_en=f"Mission {n}", email=f"m{n}@example.org")
        for n in range(3)
    ]
    cities = [
        make_participant(of=made, side=1, name_ko=f"도시 {n}", name_en=f"City {n}", email=f"c{n}@example.org")
        for n in range(3)
    ]
    version = make_version(of=made, state=VersionState.PUBLISHED, published_at=at("08:00"))
    tables = list(made.tables.all())
    for n, mission in enumerate(missions):
        for turn, hour in enumerate(CLOCKS):
            city = cities[(n + turn) % 3]
            make_wish(asker=mission, wanted=city, rank=turn + 1)
            meeting = make_meeting(one=mission, other=city)
            make_assignment(version=version, meeting=meeting, clock=hour, table=tables[n])
    return made


@pytest.fixture
def page(client: Client, organiser: Membership) -> Client:
    """The organiser, signed in."""
    client.force_login(organiser.user)
    return client


def english(name: str, *args: object) -> str:
    """Return the address of an English page, whatever language the last answer was in."""
    with translation.override("en"):
        return reverse(f"meetings:{name}", args=args)


def one(row: MeetingRound, name: str) -> Participant:
    return Participant.objects.get(round=row, name_en=name)


def words_of(client: Client, address: str) -> str:
    """Return what a page says, without its tags, on one line."""
    text = client.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main>")]).split())


def mend(page: Client, row: MeetingRound, about: str, what: str, hour: str = "") -> str:
    """Note a change and return the address of the plan that is shown."""
    sent = {"day": str(DAY), "about": about, "what": what, "clock": hour}
    answer = page.post(english("mend", row.pk), sent)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_a_delegation_is_late_and_the_plan_is_seen_before_it_is_published(page: Client, row: MeetingRound) -> None:
    late = one(row, "Mission 0")
    make_link(participant=late, key="key")
    shown = mend(page, row, f"participant:{late.pk}", "late", "10:20")
    presence = Presence.objects.get()
    assert (presence.participant, presence.state, presence.expected_at) == (late, PresenceState.LATE, at("10:20"))
    text = words_of(page, shown)
    assert "8 meetings stay as they are." in text
    assert "These move Mission 0 · City 0 was 10:00, Table 1 → now 11:30, Table 1" in text
    # Nobody else sees it before it is taken, nor does the list of versions.
    assert TimetableVersion.objects.get(state=VersionState.PUBLISHED).number == 1
    assert "Version 2" not in words_of(page, english("timetable", row.pk))
    assert mail.outbox == []
    assert page.post(shown).headers["Location"] == f"{english('day', row.pk)}?day={DAY}"
    assert {each.to[0] for each in mail.outbox} == {"m0@example.org", "c0@example.org"}
    assert TimetableVersion.objects.get(state=VersionState.PUBLISHED).number == 2
    own = words_of(Client(), english("link_agenda", "key"))
    assert "11:30" in own
    assert "10:00" not in own
    assert page.get(shown).status_code == 404


def test_the_day_says_which_meetings_cannot_be_held_and_that_all_can_again(page: Client, row: MeetingRound) -> None:
    absent = one(row, "City 2")
    Presence.objects.create(participant=absent, day=DAY, state=PresenceState.ABSENT, noted_at=at("09:00"))
    assert "3 published meetings cannot be held as they stand." in words_of(page, english("day", row.pk))
    text = words_of(page, english("mend", row.pk))
    assert "Mission 2 · City 2 10:00, Table 3 City 2 is not there at that time." in text
    shown = mend(page, row, "", "")
    text = words_of(page, shown)
    assert "6 meetings stay as they are." in text
    assert "City 2 is not there at that time. No other slot is free to both." in text
    page.post(shown)
    assert Meeting.objects.filter(state=MeetingState.WAITING).count() == 3
    text = words_of(page, english("mend", row.pk))
    assert "Every published meeting that is still to come can be held as it stands." in text


def test_what_was_noted_of_anybody_is_listed_and_taken_back(page: Client, row: MeetingRound) -> None:
    mission = one(row, "Mission 1")
    person = Delegate.objects.create(participant=mission, name="Ada")
    voice = row.interpreters.create(name="Kim", languages="ko en")
    table = row.tables.all()[2]
    mend(page, row, f"participant:{mission.pk}", "leaves", "15:00")
    mend(page, row, f"person:{person.pk}", "gone")
    mend(page, row, f"interpreter:{voice.pk}", "late", "10:30")
    mend(page, row, f"table:{table.pk}", "gone")
    # Twice the same changes nothing.
    mend(page, row, f"table:{table.pk}", "gone")
    assert Absence.objects.count() == 2
    assert (TableAbsence.objects.get().starts_at, TableAbsence.objects.get().table) == (at("09:30"), table)
    text = words_of(page, english("mend", row.pk))
    said = ("Mission 1 Gone from 15:00", "Ada (Mission 1) Not there on this day", "Kim Late until 10:30")
    assert [each for each in (*said, "Table 3 Gone from 09:30") if each not in text] == []
    rows = {
        "absence": Absence.objects.all(),
        "interpreter": InterpreterAbsence.objects.all(),
        "table": TableAbsence.objects.all(),
    }
    for kind, found in rows.items():
        for each in found:
            page.post(english("mend_back", row.pk), {"day": str(DAY), "noted": f"{kind}:{each.pk}"})
    assert [found.all().count() for found in rows.values()] == [0, 0, 0]
    assert page.post(english("mend_back", row.pk), {"noted": "user:1"}).status_code == 422


def test_what_cannot_be_noted_is_refused_with_a_sentence_and_nothing_is_noted(page: Client, row: MeetingRound) -> None:
    other = make_participant(of=make_round(office=row.office, name_en="Other"))
    address = english("mend", row.pk)
    for sent, words in (
        ({"about": f"participant:{one(row, 'City 0').pk}", "what": "late"}, "Say at which hour."),
        ({"about": f"participant:{other.pk}", "what": "gone"}, "is not one of the available choices"),
    ):
        answer = page.post(address, {"day": str(DAY), **sent})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Presence.objects.exists()
    assert not TimetableVersion.objects.filter(state=VersionState.TRIAL).exists()


def test_a_plan_is_not_published_beside_another_that_was_published_since(page: Client, row: MeetingRound) -> None:
    shown = mend(page, row, f"participant:{one(row, 'Mission 0').pk}", "late", "10:20")
    TimetableVersion.objects.filter(number=1).update(state=VersionState.REPLACED)
    newer = make_version(of=row, number=9, state=VersionState.PUBLISHED)
    answer = page.post(shown)
    assert answer.status_code == 409
    assert "Somebody published another version in between." in answer.content.decode()
    assert TimetableVersion.objects.get(state=VersionState.PUBLISHED) == newer


def test_who_waits_gets_a_free_slot_by_one_press_and_only_the_two_are_told(page: Client, row: MeetingRound) -> None:
    waits = Meeting.objects.get(first=one(row, "Mission 0"), second=one(row, "City 0"))
    Assignment.objects.filter(meeting=waits).delete()
    Meeting.objects.filter(pk=waits.pk).update(state=MeetingState.WAITING)
    assert "1 waiting meeting can be held now" in words_of(page, english("day", row.pk))
    address = english("waiting", row.pk)
    text = words_of(page, address)
    # At 10:00, when both are free again, and at the hours that nobody has.
    places = [f"06-16 {hour}" for hour in ("10:00", "11:30", "14:00", "14:30", "15:00", "15:30")]
    assert re.findall(r"06-16 \d\d:\d\d", text) == places
    answer = page.post(address, {"place": f"{waits.pk}:{at('10:00').isoformat()}"})
    assert answer.status_code == 302
    row_now = Assignment.objects.get(meeting=waits, timetable__state=VersionState.PUBLISHED)
    assert (row_now.starts_at, row_now.table) == (at("10:00"), row.tables.all()[0])
    assert {each.to[0] for each in mail.outbox} == {"m0@example.org", "c0@example.org"}
    waits.refresh_from_db()
    assert waits.state == MeetingState.PLANNED
    assert "Nobody waits" in words_of(page, address)
    again = page.post(address, {"place": f"{waits.pk}:{at('11:30').isoformat()}"})
    assert (again.status_code, "not on the waiting list any more" in again.content.decode()) == (422, True)


def test_a_slot_becomes_free_when_a_meeting_is_called_off(page: Client, row: MeetingRound) -> None:
    waits = make_meeting(one=one(row, "Mission 0"), other=one(row, "Mission 1"), state=MeetingState.WAITING)
    make_wish(asker=waits.first, wanted=waits.second)
    row.blocks.all()[1].delete()
    for who in (waits.first, waits.second):
        Absence.objects.create(participant=who, starts_at=at("11:30"), ends_at=at("12:00"))
    address = english("waiting", row.pk)
    assert "No slot is free to both now." in words_of(page, address)
    for mission, city in (("Mission 0", "City 0"), ("Mission 1", "City 1")):
        Meeting.objects.filter(first=one(row, mission), second=one(row, city)).update(state=MeetingState.CANCELLED)
    assert "1 waiting meeting can be held now: a slot is free to both." in words_of(page, address)
    page.post(address, {"place": f"{waits.pk}:{at('10:00').isoformat()}"})
    waits.refresh_from_db()
    assert waits.state == MeetingState.PLANNED


def test_a_waiting_pair_without_a_language_needs_an_interpreter_who_is_free_and_has_rested(
    page: Client, row: MeetingRound
) -> None:
    MeetingRound.objects.past_access(because="test").update(rest_after=1)
    Participant.objects.filter(round=row, side__order=0).update(languages="en")
    Participant.objects.filter(round=row, side__order=1).update(languages="ko")
    voice = row.interpreters.create(name="Kim", languages="ko en")
    Assignment.objects.exclude(starts_at=at("10:30")).delete()
    busy = Assignment.objects.filter(starts_at=at("10:30"))[0]
    busy.interpreter = voice
    busy.save()
    mission = busy.meeting.first
    waits = Meeting.objects.filter(first=mission).exclude(pk=busy.meeting_id)[0]
    Meeting.objects.filter(pk=waits.pk).update(state=MeetingState.WAITING)
    text = words_of(page, english("waiting", row.pk))
    # Not at 10:00 and 11:00, beside the meeting at 10:30: after one meeting comes a rest.
    assert re.findall(r"06-16 (\d\d:\d\d)", text) == ["11:30", "14:00", "14:30", "15:00", "15:30"]


@pytest.mark.parametrize("name", ["mend", "waiting", "mended", "day"])
def test_each_screen_costs_the_same_with_one_and_with_three_rows(page: Client, row: MeetingRound, name: str) -> None:
    def prepare(names: list[str]) -> str:
        Presence.objects.all().delete()
        for each in names:
            Presence.objects.create(
                participant=one(row, each), day=DAY, state=PresenceState.ABSENT, noted_at=at("09:00")
            )
        shown = mend(page, row, "", "")
        if name == "waiting":
            page.post(shown)
            return english(name, row.pk)
        return shown if name == "mended" else english(name, row.pk)

    def queries(address: str) -> int:
        page.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert page.get(address).status_code == 200
        return len(caught)

    few = queries(prepare(["City 0"]))
    assert queries(prepare(["City 0", "City 1"])) == few


def test_a_participant_says_by_its_link_when_one_of_its_people_is_not_there(row: MeetingRound) -> None:
    mission, other = one(row, "Mission 0"), one(row, "Mission 1")
    make_link(participant=mission, key="key")
    ada = Delegate.objects.create(participant=mission, name="Ada")
    strange = Delegate.objects.create(participant=other, name="Zoe")
    address, hours = english("link_times", "key"), {"0-day": str(DAY), "0-starts": "10:00", "0-ends": "12:00"}
    refused = Client().post(address, {"version": mission.version, **hours, "0-delegate": str(strange.pk)})
    assert (refused.status_code, Absence.objects.count()) == (422, 0)
    Client().post(address, {"version": mission.version, **hours, "0-delegate": str(ada.pk)})
    saved = Absence.objects.get()
    assert (saved.delegate, saved.starts_at, saved.ends_at) == (ada, at("10:00"), at("12:00"))
    mission.refresh_from_db()
    shown = Client().get(address).content.decode()
    assert f'<option value="{ada.pk}" selected' in shown
    sent = {"version": mission.version, "0-pk": str(saved.pk), **hours, "0-delegate": ""}
    Client().post(address, sent)
    assert Absence.objects.get().delegate is None


def test_a_meeting_that_waits_is_not_noted_as_held(page: Client, row: MeetingRound) -> None:
    waits = make_meeting(one=one(row, "Mission 0"), other=one(row, "Mission 1"), state=MeetingState.WAITING)
    with clock(at("15:00")):
        answer = page.post(english("meeting_state", row.pk, waits.pk), {"version": "1", "state": "held", "absent": ""})
    assert (answer.status_code, "has no place in the published timetable" in answer.content.decode()) == (422, True)
    waits.refresh_from_db()
    assert waits.state == MeetingState.WAITING
