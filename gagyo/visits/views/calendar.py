"""Visits by month, and the office's visits as a calendar by a secret address."""

import re
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import may_write_own
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.views.calendars import calendar_answer
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.actions.feeds import make_feed, revoke_feed
from gagyo.partnerships.models import CalendarFeed
from gagyo.visits.queries.calendar import feed_visits, month_filter, month_of
from gagyo.visits.queries.programme_papers import visit_event

# An office's calendar address opens its anniversaries with one signature and its visits with another, so that neither
# can be guessed from the other; revoking it ends both.
SIGNER: Final = Signer(salt="gagyo.visits.calendar", sep=".")
WRITTEN: Final = re.compile(r"(19|20|21)\d\d-(0[1-9]|1[0-2])")
OF_A_MONTH: Final = CountingRule(
    code="visits-of-a-month",
    name_ko="이달의 방문",
    name_en="Visits in this month",
    sentence_ko="하루라도 이달에 드는 방문을 1회씩 셉니다. 취소한 방문은 뺍니다.",
    sentence_en="Visits with at least one day in this month, each once; cancelled ones are left out.",
)


def month_asked(request: HttpRequest) -> date:
    """Return the first day of the month in the address; this month where it says none."""
    text = request.GET.get("month", "")
    return date.fromisoformat(f"{text}-01") if WRITTEN.fullmatch(text) else today_of().replace(day=1)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month of visits: a table on a wide screen, a list of its days on a telephone."""
    actor, today = actor_of(request), today_of()
    first = month_asked(request)
    own = actor.office_id is not None and request.GET.get("all") != "1"
    month = month_of(actor=actor, first=first, own=own, today=today)
    may = may_write_own(actor=actor)
    feeds = CalendarFeed.objects.filter(office_id=actor.office_id or 0, revoked_at=None).order_by("id")
    context: dict[str, Any] = {
        "month": month,
        "today": today,
        "count": Figure(month.total, "visit", today, OF_A_MONTH, month_filter(first, own=own).href()),
        "before": month_href(month.before, own=own, actor_has_office=actor.office_id is not None),
        "after": month_href(month.after, own=own, actor_has_office=actor.office_id is not None),
        "weekdays": [day.on for day in month.weeks[0]],
        "own": own,
        "other": month_href(first, own=not own, actor_has_office=True) if actor.office_id is not None else "",
        "feeds": [(each, feed_address(each)) for each in feeds] if may else [],
        "may_write": may,
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Calendar"), "")),
    }
    return render(request, "visits/calendar.html", context)


def month_href(first: date, *, own: bool, actor_has_office: bool) -> str:
    """Return the address of another month, with the same choice of offices."""
    query = {"month": f"{first:%Y-%m}", **({} if own or not actor_has_office else {"all": "1"})}
    return f"{reverse('visits:calendar')}?{urlencode(query)}"


def feed_address(row: CalendarFeed) -> str:
    """Return the whole secret address of an office's visits."""
    return settings.BASE_URL + reverse("visits:calendar_feed", args=[SIGNER.sign(str(row.pk))])


def feed_for(key: str) -> CalendarFeed | None:
    """Return the feed of an address that somebody asks for; None if it is forged or revoked."""
    try:
        number = int(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    return CalendarFeed.objects.filter(pk=number, revoked_at=None).select_related("office").first()


@require_POST
@signed_in
def feed_make(request: HttpRequest) -> HttpResponse:
    """Make a calendar address for the office."""
    make_feed(by=actor_of(request), now=timezone.now())
    tell(request, _("The calendar address was made. Whoever has it reads the office's visits without signing in."))
    return redirect(f"{reverse('visits:calendar')}#feeds")


@require_POST
@signed_in
def feed_revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End a calendar address."""
    if not CalendarFeed.objects.filter(pk=feed_id, office_id=actor_of(request).office_id or 0).exists():
        raise Http404(_("Your office has no such calendar address."))
    revoke_feed(feed_id=feed_id, by=actor_of(request), now=timezone.now())
    tell(request, _("The calendar address was revoked: it answers nobody any more."))
    return redirect(f"{reverse('visits:calendar')}#feeds")


@require_GET
def feed(_request: HttpRequest, key: str) -> HttpResponse:
    """Answer a calendar program that knows the secret address: names of visits, countries and numbers, no persons."""
    row = feed_for(key)
    if row is None:
        raise Http404(_("This calendar address is not valid, or was revoked. Ask the office for a new one."))
    now = timezone.now()
    rows = feed_visits(office_id=row.office_id, today=timezone.localdate(now))
    events = [visit_event(visit, base_url=settings.BASE_URL, now=now) for visit in rows]
    title = _("Visits to %(office)s") % {"office": row.office}
    return calendar_answer(title=title, events=events, name="visits")
