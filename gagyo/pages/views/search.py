"""Search."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.common.components import Column, Link
from gagyo.common.rules import Actor
from gagyo.pages.queries.search import search as find
from gagyo.partnerships.views.directory import plain_tie_columns
from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind
from gagyo.registry.queries.search import BodyHit, PlaceHit

MOST_LETTERS = 100
WITH_PAGE = (*LOCAL_GOVERNMENTS, BodyKind.FOREIGN_GOVERNMENT)


def body_link(hit: BodyHit) -> Link:
    """Return a body as the link to its page, or to its country's where it has none of its own."""
    if hit.body.kind in WITH_PAGE:
        return Link(str(hit.body), reverse("partnerships:government", args=[hit.body.pk]))
    return Link(str(hit.body), reverse("partnerships:country", args=[hit.body.country_id]))


def place_link(hit: PlaceHit) -> Link:
    """Return a place as the link to its page."""
    return Link(str(hit.place), reverse("partnerships:city", args=[hit.place.pk]))


def search(request: HttpRequest) -> HttpResponse:
    """Search ties, bodies, places and countries, and say why each matched."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    text = request.GET.get("q", "").replace("\x00", " ").strip()[:MOST_LETTERS]
    context: dict[str, Any] = {"q": text, "crumbs": [Link(_("Home"), reverse("pages:home")), Link(_("Search"))]}
    if text:
        found = find(actor=actor, text=text, language=get_language() or "ko", today=timezone.localdate())
        context |= {
            "found": found,
            "tie_columns": plain_tie_columns(),
            "body_columns": [
                Column("body", _("Name"), row_header=True, draw=body_link),
                Column("body.get_kind_display", _("Kind")),
                Column("why", _("Why it matched")),
            ],
            "place_columns": [
                Column("place", _("Name"), row_header=True, draw=place_link),
                Column("place.country", _("Country")),
                Column("why", _("Why it matched")),
            ],
            "country_links": [
                Link(str(row), reverse("partnerships:country", args=[row.pk])) for row in found.countries
            ],
        }
    return render(request, "pages/search.html", context)
