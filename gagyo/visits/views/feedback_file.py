"""Feedback and use as a workbook: the tables of the page, each with its counting rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gagyo.common.components.cells import language
from gagyo.common.views.sheets import XLSX
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.documents.xlsx import write_xlsx
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.visits.models import FollowUp
from gagyo.visits.queries.feedback import ANSWERS, LEADS, MEAN, SITE_PERSONS, SITE_VISITS


@dataclass(frozen=True)
class FeedbackRow:
    """One line of a table: a site, a theme, or a site in a month ("2024-05")."""

    name: str
    answers: Figure | None = None
    mean: Figure | None = None
    visits: Figure | None = None
    persons: Figure | None = None
    month: str = ""


def notes_of(*rules: CountingRule) -> tuple[str, ...]:
    """Return what is counted, a line for each rule."""
    spoken = language()
    return tuple(f"{rule.name(spoken)}: {rule.sentence(spoken)}" for rule in rules)


def value_of(figure: Figure | None) -> Cell:
    """Return the number of a figure."""
    return figure.value if figure else None


def feedback_file(
    *,
    by_site: Sequence[FeedbackRow],
    by_theme: Sequence[FeedbackRow],
    months: Sequence[FeedbackRow],
    leads: Sequence[FollowUp],
    now: datetime,
) -> HttpResponse:
    """Return the workbook; the numbers are those of the page."""
    scores = (
        Column("answers", _("Answers"), Kind.INTEGER, 12),
        Column("mean", _("Satisfaction (1 to 5)"), Kind.DECIMAL, 16),
    )
    use = (Column("visits", _("Visits"), Kind.INTEGER, 12), Column("persons", _("Persons"), Kind.INTEGER, 12))
    sheets = [
        Sheet(
            title=_("By site"),
            notes=notes_of(ANSWERS, MEAN, SITE_VISITS, SITE_PERSONS),
            columns=(Column("name", _("Site"), width=36), *scores, *use),
            rows=[(row.name, *map(value_of, (row.answers, row.mean, row.visits, row.persons))) for row in by_site],
        ),
        Sheet(
            title=_("By theme"),
            notes=notes_of(ANSWERS, MEAN),
            columns=(Column("name", _("Theme"), width=36), *scores),
            rows=[(row.name, value_of(row.answers), value_of(row.mean)) for row in by_theme],
        ),
        Sheet(
            title=_("Use of the sites by month"),
            notes=notes_of(SITE_VISITS, SITE_PERSONS),
            columns=(Column("month", _("Month"), width=12), Column("name", _("Site"), width=36), *use),
            rows=[(row.month, row.name, value_of(row.visits), value_of(row.persons)) for row in months],
        ),
        lead_sheet(leads),
    ]
    answer = HttpResponse(write_xlsx(sheets, made_at=now), content_type=XLSX)
    answer.headers["Content-Disposition"] = "attachment; filename=feedback.xlsx"
    return answer


def lead_sheet(leads: Sequence[FollowUp]) -> Sheet:
    """Return what was asked for."""
    return Sheet(
        title=_("What visitors asked for afterwards"),
        notes=notes_of(LEADS),
        columns=(
            Column("what", _("What"), width=60),
            Column("kind", _("Kind"), width=18),
            Column("visit", _("Visit"), width=36),
            Column("due_on", _("Due on"), Kind.DATE, 14),
            Column("done_on", _("Done on"), Kind.DATE, 14),
            Column("outcome", _("What came of it"), width=40),
        ),
        rows=[
            (row.words, str(row.get_kind_display()), row.visit.name, row.due_on, row.done_on, row.outcome)
            for row in leads
        ],
    )
