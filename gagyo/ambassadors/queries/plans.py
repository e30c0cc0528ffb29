"""A plan with all that its page shows, and the plans of a year, province by province."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity
from gagyo.ambassadors.rules.plan_moves import IN_FORCE
from gagyo.common.rules import Actor
from gagyo.registry.models import Body
from gagyo.registry.queries.provinces import provinces


def plan_for(*, actor: Actor, plan_id: int) -> AnnualPlan:
    """
    Return a plan that the actor may read, an archived one of the own office too.

    :raises AnnualPlan.DoesNotExist: if there is none
    """
    activities = PlannedActivity.objects.prefetch_related("partners", "countries")
    goals = PlanGoal.objects.prefetch_related(Prefetch("activities", activities))
    rows = (AnnualPlan.objects.for_user(actor) | AnnualPlan.objects.for_user(actor, archived=True)).select_related(
        "province", "posting", "office"
    )
    return rows.prefetch_related(
        Prefetch("goals", goals), "writers", "versions__by", "comments__author", "comments__office"
    ).get(pk=plan_id)


def plan_of_last_year(row: AnnualPlan) -> AnnualPlan | None:
    """Return the plan of the same province for the year before; None if there is none."""
    rows = AnnualPlan.objects.past_access(because="a province's own plan, for those who write its next one")
    return rows.filter(province=row.province_id, office=row.office_id, year=row.year - 1, archived_at=None).first()


@dataclass(frozen=True)
class ProvinceLine:
    """
    A province in a year; plan None where there is none. reads: whether the reader may open the plan.

    goals: fields in which it has a goal, and months in which it plans something; only of a plan in force
    """

    province: Body
    plan: AnnualPlan | None
    reads: bool
    fields: frozenset[str] = frozenset()
    months: frozenset[int] = frozenset()

    @property
    def in_force(self) -> bool:
        """Whether the plan is part of the consolidated plan."""
        return self.plan is not None and self.plan.state in IN_FORCE


def province_lines(*, actor: Actor, year: int) -> list[ProvinceLine]:
    """Return every province with its plan of a year; of a plan that the reader does not see, only that it is there."""
    rows = AnnualPlan.objects.past_access(because="of a plan that one does not read, only its state is told")
    plans = {
        plan.province_id: plan
        for plan in rows.filter(year=year, archived_at=None)
        .select_related("posting")
        .prefetch_related("goals__activities")
        .order_by("pk")
    }
    seen = set(AnnualPlan.objects.for_user(actor).filter(year=year).values_list("pk", flat=True))
    found = []
    for body in provinces(also=plans.keys()):
        plan = plans.get(body.pk)
        goals = plan.goals.all() if plan is not None and plan.state in IN_FORCE else []
        found.append(
            ProvinceLine(
                province=body,
                plan=plan,
                reads=plan is not None and plan.pk in seen,
                fields=frozenset(goal.field for goal in goals),
                months=frozenset(each.month for goal in goals for each in goal.activities.all()),
            )
        )
    return found


@dataclass(frozen=True)
class LineFilter:
    """state: of the plan, or "none"; lacks: "plan", or a field in which there is no goal; province_id: one alone."""

    state: str = ""
    lacks: str = ""
    province_id: int | None = None


def lines_for(lines: list[ProvinceLine], wanted: LineFilter) -> list[ProvinceLine]:
    """Return the provinces that fit; who lacks a goal is asked of plans in force alone."""
    found = lines
    if wanted.state:
        found = [each for each in found if (each.plan.state if each.plan else "none") == wanted.state]
    if wanted.lacks == "plan":
        found = [each for each in found if not each.in_force]
    elif wanted.lacks:
        found = [each for each in found if each.in_force and wanted.lacks not in each.fields]
    if wanted.province_id is not None:
        found = [each for each in found if each.province.pk == wanted.province_id]
    return found


def years_with_plans(*, actor: Actor, today_year: int) -> list[int]:
    """Return the years that a reader can choose: those of plans and the present and next one, the latest first."""
    rows = AnnualPlan.objects.for_user(actor).order_by().values_list("year", flat=True).distinct()
    return sorted({*rows, today_year, today_year + 1}, reverse=True)


def own_planned(actor: Actor) -> QuerySet[PlannedActivity]:
    """Return what is planned in the approved plans of the actor's office."""
    plans = AnnualPlan.objects.own(actor).filter(state__in=IN_FORCE).order_by()
    return PlannedActivity.objects.filter(goal__plan__in=plans.values("pk"))
