"""The board, filters kept under a name, and owners named for many parts at once."""

from urllib.parse import urlencode

import pytest

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import make_actor
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.support.actions.legs import accept_leg, answer_leg, refuse_leg
from gagyo.support.actions.queue import Assigned, assign_legs, remove_filter, save_filter
from gagyo.support.actions.routing import LegValues, confirm_routing, propose_legs
from gagyo.support.models import Leg, SavedFilter, SupportRequest
from gagyo.support.queries.lists import RequestFilter, listed_requests
from gagyo.support.queries.waiting import waiting_requests
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, answered, make_request, member, said, sent, under_way, user_id
from gagyo.support.tests.test_screens import browser, html, queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english"), pytest.mark.each_engine]


def test_the_board_shows_each_state_and_what_one_does_next(cast: Cast) -> None:
    draft, waiting = make_request(cast), sent(cast)
    (leg,) = under_way(cast, cast.hanoi)
    done = answered(cast)
    router = html(browser(cast.router).get("/en/support/board/"))
    assert f"/en/support/{waiting.pk}/routing/" in router and draft.number not in router
    officer = html(browser(cast.officer).get("/en/support/board/"))
    assert f"/en/support/{draft.pk}/submit/" in officer and f"/en/support/{done.pk}/confirm/" in officer
    assert f"/en/support/{waiting.pk}/routing/" not in officer
    consul = browser(cast.consul)
    assert f'action="/en/support/legs/{leg.pk}/accept/"' in html(consul.get("/en/support/board/"))
    assert consul.post(f"/en/support/legs/{leg.pk}/accept/").status_code == 302
    page = html(consul.get("/en/support/board/"))
    assert f"/en/support/legs/{leg.pk}/answer/" in page and "Due:" in page
    stranger = html(browser(cast.stranger).get("/en/support/board/"))
    assert waiting.number not in stranger and "No request" in stranger


def test_the_board_keeps_to_the_filter_and_shows_the_approver_the_step(cast: Cast) -> None:
    row = sent(cast, country_id="VN")
    other = sent(cast, country_id="JP")
    page = html(browser(cast.router).get("/en/support/board/?country=VN"))
    assert row.number in page and other.number not in page
    only = html(browser(cast.router).get("/en/support/board/?state=under_way"))
    assert row.number not in only and "Under way" in only


def test_a_column_says_how_many_it_does_not_show(cast: Cast) -> None:
    for _number in range(14):
        sent(cast)
    page = html(browser(cast.router).get("/en/support/board/"))
    assert "2 more: To be routed" in page and "?state=sent" in page


def test_the_board_asks_the_same_for_one_request_and_three(cast: Cast) -> None:
    client, asked = browser(cast.router), []
    for _each in range(3):
        under_way(cast, cast.hanoi, cast.tokyo)
        asked.append(queries(client, "/en/support/board/"))
    assert asked[0] == asked[2]


