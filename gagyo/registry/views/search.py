"""Finding places and bodies: a page of its own, and the list under a field (part=options)."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Column, Link
from gagyo.common.forms.suggest import Suggestion
from gagyo.registry.choices import BodyKind, PlaceKind
from gagyo.registry.forms.choice import body_suggestions, place_suggestions
from gagyo.registry.forms.filters import SearchForm
from gagyo.registry.queries.search import search_bodies, search_places

LIST_ID = re.compile(r"[A-Za-z][\w-]{0,80}")
PAGE_ROWS = 30


def options(request: HttpRequest, offered: list[Suggestion]) -> HttpResponse:
    """Return the rows of the list under a field."""
    list_id = request.GET.get("list", "")
    list_id = list_id if LIST_ID.fullmatch(list_id) else "suggestions"
    return render(request, "registry/options.html", {"offered": offered, "list_id": list_id})


def asked(request: HttpRequest, kinds: list[str]) -> tuple[str, str, tuple[str, ...]]:
    """Return the words, the country and the kinds that a search asks for."""
    country = request.GET.get("country", "")
    chosen = tuple(kind for kind in request.GET.getlist("kind") if kind in kinds)
    return request.GET.get("q", "").strip()[:100], country if re.fullmatch("[A-Z]{2}", country) else "", chosen


@require_safe
def place_search(request: HttpRequest) -> HttpResponse:
    """Find a place however it is spelt, and say why each was found."""
    query, country, kinds = asked(request, PlaceKind.values)
    if request.GET.get("part") == "options":
        return options(request, place_suggestions(query=query, country=country, kinds=kinds) if query else [])
    hits = search_places(query=query, country=country or None, kinds=kinds, limit=PAGE_ROWS) if query else []
    columns = [
        Column(
            "place.name",
            _("Name"),
            row_header=True,
            draw=lambda hit: hit.place.name,
        ),
        Column("place.other", _("Other language"), draw=lambda hit: hit.place.other_name),
        Column("place.country", _("Country"), draw=lambda hit: hit.place.country.name),
        Column("place.parent", _("Province"), draw=lambda hit: hit.place.parent.name if hit.place.parent else None),
        Column("place.population", _("Population"), numeric=True),
        Column("why", _("Found by")),
    ]
    context = {"form": SearchForm(request.GET), "hits": hits, "columns": columns, "query": query}
    return render(request, "registry/place_search.html", context)


@require_safe
def body_search(request: HttpRequest) -> HttpResponse:
    """Find a body by a present or former name, its code or its place."""
    query, country, kinds = asked(request, BodyKind.values)
    if request.GET.get("part") == "options":
        return options(request, body_suggestions(query=query, country=country, kinds=kinds) if query else [])
    actor = actor_of(request)
    hits = search_bodies(actor=actor, query=query, country=country or None, kinds=kinds, limit=PAGE_ROWS)
    columns = [
        Column(
            "body.name", _("Name"), row_header=True, draw=lambda hit: Link(hit.body.name, hit.body.get_absolute_url())
        ),
        Column("body.other", _("Other language"), draw=lambda hit: hit.body.other_name),
        Column("body.kind", _("Kind"), draw=lambda hit: hit.body.get_kind_display()),
        Column("body.country", _("Country"), draw=lambda hit: hit.body.country.name),
        Column("body.parent", _("Part of"), draw=lambda hit: hit.body.parent.name if hit.body.parent else None),
        Column("why", _("Found by")),
    ]
    context = {"form": SearchForm(request.GET), "hits": hits, "columns": columns, "query": query}
    return render(request, "registry/body_search.html", context)
