"""The figures of support requests as of a day: each opens its rows; by field, country or asker."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Column, Link, Tab
from gagyo.common.components.cells import language
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, today_of
from gagyo.kernels.indicators.words import number_text
from gagyo.support.forms.filters import FiguresForm
from gagyo.support.queries.figure_tables import GROUPS, GroupRow, group_rows
from gagyo.support.queries.figures import FIRST_ANSWER, WORDS, request_figures
from gagyo.support.queries.standing import STANDINGS, end_of

SHOWN = ("received", "answered", "withdrawn", "open", "fulfilled", "fulfilled_in_part", "overdue")


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures as of a day, and the table of one grouping; both in the address, and as XLSX."""
    actor, now, today = actor_of(request), timezone.now(), today_of()
    form = FiguresForm(request.GET, today=today)
    found = request_figures(actor=actor, as_of=form.wanted_day(), now=now, today=today)
    by = request.GET.get("by", "") if request.GET.get("by") in GROUPS else GROUPS[0]
    rows = group_rows(by, as_of=found.as_of, until=end_of(found.as_of, now=now))
    columns = group_columns(by)
    if wants_sheet(request):
        title, name = _("Figures of support requests"), f"requests-{by}-{found.as_of.isoformat()}"
        received = found.figures["received"]
        plain = group_columns(by, for_sheet=True)
        return sheet_answer(title=title, columns=plain, rows=rows, count=received, name=name, now=now)
    context: dict[str, Any] = {
        "form": form,
        "figures": [found.figures[name] for name in SHOWN],
        "hours": found.figures[FIRST_ANSWER],
        "tabs": group_tabs(by, as_of=request.GET.get("as_of", "")),
        "columns": columns,
        "rows": rows,
        "more_actions": [sheet_action(request)],
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (_("Figures of support requests"), "")),
    }
    return render(request, "support/figures.html", context)


def group_tabs(by: str, *, as_of: str) -> list[Tab]:
    """Return the groupings as links."""
    words = {
        "field": _("By field"),
        "country": _("By country"),
        "province": _("By province"),
        "asker": _("By asker"),
        "office": _("By office that answers"),
    }
    day = f"&as_of={as_of}" if as_of else ""
    return [Tab(words[each], f"?by={each}{day}", active=each == by) for each in GROUPS]


def group_columns(by: str, *, for_sheet: bool = False) -> list[Column]:
    """
    Return the columns of a grouping; hours stand beside the number of requests that were answered.

    for_sheet: numbers as numbers, without the links to their rows
    """
    heads = {
        "field": pgettext("support request", "Field"),
        "country": _("Country"),
        "province": _("Province"),
        "asker": _("Who asks"),
        "office": _("Office that answers"),
    }
    numbers = [
        Column(
            name,
            WORDS[name][0 if language() == "ko" else 1],
            numeric=True,
            draw=number_cell(name, linked=not for_sheet),
        )
        for name in STANDINGS
    ]
    # A worksheet's number is a whole one; hours have tenths, and say of how many requests they are.
    hours = [
        Column(f"{name}_{part}", head, numeric=not for_sheet, draw=hours_cell(name, part))
        for name, part, head in (
            ("first", "median", _("Hours to the first answer (median)")),
            ("first", "most", _("Hours to the first answer (90 %)")),
            ("end", "median", _("Hours to the end (median)")),
            ("end", "most", _("Hours to the end (90 %)")),
        )
    ]
    return [Column("name", heads[by], row_header=True), *numbers, *hours]


def number_cell(standing: str, *, linked: bool) -> Any:
    """Return how a number is drawn: as the link to its rows, where there is one."""

    def draw(row: GroupRow) -> object:
        href = row.href(standing)
        if not linked:
            return row.numbers[standing]
        return Link(number_text(row.numbers[standing]), href) if href else number_text(row.numbers[standing])

    return draw


def hours_cell(name: str, part: str) -> Any:
    """Return how working hours are drawn: with the number of answers they are of; a dash where nothing was answered."""

    def draw(row: GroupRow) -> object:
        spread = getattr(row, name)
        value = getattr(spread, part)
        return "–" if value is None else f"{number_text(value)} (n = {spread.n})"

    return draw
