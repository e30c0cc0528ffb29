"""Legs: proposed, sent, answered, refused, passed on, split, joined, paused, and an abolished office's."""

from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_office
from gagyo.common.rules import system
from gagyo.registry.choices import SuccessionKind
from gagyo.registry.models import Body, BodySuccession
from gagyo.registry.tests.make import make_body
from gagyo.support.actions.leg_moves import join_leg, pass_leg_on, rehome_all, split_leg
from gagyo.support.actions.legs import (
    accept_leg,
    answer_leg,
    decide_leg_items,
    own_leg,
    pause_leg,
    refuse_leg,
    resume_leg,
    withdraw_leg,
)
from gagyo.support.actions.routing import LegValues, confirm_routing, drop_leg, propose_legs
from gagyo.support.choices import Because, ItemOutcome, LegState, RequestState
from gagyo.support.models import Leg, SupportRequest, WorkHours
from gagyo.support.queries.answers import unheld_items
from gagyo.support.rules.moves import SupportReasonMissingError, UnableToMoveSupport
from gagyo.support.rules.readers import Reader
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.tests.make import NOW, Cast, said, sent, text, under_way, user_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
SEOUL = ZoneInfo("Asia/Seoul")


def fresh(leg: Leg) -> Leg:
    """Return a leg as it is kept now."""
    return Leg.objects.get(pk=leg.pk)


def items_of(leg: Leg) -> list[str]:
    """Return the words of a leg's items."""
    return [each.item.text.original for each in leg.items.select_related("item")]


def test_a_proposed_office_sees_nothing_until_the_routing_is_confirmed(cast: Cast) -> None:
    row = sent(cast)
    propose_legs(request_id=row.pk, legs=[LegValues(cast.hanoi.pk)], by=cast.router, now=NOW)
    assert list(SupportRequest.objects.for_user(cast.consul)) == []
    confirmed = confirm_routing(request_id=row.pk, by=cast.router, now=NOW)
    assert (confirmed.state, confirmed.router_id) == (RequestState.UNDER_WAY, cast.desk.pk)
    assert list(SupportRequest.objects.for_user(cast.consul)) == [row]


def test_only_the_ministry_routes_and_each_office_once(cast: Cast) -> None:
    row = sent(cast)
    for stranger in (cast.officer, cast.manager):
        with pytest.raises(UnableToMoveSupport, match="not yours"):
            propose_legs(request_id=row.pk, legs=[LegValues(cast.hanoi.pk)], by=stranger, now=NOW)
    with pytest.raises(SupportRequest.DoesNotExist):
        propose_legs(request_id=row.pk, legs=[LegValues(cast.hanoi.pk)], by=cast.consul, now=NOW)
    with pytest.raises(UnableToSaveSupport, match="at least one office"):
        confirm_routing(request_id=row.pk, by=cast.router, now=NOW)
    propose_legs(request_id=row.pk, legs=[LegValues(cast.hanoi.pk)], by=cast.router, now=NOW)
    with pytest.raises(UnableToSaveSupport, match="open part"):
        propose_legs(request_id=row.pk, legs=[LegValues(cast.hanoi.pk)], by=cast.router, now=NOW)


def test_a_proposed_office_is_left_out_again(cast: Cast) -> None:
    row = sent(cast)
    made = propose_legs(
        request_id=row.pk, legs=[LegValues(cast.hanoi.pk), LegValues(cast.tokyo.pk)], by=cast.router, now=NOW
    )
    drop_leg(leg_id=made[0].pk, by=cast.router, now=NOW)
    confirm_routing(request_id=row.pk, by=cast.router, now=NOW)
    assert [fresh(leg).state for leg in made] == [LegState.WITHDRAWN, LegState.SENT]
    assert list(SupportRequest.objects.for_user(cast.consul)) == []


def test_a_request_with_a_router_is_not_routed_by_another_bureau(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    with pytest.raises(UnableToMoveSupport, match="not yours"):
        propose_legs(request_id=leg.request_id, legs=[LegValues(cast.tokyo.pk)], by=cast.bureau_officer, now=NOW)


def test_an_office_accepts_answers_item_by_item_and_then_all(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    with pytest.raises(UnableToMoveSupport):
        answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.consul, now=NOW)
    assert accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW).owner_id == cast.consul.user_id
    first, second = said(leg)
    later = NOW + timedelta(hours=2)
    decide_leg_items(leg_id=leg.pk, decisions=[first], by=cast.consul, now=later)
    with pytest.raises(UnableToSaveSupport, match="still open"):
        answer_leg(leg_id=leg.pk, by=cast.consul, now=later)
    done = answer_leg(leg_id=leg.pk, decisions=[second], by=cast.consul, now=later + timedelta(hours=1))
    assert (done.state, done.first_answer_at, done.answered_at) == (
        LegState.ANSWERED,
        later,
        later + timedelta(hours=1),
    )
    with pytest.raises(UnableToMoveSupport, match="Answered"):
        decide_leg_items(leg_id=leg.pk, decisions=[first], by=cast.consul, now=later)


