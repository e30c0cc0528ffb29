"""The statistics: figures at the top, one table at a time or all for printing, as XLSX and HWPX."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gagyo.analytics.forms import StatisticsForm
from gagyo.analytics.queries.figures import StatRow, StatTable
from gagyo.analytics.queries.papers import report, sheet_of
from gagyo.analytics.queries.question import Counted, Question
from gagyo.analytics.queries.tables import MAKERS, TABLES, headline
from gagyo.common.components import Column, Link, Tab
from gagyo.common.rules import Actor
from gagyo.common.views.parts import kept_part
from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.drawing.charts import Bar, bar_chart, column_chart
from gagyo.kernels.drawing.drawing import Drawing
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language, counted_text, ratio_text

MOST_BARS = 17
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "hwpx": "application/hwp+zip",
}


@dataclass(frozen=True)
class Headline:
    """A figure at the top, and how it stands to the same day of the year before."""

    figure: Figure
    before: Figure | None
    change: str


def page_language() -> Language:
    """Return the language of the answer."""
    return "en" if get_language() == "en" else "ko"


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    return actor


def whose_rows(actor: Actor) -> str:
    """Say whose rows are counted."""
    if actor.is_anonymous:
        return _("public rows only")
    return _("public rows and all others that %(who)s may read") % {"who": actor.office_label or actor.label}


def compared(pair: tuple[Figure, Figure | None]) -> Headline:
    """Return a figure with its comparison in words."""
    figure, before = pair
    if before is None or before.value is None or figure.value is None:
        return Headline(figure, None, "")
    return Headline(figure, before, ratio_text(current=figure.value, previous=before.value, language=page_language()))


def table_columns(table: StatTable) -> list[Column]:
    """Return the columns of a table as the page draws them."""

    def drawn(key: str) -> Any:
        return lambda row: row.figures.get(key) or ""

    above = [Column("above", table.above_title)] if table.above_title else []
    figures = [Column(key, title, numeric=True, draw=drawn(key)) for key, title in table.columns]
    return [Column("name", table.row_title, row_header=True), *above, *figures]


def with_total(table: StatTable) -> list[StatRow]:
    """Return the rows and, last, the totals over all rows."""
    return [*table.rows, StatRow(_("Total"), table.total)]


def rules_of(table: StatTable) -> list[tuple[str, str]]:
    """Return the name and the sentence of each counting rule of a table."""
    language = page_language()
    return [(rule.name(language), rule.sentence(language)) for rule in table.rules]


def in_ties(value: int | Decimal) -> str:
    """Return a number of ties in words."""
    return counted_text(int(value), "tie", page_language())


def chart_of(table: StatTable) -> Drawing | None:
    """Return the chart of a table: its largest rows, or the years in their order."""
    # The provinces are few and stand in their own order, those without a tie too.
    in_order = table.code == "province"
    bars = [
        Bar(
            f"{row.name}, {row.above}" if row.above and table.code != "region" else row.name,
            [row.figures["ties"].value or 0],
            row.figures["ties"].href or "",
        )
        for row in table.rows
        if in_order or row.figures["ties"].value
    ]
    if not any(bar.values[0] for bar in bars):
        return None
    if table.code == "year":
        dated = [bar for bar in reversed(bars) if bar.label.isdigit()]
        return (
            column_chart(
                title=_("Ties in force by year of signing"),
                description=_("A column for each year in which ties in force were signed."),
                columns=dated,
                head=[table.row_title, _("Ties")],
                in_words=in_ties,
            )
            if dated
            else None
        )
    largest = bars if in_order else sorted(bars, key=lambda bar: (-bar.values[0], bar.label))[:MOST_BARS]
    return bar_chart(
        title=_("Ties in force: %(title)s") % {"title": table.title},
        description=_("A bar for each row of the table.")
        if in_order
        else _("A bar for each row of the table, the %(n)s largest.") % {"n": MOST_BARS},
        bars=largest,
        head=[table.row_title, _("Ties")],
        in_words=in_ties,
    )


def tabs_of(request: HttpRequest, here: str) -> list[Tab]:
    """Return the tables as tabs; each keeps the day and the period."""
    found = []
    for code, title in (*TABLES.items(), ("all", _("All tables, for printing"))):
        query = request.GET.copy()
        query["table"] = code
        found.append(Tab(str(title), f"?{query.urlencode()}", active=code == here))
    return found


def chosen(request: HttpRequest) -> str:
    """
    Return the table that the address names.

    :raises Http404: if there is none of that name
    """
    code = request.GET.get("table") or "province"
    if code != "all" and code not in MAKERS:
        raise Http404
    return code


def made(counted: Counted, codes: Sequence[str]) -> list[StatTable]:
    """Return the tables of these names."""
    return [MAKERS[code](counted) for code in codes]


def statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures and one table, or all; who reads the same rows shares what is drawn."""
    here, whose = chosen(request), whose_rows(actor_of(request))
    body = kept_part(
        request, template="analytics/statistics_body.html", make=lambda: body_values(request, here, whose), about=whose
    )
    context = {"crumbs": [Link(_("Home"), reverse("pages:home")), Link(_("Statistics"))], "body": body.html}
    return render(request, "analytics/statistics.html", context, status=body.status)


def body_values(request: HttpRequest, here: str, whose: str) -> dict[str, Any]:
    """Return what the page shows below its name."""
    form = StatisticsForm(request.GET, today=timezone.localdate())
    values: dict[str, Any] = {"form": form, "whose": whose, "views": tabs_of(request, here), "table_code": here}
    if not form.is_valid():
        return {**values, "status": 400}
    asked = form.question(actor_of(request))
    counted = Counted(asked)
    tables = made(counted, list(MAKERS) if here == "all" else [here])
    query = request.GET.copy()
    query.pop("table", None)
    return {
        **values,
        "asked": asked,
        "headline": [compared(pair) for pair in headline(counted)],
        "tables": [
            (table, table_columns(table), with_total(table), chart_of(table), rules_of(table)) for table in tables
        ],
        "downloads": [
            Link(form_name.upper(), f"{reverse('analytics:statistics_data', args=[form_name])}?{query.urlencode()}")
            for form_name in FILES
        ],
    }


def written(asked: Question, form_name: str) -> bytes:
    """Return all tables as a file."""
    counted, language, whose = Counted(asked), page_language(), whose_rows(asked.actor)
    tables, now = made(counted, list(MAKERS)), timezone.now()
    if form_name == "xlsx":
        sheets = [sheet_of(table, asked=asked, whose=whose, language=language, with_total=True) for table in tables]
        return write_xlsx(sheets, made_at=now)
    paper = report(tables, top=headline(counted), asked=asked, whose=whose, language=language)
    return write_hwpx(paper, made_at=now)


def statistics_data(request: HttpRequest, form: str) -> HttpResponse:
    """Give all tables as a worksheet file or a report."""
    if form not in FILES:
        raise Http404
    asking = StatisticsForm(request.GET, today=timezone.localdate())
    if not asking.is_valid():
        return statistics(request)
    asked = asking.question(actor_of(request))
    response = HttpResponse(written(asked, form), content_type=FILES[form])
    name = f"gagyo-statistics-{asked.as_of.isoformat()}.{form}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
