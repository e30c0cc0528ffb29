"""Home."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.components import Link, TimelineEntry
from gagyo.common.rules import Actor
from gagyo.pages.queries.home import Coming, coming, headline_figures
from gagyo.partnerships.queries.directory_counts import by_city
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.views.directory_map import cities_drawing


def home(request: HttpRequest) -> HttpResponse:
    """Show the public home page: figures, map, what is coming, search, open data."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    today = timezone.localdate()
    days = settings.ANNIVERSARY_LEAD_DAYS
    figures = headline_figures(actor=actor, today=today)
    context: dict[str, Any] = {
        "figures": figures,
        "ties": figures[0],
        "world": cities_drawing(by_city(actor=actor, wanted=TieFilter(), today=today)),
        "days": days,
        "entries": [entry(each) for each in coming(actor=actor, today=today, days=days)],
        "open_data": [
            Link(_("Directory of ties, with XLSX, CSV and JSON"), reverse("partnerships:ties")),
            Link(_("Statistics, with XLSX and HWPX"), reverse("analytics:statistics")),
            Link(_("API for programs"), reverse("api_description")),
        ],
    }
    return render(request, "pages/home.html", context)


def entry(each: Coming) -> TimelineEntry:
    """Return a coming anniversary as the timeline draws it."""
    home_names = ", ".join(party.name for party in each.tie.home)
    partners = ", ".join(party.name for party in each.tie.partners)
    exact = each.tie.signed_precision == "day"
    return TimelineEntry(
        title=f"{home_names} – {partners}",
        at=each.anniversary.first_day if exact else None,
        when="" if exact else each.anniversary.on.iso,
        text=_("%(years)s years") % {"years": each.anniversary.years},
        href=reverse("partnerships:tie", args=[each.tie.id]),
        ahead=True,
    )
