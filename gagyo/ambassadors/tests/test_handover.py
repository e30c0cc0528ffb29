"""The hand-over: what one ambassador leaves stands there already, and the next takes it over with one press."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions.activities import keep_promise
from gagyo.ambassadors.actions.handover import take_over
from gagyo.ambassadors.models import AnnualPlan, Posting
from gagyo.ambassadors.queries.handover import leaving
from gagyo.ambassadors.queries.postings import to_take_over
from gagyo.ambassadors.rules.handover import UnableToTakeOver
from gagyo.ambassadors.tests.make import NOW, TODAY, Cast, make_activity, make_cast, make_posting
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.registry.tests.make import make_government
from gagyo.support.actions.legs import accept_leg, answer_leg
from gagyo.support.models import Leg
from gagyo.support.queries.routing import ambassador_for
from gagyo.support.tests.make import make_cast as make_asking
from gagyo.support.tests.make import said, under_way

pytestmark = pytest.mark.django_db


def account(actor: Actor) -> User:
    """Return an actor's account."""
    assert actor.user_id
    return User.objects.get(pk=actor.user_id)


def changed(cast: Cast) -> tuple[Posting, Posting]:
    """Let the ambassador leave and the successor come."""
    old = make_posting(cast, starts_on=date(2025, 1, 1), ends_on=date(2026, 3, 31))
    return old, make_posting(cast, who=cast.successor, starts_on=date(2026, 4, 1))


def asked_of(cast: Cast) -> Leg:
    """Send the province's office a part of a request, which its ambassador takes up."""
    (leg,) = under_way(make_asking(), cast.office)
    accept_leg(leg_id=leg.pk, by=cast.ambassador, now=NOW)
    return leg


def test_the_successor_takes_over_and_answers() -> None:
    cast = make_cast()
    leg = asked_of(cast)
    old, new = changed(cast)
    assert take_over(posting_id=old.pk, by=cast.successor, now=NOW) == 1
    leg.refresh_from_db()
    new.refresh_from_db()
    assert leg.owner_id == cast.successor.user_id
    assert (new.taken_over_at, new.taken_over_by_id) == (NOW, cast.successor.user_id)
    record = AuditRecord.objects.get(event="posting.taken_over")
    assert (record.actor_id, record.rows, record.after) == (
        cast.successor.user_id,
        1,
        {"predecessor": old.pk, "legs": [leg.pk], "advice": []},
    )
    answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.successor, now=NOW)
    assert leaving(old, actor=cast.successor).legs == []


def test_what_others_of_the_office_own_stays_theirs() -> None:
    cast = make_cast()
    (leg,) = under_way(make_asking(), cast.office)
    accept_leg(leg_id=leg.pk, by=cast.manager, now=NOW)
    old, _new = changed(cast)
    assert take_over(posting_id=old.pk, by=cast.manager, now=NOW) == 0
    leg.refresh_from_db()
    assert leg.owner_id == cast.manager.user_id


def test_nobody_takes_over_twice_or_from_another_office_or_before_anybody_came() -> None:
    cast = make_cast()
    alone = make_posting(cast, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    with pytest.raises(UnableToTakeOver):
        take_over(posting_id=alone.pk, by=cast.manager, now=NOW)
    old, _new = changed(cast)
    for stranger in (cast.stranger, cast.desk, cast.operator):
        with pytest.raises(NotYoursError):
            take_over(posting_id=old.pk, by=stranger, now=NOW)
    take_over(posting_id=old.pk, by=cast.manager, now=NOW)
    with pytest.raises(UnableToTakeOver):
        take_over(posting_id=old.pk, by=cast.manager, now=NOW)


def test_a_kept_promise_leaves_the_page_and_an_open_one_stays_for_whoever_comes() -> None:
    cast = make_cast()
    old, new = changed(cast)
    kept = make_activity(cast, old, outcome="promised", day=date(2026, 3, 1))
    still = make_activity(cast, old, outcome="promised", day=date(2026, 3, 2))
    keep_promise(activity_id=kept.pk, kept_on=TODAY, by=cast.successor, now=NOW)
    for row in (old, new):
        assert leaving(row, actor=cast.successor).promises == [still]


def test_the_page_takes_the_same_queries_for_one_and_three_promises(client: Client) -> None:
    cast = make_cast()
    old, _new = changed(cast)
    make_activity(cast, old, outcome="promised", day=date(2026, 3, 1))
    client.force_login(account(cast.successor))
    url = reverse("ambassadors:handover", args=[old.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        assert client.get(url).status_code == 200
    for _n in range(2):
        make_activity(cast, old, outcome="promised", day=date(2026, 3, 1))
    with CaptureQueriesContext(connection) as three:
        client.get(url)
    assert len(three) == len(one)


def test_the_page_is_the_offices_own(client: Client) -> None:
    cast = make_cast()
    old, _new = changed(cast)
    url = reverse("ambassadors:handover", args=[old.pk])
    found = {}
    for name in ("successor", "manager", "stranger", "desk", "operator"):
        client.force_login(account(getattr(cast, name)))
        found[name] = client.get(url).status_code
    assert found == {"successor": 200, "manager": 200, "stranger": 404, "desk": 404, "operator": 404}


def test_a_request_is_routed_to_whoever_is_posted_now() -> None:
    cast = make_cast()
    old, _new = changed(cast)
    city = make_government(parent=cast.province)
    posted = ambassador_for(asker=city, today=TODAY)
    before = ambassador_for(asker=city, today=date(2026, 3, 1))
    assert (posted and posted.person_id, before and before.person_id) == (cast.successor.user_id, old.user_id)
    assert posted and posted.office_id == cast.office.pk


def test_the_plan_of_the_province_stands_in_the_hand_over(client: Client) -> None:
    cast = make_cast()
    old, _new = changed(cast)
    given = {"office": cast.office, "province": cast.province, "posting": old, "year": 2026, "created_at": NOW}
    plan = AnnualPlan.objects.create(visibility="office", **given)
    client.force_login(account(cast.successor))
    page = client.get(reverse("ambassadors:handover", args=[old.pk])).content.decode()
    assert plan.get_absolute_url() in page


def test_only_the_successor_is_led_to_the_hand_over_and_only_until_it_is_done() -> None:
    cast = make_cast()
    old, _new = changed(cast)
    assert [to_take_over(actor=who, today=TODAY) for who in (cast.successor, cast.ambassador)] == [old, None]
    take_over(posting_id=old.pk, by=cast.successor, now=NOW)
    assert to_take_over(actor=cast.successor, today=TODAY) is None
