"""Rows for tests of plans: two provinces with their people, the ministry and the association."""

from collections.abc import Mapping
from dataclasses import dataclass

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Office, User
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office, make_user
from gagyo.ambassadors.actions.plan_steps import approve_plan, submit_plan
from gagyo.ambassadors.actions.plans import add_activity, add_goal, add_plan
from gagyo.ambassadors.models import AnnualPlan, ClockDay, PlanGoal, PlannedActivity
from gagyo.ambassadors.rules.plan_values import ActivityValues, GoalValues
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body
from gagyo.support.choices import RequestField

__all__ = [
    "NOW",
    "YEAR",
    "PlanCast",
    "actor_in",
    "approved_plan",
    "fresh",
    "goal_for",
    "make_plan_cast",
    "plan_of",
    "planned_for",
    "user_of",
]
USUAL_DAYS = (("guideline", 9, 30, 1), ("plan", 11, 30, 1), ("results", 11, 30, 0), ("consolidated", 12, 31, 1))
YEAR = NOW.year


@dataclass(frozen=True)
class PlanCast:
    """Who takes part: a province's ambassador and managers, another province's, the ministry and the association."""

    office: Office
    province: Body
    ambassador: Actor
    manager: Actor
    second_manager: Actor
    other_office: Office
    other_province: Body
    other_ambassador: Actor
    other_manager: Actor
    ministry: Actor
    association: Actor
    auditor: Actor


def actor_in(office: Office, role: str, name: str) -> Actor:
    """Make a person of that name with a role in an office."""
    return make_actor(membership=make_member(role=role, office=office, user=make_user(name_ko=name, name_en=name)))


def user_of(actor: Actor) -> User:
    """Return somebody's account."""
    return User.objects.get(pk=actor.user_id or 0)


def make_province(name_ko: str, name_en: str, code: str) -> tuple[Office, Body]:
    """Make a province with its office."""
    office = make_office(name_ko=f"{name_ko} 국제관계", code=f"P{code}")
    body = make_body(
        name_ko=name_ko, name_en=name_en, country="KR", kind=BodyKind.METROPOLITAN, code=code, works_as=office
    )
    return office, body


def make_plan_cast() -> PlanCast:
    """Make everybody, and the usual days of the yearly clock."""
    office, province = make_province("경기도", "Gyeonggi-do", "4100000000")
    other_office, other_province = make_province("강원특별자치도", "Gangwon State", "5100000000")
    ministry = make_office(name_ko="외교부", kind=OfficeKind.MINISTRY, code="MOFA")
    association = make_office(name_ko="시도지사협의회", kind=OfficeKind.ASSOCIATION, code="GAOK")
    for event, month, day, years_before in USUAL_DAYS:
        days = {"month": month, "day": day, "years_before": years_before}
        ClockDay.objects.get_or_create(event=event, year=None, defaults=days)
    return PlanCast(
        office=office,
        province=province,
        ambassador=actor_in(office, Role.AMBASSADOR, "대사"),
        manager=actor_in(office, Role.MANAGER, "과장"),
        second_manager=actor_in(office, Role.MANAGER, "국장"),
        other_office=other_office,
        other_province=other_province,
        other_ambassador=actor_in(other_office, Role.AMBASSADOR, "이웃 대사"),
        other_manager=actor_in(other_office, Role.MANAGER, "이웃 과장"),
        ministry=actor_in(ministry, Role.DESK_OFFICER, "외교부 담당"),
        association=actor_in(association, Role.OPERATOR, "협의회 담당"),
        auditor=actor_in(office, Role.AUDITOR, "감사"),
    )


def goal_for(plan: AnnualPlan, by: Actor, field: str = RequestField.EXPORTS, words: str = "수출 상담") -> PlanGoal:
    """Add a goal."""
    return add_goal(plan_id=plan.pk, values=GoalValues(field, TranslatedText(words)), by=by, now=NOW)


def planned_for(
    goal: PlanGoal, by: Actor, *, name: str = "상담회", month: int = 4, **values: object
) -> PlannedActivity:
    """Plan an activity."""
    wanted = ActivityValues(goal_id=goal.pk, name_ko=name, month=month, **values)  # type: ignore[arg-type]  # a test names them
    return add_activity(plan_id=goal.plan_id, values=wanted, by=by, now=NOW)


def plan_of(by: Actor, *, year: int = YEAR, values: Mapping[str, object] | None = None) -> AnnualPlan:
    """Begin a plan with one goal and one activity; values: of planned_for"""
    plan = add_plan(year=year, words=TranslatedText("한 해의 계획"), by=by, now=NOW)
    planned_for(goal_for(plan, by), by, **(values or {}))  # type: ignore[arg-type]  # handed on
    return fresh(plan)


def fresh(plan: AnnualPlan) -> AnnualPlan:
    """Return a plan as it is kept now."""
    return AnnualPlan.objects.past_access(because="the test looks on").get(pk=plan.pk)


def approved_plan(
    by: Actor, approver: Actor, *, year: int = YEAR, values: Mapping[str, object] | None = None
) -> AnnualPlan:
    """Make a plan that was submitted and approved."""
    plan = plan_of(by, year=year, values=values)
    submit_plan(plan_id=plan.pk, expected=plan.version, by=by, now=NOW)
    return approve_plan(plan_id=plan.pk, expected=fresh(plan).version, by=approver, now=NOW)
