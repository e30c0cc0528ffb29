"""The list of what ambassadors did, its worksheet and its figures."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.choices import ActivityKind
from gagyo.ambassadors.forms.activities import ActivityFilterForm
from gagyo.ambassadors.queries.activities import (
    ActivityFilter,
    Counted,
    activities_for,
    counted_by_field,
    counted_by_month,
    listed_activities,
    provinces_of,
    years_of,
)
from gagyo.ambassadors.queries.postings import posting_of_office
from gagyo.ambassadors.rules.counting import ACTIVITIES, PROMISES
from gagyo.ambassadors.views.shown import outcome_badge
from gagyo.common.components import Action, Column, Link
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, today_of
from gagyo.kernels.indicators.figure import Figure


def filter_form(request: HttpRequest) -> ActivityFilterForm:
    """Return the filters of the address."""
    actor = actor_of(request)
    return ActivityFilterForm(request.GET, years=years_of(actor), provinces=provinces_of(actor))


@require_GET
def activities(request: HttpRequest) -> HttpResponse:
    """List activities: filters and order in the address, the count as a figure, and the same as XLSX."""
    actor, form, title = actor_of(request), filter_form(request), _("Activities of ambassadors")
    wanted = form.wanted()
    rows = listed_activities(actor=actor, wanted=wanted, sort=request.GET.get("sort", ""))
    page = page_of(request, rows)
    count = count_of(request, count=page.paginator.count, unit="activity", rule=ACTIVITIES, as_of=today_of())
    if wants_sheet(request):
        return sheet_answer(
            title=title, columns=activity_columns(), rows=rows, count=count, name="activities", now=timezone.now()
        )
    own = posting_of_office(office_id=actor.office_id, user_id=actor.user_id, today=today_of())
    context = {
        "form": form,
        "page": page,
        "count": count,
        "columns": activity_columns(),
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (title, "")),
        "action": Action(_("Enter an activity"), reverse("ambassadors:activity_add"), icon="plus") if own else None,
        "more_actions": [
            Action(_("Figures of activities"), wanted.href("activity_figures"), kind="tertiary"),
            sheet_action(request),
        ],
    }
    return render(request, "ambassadors/activities.html", context)


def activity_columns() -> list[Column]:
    """Return the columns of a list of activities."""
    return [
        Column("day", pgettext("activity of an ambassador", "Day"), sort="day"),
        Column(
            "name",
            pgettext("activity of an ambassador", "Activity"),
            sort="name",
            row_header=True,
            draw=lambda row: Link(row.name, row.get_absolute_url()),
        ),
        Column("kind", pgettext("activity of an ambassador", "Kind"), sort="kind", draw=kind_words),
        Column("field", pgettext("support request", "Field"), sort="field", draw=field_words),
        Column("whom", _("For whom")),
        Column("country", _("Country"), draw=lambda row: row.country.name if row.country else ""),
        Column("minutes", _("Minutes"), sort="minutes", numeric=True),
        Column("outcome", _("Outcome"), sort="outcome", draw=outcome_badge),
        Column("posting", _("Ambassador"), sort="ambassador", draw=lambda row: row.posting.name),
        Column("province", _("Province"), draw=lambda row: row.posting.province.name),
    ]


def kind_words(row: Any) -> str:
    """Return the kind of an activity in words."""
    return str(row.get_kind_display())


def field_words(row: Any) -> str:
    """Return the field of an activity in words."""
    return str(row.get_field_display())


@require_GET
def activity_figures(request: HttpRequest) -> HttpResponse:
    """Show how many activities there were by kind, field and month; each number opens its rows."""
    actor, form, today = actor_of(request), filter_form(request), today_of()
    wanted = form.wanted()
    total = activities_for(actor=actor, wanted=wanted).count()
    promised = with_values(wanted, promise="open")
    promises = activities_for(actor=actor, wanted=promised).count()
    by_field = counted_by_field(actor=actor, wanted=wanted)
    by_month = counted_by_month(actor=actor, wanted=wanted)
    context = {
        "form": form,
        "figures": [
            Figure(total, "activity", today, ACTIVITIES, wanted.href()),
            Figure(promises, "activity", today, PROMISES, promised.href()),
        ],
        "field_rows": by_field,
        "field_columns": counted_columns(wanted, pgettext("support request", "Field"), "field", today=today),
        "month_rows": by_month,
        "month_columns": counted_columns(wanted, pgettext("activity of an ambassador", "Month"), "month", today=today),
        "crumbs": crumbs(
            (_("Ambassadors"), reverse("ambassadors:provinces")),
            (_("Activities of ambassadors"), wanted.href()),
            (_("Figures of activities"), ""),
        ),
    }
    return render(request, "ambassadors/activity_figures.html", context)


def with_values(wanted: ActivityFilter, **values: Any) -> ActivityFilter:
    """Return the filter with something more asked."""
    return ActivityFilter(**{**vars(wanted), **values})


def counted_columns(wanted: ActivityFilter, label: str, group: str, *, today: date) -> list[Column]:
    """Return the columns of a table of counts: one for each kind, then all of them and their minutes."""

    def figure(line: Counted, kind: str) -> Figure:
        value = line.by_kind[kind] if kind else line.total
        asked = {group: line.key, **({"kind": kind} if kind else {})}
        return Figure(value, "activity", today, ACTIVITIES, with_values(wanted, **asked).href())

    def cell(kind: str) -> Any:
        return lambda line: figure(line, kind)

    def group_words(line: Counted) -> str:
        if group != "month":
            return line.label
        return pgettext("activity of an ambassador", "Month %(n)s") % {"n": line.label}

    kinds = [Column(key, words, numeric=True, draw=cell(key)) for key, words in ActivityKind.choices]
    return [
        Column("label", label, row_header=True, draw=group_words),
        *kinds,
        Column("total", _("All"), numeric=True, draw=cell("")),
        Column("minutes", _("Minutes"), numeric=True),
    ]
