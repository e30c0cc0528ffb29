"""The consolidated plan on paper and in worksheets, in the form in which the ministry is reported to."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.ambassadors.queries.consolidated import Edition
from gagyo.ambassadors.queries.consolidated_words import (
    activity_words,
    country_words,
    field_name,
    gap_title,
    goals_of,
    month_name,
    overlap_title,
    partner_words,
    province_names,
    state_name,
)
from gagyo.ambassadors.rules.consolidated import Total, lines_of
from gagyo.kernels.documents.report import (
    Attachments,
    Block,
    Closing,
    Document,
    NewPage,
    Paragraph,
    ReportLine,
    TableBlock,
)
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.indicators.words import Language, counted_text, date_text


def title_of(edition: Edition) -> str:
    """Return the title of the paper."""
    return _("Consolidated plan %(year)d of the ambassadors for international relations") % {"year": edition.found.year}


def standing(edition: Edition, language: Language) -> str:
    """Return as of when, and which edition it is."""
    day = _("As of %(day)s") % {"day": date_text(edition.as_of, language)}
    if edition.number is None:
        return _("%(day)s, not published") % {"day": day}
    return _("%(day)s, edition %(n)d, %(office)s") % {
        "day": day,
        "n": edition.number,
        "office": edition.publisher.said(language),
    }


def rule_words() -> str:
    """Return what is counted."""
    return _(
        "Plans that are approved are counted. Budgets that are not told add nothing. "
        "An overlap is one partner or country in one month of several provinces."
    )


def consolidated_document(edition: Edition, *, language: Language) -> Document:
    """Return the consolidated plan as a report, the plans of the provinces behind it as its attachment."""
    blocks: list[Block] = [Paragraph(standing(edition, language), "right"), *summary(edition, language)]
    blocks += gap_lines(edition, language)
    blocks += overlap_lines(edition, language)
    for sheet, goals in ((field_sheet(edition, language), True), (month_sheet(edition, language), False)):
        blocks.append(TableBlock(sheet, total=total_cells(edition.found.total, goals=goals)))
    attached = _("Plans of the provinces")
    blocks += [Attachments((_("%(title)s, 1 copy.") % {"title": attached},)), Closing(), NewPage(attached)]
    blocks += province_blocks(edition, language)
    return Document(title_of(edition), tuple(blocks), language)


def summary(edition: Edition, language: Language) -> Iterator[Block]:
    """Yield the figures at the head."""
    found = edition.found
    total = found.total
    yield ReportLine(_("Summary"))
    yield ReportLine(
        _("Approved plans: %(n)d of %(all)d provinces") % {"n": len(found.in_force), "all": len(found.plans)}, 2
    )
    yield ReportLine(_("Goals: %(n)d; activities: %(m)d") % {"n": total.goals, "m": total.activities}, 2)
    yield ReportLine(_("Budget: %(amount)s") % {"amount": counted_text(total.budget_krw, "krw", language)}, 2)
    yield ReportLine(
        _("Gaps found: %(n)d; overlaps found: %(m)d") % {"n": len(found.gaps), "m": len(found.overlaps)}, 2
    )
    said, _code, _state = edition.note.in_language(language)
    for line in said.splitlines():
        if line.strip():
            yield ReportLine(line.strip(), 3)
    yield ReportLine(rule_words(), 4)


def gap_lines(edition: Edition, language: Language) -> Iterator[Block]:
    """Yield what is missing, with the provinces."""
    yield ReportLine(pgettext("consolidated plan", "Gaps"))
    for gap in edition.found.gaps:
        yield ReportLine(gap_title(gap), 2)
        if gap.provinces:
            yield ReportLine(province_names(edition.found, gap.provinces, language=language), 3)
    if not edition.found.gaps:
        yield ReportLine(_("None found."), 2)


def overlap_lines(edition: Edition, language: Language) -> Iterator[Block]:
    """Yield what several provinces plan at once, with the activities."""
    yield ReportLine(pgettext("consolidated plan", "Overlaps"))
    for overlap in edition.found.overlaps:
        yield ReportLine(overlap_title(overlap, language=language), 2)
        for line in lines_of(edition.found, ids=overlap.activities):
            yield ReportLine(activity_words(line, language=language), 3)
    if not edition.found.overlaps:
        yield ReportLine(_("None found."), 2)


def number_columns(*, goals: bool) -> tuple[Column, ...]:
    """Return the columns of totals; only fields have goals."""
    return (
        Column("provinces", _("Provinces"), Kind.INTEGER, 10),
        *((Column("goals", _("Goals"), Kind.INTEGER, 10),) if goals else ()),
        Column("activities", _("Activities"), Kind.INTEGER, 10),
        Column("budget_krw", _("Budget (KRW)"), Kind.KRW, 18),
    )


def number_cells(total: Total, *, goals: bool) -> tuple[Cell, ...]:
    """Return the cells of a row of totals."""
    return (total.provinces, *((total.goals,) if goals else ()), total.activities, total.budget_krw)


def total_cells(total: Total, *, goals: bool) -> tuple[Cell, ...]:
    """Return the last row, counted over all plans."""
    return (_("Total"), *number_cells(total, goals=goals))


def field_sheet(edition: Edition, language: Language) -> Sheet:
    """Return what is planned in each field."""
    return Sheet(
        _("By field"),
        (standing(edition, language),),
        (Column("field", pgettext("support request", "Field"), width=24), *number_columns(goals=True)),
        [(field_name(each.key), *number_cells(each, goals=True)) for each in edition.found.by_field],
    )


def month_sheet(edition: Edition, language: Language) -> Sheet:
    """Return what is planned in each month."""
    return Sheet(
        _("By month"),
        (standing(edition, language),),
        (Column("month", _("Month"), width=14), *number_columns(goals=False)),
        [(month_name(each.key), *number_cells(each, goals=False)) for each in edition.found.by_month],
    )


def province_sheet(edition: Edition, language: Language) -> Sheet:
    """Return every province with the state of its plan."""
    rows: list[tuple[Cell, ...]] = [
        (
            plan.name.said(language),
            state_name(plan.state),
            len(plan.goals) if plan.in_force else None,
            len(plan.activities) if plan.in_force else None,
            sum(each.budget_krw or 0 for each in plan.activities) if plan.in_force else None,
        )
        for plan in edition.found.plans
    ]
    return Sheet(
        _("Plans of the provinces"),
        (standing(edition, language), rule_words()),
        (
            Column("province", _("Province"), width=20),
            Column("state", _("State"), width=14),
            Column("goals", _("Goals"), Kind.INTEGER, 10),
            Column("activities", _("Activities"), Kind.INTEGER, 10),
            Column("budget_krw", _("Budget (KRW)"), Kind.KRW, 18),
        ),
        rows,
    )


def activity_sheet(edition: Edition, language: Language, *, province_id: int | None = None) -> Sheet:
    """Return the planned activities, of one province or of all."""
    lines = [line for line in lines_of(edition.found) if province_id is None or line.plan.province_id == province_id]
    alone = province_id is not None
    rows: list[tuple[Cell, ...]] = [
        (
            *(() if alone else (line.plan.name.said(language),)),
            month_name(line.activity.month),
            field_name(line.activity.field),
            line.activity.title.said(language),
            partner_words(line, language=language),
            country_words(line, language=language),
            line.activity.budget_krw,
        )
        for line in lines
    ]
    return Sheet(
        _("Planned activities"),
        (),
        (
            *(() if alone else (Column("province", _("Province"), width=18),)),
            Column("month", _("Month"), width=10),
            Column("field", pgettext("support request", "Field"), width=14),
            Column("activity", pgettext("annual plan", "Activity"), width=34),
            Column("partners", _("Partners"), width=20),
            Column("countries", _("Countries"), width=14),
            Column("budget_krw", _("Budget (KRW)"), Kind.KRW, 16),
        ),
        rows,
    )


def province_blocks(edition: Edition, language: Language) -> Iterator[Block]:
    """Yield the goals and activities of each plan that counts, behind a table of all states."""
    yield TableBlock(province_sheet(edition, language))
    for plan in edition.found.in_force:
        yield ReportLine(plan.name.said(language))
        for goal in goals_of(plan, language=language):
            yield ReportLine(goal, 2)
        if plan.activities:
            yield TableBlock(activity_sheet(edition, language, province_id=plan.province_id))


def finding_sheet(edition: Edition, language: Language) -> Sheet:
    """Return gaps and overlaps, one row each, with the provinces."""
    found = edition.found
    rows: list[tuple[Cell, ...]] = [
        (pgettext("consolidated plan", "Gap"), gap_title(gap), province_names(found, gap.provinces, language=language))
        for gap in found.gaps
    ]
    rows += [
        (
            pgettext("consolidated plan", "Overlap"),
            overlap_title(overlap, language=language),
            "; ".join(activity_words(line, language=language) for line in lines_of(found, ids=overlap.activities)),
        )
        for overlap in found.overlaps
    ]
    return Sheet(
        _("Gaps and overlaps"),
        (standing(edition, language), rule_words()),
        (
            Column("kind", _("Kind"), width=12),
            Column("what", pgettext("consolidated plan", "What was found"), width=44),
            Column("where", _("Provinces and activities"), width=60),
        ),
        rows,
    )


def consolidated_sheets(edition: Edition, *, language: Language) -> Sequence[Sheet]:
    """Return the consolidated plan as worksheets."""
    return (
        province_sheet(edition, language),
        activity_sheet(edition, language),
        field_sheet(edition, language),
        month_sheet(edition, language),
        finding_sheet(edition, language),
    )
