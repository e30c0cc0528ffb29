"""Sites: hours as they are written, ways, saving twice, archiving, the list and its worksheet; vehicles and rooms."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Membership
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.rules import Actor
from gagyo.registry.tests.make import make_person
from gagyo.visits.actions.resources import AwayValues, ResourceValues, add_away, save_resource
from gagyo.visits.actions.sites import add_site, archive_site, close_site, edit_site, restore_site, set_travel_time
from gagyo.visits.models import Room, Site, Unavailability, Vehicle
from gagyo.visits.queries.sites import listed_sites, site_for, values_of_site, ways_from
from gagyo.visits.rules.sites import (
    Hours,
    SiteValues,
    UnableToSaveSite,
    check_site,
    distance_km,
    hours_of,
    hours_text,
    travel_minutes,
)
from gagyo.visits.tests.make import make_site


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


def test_hours_are_read_as_people_write_them() -> None:
    morning, afternoon = Hours(0, time(9), time(12)), Hours(0, time(13), time(18))
    for text in ("09:00-12:00, 13:00-18:00", "9-12,13–18", "13:00~18:00, 09:00~12:00"):
        assert hours_of(text, weekday=0) == (morning, afternoon)
    assert hours_of("  ", weekday=0) == ()
    assert hours_text((afternoon, morning), weekday=0) == "09:00-12:00, 13:00-18:00"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("morning", "“morning” are no opening hours. Write them as 09:00-12:00, 13:00-18:00."),
        ("25:00-26:00", "“25:00-26:00” are no opening hours. Write them as 09:00-12:00, 13:00-18:00."),
        ("18:00-09:00", "“18:00-09:00” ends before it begins. Turn the times round."),
        ("09:00-12:00, 11:00-18:00", "The hours “09:00-12:00, 11:00-18:00” overlap. Give each once."),
    ],
)
def test_hours_that_cannot_be_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(UnableToSaveSite) as refused:
        hours_of(text, weekday=0)
    assert str(refused.value) == sentence


def test_a_way_is_as_given_else_by_distance_else_unknown() -> None:
    hall, centre = (36.4800, 127.2891), (36.4987, 127.3302)
    assert round(distance_km(latitude=hall[0], longitude=hall[1], to_latitude=hall[0], to_longitude=hall[1]), 3) == 0
    assert travel_minutes(given=33, here=hall, there=centre) == 33
    assert travel_minutes(given=None, here=hall, there=centre) == 15
    assert travel_minutes(given=None, here=hall, there=None) is None


@pytest.mark.parametrize(
    "change",
    [{"name_ko": " "}, {"latitude": 36.0}, {"capacity": 0}, {"host_id": 3, "stand_in_id": 3}],
)
def test_a_site_that_cannot_be_is_refused(change: dict[str, Any]) -> None:
    check_site(SiteValues(name_ko="시청사"))
    with pytest.raises(UnableToSaveSite):
        check_site(replace(SiteValues(name_ko="시청사"), **change))


@pytest.mark.django_db
def test_a_site_comes_back_as_it_was_entered(member: Membership, actor: Actor) -> None:
    values = SiteValues(
        name_ko="시청사 민원실",
        name_en="Civil Affairs Office",
        host_id=make_person(office=member.office).pk,
        languages=("en", "vi"),
        hours=(Hours(0, time(9), time(12)), Hours(1, time(13), time(18))),
        visibility=Visibility.SHARED,
    )
    made = add_site(values=values, by=actor, now=NOW)
    assert values_of_site(site_for(actor=actor, site_id=made.pk)) == values


@pytest.mark.django_db
def test_a_host_of_another_office_is_refused(actor: Actor) -> None:
    stranger = make_person(office=make_member().office)
    with pytest.raises(UnableToSaveSite):
        add_site(values=SiteValues(name_ko="시청사", host_id=stranger.pk), by=actor, now=NOW)


@pytest.mark.django_db
def test_a_second_save_in_between_is_noticed_and_shown(client: Client, member: Membership, actor: Actor) -> None:
    site = make_site(office=member.office)
    values = values_of_site(site_for(actor=actor, site_id=site.pk))
    edit_site(site_id=site.pk, values=replace(values, capacity=12), expected=1, by=actor, now=NOW)
    with pytest.raises(SavedMeanwhileError):
        edit_site(site_id=site.pk, values=values, expected=1, by=actor, now=NOW)
    client.force_login(member.user)
    form = {
        "name_ko": site.name_ko,
        "visibility": "public",
        "capacity": "99",
        "visit_minutes": "60",
        "text_language": "ko",
        "text_state": "none",
        "version": "1",
        "was": "{}",
    }
    page = client.post(f"/en/visits/sites/{site.pk}/edit/", form)
    assert (page.status_code, Site.objects.past_access(because="a test").get().capacity) == (409, 12)


@pytest.mark.django_db
def test_another_office_sees_a_public_site_without_its_host_and_changes_nothing(
    client: Client, member: Membership
) -> None:
    host = make_person(office=member.office, name_ko="김안내", name_en="Kim Annae")
    site = make_site(office=member.office, host=host)
    stranger = make_member()
    client.force_login(stranger.user)
    assert "Kim Annae" not in client.get(f"/en/visits/sites/{site.pk}/").content.decode()
    with pytest.raises(NotYoursError):
        archive_site(site_id=site.pk, by=make_actor(membership=stranger), now=NOW)
    client.force_login(member.user)
    assert "Kim Annae" in client.get(f"/en/visits/sites/{site.pk}/").content.decode()


@pytest.mark.django_db
def test_an_archived_site_leaves_the_list_and_comes_back(member: Membership, actor: Actor) -> None:
    site = make_site(office=member.office)
    archive_site(site_id=site.pk, by=actor, now=NOW)
    assert list(listed_sites(actor=actor)) == []
    restore_site(site_id=site.pk, by=actor, now=NOW)
    assert list(listed_sites(actor=actor)) == [site]


@pytest.mark.django_db
def test_a_travel_time_holds_both_ways_until_it_is_taken_back(member: Membership, actor: Actor) -> None:
    one, other = make_site(office=member.office), make_site(office=member.office)
    set_travel_time(site_id=other.pk, other_id=one.pk, minutes=25, by=actor, now=NOW)
    assert [(way.minutes, way.is_given) for site in (one, other) for way in ways_from(site)] == [(25, True)] * 2
    set_travel_time(site_id=one.pk, other_id=other.pk, minutes=None, by=actor, now=NOW)
    assert [(way.minutes, way.is_given) for way in ways_from(one)] == [(None, False)]


@pytest.mark.django_db
def test_two_sites_are_locked_in_one_order_whichever_is_named_first(member: Membership, actor: Actor) -> None:
    one, other = make_site(office=member.office), make_site(office=member.office)
    asked = []
    for first, second in ((one, other), (other, one)):
        with CaptureQueriesContext(connection) as found:
            set_travel_time(site_id=first.pk, other_id=second.pk, minutes=25, by=actor, now=NOW)
        sites = [query["sql"] for query in found if 'FROM "visits_site"' in query["sql"]]
        asked.append([sql for sql in sites if f'"visits_site"."id" = {one.pk}' in sql or f"= {other.pk}" in sql][:2])
    assert asked[0] == asked[1]


@pytest.mark.django_db
def test_closed_days_that_end_before_they_begin_are_refused(member: Membership, actor: Actor) -> None:
    site = make_site(office=member.office)
    with pytest.raises(UnableToSaveSite):
        close_site(site_id=site.pk, starts_on=date(2026, 6, 9), ends_on=date(2026, 6, 8), reason="", by=actor, now=NOW)


@pytest.mark.django_db
def test_the_worksheet_holds_what_the_list_shows(client: Client, member: Membership) -> None:
    make_site(office=member.office, capacity=40)
    make_site(office=member.office, name_en="Transport", capacity=12)
    client.force_login(member.user)
    answer = client.get("/en/visits/sites/?format=xlsx&words=Transport")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:4] for row in cells[-1:]] == [["Transport", None, 12, 60]]
    assert "City Information Centre" not in str(cells)


@pytest.mark.django_db
def test_a_longer_list_of_sites_asks_the_database_as_often(client: Client, member: Membership) -> None:
    client.force_login(member.user)
    counts = []
    for more in (1, 2):
        for _n in range(more):
            make_site(office=member.office)
        client.get("/en/visits/sites/")
        with CaptureQueriesContext(connection) as found:
            client.get("/en/visits/sites/")
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_vehicles_and_rooms_are_entered_changed_and_archived_by_form(client: Client, member: Membership) -> None:
    client.force_login(member.user)
    client.post("/en/visits/resources/vehicle/new/", {"name_ko": "버스", "name_en": "Bus", "seats": "45"})
    client.post("/en/visits/resources/room/new/", {"name_ko": "회의실", "name_en": "Room 3", "seats": "20"})
    bus = Vehicle.objects.past_access(because="a test").get()
    address = f"/en/visits/resources/vehicle/{bus.pk}/"
    form = {"name_ko": "버스", "seats": "25", "version": "1"}
    assert client.post(f"{address}edit/", form).status_code == 302
    assert client.post(f"{address}edit/", form).status_code == 409
    client.post(f"{address}archive/")
    page = client.get("/en/visits/resources/").content.decode()
    assert ("Room 3" in page, "45 seats" in page, "25 seats" in page) == (True, False, False)
    client.post(f"{address}restore/")
    assert "25 seats" in client.get("/en/visits/resources/").content.decode()


@pytest.mark.django_db
def test_a_time_that_cannot_be_had_is_of_one_of_the_own_office(member: Membership, actor: Actor) -> None:
    values = AwayValues(starts_at=NOW, ends_at=NOW.replace(hour=12))
    bus = save_resource(kind="vehicle", values=ResourceValues("버스", 45), by=actor, now=NOW)
    room = Room.objects.create(office=make_member().office, name_ko="남의 회의실", seats=5)
    for wrong in (
        values,
        replace(values, vehicle_id=bus.pk, room_id=room.pk),
        replace(values, room_id=room.pk),
        replace(values, vehicle_id=bus.pk, ends_at=NOW),
    ):
        with pytest.raises(UnableToSaveSite):
            add_away(values=wrong, by=actor, now=NOW)
    made = add_away(values=replace(values, vehicle_id=bus.pk), by=actor, now=NOW)
    assert list(Unavailability.objects.all()) == [made]
