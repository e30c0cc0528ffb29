"""Ties, projects and figures through the API."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gagyo.accounts.actions.tokens import make_token
from gagyo.accounts.choices import Role, Scope, Visibility
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.actions.record import raise_version
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def test_a_public_tie_is_listed_without_a_token_in_the_portal_s_words(client: Client) -> None:
    place = make_place()
    government, dartford = make_government(), make_body(place=place)
    tie = make_tie(parties=[government, dartford], source="Wikipedia (CC BY-SA 4.0)")
    make_tie(parties=[government, dartford], visibility=Visibility.OFFICE, office=make_office())
    make_tie(parties=[government, make_body(name_ko="오사카", name_en="Osaka", country="JP")])
    answer = client.get("/api/v1/ties", {"q": "다트포드", "country": "GB", "numOfRows": "", "pageNo": "1"})
    united_kingdom = {"code": "GB", "name_ko": "영국", "name_en": "United Kingdom"}
    korea = {"code": "KR", "name_ko": "대한민국", "name_en": "South Korea"}
    assert answer.json() == {
        "totalCount": 1,
        "pageNo": 1,
        "numOfRows": 20,
        "items": [
            {
                "id": tie.pk,
                "kind": "sister",
                "kind_name_ko": "자매결연",
                "kind_name_en": "Sister tie",
                "state": "signed",
                "signed_on": "1996-05-03",
                "ended_on": None,
                "is_domestic": False,
                "is_sample": False,
                "parties": [
                    {
                        "id": government.pk,
                        "name_ko": "남양주시",
                        "name_en": "Namyangju-si",
                        "country": korea,
                        "place": None,
                    },
                    {
                        "id": dartford.pk,
                        "name_ko": "다트퍼드",
                        "name_en": "Dartford",
                        "country": united_kingdom,
                        "place": {"id": place.pk, "name_ko": "다트퍼드", "name_en": "Dartford"},
                    },
                ],
                "fields": [],
                "source": "Wikipedia (CC BY-SA 4.0)",
                "source_url": "",
                "href": reverse("partnerships:tie", args=[tie.pk]),
            }
        ],
    }


def test_a_parameter_that_does_not_fit_is_named_with_what_would(client: Client) -> None:
    answer = client.get("/api/v1/ties?contry=GB&", headers={"Accept-Language": "en"})
    assert [answer.status_code, answer.json()["errors"][0]["field"]] == [422, "contry"]
    answer = client.get("/api/v1/ties?as_of=yesterday", headers={"Accept-Language": "en"})
    assert answer.json() == {
        "type": "about:blank",
        "title": "Parameters do not fit",
        "status": 422,
        "detail": "These parameters do not fit: as_of: Write the day as 2026-05-04. Correct them and ask again.",
        "instance": "/api/v1/ties",
        "errors": [{"field": "as_of", "message": "Write the day as 2026-05-04."}],
    }


def test_an_office_s_token_opens_its_own_ties_within_its_scopes(client: Client) -> None:
    office = make_office()
    manager = make_actor(role=Role.MANAGER, office=office)
    make_tie(parties=[make_government(), make_body()], office=office, visibility=Visibility.OFFICE)

    def total(scope: str) -> tuple[int, object]:
        _token, secret = make_token(
            office_id=office.pk, name="test", scopes=[scope], expires_at=None, by=manager, now=NOW - timedelta(days=1)
        )
        answer = client.get("/api/v1/ties", headers={"Authorization": f"Bearer {secret}"})
        return answer.status_code, answer.json().get("totalCount")

    assert client.get("/api/v1/ties").json()["totalCount"] == 0
    assert [total(Scope.TIES), total(Scope.PROJECTS)] == [(200, 1), (403, None)]
    wrong = client.get("/api/v1/ties", headers={"Authorization": "Bearer nonsense"})
    assert [wrong.status_code, wrong["Content-Type"]] == [401, "application/problem+json"]


def test_nothing_changed_is_said_until_a_commit_changes_data(client: Client) -> None:
    first = client.get("/api/v1/ties")
    same = client.get("/api/v1/ties", headers={"If-None-Match": first["ETag"]})
    make_tie(parties=[make_government(), make_body()])
    raise_version()
    changed = client.get("/api/v1/ties", headers={"If-None-Match": first["ETag"]})
    assert [same.status_code, changed.status_code, changed.json()["totalCount"]] == [304, 200, 1]


def test_a_figure_is_the_same_as_its_rows_and_says_how_it_counts(client: Client) -> None:
    make_tie(parties=[make_government(), make_body(), make_body(name_ko="오사카", country="JP")])
    figures = {each["name"]: each for each in client.get("/api/v1/figures/ties").json()["items"]}
    assert {name: each["value"] for name, each in figures.items()} == {
        "ties": 1,
        "countries": 2,
        "cities": 0,
        "governments": 1,
    }
    assert figures["ties"]["rule"]["code"] == "ties-in-force"
    by_country = client.get("/api/v1/figures/ties/by-country").json()
    assert [(each["key"], each["ties"]) for each in by_country["items"]] == [("GB", 1), ("JP", 1)]


def test_the_list_asks_the_database_as_often_for_one_row_as_for_three(
    client: Client, django_assert_num_queries: object
) -> None:
    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/api/v1/ties")
        return len(asked)

    make_tie(parties=[make_government(), make_body()])
    one = queries()
    for _ in range(2):
        make_tie(parties=[make_government(), make_body()])
    assert [queries(), one <= 6] == [one, True]
