"""Rounds: entered with what they need, seen by whom they concern, moved with reasons, their rows kept together."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role, Visibility
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import ANYBODY
from gagyo.meetings.actions.rounds import add_round, move_round
from gagyo.meetings.choices import ParticipantState, RoundState
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.queries.rounds import rounds_for, slots_of_round
from gagyo.meetings.rules.rounds import RoundValues, UnableToMoveRound, UnableToSaveRound, tables_wanted
from gagyo.meetings.tests.make import DAY, make_participant, make_round
from gagyo.registry.tests.make import make_government

pytestmark = pytest.mark.django_db
SIDES = [("주한공관", "Missions in Korea"), ("지방자치단체", "Local governments")]


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def page(client: Client, organiser: Membership) -> Client:
    """The organiser, signed in, in English."""
    client.force_login(organiser.user)
    return client


def english(name: str, *, args: list[object] | None = None) -> str:
    """Return the address of an English page, whatever language the last answer was in."""
    with translation.override("en"):
        return reverse(name, args=args)


def sent(values: dict[str, object]) -> dict[str, object]:
    """Return what the browser sends for a new round."""
    return {
        "name_ko": "제4회",
        "name_en": "Fourth",
        "starts_on": "2030-06-16",
        "ends_on": "2030-06-17",
        "form": "on_site",
        "languages": "한국어, English",
        "visibility": "shared",
        "wish_mode": "organiser",
        "sees": "other_side",
        "wishes_at_most": "12",
        "slot_minutes": "30",
        "changeover_minutes": "0",
        "breaks_differ_by": "2",
        "rest_after": "4",
        "text_language": "ko",
        "text_state": "none",
        "sides": "missions",
        "tables": "24",
        **values,
    }


def test_a_round_begins_with_sides_numbered_tables_and_the_usual_hours_of_each_day(page: Client) -> None:
    answer = page.post(reverse("meetings:round_add"), sent({}))
    made = MeetingRound.objects.past_access(because="test").get()
    assert answer["Location"] == made.get_absolute_url()
    assert [side.name_en for side in made.sides.all()] == ["Missions in Korea", "Local governments"]
    assert [table.name_ko for table in made.tables.all()][:2] == ["1번 테이블", "2번 테이블"]
    assert (made.tables.count(), len(slots_of_round(made)), made.languages) == (24, 20, "ko en")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"ends_on": "2030-06-15"}, "The round ends before it begins."),
        ({"ends_on": "2030-07-16"}, "A round lasts 14 days at most."),
        ({"form": "mixed"}, "enter the link under which they do"),
        ({"languages": "Korean, Klingonish"}, "“klingonish” is no language that we know."),
        (
            {"wishes_open_at": "2030-05-02T09:00", "wishes_close_at": "2030-05-01T09:00"},
            "Wishes open first, then they close",
        ),
    ],
)
def test_a_round_that_cannot_be_held_says_why_and_is_not_saved(
    page: Client, values: dict[str, object], sentence: str
) -> None:
    answer = page.post(english("meetings:round_add"), sent(values))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not MeetingRound.objects.past_access(because="test").exists()


def test_a_round_being_prepared_is_seen_by_its_organiser_and_later_by_those_who_take_part() -> None:
    own, invited, other = make_office(), make_office(), make_office()
    row = make_round(office=own, state=RoundState.DRAFT, visibility=Visibility.OFFICE)
    make_participant(of=row, side=1, body=make_government(works_as=invited))
    actors = [make_actor(office=own), make_actor(office=invited), make_actor(office=other), ANYBODY]
    assert [list(rounds_for(actor=actor)) for actor in actors] == [[row], [], [], []]
    MeetingRound.objects.past_access(because="test").update(state=RoundState.WISHING)
    assert [list(rounds_for(actor=actor)) for actor in actors] == [[row], [row], [], []]


def test_wishes_are_taken_once_there_are_hours_and_two_participants(organiser: Membership) -> None:
    by = make_actor(membership=organiser)
    row = make_round(office=organiser.office, state=RoundState.DRAFT)

    def move(wanted: str, reason: str = "") -> str:
        row.refresh_from_db()
        return move_round(
            round_id=row.pk, wanted=wanted, reason=reason, expected=row.version, by=by, now=timezone.now()
        ).state

    with translation.override("en"):
        with pytest.raises(UnableToMoveRound, match="at least two participants"):
            move(RoundState.WISHING)
        make_participant(of=row)
        make_participant(of=row, side=1, state=ParticipantState.DECLINED)
        with pytest.raises(UnableToMoveRound, match="at least two participants"):
            move(RoundState.WISHING)
        make_participant(of=row, side=1)
        assert move(RoundState.WISHING) == RoundState.WISHING
        with pytest.raises(UnableToMoveRound, match="Give the reason"):
            move(RoundState.CANCELLED)
        with pytest.raises(UnableToMoveRound, match="It can become: Making the timetable, Being prepared, Cancelled"):
            move(RoundState.DONE)
        assert move(RoundState.CANCELLED, "too few missions") == RoundState.CANCELLED


def test_a_previous_round_that_the_organiser_does_not_see_is_refused(organiser: Membership) -> None:
    hidden = make_round(office=make_office(), visibility=Visibility.OFFICE)
    values = RoundValues(name_ko="제5회", starts_on=DAY, ends_on=DAY, previous_id=hidden.pk)
    with translation.override("en"), pytest.raises(UnableToSaveRound, match="not one that you see"):
        add_round(values=values, sides=SIDES, tables=1, by=make_actor(membership=organiser), now=timezone.now())


def days_sent(row: MeetingRound, *rows: tuple[str, str, str]) -> dict[str, str]:
    """Return what the browser sends for the days of a round; rows: day, from, until."""
    found = {"version": str(row.version), "was": ""}
    keys = [str(block.pk) for block in row.blocks.all()]
    for n, (day, starts, ends) in enumerate(rows):
        found |= {f"{n}-day": day, f"{n}-starts": starts, f"{n}-ends": ends, f"{n}-kind": "meetings"}
        found[f"{n}-pk"] = keys[n] if n < len(keys) else ""
    return found


def test_the_hours_of_a_round_are_changed_added_and_taken_out_on_one_screen(
    page: Client, organiser: Membership
) -> None:
    row = make_round(office=organiser.office)
    kept = row.blocks.all()[0].pk
    rows = (("2030-06-16", "09:00", "11:00"), ("", "14:00", "16:00"), ("2030-06-16", "15:00", "15:30"))
    page.post(reverse("meetings:round_rows", args=[row.pk, "days"]), days_sent(row, *rows))
    shown = [(block.pk == kept, timezone.localtime(block.starts_at).hour) for block in row.blocks.all()]
    assert shown == [(True, 9), (False, 15)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            (("2030-06-16", "09:00", "11:00"), ("2030-06-16", "10:30", "12:00")),
            "Two parts overlap on 2030-06-16 at 10:30",
        ),
        ((("2030-06-18", "09:00", "11:00"),), "2030-06-18 is not a day of this round."),
        ((("2030-06-16", "09:00", "09:20"),), "no meeting of 30 minutes fits"),
        ((("2030-06-16", "", "11:00"),), "Row 1: fill in “From”, or leave the row empty."),
    ],
)
def test_hours_that_cannot_be_are_named_and_nothing_is_saved(
    page: Client, organiser: Membership, rows: tuple[tuple[str, str, str], ...], sentence: str
) -> None:
    row = make_round(office=organiser.office)
    before = list(row.blocks.values_list("pk", "starts_at", "ends_at"))
    answer = page.post(english("meetings:round_rows", args=[row.pk, "days"]), days_sent(row, *rows))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert list(row.blocks.values_list("pk", "starts_at", "ends_at")) == before


def test_rows_saved_by_two_organisers_at_once_are_shown_side_by_side(page: Client, organiser: Membership) -> None:
    row = make_round(office=organiser.office)
    address = reverse("meetings:round_rows", args=[row.pk, "topics"])
    first = {"version": str(row.version), "was": "", "0-name_ko": "투자", "0-name_en": "Investment"}
    assert page.post(address, first).status_code == 302
    answer = page.post(address, {**first, "0-name_ko": "청소년 교류"})
    assert answer.status_code == 409
    assert "투자" in answer.content.decode()
    assert "청소년 교류" in answer.content.decode()
    assert [topic.name_ko for topic in row.topics.all()] == ["투자"]


def test_a_side_with_participants_stays(page: Client, organiser: Membership) -> None:
    row = make_round(office=organiser.office)
    make_participant(of=row)
    answer = page.post(english("meetings:round_rows", args=[row.pk, "sides"]), {"version": str(row.version), "was": ""})
    assert "is in use: participants or a timetable hang on it" in answer.content.decode()
    assert row.sides.count() == 2


def test_the_list_costs_the_same_with_one_and_with_three_rounds(page: Client, organiser: Membership) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert page.get(reverse("meetings:rounds")).status_code == 200
        return len(caught)

    make_participant(of=make_round(office=organiser.office))
    queries()
    one = queries()
    for _each in range(2):
        make_participant(of=make_round(office=organiser.office))
    assert queries() == one


def test_tables_asked_for_are_meetings_by_slots_and_fifteen_in_a_hundred_more() -> None:
    found = [tables_wanted(meetings=meetings, slots=slots) for meetings, slots in ((288, 16), (1, 16), (9, 0))]
    assert found == [21, 1, 0]


def test_the_round_is_shown_with_its_slots_on_each_day(client: Client) -> None:
    row = make_round(office=make_office(), visibility=Visibility.PUBLIC, starts_on=date(2030, 6, 16))
    shown = client.get(english("meetings:round", args=[row.pk])).content.decode()
    assert "Fourth round of meetings" in shown
    assert "4 slots" in shown
    assert "What this round needs" not in shown
