"""What the audit record says happened to a plan or a case, in words for those who read it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from gagyo.ambassadors.models import AnnualPlan
from gagyo.common.queries import Happening, happenings_about

WORDS: Final = {
    "plan.created": _("Plan begun"),
    "plan.changed": _("Outline edited"),
    "plan.filled": _("Filled from last year's plan"),
    "plan.goal_added": _("Goal added"),
    "plan.goal_changed": _("Goal edited"),
    "plan.goal_removed": _("Goal removed"),
    "plan.activity_added": _("Planned activity added"),
    "plan.activity_changed": _("Planned activity edited"),
    "plan.activity_removed": _("Planned activity removed"),
    "plan.archived": _("Draft archived"),
    "plan.restored": _("Draft brought back"),
    "plan.submitted": _("Submitted for approval"),
    "plan.recalled": _("Taken back from approval"),
    "plan.approved": _("Plan approved"),
    "plan.returned": _("Returned by the approver"),
    "plan.reopened": _("Approved plan opened again"),
    "plan.commented": _("Comment written"),
    "plan.result_told": _("Result of an activity told"),
    "plan.results_submitted": _("Results submitted"),
    "plan.results_recalled": _("Results taken back"),
    "plan.results_approved": _("Results approved"),
    "plan.results_returned": _("Results returned"),
    "consolidated.published": _("Consolidated plan published"),
    "plan_clock.set": _("Day of the yearly clock set"),
    "case.created": _("Case begun"),
    "case.changed": _("Case edited"),
    "case.figure_added": _("Number added to a case"),
    "case.figure_removed": _("Number taken out of a case"),
    "case.submitted": _("Case submitted for approval"),
    "case.recalled": _("Case taken back"),
    "case.approved": _("Case approved"),
    "case.returned": _("Case returned"),
    "case.reopened": _("Approved case opened again"),
    "case.archived": _("Case put away"),
    "case.restored": _("Case brought back"),
}


def history_of_plan(row: AnnualPlan, *, limit: int = 60) -> list[Happening]:
    """Return what was done to a plan, newest first."""
    return happenings_about(row=row, words=WORDS, limit=limit)
