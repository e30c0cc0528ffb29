"""What the registry's screens have in common: pages of a list, figures, the answer to a save in between."""

from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gagyo.common.components import Difference
from gagyo.common.forms.suggest import SuggestField
from gagyo.common.queries import last_change
from gagyo.kernels.indicators.figure import CountingRule, Figure

M = TypeVar("M", bound=models.Model)
PER_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    """Return the page of a list that the address asks for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def count_of(request: HttpRequest, *, count: int, unit: str, rule: CountingRule, as_of: date) -> Figure:
    """Return the figure above a list: its rows are the list itself."""
    return Figure(value=count, unit=unit, as_of=as_of, rule=rule, href=request.get_full_path())


def words_of(form: forms.Form, name: str, value: Any) -> str:
    """Return a field's value in words."""
    field = form.fields[name]
    if isinstance(field, SuggestField):
        return field.typed(value).text
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(each) for each in field.clean([getattr(each, "pk", each) for each in value or []])))
    if isinstance(field, forms.ChoiceField):
        key = str(getattr(value, "pk", value) or "")
        return str(dict(field.choices).get(key, key))  # type: ignore[arg-type]  # no groups here
    return "" if value is None else str(value)


def differences(form: forms.Form, *, theirs: dict[str, Any]) -> list[Difference]:
    """Return the fields in which what I want and what somebody saved meanwhile differ."""
    found = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        mine, saved = words_of(form, name, form.cleaned_data.get(name)), words_of(form, name, theirs.get(name))
        if mine != saved:
            found.append(Difference(label=field.label or name, mine=mine or "–", theirs=saved or "–"))
    return found


def conflict_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    row: models.Model,
    theirs: dict[str, Any],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Return the form with my values under both versions side by side; saving again saves over the newer one."""
    saved = last_change(about=row)
    data = request.POST.copy()
    data["version"] = str(theirs["version"])
    clash = {
        "differences": differences(form, theirs=theirs),
        "saved_by": (saved.actor_label if saved else "") or _("Somebody"),
        "saved_at": saved.at if saved else None,
    }
    form.data = data
    return render(request, template, {**context, "form": form, "clash": clash}, status=409)


def number(text: str | None) -> int | None:
    """Return an id from an address, or nothing."""
    return int(text) if text and text.isdigit() and len(text) < 19 else None


def day_of(form: forms.Form, name: str) -> date | None:
    """Return a filter's day where it can be read."""
    value = form.cleaned_data.get(name) if form.is_valid() or name in form.cleaned_data else None
    return value if isinstance(value, date) else None
