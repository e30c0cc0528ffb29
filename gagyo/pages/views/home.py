"""Home."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.components import Link, TimelineEntry
from gagyo.common.rules import Actor
from gagyo.common.views.parts import kept_part
from gagyo.pages.queries.home import Coming, coming, headline_figures, projects_now, signed_last
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.queries.directory import TieLine
from gagyo.partnerships.queries.directory_counts import by_city
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.views.directory import signed_text
from gagyo.partnerships.views.directory_map import cities_drawing

# Longer than an officer's lead time: the public reads a year's calendar.
COMING_DAYS = 365


def home(request: HttpRequest) -> HttpResponse:
    """Show the public home page; who reads the same rows shares what is drawn."""
    body = kept_part(request, template="pages/home_body.html", make=lambda: home_values(request))
    return render(request, "pages/home.html", {"body": body.html})


def home_values(request: HttpRequest) -> dict[str, Any]:
    """Return the figures, the map, what is coming, what runs, what is new, help for firms, open data."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    today = timezone.localdate()
    figures = headline_figures(actor=actor, today=today)
    return {
        "figures": figures,
        "ties": figures[0],
        "world": cities_drawing(by_city(actor=actor, wanted=TieFilter(), today=today)),
        "entries": [entry(each) for each in coming(actor=actor, today=today, days=COMING_DAYS)],
        "now": [project_entry(each, today=today) for each in projects_now(actor=actor, today=today)],
        "new": [new_entry(each) for each in signed_last(actor=actor, today=today)],
        "help": [
            Link(_("Ask an ambassador for international relations"), reverse("ambassadors:ask")),
            Link(_("Cases of ambassadors"), reverse("ambassadors:cases")),
        ],
        "open_data": [
            Link(_("Directory of ties, with XLSX, CSV and JSON"), reverse("partnerships:ties")),
            Link(_("Statistics, with XLSX and HWPX"), reverse("analytics:statistics")),
            Link(_("API for programs"), reverse("api_description")),
        ],
    }


def entry(each: Coming) -> TimelineEntry:
    """Return a coming anniversary as the timeline draws it."""
    exact = each.tie.signed_precision == "day"
    return TimelineEntry(
        title=names_of(each.tie),
        at=each.anniversary.first_day if exact else None,
        when="" if exact else each.anniversary.on.iso,
        text=_("%(years)s years") % {"years": each.anniversary.years},
        href=reverse("partnerships:tie", args=[each.tie.id]),
        ahead=True,
    )


def new_entry(tie: TieLine) -> TimelineEntry:
    """Return one of the ties signed last as the timeline draws it."""
    exact = tie.signed_precision == "day"
    return TimelineEntry(
        title=names_of(tie),
        at=tie.signed_on if exact else None,
        when="" if exact else str(signed_text(tie)),
        text=tie.kind_name,
        href=reverse("partnerships:tie", args=[tie.id]),
    )


def project_entry(project: ExchangeProject, *, today: date) -> TimelineEntry:
    """Return a project that runs or begins next as the timeline draws it."""
    return TimelineEntry(
        title=project.name,
        at=project.starts_on,
        # Six cities have a 중구.
        text=" ".join(str(body) for body in (project.lead.parent, project.lead) if body),
        href=reverse("partnerships:project", args=[project.pk]),
        ahead=project.starts_on > today,
    )


def names_of(tie: TieLine) -> str:
    """Return both sides of a tie."""
    return " – ".join(", ".join(party.name for party in side) for side in (tie.home, tie.partners) if side)
