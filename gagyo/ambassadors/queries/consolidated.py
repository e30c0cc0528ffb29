"""The consolidated plan of a year: as it stands now, and its editions as they were published."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from gagyo.ambassadors.models import AnnualPlan, ConsolidatedPlan, PlannedActivity
from gagyo.ambassadors.rules.consolidated import Consolidated, Planned, ProvincePlan, Words, consolidate
from gagyo.ambassadors.rules.consolidated_kept import from_kept
from gagyo.ambassadors.rules.plan_moves import IN_FORCE
from gagyo.ambassadors.rules.plan_values import GOAL_FIELDS
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.registry.queries.provinces import provinces
from gagyo.support.choices import RequestField


def consolidated_now(*, year: int) -> Consolidated:
    """Return the plans of a year put together; the same for every reader."""
    return consolidate(
        year=year, plans=province_plans(year=year), fields=list(RequestField.values), wanted=list(GOAL_FIELDS)
    )


def province_plans(*, year: int) -> list[ProvincePlan]:
    """Return every province in the order of tables; of a plan that is not approved, only its state."""
    rows = AnnualPlan.objects.past_access(because="of a plan that is not approved only the state is told")
    plans = rows.filter(year=year, archived_at=None).prefetch_related(
        "goals__activities__partners", "goals__activities__countries"
    )
    by_province = {plan.province_id: plan for plan in plans}
    found = []
    for body in provinces(also=by_province.keys()):
        plan = by_province.get(body.pk)
        found.append(_province_plan(body.pk, Words(body.name_ko, body.name_en), plan))
    return found


def _province_plan(province_id: int, name: Words, plan: AnnualPlan | None) -> ProvincePlan:
    if plan is None or plan.state not in IN_FORCE:
        return ProvincePlan(province_id, name, state=plan.state if plan else "")
    goals = list(plan.goals.all())
    activities = [planned_of(each, field=goal.field) for goal in goals for each in goal.activities.all()]
    return ProvincePlan(
        province_id,
        name,
        plan_id=plan.pk,
        state=plan.state,
        in_force=True,
        goals=tuple((goal.field, both_words(goal.words)) for goal in goals),
        activities=tuple(sorted(activities, key=lambda each: (each.month, each.id))),
    )


def planned_of(row: PlannedActivity, *, field: str) -> Planned:
    """Return a planned activity as plain values."""
    return Planned(
        id=row.pk,
        title=Words(row.name_ko, row.name_en),
        field=field,
        month=row.month,
        budget_krw=row.budget_krw,
        partners={each.pk: Words(each.name_ko, each.name_en) for each in row.partners.all()},
        countries={each.code: Words(each.name_ko, each.name_en) for each in row.countries.all()},
    )


def both_words(text: TranslatedText) -> Words:
    """Return a text in both languages, empty where it is not translated."""
    ko, ko_language, _state = text.in_language("ko")
    en, en_language, _state = text.in_language("en")
    return Words(ko if ko_language == "ko" else "", en if en_language == "en" else "")


@dataclass(frozen=True)
class Edition:
    """A consolidated plan to be shown or printed; number None: as it stands now, published by nobody."""

    found: Consolidated
    as_of: date
    number: int | None = None
    note: TranslatedText = field(default_factory=TranslatedText)
    publisher: Words = field(default_factory=lambda: Words(""))


def edition_now(*, year: int, today: date) -> Edition:
    """Return the consolidated plan as it stands today."""
    return Edition(consolidated_now(year=year), today)


def edition_of(row: ConsolidatedPlan) -> Edition:
    """Return an edition as it was published."""
    office = row.office
    return Edition(
        found=from_kept(row.content),
        as_of=timezone.localdate(row.published_at),
        number=row.edition,
        note=row.note,
        publisher=Words(office.name_ko, office.name_en) if office else Words(""),
    )


def editions(*, actor: Actor, year: int | None = None) -> QuerySet[ConsolidatedPlan]:
    """Return the editions that a reader may open, the latest first."""
    rows = ConsolidatedPlan.objects.for_user(actor).select_related("office", "published_by")
    return (rows if year is None else rows.filter(year=year)).order_by("-year", "-edition")
