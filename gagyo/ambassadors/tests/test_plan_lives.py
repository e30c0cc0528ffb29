"""
No sequence of moves loses a planned activity, lets anybody approve their own plan or results, or changes an approved
plan silently: hypothesis tries sequences of everybody's moves against the real actions.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.actions import plan_steps, plans
from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.ambassadors.rules.plan_moves import IN_FORCE, PLAN_MOVES, PlanPart, PlanStep, UnableToMovePlan
from gagyo.ambassadors.rules.plan_values import ActivityValues, GoalValues, ResultValues, UnableToSavePlan
from gagyo.ambassadors.tests.make_plans import NOW, PlanCast, fresh, make_plan_cast, plan_of
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.models import AuditRecord, TranslatedText
from gagyo.common.rules import Actor

REFUSALS = (UnableToMovePlan, UnableToSavePlan, NotYoursError, SavedMeanwhileError, AnnualPlan.DoesNotExist)
PEOPLE = st.sampled_from(
    [
        "ambassador",
        "manager",
        "second_manager",
        "other_manager",
        "other_ambassador",
        "ministry",
        "association",
        "auditor",
    ]
)
MOVED = (PlanStep.RECALL, PlanStep.RETURN, PlanStep.REOPEN, PlanStep.RECALL_RESULTS, PlanStep.RETURN_RESULTS)
MOVES = st.sampled_from(MOVED)
# Who takes a step of a part when a life goes on as lives do; all the others try it too, in rules of their own.
TAKES = {
    PlanPart.WRITER: ("ambassador", "ambassador", "manager"),
    PlanPart.APPROVER: ("second_manager", "manager"),
    PlanPart.CENTRE: ("ministry", "association"),
}


def planned_only(content: dict[str, Any]) -> list[Any]:
    """Return what was planned, without what was told of it later."""
    later = {"spent_krw", "not_held_reason"}
    return [
        content["words"],
        *(
            (
                goal["id"],
                goal["field"],
                goal["words"],
                [{k: v for k, v in each.items() if k not in later} for each in goal["activities"]],
            )
            for goal in content["goals"]
        ),
    ]


# A way through every step and state.
TOUR = (
    *((PlanStep.PUT_AWAY, "ambassador"), (PlanStep.PUT_AWAY, "ambassador"), (PlanStep.SUBMIT, "ambassador")),
    *((PlanStep.RETURN, "manager"), (PlanStep.EDIT, "ambassador"), (PlanStep.SUBMIT, "ambassador")),
    *((PlanStep.RECALL, "ambassador"), (PlanStep.SUBMIT, "ambassador"), (PlanStep.APPROVE, "manager")),
    *((PlanStep.REOPEN, "ministry"), (PlanStep.SUBMIT, "ambassador"), (PlanStep.APPROVE, "second_manager")),
    *((PlanStep.EDIT_RESULTS, "ambassador"), (PlanStep.SUBMIT_RESULTS, "ambassador")),
    *((PlanStep.RETURN_RESULTS, "manager"), (PlanStep.EDIT_RESULTS, "ambassador")),
    *((PlanStep.SUBMIT_RESULTS, "ambassador"), (PlanStep.RECALL_RESULTS, "ambassador")),
    *((PlanStep.SUBMIT_RESULTS, "ambassador"), (PlanStep.APPROVE_RESULTS, "second_manager")),
)


class PlanLife(RuleBasedStateMachine):
    """One plan, moved by everybody who can and by everybody who cannot."""

    cast: PlanCast
    plan_id: int
    # What was done in all lives, and where they came: a machine that never gets anywhere proves nothing.
    done: ClassVar[set[str]] = set()
    states: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now = NOW

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @initialize(steps=st.integers(0, len(TOUR)))
    def begin(self, steps: int) -> None:
        """Begin a plan, and let each life begin somewhere on the way that leads through every state."""
        plan = plan_of(self.cast.ambassador)
        self.plan_id = plan.pk
        self.activities = set(PlannedActivity.objects.filter(goal__plan=plan).values_list("pk", flat=True))
        self.wrote = {self.cast.ambassador.user_id}
        self.wrote_results: set[int | None] = set()
        self.approved: list[Any] | None = None
        self.seen: dict[str, int] = {}
        for step, name in TOUR[:steps]:
            self.take(step, name)

    @property
    def row(self) -> AnnualPlan:
        """The plan as it is kept now."""
        return AnnualPlan.objects.past_access(because="the test looks on").get(pk=self.plan_id)

    def who(self, name: str) -> Actor:
        """Return somebody by name."""
        actor: Actor = getattr(self.cast, name)
        return actor

    def tried(self, work: Callable[[], object], what: str = "") -> bool:
        """Try a move in its own savepoint, and return whether it was done; what: the step, if it writes nothing new"""
        self.now += timedelta(minutes=30)
        before = content_of(self.row)
        try:
            with transaction.atomic():
                work()
        except REFUSALS:
            assert content_of(self.row) == before
            return False
        if what:
            # Whoever submits, returns, approves or takes back changes no word of it.
            assert content_of(self.row) == before
            self.done.add(what)
        return True

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        """Do what can be done now, by somebody whose turn it is."""
        self.live_on(data)

    @rule(data=st.data())
    def go_further(self, data: st.DataObject) -> None:
        """Go on twice, so that more lives come to an end than by what anybody tries."""
        self.live_on(data)
        self.live_on(data)

    def live_on(self, data: st.DataObject) -> None:
        """Draw one of the steps that the table has now, and take it."""
        row = self.row
        if row.archived_at is not None:
            self.bring_back("ambassador")
            return
        moves = [(step, move) for step, move in PLAN_MOVES.items() if row.state in move.sources]
        # What brings a plan nearer to its end is drawn more often than what leads back.
        back = {*MOVED, PlanStep.PUT_AWAY}
        weighed = [each for each in moves for _time in range(1 if each[0] in back else 2)]
        step, move = data.draw(st.sampled_from(weighed))
        self.take(step, data.draw(st.sampled_from([name for part in sorted(move.by, key=str) for name in TAKES[part]])))

    def take(self, step: PlanStep, name: str) -> None:
        """Take a step of the table."""
        if step in MOVED:
            self.move(name, step)
        elif step is PlanStep.EDIT:
            self.outline(name)
            self.plan_more(name, 4)
        elif step is PlanStep.EDIT_RESULTS:
            for at in range(len(self.activities)):
                self.tell(name, at, held=False)
        else:
            getattr(self, step.value)(name)

    @rule(name=PEOPLE)
    def put_away(self, name: str) -> None:
        """Put it away."""
        if self.row.archived_at is not None:
            self.bring_back(name)
            return
        self.tried(lambda: plans.put_plan_away(plan_id=self.plan_id, by=self.who(name), now=self.now), "put_away")

    @rule(name=PEOPLE)
    def bring_back(self, name: str) -> None:
        """Bring it back."""
        self.tried(lambda: plans.bring_plan_back(plan_id=self.plan_id, by=self.who(name), now=self.now), "bring_back")

    @rule(name=PEOPLE)
    def look(self, name: str) -> None:
        """Open a form and leave it open."""
        self.seen[name] = self.row.version

    @rule(name=PEOPLE, step=st.sampled_from(["edit", "submit", "approve", "submit_results", "approve_results"]))
    def press_late(self, name: str, step: str) -> None:
        """Press the button of a form that was opened before somebody else changed the plan."""
        row, by, expected = self.row, self.who(name), self.seen.get(name)
        if expected is None or expected == row.version:
            return
        words = TranslatedText("overwritten")
        work: dict[str, Callable[[], object]] = {
            "edit": lambda: plans.edit_plan(plan_id=row.pk, words=words, expected=expected, by=by, now=self.now),
            "submit": lambda: plan_steps.submit_plan(plan_id=row.pk, expected=expected, by=by, now=self.now),
            "approve": lambda: plan_steps.approve_plan(plan_id=row.pk, expected=expected, by=by, now=self.now),
            "submit_results": lambda: plan_steps.submit_results(plan_id=row.pk, expected=expected, by=by, now=self.now),
            "approve_results": lambda: plan_steps.approve_results(
                plan_id=row.pk, expected=expected, by=by, now=self.now
            ),
        }
        assert not self.tried(work[step])
        assert self.row.state == row.state

    @rule(name=PEOPLE, month=st.integers(0, 13))
    def plan_more(self, name: str, month: int) -> None:
        """Add a goal with an activity."""
        by = self.who(name)

        def work() -> None:
            values = GoalValues("investment", TranslatedText("투자"))
            goal = plans.add_goal(plan_id=self.plan_id, values=values, by=by, now=self.now)
            wanted = ActivityValues(goal.pk, "설명회", month)
            made = plans.add_activity(plan_id=self.plan_id, values=wanted, by=by, now=self.now)
            self.made = made.pk

        if self.tried(work):
            self.activities.add(self.made)
            self.wrote.add(by.user_id)

    @rule(name=PEOPLE, at=st.integers(0, 5), remove=st.booleans())
    def change(self, name: str, at: int, remove: bool) -> None:
        """Edit an activity, or remove it on purpose."""
        by, ids = self.who(name), sorted(self.activities)
        if not ids:
            return
        pk = ids[at % len(ids)]
        row = PlannedActivity.objects.get(pk=pk)
        if remove:
            done = self.tried(lambda: plans.remove_activity(activity_id=pk, by=by, now=self.now))
            self.activities -= {pk} if done else set()
        else:
            values = ActivityValues(row.goal_id, f"{row.name_ko}+", row.month, budget_krw=at * 1000)
            done = self.tried(
                lambda: plans.edit_activity(activity_id=pk, values=values, expected=row.version, by=by, now=self.now)
            )
        if done:
            self.wrote.add(by.user_id)

    @rule(name=PEOPLE, at=st.integers(0, 5), remove=st.booleans())
    def change_goal(self, name: str, at: int, remove: bool) -> None:
        """Edit a goal, or try to remove it with what is planned for it."""
        by = self.who(name)
        goals = list(PlanGoal.objects.filter(plan=self.plan_id))
        goal = goals[at % len(goals)] if goals else None
        if goal is None:
            return
        if remove:
            done = self.tried(lambda: plans.remove_goal(goal_id=goal.pk, by=by, now=self.now))
        else:
            values = GoalValues("events", TranslatedText("행사"))
            done = self.tried(
                lambda: plans.edit_goal(goal_id=goal.pk, values=values, expected=goal.version, by=by, now=self.now)
            )
        if done:
            self.wrote.add(by.user_id)

    @rule(name=PEOPLE)
    def outline(self, name: str) -> None:
        """Edit the outline."""
        row, by = self.row, self.who(name)
        words = TranslatedText(f"{row.words.original}!")
        if self.tried(lambda: plans.edit_plan(plan_id=row.pk, words=words, expected=row.version, by=by, now=self.now)):
            self.wrote.add(by.user_id)

    @rule(name=PEOPLE)
    def submit(self, name: str) -> None:
        """Submit it."""
        row, by = self.row, self.who(name)
        if self.tried(
            lambda: plan_steps.submit_plan(plan_id=row.pk, expected=row.version, by=by, now=self.now), "submit"
        ):
            self.wrote.add(by.user_id)

    @rule(name=PEOPLE)
    def approve(self, name: str) -> None:
        """Approve it."""
        row, by = self.row, self.who(name)
        if self.tried(
            lambda: plan_steps.approve_plan(plan_id=row.pk, expected=row.version, by=by, now=self.now), "approve"
        ):
            assert by.user_id not in self.wrote
            self.approved = planned_only(content_of(self.row))

    @rule(name=PEOPLE, step=MOVES)
    def move(self, name: str, step: PlanStep) -> None:
        """Take it back, return it, open it again."""
        by = self.who(name)
        done = self.tried(
            lambda: plan_steps.move_plan(plan_id=self.plan_id, step=step, reason="고칠 것", by=by, now=self.now),
            step.value,
        )
        if done and step in {PlanStep.RETURN, PlanStep.REOPEN}:
            assert by.user_id not in self.wrote
        if done and step is PlanStep.RETURN_RESULTS:
            assert by.user_id not in self.wrote_results

    @rule(name=PEOPLE, at=st.integers(0, 5), held=st.booleans())
    def tell(self, name: str, at: int, held: bool) -> None:
        """Tell a result."""
        by, ids = self.who(name), sorted(self.activities)
        if not ids:
            return
        row = PlannedActivity.objects.get(pk=ids[at % len(ids)])
        values = ResultValues(spent_krw=1000) if held else ResultValues(not_held_reason="상대 사정")
        if self.tried(
            lambda: plan_steps.tell_result(activity_id=row.pk, values=values, expected=row.version, by=by, now=self.now)
        ):
            self.wrote_results.add(by.user_id)

    @rule(name=PEOPLE)
    def submit_results(self, name: str) -> None:
        """Submit the results."""
        row, by = self.row, self.who(name)
        if self.tried(
            lambda: plan_steps.submit_results(plan_id=row.pk, expected=row.version, by=by, now=self.now),
            "submit_results",
        ):
            self.wrote_results.add(by.user_id)

    @rule(name=PEOPLE)
    def approve_results(self, name: str) -> None:
        """Approve the results."""
        row, by = self.row, self.who(name)
        if self.tried(
            lambda: plan_steps.approve_results(plan_id=row.pk, expected=row.version, by=by, now=self.now),
            "approve_results",
        ):
            assert by.user_id not in self.wrote_results

    @invariant()
    def no_activity_is_lost(self) -> None:
        """What was planned is there until somebody removes it on purpose."""
        if hasattr(self, "plan_id"):
            held = set(PlannedActivity.objects.filter(goal__plan=self.plan_id).values_list("pk", flat=True))
            assert held == self.activities

    @invariant()
    def an_approved_plan_is_not_changed_silently(self) -> None:
        """While it is in force it says what was approved, and so does the version that was kept then."""
        if not hasattr(self, "plan_id") or self.row.state not in IN_FORCE:
            return
        assert planned_only(content_of(self.row)) == self.approved
        kept = self.row.versions.filter(state=PlanState.APPROVED).last()
        assert kept is not None
        assert planned_only(kept.content) == self.approved

    @invariant()
    def it_is_read_by_others_only_while_it_is_in_force(self) -> None:
        """The neighbour, the ministry and the association read a plan that is approved, and no other."""
        if not hasattr(self, "plan_id"):
            return
        row = self.row
        self.states.add(row.state)
        for name in ("other_manager", "other_ambassador", "ministry", "association"):
            seen = AnnualPlan.objects.for_user(self.who(name)).filter(pk=row.pk).exists()
            assert seen == (row.state in IN_FORCE)

    @invariant()
    def every_change_of_state_is_recorded(self) -> None:
        """The last audit record of the plan that tells a state tells the one in which it is."""
        if hasattr(self, "plan_id"):
            about = AuditRecord.objects.filter(about_type="ambassadors.annualplan", about_id=str(self.plan_id))
            kept = about.order_by("id").values_list("after", flat=True)
            told = [after["state"] for after in kept if after and "state" in after]
            assert told[-1] == self.row.state


@pytest.mark.django_db
def test_no_sequence_of_moves_breaks_a_promise() -> None:
    PlanLife.cast = make_plan_cast()
    # Which moves are allowed is decided in Python: on PostgreSQL fewer lives ask all that there is to ask.
    lives = 15 if connection.vendor == "sqlite" else 5
    run_state_machine_as_test(PlanLife, settings=settings(max_examples=lives, stateful_step_count=30))


@pytest.mark.django_db
def test_the_lives_that_are_tried_begin_at_every_step_and_state() -> None:
    PlanLife.cast = make_plan_cast()
    PlanLife.done, PlanLife.states = set(), set()
    for steps in range(len(TOUR) + 1):
        life = PlanLife()
        life.begin(steps)
        for promised in (
            life.no_activity_is_lost,
            life.an_approved_plan_is_not_changed_silently,
            life.it_is_read_by_others_only_while_it_is_in_force,
            life.every_change_of_state_is_recorded,
        ):
            promised()
        life.teardown()
    written = {PlanStep.EDIT.value, PlanStep.EDIT_RESULTS.value}
    assert PlanLife.done == {step.value for step in PlanStep} - written | {"bring_back"}
    assert PlanLife.states == set(PlanState.values)


@pytest.mark.django_db
def test_a_plan_goes_from_draft_to_approved_results() -> None:
    cast = make_plan_cast()
    plan = plan_of(cast.ambassador)
    plan_steps.submit_plan(plan_id=plan.pk, expected=plan.version, by=cast.ambassador, now=NOW)
    plan_steps.approve_plan(plan_id=plan.pk, expected=fresh(plan).version, by=cast.manager, now=NOW)
    row = PlannedActivity.objects.get(goal__plan=plan)
    with pytest.raises(UnableToSavePlan):
        plan_steps.submit_results(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)
    values = ResultValues(not_held_reason="상대 도시의 사정으로 취소")
    plan_steps.tell_result(activity_id=row.pk, values=values, expected=row.version, by=cast.ambassador, now=NOW)
    plan_steps.submit_results(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)
    with pytest.raises(UnableToMovePlan):
        plan_steps.approve_results(plan_id=plan.pk, expected=fresh(plan).version, by=cast.ambassador, now=NOW)
    plan_steps.approve_results(plan_id=plan.pk, expected=fresh(plan).version, by=cast.second_manager, now=NOW)
    assert [version.state for version in fresh(plan).versions.all()] == [
        PlanState.SUBMITTED,
        PlanState.APPROVED,
        PlanState.RESULTS_SUBMITTED,
        PlanState.RESULTS_APPROVED,
    ]
