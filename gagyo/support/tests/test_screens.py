"""The first screens: list, page, form and steps, as the asking office and others see them."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gagyo.accounts.models import User
from gagyo.common.rules import Actor
from gagyo.support.actions.approvals import approve_request, submit_request
from gagyo.support.actions.leg_moves import pass_leg_on
from gagyo.support.actions.legs import accept_leg, decide_leg_items, pause_leg
from gagyo.support.choices import RequestState
from gagyo.support.models import RequestTemplate, SupportRequest
from gagyo.support.tests.make import NOW, Cast, make_request, said, sent, under_way, user_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def browser(actor: Actor) -> Client:
    """Return a browser in which somebody is signed in, in English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(pk=user_id(actor)))
    return client


def html(answer: Any) -> str:
    """Return the text of an answer."""
    return str(answer.content.decode())


def pressed(client: Client, at: str, data: Mapping[str, object]) -> Any:
    """Send a form as a browser does that has just opened its page: with the version that it saw."""
    seen = re.search(r'name="version" value="(\d+)"', html(client.get(at)))
    return client.post(at, {**data, "version": seen[1] if seen else ""})


def filled(cast: Cast, **changes: str) -> dict[str, str]:
    """Return what a browser sends for a request of two items."""
    return {
        "name_ko": "하노이 방문 지원",
        "asker": str(cast.body.pk),
        "asker_text": "세종시",
        "asker_asked": "세종시",
        "officer": str(cast.officer.user_id),
        "field": "exchange",
        "confidentiality": "normal",
        "text_language": "ko",
        "text_state": "none",
        "item_0": "면담 주선",
        "item_1": "",
        "item_2": "통역 소개",
        **changes,
    }


def test_a_request_is_drafted_without_a_script(cast: Cast) -> None:
    client = browser(cast.officer)
    more = client.post("/en/support/new/", filled(cast, add_row="yes"))
    assert (more.status_code, "item_3" in html(more), "면담 주선" in html(more)) == (200, True, True)
    assert not SupportRequest.objects.for_user(cast.officer).exists()
    answer = client.post("/en/support/new/", filled(cast))
    row = SupportRequest.objects.for_user(cast.officer).get()
    assert (answer.status_code, answer["Location"]) == (302, f"/en/support/{row.pk}/")
    assert [item.text.original for item in row.items.all()] == ["면담 주선", "통역 소개"]


def test_a_form_that_does_not_fit_comes_back_with_a_sentence(cast: Cast) -> None:
    answer = browser(cast.officer).post("/en/support/new/", filled(cast, name_ko=""))
    assert (answer.status_code, "Give the request a title." in html(answer)) == (422, True)


def test_a_template_fills_the_form(cast: Cast) -> None:
    row = RequestTemplate.objects.create(
        code="speaker-of-our-own",
        field="public_diplomacy",
        name_ko="연사 추천",
        name_en="A speaker",
        items=[{"ko": "추천", "en": "Naming one"}],
    )
    page = html(browser(cast.officer).get(f"/en/support/new/?template={row.pk}"))
    assert "Naming one" in page
    assert "A speaker" in page


def test_an_edit_over_a_newer_save_shows_both(cast: Cast) -> None:
    row = make_request(cast)
    client = browser(cast.officer)
    data = filled(cast, name_ko="둘째 제목", version=str(row.version))
    assert client.post(f"/en/support/{row.pk}/edit/", data).status_code == 302
    clash = client.post(f"/en/support/{row.pk}/edit/", filled(cast, name_ko="셋째 제목", version=str(row.version)))
    assert clash.status_code == 409
    assert "둘째 제목" in html(clash) and "셋째 제목" in html(clash)


def test_a_request_is_submitted_returned_and_approved_on_screen(cast: Cast) -> None:
    row = make_request(cast)
    officer, manager = browser(cast.officer), browser(cast.manager)
    page = html(officer.get(f"/en/support/{row.pk}/submit/"))
    assert "국장" in page or "second" in page.lower()
    data = {"step_1": str(cast.manager.user_id), "version": str(row.version)}
    assert officer.post(f"/en/support/{row.pk}/submit/", data).status_code == 302
    assert officer.get(f"/en/support/{row.pk}/approve/").status_code == 403
    assert manager.post(f"/en/support/{row.pk}/return/", {"reason": ""}).status_code == 422
    assert pressed(manager, f"/en/support/{row.pk}/return/", {"reason": "날짜가 빠졌음"}).status_code == 302
    assert "날짜가 빠졌음" in html(officer.get(f"/en/support/{row.pk}/"))
    row.refresh_from_db()
    data = {"step_1": str(cast.manager.user_id), "version": str(row.version)}
    officer.post(f"/en/support/{row.pk}/submit/", data)
    pressed(manager, f"/en/support/{row.pk}/approve/", {"document_number": "국제-1"})
    row.refresh_from_db()
    assert (row.state, row.document_number) == (RequestState.SENT, "국제-1")
    assert officer.post(f"/en/support/{row.pk}/withdraw/", {"reason": "행사 취소"}).status_code == 302
    row.refresh_from_db()
    assert row.state == RequestState.WITHDRAWN


