"""How plans, planned activities and the days of the clock are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS, MONTHS_AP
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.ambassadors.choices import ClockEvent, PlanState
from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity
from gagyo.ambassadors.queries.plan_results import PlanResults, is_over
from gagyo.ambassadors.queries.plans import ProvinceLine
from gagyo.ambassadors.rules.consolidated import Words
from gagyo.ambassadors.rules.plan_clock import DueDay
from gagyo.ambassadors.rules.plan_moves import PLAN_MOVES, PlanPart, PlanStep
from gagyo.common.components import Action, Badge, Column, Link, Term, Tone
from gagyo.common.components.cells import language
from gagyo.common.views.shown import text_shown
from gagyo.kernels.indicators.words import counted_text, date_text

PLAN_TONES: dict[str, Tone] = {
    PlanState.DRAFT: "neutral",
    PlanState.SUBMITTED: "info",
    PlanState.RETURNED: "warning",
    PlanState.APPROVED: "success",
    PlanState.RESULTS_SUBMITTED: "info",
    PlanState.RESULTS_RETURNED: "warning",
    PlanState.RESULTS_APPROVED: "success",
}


def plan_badge(state: str) -> Badge:
    """Return the state of a plan; "" for none."""
    if not state:
        return Badge(pgettext("annual plan", "No plan"), "danger")
    return Badge(str(PlanState(state).label), PLAN_TONES[state])


def won(amount: int | None) -> str:
    """Return an amount of won, empty where none is told."""
    return "" if amount is None else counted_text(amount, "krw", language())


def month_name(month: int) -> str:
    """Return a month in words."""
    return str(MONTHS[month])


def step_href(row: AnnualPlan, step: PlanStep) -> str:
    """Return the address of a step's page."""
    return reverse(f"ambassadors:plan_{step.value}", args=[row.pk])


def line_columns() -> list[Column]:
    """Return the columns of the list of provinces with their plans."""
    return [
        Column("province", _("Province"), row_header=True, draw=line_name),
        Column("state", _("State"), draw=lambda line: plan_badge(line.plan.state if line.plan else "")),
        Column(
            "who",
            _("Ambassador"),
            draw=lambda line: line.plan.posting.name if line.plan and line.plan.posting else None,
        ),
        Column(
            "fields",
            _("Fields with a goal"),
            numeric=True,
            draw=lambda line: len(line.fields) if line.in_force else None,
        ),
        Column(
            "submitted", _("Submitted"), draw=lambda line: line.plan.submitted_at if line.reads and line.plan else None
        ),
        Column("approved", _("Approved"), draw=lambda line: line.plan.approved_at if line.plan else None),
    ]


def line_name(line: ProvinceLine) -> object:
    """Return a province, with the way to its plan for those who may read it."""
    if line.plan is not None and line.reads:
        return Link(line.province.name, line.plan.get_absolute_url())
    return line.province.name


def plan_facts(row: AnnualPlan, *, reason: bool) -> list[Term]:
    """Return the facts of a plan. reason: whether with why it was returned or opened again"""
    posting = row.posting
    terms = [
        Term(_("Province"), row.province.name),
        Term(_("Year"), str(row.year)),
        Term(_("Ambassador"), Link(posting.name, posting.get_absolute_url()) if posting else ""),
        Term(_("Submitted"), row.submitted_at),
        Term(_("Approved"), row.approved_at),
        Term(_("Results submitted"), row.results_submitted_at),
        Term(_("Results approved"), row.results_approved_at),
    ]
    return [*terms, *([Term(_("Reason"), row.state_reason)] if reason and row.state_reason else [])]


def day_terms(days: Sequence[DueDay], *, today: date) -> list[Term]:
    """Return the days of the clock with how many are left."""
    return [
        Term(str(ClockEvent(day.event).label), f"{date_text(day.due_on, language())} ({left_words(day, today=today)})")
        for day in days
    ]


