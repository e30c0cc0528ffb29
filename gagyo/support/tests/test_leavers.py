"""Who left, is away or was abolished: no mail goes after them, stand-ins take their turn, and requests go on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Membership, Office, User
from gagyo.accounts.tests.make import make_office
from gagyo.common.models import OutgoingMail
from gagyo.common.rules import Actor, system
from gagyo.registry.choices import BodyKind, SuccessionKind
from gagyo.registry.models import BodySuccession
from gagyo.registry.tests.make import make_body
from gagyo.support.actions.absences import end_absence, renew_stand_ins, set_absence
from gagyo.support.actions.answers import approve_answer, draft_answer, submit_answer
from gagyo.support.actions.approvals import approve_request, submit_request
from gagyo.support.actions.legs import accept_leg, answer_leg, pause_leg
from gagyo.support.actions.requests import edit_request, withdraw_request
from gagyo.support.actions.successions import rehome_requests
from gagyo.support.choices import RequestState
from gagyo.support.models import Approval, Leg, SupportRequest
from gagyo.support.queries.approvals import decides_now
from gagyo.support.queries.board import to_decide
from gagyo.support.queries.lists import RequestFilter, listed_requests
from gagyo.support.queries.requests import values_of_request
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.readers import Reader
from gagyo.support.tests.make import NOW, Cast, make_request, said, sent, text, under_way, user_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NIGHT = system(label="test")
TODAY = timezone.localdate(NOW)


def written_to(actor: Actor) -> list[str]:
    """Return the subjects of the mails to somebody, and forget all mails."""
    to = User.objects.get(pk=user_id(actor)).email
    found = [each.subject for each in OutgoingMail.objects.order_by("pk") if to in each.to]
    found += [str(each.subject) for each in mail.outbox if to in each.to]
    OutgoingMail.objects.all().delete()
    mail.outbox.clear()
    return found


def leaves(actor: Actor) -> None:
    """Let somebody leave every office today; the account stays."""
    Membership.objects.filter(user_id=user_id(actor)).update(ends_on=TODAY)


def test_an_officer_who_left_is_written_to_no_more(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    written_to(cast.officer)
    pause_leg(leg_id=leg.pk, reason="언제인가요?", by=cast.consul, now=NOW)
    assert len(written_to(cast.officer)) == 1
    leaves(cast.officer)
    (other,) = under_way(cast, cast.tokyo, name_ko="다른 요청")
    accept_leg(leg_id=other.pk, by=cast.tokyo_consul, now=NOW)
    written_to(cast.officer)
    pause_leg(leg_id=other.pk, reason="누구인가요?", by=cast.tokyo_consul, now=NOW)
    assert written_to(cast.officer) == []


def test_an_owner_who_left_is_written_to_no_more(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    leaves(cast.consul)
    written_to(cast.consul)
    withdraw_request(request_id=leg.request_id, reason="취소", by=cast.officer, now=NOW)
    assert written_to(cast.consul) == []


def test_an_office_accepts_a_part_although_its_owner_has_left(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    Leg.objects.filter(pk=leg.pk).update(owner_id=user_id(cast.tokyo_consul))
    assert accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW).owner_id == cast.consul.user_id


def away(cast: Cast, actor: Actor, stand_in: Actor, first: date, last: date) -> Any:
    """Say who stands in for somebody on some days."""
    return set_absence(
        user_id=user_id(actor),
        stand_in_id=user_id(stand_in),
        starts_on=first,
        ends_on=last,
        by=cast.manager,
        now=NOW,
    )


def submitted(cast: Cast, *approvers: Actor) -> SupportRequest:
    """Make a request that waits for these people."""
    row = make_request(cast)
    ids = [user_id(each) for each in approvers]
    return submit_request(request_id=row.pk, approver_ids=ids, expected=row.version, by=cast.officer, now=NOW)


def test_a_stand_in_decides_in_an_absence_that_was_entered_before_and_begins_later(cast: Cast) -> None:
    monday = TODAY + timedelta(days=7)
    away(cast, cast.manager, cast.second_manager, monday, monday + timedelta(days=4))
    row = submitted(cast, cast.manager)
    with pytest.raises(UnableToApprove):
        approve_request(request_id=row.pk, by=cast.second_manager, now=NOW)
    later = NOW + timedelta(days=7)
    assert approve_request(request_id=row.pk, by=cast.second_manager, now=later).state == RequestState.SENT


def test_of_two_absences_each_has_its_own_stand_in(cast: Cast) -> None:
    third = cast.second_officer
    Membership.objects.filter(user_id=user_id(third)).update(role="manager")
    row = submitted(cast, cast.manager)
    first = away(cast, cast.manager, cast.second_manager, TODAY, TODAY + timedelta(days=1))
    away(cast, cast.manager, third, TODAY + timedelta(days=5), TODAY + timedelta(days=6))
    step = Approval.objects.get(request=row)
    assert step.stand_in_id == cast.second_manager.user_id
    renew_stand_ins(now=NOW + timedelta(days=2))
    step.refresh_from_db()
    assert step.stand_in_id == third.user_id
    renew_stand_ins(now=NOW)
    end_absence(absence_id=first.pk, by=cast.manager, now=NOW)
    step.refresh_from_db()
    assert step.stand_in_id == third.user_id


def test_one_person_does_not_decide_two_steps_by_standing_in(cast: Cast) -> None:
    away(cast, cast.manager, cast.second_manager, TODAY, TODAY + timedelta(days=3))
    row = submitted(cast, cast.manager, cast.second_manager)
    with pytest.raises(UnableToApprove, match="another step of this approval"):
        approve_request(request_id=row.pk, by=cast.second_manager, now=NOW)
    assert approve_request(request_id=row.pk, by=cast.manager, now=NOW).state == RequestState.APPROVAL
    assert approve_request(request_id=row.pk, by=cast.second_manager, now=NOW).state == RequestState.SENT


def test_work_and_board_offer_a_decision_to_those_alone_whose_it_is(cast: Cast) -> None:
    waiting = [
        submitted(cast, cast.manager),
        submitted(cast, cast.manager, cast.second_manager),
        submitted(cast, cast.second_manager, cast.manager),
    ]
    written = make_request(cast)
    values = values_of_request(written)
    edit_request(request_id=written.pk, values=values, expected=1, by=cast.second_manager, now=NOW)
    ids = [user_id(cast.manager)]
    waiting.append(submit_request(request_id=written.pk, approver_ids=ids, expected=2, by=cast.officer, now=NOW))
    waiting.append(routed(cast))

    def offered(by: Actor, day: date) -> set[int]:
        rule = {row.pk for row in waiting if decides_now(fresh(row), user_id=by.user_id, today=day)}
        assert to_decide(actor=by, today=day) == rule
        return rule

    def fresh(row: SupportRequest) -> SupportRequest:
        return SupportRequest.objects.past_access(because="the test looks on").get(pk=row.pk)

    alone, first, second, theirs, answer = (row.pk for row in waiting)
    assert offered(cast.second_manager, TODAY) == {second}
    assert (offered(cast.director, TODAY), offered(cast.officer, TODAY)) == ({answer}, set())
    away(cast, cast.manager, cast.second_manager, TODAY, TODAY + timedelta(days=3))
    # Not the one of which the stand-in decides the other step, nor the one that the stand-in wrote.
    assert offered(cast.second_manager, TODAY) == {alone, second}
    assert offered(cast.second_manager, TODAY + timedelta(days=4)) == {second}
    assert offered(cast.manager, TODAY) == {alone, first, theirs}
    mine = listed_requests(actor=cast.second_manager, wanted=RequestFilter(view="mine"), sort="", now=NOW)
    assert {row.pk for row in mine} == {alone, second}
    approve_request(request_id=second, by=cast.second_manager, now=NOW)
    assert offered(cast.second_manager, TODAY) == {alone}
    assert offered(cast.manager, TODAY) == {alone, first, second, theirs}


def routed(cast: Cast, **values: Any) -> SupportRequest:
    """Make a request that the mission in Hanoi has answered."""
    (leg,) = under_way(cast, cast.hanoi, **values)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.consul, now=NOW)
    draft_answer(request_id=leg.request_id, text=text("답"), decisions=said(leg), by=cast.router, now=NOW)
    return submit_answer(request_id=leg.request_id, approver_ids=[user_id(cast.director)], by=cast.router, now=NOW)


def test_a_routing_office_that_is_abolished_hands_its_requests_to_its_successor(cast: Cast) -> None:
    before = make_body(name_ko="지방외교과", country="KR", kind=BodyKind.AGENCY, works_as=cast.desk)
    after = make_office(name_ko="지역외교과", kind=OfficeKind.MINISTRY, code="NEW")
    BodySuccession.objects.create(
        predecessor=before,
        successor=make_body(name_ko="지역외교과", country="KR", kind=BodyKind.AGENCY, works_as=after),
        kind=SuccessionKind.RENAMED,
        happened_on=TODAY,
    )
    row = routed(cast, confidentiality="restricted", readers=(Reader(cast.desk.pk),))
    Office.objects.filter(pk=cast.desk.pk).update(archived_at=NOW)
    assert rehome_requests(by=NIGHT, now=NOW) == 1
    moved = SupportRequest.objects.past_access(because="a test").get(pk=row.pk)
    # Its approvers are gone with their office, so the answer is a draft again.
    assert (moved.router, moved.state) == (after, RequestState.UNDER_WAY)
    assert [each.office for each in moved.readers.all()] == [after]
    assert rehome_requests(by=NIGHT, now=NOW) == 0


def test_without_a_successor_any_office_of_the_ministry_goes_on_and_answers(cast: Cast) -> None:
    row = routed(cast)
    Office.objects.filter(pk=cast.desk.pk).update(archived_at=NOW)
    assert rehome_requests(by=NIGHT, now=NOW) == 1
    Membership.objects.filter(user_id=user_id(cast.director)).update(office=cast.bureau)
    boss = Actor(**{**vars(cast.director), "office_id": cast.bureau.pk})
    submit_answer(request_id=row.pk, approver_ids=[user_id(boss)], by=cast.bureau_officer, now=NOW)
    done = approve_answer(request_id=row.pk, by=boss, now=NOW)
    assert (done.state, done.router) == (RequestState.ANSWERED, cast.bureau)


def test_what_was_not_routed_yet_is_nobody_s_and_stays_so(cast: Cast) -> None:
    row = sent(cast)
    Office.objects.filter(pk=cast.desk.pk).update(archived_at=NOW)
    assert rehome_requests(by=NIGHT, now=NOW) == 0
    assert SupportRequest.objects.past_access(because="a test").get(pk=row.pk).state == RequestState.SENT
