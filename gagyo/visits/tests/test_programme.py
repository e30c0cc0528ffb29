"""The programme: clashes in sentences, the impossible refused, moves, undo, who is told, versions, proposals."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.models import Membership
from gagyo.accounts.tests.make import make_actor, make_member
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import OutgoingMail
from gagyo.common.rules import Actor
from gagyo.registry.tests.make import make_person
from gagyo.visits.actions.programme import add_stop, edit_stop, move_stop, remove_stop, undo_programme
from gagyo.visits.actions.programme_proposal import apply_proposal
from gagyo.visits.actions.programme_versions import send_programme
from gagyo.visits.choices import AnswerState, LanguageLevel, StopKind
from gagyo.visits.forms.programme import values_of_stop
from gagyo.visits.models import (
    Interpreter,
    InterpreterLanguage,
    InterpreterTask,
    InterpreterTime,
    ProgrammeVersion,
    Room,
    Site,
    SiteClosure,
    Stop,
    TravelTime,
    Unavailability,
    Vehicle,
    Visit,
)
from gagyo.visits.queries.programme import Programme, programme_of, stops_of
from gagyo.visits.queries.programme_proposal import propose_for
from gagyo.visits.queries.visits import visit_for
from gagyo.visits.rules.programme import StopValues, UnableToSaveStop, UnableToUndoProgramme
from gagyo.visits.rules.programme_proposal import Planned, Question
from gagyo.visits.tests.make import SEOUL, make_site, make_stop, make_visit

pytestmark = pytest.mark.django_db

# A Tuesday, and no holiday; the 5th is Children's Day, a Tuesday too in 2026.
DAY = date(2026, 6, 9)
HOLIDAY = date(2026, 5, 5)
NOW = datetime(2026, 5, 4, 10, tzinfo=SEOUL)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    """An officer."""
    return make_member()


@pytest.fixture
def actor(member: Membership) -> Actor:
    """The officer who acts."""
    return make_actor(membership=member)


def visit_of(member: Membership, **values: Any) -> Visit:
    """Make a visit of two days to the officer's office."""
    values = {"starts_on": DAY, "ends_on": date(2026, 6, 10), "state": "planned", **values}
    return make_visit(office=member.office, **values)


def sentences(visit: Visit) -> list[str]:
    """Return every sentence in a visit's programme."""
    found = shown(visit)
    return [
        sentence
        for day in found.days
        for sentence in (*day.clashes, *(each for one in day.stops for each in one.clashes))
    ]


def shown(visit: Visit) -> Programme:
    """Return a visit's programme read anew."""
    return programme_of(Visit.objects.past_access(because="a test reads its own row").get(pk=visit.pk))


def interpreter_for(member: Membership, *, stop: Stop, state: str = AnswerState.ACCEPTED, code: str = "en") -> Any:
    """Make an interpreter of English who was asked for a stop."""
    person = make_person(office=member.office, name_ko="이통역", name_en="Lee")
    row = Interpreter.objects.create(office=member.office, person=person)
    InterpreterLanguage.objects.create(interpreter=row, code=code, level=LanguageLevel.FLUENT)
    return ask(row, stop=stop, state=state)


def ask(row: Interpreter, *, stop: Stop, state: str = AnswerState.ACCEPTED) -> InterpreterTask:
    """Make a task of an interpreter."""
    return InterpreterTask.objects.create(
        stop=stop, interpreter=row, language="en", state=state, token_hash=f"{stop.pk}-{row.pk}", asked_at=NOW
    )


def away(member: Membership, **of: Any) -> Unavailability:
    """Make a time of the whole morning in which something cannot be had."""
    starts, ends = datetime.combine(DAY, time(9), SEOUL), datetime.combine(DAY, time(12), SEOUL)
    return Unavailability.objects.create(office=member.office, starts_at=starts, ends_at=ends, **of)


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


VALUES = StopValues(kind=StopKind.MEETING, day=DAY, starts=time(10, 30), ends=time(11, 30), title_en="Talks")


