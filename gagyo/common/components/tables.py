"""From columns and rows to a table ready to be drawn."""

from collections.abc import Sequence
from html import escape

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gagyo.common.components.addresses import address_with, sort_direction
from gagyo.common.components.cells import attribute, drawn, link_html
from gagyo.common.components.parts import Column, TableHead, TableView
from gagyo.kernels.drawing.drawing import Table


def table_view(
    request: HttpRequest | None, *, columns: Sequence[Column], rows: Sequence[object], sort_parameter: str
) -> TableView:
    """
    Return heads with their sort links, and the finished body.

    The body is joined here and not in the template: a list of fifty rows is the most frequent page, and a template
    loop over its cells takes four times as long.
    """
    frames = [(column, *frame_of(column)) for column in columns]
    lines = [
        "<tr>"
        + "".join(f"{opening}{cell(row, column=column)}{closing}" for column, opening, closing in frames)
        + "</tr>"
        for row in rows
    ]
    return TableView(
        heads=[table_head(request, column=column, parameter=sort_parameter) for column in columns],
        body=mark_safe("\n".join(lines)),  # noqa: S308 - frames and cells are escaped
    )


def drawing_rows(table: Table) -> SafeString:
    """Return the rows of a drawing's table as finished HTML: a map of the world has more than a thousand."""
    lines = []
    for (name, *others), href in table.rows_with_links():
        words = f'<a href="{escape(href)}">{escape(name)}</a>' if href else escape(name)
        cells = "".join([f'<td class="number">{escape(each)}</td>' for each in others])
        lines.append(f'<tr><th scope="row">{words}</th>{cells}</tr>')
    return mark_safe("\n".join(lines))  # noqa: S308 - words and addresses are escaped


def frame_of(column: Column) -> tuple[SafeString, str]:
    """Return the tags round a cell; `data-label` names it where a narrow screen shows rows as cards."""
    if column.row_header:
        return format_html('<th scope="row" data-label="{}">', column.label), "</th>"
    if column.numeric:
        return format_html('<td class="number" data-label="{}">', column.label), "</td>"
    return format_html('<td data-label="{}">', column.label), "</td>"


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
    return link_html(href, value) if href else value


def plain_columns(columns: Sequence[Column]) -> list[Column]:
    """Return the columns without the links that sort, for pages that show a fixed choice of rows."""
    return [
        Column(each.key, each.label, href=each.href, numeric=each.numeric, row_header=each.row_header, draw=each.draw)
        for each in columns
    ]
