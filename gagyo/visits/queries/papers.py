"""The half-year figures on paper and in worksheets: the same numbers, rules and days as on the page."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.kernels.documents.report import Block, Closing, Document, Heading, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language, date_text, ratio_text
from gagyo.visits.queries.half_tables import HalfTable
from gagyo.visits.queries.half_years import MEASURES, HalfQuestion
from gagyo.visits.queries.press import half_name


def title_of(asked: HalfQuestion, *, who: str, language: Language) -> str:
    """Return the title of the paper."""
    name = half_name(asked, language)
    return f"{who} {name} 대표단 방문 현황" if language == "ko" else f"Delegations received by {who} in {name}"


def notes_of(asked: HalfQuestion, *, language: Language) -> tuple[str, ...]:
    """Return the lines that make the numbers checkable: day, comparison, rule."""
    before = asked.last_year
    rule = asked.rule.sentence_ko if language == "ko" else asked.rule.sentence_en
    return (
        _("As of %(day)s; last year until %(before)s")
        % {
            "day": date_text(asked.half.cut(asked.as_of), language),
            "before": date_text(before.half.cut(before.as_of), language),
        },
        _("Counting rule: %(rule)s") % {"rule": rule},
    )


def summary_sheet(
    asked: HalfQuestion, figures: Mapping[str, Figure], *, who: str, language: Language, press: Sequence[str] = ()
) -> Sheet:
    """Return the four figures beside last year's; press: the sentences, where the sheet stands alone."""
    rows: list[tuple[Cell, ...]] = []
    for name in MEASURES:
        now, before = figures[name], figures[f"{name}_last_year"]
        ratio = ratio_text(current=now.value or 0, previous=before.value or 0, language=language)
        rows.append((now.rule.name(language), now.value, before.value, ratio))
    return Sheet(
        title=_("Summary"),
        notes=(title_of(asked, who=who, language=language), *press, *notes_of(asked, language=language)),
        columns=(
            Column("name", _("Figure"), width=28),
            Column("now", str(asked.half), Kind.INTEGER, 12),
            Column("before", str(asked.half.a_year_before), Kind.INTEGER, 12),
            Column("ratio", pgettext("figures", "Change"), width=30),
        ),
        rows=rows,
    )


def table_sheet(asked: HalfQuestion, table: HalfTable, *, language: Language, with_total: bool) -> Sheet:
    """Return a table as a worksheet; paper draws the total row itself."""
    rows: list[tuple[Cell, ...]] = [
        (row.name, *(row.figures[key].value for key, _title in table.columns)) for row in table.rows
    ]
    if with_total and table.total:
        rows.append(total_cells(table))
    left = [_("%(n)d parties fall in no row of this table.") % {"n": table.left_out}] if table.left_out else []
    return Sheet(
        title=table.title,
        notes=(*notes_of(asked, language=language), *left),
        columns=(
            Column("name", table.row_title, width=24),
            *(Column(key, title, Kind.INTEGER, 12) for key, title in table.columns),
        ),
        rows=rows,
    )


def total_cells(table: HalfTable) -> tuple[Cell, ...]:
    """Return the row of totals, each counted over all rows."""
    return (_("Total"), *(table.total[key].value for key, _title in table.columns))


def half_sheets(
    asked: HalfQuestion,
    figures: Mapping[str, Figure],
    tables: Sequence[HalfTable],
    *,
    press: Sequence[str],
    who: str,
    language: Language,
) -> list[Sheet]:
    """Return the figures as worksheets: the summary with the sentences for the press, then each table."""
    return [
        summary_sheet(asked, figures, who=who, language=language, press=press),
        *(table_sheet(asked, table, language=language, with_total=True) for table in tables),
    ]


def half_report(
    asked: HalfQuestion,
    figures: Mapping[str, Figure],
    tables: Sequence[HalfTable],
    *,
    press: Sequence[str],
    who: str,
    language: Language,
) -> Document:
    """
    Return the figures as a report in the form that offices hand in: sentences, then tables.

    press: the sentences, from press_sentences
    """
    blocks: list[Block] = [Heading(_("Summary"))]
    blocks += [ReportLine(line, 2) for line in press]
    blocks.append(TableBlock(summary_sheet(asked, figures, who=who, language=language)))
    for table in tables:
        if not table.rows:
            continue
        sheet = table_sheet(asked, table, language=language, with_total=False)
        blocks += [Heading(table.title), TableBlock(sheet, total=total_cells(table) if table.total else None)]
    return Document(title_of(asked, who=who, language=language), (*blocks, Closing()), language)
