"""The yearly clock: what is due when, and another day for one year."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.consolidated import check_centre, set_clock_day
from gagyo.ambassadors.choices import ClockEvent
from gagyo.ambassadors.forms.plans import ClockForm
from gagyo.ambassadors.queries.plan_clock import days_of_year
from gagyo.ambassadors.rules.plan_parts import is_centre
from gagyo.ambassadors.views.consolidated import check_year, way_to
from gagyo.ambassadors.views.plan_screens import Screen, screen_answer
from gagyo.ambassadors.views.plan_shown import left_words
from gagyo.ambassadors.views.plans import year_of
from gagyo.common.components import Action, Column, Link
from gagyo.common.views.shown import today_of
from gagyo.support.queries.people import kind_of


def clock_href(year: int) -> str:
    """Return the address of the clock of a year."""
    return f"{reverse('ambassadors:clock')}?year={year}"


@require_GET
def clock(request: HttpRequest) -> HttpResponse:
    """Show the days for the plan of a year, and how many are left."""
    actor, today = actor_of(request), today_of()
    year = year_of(request, today=today)
    changes = is_centre(actor=actor, office_kind=kind_of(actor))
    columns = [
        Column("event", _("Yearly clock"), row_header=True, draw=lambda day: str(ClockEvent(day.event).label)),
        Column("due_on", _("Due on")),
        Column("left", _("Days left"), draw=lambda day: left_words(day, today=today)),
        Column("own", _("Set for"), draw=lambda day: _("this year alone") if day.is_own else _("every year")),
    ]
    if changes:
        columns.append(
            Column(
                "do",
                _("What to do"),
                draw=lambda day: Link(_("Set another day"), reverse("ambassadors:clock_edit", args=[year, day.event])),
            )
        )
    context: dict[str, Any] = {
        "year": year,
        "columns": columns,
        "rows": days_of_year(year),
        "crumbs": way_to(year, (_("Yearly clock"), "")),
        "more_actions": [Action(str(other), clock_href(other), kind="tertiary") for other in (year - 1, year + 1)],
    }
    return render(request, "ambassadors/clock.html", context)


@require_http_methods(["GET", "POST"])
def clock_edit(request: HttpRequest, year: int, event: str) -> HttpResponse:
    """Set the day of one year."""
    check_year(year)
    if event not in ClockEvent.values:
        raise Http404(_("That is no day of the yearly clock. Choose one from its page."))
    actor = actor_of(request)
    check_centre(actor)
    held = next((day.due_on for day in days_of_year(year) if day.event == event), None)
    form = ClockForm(request.POST or None, initial={"due_on": held})
    title = _("Plan year %(year)d: %(event)s") % {"event": ClockEvent(event).label, "year": year}
    screen = Screen(
        title=title,
        submit=_("Save"),
        form=form,
        work=lambda now: set_clock_day(event=event, year=year, due_on=form.cleaned_data["due_on"], by=actor, now=now),
        done=_("The day was set for that year. The other years keep theirs."),
        back=clock_href(year),
        then=clock_href(year),
        way=list(way_to(year, (_("Yearly clock"), clock_href(year)), (title, ""))),
        lead=_("Only that year's day changes. Pages and my work show it from now on."),
    )
    return screen_answer(request, screen)
