"""What became of what was planned."""

from gagyo.ambassadors.models import AnnualPlan, PlannedActivity


def unexplained_activities(plan: AnnualPlan) -> list[str]:
    """Return the names of planned activities of which nobody has told what became of them."""
    rows = PlannedActivity.objects.filter(goal__plan=plan, not_held_reason="", spent_krw=None)
    return [row.name for row in rows]
