"""
Screens of a participant: one view, reached by a link without an account, or by the account of its office.

    urlpatterns = [*acting_paths("wishes/", views.wishes, "wishes")]

makes /meet/KEY/wishes/ `meetings:link_wishes` and /meetings/as/ID/wishes/ `meetings:own_wishes`;
acting_url(acting, "wishes") leads from one such screen to another in the same way.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from gagyo.accounts.views.gates import actor_of
from gagyo.common.views.link_gate import linked_page
from gagyo.meetings.actions.invitations import note_opened
from gagyo.meetings.models import Participant
from gagyo.meetings.queries.acting import acting_by_account, acting_by_link
from gagyo.meetings.rules.acting import Acting, UnusableLinkError

P = ParamSpec("P")
ActingView = Callable[Concatenate[HttpRequest, Participant, Acting, P], HttpResponse]


def acting_url(acting: Acting, name: str, **kwargs: object) -> str:
    """Return the address of another screen of the same participant, reached in the same way."""
    if acting.key:
        return reverse(f"meetings:link_{name}", kwargs={"key": acting.key, **kwargs})
    return reverse(f"meetings:own_{name}", kwargs={"participant_id": acting.participant_id, **kwargs})


def by_link(view: ActingView[P]) -> Callable[..., HttpResponseBase]:
    """Open a participant's screen to whoever holds its link; one that leads nowhere says so with 410."""

    @linked_page
    @wraps(view)
    def opened(request: HttpRequest, /, key: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            participant, acting = acting_by_link(key=key, now=timezone.now(), by=actor_of(request))
        except UnusableLinkError as gone:
            return render(request, "meetings/link_gone.html", {"sentence": str(gone)}, status=410)
        if acting.unopened_link_id is not None:
            note_opened(link_id=acting.unopened_link_id, by=acting.by, now=timezone.now())
        return view(request, participant, acting, *args, **kwargs)

    return opened


def by_account(view: ActingView[P]) -> Callable[..., HttpResponseBase]:
    """Open a participant's screen to the accounts that act for it; for others it does not exist."""

    @wraps(view)
    def opened(request: HttpRequest, /, participant_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        actor = actor_of(request)
        if actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        try:
            participant, acting = acting_by_account(participant_id=participant_id, by=actor)
        except Participant.DoesNotExist as error:
            raise Http404 from error
        return view(request, participant, acting, *args, **kwargs)

    return opened


def acting_paths(route: str, view: ActingView[...], name: str) -> list[URLPattern]:
    """Return both addresses of a participant's screen; route: what follows, such as "wishes/" or ""."""
    return [
        path(f"meet/<str:key>/{route}", by_link(view), name=f"link_{name}"),
        path(f"meetings/as/<int:participant_id>/{route}", by_account(view), name=f"own_{name}"),
    ]
