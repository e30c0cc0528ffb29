"""Clashes in a programme are said in sentences: sites, hosts, interpreters, vehicles, rooms, ways, lunch."""

from datetime import date, datetime, time

import pytest

from gagyo.accounts.models import Membership
from gagyo.registry.tests.make import make_person
from gagyo.visits.choices import AnswerState, StopKind
from gagyo.visits.models import (
    InterpreterTime,
    Room,
    SiteClosure,
    Stop,
    TravelTime,
    Vehicle,
)
from gagyo.visits.tests.make import SEOUL, make_site, make_stop
from gagyo.visits.tests.make_programme import DAY, HOLIDAY, ask, away, interpreter_for, sentences, shown, visit_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_a_programme_without_clashes_says_nothing(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    assert sentences(visit) == []


def test_a_closed_weekday_is_said(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office, weekdays=(0, 2)))
    assert sentences(visit) == ["City Information Centre is closed on this day. Choose another day."]


def test_closed_days_are_said(member: Membership) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office)
    SiteClosure.objects.create(site=site, starts_on=date(2026, 6, 8), ends_on=DAY)
    make_stop(visit=visit, site=site)
    make_stop(visit=visit, site=site, day=date(2026, 6, 10))
    assert sentences(visit) == ["City Information Centre is closed on this day. Choose another day."]


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        (True, ["City Information Centre is closed: this is a public holiday. Choose another day."]),
        (False, []),
    ],
)
def test_a_public_holiday_is_said_of_sites_that_keep_it(member: Membership, closed: bool, expected: list[str]) -> None:
    visit = visit_of(member, starts_on=HOLIDAY, ends_on=HOLIDAY)
    make_stop(visit=visit, site=make_site(office=member.office, closed_on_holidays=closed))
    assert sentences(visit) == expected


def test_a_stop_past_closing_is_said_with_its_minutes(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), starts="17:30", ends="18:30")
    assert sentences(visit) == [
        "City Information Centre is open for 30 of these 60 minutes. Move the stop into its opening hours."
    ]


def test_a_site_is_full_with_the_persons_of_another_visit(member: Membership) -> None:
    visit = visit_of(member, parties=[("VN", 12)])
    other = visit_of(member, parties=[("KH", 10)], name_en="Delegation of Phnom Penh")
    site = make_site(office=member.office, capacity=20)
    make_stop(visit=visit, site=site)
    make_stop(visit=other, site=site, starts="10:30", ends="11:30")
    expected = (
        "City Information Centre takes 20 persons at once, and 22 would be there. "
        "At the same time: Delegation of Phnom Penh 10:30 City Information Centre"
    )
    assert sentences(visit) == [expected]


def test_a_site_is_not_full_one_after_the_other_nor_with_a_cancelled_visit(member: Membership) -> None:
    visit = visit_of(member, parties=[("VN", 12)])
    site = make_site(office=member.office, capacity=20)
    make_stop(visit=visit, site=site)
    make_stop(visit=visit_of(member, parties=[("KH", 10)]), site=site, starts="11:00", ends="12:00")
    make_stop(visit=visit_of(member, parties=[("KH", 10)], state="cancelled"), site=site)
    assert sentences(visit) == []


def test_a_host_away_is_said_unless_the_stand_in_is_there(member: Membership) -> None:
    visit = visit_of(member)
    host = make_person(office=member.office, name_ko="김안내", name_en="Kim")
    site = make_site(office=member.office, host=host)
    make_stop(visit=visit, site=site)
    away(member, person=host)
    assert sentences(visit) == ["Nobody can receive the delegation then: Kim. Choose another time or host."]
    site.stand_in = make_person(office=member.office, name_ko="박대리", name_en="Park")
    site.save()
    assert sentences(visit) == []


def test_a_host_named_at_two_sites_at_once_is_said(member: Membership) -> None:
    visit, other = visit_of(member), visit_of(member)
    host = make_person(office=member.office, name_ko="김안내", name_en="Kim")
    make_stop(visit=visit, site=make_site(office=member.office), host=host)
    make_stop(visit=other, site=make_site(office=member.office), host=host, starts="10:30", ends="11:30")
    assert sentences(visit) == ["Nobody can receive the delegation then: Kim. Choose another time or host."]


def test_a_missing_interpreter_is_said_until_one_says_yes(member: Membership) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office), language="en")
    task = interpreter_for(member, stop=stop, state=AnswerState.ASKED)
    assert sentences(visit) == ["No interpreter for English has said yes yet."]
    task.state = AnswerState.ACCEPTED
    task.save()
    assert sentences(visit) == []


def test_an_interpreter_of_another_language_is_said(member: Membership) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office), language="en")
    interpreter_for(member, stop=stop, code="vi")
    assert sentences(visit) == ["Lee does not interpret English."]


