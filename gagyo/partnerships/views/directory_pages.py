"""The pages of a partner city, a country and a local government."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.common.components import Action, Column, Link, Term, TimelineEntry
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.queries.directory import TieLine
from gagyo.partnerships.queries.directory_figures import ties_figure
from gagyo.partnerships.queries.directory_filter import TieFilter
from gagyo.partnerships.queries.directory_pages import (
    anniversaries_of,
    first_lines,
    latest_projects,
    missions_of,
    name_history,
    places_around,
    regions_of,
)
from gagyo.partnerships.queries.directory_projects import ProjectFilter, projects_figure
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.partnerships.views.directory import partners_cell, plain_tie_columns
from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind
from gagyo.registry.models import Body, Country, Place
from gagyo.registry.queries.countries import capital_words, capitals

GOVERNMENTS = (*LOCAL_GOVERNMENTS, BodyKind.FOREIGN_GOVERNMENT)
MOST_ANNIVERSARIES = 6


def around(
    request: HttpRequest, *, name: str, wanted: TieFilter, projects: ProjectFilter, above: list[Link]
) -> dict[str, Any]:
    """Return the ties, the projects and the frame of a page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    today = timezone.localdate()
    given = {"actor": actor, "today": today}
    ties = ties_figure(wanted=wanted, **given)  # type: ignore[arg-type]  # actor and today for each query
    found = first_lines(wanted=wanted, language=get_language() or "ko", **given)  # type: ignore[arg-type]  # as above
    return {
        "name": name,
        "ties": ties,
        "lines": found,
        "columns": plain_tie_columns(),
        "more": int(ties.value or 0) > len(found),
        "projects": projects_figure(wanted=projects, **given),  # type: ignore[arg-type]  # as above
        "latest": latest_projects(wanted=projects, **given),  # type: ignore[arg-type]  # as above
        "project_columns": project_columns(),
        "crumbs": [
            Link(_("Home"), reverse("pages:home")),
            Link(_("Partner cities"), reverse("partnerships:ties")),
            *above,
            Link(name),
        ],
        "action": Action(_("Open all in the directory"), ties.href or "", kind="secondary"),
        "entries": anniversary_entries(found, today=today),
    }


def project_columns() -> list[Column]:
    """Return the columns of a short list of projects."""

    def named(project: ExchangeProject) -> Link:
        return Link(project.name, reverse("partnerships:project", args=[project.pk]))

    return [
        Column("name", _("Project"), row_header=True, draw=named),
        Column("lead", _("Local government")),
        Column("starts_on", _("From")),
        Column("get_state_display", _("State")),
    ]


def anniversary_entries(found: list[TieLine], *, today: date) -> list[TimelineEntry]:
    """Return the nearest round years."""
    entries = []
    for anniversary, line in anniversaries_of(found, today=today)[:MOST_ANNIVERSARIES]:
        exact = line.signed_precision == "day"
        entries.append(
            TimelineEntry(
                title=_("%(years)s years with %(partner)s")
                % {"years": anniversary.years, "partner": partners_cell(line).label},
                at=anniversary.first_day if exact else None,
                when="" if exact else str(anniversary.year),
                href=reverse("partnerships:tie", args=[line.id]),
                ahead=True,
            )
        )
    return entries