def test_the_first_due_time_is_kept_with_the_request(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    row = SupportRequest.objects.for_user(cast.router).get(pk=hanoi.request_id)
    assert row.next_due_at == min(leg.due_at for leg in (hanoi, tokyo) if leg.due_at)
    for leg, by in ((hanoi, cast.consul), (tokyo, cast.tokyo_consul)):
        refuse_leg(leg_id=leg.pk, reason="소관 아님", by=by, now=NOW)
    row.refresh_from_db()
    assert row.next_due_at is None


def test_a_filter_is_kept_for_oneself_or_the_office(cast: Cast) -> None:
    client = browser(cast.officer)
    at = "/en/support/filters/new/?" + urlencode({"country": "VN", "view": "office"})
    assert client.post(at, {"name": "베트남", "whose": "own"}).status_code == 302
    assert client.post(at, {"name": "우리 베트남", "whose": "office"}).status_code == 302
    assert client.post(at, {"name": "베트남", "whose": "own"}).status_code == 302
    assert client.post(at, {"name": "", "whose": "own"}).status_code == 422
    assert sorted(SavedFilter.objects.values_list("name", "query")) == [
        ("베트남", "view=office&country=VN"),
        ("우리 베트남", "view=office&country=VN"),
    ]
    own, office = (SavedFilter.objects.get(name=name) for name in ("베트남", "우리 베트남"))
    page = html(client.get("/en/support/"))
    assert "/en/support/?view=office&amp;country=VN" in page
    colleague = html(browser(cast.second_officer).get("/en/support/board/"))
    assert "우리 베트남" in colleague and own.name not in colleague.replace("우리 베트남", "")
    assert "우리 베트남" not in html(browser(cast.stranger).get("/en/support/"))
    assert browser(cast.second_officer).get(f"/en/support/filters/{own.pk}/remove/").status_code == 404
    assert client.get(f"/en/support/filters/{office.pk}/remove/").status_code == 403
    assert client.post(f"/en/support/filters/{own.pk}/remove/", {"sent": "yes"}).status_code == 302
    assert browser(cast.manager).post(f"/en/support/filters/{office.pk}/remove/").status_code == 302
    assert not SavedFilter.objects.exists()
    assert "베트남" not in str(AuditRecord.objects.filter(event="support_filter.saved").values("after"))


def test_a_filter_needs_a_name_and_an_office(cast: Cast) -> None:
    with pytest.raises(UnableToSaveSupport, match="a name"):
        save_filter(name=" ", query="", of_office=False, by=cast.officer, now=NOW)
    row = save_filter(name="늦은 것", query="view=overdue", of_office=True, by=cast.officer, now=NOW)
    with pytest.raises(NotYoursError):
        remove_filter(filter_id=row.pk, by=cast.officer, now=NOW)


def test_many_parts_get_one_owner_after_one_question(cast: Cast) -> None:
    second = make_actor(membership=member(cast.hanoi, Role.MISSION_OFFICER, "하노이 동료"))
    legs = [under_way(cast, cast.hanoi)[0] for _each in range(3)]
    (elsewhere,) = under_way(cast, cast.tokyo)
    client, at = browser(cast.consul), "/en/support/owners/"
    asked = {"owner": str(second.user_id), "legs": [str(leg.pk) for leg in legs]}
    page = html(client.post(at, asked))
    assert "3 parts get this owner" in page and not Leg.objects.filter(owner_id=second.user_id).exists()
    assert client.post(at, {"owner": str(second.user_id), "legs": []}).status_code == 422
    refuse_leg(leg_id=legs[2].pk, reason="소관 아님", by=cast.consul, now=NOW)
    many = {**asked, "legs": [*asked["legs"], str(elsewhere.pk)], "confirmed": "yes"}
    answer = html(client.post(at, many, follow=True))
    assert "2 parts have their owner now." in answer
    assert "These could not be changed" in answer and legs[2].request.number in answer
    assert set(Leg.objects.filter(owner_id=second.user_id)) == set(legs[:2])


def test_an_owner_who_does_not_answer_there_is_refused_in_words(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    found = assign_legs(leg_ids=[leg.pk], owner_id=user_id(cast.officer), by=cast.consul, now=NOW)
    sentence = "That person does not answer in this office. Choose somebody who does."
    assert found == Assigned(0, [f"{leg.request.number}: {sentence}"])


def test_owners_are_named_with_the_same_queries_for_one_part_and_three(cast: Cast) -> None:
    client, asked = browser(cast.consul), []
    for _each in range(3):
        under_way(cast, cast.hanoi)
        asked.append(queries(client, "/en/support/owners/"))
    assert asked[0] == asked[2]


def test_my_work_counts_what_i_own_draft_or_confirm_and_nothing_that_others_do(cast: Cast) -> None:
    draft, done = make_request(cast), answered(cast)
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)

    def mine(actor: Actor) -> dict[str, set[int]]:
        return {each.slug: {row.pk for row in each.rows} for each in waiting_requests(actor=actor, now=NOW)}

    assert mine(cast.officer) == {"support-requests": {draft.pk, done.pk}}
    assert mine(cast.consul) == {"support-requests": {leg.request_id}}
    assert mine(cast.stranger) == {}


def test_the_desk_and_the_offices_find_what_nobody_has_taken_on_among_their_work(cast: Cast) -> None:
    new = sent(cast)
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    both = hanoi.request_id

    def work(actor: Actor) -> dict[str, set[int]]:
        return {each.slug: {row.pk for row in each.rows} for each in waiting_requests(actor=actor, now=NOW)}

    assert work(cast.router) == {"request-routing": {new.pk}}
    assert work(cast.consul) == {"requests-unowned": {both}}
    # It comes to any office of the ministry, until one of them says who answers.
    assert work(cast.bureau_officer) == {"request-routing": {new.pk}}
    assert work(cast.officer) == {}
    refuse_leg(leg_id=hanoi.pk, reason="소관 아님", by=cast.consul, now=NOW)
    # The other office was asked for the same items, and still is.
    assert (work(cast.router), work(cast.consul)) == ({"request-routing": {new.pk}}, {})
    refuse_leg(leg_id=tokyo.pk, reason="소관 아님", by=cast.tokyo_consul, now=NOW)
    assert work(cast.router) == {"request-routing": {new.pk, both}}
    assert work(cast.bureau_officer) == {"request-routing": {new.pk}}
    (leg,) = propose_legs(request_id=both, legs=[LegValues(cast.tokyo.pk)], by=cast.router, now=NOW)
    confirm_routing(request_id=both, by=cast.router, now=NOW)
    accept_leg(leg_id=leg.pk, by=cast.tokyo_consul, now=NOW)
    answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.tokyo_consul, now=NOW)
    assert work(cast.router) == {"request-routing": {new.pk}, "request-answers": {both}}
    office = listed_requests(actor=cast.router, wanted=RequestFilter(view="office"), sort="", now=NOW)
    assert {row.pk for row in office} == {new.pk, both}
