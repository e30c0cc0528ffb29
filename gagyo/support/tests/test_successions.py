"""An asking office that is abolished: its open requests go on in its successor, what ended stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import make_actor, make_office
from gagyo.common.rules import system
from gagyo.registry.choices import SuccessionKind
from gagyo.registry.models import BodySuccession
from gagyo.registry.tests.make import make_government
from gagyo.support.actions.requests import withdraw_request
from gagyo.support.actions.successions import rehome_requests
from gagyo.support.models import SupportRequest
from gagyo.support.tests.make import NOW, Cast, make_request, member, sent

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
