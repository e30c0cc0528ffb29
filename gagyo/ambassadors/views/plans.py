"""The plans of a year, and the page of one plan."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.forms.plan_filters import PlanFilterForm
from gagyo.ambassadors.models import AnnualPlan, PlanVersion
from gagyo.ambassadors.queries.plan_clock import days_of_year
from gagyo.ambassadors.queries.plan_history import history_of_plan
from gagyo.ambassadors.queries.plan_offices import province_of
from gagyo.ambassadors.queries.plan_results import PlanResults, held_and_missed, result_figures, results_of
from gagyo.ambassadors.queries.plans import (
    LineFilter,
    lines_for,
    plan_for,
    plan_of_last_year,
    province_lines,
    years_with_plans,
)
from gagyo.ambassadors.rules.plan_moves import IN_FORCE, PlanPart, plan_steps_from
from gagyo.ambassadors.rules.plan_parts import may_plan, plan_parts_of
from gagyo.ambassadors.views.plan_screens import plan_way
from gagyo.ambassadors.views.plan_shown import (
    day_terms,
    goal_panels,
    kept_columns,
    line_columns,
    linked_columns,
    part_columns,
    plan_badge,
    plan_facts,
    plan_screens,
    planned_columns,
)
from gagyo.common.components import Action, Column
from gagyo.common.forms.numbers import id_sent
from gagyo.common.models.texts import from_json
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.lists import count_of
from gagyo.common.views.shown import crumbs, history_entries, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.support.choices import RequestField
from gagyo.support.queries.people import kind_of

LINES = CountingRule(
    code="plan-provinces",
    name_ko="시도",
    name_en="Provinces",
    sentence_ko="조건에 맞는 시도를 계획이 없는 곳까지 1곳씩 셉니다.",
    sentence_en="Provinces that fit what is asked for, those without a plan too, each once.",
)


def find_plan(actor: Actor, plan_id: int) -> AnnualPlan:
    """
    Return a plan that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: plan_for(actor=actor, plan_id=plan_id),
        missing=_("This plan does not exist, or is not approved yet and belongs to another office."),
    )


def year_of(request: HttpRequest, *, today: date) -> int:
    """Return the year that the address asks for, this one if it names none that can be."""
    wanted = id_sent(request.GET.get("year"))
    return wanted if wanted is not None and 2000 <= wanted <= 2100 else today.year


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """List every province with its plan of a year."""
    actor, today = actor_of(request), today_of()
    year = year_of(request, today=today)
    # The year that is shown is chosen in the form too: else a condition more would lead to another year.
    sent = {**request.GET.dict(), "year": str(year)}
    form = PlanFilterForm(sent, years=years_with_plans(actor=actor, today_year=today.year), year=year)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = LineFilter(state=asked.get("state", ""), lacks=asked.get("lacks", ""))
    rows = lines_for(province_lines(actor=actor, year=year), wanted)
    may_begin = may_plan(actor=actor) and province_of(actor.office_id) is not None
    context: dict[str, Any] = {
        "year": year,
        "form": form,
        "rows": rows,
        "columns": line_columns(),
        "count": count_of(request, count=len(rows), unit="body", rule=LINES, as_of=today),
        "days": day_terms(days_of_year(year), today=today),
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (_("Annual plans"), "")),
        "action": Action(_("Begin a plan"), reverse("ambassadors:plan_add"), icon="plus") if may_begin else None,
        "more_actions": [
            Action(_("Consolidated plan"), reverse("ambassadors:consolidated", args=[year]), kind="secondary"),
            Action(_("Yearly clock"), reverse("ambassadors:clock") + f"?year={year}", kind="tertiary"),
        ],
    }
    return render(request, "ambassadors/plans.html", context)


