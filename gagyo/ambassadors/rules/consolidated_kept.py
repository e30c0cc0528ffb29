"""A consolidated plan as it is kept once published: to JSON and back, everything that the page shows."""

from collections.abc import Mapping
from typing import Any

from gagyo.ambassadors.rules.consolidated import Consolidated, Gap, Overlap, Planned, ProvincePlan, Total, Words

# Raised when the shape changes; an older edition is read by what it was written with.
SHAPE = 1


def as_kept(found: Consolidated) -> dict[str, Any]:
    """Return what the page shows, in a shape that JSON holds."""
    return {
        "shape": SHAPE,
        "year": found.year,
        "plans": [_plan(each) for each in found.plans],
        "gaps": [[each.kind, each.key, list(each.provinces)] for each in found.gaps],
        "overlaps": [
            [each.kind, each.key, _words(each.name), each.month, list(each.activities), list(each.provinces)]
            for each in found.overlaps
        ],
        "by_field": [_total(each) for each in found.by_field],
        "by_month": [_total(each) for each in found.by_month],
        "total": _total(found.total),
    }


def from_kept(content: Mapping[str, Any]) -> Consolidated:
    """Return what was published."""
    return Consolidated(
        year=content["year"],
        plans=tuple(_read_plan(each) for each in content["plans"]),
        gaps=tuple(Gap(kind, key, tuple(provinces)) for kind, key, provinces in content["gaps"]),
        overlaps=tuple(
            Overlap(kind, key, Words(*name), month, tuple(activities), tuple(provinces))
            for kind, key, name, month, activities, provinces in content["overlaps"]
        ),
        by_field=tuple(Total(*each) for each in content["by_field"]),
        by_month=tuple(Total(*each) for each in content["by_month"]),
        total=Total(*content["total"]),
    )


def _words(words: Words) -> list[str]:
    return [words.ko, words.en]


def _total(total: Total) -> list[Any]:
    return [total.key, total.provinces, total.goals, total.activities, total.budget_krw]


def _plan(plan: ProvincePlan) -> dict[str, Any]:
    return {
        "province_id": plan.province_id,
        "name": _words(plan.name),
        "plan_id": plan.plan_id,
        "state": plan.state,
        "in_force": plan.in_force,
        "goals": [[field, _words(words)] for field, words in plan.goals],
        "activities": [_activity(each) for each in plan.activities],
    }


def _activity(each: Planned) -> dict[str, Any]:
    return {
        "id": each.id,
        "title": _words(each.title),
        "field": each.field,
        "month": each.month,
        "budget_krw": each.budget_krw,
        # JSON would turn ids into texts, so pairs are kept.
        "partners": [[key, _words(name)] for key, name in each.partners.items()],
        "countries": [[key, _words(name)] for key, name in each.countries.items()],
    }


def _read_plan(kept: Mapping[str, Any]) -> ProvincePlan:
    return ProvincePlan(
        province_id=kept["province_id"],
        name=Words(*kept["name"]),
        plan_id=kept["plan_id"],
        state=kept["state"],
        in_force=kept["in_force"],
        goals=tuple((field, Words(*words)) for field, words in kept["goals"]),
        activities=tuple(_read_activity(each) for each in kept["activities"]),
    )


def _read_activity(kept: Mapping[str, Any]) -> Planned:
    return Planned(
        id=kept["id"],
        title=Words(*kept["title"]),
        field=kept["field"],
        month=kept["month"],
        budget_krw=kept["budget_krw"],
        partners={key: Words(*name) for key, name in kept["partners"]},
        countries={key: Words(*name) for key, name in kept["countries"]},
    )
