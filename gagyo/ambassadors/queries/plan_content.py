"""What a plan says, in a shape that is kept with its versions and compared."""

from typing import Any

from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity


def content_of(plan: AnnualPlan) -> dict[str, Any]:
    """Return the outline, goals and planned activities of a plan, results included; names in both languages."""
    goals = PlanGoal.objects.filter(plan=plan).prefetch_related("activities__partners", "activities__countries")
    return {
        "words": plan.words.as_json(),
        "goals": [
            {
                "id": goal.pk,
                "field": goal.field,
                "words": goal.words.as_json(),
                "activities": [activity_content(each) for each in goal.activities.all()],
            }
            for goal in goals
        ],
    }


def activity_content(row: PlannedActivity) -> dict[str, Any]:
    """Return what is planned in one activity, and what was told of its result."""
    return {
        "id": row.pk,
        "name_ko": row.name_ko,
        "name_en": row.name_en,
        "month": row.month,
        "budget_krw": row.budget_krw,
        "partners": [[each.pk, each.name_ko, each.name_en] for each in row.partners.all()],
        "partner_words": row.partner_words,
        "countries": [[each.code, each.name_ko, each.name_en] for each in row.countries.all()],
        "spent_krw": row.spent_krw,
        "not_held_reason": row.not_held_reason,
    }
