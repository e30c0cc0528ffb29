"""How ties and projects look on a screen: badges, facts, timelines, the toast with its undo."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.common.components import Badge, Column, Link, Term, Tone
from gagyo.common.components.cells import language
from gagyo.kernels.documents.sheet import partial_date_text
from gagyo.partnerships.choices import ProjectState, TieState
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.queries.ties import signing_of
from gagyo.partnerships.rules.anniversaries import Anniversary
from gagyo.partnerships.rules.dates import PartialDate
from gagyo.partnerships.rules.dormancy import Dormancy
from gagyo.partnerships.rules.results import owes_result, state_on

TIE_TONES: dict[str, Tone] = {
    TieState.PLANNED: "info",
    TieState.TALKS: "info",
    TieState.SIGNED: "success",
    TieState.DORMANT: "warning",
    TieState.ENDED: "neutral",
}
PROJECT_TONES: dict[str, Tone] = {
    ProjectState.PLANNED: "info",
    ProjectState.RUNNING: "primary",
    ProjectState.DONE: "success",
    ProjectState.CANCELLED: "neutral",
}


def tie_badge(tie: Tie) -> Badge:
    """Return the state of a tie."""
    return Badge(tie.get_state_display(), TIE_TONES[tie.state])


def project_badge(project: ExchangeProject, *, today: date) -> Badge:
    """Return where a project stands today; a missing result is what matters most."""
    if owes_result(state=project.state, ends_on=project.ends_on, outcome_on=project.outcome_on, today=today):
        return Badge(pgettext("project", "Result missing"), "warning")
    found = state_on(state=project.state, starts_on=project.starts_on, ends_on=project.ends_on, today=today)
    return Badge(found.label, PROJECT_TONES[found])


def when_words(known: PartialDate) -> str:
    """Return a partial date for readers: "1996년", "1996. 5.", "3 May 1996"."""
    return partial_date_text(known.iso, language()) if known else _("Date unknown")


def days_words(days: int) -> str:
    """Return a number of days in words."""
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": f"{days:,}"}


def anniversary_words(found: Anniversary, *, today: date) -> str:
    """Return an anniversary with how long until it begins."""
    words = {"years": found.years, "when": when_words(found.on)}
    left = found.days_left(today=today)
    if left == 0:
        return _("%(years)d years: %(when)s (now)") % words
    return _("%(years)d years: %(when)s (in %(days)s)") % {**words, "days": days_words(left)}


def dormancy_badge(found: Dormancy) -> Badge | str:
    """Return how long nothing was recorded."""
    if found.level == "unknown":
        return Badge(_("No activity recorded"), "warning")
    if found.days is None:
        return ""
    if found.days == 0:
        return Badge(_("Active today"), "success")
    words = _("%(days)s since the last activity") % {"days": days_words(found.days)}
    tones: dict[str, Tone] = {"active": "neutral", "quiet": "warning", "dormant": "danger"}
    return Badge(words, tones[found.level])


def parties_cell(tie: Tie) -> list[Link]:
    """Return the parties of a tie, one under the other."""
    return [Link(f"{party.body.name} ({party.body.country.name})") for party in tie.parties.all()]


def tie_columns(*, dormancy: dict[int, Dormancy] | None = None) -> list[Column]:
    """Return the columns of a short list of ties."""
    columns = [
        Column("name", _("Tie"), row_header=True, draw=lambda tie: Link(str(tie), tie_href(tie))),
        Column("kind", _("Kind"), draw=lambda tie: tie.kind_name),
        Column("signed_on", _("Signed on"), draw=lambda tie: when_words(signing_of(tie))),
        Column("state", _("State"), draw=tie_badge),
    ]
    if dormancy is not None:
        known = dormancy
        columns.append(Column("pk", _("Last activity"), draw=lambda tie: dormancy_badge(known[tie.pk])))
    return columns


def project_columns(*, today: date) -> list[Column]:
    """Return the columns of a list of projects."""
    return [
        Column("name", _("Project"), sort="name", row_header=True, draw=lambda row: Link(row.name, project_href(row))),
        Column("lead", _("Local government"), sort="lead", draw=lambda row: row.lead.name),
        Column("country", _("Country"), sort="country", draw=lambda row: row.country.name if row.country else ""),
        Column("kind", _("Kind"), sort="kind", draw=lambda row: row.get_kind_display()),
        Column("starts_on", _("From"), sort="from"),
        Column("ends_on", _("Until"), sort="until"),
        Column("persons_out", pgettext("people", "Sent"), sort="sent", numeric=True),
        Column("persons_in", pgettext("people", "Received"), sort="received", numeric=True),
        Column("budget_krw", _("Budget (won)"), sort="budget", numeric=True),
        Column("state", _("State"), draw=lambda row: project_badge(row, today=today)),
    ]


def tie_href(tie: Tie) -> str:
    """Return the address of a tie's page."""
    return reverse("partnerships:tie", args=[tie.pk])


def project_href(project: ExchangeProject) -> str:
    """Return the address of a project's page."""
    return reverse("partnerships:project", args=[project.pk])


def sample_notice(row: Tie | ExchangeProject) -> str:
    """Return the words that mark sample data."""
    return (
        _("Sample data: made from public lists to show the system, not entered by an office.") if row.is_sample else ""
    )


def term(label: str, value: object, href: str = "") -> Term:
    """Return a fact."""
    return Term(label, value, href)
