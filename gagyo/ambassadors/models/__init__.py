"""Postings of ambassadors to provinces, what they do there, annual plans, consolidated plans."""

from gagyo.ambassadors.models.activities import Activity, ActivityFile
from gagyo.ambassadors.models.plans import (
    AnnualPlan,
    ClockDay,
    ConsolidatedPlan,
    PlanComment,
    PlanGoal,
    PlannedActivity,
    PlanVersion,
    PlanWriter,
)
from gagyo.ambassadors.models.postings import Posting

__all__ = [
    "Activity",
    "ActivityFile",
    "AnnualPlan",
    "ClockDay",
    "ConsolidatedPlan",
    "PlanComment",
    "PlanGoal",
    "PlanVersion",
    "PlanWriter",
    "PlannedActivity",
    "Posting",
]
