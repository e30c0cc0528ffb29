"""Exchange projects as a table: exactly those of a list, with what an import of the file needs."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.queries.directory_projects import PROJECTS
from gagyo.partnerships.rules.results import state_on


def projects_sheet(
    *, rows: "QuerySet[ExchangeProject]", actor: Actor, today: date, filter_words: Sequence[str]
) -> Sheet:
    """
    Return the projects as a table.

    rows: from listed_projects(); filter_words: the filter in words, one each
    """
    count = rows.count()
    ties = set(Tie.objects.for_user(actor).filter(pk__in=rows.order_by().values("tie")).values_list("pk", flat=True))
    notes = (
        _("As of %(day)s") % {"day": today.isoformat()},
        PROJECTS.sentence(language()),
        _("%(n)d projects") % {"n": count},
        *filter_words,
    )
    return Sheet(_("Exchange projects"), notes, _columns(), (_cells(row, today, ties) for row in rows))


def _columns() -> tuple[Column, ...]:
    return (
        Column("id", _("Gagyo ID"), Kind.INTEGER, 8),
        Column("name_ko", _("Korean name"), width=34),
        Column("name_en", _("English name"), width=34),
        Column("government", _("Local government"), width=20),
        Column("partners", _("Partners"), width=30),
        Column("country", _("Country"), width=14),
        Column("kind", _("Kind"), width=16),
        Column("starts_on", _("From"), Kind.DATE),
        Column("ends_on", _("Until"), Kind.DATE),
        Column("persons_out", _("People sent"), Kind.INTEGER),
        Column("persons_in", _("People received"), Kind.INTEGER),
        Column("budget_krw", _("Budget (won)"), Kind.KRW, 18),
        Column("state", _("State"), width=10),
        Column("outcome", _("Outcome"), width=50),
        Column("outcome_on", _("Outcome recorded on"), Kind.DATE),
        Column("tie_id", _("Tie's Gagyo ID"), Kind.INTEGER, 8),
        Column("visibility", _("Visible to"), width=14),
    )


def _cells(row: ExchangeProject, today: date, ties: set[int]) -> tuple[Cell, ...]:
    state = state_on(state=row.state, starts_on=row.starts_on, ends_on=row.ends_on, today=today)
    return (
        row.pk,
        row.name_ko,
        row.name_en,
        row.lead.name,
        "; ".join(each.body.name for each in row.partners.all()),
        row.country.name if row.country else "",
        str(row.get_kind_display()),
        row.starts_on,
        row.ends_on,
        row.persons_out,
        row.persons_in,
        row.budget_krw,
        str(state.label),
        row.outcome.in_language(language())[0],
        row.outcome_on,
        row.tie_id if row.tie_id in ties else None,
        str(row.get_visibility_display()),
    )