def test_the_impossible_is_refused_with_its_sentence_and_nothing_is_kept(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    with pytest.raises(UnableToSaveStop) as refused:
        add_stop(visit_id=visit.pk, values=VALUES, by=actor, now=NOW)
    assert refused.value.sentences == ("Vietnam: at another stop at the same time: 10:00 City Information Centre",)


def test_what_can_be_agreed_is_saved_and_only_said(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office, weekdays=(0,))
    values = StopValues(kind=StopKind.SITE, day=DAY, starts=time(10), ends=time(11), site_id=site.pk)
    add_stop(visit_id=visit.pk, values=values, by=actor, now=NOW)
    assert sentences(visit) == ["City Information Centre is closed on this day. Choose another day."]


def test_a_stop_moves_by_minutes_days_and_behind_another(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    one, far = make_site(office=member.office), make_site(office=member.office)
    TravelTime.objects.create(first=one, second=far, minutes=18)
    first, stop = make_stop(visit=visit, site=one), make_stop(visit=visit, site=far, starts="14:00", ends="15:00")
    who: dict[str, Any] = {"visit_id": visit.pk, "stop_id": stop.pk, "by": actor, "now": NOW}
    move_stop(**who, expected=1, minutes=15)
    assert times(stop) == "09 14:15-15:15"
    move_stop(**who, expected=2, days=1)
    assert times(stop) == "10 14:15-15:15"
    move_stop(**who, expected=3, day=DAY, after_id=first.pk)
    assert times(stop) == "09 11:20-12:20"
    move_stop(**who, expected=4, day=DAY)
    assert times(stop) == "09 08:40-09:40"
    with pytest.raises(SavedMeanwhileError):
        move_stop(**who, expected=4, minutes=15)


def times(stop: Stop) -> str:
    """Return a stop's day and times as the database has them."""
    values = values_of_stop(Stop.objects.get(pk=stop.pk))
    return f"{values.day:%d} {values.starts:%H:%M}-{values.ends:%H:%M}"


def test_each_change_is_undone_unless_something_changed_since(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office))
    party = visit.parties.get()
    who: dict[str, Any] = {"visit_id": visit.pk, "by": actor, "now": NOW}
    _stop, left = move_stop(**who, stop_id=stop.pk, expected=1, minutes=15)
    undo_programme(**who, record_id=left)
    assert times(stop) == "09 10:00-11:00"
    with pytest.raises(UnableToUndoProgramme):
        undo_programme(**who, record_id=left)
    left = remove_stop(**who, stop_id=stop.pk, expected=3)
    assert not Stop.objects.exists()
    undo_programme(**who, record_id=left)
    assert times(stop) == "09 10:00-11:00"
    assert [each.pk for each in stops_of(visit)[0].parties.all()] in ([], [party.pk])


def test_hosts_and_interpreters_are_told_once_a_save_of_a_change_after_sending(
    member: Membership, actor: Actor
) -> None:
    visit = visit_of(member)
    host = make_person(office=member.office, email="host@example.org")
    stop = make_stop(visit=visit, site=make_site(office=member.office, host=host), language="en")
    task = interpreter_for(member, stop=stop)
    who: dict[str, Any] = {"visit_id": visit.pk, "stop_id": stop.pk, "by": actor, "now": NOW}
    move_stop(**who, expected=1, minutes=15)
    assert told() == [task.interpreter.person.email]
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    move_stop(**who, expected=2, minutes=15)
    assert told() == ["guest@example.com", "host@example.org", task.interpreter.person.email]
    edit_stop(**who, expected=3, values=noted(stop))
    assert told() == []


def noted(stop: Stop) -> StopValues:
    """Return a stop's values with another note."""
    values = values_of_stop(Stop.objects.get(pk=stop.pk))
    return StopValues(**{**values.__dict__, "note": "우산"})


def told() -> list[str]:
    """Return who was written to since this was asked last."""
    found = [row.to for row in OutgoingMail.objects.all()] or [address for one in mail.outbox for address in one.to]
    OutgoingMail.objects.all().delete()
    mail.outbox.clear()
    return sorted(found)


def test_nobody_is_told_of_a_stop_that_is_over(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office), language="en")
    interpreter_for(member, stop=stop)
    late = datetime(2026, 6, 20, tzinfo=SEOUL)
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=15, by=actor, now=late)
    assert told() == []