def test_an_interpreter_at_two_visits_at_once_is_impossible(member: Membership) -> None:
    visit, other = visit_of(member), visit_of(member, name_en="Delegation of Phnom Penh")
    stop = make_stop(visit=visit, site=make_site(office=member.office), language="en")
    elsewhere = make_stop(
        visit=other, site=make_site(office=member.office), starts="10:30", ends="11:30", language="en"
    )
    ask(interpreter_for(member, stop=stop).interpreter, stop=elsewhere)
    assert sentences(visit) == [
        "Lee interprets somewhere else at the same time: Delegation of Phnom Penh 10:30 City Information Centre"
    ]


def test_an_interpreter_who_is_not_free_is_said(member: Membership) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office), language="en")
    task = interpreter_for(member, stop=stop)
    starts, ends = datetime.combine(DAY, time(14), SEOUL), datetime.combine(DAY, time(18), SEOUL)
    InterpreterTime.objects.create(interpreter=task.interpreter, starts_at=starts, ends_at=ends, is_free=True)
    assert sentences(visit) == ["Lee is not free at this time."]


def test_an_interpreter_without_time_for_the_way_is_said(member: Membership) -> None:
    visit, other = visit_of(member), visit_of(member, name_en="Delegation of Phnom Penh")
    one, far = make_site(office=member.office), make_site(office=member.office)
    TravelTime.objects.create(first=one, second=far, minutes=30)
    stop = make_stop(visit=visit, site=one, language="en")
    after = make_stop(visit=other, site=far, starts="11:10", ends="12:00", language="en")
    ask(interpreter_for(member, stop=stop).interpreter, stop=after)
    expected = (
        "Lee needs 30 minutes for the way and has 10. "
        "Before or after: Delegation of Phnom Penh 11:10 City Information Centre"
    )
    assert sentences(visit) == [expected]


def test_a_vehicle_of_another_visit_is_said(member: Membership) -> None:
    visit, other = visit_of(member), visit_of(member, name_en="Delegation of Phnom Penh")
    bus = Vehicle.objects.create(office=member.office, name_ko="버스", name_en="Bus", seats=45)
    make_stop(visit=visit, site=make_site(office=member.office), vehicle=bus)
    make_stop(visit=other, site=make_site(office=member.office), starts="10:30", ends="12:00", vehicle=bus)
    assert sentences(visit) == [
        "Bus is on the way with others at this time: Delegation of Phnom Penh 10:30 City Information Centre"
    ]


def test_a_vehicle_with_two_parties_of_one_visit_at_once_is_said(member: Membership) -> None:
    visit = visit_of(member, parties=[("VN", 12), ("KH", 5)])
    bus = Vehicle.objects.create(office=member.office, name_ko="버스", name_en="Bus", seats=45)
    vietnam, cambodia = visit.parties.all()
    make_stop(visit=visit, site=make_site(office=member.office), vehicle=bus).parties.add(vietnam)
    make_stop(visit=visit, site=None, title_en="Market", vehicle=bus).parties.add(cambodia)
    assert sentences(visit) == [
        "Bus is on the way with others at this time: 10:00 Market",
        "Bus is on the way with others at this time: 10:00 City Information Centre",
    ]


def test_a_vehicle_that_is_small_or_cannot_be_had_is_said(member: Membership) -> None:
    visit = visit_of(member)
    van = Vehicle.objects.create(office=member.office, name_ko="승합차", name_en="Van", seats=9)
    away(member, vehicle=van)
    make_stop(visit=visit, site=make_site(office=member.office), vehicle=van)
    make_stop(visit=visit, site=None, title_en="Dinner", starts="17:00", ends="18:00", vehicle=van)
    van.seats = 12
    van.save()
    assert sentences(visit) == ["Van cannot be had at this time."]
    van.seats = 9
    van.save()
    Stop.objects.filter(title_en="Dinner").delete()
    assert sentences(visit) == ["Van has 9 seats for 12 persons.", "Van cannot be had at this time."]


def test_a_room_of_another_visit_a_small_one_and_one_away_are_said(member: Membership) -> None:
    visit, other = visit_of(member), visit_of(member, name_en="Delegation of Phnom Penh")
    room = Room.objects.create(office=member.office, name_ko="회의실", name_en="Room 3", seats=10)
    away(member, room=room)
    make_stop(visit=visit, site=None, title_en="Talks", room=room)
    make_stop(visit=other, site=None, title_en="Briefing", room=room, starts="10:30", ends="11:30")
    assert sentences(visit) == [
        "Room 3 is taken by others at the same time: Delegation of Phnom Penh 10:30 Briefing",
        "Room 3 has 10 seats for 12 persons.",
        "Room 3 cannot be had at this time.",
    ]


