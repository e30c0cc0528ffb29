"""An asking office that is abolished: its open requests go on in its successor, what ended stays."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_actor, make_office
from gagyo.common.rules import system
from gagyo.registry.choices import SuccessionKind
from gagyo.registry.models import BodySuccession
from gagyo.registry.tests.make import make_government
from gagyo.support.actions.answers import approve_answer, draft_answer, submit_answer
from gagyo.support.actions.approvals import approve_request, submit_request
from gagyo.support.actions.legs import accept_leg, answer_leg
from gagyo.support.actions.requests import withdraw_request
from gagyo.support.actions.successions import rehome_requests
from gagyo.support.choices import Decision, RequestState
from gagyo.support.models import Approval, SupportRequest
from gagyo.support.queries.board import to_decide
from gagyo.support.tests.make import NOW, Cast, make_request, member, said, sent, text, under_way, user_id

pytestmark = pytest.mark.django_db
NIGHT = system(label="test")


def abolish(office: Office) -> None:
    """Close an office."""
    Office.objects.filter(pk=office.pk).update(archived_at=NOW)


def test_open_requests_go_to_the_successor_and_ended_ones_stay(cast: Cast) -> None:
    open_row, ended = sent(cast), make_request(cast)
    withdraw_request(request_id=ended.pk, reason="사정", by=cast.officer, now=NOW)
    after = make_office(name_ko="새 도시", code="NEW")
    body = make_government(name_ko="새 도시", works_as=after)
    day = timezone.localdate(NOW) - timedelta(days=1)
    BodySuccession.objects.create(predecessor=cast.body, successor=body, kind=SuccessionKind.MERGED, happened_on=day)
    abolish(cast.city)
    assert rehome_requests(by=NIGHT, now=NOW) == 1
    rows = SupportRequest.objects.past_access(because="a test")
    moved = rows.get(pk=open_row.pk)
    assert (moved.office, moved.asker, moved.officer, moved.state) == (after, body, None, open_row.state)
    assert rows.get(pk=ended.pk).office == cast.city
    assert rehome_requests(by=NIGHT, now=NOW) == 0


def test_a_restricted_request_is_given_to_a_manager_of_the_successor(cast: Cast) -> None:
    row = make_request(cast, confidentiality="restricted")
    after = make_office(name_ko="새 도시", code="NEW")
    body = make_government(name_ko="새 도시", works_as=after)
    manager = member(after, Role.MANAGER, "새 과장")
    day = timezone.localdate(NOW)
    BodySuccession.objects.create(predecessor=cast.body, successor=body, kind=SuccessionKind.RENAMED, happened_on=day)
    abolish(cast.city)
    assert rehome_requests(by=NIGHT, now=NOW) == 1
    assert list(SupportRequest.objects.for_user(make_actor(membership=manager))) == [row]


def test_without_a_successor_a_request_stays_where_it_is(cast: Cast) -> None:
    row = sent(cast)
    abolish(cast.city)
    assert rehome_requests(by=NIGHT, now=NOW) == 0
    assert SupportRequest.objects.past_access(because="a test").get(pk=row.pk).office == cast.city


def succeed(cast: Cast, *, kind: str = SuccessionKind.MERGED) -> Office:
    """Abolish the city's office, and return that of its body's successor."""
    after = make_office(name_ko="새 도시", code="NEW")
    body = make_government(name_ko="새 도시", works_as=after)
    day = timezone.localdate(NOW) - timedelta(days=1)
    BodySuccession.objects.create(predecessor=cast.body, successor=body, kind=kind, happened_on=day)
    abolish(cast.city)
    return after


def test_what_waited_for_approval_is_approved_in_the_successor(cast: Cast) -> None:
    row = make_request(cast)
    submit_request(
        request_id=row.pk, approver_ids=[user_id(cast.manager)], expected=row.version, by=cast.officer, now=NOW
    )
    after = succeed(cast)
    officer, manager = member(after, Role.OFFICER, "새 담당"), member(after, Role.MANAGER, "새 과장")
    assert rehome_requests(by=NIGHT, now=NOW) == 1
    moved = SupportRequest.objects.past_access(because="a test").get(pk=row.pk)
    assert (moved.state, moved.office) == (RequestState.DRAFT, after)
    assert [each.decision for each in Approval.objects.filter(request=row)] == [Decision.RECALLED]
    assert mail.outbox[-1].to == [manager.user.email]
    # Nobody is left with a step that they could not decide, and it goes its way from here.
    assert not to_decide(actor=cast.manager, today=timezone.localdate(NOW))
    submit_request(
        request_id=row.pk,
        approver_ids=[manager.user_id],
        expected=moved.version,
        by=make_actor(membership=officer),
        now=NOW,
    )
    sent_on = approve_request(request_id=row.pk, by=make_actor(membership=manager), now=NOW)
    assert sent_on.state == RequestState.SENT


def test_an_answer_in_approval_is_not_stuck_with_an_abolished_bureau(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=NOW)
    answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.consul, now=NOW)
    draft_answer(request_id=leg.request_id, text=text("답변"), decisions=said(leg), by=cast.router, now=NOW)
    submit_answer(request_id=leg.request_id, approver_ids=[user_id(cast.director)], by=cast.router, now=NOW)
    abolish(cast.desk)
    assert rehome_requests(by=NIGHT, now=NOW) == 1
    assert rehome_requests(by=NIGHT, now=NOW) == 0
    row = SupportRequest.objects.past_access(because="a test").get(pk=leg.request_id)
    assert (row.state, row.router) == (RequestState.UNDER_WAY, None)
    chief = make_actor(membership=member(cast.bureau, Role.MANAGER, "지역국장"))
    draft_answer(request_id=row.pk, text=text("답변"), decisions=said(leg), by=cast.bureau_officer, now=NOW)
    submit_answer(request_id=row.pk, approver_ids=[user_id(chief)], by=cast.bureau_officer, now=NOW)
    assert approve_answer(request_id=row.pk, by=chief, now=NOW).state == RequestState.ANSWERED
