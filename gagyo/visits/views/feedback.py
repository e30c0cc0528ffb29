"""What visitors thought and what sites are used for: every figure opens its rows; the same as a worksheet."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.rules import may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.components import Badge, Column, Link
from gagyo.common.views.lists import page_of
from gagyo.common.views.sheets import sheet_action, wants_sheet
from gagyo.common.views.shown import crumbs, today_of
from gagyo.kernels.drawing.charts import Bar, column_chart
from gagyo.kernels.drawing.drawing import Drawing
from gagyo.kernels.indicators.count import Cell, Table
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.forms.feedback import FeedbackForm
from gagyo.visits.models import FollowUp, Site
from gagyo.visits.queries.feedback import (
    ANSWERS,
    LEADS,
    MEAN,
    SITE_PERSONS,
    SITE_VISITS,
    FeedbackQuestion,
    Use,
    leads_of,
    listed_answers,
    own_sites,
    site_scores,
    site_use,
    theme_names,
    theme_scores,
    years_of,
)
from gagyo.visits.queries.filters import VisitFilter
from gagyo.visits.rules.feedback import LEAST_ANSWERS, mean_from
from gagyo.visits.views.feedback_file import FeedbackRow, feedback_file
from gagyo.visits.views.shown import visit_href

# As many as the drawing has colours for; the sites after them stand in the table.
MOST_SERIES = 5
MOST_MONTHS = 12


def form_of(request: HttpRequest) -> tuple[FeedbackForm, list[Site]]:
    """Return the filters of the address and the office's sites."""
    actor = actor_of(request)
    sites = own_sites(actor)
    return FeedbackForm(request.GET, years=years_of(actor), sites=sites), sites


@require_GET
@only(may_read_contacts)
def feedback(request: HttpRequest) -> HttpResponse:
    """Show satisfaction by site and theme with the number of answers, the load of sites, and the leads."""
    actor, today = actor_of(request), today_of()
    form, sites = form_of(request)
    asked = form.asked(actor)
    use, leads = site_use(asked), leads_of(asked)
    by_site, by_theme = site_rows(asked, sites, use, today=today), theme_rows(asked, today=today)
    months = month_rows(asked, sites, use, today=today)
    if wants_sheet(request):
        return feedback_file(by_site=by_site, by_theme=by_theme, months=months, leads=leads, now=timezone.now())
    context = {
        "form": form,
        "asked": asked,
        "total": answers_total(asked, today=today),
        "lead_count": Figure(len(leads), "item", today, LEADS, f"{request.get_full_path()}#leads"),
        "least": LEAST_ANSWERS,
        "by_site": by_site,
        "by_theme": by_theme,
        "months": [row for row in months if row.month in latest_months(use)],
        "chart": load_chart(asked, sites, use),
        "site_columns": [name_column(_("Site")), *score_columns(), *use_columns()],
        "theme_columns": [name_column(_("Theme")), *score_columns()],
        "month_columns": [Column("month", _("Month"), row_header=True), Column("name", _("Site")), *use_columns()],
        "leads": leads,
        "lead_columns": lead_columns(),
        "mean_rule": MEAN,
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Feedback and use"), "")),
        "more_actions": [sheet_action(request)],
    }
    return render(request, "visits/public_feedback.html", context)


def answers_href(asked: FeedbackQuestion, **more: Any) -> str:
    """Return the address of the answers that a figure counts."""
    given = {"year": asked.year, **more}
    query = urlencode({key: value for key, value in given.items() if value})
    address = reverse("visits:feedback_answers")
    return f"{address}?{query}" if query else address


def answers_total(asked: FeedbackQuestion, *, today: date) -> Figure:
    """Return how many answered."""
    plain = FeedbackQuestion(asked.actor, asked.year)
    return Figure(listed_answers(plain).count(), "answer", today, ANSWERS, answers_href(plain))


def scored(cell: Cell, *, href: str, today: date) -> dict[str, Any]:
    """Return the number of answers and their mean, which stays empty where they are too few."""
    answers = int(cell["answers"])
    mean = mean_from(total=int(cell["total"]), answers=answers)
    return {
        "answers": Figure(answers, "answer", today, ANSWERS, href),
        "mean": Figure(mean, "point", today, MEAN, href),
    }


def used(asked: FeedbackQuestion, cell: Cell, *, site: int, month: str, today: date) -> dict[str, Any]:
    """Return visits and persons of a site, in one month or in the whole period; they open the visits."""
    wanted = VisitFilter(office=asked.actor.office_id, site=site, month=month)
    if asked.year and not month:
        wanted = wanted.but(since=date(asked.year, 1, 1), until=date(asked.year, 12, 31))
    href = wanted.href()
    return {
        "visits": Figure(int(cell["visits"]), "visit", today, SITE_VISITS, href),
        "persons": Figure(int(cell["persons"]), "person", today, SITE_PERSONS, href),
    }


