"""Invented exchange projects, marked as sample, over several governments and the years since 2021."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import BUSAN, NAMYANGJU
from gagyo.partnerships.choices import ProjectKind, ProjectState
from gagyo.partnerships.models import ExchangeProject, ProjectPartner, Tie
from gagyo.registry.models import Body

FIRST_YEAR = 2021
GOVERNMENTS = 40
SUWON, GYEYANG = "41110", "28245"
Range = tuple[int, int]
NOBODY: Range = (0, 0)


@dataclass(frozen=True)
class Template:
    """A kind of project with the ranges from which one is drawn; budget in million won."""

    kind: ProjectKind
    name_ko: str
    name_en: str
    days: Range
    persons_out: Range
    persons_in: Range
    budget: Range
    outcome_ko: str
    outcome_en: str


TEMPLATES = [
    Template(
        *(ProjectKind.YOUTH, "청소년 홈스테이 교류", "Youth homestay exchange", (5, 10), (8, 24), (0, 20), (20, 80)),
        *(
            "참가 청소년의 만족도가 높아 다음 해에도 같은 규모로 하기로 함",
            "Well received; to be held again at the same size",
        ),
    ),
    Template(
        *(ProjectKind.DELEGATION_OUT, "대표단 방문", "Delegation sent", (3, 6), (5, 12), NOBODY, (15, 60)),
        *("교류 분야를 환경과 교육으로 넓히기로 합의함", "Agreed to widen the exchange to environment and education"),
    ),
    Template(
        *(ProjectKind.DELEGATION_IN, "대표단 초청", "Delegation received", (3, 5), NOBODY, (5, 15), (5, 25)),
        *(
            "도서관과 스마트시티 시설을 소개하고 후속 연수를 협의함",
            "Showed library and smart-city sites; training to follow",
        ),
    ),
    Template(
        *(
            ProjectKind.INVITED,
            "외국 지방공무원 초청 연수",
            "Officials' invitation",
            (180, 300),
            NOBODY,
            (1, 2),
            (20, 40),
        ),
        *("연수생이 귀국 뒤 교류 담당자로 일하게 됨", "The trainee now keeps the exchange at home"),
    ),
    Template(
        *(ProjectKind.DISPATCH, "공무원 상호 파견", "Officials dispatched", (180, 360), (1, 1), (0, 1), (40, 110)),
        *("파견 보고서를 내고 통상 상담을 이어 주었음", "Report handed in; trade talks brought about"),
    ),
    Template(
        *(
            ProjectKind.CULTURE,
            "시립예술단 교류 공연",
            "Exchange of city ensembles",
            (4, 7),
            (15, 35),
            (0, 20),
            (40, 120),
        ),
        *("공연 2회에 관객이 모두 찼음", "Both concerts were full"),
    ),
    Template(
        *(ProjectKind.SPORT, "생활체육 친선 경기", "Friendly sports games", (3, 5), (10, 25), (0, 25), (15, 50)),
        *("두 도시가 번갈아 열기로 함", "The two cities will host in turn"),
    ),
    Template(
        *(
            ProjectKind.ECONOMY,
            "중소기업 통상교류단",
            "Trade mission of small firms",
            (4, 7),
            (8, 20),
            NOBODY,
            (40, 150),
        ),
        *("수출 상담을 하고 계약 후보를 정리함", "Export talks held; possible contracts listed"),
    ),
    Template(
        *(ProjectKind.DEVELOPMENT, "보건·교육 개발협력", "Health and education cooperation", (20, 90), (2, 8), (0, 6)),
        *((50, 200), "시설을 개선하고 운영 인력을 교육함", "Facility improved, staff trained"),
    ),
    Template(
        *(ProjectKind.DISASTER, "재해 구호 지원", "Disaster relief", (1, 10), NOBODY, NOBODY, (10, 50)),
        *("구호 물품이 도착했음을 확인함", "Arrival of the relief goods confirmed"),
    ),
]
ONLINE = Template(
    *(ProjectKind.ONLINE, "비대면 교류회의", "Online exchange meeting", (1, 1), NOBODY, NOBODY, (1, 5)),
    *("다음 해 교류 계획을 함께 정함", "Next year's exchange agreed"),
)
BY_KIND = {each.kind: each for each in [*TEMPLATES, ONLINE]}
# Who, with whom, kind, days from today to its first and last day, whether its result is recorded.
AROUND_TODAY: list[tuple[str, str, ProjectKind, int, int, bool]] = [
    (NAMYANGJU, "KH:Kampong Cham", ProjectKind.DEVELOPMENT, -12, 18, False),
    (BUSAN, "KH:Phnom Penh", ProjectKind.ECONOMY, -2, 3, False),
    (SUWON, "KH:Siem Reap", ProjectKind.YOUTH, -3, 4, False),
    (GYEYANG, "KH:Battambang", ProjectKind.DISPATCH, -100, 150, False),
    (NAMYANGJU, "GB:Dartford", ProjectKind.YOUTH, -45, -38, False),
    (NAMYANGJU, "VN:Vinh", ProjectKind.DELEGATION_IN, -25, -21, False),
    (NAMYANGJU, "GB:Dartford", ProjectKind.DELEGATION_IN, 20, 24, False),
    (NAMYANGJU, "US:Fort Lee", ProjectKind.ONLINE, 9, 9, False),
    (NAMYANGJU, "US:Brea", ProjectKind.ONLINE, -120, -120, True),
    (NAMYANGJU, "CN:Changzhou", ProjectKind.CULTURE, -1400, -1395, True),
]


@dataclass(frozen=True)
class Drawn:
    """A project drawn from a template, not yet a row."""

    tie: Tie
    template: Template
    starts_on: date
    ends_on: date
    has_result: bool
    is_cancelled: bool = False


def load_projects(*, ties: dict[tuple[str, str], Tie], by: Actor, now: datetime, seed: int) -> list[ExchangeProject]:
    """Make the projects and return them; ties: by Korean code and key abroad."""
    today, dice = timezone.localdate(now), Random(seed)  # noqa: S311  # sample data, not a secret
    drawn = [*around_today(ties, today=today), *over_the_years(ties, today=today, dice=dice)]
    ends = _parties({each.tie for each in drawn})
    rows = [_row(each, ends[each.tie.pk], dice=dice, today=today) for each in drawn]
    ExchangeProject.objects.bulk_create(rows)
    ProjectPartner.objects.bulk_create(
        ProjectPartner(project=row, body=ends[each.tie.pk][1]) for row, each in zip(rows, drawn, strict=True)
    )
    for row in rows:
        record(event="project.created", by=by, at=now, about=row, after=values_of(row))
    return rows


def around_today(ties: dict[tuple[str, str], Tie], *, today: date) -> list[Drawn]:
    """Return the projects that lie around today, so that each list has something to show."""
    return [
        Drawn(ties[code, key], BY_KIND[kind], today + timedelta(days=first), today + timedelta(days=last), has_result)
        for code, key, kind, first, last, has_result in AROUND_TODAY
    ]


def over_the_years(ties: dict[tuple[str, str], Tie], *, today: date, dice: Random) -> list[Drawn]:
    """Return up to three projects a year for each of several governments, from 2021 to today."""
    keys: dict[str, list[str]] = {}
    for code, key in sorted(ties):
        keys.setdefault(code, []).append(key)
    # Namyangju's are set one by one: its office is the one that is shown.
    chosen = sorted(dice.sample(sorted(set(keys) - {NAMYANGJU}), min(GOVERNMENTS, len(keys) - 1)))
    return [
        each
        for code in chosen
        for year in range(FIRST_YEAR, today.year + 1)
        for _n in range(dice.randint(0, 3))
        if (each := draw(ties[code, dice.choice(keys[code])], year=year, today=today, dice=dice))
    ]


def draw(tie: Tie, *, year: int, today: date, dice: Random) -> Drawn | None:
    """Return a project of that year, or None if it would begin later than today."""
    # Nobody travelled in 2021.
    template = ONLINE if year == FIRST_YEAR or dice.random() < 0.1 else dice.choice(TEMPLATES)
    starts_on = date(year, 1, 10) + timedelta(days=dice.randrange(330))
    ends_on = starts_on + timedelta(days=dice.randint(*template.days) - 1)
    if starts_on > today:
        return None
    cancelled = ends_on < today and dice.random() < 0.05
    return Drawn(tie, template, starts_on, ends_on, ends_on < today and dice.random() < 0.85, cancelled)


def _parties(ties: Iterable[Tie]) -> dict[int, tuple[Body, Body]]:
    found = Tie.objects.filter(pk__in=[tie.pk for tie in ties]).prefetch_related("parties__body__place")
    return {tie.pk: (tie.parties.all()[0].body, tie.parties.all()[1].body) for tie in found}


def _row(each: Drawn, parties: tuple[Body, Body], *, dice: Random, today: date) -> ExchangeProject:
    lead, partner = parties
    template = each.template
    has_result = each.has_result and not each.is_cancelled
    return ExchangeProject(
        tie=each.tie,
        office=each.tie.office,
        visibility=Visibility.PUBLIC,
        lead=lead,
        country_id=partner.country_id,
        place=partner.place,
        kind=template.kind,
        name_ko=f"{partner.name_ko} {template.name_ko} {each.starts_on.year}",
        name_en=f"{template.name_en}, {partner.name_en} {each.starts_on.year}",
        state=state_of(each, today=today),
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        persons_out=dice.randint(*template.persons_out),
        persons_in=dice.randint(*template.persons_in),
        budget_krw=dice.randint(*template.budget) * 1_000_000,
        outcome=_outcome(template) if has_result else TranslatedText(),
        outcome_on=min(today, each.ends_on + timedelta(days=dice.randint(5, 40))) if has_result else None,
        is_sample=True,
    )


def state_of(each: Drawn, *, today: date) -> ProjectState:
    """Return where a project stands today."""
    if each.is_cancelled:
        return ProjectState.CANCELLED
    if each.starts_on > today:
        return ProjectState.PLANNED
    return ProjectState.RUNNING if each.ends_on >= today else ProjectState.DONE


def _outcome(template: Template) -> TranslatedText:
    return TranslatedText(template.outcome_ko, "ko", {"en": (template.outcome_en, TranslationState.REVIEWED.value)})
