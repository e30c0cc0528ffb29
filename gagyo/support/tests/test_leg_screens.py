"""The screens of those who route and answer: each step as a browser without a script does it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gagyo.support.actions.attachments import attach_to_request
from gagyo.support.actions.leg_moves import join_leg, pass_leg_on
from gagyo.support.actions.legs import refuse_leg
from gagyo.support.actions.routing import LegValues, propose_legs
from gagyo.support.choices import Because, LegState, RequestState
from gagyo.support.models import Leg, RoutingRule, SupportRequest
from gagyo.support.tests.make import NOW, Cast, answered, sent, under_way
from gagyo.support.tests.test_screens import browser, html, pressed, queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def item_ids(row: SupportRequest) -> list[int]:
    """Return the ids of a request's items."""
    return list(row.items.values_list("pk", flat=True))


def test_the_router_sees_the_proposal_with_reasons_and_changes_it(cast: Cast) -> None:
    RoutingRule.objects.create(field="exchange", office=cast.bureau)
    row = sent(cast, country_id="VN", field="exchange")
    first, second = item_ids(row)
    client = browser(cast.router)
    page = html(client.get(f"/en/support/{row.pk}/routing/"))
    assert "The mission in that country" in page and "The bureau for that field" in page
    data = {
        f"ask_{cast.hanoi.pk}": "on",
        f"items_{cast.hanoi.pk}": [str(first)],
        "office_1": str(cast.tokyo.pk),
        "more_items_1": [str(second)],
    }
    answer = client.post(f"/en/support/{row.pk}/routing/", data)
    assert (answer.status_code, answer["Location"]) == (302, f"/en/support/{row.pk}/")
    legs = row.legs.order_by("pk")
    assert [(leg.office, leg.because, [each.item_id for each in leg.items.all()]) for leg in legs] == [
        (cast.hanoi, Because.COUNTRY, [first]),
        (cast.tokyo, Because.CHOSEN, [second]),
    ]
    assert {leg.state for leg in legs} == {LegState.SENT}


def test_what_was_proposed_before_and_is_unticked_is_left_out(cast: Cast) -> None:
    row = sent(cast)
    legs = [LegValues(cast.hanoi.pk), LegValues(cast.tokyo.pk)]
    propose_legs(request_id=row.pk, legs=legs, by=cast.router, now=NOW)
    data = {f"ask_{cast.hanoi.pk}": "on", f"items_{cast.hanoi.pk}": [str(pk) for pk in item_ids(row)]}
    assert browser(cast.router).post(f"/en/support/{row.pk}/routing/", data).status_code == 302
    assert dict(row.legs.values_list("office", "state")) == {
        cast.hanoi.pk: LegState.SENT,
        cast.tokyo.pk: LegState.WITHDRAWN,
    }


@pytest.mark.parametrize(
    ("items", "twice", "sentence"),
    [
        (True, True, "This office is named twice"),
        (False, False, "Tick at least one item"),
        (None, False, "Choose at least one office"),
    ],
)
def test_a_routing_that_cannot_be_is_refused(cast: Cast, items: bool | None, twice: bool, sentence: str) -> None:
    row = sent(cast, country_id="VN")
    all_items = [str(pk) for pk in item_ids(row)]
    data: dict[str, object] = {}
    if items is not None:
        data = {f"ask_{cast.hanoi.pk}": "on", f"items_{cast.hanoi.pk}": all_items if items else []}
    if twice:
        data |= {"office_1": str(cast.hanoi.pk), "more_items_1": all_items}
    answer = browser(cast.router).post(f"/en/support/{row.pk}/routing/", {"sent": "yes", **data})
    assert (answer.status_code, sentence in html(answer)) == (422, True)
    row.refresh_from_db()
    assert (row.state, row.legs.count()) == (RequestState.SENT, 0)


def test_who_does_not_route_gets_no_routing(cast: Cast) -> None:
    row = sent(cast)
    assert browser(cast.manager).get(f"/en/support/{row.pk}/routing/").status_code == 403
    assert browser(cast.stranger).get(f"/en/support/{row.pk}/routing/").status_code == 404


