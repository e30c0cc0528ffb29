"""Annual plans of ambassadors with their results, and a consolidated plan, all marked as sample."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.ambassadors.choices import ActivityKind, ActivityOutcome, PlanState
from gagyo.ambassadors.models import (
    Activity,
    AnnualPlan,
    ConsolidatedPlan,
    PlanComment,
    PlanGoal,
    PlannedActivity,
    PlanVersion,
    PlanWriter,
    Posting,
)
from gagyo.ambassadors.queries.consolidated import consolidated_now
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.ambassadors.queries.plan_offices import posting_on
from gagyo.ambassadors.rules.consolidated_kept import as_kept
from gagyo.ambassadors.rules.plan_moves import IN_FORCE
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import local_code
from gagyo.config.sample.plans_said import MILLION, PLANS, Goal, Sample
from gagyo.registry.models import Body, Country

OUTLINE = TranslatedText(
    "지역의 강점을 살려 도내 기업과 시군을 지원하고, 재외공관과 함께 성과가 남는 활동에 집중한다.",
    "ko",
    {"en": ("We build on what the region is strong in, and work with the missions abroad on what lasts.", "reviewed")},
)
NOT_HELD = "상대측 일정 변경으로 열지 못함"
NOBODY_POSTED = "파견된 국제관계대사가 없어 열지 못함"


def load_plans(*, offices: dict[str, Office], by: Actor, now: datetime) -> list[AnnualPlan]:
    """Make the plans of this year and the last, and the consolidated plan of the last; return the plans."""
    bodies = {body.code: body for body in Body.objects.filter(code__in=[each.code for each in PLANS])}
    made = []
    for each in PLANS:
        office, province = offices[local_code(each.code)], bodies[each.code]
        if each.last:
            made.append(plan_row(each, office, province, year=now.year - 1, state=PlanState.RESULTS_APPROVED, now=now))
        made.append(plan_row(each, office, province, year=now.year, state=each.state, now=now))
    for row in made:
        record(event="plan.created", by=by, at=now, about=row, after=values_of(row))
    comment(next(row for row in made if row.state == PlanState.RETURNED), offices=offices, now=now)
    publish_last(year=now.year - 1, office=offices["sample-association"], now=now)
    return made


def plan_row(each: Sample, office: Office, province: Body, *, year: int, state: PlanState, now: datetime) -> AnnualPlan:
    """Make one plan with its goals, activities and the versions that its state tells of."""
    begun = now.replace(year=year, month=1, day=5)
    row = AnnualPlan.objects.create(
        office=office,
        province=province,
        posting=posting_on(province_id=province.pk, day=begun.date()),
        year=year,
        state=state,
        state_reason="예산의 근거를 적어 주세요." if state == PlanState.RETURNED else "",
        words=OUTLINE,
        visibility=Visibility.SHARED if state in IN_FORCE else Visibility.OFFICE,
        created_at=begun,
        submitted_at=None if state == PlanState.DRAFT else begun + timedelta(days=10),
        approved_at=begun + timedelta(days=15) if state in IN_FORCE else None,
        results_submitted_at=results_day(state, year=year, now=now),
        results_approved_at=results_day(state, year=year, now=now) if state == PlanState.RESULTS_APPROVED else None,
        is_sample=True,
    )
    told = state in {PlanState.RESULTS_SUBMITTED, PlanState.RESULTS_APPROVED}
    until = timezone.localdate(now) if state in IN_FORCE else None
    write_goals(row, each.goals, told=told, until=until)
    writer = User.objects.filter(is_sample=True, memberships__office=office, memberships__role="ambassador").first()
    if writer is not None:
        PlanWriter.objects.create(plan=row, user=writer)
    if state in IN_FORCE:
        PlanVersion.objects.create(
            plan=row, number=1, state=PlanState.APPROVED, content=content_of(row), at=row.approved_at or begun
        )
    return row


def results_day(state: PlanState, *, year: int, now: datetime) -> datetime | None:
    """Return when results were submitted, for a state that tells of them."""
    if state not in {PlanState.RESULTS_SUBMITTED, PlanState.RESULTS_APPROVED}:
        return None
    return min(now - timedelta(days=3), now.replace(year=year, month=11, day=20))


def write_goals(row: AnnualPlan, goals: list[Goal], *, told: bool, until: date | None) -> None:
    """
    Write the goals and what is planned for them; of a plan in force the last was not held.

    told: with its results; until: what was planned before that day was held, None for nothing
    """
    partners = {body.name_en: body for body in Body.objects.exclude(country="KR").filter(name_en__in=PARTNERS)}
    countries = {country.code: country for country in Country.objects.all()}
    for order, (field, ko, en, planned) in enumerate(goals, start=1):
        words = TranslatedText(ko, "ko", {"en": (en, "reviewed")})
        goal = PlanGoal.objects.create(plan=row, field=field, words=words, order=order)
        for at, (name_ko, name_en, month, millions, country, partner) in enumerate(planned, start=1):
            day = date(row.year, month, 15)
            over = told or (until is not None and day < until)
            posting = posting_on(province_id=row.province_id, day=day) if over else None
            reason = NOT_HELD if order == len(goals) and at == len(planned) else "" if posting else NOBODY_POSTED
            missed = over and bool(reason)
            activity = PlannedActivity.objects.create(
                goal=goal,
                name_ko=name_ko,
                name_en=name_en,
                month=month,
                budget_krw=millions * MILLION if millions else None,
                spent_krw=None if missed or not told else millions * MILLION * 9 // 10,
                not_held_reason=reason if missed and told else "",
                order=at,
            )
            if country:
                activity.countries.add(countries[country])
            if partner in partners:
                activity.partners.add(partners[partner])
            if posting is not None and not missed:
                held(activity, posting, day=day, field=field)


def held(planned: PlannedActivity, posting: Posting, *, day: date, field: str) -> Activity:
    """Record that what was planned was held."""
    return Activity.objects.create(
        office_id=posting.office_id,
        posting=posting,
        name_ko=planned.name_ko,
        name_en=planned.name_en,
        kind=ActivityKind.EVENT,
        day=day,
        minutes=180,
        field=field,
        country=planned.countries.first(),
        outcome=ActivityOutcome.DONE,
        planned=planned,
        visibility=Visibility.SHARED,
        created_at=timezone.make_aware(datetime.combine(day, time(18))),
        is_sample=True,
    )


PARTNERS = frozenset(partner for each in PLANS for goal in each.goals for *_rest, partner in goal[3] if partner)


def comment(row: AnnualPlan, *, offices: dict[str, Office], now: datetime) -> None:
    """Let the association say something on a plan."""
    author = User.objects.get(email="operator@example.org")
    words = TranslatedText(
        "9월에는 다른 시도도 같은 총회에 참석합니다. 함께 움직이는 방안을 검토해 주세요.",
        "ko",
        {"en": ("Other provinces go to the same assembly in September. Please consider going together.", "reviewed")},
    )
    PlanComment.objects.create(plan=row, office=offices["sample-association"], author=author, text=words, at=now)


def publish_last(*, year: int, office: Office, now: datetime) -> ConsolidatedPlan:
    """Publish the consolidated plan of a year that is over, as it stood before that year began."""
    found = consolidated_now(year=year)
    plans = tuple(replace(each, state=PlanState.APPROVED.value) if each.in_force else each for each in found.plans)
    return ConsolidatedPlan.objects.create(
        office=office,
        visibility=Visibility.SHARED,
        year=year,
        edition=1,
        note=TranslatedText(
            "시도별 계획을 모아 겹치는 일정과 비어 있는 분야를 정리하였다.",
            "ko",
            {"en": ("The plans of the provinces, with the overlaps and gaps found in them.", "reviewed")},
        ),
        content=as_kept(replace(found, plans=plans)),
        published_by=User.objects.get(email="operator@example.org"),
        published_at=now.replace(year=year - 1, month=12, day=28),
        is_sample=True,
    )
