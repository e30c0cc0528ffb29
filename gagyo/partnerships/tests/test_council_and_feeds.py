"""Council rules and calendar addresses: who keeps them, and what opens."""

from datetime import date

import pytest

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.council import remove_council_rule, set_council_rule
from gagyo.partnerships.actions.feeds import feed_for, feed_key, make_feed, revoke_feed
from gagyo.partnerships.models import ConsentRule
from gagyo.partnerships.tests.make_values import events
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_government

pytestmark = pytest.mark.django_db


def council(by: Actor, body: Body) -> ConsentRule:
    return set_council_rule(
        body_id=body.pk,
        kind="friendship",
        requires_consent=True,
        starts_on=date(2020, 1, 1),
        local_name_ko="우호협력도시",
        local_name_en="",
        basis="조례 제5조",
        by=by,
        now=NOW,
    )


def test_a_manager_keeps_the_own_governments_rules_and_an_officer_does_not(
    by: Actor, office: Office, bodies: tuple[Body, Body]
) -> None:
    manager = make_actor(role=Role.MANAGER, office=office)
    rule = council(manager, bodies[0])
    assert council(manager, bodies[0]).pk == rule.pk
    with pytest.raises(NotYoursError):
        council(by, bodies[0])
    with pytest.raises(NotYoursError):
        council(manager, make_government(name_ko="다른 시"))
    remove_council_rule(rule_id=rule.pk, by=manager, now=NOW)
    assert events() == ["council_rule.set", "council_rule.set", "council_rule.removed"]


def test_a_calendar_address_opens_until_it_is_revoked(by: Actor) -> None:
    feed = make_feed(by=by, now=NOW)
    key = feed_key(feed)
    assert feed_for(key) == feed
    assert feed_for(f"{feed.pk}.forged") is None
    assert feed_for("nonsense") is None
    with pytest.raises(NotYoursError):
        revoke_feed(feed_id=feed.pk, by=make_actor(), now=NOW)
    revoke_feed(feed_id=feed.pk, by=by, now=NOW)
    assert feed_for(key) is None