def left_words(day: DueDay, *, today: date) -> str:
    """Return how many days are left, or that the day has passed."""
    left = day.days_left(today)
    if left == 0:
        return pgettext("yearly clock", "today")
    if left < 0:
        return pgettext("yearly clock", "over")
    return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}


@dataclass(frozen=True)
class GoalPanel:
    """A goal with its activities, and what can be done with it."""

    goal: PlanGoal
    title: str
    words: tuple[str, str]
    columns: list[Column]
    rows: list[PlannedActivity]
    links: list[Link]


def goal_panels(
    row: AnnualPlan, *, parts: frozenset[PlanPart], results: PlanResults | None, today: date
) -> list[GoalPanel]:
    """Return the goals of a plan with their activities."""
    writes = PlanPart.WRITER in parts and row.archived_at is None
    edits = writes and row.state in PLAN_MOVES[PlanStep.EDIT].sources
    tells = writes and row.state in PLAN_MOVES[PlanStep.EDIT_RESULTS].sources
    columns = planned_columns(row, edits=edits, tells=tells, results=results, today=today)
    return [
        GoalPanel(
            goal=goal,
            title=str(goal.get_field_display()),
            words=text_shown(goal.words),
            columns=columns,
            rows=list(goal.activities.all()),
            links=goal_links(goal) if edits else [],
        )
        for goal in row.goals.all()
    ]


def goal_links(goal: PlanGoal) -> list[Link]:
    """Return what can be done with a goal of a draft."""
    return [
        Link(_("Plan an activity"), f"{reverse('ambassadors:planned_add', args=[goal.plan_id])}?goal={goal.pk}"),
        Link(_("Edit the goal"), reverse("ambassadors:goal_edit", args=[goal.pk])),
        Link(_("Remove the goal"), reverse("ambassadors:goal_remove", args=[goal.pk])),
    ]


def planned_columns(
    row: AnnualPlan, *, edits: bool, tells: bool, results: PlanResults | None, today: date
) -> list[Column]:
    """Return the columns of planned activities: with what became of them once the plan is approved."""
    columns = [
        Column("name", pgettext("annual plan", "Activity"), row_header=True, draw=lambda each: each.name),
        # Eight columns leave no room for September.
        Column("month", _("Month"), draw=lambda each: str(MONTHS_AP[each.month])),
        Column("budget", _("Budget (KRW)"), numeric=True, draw=lambda each: won(each.budget_krw)),
        Column("partners", _("Partners"), draw=partner_names),
        Column("countries", _("Countries"), draw=lambda each: [country.name for country in each.countries.all()]),
    ]
    if results is not None:
        columns += [
            Column("held", pgettext("annual plan", "Result"), draw=lambda each: held_cell(each, row, results, today)),
            Column("spent", _("Spent (KRW)"), numeric=True, draw=lambda each: won(each.spent_krw)),
        ]
    if edits or tells:
        columns.append(Column("do", _("What to do"), draw=lambda each: planned_links(each, edits=edits)))
    return columns


def partner_names(each: PlannedActivity) -> list[str]:
    """Return the partners of an activity: of the registry, then others."""
    return [*(body.name for body in each.partners.all()), *([each.partner_words] if each.partner_words else [])]


def held_cell(each: PlannedActivity, plan: AnnualPlan, results: PlanResults, today: date) -> list[object]:
    """Return whether a planned activity was held, with the recorded activities that the reader may open."""
    if each.pk in results.held:
        links = [Link(done.name, done.get_absolute_url()) for done in results.by_planned.get(each.pk, [])]
        return [Badge(_("Held"), "success"), *links]
    late = is_over(each, year=plan.year, today=today)
    if each.not_held_reason:
        return [Badge(_("Not held"), "danger"), each.not_held_reason]
    return [Badge(_("Not held so far"), "warning")] if late else [_("Still to come")]


