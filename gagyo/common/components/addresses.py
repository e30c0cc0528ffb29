"""Addresses of the present page with a parameter changed: what filters, sorting and pages are made of."""

from collections.abc import Iterable

from django.http import HttpRequest, QueryDict


def address_with(request: HttpRequest, **changes: str | int | None) -> str:
    """
    Return the query part of the present address with parameters changed; None takes one away.

    An address without any parameter is `?`, never empty: an empty link would keep the old parameters.
    """
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def address_without(request: HttpRequest, name: str, value: str) -> str:
    """Return the address without one value of a parameter, and from the first page again."""
    query: QueryDict = request.GET.copy()
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    query.pop("page", None)
    return f"?{query.urlencode()}"


def sort_direction(request: HttpRequest, *, name: str, parameter: str) -> str:
    """Return `ascending`, `descending` or nothing for a column, as the address has it."""
    wanted = request.GET.get(parameter, "")
    if wanted == name:
        return "ascending"
    return "descending" if wanted == f"-{name}" else ""


def page_numbers(*, current: int, last: int, around: int = 2) -> Iterable[int]:
    """
    Return the numbers to show: the first, the last and those around the current one; 0 stands for a gap.

    >>> list(page_numbers(current=7, last=20))
    [1, 0, 5, 6, 7, 8, 9, 0, 20]
    """
    shown = sorted({1, last, *range(max(1, current - around), min(last, current + around) + 1)})
    before = 0
    for number in shown:
        if number - before == 2:
            yield before + 1
        elif number - before > 2:
            yield 0
        yield number
        before = number
