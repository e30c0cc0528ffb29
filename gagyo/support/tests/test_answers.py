"""The one answer: put together from the legs, approved by somebody else, sent once; confirmed, rated, reopened."""

from typing import Any

import pytest

from gagyo.support.actions.answers import (
    approve_answer,
    confirm_answer,
    draft_answer,
    rate_answer,
    reopen_request,
    return_answer,
    submit_answer,
)
from gagyo.support.actions.approvals import recall_answer
from gagyo.support.actions.legs import accept_leg, answer_leg
from gagyo.support.actions.requests import withdraw_request
from gagyo.support.actions.routing import LegValues, confirm_routing, propose_legs
from gagyo.support.choices import ItemOutcome, LegState, RequestState
from gagyo.support.models import Answer, Leg, RequestItem
from gagyo.support.queries.answers import suggested_answer
from gagyo.support.rules.answers import Said, consolidated
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.moves import SupportReasonMissingError, UnableToMoveSupport
from gagyo.support.rules.values import DecisionValues, UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, answered, said, text, under_way, user_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def answer_of_leg(cast: Cast, leg: Leg, outcome: str = ItemOutcome.GRANTED, words: str = "하겠습니다.") -> None:
    """Let the mission in Hanoi or Tokyo answer its leg."""
    who = cast.consul if leg.office_id == cast.hanoi.pk else cast.tokyo_consul
    accept_leg(leg_id=leg.pk, by=who, now=NOW)
    answer_leg(leg_id=leg.pk, decisions=said(leg, outcome, words), by=who, now=NOW)


def test_one_office_s_words_stand_as_they_are_and_several_are_put_together() -> None:
    english, korean = text("We will.", "en"), text("어렵습니다.")
    assert consolidated([Said("Hanoi", "granted", english)]) == ("granted", english)
    assert consolidated([]) == ("open", text(""))
    both = [Said("Hanoi", "granted", english), Said("Tokyo", "refused", korean)]
    assert consolidated(both) == ("part", text("Hanoi: We will.\nTokyo: 어렵습니다."))


