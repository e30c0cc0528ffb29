"""Equipment, features of tables and ways to another venue: what a proposal, a move and the screens make of them."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.kernels.documents.report import TableBlock
from gagyo.kernels.timetable.plan import solve_any
from gagyo.kernels.timetable.solution import Status
from gagyo.meetings.actions.participants import add_many
from gagyo.meetings.actions.rounds import edit_round
from gagyo.meetings.actions.solving import ask_for_timetable
from gagyo.meetings.choices import EquipmentKind, RoundState, VersionState
from gagyo.meetings.models import MeetingRound, Participant, TimetableVersion
from gagyo.meetings.queries.day_calendar import meeting_events
from gagyo.meetings.queries.day_papers import agenda_document, published_of
from gagyo.meetings.queries.moves import frame_of
from gagyo.meetings.queries.timetable import assignments_of, plan_of, sittings_of
from gagyo.meetings.rules.moves import Move, tried, wanted_by
from gagyo.meetings.rules.participants import Line
from gagyo.meetings.rules.plan import problem_of
from gagyo.meetings.rules.rounds import RoundValues
from gagyo.meetings.rules.seats import mark_needed, marks_of, words_of
from gagyo.meetings.tests.make import (
    at,
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)
from gagyo.registry.tests.make import make_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser() -> Membership:
    """Somebody of the association that runs rounds."""
    return make_member(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION, name_ko="협의회"))


@pytest.fixture
def row(organiser: Membership) -> MeetingRound:
    """A round of eight slots at three tables, in which two missions and two cities all wish for each other."""
    made = make_round(office=organiser.office, state=RoundState.SCHEDULING)
    missions = [make_participant(of=made, languages="en") for _n in range(2)]
    cities = [make_participant(of=made, side=1, languages="en ko") for _n in range(2)]
    for city in cities:
        for mission in missions:
            make_wish(asker=mission, wanted=city)
    return made


def computed(row: MeetingRound, organiser: Membership) -> TimetableVersion:
    now = timezone.now()
    run = ask_for_timetable(round_id=row.pk, seconds=20, based_on_id=None, by=make_actor(membership=organiser), now=now)
    assert run.result is not None, run.answer
    return run.result


def test_whoever_needs_a_screen_sits_at_the_table_with_one(row: MeetingRound, organiser: Membership) -> None:
    screen = row.tables.all()[2]
    screen.features = "Screen, quiet"
    screen.save()
    who = row.participants.all()[0]
    who.table_wanted = "screen"
    who.save()
    rows = assignments_of(computed(row, organiser))
    theirs = [each for each in rows if who in {each.meeting.first, each.meeting.second}]
    assert [each.table for each in theirs] == [screen, screen]


def test_equipment_is_never_used_twice_at_once_not_even_by_hand(row: MeetingRound, organiser: Membership) -> None:
    video = row.equipment.create(name_ko="화상회의 세트", name_en="Video set", for_mixed=True)
    row.equipment.create(name_ko="버스", name_en="Bus", kind=EquipmentKind.VEHICLE, seats=40)
    Participant.objects.filter(round=row, side__order=0).update(is_online=True)
    made = computed(row, organiser)
    rows = assignments_of(made)
    assert len({each.starts_at for each in rows}) == len(rows) == 4
    assert [each.equipment for each in problem_of(plan_of(row)).meetings] == [frozenset({str(video.pk)})] * 4
    sittings = sittings_of(rows)
    first, other = (
        rows[0],
        next(
            each
            for each in rows[1:]
            if not {each.meeting.first_id, each.meeting.second_id}
            & {rows[0].meeting.first_id, rows[0].meeting.second_id}
        ),
    )
    with translation.override("en"):
        move = wanted_by(Move(other.meeting_id, starts_at=first.starts_at), sittings)
        assert tried(sittings, move, frame=frame_of(row, rows)).against[0].startswith("“Video set” is in use at")


def test_nobody_meets_at_two_venues_without_time_for_the_way_or_a_seat(
    client: Client, row: MeetingRound, organiser: Membership
) -> None:
    hall = row.venues.create(name_ko="시청", name_en="City hall", way_minutes=150)
    afternoon = row.blocks.all()[1]
    afternoon.venue = hall
    afternoon.save()
    row.tables.filter(order=3).update(venue=hall)
    (way,) = problem_of(plan_of(row)).transfers
    assert way.too_near == {(3, 4)}
    rows = assignments_of(computed(row, organiser))
    assert {each.table.order for each in rows if each.table and each.starts_at < at("12:00")} <= {1, 2}

    bus = row.equipment.create(name_ko="버스", name_en="Bus", kind=EquipmentKind.VEHICLE, count=1, seats=1)
    mission, city = row.participants.all()[0], row.participants.all()[2]
    mission.absences.create(starts_at=at("10:30"), ends_at=at("15:30"))
    for one in row.participants.all():
        one.delegates.create(name="Kim")
        one.delegates.create(name="Lee")
    problem = problem_of(plan_of(row))
    assert [transfer.seats for transfer in problem.transfers] == [1]
    full = solve_any(problem, seed=1, time_limit=20)
    held = [seat.slot for key, seat in full.seats.items() if str(mission.pk) in key.split("-")]
    assert (full.status, len(held)) == (Status.OPTIMAL, 1)
    bus.seats = 40
    bus.save()
    row.refresh_from_db()
    made = computed(row, organiser)
    client.force_login(organiser.user)
    with translation.override("en"):
        page = reverse("meetings:version", args=[row.pk, made.number])
    text = client.get(page).content.decode()
    assert "06-16 12:00 → City hall" in text
    assert f"{mission.name_en} 2" in text
    assert city.name_en in text


def test_a_participant_reads_at_which_venue_it_meets(row: MeetingRound, organiser: Membership) -> None:
    one = row.participants.all()[0]
    make_link(participant=one, key="key")
    hall = row.venues.create(name_ko="시청", name_en="City hall", way_minutes=20)
    row.venue_ko, row.venue_en = "회관", "Guild hall"
    row.save()
    version = make_version(of=row, state=VersionState.PUBLISHED, published_at=at("08:00"))
    for n, clock in enumerate(("10:00", "14:00")):
        meeting = make_meeting(one=one, other=row.participants.all()[2 + n])
        make_assignment(version=version, meeting=meeting, clock=clock, table=row.tables.all()[0])
    with translation.override("en"):
        page = reverse("meetings:link_agenda", args=["key"])
        assert [event.location for event in meeting_events(one)] == ["Table 1, Guild hall"] * 2
        assert Client().get(page).content.decode().count("Guild hall") == 1
        row.blocks.filter(starts_at=at("14:00")).update(venue=hall)
        assert [event.location for event in meeting_events(one)] == ["Table 1, Guild hall", "Table 1, City hall"]
        text = Client().get(page).content.decode()
        assert (text.count("Guild hall"), text.count("City hall")) == (2, 1)
        blocks = agenda_document(published_of(row), one, language="en").blocks
        (sheet,) = [block.sheet for block in blocks if isinstance(block, TableBlock)]
        assert [cells[2] for cells in sheet.rows] == ["Table 1, Guild hall", "Table 1, City hall"]


def test_words_that_nothing_has_are_told_to_the_organiser(
    client: Client, row: MeetingRound, organiser: Membership
) -> None:
    client.force_login(organiser.user)
    with translation.override("en"):
        page = reverse("meetings:timetable", args=[row.pk])
    assert "neither a table nor the equipment has it" not in client.get(page).content.decode()
    who = row.participants.all()[0]
    who.table_wanted = "Ramp"
    who.save()
    text = client.get(page).content.decode()
    assert "neither a table nor the equipment has it" in text
    assert f"{who.name_en}: ramp" in text


def test_a_part_of_the_day_is_given_another_venue_on_the_rounds_screens(
    client: Client, row: MeetingRound, organiser: Membership
) -> None:
    client.force_login(organiser.user)
    with translation.override("en"):
        days = reverse("meetings:round_rows", args=[row.pk, "days"])
        venues = reverse("meetings:round_rows", args=[row.pk, "venues"])
    assert "venue_id" not in client.get(days).content.decode()
    form = {
        "version": str(row.version),
        "was": "{}",
        "0-name_ko": "시청",
        "0-name_en": "City hall",
        "0-way_minutes": "25",
    }
    assert client.post(venues, form).status_code == 302
    hall = row.venues.get()
    assert (hall.name_en, hall.way_minutes) == ("City hall", 25)
    assert f'<option value="{hall.pk}">City hall</option>' in client.get(days).content.decode()
    block = row.blocks.all()[0]
    row.refresh_from_db()
    form = {
        "version": str(row.version),
        "was": "{}",
        "0-pk": str(block.pk),
        "0-day": "2030-06-16",
        "0-starts": "10:00",
        "0-ends": "12:00",
        "0-kind": "meetings",
        "0-venue_id": str(hall.pk),
    }
    assert client.post(days, form).status_code == 302
    assert [each.venue for each in row.blocks.all()] == [hall]


def delegation(one: Participant, persons: int) -> None:
    for n in range(persons):
        one.delegates.create(name=f"Person {n}")


def test_where_one_side_is_online_both_read_the_table_and_the_link(row: MeetingRound) -> None:
    MeetingRound.objects.past_access(because="test").update(form="mixed", online_link="https://example.org/room")
    here, there = make_participant(of=row), make_participant(of=row, side=1, is_online=True)
    version = make_version(of=row, state=VersionState.PUBLISHED, published_at=timezone.now())
    table = row.tables.first()
    assert table is not None
    make_assignment(version=version, meeting=make_meeting(one=here, other=there), table=table)
    on_site = make_participant(of=row, side=1)
    make_assignment(version=version, meeting=make_meeting(one=here, other=on_site), table=table, clock="11:00")
    for one, key in ((here, "here"), (there, "there")):
        make_link(participant=one, key=key)
        with translation.override("en"):
            page = Client().get(reverse("meetings:link_agenda", args=[key])).content.decode()
        assert page.count('href="https://example.org/room"') == 1
        assert table.name_en in page
    one = Participant.objects.get(pk=here.pk)
    with translation.override("en"):
        places = [event.location for event in meeting_events(one)]
        blocks = agenda_document(published_of(one.round), one, language="en").blocks
        (sheet,) = [block.sheet for block in blocks if isinstance(block, TableBlock)]
    assert ["example.org" in place for place in places] == [True, False]
    assert ["Online" in str(cells[2]) for cells in sheet.rows] == [True, False]


def test_in_a_round_that_is_held_online_nobody_is_given_a_table(organiser: Membership) -> None:
    made = make_round(office=organiser.office, form="online", online_link="https://example.org/room")
    names = [make_body(name_ko=name, name_en=name).name_ko for name in ("First", "Second")]
    by, sides = make_actor(membership=organiser), list(made.sides.all())
    for side, name in zip(sides, names, strict=True):
        lines = [Line(1, name, "")]
        add_many(round_id=made.pk, side_id=side.pk, lines=lines, language="en", by=by, now=timezone.now())
    one, other = made.participants.all()
    assert (one.is_online, other.is_online, make_meeting(one=one, other=other).form) == (True, True, "online")
    values = RoundValues(name_ko="회차", starts_on=made.starts_on, ends_on=made.ends_on, online_link=made.online_link)
    made.participants.update(is_online=False)
    for version, form in enumerate(("on_site", "online"), start=made.version):
        edit_round(round_id=made.pk, values=replace(values, form=form), expected=version, by=by, now=timezone.now())
        assert set(made.participants.values_list("is_online", flat=True)) == {form == "online"}


def test_a_vehicle_without_seats_is_refused_by_its_row_and_equipment_needs_none(
    row: MeetingRound, organiser: Membership
) -> None:
    client = Client()
    client.force_login(organiser.user)
    with translation.override("en"):
        address = reverse("meetings:round_rows", args=[row.pk, "equipment"])
    sent = {
        "version": "1",
        "was": "",
        "0-name_ko": "화상회의 세트",
        "0-kind": EquipmentKind.EQUIPMENT,
        "0-count": "2",
        "1-name_ko": "버스",
        "1-kind": EquipmentKind.VEHICLE,
        "1-count": "1",
    }
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "Row 2: fill in “Seats of a vehicle”" in refused.content.decode()
    assert client.post(address, {**sent, "1-seats": "20"}).status_code == 302
    assert list(row.equipment.values_list("name_ko", "seats")) == [("화상회의 세트", None), ("버스", 20)]


def test_two_large_delegations_sit_at_a_table_with_seats_for_all(row: MeetingRound, organiser: Membership) -> None:
    mission, city = row.participants.all()[0], row.participants.all()[2]
    delegation(mission, 4)
    delegation(city, 4)
    large = row.tables.all()[2]
    row.tables.filter(pk=large.pk).update(seats=9)
    rows = assignments_of(computed(row, organiser))
    (both,) = [each for each in rows if {each.meeting.first, each.meeting.second} == {mission, city}]
    assert both.table == large
    # By hand it goes to no smaller one either.
    frame = frame_of(row, rows)
    other = next(each for each in rows if each.starts_at != both.starts_at)
    sittings = sittings_of(rows)
    outcome = tried(sittings, wanted_by(Move(both.meeting_id, table_id=row.tables.all()[0].pk), sittings), frame=frame)
    assert [one.table_id for one in outcome.placed] == [large.pk]
    taken = [replace(each, table_id=large.pk) if each.meeting_id == other.meeting_id else each for each in sittings]
    with translation.override("en"):
        refused = tried(taken, wanted_by(Move(both.meeting_id, starts_at=other.starts_at), taken), frame=frame).against
    assert "No free table seats 8 persons" in " ".join(refused)


def test_who_comes_with_more_than_any_table_seats_gets_the_largest_and_the_organiser_is_told(
    client: Client, row: MeetingRound, organiser: Membership
) -> None:
    mission = row.participants.all()[0]
    client.force_login(organiser.user)
    with translation.override("en"):
        page = reverse("meetings:timetable", args=[row.pk])
    assert "More persons than any table seats" not in client.get(page).content.decode()
    delegation(mission, 8)
    large = row.tables.all()[1]
    row.tables.filter(pk=large.pk).update(seats=7)
    rows = assignments_of(computed(row, organiser))
    theirs = [each.table for each in rows if mission in {each.meeting.first, each.meeting.second}]
    assert theirs == [large, large]
    text = client.get(page).content.decode()
    assert "More persons than any table seats" in text
    assert f"{mission.name_en}: 8 persons" in text
    assert "The largest table has 7 seats" in text


def test_nobody_asks_for_seats_that_every_table_has() -> None:
    assert mark_needed(6, [6, 8]) == frozenset()
    assert mark_needed(7, [6, 8]) == frozenset({"≥7"})
    assert mark_needed(12, [6, 8]) == frozenset({"≥8"})
    assert mark_needed(12, []) == frozenset()
    assert marks_of(8, fewest=6) == frozenset({"≥7", "≥8"})
    assert words_of({"≥7", "screen", "quiet"}) == ["quiet", "screen"]