def test_a_version_is_seen_again_with_what_changed_since(client: Client, member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=make_site(office=member.office))
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    move_stop(visit_id=visit.pk, stop_id=stop.pk, expected=1, minutes=15, by=actor, now=NOW)
    client.force_login(member.user)
    text = client.get(f"/en/visits/{visit.pk}/programme/versions/1/").content.decode()
    assert "10:00–11:00 City Information Centre" in text
    assert "Until now: 9 June 2026 (Tue) 10:00–11:00 City Information Centre. " in text
    assert "Now: 9 June 2026 (Tue) 10:15–11:15 City Information Centre" in text
    send_programme(visit_id=visit.pk, addresses=["guest@example.com"], note="", by=actor, now=NOW)
    assert [row.number for row in ProgrammeVersion.objects.filter(visit=visit)] == [2, 1]


def test_the_mail_to_the_visitors_holds_the_programme_in_both_languages(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office))
    send_programme(visit_id=visit.pk, addresses=["a@example.com", "b@example.com"], note="", by=actor, now=NOW)
    assert told() == ["a@example.com", "b@example.com"]
    with pytest.raises(UnableToSaveStop):
        send_programme(visit_id=visit.pk, addresses=[], note="", by=actor, now=NOW)


def ask_for(visit: Visit, actor: Actor, *sites: Site, **values: Any) -> dict[str, Any]:
    """Return a proposal for all parties of a visit."""
    row = visit_for(actor=actor, visit_id=visit.pk)
    parties = tuple(party.pk for party in row.parties.all())
    return propose_for(row, Question(tuple(site.pk for site in sites), parties, **values))


def put_in(visit: Visit, actor: Actor, found: dict[str, Any]) -> int:
    """Put a proposal in."""
    planned = [Planned.from_json(values) for values in found["stops"]]
    return apply_proposal(
        visit_id=visit.pk, planned=planned, removed=found["removed"], seen=found["seen"], by=actor, now=NOW
    )


