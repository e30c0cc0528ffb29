"""What of plans, cases and questions waits for somebody, as figures that open."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from gagyo.ambassadors.choices import CaseState, PlanState
from gagyo.ambassadors.models import AnnualPlan, Case, CaseWriter, PlanWriter
from gagyo.ambassadors.queries.advice import waiting_advice
from gagyo.ambassadors.rules.plan_parts import APPROVES, WRITES
from gagyo.common.queries import Waiting
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule

PLAN_APPROVALS: Final = CountingRule(
    code="waiting-plan-approvals",
    name_ko="내가 결재할 연간계획",
    name_en="Annual plans that wait for my approval",
    sentence_ko="우리 기관이 결재로 올린 연간계획과 실적 가운데 내가 쓰지 않아 결재할 수 있는 것을 1건씩 셉니다.",
    sentence_en="Plans and results that your office submitted and that you may approve because you did not write them.",
)
PLANS_RETURNED: Final = CountingRule(
    code="waiting-plans-returned",
    name_ko="반려된 연간계획",
    name_en="Annual plans returned",
    sentence_ko="우리 기관의 연간계획과 실적 가운데 사유와 함께 반려되거나 다시 열린 것을 1건씩 셉니다.",
    sentence_en="Your office's plans and results that were returned or opened again with a reason, each once.",
)
CASE_APPROVALS: Final = CountingRule(
    code="waiting-case-approvals",
    name_ko="내가 결재할 활동 사례",
    name_en="Cases that wait for my approval",
    sentence_ko="우리 기관이 결재로 올린 활동 사례 가운데 내가 쓰지 않아 결재할 수 있는 것을 1건씩 셉니다.",
    sentence_en="Cases that your office submitted and that you may approve because you did not write them, each once.",
)
CASES_RETURNED: Final = CountingRule(
    code="waiting-cases-returned",
    name_ko="반려된 활동 사례",
    name_en="Cases returned",
    sentence_ko="우리 기관의 활동 사례 가운데 사유와 함께 반려되거나 다시 열린 것을 1건씩 셉니다.",
    sentence_en="Your office's cases that were returned or opened again with a reason, each once.",
)
QUESTIONS: Final = CountingRule(
    code="waiting-advice",
    name_ko="답변할 자문 질문",
    name_en="Questions that wait for an answer",
    sentence_ko="우리 기관의 국제관계대사에게 온 질문 가운데 아직 답하지 않은 것을 1건씩 셉니다.",
    sentence_en="Questions to your office's ambassador that are not answered yet, each once.",
)
RETURNED: Final = Q(state=PlanState.RETURNED) | Q(state=PlanState.RESULTS_RETURNED)


def waiting_ambassadors(*, actor: Actor) -> list[Waiting]:
    """Return what the actor can act on in the present office: to approve, to mend, to answer; a query for each."""
    if actor.user_id is None or actor.office_id is None:
        return []
    found = []
    if actor.role in APPROVES:
        found.append(Waiting("plan-approvals", "item", "plans", PLAN_APPROVALS, list(plans_to_approve(actor))))
        found.append(Waiting("case-approvals", "item", "cases", CASE_APPROVALS, list(cases_to_approve(actor))))
    if actor.role in WRITES:
        # Results that were taken back are in the same state, without a reason.
        plans, cases = _own_plans(actor).filter(RETURNED), _own_cases(actor).filter(state=CaseState.RETURNED)
        returned = list(plans.exclude(state_reason=""))
        found.append(Waiting("plans-returned", "item", "plans", PLANS_RETURNED, returned))
        found.append(Waiting("cases-returned", "item", "cases", CASES_RETURNED, list(cases)))
        advice = waiting_advice(office_id=actor.office_id)
        found.append(Waiting("advice", "item", "advice", QUESTIONS, advice))
    # A city's office has nothing of these, and need not read that they are in order.
    return [each for each in found if each.rows]


def plans_to_approve(actor: Actor) -> "QuerySet[AnnualPlan]":
    """Return the plans of the actor's office that wait, or whose results do, and that the actor did not write."""
    wrote = PlanWriter.objects.filter(plan=OuterRef("pk"), user_id=actor.user_id or 0)
    of_plan = Q(state=PlanState.SUBMITTED) & ~Exists(wrote.filter(of_results=False))
    of_results = Q(state=PlanState.RESULTS_SUBMITTED) & ~Exists(wrote.filter(of_results=True))
    return _own_plans(actor).filter(of_plan | of_results)


def cases_to_approve(actor: Actor) -> "QuerySet[Case]":
    """Return the cases of the actor's office that were submitted and that the actor did not write."""
    wrote = CaseWriter.objects.filter(case=OuterRef("pk"), user_id=actor.user_id or 0)
    return _own_cases(actor).filter(~Exists(wrote), state=CaseState.SUBMITTED)


def _own_plans(actor: Actor) -> "QuerySet[AnnualPlan]":
    return AnnualPlan.objects.own(actor).select_related("province").order_by("year", "pk")


def _own_cases(actor: Actor) -> "QuerySet[Case]":
    return Case.objects.own(actor).select_related("province").order_by("year", "pk")
