"""A participant's calendar address: made, replaced and ended by the participant, read by calendar programs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.common.views.calendars import calendar_answer
from gagyo.common.views.errors import error_page
from gagyo.common.views.limits import refused_for_now
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.day_calendar import end_calendar, make_calendar
from gagyo.meetings.choices import LinkPurpose
from gagyo.meetings.models import Participant
from gagyo.meetings.queries.acting import acting_by_link
from gagyo.meetings.queries.day_calendar import calendar_link, meeting_events
from gagyo.meetings.rules.acting import Acting, UnusableLinkError
from gagyo.meetings.views.acting import acting_url
from gagyo.meetings.views.joining import crumbs_for

# The servers of a calendar service ask for many from one address: only keys that open nothing are counted.
TIMES = 10


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, participant: Participant, acting: Acting) -> HttpResponse:
    """Make, replace or end a participant's calendar address; it is shown once."""
    now, address = timezone.now(), ""
    if request.method == "POST" and request.POST.get("do") == "end":
        if end_calendar(acting=acting, now=now):
            tell(request, _("The calendar address was ended: it answers nobody any more."))
        return redirect(acting_url(acting, "calendar"))
    if request.method == "POST":
        key = make_calendar(acting=acting, now=now)
        address = settings.BASE_URL + reverse("meetings:calendar_feed", args=[key])
    context = {
        "one": participant,
        "round": participant.round,
        "address": address,
        "subscribe": address.replace("https://", "webcal://", 1) if address.startswith("https://") else "",
        "link": calendar_link(participant),
        "crumbs": crumbs_for(
            participant,
            acting,
            (_("Your timetable"), acting_url(acting, "agenda")),
            (_("In your calendar"), ""),
        ),
    }
    answer = render(request, "meetings/day_calendar.html", context)
    add_never_cache_headers(answer)
    return answer


@require_GET
def calendar_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a calendar program that knows the secret address: meetings of one participant, no person."""
    try:
        one, _acting = acting_by_link(
            key=key, now=timezone.now(), by=actor_of(request), purpose=LinkPurpose.CALENDAR.value
        )
    except UnusableLinkError as gone:
        refused = refused_for_now(request, what="unknown link", times=TIMES)
        return refused or error_page(request, status=410, title=_("No calendar here"), sentence=str(gone))
    answer = calendar_answer(title=one.round.name, events=meeting_events(one), name="meetings")
    # On the day a timetable may change within the hour.
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer
