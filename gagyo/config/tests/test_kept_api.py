"""Answers of the API are kept for callers without a token or a session, and are never stale."""

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client

from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.actions import record
from gagyo.common.actions.record import raise_version
from gagyo.partnerships.models import Tie
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_engine]
TIES = "/api/v1/ties"


def test_the_answer_is_kept_with_its_mark_and_headers(client: Client) -> None:
    first, second = client.get(TIES), client.get(TIES)
    assert [first["X-Cache"], second["X-Cache"], second.content] == ["miss", "hit", first.content]
    named = ["Content-Type", "ETag", "Cache-Control", "Content-Language", "Vary"]
    assert [second[name] for name in named] == [first[name] for name in named]
    weak = client.get(TIES, headers={"If-None-Match": f'"other", {second["ETag"]}'})
    assert [weak.status_code, weak.content] == [304, b""]
    english = client.get(TIES, headers={"Accept-Language": "en"})
    assert [english["X-Cache"], english["Content-Language"], english["ETag"] == first["ETag"]] == ["miss", "en", False]


def test_the_very_next_caller_gets_what_was_written(client: Client) -> None:
    assert client.get(TIES).json()["totalCount"] == 0
    with transaction.atomic():
        tie = make_tie(parties=[make_government(), make_body()])
        raise_version()
    assert [client.get(TIES).json()["totalCount"], client.get(TIES)["X-Cache"]] == [1, "hit"]
    with transaction.atomic():
        Tie.objects.past_access(because="a test hides it").filter(pk=tie.pk).update(visibility="office")
        record(event="tie.changed", by=make_actor(), at=NOW, about=tie)
    assert client.get(TIES).json() == {"totalCount": 0, "pageNo": 1, "numOfRows": 20, "items": []}


def test_what_an_office_reads_is_neither_kept_nor_given_to_others(client: Client) -> None:
    office = make_office()
    tie = make_tie(parties=[make_government(), make_body()], visibility="office", office=office)
    member = Client()
    member.force_login(make_member(office=office).user)
    own = member.get(TIES)
    assert [own.json()["items"][0]["id"], "X-Cache" in own, own["Cache-Control"]] == [
        tie.pk,
        False,
        "private, no-cache",
    ]
    assert [client.get(TIES).json()["totalCount"], client.get(TIES).json()["totalCount"]] == [0, 0]
    assert member.get(TIES).json()["totalCount"] == 1
    assert client.get(TIES, headers={"Authorization": "Bearer nobody"}).status_code == 401


def test_a_kept_answer_counts_against_the_limit_too(
    client: Client, settings: LazySettings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    answers = [client.get(TIES, REMOTE_ADDR="192.0.2.7") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_errors_and_unknown_hosts_are_not_kept(client: Client) -> None:
    assert client.get(TIES).status_code == 200
    strange = client.get(TIES, headers={"Host": "elsewhere.example"})
    wrong = [client.get(f"{TIES}?country=Britain") for _ in range(2)]
    assert [strange.status_code, "X-Cache" in strange] == [400, False]
    assert [(each.status_code, "X-Cache" in each, each["Cache-Control"]) for each in wrong] == [
        (422, False, "no-store"),
        (422, False, "no-store"),
    ]