def planned_links(each: PlannedActivity, *, edits: bool) -> list[Link]:
    """Return what can be done with a planned activity."""
    if not edits:
        return [Link(_("Tell the result"), reverse("ambassadors:planned_result", args=[each.pk]))]
    return [
        Link(_("Edit"), reverse("ambassadors:planned_edit", args=[each.pk])),
        Link(_("Remove"), reverse("ambassadors:planned_remove", args=[each.pk])),
    ]


def plan_screens(row: AnnualPlan) -> list[tuple[PlanStep, bool, Action]]:
    """Return the steps that have a screen: (step, whether it is of the results, action), what comes next first."""

    def action(step: PlanStep, label: str, **more: Any) -> Action:
        return Action(label, step_href(row, step), **more)

    edit = Action(_("Edit the outline"), reverse("ambassadors:plan_edit", args=[row.pk]), kind="tertiary")
    return [
        (PlanStep.APPROVE, False, action(PlanStep.APPROVE, _("Approve"))),
        (PlanStep.APPROVE_RESULTS, True, action(PlanStep.APPROVE_RESULTS, _("Approve the results"))),
        (PlanStep.SUBMIT, False, action(PlanStep.SUBMIT, _("Submit for approval"))),
        (PlanStep.SUBMIT_RESULTS, True, action(PlanStep.SUBMIT_RESULTS, _("Submit the results"))),
        (PlanStep.RETURN, False, action(PlanStep.RETURN, _("Return"), kind="secondary")),
        (PlanStep.RETURN_RESULTS, True, action(PlanStep.RETURN_RESULTS, _("Return the results"), kind="secondary")),
        (PlanStep.EDIT, False, edit),
        (PlanStep.RECALL, False, action(PlanStep.RECALL, _("Take back"), kind="tertiary")),
        (PlanStep.RECALL_RESULTS, True, action(PlanStep.RECALL_RESULTS, _("Take the results back"), kind="tertiary")),
        (PlanStep.REOPEN, False, action(PlanStep.REOPEN, _("Open the plan again"), kind="tertiary")),
        (PlanStep.PUT_AWAY, False, action(PlanStep.PUT_AWAY, _("Put away"), kind="tertiary")),
    ]


def kept_columns() -> list[Column]:
    """Return the columns of planned activities in a version that was kept."""
    return [
        Column("name", pgettext("annual plan", "Activity"), row_header=True, draw=kept_name),
        Column("month", _("Month"), draw=lambda each: month_name(each["month"])),
        Column("budget", _("Budget (KRW)"), numeric=True, draw=lambda each: won(each["budget_krw"])),
        Column(
            "partners",
            _("Partners"),
            draw=lambda each: [
                *(Words(ko, en).said(language()) for _pk, ko, en in each["partners"]),
                *([each["partner_words"]] if each["partner_words"] else []),
            ],
        ),
        Column(
            "countries",
            _("Countries"),
            draw=lambda each: [Words(ko, en).said(language()) for _code, ko, en in each["countries"]],
        ),
        Column("spent", _("Spent (KRW)"), numeric=True, draw=lambda each: won(each["spent_krw"])),
        Column("reason", _("Why it was not held"), draw=lambda each: each["not_held_reason"]),
    ]


def kept_name(each: dict[str, Any]) -> str:
    """Return the name of an activity in a version that was kept."""
    return Words(each["name_ko"], each["name_en"]).said(language())


def linked_columns(day: str) -> list[Column]:
    """Return the columns of requests or visits, with the way to each; day: the name of the day that is shown."""
    return [
        Column("name", _("Name"), row_header=True, draw=lambda row: Link(row.name, row.get_absolute_url())),
        Column(day, _("Day")),
    ]


def part_columns() -> list[Column]:
    """Return the columns of parts of requests that were answered, with the way to each request."""
    return [
        Column(
            "request",
            _("Support request"),
            row_header=True,
            draw=lambda row: Link(row.request.name, row.request.get_absolute_url()),
        ),
        Column("answered_at", _("Day")),
    ]
