"""Postings of ambassadors to provinces, what they do and are asked there, annual plans, consolidated plans."""

from gagyo.ambassadors.models.activities import Activity, ActivityFile
from gagyo.ambassadors.models.advice import AdviceQuestion
from gagyo.ambassadors.models.cases import Case, CaseFigure, CaseWriter
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
    "AdviceQuestion",
    "AnnualPlan",
    "Case",
    "CaseFigure",
    "CaseWriter",
    "ClockDay",
    "ConsolidatedPlan",
    "PlanComment",
    "PlanGoal",
    "PlanVersion",
    "PlanWriter",
    "PlannedActivity",
    "Posting",
]
