"""What became of what was planned: from recorded activities, answered requests and visits; nothing is typed twice."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet

from gagyo.accounts.rules import may_read
from gagyo.ambassadors.models import Activity, AnnualPlan, PlannedActivity
from gagyo.ambassadors.queries.activities import ActivityFilter
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.support.choices import LegState
from gagyo.support.models import Leg, SupportRequest
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Visit

HELD: Final = CountingRule(
    code="plan-held",
    name_ko="이룬 계획",
    name_en="Planned and held",
    sentence_ko="계획한 활동 가운데 그것을 이룬 활동 기록이 있는 것을 1건씩 셉니다.",
    sentence_en="Planned activities for which an activity is recorded, each once.",
)
NOT_HELD: Final = CountingRule(
    code="plan-not-held",
    name_ko="열지 않은 계획",
    name_en="Planned and not held",
    sentence_ko="계획한 활동 가운데 달이 지났지만 활동 기록이 없는 것을 1건씩 셉니다.",
    sentence_en="Planned activities whose month is over and for which no activity is recorded, each once.",
)
DONE: Final = CountingRule(
    code="plan-year-activities",
    name_ko="그해의 활동",
    name_en="Activities of the year",
    sentence_ko="그 시도의 국제관계대사가 그해에 한 활동을 계획에 없던 것까지 1건씩 셉니다.",
    sentence_en="What the province's ambassador did in that year, planned or not, each activity once.",
)
ANSWERED: Final = CountingRule(
    code="plan-year-requests",
    name_ko="답변받은 지원 요청",
    name_en="Requests answered",
    sentence_ko="그 시도의 기관이 보낸 지원 요청 가운데 그해에 답변이 나간, 읽을 수 있는 것을 1건씩 셉니다.",
    sentence_en="Support requests of the province's office that were answered in that year, as far as you read them.",
)
ANSWERED_PARTS: Final = CountingRule(
    code="plan-year-answers",
    name_ko="대사의 답변",
    name_en="Answers of the ambassador",
    sentence_ko="다른 기관의 지원 요청 가운데 그 시도가 맡아 그해에 답한, 읽을 수 있는 부분을 1건씩 셉니다.",
    sentence_en="Parts of support requests that the province's office was given and answered in that year, "
    "as far as you read them.",
)
VISITS: Final = CountingRule(
    code="plan-year-visits",
    name_ko="맞이한 방문",
    name_en="Visits received",
    sentence_ko="그 시도의 기관이 그해에 맞이한 방문 가운데 완료했고 읽을 수 있는 것을 1회씩 셉니다.",
    sentence_en="Visits that the province's office received in that year and that are done, as far as you read them.",
)


@dataclass(frozen=True)
class PlanResults:
    """
    What became of a plan, as somebody reads it.

    held: ids of planned activities for which one is recorded; by_planned: id -> those of them that the reader may
    open; requests, parts, visits: of the year; parts are those of requests that the office itself answered
    """

    held: frozenset[int]
    by_planned: dict[int, list[Activity]]
    activities: int
    requests: list[SupportRequest]
    parts: list[Leg]
    visits: list[Visit]


def results_of(plan: AnnualPlan, *, actor: Actor) -> PlanResults:
    """Return what became of a plan; the number of queries does not grow with the rows."""
    by_planned: dict[int, list[Activity]] = {}
    recorded = list(fulfilling(plan))
    for activity in recorded:
        if may_read(actor=actor, office_id=activity.office_id, visibility=activity.visibility):
            by_planned.setdefault(activity.planned_id or 0, []).append(activity)
    asked = SupportRequest.objects.for_user(actor).filter(office=plan.office_id, answered_at__year=plan.year)
    given = Leg.objects.filter(office=plan.office_id, state=LegState.ANSWERED, answered_at__year=plan.year)
    parts = given.filter(request__in=SupportRequest.objects.for_user(actor)).select_related("request")
    received = Visit.objects.for_user(actor).filter(
        office=plan.office_id, ends_on__year=plan.year, state=VisitState.DONE
    )
    done = Activity.objects.for_user(actor).filter(posting__province=plan.province_id, day__year=plan.year)
    return PlanResults(
        frozenset(each.planned_id or 0 for each in recorded),
        by_planned,
        done.count(),
        list(asked.order_by("answered_at", "pk")),
        list(parts.order_by("answered_at", "pk")),
        list(received.order_by("starts_on", "pk")),
    )


def fulfilling(plan: AnnualPlan) -> QuerySet[Activity]:
    """Return the recorded activities that fulfil something in a plan, whoever sees them."""
    rows = Activity.objects.past_access(because="whether something was held is part of the plan that is read")
    return rows.filter(planned__goal__plan=plan, archived_at=None).order_by("day", "pk")


def unexplained_activities(plan: AnnualPlan) -> list[str]:
    """Return the names of planned activities that were not held and of which nobody has said why."""
    held = fulfilling(plan).order_by().values("planned")
    rows = PlannedActivity.objects.filter(goal__plan=plan, not_held_reason="").exclude(pk__in=held)
    return [row.name for row in rows]


def is_over(row: PlannedActivity, *, year: int, today: date) -> bool:
    """Tell whether the month for which something was planned is over."""
    return (year, row.month) < (today.year, today.month)


def held_and_missed(
    plan: AnnualPlan, results: PlanResults, *, today: date
) -> tuple[list[PlannedActivity], list[PlannedActivity]]:
    """Return what was planned and held, and what was planned, is over, and was not held."""
    planned = [each for goal in plan.goals.all() for each in goal.activities.all()]
    held = [each for each in planned if each.pk in results.held]
    missed = [each for each in planned if each.pk not in results.held and is_over(each, year=plan.year, today=today)]
    return held, missed


def result_figures(plan: AnnualPlan, results: PlanResults, *, today: date) -> list[Figure]:
    """Return the figures of a plan's results; each opens its rows."""
    held, missed = held_and_missed(plan, results, today=today)
    page = plan.get_absolute_url()
    done = ActivityFilter(province=plan.province_id, year=plan.year).href()
    return [
        Figure(len(held), "activity", today, HELD, f"{page}?show=held#rows"),
        Figure(len(missed), "activity", today, NOT_HELD, f"{page}?show=missed#rows"),
        Figure(results.activities, "activity", today, DONE, done),
        Figure(len(results.requests), "request", today, ANSWERED, f"{page}?show=requests#rows"),
        Figure(len(results.parts), "answer", today, ANSWERED_PARTS, f"{page}?show=parts#rows"),
        Figure(len(results.visits), "visit", today, VISITS, f"{page}?show=visits#rows"),
    ]
