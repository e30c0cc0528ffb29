"""The plans of a year put together: totals, what is missing, and what several provinces plan at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

MONTHS: Final = tuple(range(1, 13))


@dataclass(frozen=True)
class Words:
    """A name in Korean and, where there is one, in English."""

    ko: str
    en: str = ""

    def said(self, language: str) -> str:
        """Return the name in a language, or in the other where it is missing."""
        return (self.ko or self.en) if language == "ko" else (self.en or self.ko)


@dataclass(frozen=True)
class Planned:
    """
    A planned activity.

    month: 1 to 12; budget_krw: None where none is told; partners: body id -> name; countries: ISO code -> name
    """

    id: int
    title: Words
    field: str
    month: int
    budget_krw: int | None
    partners: Mapping[int, Words]
    countries: Mapping[str, Words]


@dataclass(frozen=True)
class ProvincePlan:
    """
    A province in a year; what it plans is told only once its plan is approved.

    plan_id, state: None and empty where there is no plan; goals: (field, words); in_force: approved, so it counts
    """

    province_id: int
    name: Words
    plan_id: int | None = None
    state: str = ""
    in_force: bool = False
    goals: tuple[tuple[str, Words], ...] = ()
    activities: tuple[Planned, ...] = ()


@dataclass(frozen=True)
class Gap:
    """
    What is missing: a plan in these provinces, a goal for a field in these, or any activity in a month.

    kind: plan, field or month; key: the field's or the month's
    """

    kind: str
    key: str
    provinces: tuple[int, ...]


@dataclass(frozen=True)
class Overlap:
    """Several provinces with one partner, or in one country, in one month. kind: partner or country."""

    kind: str
    key: str
    name: Words
    month: int
    activities: tuple[int, ...]
    provinces: tuple[int, ...]


@dataclass(frozen=True)
class Total:
    """What is planned under one key: a field, or a month; budget_krw adds up the budgets that are told."""

    key: str
    provinces: int
    goals: int
    activities: int
    budget_krw: int


@dataclass(frozen=True)
class Consolidated:
    """The plans of a year, and what the rules find in them."""

    year: int
    plans: tuple[ProvincePlan, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    by_field: tuple[Total, ...]
    by_month: tuple[Total, ...]
    total: Total

    @property
    def in_force(self) -> tuple[ProvincePlan, ...]:
        """The plans that count."""
        return tuple(plan for plan in self.plans if plan.in_force)


def consolidate(
    *, year: int, plans: Sequence[ProvincePlan], fields: Sequence[str], wanted: Sequence[str] | None = None
) -> Consolidated:
    """
    Put the plans of a year together.

    plans: one for each province, in the order of every table; fields: all there are; wanted: those in which each
    province is to have a goal, all if None
    """
    counted = [plan for plan in plans if plan.in_force]
    by_field = [_total(field, counted, _in_field(field, counted), field) for field in fields]
    by_month = [
        _total(str(month), counted, [pair for pair in _pairs(counted) if pair[1].month == month]) for month in MONTHS
    ]
    return Consolidated(
        year=year,
        plans=tuple(plans),
        gaps=tuple(_gaps(plans, counted, fields if wanted is None else wanted)),
        overlaps=tuple(overlaps(counted)),
        by_field=tuple(by_field),
        by_month=tuple(by_month),
        total=_total("", counted, list(_pairs(counted)), None, goals=sum(len(plan.goals) for plan in counted)),
    )


def _pairs(plans: Iterable[ProvincePlan]) -> Iterable[tuple[int, Planned]]:
    return ((plan.province_id, each) for plan in plans for each in plan.activities)


def _in_field(field: str, plans: Sequence[ProvincePlan]) -> list[tuple[int, Planned]]:
    return [pair for pair in _pairs(plans) if pair[1].field == field]


def _total(
    key: str,
    plans: Sequence[ProvincePlan],
    pairs: Sequence[tuple[int, Planned]],
    field: str | None = None,
    *,
    goals: int | None = None,
) -> Total:
    with_goal = [plan.province_id for plan in plans for each, _words in plan.goals if each == field]
    return Total(
        key=key,
        provinces=len({province for province, _each in pairs} | set(with_goal)),
        goals=len(with_goal) if goals is None else goals,
        activities=len(pairs),
        budget_krw=sum(each.budget_krw or 0 for _province, each in pairs),
    )


def _gaps(plans: Sequence[ProvincePlan], counted: Sequence[ProvincePlan], fields: Sequence[str]) -> Iterable[Gap]:
    without = tuple(plan.province_id for plan in plans if not plan.in_force)
    if without:
        yield Gap("plan", "", without)
    for field in fields:
        lacking = tuple(plan.province_id for plan in counted if field not in {goal for goal, _words in plan.goals})
        if lacking:
            yield Gap("field", field, lacking)
    busy = {each.month for _province, each in _pairs(counted)}
    if counted:
        yield from (Gap("month", str(month), ()) for month in MONTHS if month not in busy)


def overlaps(plans: Sequence[ProvincePlan]) -> list[Overlap]:
    """
    Return where several provinces plan with one partner, or in one country, in one month, by month.

    A country is left out where the very same activities share a partner already: it would say the same twice.
    """
    found = [*_shared("partner", plans), *_shared("country", plans)]
    told = {(each.month, each.activities) for each in found if each.kind == "partner"}
    kept = [each for each in found if each.kind == "partner" or (each.month, each.activities) not in told]
    return sorted(kept, key=lambda each: (each.month, each.kind != "partner", each.name.ko, each.key))


def _shared(kind: str, plans: Sequence[ProvincePlan]) -> Iterable[Overlap]:
    held: dict[tuple[int, str], list[tuple[int, int]]] = {}
    names: dict[str, Words] = {}
    for province, each in _pairs(plans):
        shared: Mapping[int, Words] | Mapping[str, Words] = each.partners if kind == "partner" else each.countries
        for key, name in shared.items():
            names[str(key)] = name
            held.setdefault((each.month, str(key)), []).append((province, each.id))
    for (month, key), pairs in held.items():
        provinces = tuple(dict.fromkeys(province for province, _id in pairs))
        if len(provinces) > 1:
            yield Overlap(kind, key, names[key], month, tuple(sorted(id_ for _p, id_ in pairs)), provinces)


@dataclass(frozen=True)
class PlannedLine:
    """A planned activity with its province's plan."""

    plan: ProvincePlan
    activity: Planned


def lines_of(
    found: Consolidated, *, field: str = "", month: int | None = None, ids: Sequence[int] | None = None
) -> list[PlannedLine]:
    """Return the activities that count, by month and province: those of a field, of a month, or with these ids."""
    lines = [
        PlannedLine(plan, each)
        for plan in found.in_force
        for each in plan.activities
        if (not field or each.field == field)
        and (month is None or each.month == month)
        and (ids is None or each.id in ids)
    ]
    return sorted(lines, key=lambda line: line.activity.month)
