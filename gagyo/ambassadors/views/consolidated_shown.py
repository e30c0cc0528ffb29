"""The page of a consolidated plan: figures, tables and findings, each opening the very rows that it counts."""

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gagyo.ambassadors.queries.consolidated import Edition
from gagyo.ambassadors.queries.consolidated_words import (
    country_words,
    field_name,
    gap_title,
    month_name,
    overlap_title,
    partner_words,
    province_names,
)
from gagyo.ambassadors.rules.consolidated import Consolidated, PlannedLine, ProvincePlan, Total, lines_of
from gagyo.ambassadors.views.plan_shown import plan_badge, won
from gagyo.common.components import Column, Link
from gagyo.common.components.cells import language
from gagyo.kernels.indicators.figure import CountingRule, Figure

PLANS: Final = CountingRule(
    code="consolidated-plans",
    name_ko="승인된 계획",
    name_en="Approved plans",
    sentence_ko="그해의 연간계획 가운데 승인된 것을 시도마다 1건씩 셉니다.",
    sentence_en="Annual plans of that year that are approved, one for each province.",
)
ACTIVITIES: Final = CountingRule(
    code="consolidated-activities",
    name_ko="계획한 활동",
    name_en="Planned activities",
    sentence_ko="승인된 연간계획의 활동을 1건씩 셉니다.",
    sentence_en="Activities of the approved plans, each once.",
)
BUDGET: Final = CountingRule(
    code="consolidated-budget",
    name_ko="예산",
    name_en="Budget",
    sentence_ko="승인된 연간계획의 활동 예산을 더하며, 적지 않은 예산은 더하지 않습니다.",
    sentence_en="The budgets of the activities in the approved plans, added up; those not told add nothing.",
)
GAPS: Final = CountingRule(
    code="consolidated-gaps",
    name_ko="공백",
    name_en="Gaps",
    sentence_ko="승인된 계획이 없는 시도, 목표가 없는 분야, 활동이 없는 달을 종류마다 1건씩 셉니다.",
    sentence_en="Provinces without an approved plan, fields without a goal, quiet months, each kind once.",
)
OVERLAPS: Final = CountingRule(
    code="consolidated-overlaps",
    name_ko="중복",
    name_en="Overlaps",
    sentence_ko="같은 달에 둘 이상의 시도가 같은 상대 기관이나 같은 나라와 계획한 것을 1건씩 셉니다.",
    sentence_en="One partner or country in one month of several provinces, each once.",
)


def opened(path: str, slug: str) -> str:
    """Return the address that lists the rows of a figure on this page."""
    return f"{path}?show={slug}#rows"


def headline(edition: Edition, *, path: str) -> list[Figure]:
    """Return the figures at the head; each opens its rows."""
    found, day = edition.found, edition.as_of
    return [
        Figure(len(found.in_force), "item", day, PLANS, opened(path, "plans")),
        Figure(found.total.activities, "activity", day, ACTIVITIES, opened(path, "activities")),
        Figure(found.total.budget_krw, "krw", day, BUDGET, opened(path, "activities")),
        Figure(len(found.gaps), "item", day, GAPS, "#gaps"),
        Figure(len(found.overlaps), "item", day, OVERLAPS, "#overlaps"),
    ]


@dataclass(frozen=True)
class Finding:
    """A gap or an overlap in words, with the way to its rows; href "" where it has none."""

    words: str
    href: str
    detail: str


def page_tables(edition: Edition, *, path: str) -> dict[str, Any]:
    """Return the tables of the page."""
    found, spoken = edition.found, language()
    return {
        "provinces": found.plans,
        "province_columns": plan_columns(),
        "fields": found.by_field,
        "field_columns": total_columns(pgettext("support request", "Field"), path=path, prefix="field", goals=True),
        "months": found.by_month,
        "month_columns": total_columns(_("Month"), path=path, prefix="month", goals=False),
        "gaps": [
            Finding(
                gap_title(gap),
                opened(path, f"gap-{at}") if gap.provinces else "",
                province_names(found, gap.provinces, language=spoken),
            )
            for at, gap in enumerate(found.gaps)
        ],
        "overlaps": [
            Finding(
                overlap_title(overlap, language=spoken),
                opened(path, f"overlap-{at}"),
                province_names(found, overlap.provinces, language=spoken),
            )
            for at, overlap in enumerate(found.overlaps)
        ],
    }


