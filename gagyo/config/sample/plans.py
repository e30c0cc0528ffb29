"""
Annual plans of ambassadors, marked as sample: every plan, budget and partner in them is invented.

Two provinces plan with Hanoi in one month and three in Japan, two have no approved plan, and few plan development
cooperation, so that there are overlaps and gaps to be found.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office, User
from gagyo.ambassadors.choices import PlanState
from gagyo.ambassadors.models import (
    AnnualPlan,
    ConsolidatedPlan,
    PlanComment,
    PlanGoal,
    PlannedActivity,
    PlanVersion,
    PlanWriter,
)
from gagyo.ambassadors.queries.consolidated import consolidated_now
from gagyo.ambassadors.queries.plan_content import content_of
from gagyo.ambassadors.queries.plan_offices import posting_on
from gagyo.ambassadors.rules.consolidated_kept import as_kept
from gagyo.ambassadors.rules.plan_moves import IN_FORCE
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import GYEONGGI, local_code
from gagyo.registry.models import Body, Country
from gagyo.support.choices import RequestField as F

MILLION = 1_000_000
# Korean and English name, month, budget in millions of won (0: not told), country, partner (English name)
Planned = tuple[str, str, int, int, str, str]
# field, what the goal is in Korean and English, and what is planned for it
Goal = tuple[F, str, str, list[Planned]]


@dataclass(frozen=True)
class Sample:
    """A province's plan; last: whether it had one last year too."""

    code: str
    state: PlanState
    goals: list[Goal]
    last: bool = True