def test_a_draft_is_put_away_and_brought_back(cast: Cast) -> None:
    row = make_request(cast)
    client = browser(cast.officer)
    client.post(f"/en/support/{row.pk}/archive/")
    assert "Bring back" in html(client.get(f"/en/support/{row.pk}/"))
    client.post(f"/en/support/{row.pk}/restore/")
    row.refresh_from_db()
    assert row.archived_at is None


def test_the_asker_sees_where_each_leg_stands_and_not_what_is_said_before_the_answer(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    accept_leg(leg_id=hanoi.pk, by=cast.consul, now=NOW)
    decide_leg_items(leg_id=hanoi.pk, decisions=said(hanoi, "refused", "감춘 말"), by=cast.consul, now=NOW)
    pass_leg_on(leg_id=tokyo.pk, office_id=cast.bureau.pk, reason="감춘 이유", by=cast.tokyo_consul, now=NOW)
    asker = html(browser(cast.officer).get(f"/en/support/{hanoi.request_id}/"))
    router = html(browser(cast.router).get(f"/en/support/{hanoi.request_id}/"))
    assert "Passed on" in asker and "Passed on" in router
    assert "감춘" not in asker and "Items answered by an office" not in asker
    assert "감춘 이유" in router and "Refused" in router


def test_the_asker_reads_what_an_office_asks_back(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    pause_leg(leg_id=leg.pk, reason="방문 날짜는?", by=cast.consul, now=NOW)
    assert "방문 날짜는" in html(browser(cast.officer).get(f"/en/support/{leg.request_id}/"))


def test_strangers_get_no_page_and_no_row(cast: Cast) -> None:
    row = sent(cast, name_ko="감춘 제목", country_id=None)
    client = browser(cast.stranger)
    assert client.get(f"/en/support/{row.pk}/").status_code == 404
    assert "감춘 제목" not in html(client.get("/en/support/"))


def shown(actor: Actor, query: str = "") -> list[str]:
    """Return the numbers of the requests on somebody's list."""
    page = browser(actor).get(f"/en/support/{query}").context["page"]
    return sorted(row.number for row in page.object_list)


@pytest.mark.each_engine
def test_the_views_of_a_queue(cast: Cast) -> None:
    draft = make_request(cast)
    (leg,) = under_way(cast, cast.hanoi)
    late = leg.request
    assert shown(cast.officer) == [draft.number, late.number]
    assert shown(cast.officer, "?view=mine") == [draft.number]
    assert shown(cast.officer, "?view=waiting") == [late.number]
    # It was sent in May; the page's clock is today's.
    assert shown(cast.consul, "?view=overdue") == [late.number]
    assert shown(cast.consul, "?view=mine") == []
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    assert shown(cast.consul, "?view=mine") == [late.number]
    assert shown(cast.consul, "?view=office") == [late.number]
    assert shown(cast.officer, "?q=하노이&state=draft") == [draft.number]
    assert shown(cast.officer, "?country=VN") == shown(cast.officer, "?q=없는말") == []


@pytest.mark.each_engine
def test_an_approver_finds_what_waits_for_them(cast: Cast) -> None:
    row = make_request(cast)
    people = [user_id(cast.manager), user_id(cast.second_manager)]
    submit_request(request_id=row.pk, approver_ids=people, expected=row.version, by=cast.officer, now=NOW)
    assert (shown(cast.manager, "?view=mine"), shown(cast.second_manager, "?view=mine")) == ([row.number], [])
    approve_request(request_id=row.pk, by=cast.manager, now=NOW)
    assert (shown(cast.manager, "?view=mine"), shown(cast.second_manager, "?view=mine")) == ([], [row.number])


def queries(client: Client, path: str) -> int:
    """Return how many queries a page asks."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_list_asks_the_same_for_one_and_three(cast: Cast) -> None:
    under_way(cast, cast.hanoi, cast.tokyo)
    client = browser(cast.officer)
    one = queries(client, "/en/support/")
    under_way(cast, cast.hanoi)
    under_way(cast, cast.hanoi, cast.tokyo)
    assert queries(client, "/en/support/") == one


def test_the_page_asks_the_same_for_one_leg_and_three(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client = browser(cast.router)
    one = queries(client, f"/en/support/{leg.request_id}/")
    legs = under_way(cast, cast.hanoi, cast.tokyo, cast.bureau)
    assert queries(client, f"/en/support/{legs[0].request_id}/") == one
