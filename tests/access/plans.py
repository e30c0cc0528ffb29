"""Annual plans: written in the province's office, read by all offices once approved, put together by the centre."""

from functools import cached_property

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.tests.make import NOW
from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.models import AnnualPlan, ConsolidatedPlan, PlanGoal, PlannedActivity, PlanVersion
from gagyo.ambassadors.queries.consolidated import consolidated_now
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.ambassadors.rules.consolidated_kept import as_kept
from gagyo.support.tests.make import text
from tests.access.ambassadors import AmbassadorRows
from tests.access.groups import ACCOUNTS, CHANGES, INSIDERS, SIGNED_IN, WORKERS, Group, Line, back


class PlanRows(AmbassadorRows):
    """Plans of the office's province, one in each state that an address asks for."""

    @cached_property
    def plan_draft(self) -> AnnualPlan:
        """A plan that is being written."""
        return self.plan_row(2031, PlanState.DRAFT)

    @cached_property
    def plan_submitted(self) -> AnnualPlan:
        """A plan that waits for its manager."""
        return self.plan_row(2032, PlanState.SUBMITTED)

    @cached_property
    def plan_approved(self) -> AnnualPlan:
        """A plan that all offices read."""
        row = self.plan_row(2033, PlanState.APPROVED, visibility=Visibility.SHARED, approved_at=NOW)
        PlanVersion.objects.create(plan=row, number=1, state=row.state, content=content_of(row), at=NOW)
        return row

    @cached_property
    def plan_told(self) -> AnnualPlan:
        """A plan whose results wait for the manager."""
        return self.plan_row(2034, PlanState.RESULTS_SUBMITTED, visibility=Visibility.SHARED, approved_at=NOW)

    @cached_property
    def plan_goal(self) -> PlanGoal:
        """A goal of the draft for which nothing is planned."""
        return PlanGoal.objects.create(plan=self.plan_draft, field="events", words=text("행사 유치"))

    @cached_property
    def planned_activity(self) -> PlannedActivity:
        """What is planned in the draft."""
        return PlannedActivity.objects.filter(goal__plan=self.plan_draft).order_by("pk")[0]

    @cached_property
    def planned_in_force(self) -> PlannedActivity:
        """What is planned in the approved plan."""
        return PlannedActivity.objects.filter(goal__plan=self.plan_approved).order_by("pk")[0]

    @cached_property
    def plan_edition(self) -> ConsolidatedPlan:
        """A consolidated plan that was published."""
        content = as_kept(consolidated_now(year=self.plan_approved.year))
        return ConsolidatedPlan.objects.create(
            office=self.office,
            visibility=Visibility.SHARED,
            year=self.plan_approved.year,
            edition=1,
            content=content,
            published_at=NOW,
        )

    def plan_row(self, year: int, state: str, **values: object) -> AnnualPlan:
        """Make a plan of the province with one goal and one activity."""
        row = AnnualPlan.objects.create(
            office=self.office,
            province=self.province,
            posting=self.posting,
            year=year,
            state=state,
            created_at=NOW,
            **values,
        )
        goal = PlanGoal.objects.create(plan=row, field="exports", words=text("수출 상담"))
        PlannedActivity.objects.create(goal=goal, name_ko="상담회", name_en="Export consultation", month=4)
        return row


APPROVES_PLAN = Group(frozenset({Role.MANAGER}), strangers=ACCOUNTS - INSIDERS)
APPROVES_RESULTS = Group(frozenset({Role.MANAGER}))
CENTRE = frozenset({Role.DESK_OFFICER, Role.OPERATOR})
SENDS_BACK = Group(CENTRE | {Role.MANAGER})
IN_PROVINCE = Group(WORKERS)


def of_plan(name: str, group: Group, **more: object) -> Line:
    """Return the line of an address that names one of the plans."""
    return Line(group, args=lambda world: {"plan_id": getattr(world, name).pk}, **more)  # type: ignore[arg-type]  # named values of Line


FILES = {"spoken": "en", "form_name": "xlsx"}
URLS: dict[str, Line] = {
    "ambassadors:plans": Line(SIGNED_IN),
    "ambassadors:plan_add": Line(
        IN_PROVINCE, args=lambda world: dict.fromkeys([] if world.posting else ["no_posting"])
    ),
    "ambassadors:plan": of_plan("plan_approved", SIGNED_IN),
    "ambassadors:plan_edit": of_plan("plan_draft", CHANGES),
    "ambassadors:plan_fill": of_plan("plan_draft", back(CHANGES), method="post"),
    "ambassadors:plan_version": Line(SIGNED_IN, args=lambda world: {"plan_id": world.plan_approved.pk, "number": 1}),
    "ambassadors:plan_comment": of_plan("plan_approved", Group(WORKERS | CENTRE)),
    "ambassadors:plan_submit": of_plan("plan_draft", CHANGES),
    "ambassadors:plan_put_away": of_plan("plan_draft", CHANGES),
    "ambassadors:plan_restore": of_plan("plan_draft", back(CHANGES), method="post"),
    "ambassadors:plan_recall": of_plan("plan_submitted", CHANGES),
    "ambassadors:plan_approve": of_plan("plan_submitted", APPROVES_PLAN),
    "ambassadors:plan_return": of_plan("plan_submitted", APPROVES_PLAN),
    "ambassadors:plan_reopen": of_plan("plan_approved", SENDS_BACK),
    "ambassadors:plan_submit_results": of_plan("plan_approved", IN_PROVINCE),
    "ambassadors:plan_recall_results": of_plan("plan_told", IN_PROVINCE),
    "ambassadors:plan_approve_results": of_plan("plan_told", APPROVES_RESULTS),
    "ambassadors:plan_return_results": of_plan("plan_told", SENDS_BACK),
    "ambassadors:goal_add": of_plan("plan_draft", CHANGES),
    "ambassadors:goal_edit": Line(CHANGES, args=lambda world: {"goal_id": world.plan_goal.pk}),
    "ambassadors:goal_remove": Line(CHANGES, args=lambda world: {"goal_id": world.plan_goal.pk}),
    "ambassadors:planned_add": of_plan("plan_draft", CHANGES),
    "ambassadors:planned_edit": Line(CHANGES, args=lambda world: {"activity_id": world.planned_activity.pk}),
    "ambassadors:planned_remove": Line(CHANGES, args=lambda world: {"activity_id": world.planned_activity.pk}),
    "ambassadors:planned_result": Line(IN_PROVINCE, args=lambda world: {"activity_id": world.planned_in_force.pk}),
    "ambassadors:clock": Line(SIGNED_IN),
    "ambassadors:clock_edit": Line(Group(CENTRE), args=lambda _world: {"year": 2033, "event": "plan"}),
    "ambassadors:consolidated": Line(SIGNED_IN, args=lambda world: {"year": world.plan_approved.year}),
    "ambassadors:consolidated_paper": Line(SIGNED_IN, args=lambda world: {"year": world.plan_approved.year, **FILES}),
    "ambassadors:publish": Line(Group(CENTRE), args=lambda world: {"year": world.plan_approved.year}),
    "ambassadors:edition": Line(SIGNED_IN, args=lambda world: {"edition_id": world.plan_edition.pk}),
    "ambassadors:edition_paper": Line(SIGNED_IN, args=lambda world: {"edition_id": world.plan_edition.pk, **FILES}),
}