def test_the_draft_is_put_together_from_the_legs(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    answer_of_leg(cast, hanoi)
    answer_of_leg(cast, tokyo, ItemOutcome.REFUSED, "어렵습니다.")
    draft = suggested_answer(hanoi.request)
    assert {each.outcome for each in draft} == {ItemOutcome.PART}
    assert "어렵습니다." in draft[0].text.original


def test_nothing_is_submitted_while_an_office_works_or_an_item_is_undecided(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    who: dict[str, Any] = {"request_id": leg.request_id, "by": cast.router, "now": NOW}
    with pytest.raises(UnableToSaveSupport, match="not answered yet"):
        submit_answer(approver_ids=[user_id(cast.director)], **who)
    answer_of_leg(cast, leg)
    draft_answer(text=text(""), decisions=said(leg)[:1], **who)
    with pytest.raises(UnableToSaveSupport, match="nothing yet of 1 items"):
        submit_answer(approver_ids=[user_id(cast.director)], **who)


def test_the_asker_reads_an_answer_only_once_it_is_sent(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    answer_of_leg(cast, leg)
    who: dict[str, Any] = {"request_id": leg.request_id, "by": cast.router, "now": NOW}
    draft_answer(text=text("답변"), decisions=said(leg), **who)
    submit_answer(approver_ids=[user_id(cast.director)], **who)
    items = RequestItem.objects.filter(request=leg.request_id)
    assert set(items.values_list("outcome", flat=True)) == {ItemOutcome.OPEN}
    row = approve_answer(request_id=leg.request_id, document_number="외교-7", by=cast.director, now=NOW)
    assert (row.state, row.answered_at) == (RequestState.ANSWERED, NOW)
    assert {(each.outcome, each.answer.original) for each in items.all()} == {("granted", "하겠습니다.")}
    assert Answer.objects.get(request=row).document_number == "외교-7"
    with pytest.raises(UnableToMoveSupport, match="Answered"):
        approve_answer(request_id=leg.request_id, by=cast.director, now=NOW)


def test_nobody_approves_an_answer_that_they_wrote(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    answer_of_leg(cast, leg)
    draft_answer(request_id=leg.request_id, text=text(""), decisions=said(leg), by=cast.director, now=NOW)
    with pytest.raises(UnableToApprove, match="nobody approves their own work"):
        submit_answer(request_id=leg.request_id, approver_ids=[user_id(cast.director)], by=cast.router, now=NOW)
    with pytest.raises(UnableToApprove, match="does not approve in this office"):
        submit_answer(request_id=leg.request_id, approver_ids=[user_id(cast.manager)], by=cast.router, now=NOW)


def test_an_answer_is_returned_changed_and_submitted_again(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    answer_of_leg(cast, leg)
    who: dict[str, Any] = {"request_id": leg.request_id, "by": cast.router, "now": NOW}
    draft_answer(text=text(""), decisions=said(leg), **who)
    submit_answer(approver_ids=[user_id(cast.director)], **who)
    with pytest.raises(UnableToMoveSupport):
        draft_answer(text=text(""), decisions=said(leg), **who)
    with pytest.raises(SupportReasonMissingError):
        return_answer(request_id=leg.request_id, reason="", by=cast.director, now=NOW)
    row = return_answer(request_id=leg.request_id, reason="근거를 적을 것", by=cast.director, now=NOW)
    assert (row.state, row.state_reason) == (RequestState.UNDER_WAY, "")
    submit_answer(approver_ids=[user_id(cast.director)], **who)
    assert recall_answer(**who).state == RequestState.UNDER_WAY


def test_an_answer_is_rated_and_confirmed_by_the_asker_only(cast: Cast) -> None:
    row = answered(cast)
    with pytest.raises(UnableToMoveSupport, match="“Answered” now"):
        withdraw_request(request_id=row.pk, reason="늦음", by=cast.officer, now=NOW)
    with pytest.raises(UnableToMoveSupport, match="not yours"):
        confirm_answer(request_id=row.pk, by=cast.router, now=NOW)
    with pytest.raises(UnableToSaveSupport, match="1 to 5"):
        rate_answer(request_id=row.pk, stars=6, by=cast.officer, now=NOW)
    rate_answer(request_id=row.pk, stars=3, by=cast.officer, now=NOW)
    rate_answer(request_id=row.pk, stars=4, by=cast.officer, now=NOW)
    assert [rating.stars for rating in row.ratings.all()] == [4]
    done = confirm_answer(request_id=row.pk, by=cast.officer, now=NOW)
    assert (done.state, done.closed_at) == (RequestState.CONFIRMED, NOW)
    with pytest.raises(UnableToMoveSupport):
        withdraw_request(request_id=row.pk, reason="늦음", by=cast.officer, now=NOW)


def test_a_reopened_item_is_answered_in_a_new_round_and_the_old_answer_stays(cast: Cast) -> None:
    row = answered(cast)
    first, second = row.items.all()
    with pytest.raises(UnableToSaveSupport, match="Choose which"):
        reopen_request(request_id=row.pk, item_ids=[], reason="부족함", by=cast.officer, now=NOW)
    again = reopen_request(request_id=row.pk, item_ids=[first.pk], reason="부족함", by=cast.officer, now=NOW)
    assert (again.state, again.round) == (RequestState.REOPENED, 2)
    assert [item.outcome for item in row.items.all()] == [ItemOutcome.OPEN, ItemOutcome.GRANTED]
    assert [(each.round, each.items.count()) for each in row.answers.all()] == [(1, 2)]
    (leg,) = propose_legs(request_id=row.pk, legs=[LegValues(cast.tokyo.pk)], by=cast.router, now=NOW)
    confirm_routing(request_id=row.pk, by=cast.router, now=NOW)
    assert [each.item_id for each in leg.items.all()] == [first.pk]
    answer_of_leg(cast, leg, ItemOutcome.REFUSED, "어렵습니다.")
    with pytest.raises(UnableToSaveSupport, match="not asked of you"):
        draft_answer(
            request_id=row.pk,
            text=text(""),
            decisions=[DecisionValues(second.pk, "refused", text("싫음"))],
            by=cast.router,
            now=NOW,
        )
    draft_answer(request_id=row.pk, text=text(""), decisions=suggested_answer(again), by=cast.router, now=NOW)
    submit_answer(request_id=row.pk, approver_ids=[user_id(cast.director)], by=cast.router, now=NOW)
    approve_answer(request_id=row.pk, by=cast.director, now=NOW)
    assert [item.outcome for item in row.items.all()] == [ItemOutcome.REFUSED, ItemOutcome.GRANTED]
    assert {leg.state for leg in row.legs.all()} == {LegState.ANSWERED}
