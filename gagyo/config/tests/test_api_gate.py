"""What stands before the API."""

import json

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_problem_in_the_language_asked_for(client: Client) -> None:
    korean = client.get("/api/v1/nothing")
    english = client.get("/api/v1/nothing", headers={"Accept-Language": "en"})
    assert [korean.status_code, korean["Content-Type"]] == [404, "application/problem+json"]
    assert korean["Content-Language"] == "ko"
    assert english.json() == {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": "Nothing is at this address, or it is not public. Check the address, or use your office's token.",
        "instance": "/api/v1/nothing",
        "errors": [],
    }


def test_the_schema_is_openapi_3_1_and_answers_304_until_data_changes(client: Client) -> None:
    first = client.get("/api/v1/openapi.json")
    assert json.loads(first.content)["openapi"] == "3.1.0"
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]})
    assert [again.status_code, again.content] == [304, b""]


def test_who_asks_too_often_waits(
    client: Client, settings: LazySettings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.API_REQUESTS_PER_MINUTE = 2
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    answers = [client.get("/api/v1/openapi.json", REMOTE_ADDR="192.0.2.7") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 61
    other = client.get("/api/v1/openapi.json", REMOTE_ADDR="192.0.2.8")
    assert other.status_code == 200


def test_made_up_tokens_do_not_give_a_caller_more(
    client: Client, settings: LazySettings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1
    settings.DATA_DIR = tmp_path_factory.mktemp("data")
    answers = [
        client.get("/api/v1/openapi.json", headers={"Authorization": f"Bearer {n}"}, REMOTE_ADDR="192.0.2.7")
        for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]
