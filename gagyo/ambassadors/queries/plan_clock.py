"""The yearly clock as it is set, and what of it waits for an office."""

from dataclasses import dataclass
from datetime import date

from gagyo.ambassadors.choices import ClockEvent, PlanState
from gagyo.ambassadors.models import AnnualPlan, ClockDay, ConsolidatedPlan
from gagyo.ambassadors.queries.plan_offices import province_of
from gagyo.ambassadors.rules.plan_clock import ClockRow, DueDay, clock_of
from gagyo.ambassadors.rules.plan_parts import CENTRE_KINDS, may_plan
from gagyo.common.rules import Actor
from gagyo.support.queries.people import kind_of

# So many days before, a day of the clock is work that waits.
DAYS_AHEAD = 60


def clock_rows() -> list[ClockRow]:
    """Return the clock as it is set."""
    return [
        ClockRow(row.event, row.year, row.month, row.day, row.years_before)
        for row in ClockDay.objects.order_by("event", "year", "pk")
    ]


def days_of_year(year: int) -> list[DueDay]:
    """Return what is due for the plan of a year, the earliest first."""
    return clock_of(year, clock_rows())


@dataclass(frozen=True)
class Owing:
    """Something of the yearly clock that the actor's office has not done; plan None: not begun."""

    day: DueDay
    plan: AnnualPlan | None = None


def owed_by(*, actor: Actor, today: date, ahead: int = DAYS_AHEAD) -> list[Owing]:
    """
    Return what of the clock the actor's office owes: a province its plan and results, the centre the consolidated plan.

    ahead: how many days before it is due. What is long past is owed too, until it is done: of the plans of this year,
    the last and the next.
    """
    rows = clock_rows()
    days = [day for year in range(today.year - 1, today.year + 2) for day in clock_of(year, rows)]
    near = [day for day in days if day.days_left(today) <= ahead]
    province = province_of(actor.office_id)
    if province is not None and may_plan(actor=actor):
        return _owed_by_province(province.pk, near, today=today)
    if kind_of(actor) in CENTRE_KINDS:
        return _owed_by_centre(near, today=today)
    return []


def _owed_by_province(province_id: int, days: list[DueDay], *, today: date) -> list[Owing]:
    rows = AnnualPlan.objects.past_access(because="the office's own plans, as its work that waits")
    plans = {plan.year: plan for plan in rows.filter(province_id=province_id, archived_at=None)}
    open_states = {PlanState.DRAFT, PlanState.RETURNED}
    owing_results = {PlanState.APPROVED, PlanState.RESULTS_RETURNED}
    found = []
    for day in days:
        plan = plans.get(day.year)
        if day.event == ClockEvent.PLAN and day.year >= today.year and (plan is None or plan.state in open_states):
            found.append(Owing(day, plan))
        if day.event == ClockEvent.RESULTS and plan is not None and plan.state in owing_results:
            found.append(Owing(day, plan))
    return found


def _owed_by_centre(days: list[DueDay], *, today: date) -> list[Owing]:
    published = set(
        ConsolidatedPlan.objects.past_access(because="whether one was published is no secret").values_list(
            "year", flat=True
        )
    )
    wanted = {ClockEvent.CONSOLIDATED, ClockEvent.GUIDELINE}
    return [
        Owing(day)
        for day in days
        if day.event in wanted
        and day.year not in published
        and (day.year >= today.year if day.event == ClockEvent.CONSOLIDATED else day.due_on >= today)
    ]