def test_the_routing_asks_the_same_for_one_leg_and_three(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client = browser(cast.router)
    one = queries(client, f"/en/support/{leg.request_id}/routing/")
    legs = under_way(cast, cast.hanoi, cast.tokyo, cast.bureau)
    assert queries(client, f"/en/support/{legs[0].request_id}/routing/") == one


def answers(leg: Leg, *outcomes: str, words: str = "We arranged it.", language: str = "en") -> dict[str, str]:
    """Return what a browser sends for the items of a leg, or of its request's answer."""
    data = {"text_language": "ko", "text_original": "답변드립니다.", "text_state": "none"}
    for pk, outcome in zip(item_ids(leg.request), outcomes, strict=True):
        data |= {f"outcome_{pk}": outcome, f"language_{pk}": language, f"words_{pk}": words}
    return data


def test_an_office_accepts_saves_and_answers_item_by_item(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client, at = browser(cast.consul), f"/en/support/legs/{leg.pk}/"
    assert client.post(f"{at}accept/").status_code == 302
    leg.refresh_from_db()
    assert (leg.state, leg.owner_id) == (LegState.ACCEPTED, cast.consul.user_id)
    later = pressed(client, f"{at}answer/", {**answers(leg, "granted", "open"), "later": "yes"})
    leg.refresh_from_db()
    assert (later.status_code, leg.state) == (302, LegState.ACCEPTED)
    assert "We arranged it." in html(client.get(f"{at}answer/"))
    early = pressed(client, f"{at}answer/", answers(leg, "granted", "open"))
    assert (early.status_code, "1 item is still open" in html(early)) == (422, True)
    wordless = pressed(client, f"{at}answer/", answers(leg, "granted", "refused", words=""))
    assert (wordless.status_code, "Say in words" in html(wordless)) == (422, True)
    assert pressed(client, f"{at}answer/", answers(leg, "granted", "part")).status_code == 302
    leg.refresh_from_db()
    assert leg.state == LegState.ANSWERED
    assert [each.text.language for each in leg.items.all()] == ["en", "en"]


def test_due_times_stand_in_both_time_zones(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    page = html(browser(cast.consul).get(f"/en/support/legs/{leg.pk}/"))
    assert "(Asia/Seoul)" in page and "(Asia/Ho_Chi_Minh)" in page


def test_an_office_asks_the_asker_who_lets_the_work_go_on(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    consul, officer, at = browser(cast.consul), browser(cast.officer), f"/en/support/legs/{leg.pk}/"
    consul.post(f"{at}accept/")
    assert consul.post(f"{at}pause/", {"reason": "방문 날짜는?"}).status_code == 302
    assert "방문 날짜는" in html(consul.get(at))
    page = html(officer.get(f"/en/support/{leg.request_id}/"))
    assert f"{at}resume/" in page and "방문 날짜는" in page
    answer = officer.post(f"{at}resume/")
    leg.refresh_from_db()
    assert (answer["Location"], leg.state) == (f"/en/support/{leg.request_id}/", LegState.ACCEPTED)
    assert leg.due_at is not None


def test_a_part_is_passed_on_refused_owned_and_taken_back(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    consul, router = browser(cast.consul), browser(cast.router)
    wordless = consul.post(f"/en/support/legs/{hanoi.pk}/pass-on/", {"office": str(cast.bureau.pk), "reason": ""})
    assert (wordless.status_code, "Give the reason" in html(wordless)) == (422, True)
    data = {"office": str(cast.bureau.pk), "reason": "지역국 소관"}
    assert consul.post(f"/en/support/legs/{hanoi.pk}/pass-on/", data).status_code == 302
    given = Leg.objects.get(request=hanoi.request_id, office=cast.bureau)
    bureau = browser(cast.bureau_officer)
    data = {"owner": str(cast.bureau_officer.user_id)}
    assert bureau.post(f"/en/support/legs/{given.pk}/owner/", data).status_code == 302
    assert bureau.post(f"/en/support/legs/{given.pk}/refuse/", {"reason": "소관 아님"}).status_code == 302
    assert router.post(f"/en/support/legs/{tokyo.pk}/withdraw/", {"reason": "잘못 보냄"}).status_code == 302
    states = dict(Leg.objects.filter(request=hanoi.request_id).values_list("office", "state"))
    assert states == {
        cast.hanoi.pk: LegState.PASSED_ON,
        cast.bureau.pk: LegState.REFUSED,
        cast.tokyo.pk: LegState.WITHDRAWN,
    }


def test_the_asker_does_not_read_what_an_office_says_nor_take_its_steps(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    for path in ("", "answer/", "refuse/", "pass-on/", "split/", "join/", "pause/", "withdraw/", "owner/"):
        assert browser(cast.officer).get(f"/en/support/legs/{leg.pk}/{path}").status_code == 403
        assert browser(cast.stranger).get(f"/en/support/legs/{leg.pk}/{path}").status_code == 404
    assert browser(cast.tokyo_consul).post(f"/en/support/legs/{leg.pk}/accept/").status_code == 404


def test_a_step_that_came_too_late_leads_back_with_a_sentence(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    client = browser(cast.consul)
    answer = client.get(f"/en/support/legs/{leg.pk}/answer/", follow=True)
    assert answer.redirect_chain and "so this cannot be done" in html(answer)


def test_the_pages_of_a_leg_ask_the_same_for_one_item_and_three(cast: Cast) -> None:
    client, asked = browser(cast.consul), []
    for items in (["하나"], ["하나", "둘", "셋"]):
        (leg,) = under_way(cast, cast.hanoi, items=items)
        client.post(f"/en/support/legs/{leg.pk}/accept/")
        asked.append([queries(client, f"/en/support/legs/{leg.pk}/{path}") for path in ("", "answer/")])
    assert asked[0] == asked[1]


def test_one_answer_is_drafted_from_all_legs_approved_sent_rated_and_confirmed(cast: Cast) -> None:
    hanoi, bureau = under_way(cast, cast.hanoi, cast.bureau)
    at = f"/en/support/{hanoi.request_id}/"
    consul, other, router = browser(cast.consul), browser(cast.bureau_officer), browser(cast.router)
    director, officer = browser(cast.director), browser(cast.officer)
    for client, leg, words in ((consul, hanoi, "Arranged in Hanoi."), (other, bureau, "국이 돕습니다.")):
        client.post(f"/en/support/legs/{leg.pk}/accept/")
        if leg is hanoi:
            early = pressed(router, f"{at}answer/submit/", {"step_1": str(cast.director.user_id)})
            assert (early.status_code, "have not answered yet" in html(early)) == (422, True)
        pressed(client, f"/en/support/legs/{leg.pk}/answer/", answers(leg, "granted", "granted", words=words))
    page = html(router.get(f"{at}answer/"))
    assert "Arranged in Hanoi." in page and "국이 돕습니다." in page
    sent_words = answers(hanoi, "granted", "part", words="모두 준비됐습니다.", language="ko")
    assert pressed(router, f"{at}answer/", sent_words).status_code == 302
    assert "모두 준비됐습니다" not in html(officer.get(at))
    assert pressed(router, f"{at}answer/submit/", {"step_1": str(cast.director.user_id)}).status_code == 302
    assert router.get(f"{at}answer/approve/").status_code == 403
    assert "모두 준비됐습니다" in html(director.get(f"{at}answer/approve/"))
    assert pressed(director, f"{at}answer/return/", {"reason": "다듬어 주세요"}).status_code == 302
    assert "모두 준비됐습니다" in html(router.get(f"{at}answer/"))
    pressed(router, f"{at}answer/submit/", {"step_1": str(cast.director.user_id)})
    assert router.post(f"{at}answer/recall/").status_code == 302
    pressed(router, f"{at}answer/submit/", {"step_1": str(cast.director.user_id)})
    assert pressed(director, f"{at}answer/approve/", {"document_number": "외교-7"}).status_code == 302
    assert "모두 준비됐습니다" in html(officer.get(at))
    wordy = officer.post(f"{at}confirm/", {"stars": "", "words": "고맙습니다"})
    assert (wordy.status_code, "Choose a rating" in html(wordy)) == (422, True)
    assert officer.post(f"{at}confirm/", {"stars": "5", "words": "고맙습니다"}).status_code == 302
    row = SupportRequest.objects.get(pk=hanoi.request_id)
    assert (row.state, row.ratings.get().stars) == (RequestState.CONFIRMED, 5)
    assert "5/5" in html(router.get(at))


def test_the_asker_reopens_some_items_with_a_reason(cast: Cast) -> None:
    row = answered(cast)
    first, _second = item_ids(row)
    client, at = browser(cast.officer), f"/en/support/{row.pk}/reopen/"
    assert html(client.get(f"/en/support/{row.pk}/")).count("하겠습니다") == 2
    assert client.post(at, {"items": [], "reason": "빠짐"}).status_code == 422
    assert client.post(at, {"items": [str(first)], "reason": ""}).status_code == 422
    assert client.post(at, {"items": [str(first)], "reason": "날짜가 빠졌음"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.round) == (RequestState.REOPENED, 2)
    assert list(row.items.filter(outcome="open").values_list("pk", flat=True)) == [first]
    assert "Say who answers" in html(browser(cast.router).get(f"/en/support/{row.pk}/"))
    # One item keeps its answer, and what was said of both stands in the answer that was sent.
    assert html(client.get(f"/en/support/{row.pk}/")).count("하겠습니다") == 3


def test_the_answer_asks_the_same_for_one_leg_and_two(cast: Cast) -> None:
    client, asked = browser(cast.router), []
    for offices in ((cast.hanoi,), (cast.hanoi, cast.tokyo)):
        leg, *_others = under_way(cast, *offices)
        asked.append(queries(client, f"/en/support/{leg.request_id}/answer/"))
    assert asked[0] == asked[1]


def test_some_items_are_given_to_another_office_and_joined_again(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    first, second = item_ids(leg.request)
    consul, at = browser(cast.consul), f"/en/support/legs/{leg.pk}/"
    page = html(consul.get(at))
    assert (f"{at}split/" in page, f"{at}join/" in page) == (True, False)
    given = {"office": str(cast.bureau.pk), "reason": "통역은 지역국 소관"}
    for wrong, sentence in (
        ({**given, "items": [str(first), str(second)]}, "At least one item stays"),
        ({**given, "items": [str(second)], "reason": ""}, "Give the reason"),
        ({**given, "items": []}, "This field is required"),
    ):
        answer = consul.post(f"{at}split/", wrong)
        assert (answer.status_code, sentence in html(answer)) == (422, True)
    assert consul.post(f"{at}split/", {**given, "items": [str(second)]}).status_code == 302
    other = Leg.objects.get(request=leg.request_id, office=cast.bureau)
    assert [each.item_id for each in other.items.all()] == [second]
    assert "통역은 지역국 소관" in html(browser(cast.bureau_officer).get(f"/en/support/legs/{other.pk}/"))
    page = html(consul.get(at))
    assert (f"{at}split/" in page, f"{at}join/" in page) == (False, True)
    back = consul.get(f"{at}split/", follow=True)
    assert back.redirect_chain and "one item only" in html(back)
    join = f"/en/support/legs/{other.pk}/join/"
    assert "(Asia/Ho_Chi_Minh)" in html(browser(cast.bureau_officer).get(join))
    wordless = browser(cast.router).post(join, {"into": str(leg.pk), "reason": ""})
    assert (wordless.status_code, "Give the reason" in html(wordless)) == (422, True)
    assert browser(cast.router).post(join, {"into": str(leg.pk), "reason": "한 곳에서 답변"}).status_code == 302
    other.refresh_from_db()
    assert (other.state, other.joined_into_id) == (LegState.JOINED, leg.pk)
    assert {each.item_id for each in leg.items.all()} == {first, second}
    alone = consul.get(f"{at}join/", follow=True)
    assert alone.redirect_chain and "nothing to join it with" in html(alone)


def test_joining_asks_the_same_for_one_other_office_and_two(cast: Cast) -> None:
    client, asked = browser(cast.consul), []
    for offices in ((cast.hanoi, cast.tokyo), (cast.hanoi, cast.tokyo, cast.bureau)):
        leg, *_others = under_way(cast, *offices)
        asked.append([queries(client, f"/en/support/legs/{leg.pk}/{path}") for path in ("join/", "split/")])
    assert asked[0] == asked[1]


def test_a_page_says_where_parts_went_and_that_nobody_is_asked_for_an_item(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    router, at = browser(cast.router), f"/en/support/{hanoi.request_id}/"
    join_leg(leg_id=hanoi.pk, into_id=tokyo.pk, reason="하나로", by=cast.consul, now=NOW)
    given = pass_leg_on(leg_id=tokyo.pk, office_id=cast.bureau.pk, reason="소관", by=cast.tokyo_consul, now=NOW)
    page = html(router.get(at))
    assert f"→ {cast.tokyo}" in page and f"Passed on by another office: {cast.tokyo}" in page
    assert first_action(page) == "Write the answer"
    refuse_leg(leg_id=given.pk, reason="소관 아님", by=cast.bureau_officer, now=NOW)
    assert first_action(html(router.get(at))) == "Say who answers"


def first_action(page: str) -> str:
    """Return the words of a page's one main action."""
    found = re.search(r'class="krds-btn medium primary"[^>]*>\s*([^<]+?)\s*<', page)
    return found[1] if found else ""


def test_whoever_answers_finds_the_files_of_the_request_on_their_page(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    for name, audience in (("plan.pdf", "all"), ("inside.pdf", "office")):
        upload = SimpleUploadedFile(name, f"%PDF-1.7 {name}".encode())
        attach_to_request(
            request_id=leg.request_id, uploads=[upload], title="", audience=audience, by=cast.officer, now=NOW
        )
    page = html(browser(cast.consul).get(f"/en/support/legs/{leg.pk}/"))
    assert "plan.pdf" in page and "inside.pdf" not in page