def test_a_refusal_or_a_grant_in_part_needs_words(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    with pytest.raises(UnableToSaveSupport, match="Say in words"):
        decide_leg_items(leg_id=leg.pk, decisions=said(leg, ItemOutcome.PART, " "), by=cast.consul, now=NOW)


def test_another_office_and_another_role_do_nothing_with_a_leg(cast: Cast) -> None:
    hanoi, _tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    for other in (cast.tokyo_consul, cast.router, cast.officer):
        with pytest.raises(UnableToMoveSupport, match="not yours"):
            accept_leg(leg_id=hanoi.pk, by=other, now=NOW)
    with pytest.raises(SupportRequest.DoesNotExist):
        accept_leg(leg_id=hanoi.pk, by=cast.stranger, now=NOW)


def test_an_owner_answers_in_the_leg_s_office(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    with pytest.raises(UnableToSaveSupport, match="does not answer in this office"):
        own_leg(leg_id=leg.pk, owner_id=user_id(cast.tokyo_consul), by=cast.consul, now=NOW)
    assert own_leg(leg_id=leg.pk, owner_id=user_id(cast.consul), by=cast.consul, now=NOW).owner_id


def test_a_refused_leg_leaves_its_items_to_the_router(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    with pytest.raises(SupportReasonMissingError):
        refuse_leg(leg_id=leg.pk, reason="", by=cast.consul, now=NOW)
    assert unheld_items(leg.request) == []
    refuse_leg(leg_id=leg.pk, reason="관할이 아님", by=cast.consul, now=NOW)
    assert unheld_items(leg.request) == [item.pk for item in leg.request.items.all()]


def test_a_leg_is_passed_on_with_all_its_items(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    given = pass_leg_on(leg_id=leg.pk, office_id=cast.tokyo.pk, reason="일본 관할", by=cast.consul, now=NOW)
    assert (fresh(leg).state, given.state, given.parent_id) == (LegState.PASSED_ON, LegState.SENT, leg.pk)
    assert items_of(given) == items_of(leg)
    with pytest.raises(UnableToMoveSupport):
        accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)


def test_what_is_passed_to_an_office_with_an_open_leg_joins_that_leg(cast: Cast) -> None:
    row = sent(cast)
    first, second = row.items.all()
    legs = [LegValues(cast.hanoi.pk, item_ids=(first.pk,)), LegValues(cast.tokyo.pk, item_ids=(second.pk,))]
    hanoi, tokyo = propose_legs(request_id=row.pk, legs=legs, by=cast.router, now=NOW)
    confirm_routing(request_id=row.pk, by=cast.router, now=NOW)
    given = pass_leg_on(leg_id=hanoi.pk, office_id=cast.tokyo.pk, reason="함께", by=cast.consul, now=NOW)
    assert given.pk == tokyo.pk
    assert items_of(tokyo) == ["시장 소개", "통역 지원"]


def test_a_leg_is_split_and_no_item_stays_behind_or_goes_twice(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    first, second = leg.request.items.all()
    divide = partial(
        split_leg, leg_id=leg.pk, office_id=cast.bureau.pk, reason="통역은 지역국 소관", by=cast.consul, now=NOW
    )
    for wrong in ([], [first.pk, second.pk], [987654]):
        with pytest.raises(UnableToSaveSupport, match="Choose which items"):
            divide(item_ids=wrong)
    given = divide(item_ids=[second.pk])
    assert (items_of(leg), items_of(given), given.because) == (["시장 소개"], ["통역 지원"], Because.SPLIT)
    assert fresh(given).reason == "통역은 지역국 소관"
    with pytest.raises(SupportReasonMissingError):
        divide(item_ids=[first.pk], reason=" ")


def test_legs_are_joined(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    with pytest.raises(UnableToSaveSupport, match="another open part"):
        join_leg(leg_id=hanoi.pk, into_id=hanoi.pk, reason="하나로", by=cast.router, now=NOW)
    joined = join_leg(leg_id=hanoi.pk, into_id=tokyo.pk, reason="하나로", by=cast.router, now=NOW)
    assert (fresh(hanoi).state, fresh(hanoi).joined_into_id) == (LegState.JOINED, joined.pk)


def test_a_leg_is_taken_back_by_the_router(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    with pytest.raises(UnableToMoveSupport):
        withdraw_leg(leg_id=leg.pk, reason="잘못 보냄", by=cast.consul, now=NOW)
    assert withdraw_leg(leg_id=leg.pk, reason="잘못 보냄", by=cast.router, now=NOW).state == LegState.WITHDRAWN


def test_a_leg_s_clock_runs_in_its_office_s_working_time(cast: Cast) -> None:
    """
    Monday 4 May 2026, 10:00 in Seoul is 08:00 in Hanoi. 16 hours of work at 8 a day from 09:00 there end at the close
    of Tuesday; 40 hours at the close of Friday. In Korea 5 May is a holiday, in Vietnam it is not.
    """
    (hanoi,) = under_way(cast, cast.hanoi)
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    assert hanoi.first_due_at == datetime(2026, 5, 5, 18, 0, tzinfo=zone)
    assert hanoi.due_at == datetime(2026, 5, 8, 18, 0, tzinfo=zone)
    (bureau,) = under_way(cast, cast.bureau)
    # Seven hours are left that Monday, the holiday is skipped, so 16 hours end on Thursday at 10:00.
    assert bureau.first_due_at == datetime(2026, 5, 7, 10, 0, tzinfo=SEOUL)


def test_hours_that_are_set_prevail_and_what_is_wanted_earlier_is_due_then(cast: Cast) -> None:
    WorkHours.objects.create(office=cast.bureau, hours={"0": [["10:00", "20:00"]]}, answer_hours=5)
    (bureau,) = under_way(cast, cast.bureau)
    assert bureau.due_at == datetime(2026, 5, 4, 15, 0, tzinfo=SEOUL)
    (hanoi,) = under_way(cast, cast.hanoi, wanted_by=date(2026, 5, 6))
    assert hanoi.due_at == datetime(2026, 5, 6, 18, 0, tzinfo=SEOUL)


def test_a_pause_moves_the_due_time_by_its_working_time(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    tuesday = datetime(2026, 5, 5, 11, 0, tzinfo=SEOUL)
    with pytest.raises(SupportReasonMissingError):
        pause_leg(leg_id=leg.pk, reason="", by=cast.consul, now=tuesday)
    paused = pause_leg(leg_id=leg.pk, reason="방문 날짜는?", by=cast.consul, now=tuesday)
    assert (paused.state, paused.due_at) == (LegState.WAITING, None)
    # Two whole days of work later: what was due on Friday is due on Tuesday.
    resumed = resume_leg(leg_id=leg.pk, by=cast.officer, now=tuesday + timedelta(days=2))
    assert (resumed.state, resumed.due_at) == (
        LegState.ACCEPTED,
        datetime(2026, 5, 12, 18, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    )
    assert [(each.reason, each.ends_at) for each in leg.pauses.all()] == [("방문 날짜는?", tuesday + timedelta(days=2))]


def test_what_is_overdue_stays_overdue_while_it_waits(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    late = datetime(2026, 6, 1, 11, 0, tzinfo=SEOUL)
    assert pause_leg(leg_id=leg.pk, reason="방문 날짜는?", by=cast.consul, now=late).due_at == leg.due_at


def test_an_abolished_office_s_leg_goes_to_its_successor(cast: Cast) -> None:
    hanoi, tokyo = under_way(cast, cast.hanoi, cast.tokyo)
    accept_leg(leg_id=hanoi.pk, by=cast.consul, now=NOW)
    pause_leg(leg_id=hanoi.pk, reason="방문 날짜는?", by=cast.consul, now=NOW)
    heir = make_office(name_ko="주베트남대표부", kind=OfficeKind.MISSION_ABROAD)
    body = make_body(name_ko="주베트남대표부", country="VN", kind="mission_abroad", works_as=heir)
    old = Body.objects.get(works_as=cast.hanoi)
    BodySuccession.objects.create(
        predecessor=old, successor=body, kind=SuccessionKind.RENAMED, happened_on=date(2026, 5, 1)
    )
    Office.objects.filter(pk__in=[cast.hanoi.pk, cast.tokyo.pk]).update(archived_at=NOW)
    assert rehome_all(by=system(label="test"), now=NOW) == 2
    moved = Leg.objects.get(office=heir)
    assert (moved.state, moved.because, items_of(moved)) == (LegState.SENT, Because.SUCCESSOR, items_of(hanoi))
    assert (fresh(hanoi).state, fresh(tokyo).state) == (LegState.PASSED_ON, LegState.WITHDRAWN)
    assert rehome_all(by=system(label="test"), now=NOW) == 0


def test_an_answering_office_shows_a_restricted_request_to_nobody_new(cast: Cast) -> None:
    readers = (Reader(cast.desk.pk),)
    (leg,) = under_way(cast, cast.hanoi, confidentiality="restricted", readers=readers)
    with pytest.raises(UnableToSaveSupport, match="restricted"):
        pass_leg_on(leg_id=leg.pk, office_id=cast.tokyo.pk, reason="일본 관할", by=cast.consul, now=NOW)
    refuse_leg(leg_id=leg.pk, reason="일본 관할", by=cast.consul, now=NOW)
    assert list(SupportRequest.objects.for_user(cast.consul)) == []


def test_what_is_said_in_english_is_kept_in_english(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    decisions = said(leg)
    decisions = [type(each)(each.item_id, each.outcome, text("We will.", "en")) for each in decisions]
    answer_leg(leg_id=leg.pk, decisions=decisions, by=cast.consul, now=NOW)
    assert {each.text.language for each in leg.items.all()} == {"en"}
