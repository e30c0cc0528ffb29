"""The tables by what a tie is: its kind, and the year of its signing."""

from datetime import date

from django.utils.translation import gettext as _

from gagyo.analytics.queries.figures import (
    KINDS,
    WORK,
    WORK_COLUMNS,
    Maker,
    StatRow,
    StatTable,
    countries_of,
    governments_of,
    plain,
    tie_columns,
    work_figures,
)
from gagyo.analytics.queries.question import Counted
from gagyo.kernels.indicators.count import Key, tally
from gagyo.partnerships.choices import TieKind
from gagyo.partnerships.queries.directory_filter import UNKNOWN


def table_by_kind(counted: Counted) -> StatTable:
    """Return ties, countries and governments of each kind of tie."""
    asked, made = counted.question, Maker(counted, ties_of=lambda row: [row.kind])
    rows = []
    for kind in TieKind:
        ties = made.tie_figures(kind.value, kind=kind.value)
        figures = {
            "ties": ties["ties"],
            "before": ties["before"],
            "countries": countries_of(asked, made.rows_of(kind.value), kind=kind.value),
            "governments": governments_of(asked, made.rows_of(kind.value), kind=kind.value),
        }
        rows.append(StatRow(str(kind.label), figures))
    totals = made.totals()
    total_row = {
        "ties": totals["ties"],
        "before": totals["before"],
        "countries": countries_of(asked, counted.ties),
        "governments": governments_of(asked, counted.ties),
    }
    columns = [
        ("ties", _("Ties")),
        ("before", _("Ties a year before")),
        ("countries", _("Countries")),
        ("governments", _("Local governments")),
    ]
    return StatTable("kind", _("By kind"), _("Kind"), "", columns, rows, total_row)


def table_by_year(counted: Counted) -> StatTable:
    """Return the ties in force by the year of their signing, and projects and budget by the year they began."""
    asked, made = counted.question, Maker(counted, ties_of=lambda row: [row.year or UNKNOWN])
    work = tally(counted.projects, [Key("group", "year")], WORK)
    years = sorted({*made.groups(), *(group[0] for group in work.cells)}, key=str, reverse=True)
    rows = []
    for year in years:
        known = year != UNKNOWN
        ties = made.tie_figures(year, year=str(year))
        since = max(asked.since, date(int(year), 1, 1)) if known else asked.since
        until = min(asked.as_of, date(int(year), 12, 31)) if known else asked.as_of
        figures = {key: ties[key] for key in ("ties", *(f"kind-{kind}" for kind in KINDS))}
        if known and since <= until:
            figures.update(work_figures(asked, work.cell(year), since=since, until=until))
        rows.append(StatRow(str(year) if known else _("Unknown"), figures))
    totals = {**made.totals(), **work_figures(asked, work.total)}
    del totals["before"]
    columns = [column for column in tie_columns() if column[0] != "before"]
    return StatTable("year", _("By year"), _("Year"), "", [*columns, *plain(WORK_COLUMNS)], rows, totals)