def site_rows(asked: FeedbackQuestion, sites: list[Site], use: Table[Use], *, today: date) -> list[FeedbackRow]:
    """Return satisfaction and use of each site."""
    scores = site_scores(asked)
    return [
        FeedbackRow(
            site.name,
            **scored(scores.cell(site.pk), href=answers_href(asked, site=site.pk), today=today),
            **used(asked, use.margin(site=site.pk), site=site.pk, month="", today=today),
        )
        for site in chosen(asked, sites)
    ]


def chosen(asked: FeedbackQuestion, sites: list[Site]) -> list[Site]:
    """Return the one site that the address asks for, or all."""
    return [site for site in sites if asked.site in {None, site.pk}]


def theme_rows(asked: FeedbackQuestion, *, today: date) -> list[FeedbackRow]:
    """Return satisfaction by theme, for themes that somebody answered about."""
    scores = theme_scores(asked)
    return [
        FeedbackRow(name, **scored(scores.cell(code), href=answers_href(asked, theme=code), today=today))
        for code, name in theme_names().items()
        if scores.cell(code)["answers"]
    ]


def month_rows(asked: FeedbackQuestion, sites: list[Site], use: Table[Use], *, today: date) -> list[FeedbackRow]:
    """Return the use of each site in each month that had any, the latest first."""
    names = {site.pk: site.name for site in sites}
    rows = [
        (str(month), names[int(str(site))], int(str(site)), cell)
        for (site, month), cell in use.cells.items()
        if int(str(site)) in names
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    rows.reverse()
    return [
        FeedbackRow(name, month=month, **used(asked, cell, site=site, month=month, today=today))
        for month, name, site, cell in rows
    ]


def latest_months(use: Table[Use]) -> list[str]:
    """Return the latest twelve months in which any site was used, in order."""
    return sorted({str(month) for _site, month in use.cells})[-MOST_MONTHS:]


def load_chart(asked: FeedbackQuestion, sites: list[Site], use: Table[Use]) -> Drawing | None:
    """Return persons by month, a series for each of the most used sites; nothing where no site was used."""
    months = latest_months(use)
    shown = sorted(chosen(asked, sites), key=lambda site: -use.margin(site=site.pk)["persons"])[:MOST_SERIES]
    if not months or not shown:
        return None
    columns = [Bar(month, [int(use.cell(site.pk, month)["persons"]) for site in shown]) for month in months]
    title = _("Persons at sites by month")
    head = [_("Month"), *(site.name for site in shown)]
    return column_chart(title=title, description=title, columns=columns, head=head)


def name_column(label: str) -> Column:
    """Return the column of names."""
    return Column("name", label, row_header=True)


def score_columns() -> list[Column]:
    """Return the columns of satisfaction."""
    return [
        Column("answers", _("Answers"), numeric=True),
        Column("mean", _("Satisfaction (1 to 5)"), numeric=True, draw=mean_cell),
    ]


def mean_cell(row: FeedbackRow) -> object:
    """Return the mean, that there are too few answers for one, or nothing where nobody answered."""
    if row.answers is None or not row.answers.value:
        return ""
    return row.mean if row.mean and row.mean.value is not None else _("too few answers")


def use_columns() -> list[Column]:
    """Return the columns of use."""
    return [Column("visits", _("Visits"), numeric=True), Column("persons", _("Persons"), numeric=True)]


def lead_columns() -> list[Column]:
    """Return the columns of the leads."""
    return [
        Column(
            "what", _("What"), row_header=True, draw=lambda row: Link(row.words, f"{visit_href(row.visit)}#follow-ups")
        ),
        Column("kind", _("Kind"), draw=lambda row: row.get_kind_display()),
        Column("visit", _("Visit"), draw=lambda row: Link(row.visit.name, visit_href(row.visit))),
        Column("owner", _("Owner"), draw=lambda row: str(row.owner or "")),
        Column("due_on", _("Due on"), draw=due_cell),
        Column("outcome", _("What came of it")),
    ]


def due_cell(row: FollowUp) -> object:
    """Return the day on which a lead is due, or that it is done."""
    return Badge(_("done"), "success") if row.done_on else row.due_on


@require_GET
@only(may_read_contacts)
def feedback_answers(request: HttpRequest) -> HttpResponse:
    """List the answers that a figure counts."""
    form, _sites = form_of(request)
    rows = listed_answers(form.asked(actor_of(request)))
    page = page_of(request, rows)
    columns = [
        Column(
            "visit",
            _("Visit"),
            row_header=True,
            draw=lambda row: Link(row.visit.name, reverse("visits:visit_survey", args=[row.visit_id])),
        ),
        Column("sent_at", _("Sent")),
        Column("overall", _("Overall"), numeric=True),
        Column("sites", _("Sites"), draw=lambda row: [f"{each.site}: {each.score}" for each in row.site_scores.all()]),
        Column("comment", _("Comment")),
        Column("wanted", _("What would you like to follow up?")),
    ]
    context = {
        "form": form,
        "page": page,
        "columns": columns,
        "count": Figure(page.paginator.count, "answer", today_of(), ANSWERS, request.get_full_path()),
        "crumbs": crumbs((_("Feedback and use"), reverse("visits:feedback")), (_("Answers"), "")),
    }
    return render(request, "visits/public_answers.html", context)
