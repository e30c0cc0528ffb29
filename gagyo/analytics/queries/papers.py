"""The statistics on paper and in worksheets: the same tables, total rows, dates and rules as on the page."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gagyo.analytics.queries.figures import StatTable
from gagyo.analytics.queries.question import Question
from gagyo.kernels.documents.report import Block, Closing, Document, Heading, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language, date_text, ratio_text


def cell(figure: Figure | None) -> Cell:
    """Return what a worksheet holds for a figure."""
    return figure.value if figure else None


def cells(name: str, above: str, figures: Sequence[Figure | None], *, has_above: bool) -> tuple[Cell, ...]:
    """Return a row of cells."""
    head: tuple[Cell, ...] = (name, above) if has_above else (name,)
    return (*head, *(cell(figure) for figure in figures))


def sheet_of(table: StatTable, *, asked: Question, whose: str, language: Language, with_total: bool) -> Sheet:
    """Return a table as a worksheet; paper draws the total row itself."""
    has_above = bool(table.above_title)
    kinds = {key: Kind.KRW if key == "budget" else Kind.INTEGER for key, _title in table.columns}
    rows = [
        cells(row.name, row.above, [row.figures.get(key) for key, _title in table.columns], has_above=has_above)
        for row in table.rows
    ]
    if with_total:
        rows.append(total_cells(table))
    return Sheet(
        title=table.title,
        notes=notes_of(table, asked=asked, whose=whose, language=language),
        columns=(
            Column("name", table.row_title, width=24),
            *([Column("above", table.above_title, width=16)] if has_above else []),
            *(Column(key, title, kinds[key], 16 if key == "budget" else 11) for key, title in table.columns),
        ),
        rows=rows,
    )


def total_cells(table: StatTable) -> tuple[Cell, ...]:
    """Return the row of totals, each counted over all rows."""
    figures = [table.total.get(key) for key, _title in table.columns]
    return cells(_("Total"), "", figures, has_above=bool(table.above_title))


def notes_of(table: StatTable, *, asked: Question, whose: str, language: Language) -> tuple[str, ...]:
    """Return the lines above a table: day, period, whose rows, rules."""
    period = _("As of %(day)s; projects begun from %(since)s") % {
        "day": date_text(asked.as_of, language),
        "since": date_text(asked.since, language),
    }
    left = [_("%(n)s ties fall in no row of this table.") % {"n": table.left_out}] if table.left_out else []
    rules = [f"{rule.name(language)}: {rule.sentence(language)}" for rule in table.rules]
    return (period, _("Rows: %(whose)s") % {"whose": whose}, *rules, *left)


def report(
    tables: Sequence[StatTable],
    *,
    top: Sequence[tuple[Figure, Figure | None]],
    asked: Question,
    whose: str,
    language: Language,
) -> Document:
    """Return the statistics as a report in the form that offices hand in."""
    blocks: list[Block] = [Heading(_("Summary"))]
    for figure, before in top:
        words = f"{figure.rule.name(language)}: {figure.text(language)}"
        if before and before.value is not None and figure.value is not None:
            words += f" ({ratio_text(current=figure.value, previous=before.value, language=language)})"
        blocks.append(ReportLine(words, 2))
    for table in tables:
        blocks.append(Heading(table.title))
        sheet = sheet_of(table, asked=asked, whose=whose, language=language, with_total=False)
        blocks.append(TableBlock(sheet, total=total_cells(table)))
    return Document(_("Ties and exchange projects of local governments"), (*blocks, Closing()), language)