@require_GET
def plan_page(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a plan with its goals, what is planned, and what became of it."""
    actor, today = actor_of(request), today_of()
    row = find_plan(actor, plan_id)
    parts = plan_parts_of(actor=actor, office_kind=kind_of(actor), office_id=row.office_id)
    results = results_of(row, actor=actor) if row.state in IN_FORCE else None
    own = reads_drafts(row, actor)
    talks = own or bool(parts)
    edits = row.state in {PlanState.DRAFT, PlanState.RETURNED} and PlanPart.WRITER in parts and row.archived_at is None
    context: dict[str, Any] = {
        "row": row,
        "crumbs": crumbs(
            (_("Ambassadors"), reverse("ambassadors:provinces")),
            (_("Annual plans"), f"{reverse('ambassadors:plans')}?year={row.year}"),
            (str(row), ""),
        ),
        "badge": plan_badge(row.state),
        "words": text_shown(row.words),
        "goals": goal_panels(row, parts=parts, results=results, today=today),
        "terms": plan_facts(row, reason=talks),
        "days": day_terms(days_of_year(row.year), today=today),
        "talks": talks,
        "comments": [(each, text_shown(each.text)) for each in row.comments.all()] if talks else [],
        "may_comment": bool(parts) and row.archived_at is None,
        "versions": [each for each in row.versions.all() if own or is_shown(row, each)],
        "history": history_entries(history_of_plan(row)) if own else [],
        "edits": edits,
        "last": plan_of_last_year(row) if edits and not row.goals.all() else None,
        "figures": result_figures(row, results, today=today) if results else [],
        **(chosen_results(request.GET.get("show", ""), row, results, today=today) if results else {}),
        **plan_actions(row, actor=actor, parts=parts),
    }
    return render(request, "ambassadors/plan.html", context)


def chosen_results(slug: str, row: AnnualPlan, results: PlanResults, *, today: date) -> dict[str, Any]:
    """Return the rows of a figure of the results, if the address asks for one."""
    held, missed = held_and_missed(row, results, today=today)
    planned = planned_columns(row, edits=False, tells=False, results=results, today=today)
    shown: dict[str, tuple[str, list[Any], list[Column]]] = {
        "held": (_("Planned and held"), list(held), planned),
        "missed": (_("Planned and not held"), list(missed), planned),
        "requests": (_("Requests answered"), list(results.requests), linked_columns("answered_at")),
        "parts": (_("Answers of the ambassador"), list(results.parts), part_columns()),
        "visits": (_("Visits received"), list(results.visits), linked_columns("starts_on")),
    }
    if slug not in shown:
        return {}
    title, rows, columns = shown[slug]
    return {"chosen_title": title, "chosen": rows, "chosen_columns": columns}


def plan_actions(row: AnnualPlan, *, actor: Actor, parts: frozenset[PlanPart]) -> dict[str, Any]:
    """Return the one main action for a plan as it stands, and the quieter ones."""
    if row.archived_at is not None:
        back = Action(_("Bring back"), reverse("ambassadors:plan_restore", args=[row.pk]), method="post")
        return {"action": back if PlanPart.WRITER in parts else None}
    kept = row.writers.all()
    # A plan's own steps ask who wrote the plan, those of its results who wrote these.
    wrote = {of: any(each.user_id == actor.user_id and each.of_results is of for each in kept) for of in (True, False)}
    screens = plan_screens(row)
    here = {
        *plan_steps_from(state=row.state, parts=parts, wrote=wrote[False]),
        *plan_steps_from(state=row.state, parts=parts, wrote=wrote[True]),
    }
    shown = [
        action
        for step, of_results, action in screens
        if step in here and step in plan_steps_from(state=row.state, parts=parts, wrote=wrote[of_results])
    ]
    if not shown:
        return {}
    if shown[0].kind == "tertiary":
        return {"more_actions": shown}
    return {"action": shown[0], "more_actions": shown[1:]}


def reads_drafts(row: AnnualPlan, actor: Actor) -> bool:
    """Tell whether somebody reads what a plan was before it was approved: its office does, and who audits it."""
    return row.office_id == actor.office_id or row.office_id in actor.reads_offices or actor.reads_all


def is_shown(row: AnnualPlan, kept: PlanVersion) -> bool:
    """Tell whether all who read a plan read one of its versions too: an approved one, while the plan is in force."""
    return row.state in IN_FORCE and kept.state in IN_FORCE


@require_GET
def plan_version(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """Show a plan as it was when it was submitted or approved."""
    actor = actor_of(request)
    row = find_plan(actor, plan_id)
    kept = next((each for each in row.versions.all() if each.number == number), None)
    if kept is None or not (reads_drafts(row, actor) or is_shown(row, kept)):
        raise Http404(_("This version does not exist, or is not yours to read."))
    title = _("Version %(n)d") % {"n": number}
    context: dict[str, Any] = {
        "title": title,
        "eyebrow": str(row),
        "badge": plan_badge(kept.state),
        "crumbs": plan_way(row, title),
        "words": text_shown(from_json(kept.content["words"])),
        "goals": [
            (str(RequestField(goal["field"]).label), text_shown(from_json(goal["words"])), goal["activities"])
            for goal in kept.content["goals"]
        ],
        "columns": kept_columns(),
    }
    return render(request, "ambassadors/plan_version.html", context)