def test_a_proposal_fills_the_days_without_a_clash_and_leaves_the_fixed_stop(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    one, two = make_site(office=member.office), make_site(office=member.office, name_en="Transport")
    TravelTime.objects.create(first=one, second=two, minutes=25)
    fixed = make_stop(visit=visit, site=None, title_en="Mayor", starts="09:00", ends="12:00", is_fixed=True)
    found = ask_for(visit, actor, one, two)
    left = put_in(visit, actor, found)
    assert sentences(visit) == []
    assert times(fixed) == "09 09:00-12:00"
    assert sorted(str(stop.site) for stop in stops_of(visit) if stop.site) == ["City Information Centre", "Transport"]
    undo_programme(visit_id=visit.pk, record_id=left, by=actor, now=NOW)
    assert [stop.pk for stop in stops_of(visit)] == [fixed.pk]


def test_a_proposal_moves_a_free_stop_and_never_a_fixed_one(member: Membership, actor: Actor) -> None:
    visit = visit_of(member, ends_on=DAY)
    closed, kept = make_site(office=member.office), make_site(office=member.office, name_en="Transport")
    free = make_stop(visit=visit, site=closed, starts="19:00", ends="20:00")
    fixed = make_stop(visit=visit, site=kept, starts="20:00", ends="21:00", is_fixed=True)
    found = ask_for(visit, actor, closed, kept)
    assert [(one["stop_id"], one["site_id"]) for one in found["stops"]] == [(free.pk, closed.pk)]
    put_in(visit, actor, found)
    assert times(fixed) == "09 20:00-21:00"
    assert times(free) != "09 19:00-20:00"


def test_what_does_not_fit_is_said_with_its_reason(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    found = ask_for(visit, actor, make_site(office=member.office, weekdays=(5,)))
    assert (found["stops"], found["unplaced"]) == (
        [],
        ["City Information Centre for Vietnam: It is closed on all days of the visit."],
    )


def test_a_proposal_made_beside_other_stops_is_not_put_in(member: Membership, actor: Actor) -> None:
    visit = visit_of(member)
    found = ask_for(visit, actor, make_site(office=member.office))
    make_stop(visit=visit, site=None, title_en="Talks")
    with pytest.raises(UnableToSaveStop):
        put_in(visit, actor, found)


def test_the_proposal_is_asked_previewed_and_put_in_by_form(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    site = make_site(office=member.office)
    client.force_login(member.user)
    asked = {
        "sites": [site.pk],
        "parties": [visit.parties.get().pk],
        "together": "yes",
        "starts": "09:00",
        "ends": "18:00",
    }
    page = client.post(f"/en/visits/{visit.pk}/programme/proposal/", asked)
    assert page.status_code == 200
    signed = page.context["signed"]
    answer = client.post(f"/en/visits/{visit.pk}/programme/proposal/apply/", {"proposal": signed})
    assert answer.status_code == 302
    assert [str(stop.site) for stop in stops_of(visit)] == ["City Information Centre"]
    assert client.post(f"/en/visits/{visit.pk}/programme/proposal/apply/", {"proposal": signed}).status_code == 409


def test_a_second_save_of_a_stop_shows_both_versions(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    stop = make_stop(visit=visit, site=None, title_en="Talks")
    client.force_login(member.user)
    form = {
        "kind": "meeting",
        "title_en": "Talks",
        "day": DAY.isoformat(),
        "starts": "10:00",
        "ends": "11:00",
        "version": "1",
        "was": "{}",
    }
    address = f"/en/visits/{visit.pk}/programme/stops/{stop.pk}/edit/"
    assert client.post(address, {**form, "place": "City hall"}).status_code == 302
    second = client.post(address, {**form, "place": "Library"})
    assert (second.status_code, "City hall" in second.content.decode()) == (409, True)
    assert Stop.objects.get(pk=stop.pk).place == "City hall"


def test_a_refused_move_answers_with_the_sentence_and_without_scripts_too(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), starts="11:00", ends="12:00")
    stop = make_stop(visit=visit, site=None, title_en="Talks")
    client.force_login(member.user)
    address = reverse("visits:stop_move", args=[visit.pk, stop.pk])
    for headers in ({}, {"HX-Request": "true"}):
        found = client.post(f"/en{address.removeprefix('/en')}", {"version": "1", "to": "later"}, headers=headers)
        text = found.content.decode()
        assert (found.status_code, "Vietnam: at another stop at the same time" in text) == (422, True)
    assert "<html" not in text
    assert times(stop) == "09 10:00-11:00"


def test_the_programme_of_a_public_visit_is_for_its_own_office(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    make_stop(visit=visit, site=make_site(office=member.office), note="비공개")
    client.force_login(make_member().user)
    assert client.get(f"/en/visits/{visit.pk}/").status_code == 200
    assert client.get(f"/en/visits/{visit.pk}/programme/").status_code == 404


def test_a_programme_of_many_stops_asks_the_database_as_often(client: Client, member: Membership) -> None:
    visit = visit_of(member)
    client.force_login(member.user)
    counts = []
    for hour in (9, 13, 15):
        for row in (visit, visit_of(member)):
            site = make_site(office=member.office)
            stop = make_stop(visit=row, site=site, starts=f"{hour:02}:00", ends=f"{hour:02}:50", language="en")
            stop.parties.add(row.parties.get())
            interpreter_for(member, stop=stop)
        client.get(f"/en/visits/{visit.pk}/programme/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/en/visits/{visit.pk}/programme/")
        counts.append(len(found))
    assert counts[0] == counts[1] == counts[2]
