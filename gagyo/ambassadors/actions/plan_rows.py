"""A plan, locked for its change, with what the actor is to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gagyo.ambassadors.models import AnnualPlan, PlanVersion, PlanWriter
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.ambassadors.rules.plan_moves import PlanPart, PlanStep, check_plan_step
from gagyo.ambassadors.rules.plan_parts import plan_parts_of
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.support.queries.people import kind_of

OF_RESULTS = frozenset(
    {
        PlanStep.EDIT_RESULTS,
        PlanStep.SUBMIT_RESULTS,
        PlanStep.RECALL_RESULTS,
        PlanStep.APPROVE_RESULTS,
        PlanStep.RETURN_RESULTS,
    }
)


@dataclass(frozen=True)
class HeldPlan:
    """A locked plan, what the actor is to it, and who acts when."""

    row: AnnualPlan
    parts: frozenset[PlanPart]
    by: Actor
    now: datetime

    def check(self, step: PlanStep, *, reason: str = "") -> str:
        """
        Return the state that a step leads to.

        :raises UnableToMovePlan: if the step is not there, not theirs, or would judge their own work
        """
        return check_plan_step(
            step=step,
            what=str(self.row),
            state=self.row.state,
            parts=self.parts,
            user_id=self.by.user_id,
            writers=plan_writers(self.row, of_results=step in OF_RESULTS),
            reason=reason,
        )

    def move(self, state: str, **values: Any) -> None:
        """Put the plan into a state, with other columns."""
        self.row.state = state
        for name, value in values.items():
            setattr(self.row, name, value)
        self.row.version += 1
        self.row.save(update_fields=["state", "version", *values])

    def touch(self, *, of_results: bool = False) -> None:
        """Remember who wrote, and raise the plan's version, so that nobody submits what they have not seen."""
        if self.by.user_id is not None:
            PlanWriter.objects.get_or_create(plan=self.row, user_id=self.by.user_id, of_results=of_results)
        self.row.version += 1
        self.row.save(update_fields=["version"])

    def keep(self) -> None:
        """Keep the plan as it is now, in the state that it has gone into."""
        PlanVersion.objects.create(
            plan=self.row,
            number=self.row.versions.count() + 1,
            state=self.row.state,
            content=content_of(self.row),
            by_id=self.by.user_id,
            at=self.now,
        )

    def note(self, event: str, *, before: dict[str, Any] | None = None, **after: Any) -> None:
        """Leave the audit record."""
        record(
            event=event,
            by=self.by,
            at=self.now,
            about=self.row,
            before=before,
            after={"state": self.row.state, **after},
        )


def plan_writers(row: AnnualPlan, *, of_results: bool) -> frozenset[int]:
    """Return the ids of who wrote a plan, or its results."""
    return frozenset(PlanWriter.objects.filter(plan=row, of_results=of_results).values_list("user_id", flat=True))


def locked_plan(plan_id: int, *, by: Actor, now: datetime, archived: bool = False) -> HeldPlan:
    """
    Return a plan that the actor reads, locked until the transaction ends; each step is checked by the caller.

    :raises AnnualPlan.DoesNotExist: if the actor does not see it
    """
    rows = AnnualPlan.objects.for_user(by, archived=archived)
    row = rows.select_for_update(of=("self",)).get(pk=plan_id)
    return HeldPlan(row, plan_parts_of(actor=by, office_kind=kind_of(by), office_id=row.office_id), by, now)
