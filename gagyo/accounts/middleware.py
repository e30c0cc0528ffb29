"""Between the request and the views: who acts, and how long a quiet session stays open."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.accounts.models import Membership, User
from gagyo.accounts.queries import OFFICE_KEY, actor_for, memberships_of
from gagyo.accounts.rules import NotYoursError
from gagyo.common.rules import Actor
from gagyo.common.views.callers import address_of
from gagyo.common.views.errors import request_id_of

SEEN_KEY = "gagyo_seen"
Answer = Callable[[HttpRequest], HttpResponse]


class IdleMiddleware:
    """End a session that was quiet for too long."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out after GAGYO_IDLE_MINUTES without a request."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = time.time()
            if now - request.session.get(SEEN_KEY, now) > settings.IDLE_MINUTES * 60:
                logout(request)
                messages.info(request, _("You were signed out after a quiet while. Sign in to go on."))
            # Written at most once a minute: a session that is saved on each request would cost a write a page.
            elif now - request.session.get(SEEN_KEY, 0) > 60:
                request.session[SEEN_KEY] = now
        return self.get_response(request)


def chosen(request: HttpRequest, held: list[Membership]) -> Membership | None:
    """Return the membership in which the person works now."""
    wanted = request.session.get(OFFICE_KEY)
    by_id = {membership.pk: membership for membership in held}
    if wanted in by_id:
        return by_id[wanted]
    assert isinstance(request.user, User)
    last = [membership for membership in held if membership.office_id == request.user.last_office_id]
    return next(iter(last or held), None)


def find_actor(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    ip, language = address_of(request), get_language() or "ko"
    request_id = request_id_of(request)
    if not isinstance(request.user, User):
        return Actor(ip=ip, language=language, request_id=request_id)
    held = memberships_of(user=request.user, today=timezone.localdate())
    request.memberships = held  # type: ignore[attr-defined]  # for the office switch in the header
    return actor_for(
        user=request.user,
        membership=chosen(request, held),
        channel="web",
        ip=ip,
        request_id=request_id,
        language=language,
    )


class ActorMiddleware:
    """Give each request its actor, found when first asked for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor."""
        request.actor = SimpleLazyObject(lambda: find_actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 403 with the sentence of the rule that refused."""
        if not isinstance(exception, NotYoursError):
            return None
        return render(request, "accounts/refused.html", {"sentence": str(exception)}, status=403)
