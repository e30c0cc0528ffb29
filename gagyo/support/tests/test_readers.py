"""Who reads a request: the condition in SQL and the rule in words say the same, and strangers see nothing."""

from dataclasses import replace

import pytest

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.tests.make import make_actor, make_member, make_office
from gagyo.common.rules import ANYBODY, Actor, system
from gagyo.support.actions.approvals import submit_request
from gagyo.support.actions.legs import refuse_leg
from gagyo.support.actions.requests import change_officer
from gagyo.support.models import SupportRequest
from gagyo.support.queries.people import involved_of, kind_of
from gagyo.support.rules.readers import Reader, hears, may_read, sees_drafts
from gagyo.support.tests.make import NOW, Cast, answered, make_request, sent, under_way, user_id

pytestmark = pytest.mark.django_db


def readers(cast: Cast, row: SupportRequest, *, more: tuple[Actor, ...] = ()) -> set[str]:
    """Return the names of those who read a request; the rule and the query must agree for everybody."""
    row = SupportRequest.objects.past_access(because="a test compares what everybody reads").get(pk=row.pk)
    found = set()
    for actor in (*cast.everybody, *more, ANYBODY):
        by_query = SupportRequest.objects.for_user(actor).filter(pk=row.pk).exists()
        by_rule = may_read(actor=actor, office_kind=kind_of(actor), involved=involved_of(row))
        assert by_query == by_rule, (actor.label, by_query)
        if by_query:
            found.add(actor.label)
    return found


CITY = {"담당", "동료", "과장", "국장"}
MINISTRY = {"데스크", "심의관", "지역국"}


def test_a_draft_is_read_in_its_own_office_only(cast: Cast) -> None:
    row = make_request(cast)
    assert readers(cast, row) == CITY
    submit_request(
        request_id=row.pk, approver_ids=[user_id(cast.manager)], expected=row.version, by=cast.officer, now=NOW
    )
    assert readers(cast, row) == CITY


def test_a_sent_request_is_read_by_the_ministry_and_by_offices_on_a_leg(cast: Cast) -> None:
    assert readers(cast, sent(cast)) == CITY | MINISTRY
    (leg,) = under_way(cast, cast.hanoi)
    assert readers(cast, leg.request) == CITY | MINISTRY | {"하노이 영사"}


def test_a_restricted_request_is_read_by_those_named_alone(cast: Cast) -> None:
    named = (Reader(cast.desk.pk, user_id(cast.router)),)
    row = make_request(cast, confidentiality="restricted", readers=named)
    assert readers(cast, row) == {"담당"}
    submit_request(
        request_id=row.pk, approver_ids=[user_id(cast.manager)], expected=row.version, by=cast.officer, now=NOW
    )
    assert readers(cast, row) == {"담당", "과장"}
    assert readers(cast, sent(cast, confidentiality="restricted", readers=named)) == {"담당", "과장", "데스크"}


def test_a_leg_names_its_office_until_it_ends_without_an_answer(cast: Cast) -> None:
    named = (Reader(cast.desk.pk), Reader(cast.city.pk, user_id(cast.second_officer)))
    (leg,) = under_way(cast, cast.hanoi, confidentiality="restricted", readers=named)
    always = {"담당", "동료", "과장", "데스크", "심의관"}
    assert readers(cast, leg.request) == always | {"하노이 영사"}
    refuse_leg(leg_id=leg.pk, reason="관할이 아님", by=cast.consul, now=NOW)
    assert readers(cast, leg.request) == always


def test_who_left_the_office_reads_no_restricted_request_any_more(cast: Cast) -> None:
    row = make_request(cast, confidentiality="restricted")
    elsewhere = replace(cast.officer, office_id=cast.stranger.office_id, label="옮긴 담당")
    assert readers(cast, row, more=(elsewhere,)) == {"담당"}
    changed = change_officer(request_id=row.pk, officer_id=user_id(cast.second_officer), by=cast.officer, now=NOW)
    assert readers(cast, changed) == {"동료"}


def test_auditors_read_in_their_scope_and_no_restricted_request(cast: Cast) -> None:
    below = replace(make_actor(role=Role.AUDITOR), reads_offices=frozenset({cast.city.pk}), label="감사")
    association = make_office(kind=OfficeKind.ASSOCIATION)
    central = replace(make_actor(membership=make_member(role=Role.AUDITOR, office=association)), label="중앙 감사")
    operator = replace(make_actor(membership=make_member(role=Role.OPERATOR, office=association)), label="운영자")
    more = (below, central, operator)
    assert readers(cast, make_request(cast), more=more) == CITY | {"감사", "중앙 감사"}
    restricted = make_request(cast, confidentiality="restricted")
    assert readers(cast, restricted, more=more) == {"담당"}


def test_the_system_reads_everything_for_its_clocks(cast: Cast) -> None:
    row = make_request(cast, confidentiality="restricted")
    assert list(SupportRequest.objects.for_user(system(label="test"))) == [row]


def test_the_asker_sees_no_draft_of_an_answer(cast: Cast) -> None:
    row = answered(cast)
    involved = involved_of(row)
    seeing = {
        actor.label: sees_drafts(actor=actor, office_kind=kind_of(actor), involved=involved)
        for actor in (cast.officer, cast.router, cast.consul)
    }
    assert seeing == {"담당": False, "데스크": True, "하노이 영사": True}


def test_a_comment_is_read_by_its_audience(cast: Cast) -> None:
    city = cast.city.pk
    table = {
        (audience, actor.label): hears(audience=audience, author_office_id=city, actor=actor, drafts=drafts)
        for audience in ("office", "legs", "all")
        for actor, drafts in ((cast.officer, False), (cast.consul, True), (cast.stranger, False))
    }
    assert {key for key, heard in table.items() if heard} == {
        ("office", "담당"),
        ("legs", "담당"),
        ("legs", "하노이 영사"),
        ("all", "담당"),
        ("all", "하노이 영사"),
        ("all", "남"),
    }
