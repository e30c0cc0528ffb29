"""
Who asks through the API: a program with an office's token, a signed-in browser, or nobody.

Every operation names its scope: `@router.get("/ties", auth=ApiAccess(Scope.TIES))`, and reads `actor_of(request)`.
Without a token the answer holds public data only, or what the signed-in person reads.
"""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from gagyo.accounts.actions.tokens import actor_for_token
from gagyo.accounts.rules import may_hold
from gagyo.common.rules import ANYBODY, Actor

SAFE = frozenset({"GET", "HEAD"})


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; after ApiAccess has run, a token's office."""
    actor: Actor = getattr(request, "actor", ANYBODY)
    return actor


class ApiAccess(HttpBearer):
    """Lets anybody in for public data, and a token's holder for what its office reads within the scope."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """
        Return the actor, and keep it as request.actor.

        :raises HttpError: 401 for a token that does not hold, 403 for one without the scope
        """
        if "Authorization" not in request.headers:
            if request.method not in SAFE:
                # A browser's cookie goes along with another site's form; a token does not.
                request.actor = ANYBODY  # type: ignore[attr-defined]  # set by ActorMiddleware
            return actor_of(request)
        actor = super().__call__(request)
        if actor is None:
            raise HttpError(401, _("The token is unknown, revoked or past its date. Ask your office for a new one."))
        if not may_hold(actor=actor, scope=self.scope):
            raise HttpError(
                403, _("The token lacks the scope %(scope)s. Ask your office for one with it.") % {"scope": self.scope}
            )
        request.actor = actor  # type: ignore[attr-defined]  # set by ActorMiddleware
        return actor

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return whom a token stands for."""
        caller = actor_of(request)
        return actor_for_token(
            secret=token,
            now=timezone.now(),
            ip=caller.ip,
            request_id=caller.request_id,
            language=caller.language,
        )
