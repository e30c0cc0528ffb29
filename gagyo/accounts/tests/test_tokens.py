"""An office's token is shown once, holds until it is revoked or past its date, and reads within its scopes."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from ninja.errors import HttpError

from gagyo.accounts.actions.tokens import UnknownScopeError, actor_for_token, make_token, revoke_token
from gagyo.accounts.api import ApiAccess
from gagyo.accounts.choices import OfficeKind, Role, Scope
from gagyo.accounts.models import ApiToken
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, TODAY, make_actor, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, Actor

pytestmark = pytest.mark.django_db


def made(*, days: int | None = 30) -> tuple[ApiToken, str]:
    office = make_office(name_ko="경기도 국제협력과")
    return make_token(
        office_id=office.pk,
        name="홈페이지",
        scopes=[Scope.TIES],
        expires_at=NOW + timedelta(days=days) if days else None,
        by=make_actor(role=Role.MANAGER, office=office),
        now=NOW,
    )


def opened(secret: str, days: int = 0) -> Actor | None:
    return actor_for_token(
        secret=secret, now=NOW + timedelta(days=days), ip="192.0.2.9", request_id="r1", language="ko"
    )


def test_a_token_reads_as_its_office_within_its_scopes() -> None:
    token, secret = made()
    assert opened(secret) == Actor(
        token_id=token.pk,
        label=f"홈페이지 ({secret[:12]}…)",
        office_id=token.office_id,
        office_label="경기도 국제협력과",
        scopes=frozenset({"ties:read"}),
        channel="api",
        ip="192.0.2.9",
        request_id="r1",
        office_kind=OfficeKind.LOCAL_GOVERNMENT,
    )


def test_only_the_hash_of_a_token_is_kept() -> None:
    _token, secret = made()
    row = ApiToken.objects.values().get()
    assert secret not in str(row)
    assert secret not in str(list(AuditRecord.objects.values()))


def test_the_day_of_the_last_use_is_kept() -> None:
    token, secret = made()
    opened(secret)
    token.refresh_from_db()
    assert token.last_used_on == TODAY


def test_a_revoked_or_expired_or_unknown_token_opens_nothing() -> None:
    token, secret = made()
    assert opened(secret, days=31) is None
    assert opened("gagyo_nothing") is None
    manager = make_actor(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION))
    revoke_token(token_id=token.pk, by=manager, now=NOW)
    assert opened(secret) is None
    assert list(AuditRecord.objects.order_by("pk").values_list("event", flat=True)) == ["token.made", "token.revoked"]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.MANAGER, Role.OPERATOR}])
def test_other_roles_make_no_tokens(role: Role) -> None:
    office = make_office()
    by = make_actor(role=role, office=office)
    with pytest.raises(NotYoursError):
        make_token(office_id=office.pk, name="x", scopes=[Scope.TIES], expires_at=None, by=by, now=NOW)
    assert not ApiToken.objects.exists()


def test_a_scope_that_does_not_exist_is_named() -> None:
    office = make_office()
    by = make_actor(role=Role.MANAGER, office=office)
    with pytest.raises(UnknownScopeError, match="ties:write"):
        make_token(office_id=office.pk, name="x", scopes=["ties:write"], expires_at=None, by=by, now=NOW)


def asked(scope: str, **headers: str) -> object:
    request = RequestFactory().get("/api/v1/ties", headers=headers)
    request.actor = ANYBODY  # type: ignore[attr-defined]  # as the middleware does
    return ApiAccess(scope)(request)


def test_the_api_lets_nobody_in_as_nobody_and_a_token_as_its_office() -> None:
    token, secret = made(days=None)
    assert asked(Scope.TIES) == ANYBODY
    actor = asked(Scope.TIES, authorization=f"Bearer {secret}")
    assert isinstance(actor, Actor)
    assert (actor.token_id, actor.office_id, actor.is_anonymous) == (token.pk, token.office_id, False)


def test_the_api_refuses_a_wrong_token_and_a_missing_scope() -> None:
    _token, secret = made(days=None)
    found = []
    for scope, value in ((Scope.TIES, "Bearer wrong"), (Scope.TIES, "Basic x"), (Scope.FIGURES, f"Bearer {secret}")):
        with pytest.raises(HttpError) as caught:
            asked(scope, authorization=value)
        found.append(caught.value.status_code)
    assert found == [401, 401, 403]