PLANS: list[Sample] = [
    Sample(
        "11",
        PlanState.RESULTS_SUBMITTED,
        [
            (
                F.INVESTMENT,
                "스마트시티 분야 해외 투자자 10곳과 상담",
                "Talks with ten investors in smart-city services",
                [
                    ("스마트시티 투자 설명회", "Smart-city investment briefing", 5, 80, "FR", ""),
                    ("핀테크 기업 유치 면담", "Meetings with fintech firms", 9, 30, "SG", ""),
                ],
            ),
            (
                F.PUBLIC_DIPLOMACY,
                "주한 외교단과의 분기별 교류",
                "A meeting with the diplomatic corps each quarter",
                [
                    ("주한 외교단 시정 설명회", "Briefing for the diplomatic corps", 3, 12, "", ""),
                    ("세계도시 문화축제 외교단 초청", "Diplomatic corps at the world cities festival", 6, 25, "", ""),
                ],
            ),
        ],
    ),
    Sample(
        "26",
        PlanState.APPROVED,
        [
            (
                F.EVENTS,
                "해양 분야 국제회의 유치 지원",
                "Support for bids to host maritime conferences",
                [
                    ("국제해양회의 유치 교섭", "Bid for a maritime conference", 4, 60, "ID", ""),
                    ("항만도시 협력 포럼", "Forum of port cities", 10, 90, "JP", "Fukuoka"),
                ],
            ),
            (
                F.EXPORTS,
                "수산식품 수출 판로 개척",
                "New markets for seafood",
                [("하노이 수산식품 상담회", "Seafood consultation in Hanoi", 9, 55, "VN", "Hanoi")],
            ),
        ],
    ),
    Sample(
        "28",
        PlanState.APPROVED,
        [
            (
                F.INVESTMENT,
                "경제자유구역 바이오 기업 유치",
                "Biotechnology firms for the free economic zone",
                [
                    ("바이오 기업 투자 면담", "Meetings with biotechnology firms", 5, 40, "US", ""),
                    ("항공정비 기업 초청", "Visit of aircraft maintenance firms", 11, 35, "DE", ""),
                ],
            )
        ],
    ),
    Sample(
        "30",
        PlanState.RETURNED,
        [
            (
                F.EXCHANGE,
                "과학도시 교류",
                "Exchange among science cities",
                [("과학도시 연합 총회 참석", "Assembly of science cities", 9, 20, "TW", "")],
            )
        ],
    ),
    Sample(
        "36",
        PlanState.APPROVED,
        [
            (
                F.PUBLIC_DIPLOMACY,
                "행정수도 사례 소개",
                "Presenting the administrative capital",
                [
                    ("개발도상국 공무원 연수 지원", "Training of officials from developing countries", 4, 15, "MN", ""),
                    ("한글문화 주간 외교단 초청", "Diplomatic corps at the Hangeul week", 10, 18, "", ""),
                ],
            )
        ],
        last=False,
    ),
    Sample(
        GYEONGGI,
        PlanState.APPROVED,
        [
            (
                F.INVESTMENT,
                "반도체 소재·부품 기업 5곳 유치 상담",
                "Talks with five makers of semiconductor parts",
                [
                    ("반도체 소재 기업 투자 설명회", "Investment briefing on semiconductor materials", 4, 70, "JP", ""),
                    ("수소 산업 협력 면담", "Talks on hydrogen", 10, 0, "JP", ""),
                ],
            ),
            (
                F.EXPORTS,
                "도내 중소기업 동남아 수출 상담 100건",
                "100 export talks of local firms in Southeast Asia",
                [
                    ("하노이 수출상담회", "Export consultation in Hanoi", 9, 65, "VN", "Hanoi"),
                    ("자카르타 뷰티 상담회", "Beauty products in Jakarta", 7, 45, "ID", "Jakarta"),
                ],
            ),
            (
                F.DEVELOPMENT,
                "농업기술 공적개발원조 사업 발굴",
                "New development projects in farming",
                [("농업기술 전수 조사단", "Mission on farming methods", 6, 38, "UZ", "Fergana Region")],
            ),
        ],
    ),
    Sample(
        "51",
        PlanState.APPROVED,
        [
            (
                F.EVENTS,
                "동계 스포츠 국제행사 유치",
                "Winter sports events",
                [("동계 청소년 대회 협력 회의", "Meeting on winter youth games", 11, 32, "MN", "")],
            ),
            (
                F.EXCHANGE,
                "환동해 지방정부 교류",
                "Exchange of governments around the East Sea",
                [("환동해 지방정부 회의", "Meeting of regional governments", 10, 28, "JP", "")],
            ),
        ],
    ),
    Sample(
        "43",
        PlanState.SUBMITTED,
        [
            (
                F.EXPORTS,
                "화장품 수출 지원",
                "Exports of cosmetics",
                [("오송 화장품 바이어 초청", "Buyers of cosmetics", 10, 50, "AE", "Dubai")],
            )
        ],
        last=False,
    ),
    Sample(
        "44",
        PlanState.RESULTS_APPROVED,
        [
            (
                F.EXPORTS,
                "농식품 수출 다변화",
                "New markets for farm products",
                [
                    ("농식품 바이어 초청 상담회", "Buyers of farm products", 5, 42, "VN", ""),
                    ("할랄 식품 시장 조사", "Study of the halal market", 3, 15, "AE", ""),
                ],
            ),
            (
                F.INVESTMENT,
                "디스플레이 산업 투자 유치",
                "Investment in display makers",
                [("디스플레이 투자 상담", "Investment talks on displays", 6, 33, "DE", "")],
            ),
        ],
    ),
    Sample(
        "52",
        PlanState.APPROVED,
        [
            (
                F.PUBLIC_DIPLOMACY,
                "전통문화로 알리는 지역",
                "The region through its traditions",
                [
                    ("한지 공예 순회전", "Travelling show of paper craft", 8, 22, "FR", ""),
                    ("세계한인 청소년 초청", "Korean youth from abroad", 7, 30, "US", ""),
                ],
            )
        ],
    ),
    Sample(
        "46",
        PlanState.APPROVED,
        [
            (
                F.EXPORTS,
                "김·전복 수출 확대",
                "Exports of laver and abalone",
                [
                    ("수산물 판촉전", "Seafood promotion", 11, 48, "US", ""),
                    ("친환경 농산물 상담회", "Organic produce", 4, 20, "SG", ""),
                ],
            )
        ],
    ),
    Sample(
        "47",
        PlanState.APPROVED,
        [
            (
                F.DEVELOPMENT,
                "새마을 시범사업 사후관리",
                "Follow-up of village projects",
                [("시범마을 점검단", "Inspection of model villages", 3, 26, "LA", "")],
            ),
            (
                F.INVESTMENT,
                "이차전지 기업 유치",
                "Battery makers",
                [("이차전지 투자 면담", "Talks with battery makers", 6, 36, "CN", "")],
            ),
        ],
    ),
    Sample(
        "48",
        PlanState.APPROVED,
        [
            (
                F.EVENTS,
                "우주항공 국제행사 유치",
                "Aerospace events",
                [("우주항공 전시회 협력", "Aerospace exhibition", 6, 75, "FR", "")],
            )
        ],
        last=False,
    ),
    Sample(
        "50",
        PlanState.DRAFT,
        [
            (
                F.EVENTS,
                "평화·기후 국제회의 유치",
                "Conferences on peace and climate",
                [("기후 국제회의 유치 교섭", "Bid for a climate conference", 5, 40, "", "")],
            )
        ],
    ),
]
OUTLINE = TranslatedText(
    "지역의 강점을 살려 도내 기업과 시군을 지원하고, 재외공관과 함께 성과가 남는 활동에 집중한다.",
    "ko",
    {"en": ("We build on what the region is strong in, and work with the missions abroad on what lasts.", "reviewed")},
)
NOT_HELD = "상대측 일정 변경으로 열지 못함"


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
    write_goals(row, each.goals, told=told)
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


def write_goals(row: AnnualPlan, goals: list[Goal], *, told: bool) -> None:
    """Write the goals and what is planned for them; told: with results, of which the last was not held."""
    partners = {body.name_en: body for body in Body.objects.exclude(country="KR").filter(name_en__in=PARTNERS)}
    countries = {country.code: country for country in Country.objects.all()}
    for order, (field, ko, en, planned) in enumerate(goals, start=1):
        words = TranslatedText(ko, "ko", {"en": (en, "reviewed")})
        goal = PlanGoal.objects.create(plan=row, field=field, words=words, order=order)
        for at, (name_ko, name_en, month, millions, country, partner) in enumerate(planned, start=1):
            missed = told and order == len(goals) and at == len(planned)
            activity = PlannedActivity.objects.create(
                goal=goal,
                name_ko=name_ko,
                name_en=name_en,
                month=month,
                budget_krw=millions * MILLION if millions else None,
                spent_krw=None if missed or not told else millions * MILLION * 9 // 10,
                not_held_reason=NOT_HELD if missed else "",
                order=at,
            )
            if country:
                activity.countries.add(countries[country])
            if partner in partners:
                activity.partners.add(partners[partner])


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
