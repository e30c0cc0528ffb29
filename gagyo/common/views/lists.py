"""What every list has: the page that the address asks for, and the figure above it, whose rows are the list itself."""

from datetime import date
from typing import TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from gagyo.kernels.indicators.figure import CountingRule, Figure

M = TypeVar("M", bound=Model)
PER_PAGE = 50


def page_of(request: HttpRequest, rows: QuerySet[M], *, per_page: int = PER_PAGE) -> Page[M]:
    """Return the page of a list that the address asks for."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def count_of(request: HttpRequest, *, count: int, unit: str, rule: CountingRule, as_of: date) -> Figure:
    """Return the figure above a list: its rows are the list itself."""
    return Figure(value=count, unit=unit, as_of=as_of, rule=rule, href=request.get_full_path())


def day_of(form: forms.Form, name: str) -> date | None:
    """Return a filter's day where it can be read."""
    value = form.cleaned_data.get(name) if form.is_valid() or name in form.cleaned_data else None
    return value if isinstance(value, date) else None
