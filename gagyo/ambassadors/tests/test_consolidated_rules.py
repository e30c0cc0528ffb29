"""Gaps, overlaps and totals of the plans of a year, by hand and as properties; what is kept is read back the same."""

import json

from hypothesis import given
from hypothesis import strategies as st

from gagyo.ambassadors.rules.consolidated import Gap, Overlap, Planned, ProvincePlan, Total, Words, consolidate
from gagyo.ambassadors.rules.consolidated_kept import as_kept, from_kept

FIELDS = ("investment", "exports")
HANOI, TOKYO = Words("하노이", "Hanoi"), Words("도쿄", "Tokyo")
VIETNAM, JAPAN = Words("베트남", "Vietnam"), Words("일본", "Japan")


def planned(pk: int, *, month: int, field: str = "exports", budget: int | None = 10, **shared: object) -> Planned:
    partners, countries = shared.get("partners", {}), shared.get("countries", {})
    return Planned(pk, Words(f"활동 {pk}"), field, month, budget, partners, countries)  # type: ignore[arg-type]  # a test names them


def province(pk: int, *activities: Planned, goals: tuple[str, ...] = FIELDS, state: str = "approved") -> ProvincePlan:
    return ProvincePlan(
        pk,
        Words(f"도 {pk}"),
        plan_id=pk * 10,
        state=state,
        in_force=state == "approved",
        goals=tuple((field, Words("목표")) for field in goals),
        activities=activities,
    )


def test_a_province_without_an_approved_plan_a_field_without_a_goal_and_a_quiet_month_are_gaps() -> None:
    plans = [
        province(1, *(planned(month, month=month) for month in range(1, 12))),
        province(2, goals=("exports",)),
        province(3, planned(99, month=12), state="submitted"),
        ProvincePlan(4, Words("없는 도")),
    ]
    found = consolidate(year=2026, plans=plans, fields=FIELDS)
    assert found.gaps == (Gap("plan", "", (3, 4)), Gap("field", "investment", (2,)), Gap("month", "12", ()))
    assert [plan.province_id for plan in found.in_force] == [1, 2]


def test_one_partner_or_country_in_one_month_of_several_provinces_is_an_overlap_told_once() -> None:
    plans = [
        province(1, planned(1, month=4, partners={7: HANOI}, countries={"VN": VIETNAM})),
        province(2, planned(2, month=4, partners={7: HANOI}, countries={"VN": VIETNAM})),
        province(3, planned(3, month=5, countries={"JP": JAPAN}), planned(4, month=5, countries={"JP": JAPAN})),
        province(4, planned(5, month=5, countries={"JP": JAPAN}), planned(6, month=4, partners={8: TOKYO})),
    ]
    assert consolidate(year=2026, plans=plans, fields=FIELDS).overlaps == (
        Overlap("partner", "7", HANOI, 4, (1, 2), (1, 2)),
        Overlap("country", "JP", JAPAN, 5, (3, 4, 5), (3, 4)),
    )


def test_a_country_of_more_activities_than_the_partners_is_told_beside_the_partner() -> None:
    plans = [
        province(1, planned(1, month=4, partners={7: HANOI}, countries={"VN": VIETNAM})),
        province(2, planned(2, month=4, partners={7: HANOI}, countries={"VN": VIETNAM})),
        province(3, planned(3, month=4, countries={"VN": VIETNAM})),
    ]
    found = consolidate(year=2026, plans=plans, fields=FIELDS).overlaps
    assert [(each.kind, each.activities) for each in found] == [("partner", (1, 2)), ("country", (1, 2, 3))]


def test_totals_add_up_what_is_told_of_plans_in_force() -> None:
    plans = [
        province(1, planned(1, month=3, budget=5), planned(2, month=4, field="investment", budget=None)),
        province(2, planned(3, month=3, budget=7), goals=("exports",)),
        province(3, planned(4, month=3, budget=1000), state="draft"),
    ]
    found = consolidate(year=2026, plans=plans, fields=FIELDS)
    assert found.by_field == (Total("investment", 1, 1, 1, 0), Total("exports", 2, 2, 2, 12))
    assert found.by_month[2:4] == (Total("3", 2, 0, 2, 12), Total("4", 1, 0, 1, 0))
    assert found.total == Total("", 2, 3, 3, 12)


def test_without_any_plan_there_is_one_gap_and_no_quiet_month() -> None:
    found = consolidate(year=2026, plans=[ProvincePlan(4, Words("없는 도"))], fields=FIELDS)
    assert (found.gaps, found.overlaps, found.total) == ((Gap("plan", "", (4,)),), (), Total("", 0, 0, 0, 0))


NAMES = {"VN": VIETNAM, "JP": JAPAN}
BODIES = {7: HANOI, 8: TOKYO}


@st.composite
def some_plans(draw: st.DrawFn) -> list[ProvincePlan]:
    """Draw up to five provinces with up to four activities each, ids of their own."""
    made, number = [], 0
    for pk in range(1, draw(st.integers(1, 5)) + 1):
        activities = []
        for _each in range(draw(st.integers(0, 4))):
            number += 1
            partners = {key: BODIES[key] for key in draw(st.sets(st.sampled_from(sorted(BODIES))))}
            countries = {key: NAMES[key] for key in draw(st.sets(st.sampled_from(sorted(NAMES))))}
            activities.append(
                planned(
                    number,
                    month=draw(st.integers(1, 12)),
                    field=draw(st.sampled_from(FIELDS)),
                    budget=draw(st.none() | st.integers(0, 10**9)),
                    partners=partners,
                    countries=countries,
                )
            )
        goals = tuple(dict.fromkeys(each.field for each in activities))
        made.append(province(pk, *activities, goals=goals, state=draw(st.sampled_from(["approved", "draft"]))))
    return made


@given(some_plans())
def test_no_activity_is_lost_in_the_totals_and_each_overlap_holds(plans: list[ProvincePlan]) -> None:
    found = consolidate(year=2026, plans=plans, fields=FIELDS)
    counted = [each for plan in plans if plan.in_force for each in plan.activities]
    for totals in (found.by_field, found.by_month):
        assert sum(each.activities for each in totals) == len(counted) == found.total.activities
        assert sum(each.budget_krw for each in totals) == found.total.budget_krw
    by_id = {each.id: (plan.province_id, each) for plan in plans if plan.in_force for each in plan.activities}
    for overlap in found.overlaps:
        rows = [by_id[pk] for pk in overlap.activities]
        assert len({pk for pk, _each in rows}) > 1
        assert {pk for pk, _each in rows} == set(overlap.provinces)
        for _pk, each in rows:
            held = {str(key) for key in (each.partners if overlap.kind == "partner" else each.countries)}
            assert (each.month, overlap.key in held) == (overlap.month, True)


@given(some_plans())
def test_what_is_kept_of_a_consolidated_plan_is_read_back_the_same(plans: list[ProvincePlan]) -> None:
    found = consolidate(year=2026, plans=plans, fields=FIELDS)
    assert from_kept(json.loads(json.dumps(as_kept(found)))) == found
