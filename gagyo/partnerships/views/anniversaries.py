"""Anniversaries of the office's ties, and the calendar that its people subscribe to."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import may_write_own
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Badge, Column, Link
from gagyo.common.views.calendars import calendar_answer
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.documents.ics import Event
from gagyo.kernels.indicators.figure import Figure
from gagyo.partnerships.actions.feeds import feed_for, feed_key, make_feed, revoke_feed
from gagyo.partnerships.models import CalendarFeed, Tie
from gagyo.partnerships.queries.anniversaries import Coming, coming_anniversaries, office_anniversaries
from gagyo.partnerships.queries.ties import signing_of
from gagyo.partnerships.queries.waiting import NEAR
from gagyo.partnerships.rules.anniversaries import Anniversary
from gagyo.partnerships.views.shown import days_words, tie_href, when_words

YEARS_AHEAD = 5


def near_figure(rows: list[Coming], *, today: date) -> Figure:
    """Return how many anniversaries should be prepared now."""
    near = sum(1 for each in rows if each.is_near)
    return Figure(near, "tie", today, NEAR, reverse("partnerships:anniversaries") + "?near=1")


def columns() -> list[Column]:
    """Return the columns of the list of anniversaries."""
    return [
        Column("tie", _("Tie"), row_header=True, draw=lambda row: Link(str(row.tie), tie_href(row.tie))),
        Column("kind", _("Kind"), draw=lambda row: row.tie.kind_name),
        Column("signed", _("Signed on"), draw=lambda row: when_words(signing_of(row.tie))),
        Column("years", _("Anniversary"), draw=lambda row: _("%(years)d years") % {"years": row.anniversary.years}),
        Column("when", _("When"), draw=lambda row: when_words(row.anniversary.on)),
        Column("left", _("Time left"), draw=left_badge),
    ]


def left_badge(row: Coming) -> Badge | str:
    """Return how long is left; what should be prepared now stands out."""
    words = days_words(row.days_left) if row.days_left else _("Now")
    return Badge(words, "warning") if row.is_near else words


@require_GET
@signed_in
def anniversaries(request: HttpRequest) -> HttpResponse:
    """List the next anniversary of each of the office's ties, the nearest first."""
    actor, today = actor_of(request), today_of()
    rows = coming_anniversaries(actor=actor, today=today)
    feeds = CalendarFeed.objects.filter(office_id=actor.office_id or 0, revoked_at=None).order_by("id")
    may = may_write_own(actor=actor)
    context = {
        "rows": [row for row in rows if row.is_near] if request.GET.get("near") else rows,
        "only_near": bool(request.GET.get("near")),
        "count": near_figure(rows, today=today),
        "columns": columns(),
        "feeds": [(feed, feed_address(feed)) for feed in feeds] if may else [],
        "may_write": may,
        "lead_days": settings.ANNIVERSARY_LEAD_DAYS,
        "crumbs": crumbs((_("Anniversaries"), "")),
    }
    return render(request, "partnerships/anniversaries.html", context)


def feed_address(feed: CalendarFeed) -> str:
    """Return the whole secret address of a calendar."""
    return settings.BASE_URL + reverse("partnerships:feed", args=[feed_key(feed)])


@require_POST
@signed_in
def feed_make(request: HttpRequest) -> HttpResponse:
    """Make a calendar address for the office."""
    make_feed(by=actor_of(request), now=timezone.now())
    tell(request, _("The calendar address was made. Whoever has it reads the anniversaries without signing in."))
    return redirect("partnerships:anniversaries")


@require_POST
@signed_in
def feed_revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End a calendar address."""
    if not CalendarFeed.objects.filter(pk=feed_id, office_id=actor_of(request).office_id or 0).exists():
        raise Http404(_("Your office has no such calendar address."))
    revoke_feed(feed_id=feed_id, by=actor_of(request), now=timezone.now())
    tell(request, _("The calendar address was revoked: it answers nobody any more."))
    return redirect("partnerships:anniversaries")


@require_GET
def feed(_request: HttpRequest, key: str) -> HttpResponse:
    """Answer a calendar program that knows the secret address."""
    row = feed_for(key)
    if row is None:
        raise Http404(_("This calendar address is not valid, or was revoked. Ask the office for a new one."))
    today = today_of()
    found = office_anniversaries(
        office_id=row.office_id,
        first=today - timedelta(days=365),
        last=today.replace(month=12, day=31, year=today.year + YEARS_AHEAD),
    )
    events = [event(tie, each, today=today) for tie, each in found]
    title = _("Anniversaries of %(office)s") % {"office": row.office}
    return calendar_answer(title=title, events=events, name="anniversaries")


def event(tie: Tie, found: Anniversary, *, today: date) -> Event:
    """Return an anniversary as a calendar's entry; a month or a year fills its whole length."""
    words = {"years": found.years, "tie": str(tie)}
    stamped = datetime.combine(tie.signed_on or today, time(), tzinfo=timezone.get_default_timezone())
    return Event(
        uid=f"tie-{tie.pk}-{found.years}@gagyo",
        stamped_at=stamped,
        title=_("%(years)d years: %(tie)s") % words,
        starts=found.first_day,
        ends=found.last_day + timedelta(days=1),
        description=_("%(kind)s, signed %(when)s") % {"kind": tie.kind_name, "when": when_words(signing_of(tie))},
        url=settings.BASE_URL + tie_href(tie),
        alarm_before=timedelta(days=settings.ANNIVERSARY_LEAD_DAYS),
    )