def city(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a partner city, or a province with all in it."""
    place = get_object_or_404(Place.objects.select_related("country", "parent__parent"), pk=pk)
    if place.merged_into_id:
        place = get_object_or_404(Place.objects.select_related("country", "parent__parent"), pk=place.merged_into_id)
    terms = [
        Term(_("Country"), str(place.country), reverse("partnerships:country", args=[place.country_id])),
        *(
            Term(_("Lies in"), str(each), reverse("partnerships:city", args=[each.pk]))
            for each in reversed(places_around(place))
        ),
        Term(_("Name in local script"), place.name_local),
        Term(_("Population"), place.population),
        Term(_("Position"), position(place)),
    ]
    above = [Link(str(place.country), reverse("partnerships:country", args=[place.country_id]))]
    wanted = TieFilter(place=place.pk)
    context = {
        **around(request, name=str(place), wanted=wanted, projects=ProjectFilter(place=place.pk), above=above),
        "terms": [term for term in terms if term.value],
        "from_geonames": bool(place.geoname_id),
    }
    return render(request, "partnerships/directory_page.html", context)


def position(place: Place) -> str:
    """Return latitude and longitude, or nothing."""
    if place.latitude is None or place.longitude is None:
        return ""
    return f"{place.latitude:.4f}, {place.longitude:.4f}"


def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show a country: its regions in every scheme, ties, projects, missions."""
    row = get_object_or_404(Country, pk=code.upper())
    today = timezone.localdate()
    memberships = regions_of(row)
    region_terms = [
        Term(
            each.scheme,
            f"{each.name}{period(each.starts_on, each.ends_on)}",
            TieFilter(region=each.region).href() if row.pk != HOME and current(each.ends_on, today) else "",
        )
        for each in memberships
    ]
    capital = capitals([row]).get(row.pk)
    above = [Link(_("By country"), reverse("partnerships:countries"))]
    context = {
        **around(
            request,
            name=str(row),
            wanted=TieFilter(country=row.pk),
            projects=ProjectFilter(country=row.pk),
            above=above,
        ),
        "country": row if row.pk != HOME else None,
        "terms": [
            Term(_("ISO code"), row.pk),
            Term(
                _("Capital"),
                capital_words(row, capital),
                reverse("partnerships:city", args=[capital.pk]) if capital else "",
            ),
        ],
        "region_terms": region_terms,
        "missions": missions_of(row, today=today) if row.pk != HOME else [],
        "mission_columns": [
            Column("name", _("Mission"), row_header=True),
            Column("get_kind_display", _("Kind")),
            Column("place", _("Place")),
            Column("website", _("Website"), draw=lambda body: Link(body.website, body.website)),
        ],
    }
    return render(request, "partnerships/directory_page.html", context)


def current(ends_on: date | None, today: date) -> bool:
    """Tell whether a period has not ended."""
    return ends_on is None or ends_on >= today


def period(starts_on: date | None, ends_on: date | None) -> str:
    """Return a period in brackets, or nothing."""
    if not starts_on and not ends_on:
        return ""
    return f" ({starts_on or ''} – {ends_on or ''})"


def government(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a local government: its ties, projects, former names and coming anniversaries."""
    body = get_object_or_404(
        Body.objects.select_related("country", "place", "parent"), pk=pk, kind__in=GOVERNMENTS, archived_at=None
    )
    terms = [
        Term(_("Kind"), body.get_kind_display()),
        Term(_("Country"), str(body.country), reverse("partnerships:country", args=[body.country_id])),
        *(
            [Term(_("Province"), str(body.parent), reverse("partnerships:government", args=[body.parent_id]))]
            if body.parent
            else []
        ),
        *(
            [Term(_("Place"), str(body.place), reverse("partnerships:city", args=[body.place_id]))]
            if body.place
            else []
        ),
        Term(_("Founded"), body.starts_on),
        Term(_("Abolished"), body.ends_on),
        Term(_("Website"), Link(body.website, body.website) if body.website else ""),
    ]
    history = [
        TimelineEntry(
            title=str(former),
            at=former.starts_on,
            when="" if former.starts_on else _("before"),
            text=period(former.starts_on, former.ends_on).strip(" ()"),
        )
        for former in name_history(body)
    ]
    above = [Link(_("By local government"), reverse("partnerships:governments"))]
    context = {
        **around(
            request,
            name=str(body),
            wanted=TieFilter(government=body.pk),
            projects=ProjectFilter(government=body.pk),
            above=above,
        ),
        "terms": [term for term in terms if term.value],
        "history": history,
        "government": body,
        "below": TieFilter(province=body.pk).href() if body.kind == BodyKind.METROPOLITAN else "",
    }
    return render(request, "partnerships/directory_page.html", context)
