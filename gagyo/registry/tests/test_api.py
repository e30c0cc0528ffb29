"""The registry as open data."""

from datetime import date

import pytest
from django.test import Client

from gagyo.registry.actions.places import keep_names
from gagyo.registry.models import BodyName, Region, RegionMember, RegionScheme
from gagyo.registry.tests.make import make_body, make_country, make_government, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def test_a_place_is_found_without_a_token_and_says_why(client: Client) -> None:
    place = make_place(population=51_240)
    keep_names(place=place)
    make_place(name_ko="다낭", name_en="Da Nang", country="VN")

    answer = client.get("/api/v1/places", {"q": "다트포드", "numOfRows": "5"}).json()

    assert {key: value for key, value in answer.items() if key != "items"} == {
        "totalCount": 1,
        "pageNo": 1,
        "numOfRows": 5,
    }
    assert [(row["name_en"], row["reason"], row["country"]) for row in answer["items"]] == [("Dartford", "sound", "GB")]


def test_bodies_as_of_a_day_have_the_names_of_that_day(client: Client) -> None:
    gangwon = make_government(name_ko="강원특별자치도", name_en="Gangwon State", code="51")
    BodyName.objects.create(body=gangwon, name_ko="강원도", name_en="Gangwon Province", code="42", ends_on="2023-06-10")
    make_government(name_ko="세종", name_en="Sejong", code="36", starts_on=date(2012, 7, 1))
    then = client.get("/api/v1/bodies", {"asOf": "2010-01-01"}).json()
    now = client.get("/api/v1/bodies").json()
    assert [(row["name_ko"], row["code"]) for row in then["items"]] == [("강원도", "42")]
    assert [(row["name_ko"], row["code"]) for row in now["items"]] == [("세종", "36"), ("강원특별자치도", "51")]


def test_a_country_says_its_regions_with_dates_and_a_region_its_countries_of_the_day(client: Client) -> None:
    scheme = RegionScheme.objects.create(code="group", name_ko="모임", source="x", is_partition=False)
    union = Region.objects.create(scheme=scheme, code="eu", name_ko="유럽연합")
    ends = date(2020, 1, 31)
    RegionMember.objects.create(region=union, country=make_country("GB"), starts_on=date(1973, 1, 1), ends_on=ends)
    country = client.get("/api/v1/countries", {"q": "GB"}).json()["items"][0]
    assert [(row["code"], row["ends_on"]) for row in country["regions"]] == [("eu", "2020-01-31")]
    days = ("2020-01-31", "2020-02-01")
    regions = [client.get("/api/v1/regions", {"asOf": day}).json()["items"][0]["countries"] for day in days]
    assert regions == [["GB"], []]


@pytest.mark.parametrize("path", ["countries", "regions", "places", "bodies"])
def test_each_list_costs_the_same_queries_with_one_and_three_rows(client: Client, path: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for codes in (("GB",), ("US", "JP")):
        for code in codes:
            make_body(country=code, place=make_place(country=code), parent=make_government())
            scheme = RegionScheme.objects.get_or_create(code="m49", defaults={"name_ko": "x", "source": "x"})[0]
            region = Region.objects.create(scheme=scheme, code=code, name_ko=code)
            RegionMember.objects.create(region=region, country=make_country(code))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/api/v1/{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_misspelt_parameter_is_refused(client: Client) -> None:
    assert client.get("/api/v1/places", {"query": "x"}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["countries?q=", "places?q=", "bodies?q=", "regions?scheme=", "bodies?kind="])
def test_a_character_that_a_database_refuses_finds_nothing_and_breaks_nothing(address: str) -> None:
    answer = Client().get(f"/api/v1/{address}a%00b")
    assert (answer.status_code, answer.json()["totalCount"]) == (200, 0)