def plan_columns() -> list[Column]:
    """Return the columns of the provinces with their plans."""
    return [
        Column("province", _("Province"), row_header=True, draw=plan_name),
        Column("state", _("State"), draw=lambda plan: plan_badge(plan.state)),
        Column("goals", _("Goals"), numeric=True, draw=lambda plan: len(plan.goals) if plan.in_force else None),
        Column(
            "activities",
            _("Activities"),
            numeric=True,
            draw=lambda plan: len(plan.activities) if plan.in_force else None,
        ),
        Column("budget", _("Budget (KRW)"), numeric=True, draw=plan_budget),
    ]


def plan_name(plan: ProvincePlan) -> object:
    """Return a province, with the way to its approved plan."""
    name = plan.name.said(language())
    return Link(name, reverse("ambassadors:plan", args=[plan.plan_id])) if plan.plan_id else name


def plan_budget(plan: ProvincePlan) -> str | None:
    """Return the budget of a plan that counts."""
    return won(sum(each.budget_krw or 0 for each in plan.activities)) if plan.in_force else None


def total_columns(head: str, *, path: str, prefix: str, goals: bool) -> list[Column]:
    """Return the columns of totals; the number of activities opens them."""

    def name(total: Total) -> str:
        return field_name(total.key) if prefix == "field" else month_name(total.key)

    def number(total: Total) -> object:
        href = opened(path, f"{prefix}-{total.key}")
        return Link(str(total.activities), href) if total.activities else 0

    wanted = [Column("goals", _("Goals"), numeric=True)] if goals else []
    return [
        Column("key", head, row_header=True, draw=name),
        Column("provinces", _("Provinces"), numeric=True),
        *wanted,
        Column("activities", _("Activities"), numeric=True, draw=number),
        Column("budget", _("Budget (KRW)"), numeric=True, draw=lambda total: won(total.budget_krw)),
    ]


def line_columns() -> list[Column]:
    """Return the columns of planned activities."""
    return [
        Column(
            "activity",
            pgettext("annual plan", "Activity"),
            row_header=True,
            draw=lambda line: line.activity.title.said(language()),
        ),
        Column("province", _("Province"), draw=lambda line: plan_name(line.plan)),
        Column("month", _("Month"), draw=lambda line: month_name(line.activity.month)),
        Column("field", pgettext("support request", "Field"), draw=lambda line: field_name(line.activity.field)),
        Column("partners", _("Partners"), draw=lambda line: partner_words(line, language=language())),
        Column("countries", _("Countries"), draw=lambda line: country_words(line, language=language())),
        Column("budget", _("Budget (KRW)"), numeric=True, draw=lambda line: won(line.activity.budget_krw)),
    ]


def chosen_of(edition: Edition, slug: str, *, path: str) -> dict[str, Any]:
    """Return the rows that the address asks for: provinces or activities, with what they are."""
    found = edition.found
    rows = rows_of(found, slug)
    if rows is None:
        return {"chosen_title": ""}
    title, provinces, activities = rows
    return {
        "chosen_title": title,
        "chosen": provinces if provinces is not None else activities,
        "chosen_columns": plan_columns() if provinces is not None else line_columns(),
        "close": path,
    }


def rows_of(found: Consolidated, slug: str) -> tuple[str, list[ProvincePlan] | None, list[PlannedLine]] | None:
    """Return title, provinces (None for activities) and activities of a figure; None for one that is not there."""
    kind, _dash, key = slug.partition("-")
    if slug == "plans":
        return _("Approved plans"), list(found.in_force), []
    if slug == "activities":
        return _("Planned activities"), None, lines_of(found)
    if kind == "field" and key in {each.key for each in found.by_field}:
        return field_name(key), None, lines_of(found, field=key)
    if not (key.isascii() and key.isdigit()) or len(key) > 4:
        return None
    number = int(key)
    if kind == "month" and 1 <= number <= 12:
        return month_name(number), None, lines_of(found, month=number)
    if kind == "gap" and number < len(found.gaps):
        gap = found.gaps[number]
        return gap_title(gap), [plan for plan in found.plans if plan.province_id in gap.provinces], []
    if kind == "overlap" and number < len(found.overlaps):
        overlap = found.overlaps[number]
        return overlap_title(overlap, language=language()), None, lines_of(found, ids=overlap.activities)
    return None
