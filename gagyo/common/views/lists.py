"""What every list has: the page that the address asks for, and the figure above it, whose rows are the list itself."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar, overload

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from gagyo.kernels.indicators.figure import CountingRule, Figure

M = TypeVar("M", bound=Model)
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
PER_PAGE = 50


class Paged(Protocol[R_co]):
    """Rows that are counted and read by stretches, as a query set is."""

    def __len__(self) -> int:
        """Count them."""

    def __iter__(self) -> Iterator[R_co]:
        """Return all of them."""

    def __getitem__(self, part: slice, /) -> Sequence[R_co]:
        """Return a stretch of them."""


@overload
def page_of(request: HttpRequest, rows: QuerySet[M], *, per_page: int = PER_PAGE) -> Page[M]: ...
@overload
def page_of(request: HttpRequest, rows: Paged[R], *, per_page: int = PER_PAGE) -> Page[R]: ...
def page_of(request: HttpRequest, rows: Any, *, per_page: int = PER_PAGE) -> Page[Any]:
    """Return the page of a list that the address asks for."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))


def count_of(request: HttpRequest, *, count: int, unit: str, rule: CountingRule, as_of: date) -> Figure:
    """Return the figure above a list: its rows are the list itself."""
    return Figure(value=count, unit=unit, as_of=as_of, rule=rule, href=request.get_full_path())


def day_of(form: forms.Form, name: str) -> date | None:
    """Return a filter's day where it can be read."""
    value = form.cleaned_data.get(name) if form.is_valid() or name in form.cleaned_data else None
    return value if isinstance(value, date) else None
