"""An office's tokens for programs: shown once, kept as a hash."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Scope
from gagyo.accounts.models import ApiToken, Office
from gagyo.accounts.rules import check_manage_members
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor

SHOWN = 12


class UnknownScopeError(ValueError):
    """A token was asked for with a scope that does not exist, or with none."""


def hash_of(secret: str) -> str:
    """Return what is kept of a token or an invitation's key: both have 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_scopes(scopes: list[str]) -> None:
    """
    Refuse scopes that do not exist.

    :raises UnknownScopeError: naming them
    """
    if not scopes:
        raise UnknownScopeError(_("Choose at least one scope."))
    if unknown := sorted(set(scopes) - set(Scope.values)):
        raise UnknownScopeError(
            _("There is no scope %(names)s. Choose from %(known)s.")
            % {"names": ", ".join(unknown), "known": ", ".join(Scope.values)}
        )


@transaction.atomic
def make_token(
    *, office_id: int, name: str, scopes: list[str], expires_at: datetime | None, by: Actor, now: datetime
) -> tuple[ApiToken, str]:
    """
    Make a token for an office, and return it with its secret, which cannot be shown again.

    :raises NotYoursError: if the actor does not manage that office
    :raises UnknownScopeError: if a scope does not exist
    """
    office = Office.objects.get(pk=office_id)
    check_manage_members(actor=by, office_id=office.pk, what=str(office))
    check_scopes(scopes)
    secret = f"gagyo_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        office=office,
        name=name,
        prefix=secret[:SHOWN],
        token_hash=hash_of(secret),
        scopes=sorted(set(scopes)),
        created_by_id=by.user_id,
        created_at=now,
        expires_at=expires_at,
    )
    record(event="token.made", by=by, at=now, about=token, after=values_of(token))
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: int, by: Actor, now: datetime) -> ApiToken:
    """
    End a token at once; a second time changes nothing.

    :raises NotYoursError: if the actor does not manage its office
    """
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    check_manage_members(actor=by, office_id=token.office_id, what=str(token))
    if token.revoked_at is None:
        before = values_of(token)
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(event="token.revoked", by=by, at=now, about=token, before=before, after=values_of(token))
    return token


def actor_for_token(*, secret: str, now: datetime, ip: str, request_id: str, language: str) -> Actor | None:
    """Return who a program's token stands for, or None if it is unknown, revoked or past its date."""
    holds = Q(expires_at=None) | Q(expires_at__gt=now)
    token = (
        ApiToken.objects.filter(holds, token_hash=hash_of(secret), revoked_at=None, office__archived_at=None)
        .select_related("office")
        .first()
    )
    if token is None:
        return None
    today = timezone.localdate(now)
    if token.last_used_on != today:
        # A date, not a time: a write for every request would make each reader a writer.
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return Actor(
        token_id=token.pk,
        label=f"{token.name} ({token.prefix}…)",
        office_id=token.office_id,
        office_label=str(token.office),
        office_kind=token.office.kind,
        scopes=frozenset(token.scopes),
        channel="api",
        ip=ip,
        request_id=request_id,
        language=language,
    )
