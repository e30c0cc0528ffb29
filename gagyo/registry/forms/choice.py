"""Form fields that choose a place or a body by typing its name."""

from collections.abc import Sequence

from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from gagyo.common.forms.suggest import SuggestField, Suggestion
from gagyo.common.rules import ANYBODY
from gagyo.registry.models import Body, Place
from gagyo.registry.queries.search import search_bodies, search_places


def place_label(place: Place) -> str:
    """Return a place's name with its country."""
    return f"{place.name} ({place.country.name})"


def place_suggestions(*, query: str, country: str = "", kinds: Sequence[str] = (), limit: int = 10) -> list[Suggestion]:
    """Return the places that may be meant."""
    hits = search_places(query=query, country=country or None, kinds=tuple(kinds), limit=limit)
    first = [hit.score for hit in hits[:2]]
    alone = len(first) == 1 or (len(first) > 1 and first[0] > first[1])
    return [
        Suggestion(
            pk=hit.place.pk,
            label=place_label(hit.place),
            detail=place_detail(hit.place),
            why=hit.why,
            is_certain=alone and number == 0 and hit.score >= 95,
        )
        for number, hit in enumerate(hits)
    ]


def place_detail(place: Place) -> str:
    """Return what tells a place from its namesakes: the other language's name, province, population."""
    other = place.name_en if place.name == place.name_ko else place.name_ko
    province = place.parent.name if place.parent else place.admin1_code
    people = _("population %(n)s") % {"n": f"{place.population:,}"} if place.population else ""
    return " · ".join(str(part) for part in (other if other != place.name else "", province, people) if part)


def body_label(body: Body) -> str:
    """Return a body's name with what it is part of, or its country."""
    return f"{body.name} ({body.parent.name if body.parent else body.country.name})"


def body_suggestions(*, query: str, country: str = "", kinds: Sequence[str] = (), limit: int = 10) -> list[Suggestion]:
    """Return the bodies that may be meant."""
    hits = search_bodies(actor=ANYBODY, query=query, country=country or None, kinds=tuple(kinds), limit=limit)
    names = [
        hit.body
        for hit in hits
        if query.strip().casefold() in {hit.body.name_ko.casefold(), hit.body.name_en.casefold()}
    ]
    return [
        Suggestion(
            pk=hit.body.pk,
            label=body_label(hit.body),
            detail=str(hit.body.get_kind_display()),
            why=hit.why,
            is_certain=len(names) == 1 and hit.body == names[0],
        )
        for hit in hits
    ]


class PlaceChoice(SuggestField):
    """A place; `country` and `kinds` narrow the suggestions."""

    model = Place

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the places that the words may mean."""
        return place_suggestions(query=text, country=self.country, kinds=self.kinds)

    def label_of(self, row: models.Model) -> str:
        """Return the place's name with its country."""
        assert isinstance(row, Place)
        return place_label(row)

    def find(self, pk: int) -> Place | None:
        """Return a place that is not archived."""
        return Place.objects.for_user(ANYBODY).select_related("country", "parent").filter(pk=pk).first()

    def find_archived(self, pk: int) -> Place | None:
        """Return an archived place."""
        rows = Place.objects.for_user(ANYBODY, archived=True).select_related("country", "parent")
        return rows.filter(pk=pk).first()

    def source(self) -> str:
        """Return the address of the place search."""
        return narrowed(reverse("registry:place_search"), country=self.country, kinds=self.kinds)


class BodyChoice(SuggestField):
    """A body; `country` and `kinds` narrow the suggestions."""

    model = Body

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the bodies that the words may mean."""
        return body_suggestions(query=text, country=self.country, kinds=self.kinds)

    def label_of(self, row: models.Model) -> str:
        """Return the body's name with what it is part of."""
        assert isinstance(row, Body)
        return body_label(row)

    def find(self, pk: int) -> Body | None:
        """Return a body that is not archived."""
        return Body.objects.for_user(ANYBODY).select_related("country", "parent").filter(pk=pk).first()

    def find_archived(self, pk: int) -> Body | None:
        """Return an archived body."""
        rows = Body.objects.for_user(ANYBODY, archived=True).select_related("country", "parent")
        return rows.filter(pk=pk).first()

    def source(self) -> str:
        """Return the address of the body search."""
        return narrowed(reverse("registry:body_search"), country=self.country, kinds=self.kinds)


def narrowed(address: str, *, country: str, kinds: Sequence[str]) -> str:
    """Return a search's address for suggestions of one country or some kinds."""
    given = [("part", "options"), *([("country", country)] if country else []), *(("kind", kind) for kind in kinds)]
    return f"{address}?{urlencode(given)}"
