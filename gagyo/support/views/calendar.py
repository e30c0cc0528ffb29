"""What is due, as a list and as a personal calendar by a secret address."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Column, Link, Tab
from gagyo.common.views.calendars import calendar_answer
from gagyo.common.views.shown import crumbs, tell
from gagyo.kernels.documents.ics import Event
from gagyo.support.actions.calendars import calendar_behind, calendar_key, make_calendar, revoke_calendar
from gagyo.support.models import DueCalendar
from gagyo.support.queries.due import Due, due_for, open_calendars, owner_of

# A moment is shown as the half hour that ends with it.
LENGTH = timedelta(minutes=30)
LEAD = timedelta(days=1)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show what is due to the reader, or in the whole office, and the addresses for calendar programs."""
    actor, now = actor_of(request), timezone.now()
    of_office = request.GET.get("of") == "office"
    here = reverse("support:calendar")
    context: dict[str, Any] = {
        "rows": due_for(actor=actor, of_office=of_office, now=now),
        "columns": [
            Column("title", _("What is due"), row_header=True, draw=lambda each: Link(each.title, each.path)),
            Column("on", _("When")),
        ],
        "of_office": of_office,
        "tabs": [
            Tab(_("Mine"), here, active=not of_office),
            Tab(_("My office's"), f"{here}?of=office", active=of_office),
        ],
        "calendars": [(row, address_of(row)) for row in open_calendars(actor)],
        "has_office": actor.office_id is not None,
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (_("What is due"), "")),
    }
    return render(request, "support/calendar.html", context)


def address_of(row: DueCalendar) -> str:
    """Return the whole secret address of a calendar."""
    return settings.BASE_URL + reverse("support:calendar_feed", args=[calendar_key(row)])


@require_POST
def calendar_make(request: HttpRequest) -> HttpResponse:
    """Make an address of one's own calendar."""
    of_office = request.POST.get("of") == "office"
    make_calendar(of_office=of_office, by=actor_of(request), now=timezone.now())
    tell(request, _("The calendar address was made. Whoever has it reads what is due without signing in."))
    return redirect(f"{reverse('support:calendar')}{'?of=office' if of_office else ''}#addresses")


@require_POST
def calendar_revoke(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """End an address of one's own calendar."""
    try:
        revoke_calendar(calendar_id=calendar_id, by=actor_of(request), now=timezone.now())
    except DueCalendar.DoesNotExist:
        raise Http404(_("You have no such calendar address.")) from None
    tell(request, _("The calendar address was revoked: it answers nobody any more."))
    return redirect(f"{reverse('support:calendar')}#addresses")


@require_GET
def calendar_feed(_request: HttpRequest, key: str) -> HttpResponse:
    """Answer a calendar program with what the calendar's owner may read now, in the owner's language."""
    row, now = calendar_behind(key), timezone.now()
    owner = owner_of(row, today=timezone.localdate(now)) if row is not None else None
    if row is None or owner is None:
        raise Http404(_("This calendar address is not valid, or was revoked. Make a new one after signing in."))
    with translation.override(owner.language):
        rows = due_for(actor=owner, of_office=row.of_office, now=now)
        events = [event(each, now=now) for each in rows]
        whose = str(row.office) if row.of_office else str(row.user)
        return calendar_answer(title=_("Due: %(whose)s") % {"whose": whose}, events=events, name="due")


def event(each: Due, *, now: datetime) -> Event:
    """Return one thing that is due as an entry: a whole day, or the half hour that ends when it is due."""
    timed = isinstance(each.on, datetime)
    return Event(
        uid=each.uid,
        stamped_at=now,
        title=each.title,
        starts=each.on - LENGTH if timed else each.on,
        ends=each.on if timed else each.on + timedelta(days=1),
        description=each.text,
        url=settings.BASE_URL + each.path,
        alarm_before=LEAD,
        sequence=each.sequence,
    )
