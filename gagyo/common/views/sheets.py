"""Any list as a worksheet: the columns, rows and order of the screen, under its filter, without its pages."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.common.components import Action, Badge, Column, Link
from gagyo.common.components.cells import attribute
from gagyo.common.views.errors import error_page
from gagyo.kernels.documents.sheet import Cell, Kind, Sheet
from gagyo.kernels.documents.sheet import Column as SheetColumn
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language, date_text

CHUNK: Final = 2000
# Somebody without an account asks for a list that fits a page of figures, not for everything again and again.
MOST_PUBLIC_ROWS: Final = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def wants_sheet(request: HttpRequest) -> bool:
    """Tell whether the address asks for the list as a worksheet."""
    return request.GET.get("format") == "xlsx"


def sheet_action(request: HttpRequest) -> Action:
    """Return the button that opens the same list, with the same filter and order, as a worksheet."""
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "xlsx"
    return Action("XLSX", f"{request.path}?{query.urlencode()}", kind="tertiary", icon="down")


def sheet_refused(request: HttpRequest, *, count: Figure) -> HttpResponse:
    """Return the page that says that a list is too long for a worksheet without an account."""
    return error_page(
        request,
        status=422,
        title=_("This list is too long for a worksheet"),
        sentence=_(
            "It has %(count)s rows; without an account a worksheet holds %(most)s at most. "
            "Go back and narrow the list, such as to one year, or sign in."
        )
        % {"count": f"{count.value or 0:,}", "most": f"{MOST_PUBLIC_ROWS:,}"},
    )


def plain_cell(value: object) -> Cell:
    """Return what a drawn cell says, as data: a date stays a date, a link is its words."""
    if value is None or isinstance(value, str | int | Decimal | date):
        return value
    if isinstance(value, Link | Badge):
        return str(value.label)
    if isinstance(value, Figure):
        return value.value
    if isinstance(value, list | tuple):
        return ", ".join(str(plain_cell(each) or "") for each in value)
    return str(value)


def _rows(columns: Sequence[Column], rows: Iterable[object]) -> Iterator[tuple[Cell, ...]]:
    # A queryset keeps every row that it has given: a table of a million would not fit.
    for row in rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows:
        cells = [plain_cell(each.draw(row) if each.draw else attribute(row, each.key)) for each in columns]
        kinds = [kind_of(each) for each in columns]
        yield tuple(fitting(cell, kind) for cell, kind in zip(cells, kinds, strict=True))


def fitting(cell: Cell, kind: Kind) -> Cell:
    """Return a cell as its column takes it; what is empty on the screen is empty in a column of numbers."""
    if kind is Kind.TEXT:
        return None if cell is None else words(cell)
    return None if cell == "" else cell


def words(cell: Cell) -> str:
    """Return a cell of a text column as words; dates in ISO form, which every spreadsheet reads, moments in Korea."""
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def kind_of(column: Column) -> Kind:
    """Return the kind of a column: whole numbers where the screen sets it right, words elsewhere."""
    return Kind.INTEGER if column.numeric else Kind.TEXT


def sheet_answer(
    *, title: str, columns: Sequence[Column], rows: Iterable[object], count: Figure, name: str, now: datetime
) -> HttpResponse:
    """
    Return a list as XLSX, its first lines saying the as-of date, the counting rule and the count.

    rows: the whole list under the filter, in the order of the screen
    name: the file's name without ending
    """
    from gagyo.kernels.documents.xlsx import write_xlsx

    language: Language = "en" if (get_language() or "ko").startswith("en") else "ko"
    notes = (
        _("As of %(day)s") % {"day": date_text(count.as_of, language)},
        f"{count.rule.name(language)}: {count.text(language)} · {count.rule.sentence(language)}",
    )
    heads = tuple(SheetColumn(each.key, str(each.label), kind=kind_of(each)) for each in columns)
    body = write_xlsx([Sheet(title, notes, heads, _rows(columns, rows))], made_at=now)
    answer = HttpResponse(body, content_type=XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return answer