def test_a_party_at_two_stops_at_once_is_said_and_two_parties_are_not(member: Membership) -> None:
    visit = visit_of(member, parties=[("VN", 12), ("KH", 5)])
    vietnam, cambodia = visit.parties.all()
    one = make_stop(visit=visit, site=make_site(office=member.office))
    two = make_stop(visit=visit, site=None, title_en="Talks", starts="10:30", ends="11:30")
    one.parties.add(vietnam)
    two.parties.add(cambodia)
    assert sentences(visit) == []
    two.parties.add(vietnam)
    assert sentences(visit) == [
        "Vietnam: at another stop at the same time: 10:30 Talks",
        "Vietnam: at another stop at the same time: 10:00 City Information Centre",
    ]


def test_parties_with_the_same_clash_stand_in_one_sentence(member: Membership) -> None:
    visit = visit_of(member, parties=[("VN", 12), ("KH", 5)])
    make_stop(visit=visit, site=None, title_en="Talks", day=date(2026, 6, 12))
    assert sentences(visit) == ["Vietnam, Cambodia: not here on this day. Choose a day of the visit."]


def test_too_little_time_for_the_way_is_said_also_across_a_meeting(member: Membership) -> None:
    visit = visit_of(member)
    one, far = make_site(office=member.office), make_site(office=member.office, name_en="Transport")
    TravelTime.objects.create(first=one, second=far, minutes=25)
    make_stop(visit=visit, site=one)
    make_stop(visit=visit, site=None, title_en="Talks", starts="11:05", ends="11:30")
    make_stop(visit=visit, site=far, starts="11:40", ends="12:40")
    assert sentences(visit) == [
        "The way takes 25 minutes, and 15 are left. Other stop: 11:40 Transport",
        "The way takes 25 minutes, and 15 are left. Other stop: 10:00 City Information Centre",
    ]


def test_a_transfer_is_the_way_itself(member: Membership) -> None:
    visit = visit_of(member)
    one, far = make_site(office=member.office), make_site(office=member.office)
    TravelTime.objects.create(first=one, second=far, minutes=25)
    make_stop(visit=visit, site=one)
    make_stop(visit=visit, site=None, kind=StopKind.TRANSFER, starts="11:00", ends="11:30")
    make_stop(visit=visit, site=far, starts="11:30", ends="12:30")
    assert sentences(visit) == []


def test_a_day_without_time_for_lunch_is_said_at_the_day(member: Membership) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office)
    make_stop(visit=visit, site=site, starts="10:30", ends="12:30")
    late = make_stop(visit=visit, site=site, starts="12:30", ends="14:00")
    found = shown(visit)
    assert found.days[0].clashes == ("The stops of this day leave no 40 minutes for lunch between 11:00 and 14:00.",)
    late.kind, late.site = StopKind.MEAL, None
    late.save()
    assert sentences(visit) == []


def test_a_stop_outside_the_visit_s_dates_is_shown_on_a_day_of_its_own(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), day=date(2026, 6, 12))
    found = shown(visit)
    assert [(day.day.day, day.is_outside) for day in found.days] == [(9, False), (10, False), (12, True)]
    assert sentences(visit) == ["Vietnam: not here on this day. Choose a day of the visit."]


def test_an_interpreter_rests_between_two_visits_and_needs_none_within_one(member: Membership) -> None:
    visit, other = visit_of(member), visit_of(member, name_en="Delegation of Phnom Penh")
    site = make_site(office=member.office)
    stop = make_stop(visit=visit, site=site, language="en")
    task = interpreter_for(member, stop=stop)
    ask(task.interpreter, stop=make_stop(visit=visit, site=None, starts="11:05", ends="11:30", language="en"))
    assert sentences(visit) == []
    ask(task.interpreter, stop=make_stop(visit=other, site=site, starts="11:45", ends="12:45", language="en"))
    assert sentences(visit) == [
        "Lee should rest 30 minutes and has 15. Before or after: Delegation of Phnom Penh 11:45 City Information Centre"
    ]


def test_an_interpreter_with_too_long_a_day_is_said_once_for_the_day(member: Membership) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office)
    task = interpreter_for(member, stop=make_stop(visit=visit, site=site, starts="09:00", ends="12:00", language="en"))
    ask(task.interpreter, stop=make_stop(visit=visit, site=site, starts="13:00", ends="17:00", language="en"))
    found = shown(visit)
    assert found.days[0].clashes == ("Lee would interpret 420 minutes on this day; 360 are the most.",)
    assert found.clash_count == 1


def test_a_stop_shorter_than_its_site_takes_is_said(member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office, visit_minutes=90))
    assert sentences(visit) == ["City Information Centre usually takes 90 minutes, and this stop has 60."]
