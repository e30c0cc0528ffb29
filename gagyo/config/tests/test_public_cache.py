"""Public pages are kept for visitors without a session, and are never stale."""

import brotli
import pytest
from django.db import transaction
from django.test import Client

from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.actions.record import raise_version
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_engine]
PAGES = ["/", "/en/", "/ties/", "/ties/map/", "/countries/", "/statistics/", "/search/?q=x", "/open-data/api/"]


@pytest.mark.parametrize("url", PAGES)
def test_a_public_page_is_kept_without_a_cookie_or_a_form_token(client: Client, url: str) -> None:
    first, second = client.get(url), client.get(url)
    assert [first.status_code, first["X-Cache"], second["X-Cache"]] == [200, "miss", "hit"]
    assert [first.content == second.content, "Set-Cookie" in second, b"csrfmiddlewaretoken" in second.content] == [
        True,
        False,
        False,
    ]
    again = client.get(url, headers={"If-None-Match": second["ETag"]})
    assert [again.status_code, again.content] == [304, b""]


def test_the_very_next_visitor_sees_what_was_committed_and_nothing_of_what_was_rolled_back(client: Client) -> None:
    before = client.get("/ties/").content
    with transaction.atomic():
        make_tie(parties=[make_government(), make_body()])
        raise_version()
    after = client.get("/ties/")
    assert [after["X-Cache"], "다트퍼드" in before.decode(), "다트퍼드" in after.content.decode()] == [
        "miss",
        False,
        True,
    ]
    with pytest.raises(RuntimeError), transaction.atomic():
        make_tie(parties=[make_government(), make_body(name_ko="오사카")])
        raise_version()
        raise RuntimeError
    assert [client.get("/ties/")["X-Cache"], "오사카" in client.get("/ties/").content.decode()] == ["hit", False]


def test_who_is_signed_in_or_has_a_message_waiting_gets_a_page_of_their_own(client: Client) -> None:
    client.get("/ties/")
    client.cookies["messages"] = "x"
    assert "X-Cache" not in client.get("/ties/")
    signed_in = Client()
    signed_in.force_login(make_member(office=make_office()).user)
    assert "X-Cache" not in signed_in.get("/ties/")


def test_a_kept_page_is_sent_compressed_to_those_who_take_it(client: Client) -> None:
    plain = client.get("/ties/")
    packed = client.get("/ties/", headers={"Accept-Encoding": "gzip, br"})
    assert [packed["Content-Encoding"], brotli.decompress(packed.content)] == ["br", plain.content]
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]
