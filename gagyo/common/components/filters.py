"""From a GET form to a bar of filters with a chip for each active one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest

from gagyo.common.components.addresses import address_without
from gagyo.common.components.parts import Chip, Text


@dataclass(frozen=True)
class FilterView:
    """
    A bar of filters ready to be drawn.

    more_open: one of the fields behind "More filters" is active, so they are shown
    kept: parameters that are no filter (the sort order) and go along
    """

    first: Sequence[forms.BoundField]
    more: Sequence[forms.BoundField]
    more_open: bool
    chips: Sequence[Chip]
    kept: Sequence[tuple[str, str]]


def filter_view(request: HttpRequest, form: forms.Form, *, open_fields: int) -> FilterView:
    """Return the visible fields, those behind "More filters", and the chips of what is active."""
    fields = form.visible_fields()
    more = fields[open_fields:]
    chips = [chip for field in fields for chip in chips_of(request, field)]
    names = {field.html_name for field in form} | {"page"}
    return FilterView(
        first=fields[:open_fields],
        more=more,
        more_open=any(request.GET.get(field.html_name) for field in more),
        chips=chips,
        kept=[(name, value) for name in request.GET if name not in names for value in request.GET.getlist(name)],
    )


def chips_of(request: HttpRequest, field: forms.BoundField) -> Iterable[Chip]:
    """Yield a chip for each value that the address gives a field."""
    name = field.html_name
    for value in request.GET.getlist(name):
        if value:
            yield Chip(label=field.label, value=shown_value(field, value), href=address_without(request, name, value))


def shown_value(field: forms.BoundField, value: str) -> Text:
    """Return a value in the words of its choice; values that are no choice stand for themselves."""
    for key, words in getattr(field.field, "choices", ()):
        if isinstance(words, list | tuple):
            found = next((label for inner, label in words if str(inner) == value), None)
            if found is not None:
                return str(found)
        elif str(key) == value:
            return str(words)
    return value
