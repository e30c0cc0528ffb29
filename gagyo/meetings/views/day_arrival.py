"""Arrivals by QR code: the badge on a participant's own page, and what it opens to the organiser."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.rules import Actor
from gagyo.common.views.shown import tell
from gagyo.kernels.drawing.qr import qr_svg
from gagyo.meetings.actions.day import note_presence
from gagyo.meetings.choices import MeetingState, PresenceState
from gagyo.meetings.models import Assignment, Participant
from gagyo.meetings.queries.day import behind_badge, presences_on
from gagyo.meetings.queries.timetable import agenda_of
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.day import UnableToNote
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.day import day_href, presence_badge
from gagyo.meetings.views.joining import crumbs_for
from gagyo.meetings.views.shown import way_in


def badge_address(one: Participant) -> str:
    """Return what the QR code of a badge says: an address that means something to the organiser alone."""
    return settings.BASE_URL + reverse("meetings:arrive", args=[one.badge_key])


@require_GET
def badge(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Show a participant the code to hold up at the reception."""
    context = {
        "one": participant,
        "round": participant.round,
        "code": acting_url(acting, "badge_code"),
        "crumbs": crumbs_for(participant, acting, (_("Your badge"), "")),
    }
    return render(request, "meetings/day_badge.html", context)


@require_GET
def badge_code(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:  # noqa: ARG001 - as above
    """Give a badge's code as a picture."""
    return HttpResponse(
        qr_svg(badge_address(participant)), content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"}
    )


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def arrive(request: HttpRequest, badge_key: str) -> HttpResponse:
    """Let the organiser note an arrival with one button; to anybody else the address says nothing."""
    actor, now = actor_of(request), timezone.now()
    one = _of_badge(badge_key, actor)
    today, refusal = timezone.localdate(now), ""
    if request.method == "POST":
        try:
            note_presence(
                round_id=one.round_id,
                participant_id=one.pk,
                day=today,
                state=PresenceState.ARRIVED,
                by=actor,
                now=now,
            )
        except UnableToNote as error:
            refusal = str(error)
        else:
            tell(request, _("The arrival of “%(name)s” was noted.") % {"name": one.name})
            return redirect("meetings:arrive", badge_key)
    presence = presences_on(one.round, day=today).get(one.pk)
    context = {
        "one": one,
        "round": one.round,
        "presence": presence,
        "badge": presence_badge(presence),
        "is_today": one.round.starts_on <= today <= one.round.ends_on,
        "next": _next_meeting(one, now),
        "list_href": day_href(one.round, day=today),
        "refusal": refusal,
        "crumbs": way_in(one.round, (_("The day"), day_href(one.round, day=today)), (one.name, "")),
    }
    return render(request, "meetings/day_arrival.html", context, status=422 if refusal else 200)


def _of_badge(badge_key: str, actor: Actor) -> Participant:
    try:
        return behind_badge(badge_key=badge_key, by=actor)
    except Participant.DoesNotExist:
        raise Http404(_("There is nothing here for you. Show the code to the organiser of your round.")) from None


def _next_meeting(one: Participant, now: datetime) -> tuple[Assignment, Participant] | None:
    """Return the next meeting that is not over, with whom; so that the reception can show the way."""
    for row in agenda_of(one):
        is_to_come = row.meeting.state == MeetingState.PLANNED
        if is_to_come and row.starts_at > now - timedelta(minutes=one.round.slot_minutes):
            other = row.meeting.second if row.meeting.first_id == one.pk else row.meeting.first
            return row, other
    return None
