"""From columns and rows to a table ready to be drawn."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gagyo.common.components.addresses import address_with, sort_direction
from gagyo.common.components.cells import attribute, drawn
from gagyo.common.components.parts import Column, TableHead, TableView


def table_view(
    request: HttpRequest | None, *, columns: Sequence[Column], rows: Sequence[object], sort_parameter: str
) -> TableView:
    """Return heads with their sort links, and every row as (column, finished cell)."""
    return TableView(
        heads=[table_head(request, column=column, parameter=sort_parameter) for column in columns],
        rows=[[(column, cell(row, column=column)) for column in columns] for row in rows],
    )


def table_head(request: HttpRequest | None, *, column: Column, parameter: str) -> TableHead:
    """Return a column's head; following its link sorts by it, and the other way round the second time."""
    if not column.sort or request is None:
        return TableHead(column=column)
    direction = sort_direction(request, name=column.sort, parameter=parameter)
    wanted = f"-{column.sort}" if direction == "ascending" else column.sort
    href = address_with(request, **{parameter: wanted, "page": None})
    if direction == "ascending":
        return TableHead(column=column, href=href, direction="ascending")
    if direction == "descending":
        return TableHead(column=column, href=href, direction="descending")
    return TableHead(column=column, href=href)


def cell(row: object, *, column: Column) -> SafeString:
    """
    Return one finished cell.

    :raises AttributeError: if the row has no such attribute
    """
    value = drawn(column.draw(row) if column.draw else attribute(row, column.key))
    href = attribute(row, column.href) if column.href else ""
    return format_html('<a href="{}">{}</a>', href, value) if href else value
