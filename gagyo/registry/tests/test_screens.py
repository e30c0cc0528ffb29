"""The registry's screens."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY
from gagyo.registry.actions.places import keep_names
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, BodyName, MissionCoverage, Person, PlaceName, Post
from gagyo.registry.tests.make import make_body, make_country, make_government, make_person, make_place

pytestmark = pytest.mark.django_db


def browser(*, role: str = Role.OFFICER, office: Office | None = None) -> Client:
    """Return a browser in which somebody with a role is signed in."""
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


@pytest.mark.parametrize("path", ["bodies", "places", "people", "countries"])
@pytest.mark.each_engine
def test_a_list_costs_the_same_queries_with_one_and_three_rows(path: str) -> None:
    office = make_office()
    client = browser(office=office)
    client.get(f"/registry/{path}/")
    counts = []
    for codes in (("GB",), ("US", "JP")):
        for code in codes:
            place = make_place(country=code, kept_by=office, parent=make_place(country=code))
            body = make_body(country=code, place=place, parent=make_government(), kept_by=office)
            BodyName.objects.create(body=body, name_ko="옛 이름")
            Post.objects.create(person=make_person(office=office), body=body)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/registry/{path}/", {"as_of": "2020-01-01"}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.each_engine
def test_places_without_a_number_come_last_in_either_order() -> None:
    for name, population in (("가", None), ("나", 5), ("다", 7)):
        make_place(name_ko=name, population=population)
    client = browser()
    orders = [client.get("/registry/places/", {"sort": sort}).context["page"] for sort in ("population", "-population")]
    assert [[row.name_ko for row in page.object_list] for page in orders] == [["나", "다", "가"], ["다", "나", "가"]]


@pytest.mark.each_engine
def test_the_list_of_bodies_as_of_a_day_shows_the_names_of_that_day() -> None:
    gangwon = make_government(name_ko="강원특별자치도", code="51")
    BodyName.objects.create(body=gangwon, name_ko="강원도", code="42", ends_on=date(2023, 6, 10))
    client = browser()
    then = client.get("/registry/bodies/", {"as_of": "2020-01-01"}).content.decode()
    now = client.get("/registry/bodies/").content.decode()
    assert ["강원도</a>" in page for page in (then, now)] == [True, False]
    assert ["강원특별자치도</a>" in page for page in (then, now)] == [False, True]


def test_an_officer_adds_a_foreign_body_kept_by_the_own_office_and_no_korean_one() -> None:
    office = make_office()
    client = browser(office=office)
    make_country("KR")
    sent = {"name_ko": "다트퍼드", "kind": "foreign_government", "country": make_country("GB").code}
    assert client.post("/registry/bodies/new/", sent).status_code == 302
    assert client.post("/registry/bodies/new/", {**sent, "country": "KR"}).status_code == 403
    assert client.post("/registry/bodies/new/", {**sent, "kind": "ministry"}).status_code == 422
    assert list(Body.objects.values_list("name_ko", "kept_by")) == [("다트퍼드", office.pk)]


def test_a_save_over_somebody_elses_shows_both_and_the_next_save_goes_through() -> None:
    body = make_body(name_ko="처음")
    client = browser(role=Role.OPERATOR)
    sent = {"name_ko": "내 이름", "kind": body.kind, "country": "GB", "version": "1"}
    Body.objects.filter(pk=body.pk).update(name_ko="남의 이름", version=2)

    answer = client.post(f"/registry/bodies/{body.pk}/edit/", sent)

    page = answer.content.decode()
    assert (answer.status_code, "내 이름" in page, "남의 이름" in page) == (409, True, True)
    assert '<input type="hidden" name="version" value="2"' in page
    assert client.post(f"/registry/bodies/{body.pk}/edit/", {**sent, "version": "2"}).status_code == 302
    body.refresh_from_db()
    assert (body.name_ko, body.version) == ("내 이름", 3)


def test_a_new_name_keeps_the_former_one_for_the_days_before() -> None:
    body = make_government(name_ko="강원도", name_en="Gangwon Province", code="42")
    sent = {"name_ko": "강원특별자치도", "name_en": "Gangwon State", "on": "2023-06-11", "code": "51"}
    client = browser(role=Role.OPERATOR)
    assert client.post(f"/registry/bodies/{body.pk}/rename/", sent).status_code == 302
    assert client.post(f"/registry/bodies/{body.pk}/rename/", {**sent, "on": "2023-06-11"}).status_code == 422
    assert list(body.names.values_list("name_ko", "code", "starts_on", "ends_on")) == [
        ("강원도", "42", None, date(2023, 6, 10)),
        ("강원특별자치도", "51", date(2023, 6, 11), None),
    ]


def test_an_officers_name_for_a_place_waits_for_the_operator() -> None:
    place = make_place()
    keep_names(place=place)
    browser().post(f"/registry/places/{place.pk}/names/", {"text": "다트포드"})
    name = PlaceName.objects.get(text="다트포드")
    assert name.is_proposed
    browser(role=Role.OPERATOR).post(f"/registry/names/{name.pk}/", {"decision": "accept"})
    name.refresh_from_db()
    assert not name.is_proposed


def test_addresses_are_on_no_list_until_a_reason_is_given_and_the_record_says_whose_they_were() -> None:
    office = make_office()
    person = make_person(office=office, email="hong@example.org")
    make_person(office=make_office(), email="hidden@example.org")
    client = browser(office=office)
    shown = [client.get("/registry/people/"), client.get("/registry/people/addresses/")]
    assert ["hong@example.org" in page.content.decode() for page in shown] == [False, False]

    page = client.post("/registry/people/addresses/", {"reason": "행사 초청장을 보내려고 합니다"}).content.decode()

    assert ("hong@example.org" in page, "hidden@example.org" in page) == (True, False)
    assert AuditRecord.objects.get(event="people.listed").person_ids == [person.pk]


def test_opening_a_contact_is_recorded_and_what_is_destroyed_soon_is_announced() -> None:
    office = make_office()
    soon = timezone.localdate() + timedelta(days=30)
    person = make_person(office=office, retain_until=soon)
    make_person(office=office, retain_until=soon + timedelta(days=1))
    client = browser(office=office)
    assert client.get(f"/registry/people/{person.pk}/").status_code == 200
    assert AuditRecord.objects.get(event="person.read").person_ids == [person.pk]
    due = client.get("/registry/people/", {"due": "on"})
    assert [row.pk for row in due.context["page"].object_list] == [person.pk]
    assert due.context["due"].value == 1


def test_a_person_cannot_be_made_public_by_the_form() -> None:
    client = browser()
    sent = {"name_ko": "홍길동", "consent": "unknown", "retain_until": "2030-01-01", "visibility": "public"}
    assert client.post("/registry/people/new/", sent).status_code == 422
    assert client.post("/registry/people/new/", {**sent, "visibility": "shared"}).status_code == 302
    assert Person.objects.count() == 1


def test_two_bodies_are_compared_merged_and_made_two_again() -> None:
    office = make_office()
    client = browser(office=office)
    one, two = (make_body(kept_by=office) for _ in range(2))
    page = client.get("/registry/duplicates/compare/", {"subject": "body", "first": str(one.pk), "second": str(two.pk)})
    assert page.status_code == 200
    client.post("/registry/duplicates/merge/", {"subject": "body", "winner": one.pk, "loser": two.pk})
    assert list(Body.objects.for_user(ANYBODY)) == [one]
    merges = client.get("/registry/duplicates/", {"subject": "body"}).context["merges"]
    client.post(f"/registry/duplicates/{merges[0].pk}/undo/")
    assert Body.objects.filter(archived_at=None).count() == 2


def test_the_countries_of_a_mission_change_from_a_day_on_and_the_days_before_stay() -> None:
    """겸임국: an embassy takes over one country and gives up another."""
    mission = make_body(name_ko="주영국 대한민국 대사관", country="KR", kind=BodyKind.MISSION_ABROAD)
    for code in ("GB", "US"):
        MissionCoverage.objects.create(mission=mission, country=make_country(code))
    make_country("JP")
    client, today = browser(role=Role.OPERATOR), timezone.localdate()
    page = client.get(f"/registry/bodies/{mission.pk}/edit/")
    given = {
        "name_ko": mission.name_ko,
        "kind": mission.kind,
        "country": "KR",
        "version": page.context["form"]["version"].value(),
        "covers": ["GB", "JP"],
        "covers_from": today.isoformat(),
    }
    assert client.post(f"/registry/bodies/{mission.pk}/edit/", given).status_code == 302
    rows = list(mission.covers.order_by("country").values_list("country", "starts_on", "ends_on"))
    assert rows == [("GB", None, None), ("JP", today, None), ("US", None, today - timedelta(days=1))]
    shown = {code: mission.name_ko in client.get(f"/registry/countries/{code}/").content.decode() for code, *_ in rows}
    assert shown == {"GB": True, "JP": True, "US": False}


@pytest.mark.parametrize(("path", "kind"), [("bodies", "registry.body"), ("places", "registry.place")])
def test_a_record_leads_those_who_may_read_it_to_its_history(path: str, kind: str) -> None:
    row = make_body() if path == "bodies" else make_place()
    pages = [browser(role=role).get(f"/registry/{path}/{row.pk}/").content.decode() for role in ("auditor", "officer")]
    assert [f"/audit/?kind={kind}&amp;id={row.pk}" in page for page in pages] == [True, False]
