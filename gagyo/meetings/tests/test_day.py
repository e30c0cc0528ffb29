"""The day: arrivals by list and by badge, what became of meetings, and the big screen without an account."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.meetings.actions.day import note_course, note_presence
from gagyo.meetings.choices import BlockKind, MeetingState, PresenceState, RoundState, VersionState
from gagyo.meetings.models import (
    Assignment,
    Delegate,
    Meeting,
    MeetingRound,
    Participant,
    Presence,
    RoundBlock,
    RoundTable,
)
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.rules.day import Course, UnableToNote, course_after, presumed_arrival
from gagyo.meetings.tests.make import (
    DAY,
    at,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
)

pytestmark = pytest.mark.django_db


def clock(moment: datetime) -> AbstractContextManager[object]:
    """Let it be another moment."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


@pytest.fixture(autouse=True)
def _at_ten_past_ten() -> Iterator[None]:
    """Be there on the day of the round, in its first slot."""
    with clock(at("10:10")):
        yield


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round of today with a published timetable: two meetings at 10:00, one at 10:30."""
    made = make_round(office=organiser.office, state=RoundState.PUBLISHED)
    missions = [make_participant(of=made, name_ko=f"공관{n}", name_en=f"Mission {n}") for n in (1, 2)]
    cities = [make_participant(of=made, side=1, name_ko=f"도시{n}", name_en=f"City {n}") for n in (1, 2)]
    version = make_version(of=made, state=VersionState.PUBLISHED, published_at=at("09:00"))
    tables = list(made.tables.all())
    for mission, city, begins, table in (
        (0, 0, "10:00", 0),
        (1, 1, "10:00", 1),
        (0, 1, "10:30", 2),
    ):
        meeting = make_meeting(one=missions[mission], other=cities[city])
        make_assignment(version=version, meeting=meeting, clock=begins, table=tables[table])
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


def named(row: MeetingRound, name: str) -> Participant:
    return Participant.objects.get(round=row, name_en=name)


def test_the_list_notes_arrivals_by_one_press_and_counts_them_by_side(page: Client, row: MeetingRound) -> None:
    one, late, absent = (named(row, name) for name in ("Mission 1", "Mission 2", "City 1"))
    address = english("day_presence", row.pk)
    for who, state, expected in ((one, "arrived", ""), (late, "late", "10:40"), (absent, "absent", "")):
        sent = {"day": str(DAY), "participant": who.pk, "state": state, "expected": expected}
        answer = page.post(address, sent)
        assert answer.status_code == 302
        assert answer.headers["Location"] == f"{english('day', row.pk)}?day={DAY}#participant-{who.pk}"
    rows = {each.participant: (each.state, each.expected_at) for each in Presence.objects.all()}
    assert rows == {one: ("arrived", None), late: ("late", at("10:40")), absent: ("absent", None)}
    text = page.get(english("day", row.pk)).content.decode()
    wanted = (
        "1 of 2 have arrived; late: 1; do not come: 0",
        "0 of 2 have arrived; late: 0; do not come: 1",
        "Arrived 10:10",
        "Mission 2: Late until 10:40",
        "City 1: Does not come",
    )
    assert [words for words in wanted if words not in text] == []
    page.post(address, {"day": str(DAY), "participant": absent.pk, "state": ""})
    assert not Presence.objects.filter(participant=absent).exists()
    events = list(AuditRecord.objects.order_by("pk").values_list("event", flat=True))
    assert events[-1] == "participant.presence_taken_back"
    assert events.count("participant.presence_noted") == 3


def test_who_is_late_until_nobody_knows_when_misses_one_slot_and_the_organiser_reads_which(
    page: Client, row: MeetingRound
) -> None:
    late = named(row, "Mission 2")
    sent = {"day": str(DAY), "participant": late.pk, "state": "late", "expected": ""}
    shown = page.post(english("day_presence", row.pk), sent, follow=True).content.decode()
    assert Presence.objects.get(participant=late).expected_at == at("10:30")
    assert "No hour was given: “Mission 2” is expected at 10:30." in shown
    # An hour that is given stands, and says nothing more.
    shown = page.post(english("day_presence", row.pk), sent | {"expected": "11:10"}, follow=True).content.decode()
    assert Presence.objects.get(participant=late).expected_at == at("11:10")
    assert "No hour was given" not in shown


@pytest.mark.parametrize(
    ("clock", "wanted"),
    [("09:00", "10:30"), ("10:29", "10:30"), ("10:30", "11:00"), ("12:30", "14:30"), ("16:00", None)],
)
def test_somebody_late_is_expected_after_the_slot_that_is_on_or_the_next(
    row: MeetingRound, clock: str, wanted: str | None
) -> None:
    found = presumed_arrival(slots_of_round(row), day=DAY, now=at(clock))
    assert found == (at(wanted) if wanted else None)


def test_an_arrival_of_tomorrow_or_of_another_round_is_not_noted(organiser: Membership, row: MeetingRound) -> None:
    by, now, one = make_actor(membership=organiser), timezone.now(), named(row, "Mission 1")
    with translation.override("en"):
        with pytest.raises(UnableToNote, match="is not a day of this round"):
            note_presence(
                round_id=row.pk, participant_id=one.pk, day=DAY + timedelta(1), state="arrived", by=by, now=now
            )
        with pytest.raises(UnableToNote, match="Nobody has arrived on 2030-06-16 yet"):
            note_presence(
                round_id=row.pk, participant_id=one.pk, day=DAY, state="arrived", by=by, now=now - timedelta(1)
            )
    other = make_participant(of=make_round(office=organiser.office))
    with pytest.raises(Participant.DoesNotExist):
        note_presence(round_id=row.pk, participant_id=other.pk, day=DAY, state="arrived", by=by, now=now)
    assert not Presence.objects.exists()


def test_the_badge_shows_a_code_whose_address_notes_the_arrival_only_when_the_organiser_presses(
    page: Client, row: MeetingRound
) -> None:
    one = named(row, "Mission 1")
    make_link(participant=one, key="key")
    shown = Client().get(english("link_badge", "key")).content.decode()
    assert english("link_badge_code", "key") in shown
    assert Client().get(english("link_badge_code", "key")).headers["Content-Type"] == "image/svg+xml"
    address = english("arrive", one.badge_key)
    opened = page.get(address).content.decode()
    assert "Note the arrival" in opened
    assert "City 1" in opened
    assert not Presence.objects.exists()
    assert page.post(address).status_code == 302
    assert page.post(address).status_code == 302
    assert [(each.participant, each.state) for each in Presence.objects.all()] == [(one, PresenceState.ARRIVED)]
    assert AuditRecord.objects.filter(event="participant.presence_noted").count() == 1
    assert "The arrival was noted at 10:10." in page.get(address).content.decode()


def test_the_code_of_a_badge_says_nothing_to_anybody_else(row: MeetingRound) -> None:
    one, stranger = named(row, "Mission 1"), Client()
    real, made_up = english("arrive", one.badge_key), english("arrive", "no-such-badge")
    answers = [stranger.get(address) for address in (real, made_up)]
    assert [answer.status_code for answer in answers] == [302, 302]
    stranger.force_login(make_member(role=Role.OFFICER, office=make_office()).user)
    for method in (stranger.get, stranger.post):
        shown, nothing = method(real), method(made_up)
        assert (shown.status_code, nothing.status_code) == (404, 404)
        assert "Mission 1" not in shown.content.decode()
    assert not Presence.objects.exists()


def test_an_arrival_on_another_day_is_refused_and_says_when_the_round_is(page: Client, row: MeetingRound) -> None:
    address = english("arrive", named(row, "Mission 1").badge_key)
    with clock(at("10:00") - timedelta(days=3)):
        text = page.get(address).content.decode()
        assert "Today is no day of this round" in text
        assert "Note the arrival</button>" not in text
        assert page.post(address).status_code == 422
    assert not Presence.objects.exists()


def test_meetings_of_the_present_slot_begin_end_and_fall_out_by_one_press(page: Client, row: MeetingRound) -> None:
    one, other = Meeting.objects.filter(assignments__starts_at=at("10:00")).order_by("pk")
    address = english("day_meeting", row.pk)

    def press(meeting: Meeting, note: str) -> int:
        meeting.refresh_from_db()
        sent = {"day": str(DAY), "slot": "1", "meeting": meeting.pk, "version": meeting.version, "note": note}
        status = page.post(address, sent).status_code
        meeting.refresh_from_db()
        return status

    assert press(one, "begun") == 302
    assert (one.state, one.began_at, one.ended_at) == (MeetingState.PLANNED, at("10:10"), None)
    assert "Began at 10:10" in page.get(english("day", row.pk)).content.decode()
    with clock(at("10:28")):
        assert press(one, "held") == 302
    assert (one.state, one.began_at, one.ended_at) == (MeetingState.HELD, at("10:10"), at("10:28"))
    assert press(other, f"no_show:{other.second_id}") == 302
    assert (other.state, other.absent_id) == (MeetingState.NO_SHOW, other.second_id)
    assert "City 2 did not come" in page.get(english("day", row.pk) + "?slot=1").content.decode()
    assert press(other, "held") == 422
    assert press(other, f"no_show:{one.first_id}") == 422
    assert press(other, "planned") == 302
    assert (other.state, other.absent_id) == (MeetingState.PLANNED, None)


def test_of_two_who_press_at_once_the_second_is_told(page: Client, row: MeetingRound) -> None:
    meeting = Meeting.objects.filter(assignments__starts_at=at("10:00"))[0]
    sent = {"day": str(DAY), "slot": "1", "meeting": meeting.pk, "version": meeting.version}
    address = english("day_meeting", row.pk)
    assert page.post(address, {**sent, "note": "held"}).status_code == 302
    second = page.post(address, {**sent, "note": "cancelled"})
    assert second.status_code == 409
    assert "Somebody noted something else of this meeting in between" in second.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.HELD


def test_a_meeting_is_not_held_before_its_day_nor_outside_of_the_published_timetable(
    organiser: Membership, row: MeetingRound
) -> None:
    with translation.override("en"), pytest.raises(UnableToNote, match="on a later day"):
        course_after(
            Course(),
            note="held",
            absent_id=None,
            pair=frozenset({1, 2}),
            starts_at=at("10:00"),
            now=at("10:00") - timedelta(days=1),
        )
    out = make_meeting(one=named(row, "Mission 2"), other=named(row, "City 1"))
    with translation.override("en"), pytest.raises(UnableToNote, match="not in the published timetable"):
        note_course(
            round_id=row.pk,
            meeting_id=out.pk,
            note="held",
            absent_id=None,
            expected=1,
            by=make_actor(membership=organiser),
            now=timezone.now(),
        )


def test_the_board_shows_now_and_next_in_both_languages_without_an_account_or_a_person(row: MeetingRound) -> None:
    Delegate.objects.create(participant=named(row, "Mission 1"), name="Secret Person", title="Ambassador")
    answer = Client().get(reverse("meetings:board", args=[row.board_key]))
    text = answer.content.decode()
    now, then = text.split("다음 <span", 1)
    shown = ("공관1", "Mission 1", "도시2", "City 2", "1번", "Table 1")
    assert [words for words in shown if words not in now] == []
    assert ("3번" in then, "Mission 1" in then, "Mission 2" in then) == (True, True, False)
    assert answer.headers["Refresh"].startswith("15; url=")
    assert "<script" not in text
    assert "Secret Person" not in text
    assert (answer.headers["X-Robots-Tag"], "no-store" in answer.headers["Cache-Control"]) == (
        "noindex, nofollow",
        True,
    )


def test_what_fell_out_leaves_the_board_and_a_break_says_its_name(row: MeetingRound) -> None:
    address = reverse("meetings:board", args=[row.board_key])
    Meeting.objects.filter(assignments__starts_at=at("10:30")).update(state=MeetingState.CANCELLED)
    _now, then = Client().get(address).content.decode().split("다음 <span", 1)
    assert ("3번" in then, "미팅이 없습니다" in then) == (False, True)
    RoundBlock.objects.create(
        round=row,
        kind=BlockKind.BREAK,
        starts_at=at("12:00"),
        ends_at=at("14:00"),
        title_ko="오찬",
        title_en="Luncheon",
    )
    with clock(at("12:30")):
        text = Client().get(address).content.decode()
    assert ("오찬" in text, "Luncheon" in text, "–14:00" in text) == (True, True, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [("unpublished", "No timetable yet"), ("over", "All meetings are over"), ("cancelled", "Cancelled")],
)
def test_the_board_says_why_it_is_empty(row: MeetingRound, change: str, words: str) -> None:
    if change == "unpublished":
        row.versions.update(state=VersionState.DRAFT)
    if change == "cancelled":
        MeetingRound.objects.filter(pk=row.pk).update(state=RoundState.CANCELLED)
    with clock(at("17:00") if change == "over" else at("10:10")):
        text = Client().get(reverse("meetings:board", args=[row.board_key])).content.decode()
    assert words in text
    assert "Mission 1" not in text


def test_a_board_of_a_round_in_preparation_archived_or_unknown_is_not_there(row: MeetingRound) -> None:
    address = reverse("meetings:board", args=[row.board_key])
    MeetingRound.objects.filter(pk=row.pk).update(state=RoundState.DRAFT)
    assert Client().get(address).status_code == 404
    MeetingRound.objects.filter(pk=row.pk).update(state=RoundState.RUNNING, archived_at=timezone.now())
    assert Client().get(address).status_code == 404
    assert Client().get(reverse("meetings:board", args=["made-up"])).status_code == 404


def test_more_meetings_than_fit_follow_with_the_next_refresh(row: MeetingRound) -> None:
    version = row.versions.get()
    for number in range(3, 13):
        mission = make_participant(of=row, name_ko=f"추가공관{number:02}", name_en=f"More {number:02}")
        table = RoundTable.objects.create(round=row, name_ko=f"{number + 1}번", order=number + 1)
        city = make_participant(of=row, side=1)
        make_assignment(version=version, meeting=make_meeting(one=mission, other=city), table=table)
    address = reverse("meetings:board", args=[row.board_key])
    answers = [Client().get(f"{address}?part={n}") for n in (0, 1)]
    pages = [answer.content.decode() for answer in answers]
    assert [answer.headers["Refresh"][-7:] for answer in answers] == ["?part=1", "?part=0"]
    seen = [sum(f"추가공관{n:02}" in text for n in range(3, 13)) for text in pages]
    assert seen == [6, 4]
    # The shorter half of the screen does not go empty while the longer one turns its page.
    assert ["3번" in text.split("다음 <span")[1] for text in pages] == [True, True]


def test_the_day_costs_the_same_with_few_and_with_many(page: Client, row: MeetingRound) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert page.get(english("day", row.pk)).status_code == 200
            assert Client().get(reverse("meetings:board", args=[row.board_key])).status_code == 200
        return len(caught)

    queries()
    before = queries()
    version = row.versions.get()
    for _n in range(3):
        one, other = make_participant(of=row), make_participant(of=row, side=1)
        meeting = make_meeting(one=one, other=other, state=MeetingState.NO_SHOW, absent=one)
        make_assignment(version=version, meeting=meeting)
        Presence.objects.create(participant=one, day=DAY, state="late", noted_at=timezone.now())
    assert queries() == before
    assert Assignment.objects.count() == 6
