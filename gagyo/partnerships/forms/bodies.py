"""Choosing a body or place by its name, with the keyboard alone and without a script."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gagyo.registry.models import Body, Place

NUMBERED = re.compile(r".*#(\d+)\s*\)?\s*")
MOST = 8


def written(row: Body | Place) -> str:
    """Return how a chosen row stands in its field: its name and number, which no other row shares."""
    return f"{row.name} (#{row.pk})"


class NamedChoice(forms.CharField):
    """A text field whose words become the one row that they name; several hits are listed to choose from."""

    def __init__(self, *, listed: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "off"
        if listed:
            self.widget.attrs["list"] = listed

    def rows(self) -> QuerySet[Any]:
        """Return the rows that may be chosen."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        """Show a row, or its number, as its name and number; leave what somebody typed."""
        if isinstance(value, Body | Place):
            return written(value)
        if isinstance(value, int):
            row = self.rows().filter(pk=value).first()
            return written(row) if row else ""
        return value

    def clean(self, value: Any) -> Any:
        """
        Return the row, or None for an empty field.

        :raises ValidationError: if nothing or several are meant; the sentence lists what to write
        """
        text = super().clean(value)
        if not text:
            return None
        numbered = NUMBERED.fullmatch(text)
        if numbered:
            found = list(self.rows().filter(pk=int(numbered[1]))[:1])
        else:
            exact = Q(name_ko__iexact=text) | Q(name_en__iexact=text)
            within = Q(name_ko__icontains=text) | Q(name_en__icontains=text)
            found = list(self.rows().filter(exact)[: MOST + 1]) or list(self.rows().filter(within)[: MOST + 1])
        return self.only(found, text)

    def only(self, found: list[Any], text: str) -> Any:
        """
        Return the one row found.

        :raises ValidationError: for none or several
        """
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("Nothing is called “%(text)s”. Check the spelling, or add it under Places and bodies first.")
                % {"text": text}
            )
        raise forms.ValidationError(
            _("“%(text)s” can be several: %(names)s. Enter one of these with its number.")
            % {"text": text, "names": " · ".join(self.described(row) for row in found[:MOST])}
        )

    def described(self, row: Any) -> str:
        """Return a hit with what tells it from the others."""
        return f"{written(row)} {row.country.name}"


class BodyChoice(NamedChoice):
    """A body of the registry."""

    def rows(self) -> QuerySet[Body]:
        """Return bodies that were not merged away."""
        return Body.objects.filter(archived_at=None, merged_into=None).select_related("country")


class PlaceChoice(NamedChoice):
    """A place of the registry."""

    def rows(self) -> QuerySet[Place]:
        """Return places that were not merged away."""
        return Place.objects.filter(merged_into=None).select_related("country")


def suggestions(bodies: Iterable[Body]) -> list[str]:
    """Return what a field of bodies offers while somebody types."""
    return [written(body) for body in bodies]
