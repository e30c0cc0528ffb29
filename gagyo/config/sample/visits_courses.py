"""
Training courses and the working council of institutions by which they are won, marked as sample.

The institutions are real bodies of the registry; that they belong to this council, and since when, is made up so that
eleven are members in 2022, twelve in 2023 and thirteen in 2024, as a city reported of its own council.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, SEJONG, local_code
from gagyo.registry.models import Body
from gagyo.visits.choices import CourseStage, VisitState
from gagyo.visits.models import (
    CouncilMeeting,
    CouncilMember,
    CourseStageChange,
    TrainingCourse,
    Visit,
    WorkingCouncil,
)

FOUNDED, SECOND_YEAR, THIRD_YEAR = date(2022, 3, 2), date(2023, 2, 1), date(2024, 1, 15)
# Keys of the registry's reference data (registry/data/agencies.tsv).
MEMBERS: Mapping[str, date] = {
    **dict.fromkeys(
        (
            *("kr-koica", "kr-krila", "kr-kf", "kr-kotra", "kr-kto", "kr-kosme", "kr-gaok", "kr-nam"),
            *("kr-mofa", "kr-mois", "int-tpo"),
        ),
        FOUNDED,
    ),
    "int-asean-korea-centre": SECOND_YEAR,
    "kr-oka": THIRD_YEAR,
}


@dataclass(frozen=True)
class Course:
    """A course: its stages as (stage, days before today); visits: the states of the visits ahead that it brought."""

    institution: str
    name_ko: str
    name_en: str
    target: str
    stages: tuple[tuple[CourseStage, int], ...]
    visits: tuple[VisitState, ...] = ()
    reason: str = ""


COURSES = (
    Course(
        *("kr-koica", "스마트시티 정책 연수", "Smart city policy course", "개발도상국 도시정책 담당 국·과장급"),
        stages=(
            (CourseStage.FOUND, 400),
            (CourseStage.PROPOSED, 330),
            (CourseStage.WON, 200),
            (CourseStage.RUNNING, 5),
        ),
        visits=(VisitState.UNDER_WAY, VisitState.PLANNED),
    ),
    Course(
        *("kr-krila", "아세안 디지털정부 과정", "ASEAN digital government course", "아세안 중앙·지방정부 과장급"),
        stages=((CourseStage.FOUND, 160), (CourseStage.PROPOSED, 90), (CourseStage.WON, 20)),
        visits=(VisitState.ASKED,),
    ),
    Course(
        *(
            "int-asean-korea-centre",
            "아세안 청년 공무원 과정",
            "Course for young ASEAN officials",
            "아세안 신규 공무원",
        ),
        stages=((CourseStage.FOUND, 60), (CourseStage.LOST, 12)),
        reason="다른 도시가 선정됨",
    ),
)


def load_courses(*, offices: Mapping[str, Office], visits: list[Visit], by: Actor, now: datetime) -> None:
    """Make the courses and the council of Sejong, a course of Namyangju, and hang sample visits on the courses."""
    bodies = {
        body.reference_key: body for body in Body.objects.filter(reference_key__in=[*MEMBERS]) if body.reference_key
    }
    office = offices[local_code(SEJONG)]
    for city in (SEJONG, NAMYANGJU):
        load_council(office=offices[local_code(city)], bodies=bodies, by=by, now=now)
    today = timezone.localdate(now)
    ahead = {visit.state: visit for visit in visits if visit.office_id == office.pk and visit.ends_on >= today}
    for course in COURSES:
        made = load_course(course, office=office, body=bodies[course.institution], by=by, now=now)
        for visit in (ahead[state] for state in course.visits if state in ahead):
            visit.course = made
            visit.save(update_fields=["course"])
    load_course(COURSES[1], office=offices[local_code(NAMYANGJU)], body=bodies["kr-krila"], by=by, now=now)


def load_course(course: Course, *, office: Office, body: Body, by: Actor, now: datetime) -> TrainingCourse:
    """Make a course with the days of its stages."""
    today = timezone.localdate(now)
    stage, days = course.stages[-1]
    made = TrainingCourse.objects.create(
        office=office,
        visibility=Visibility.OFFICE,
        name_ko=course.name_ko,
        name_en=course.name_en,
        institution=body,
        target=course.target,
        stage=stage.value,
        stage_on=today - timedelta(days=days),
        stage_reason=course.reason,
        starts_on=today if stage == CourseStage.RUNNING else None,
        ends_on=today + timedelta(days=20) if stage == CourseStage.RUNNING else None,
        is_sample=True,
    )
    CourseStageChange.objects.bulk_create(
        CourseStageChange(
            course=made,
            stage=each.value,
            changed_on=today - timedelta(days=before),
            reason=course.reason if each == stage else "",
        )
        for each, before in course.stages
    )
    record(event="course.created", by=by, at=now, about=made, after=values_of(made))
    return made


def load_council(*, office: Office, bodies: Mapping[str, Body], by: Actor, now: datetime) -> WorkingCouncil:
    """Make the council with its members since their days, and two meetings."""
    council = WorkingCouncil.objects.create(
        office=office,
        visibility=Visibility.OFFICE,
        name_ko="해외공무원 연수 유치 실무협의회",
        name_en="Working council for courses of officials from abroad",
        is_sample=True,
    )
    CouncilMember.objects.bulk_create(
        CouncilMember(council=council, body=bodies[key], starts_on=day) for key, day in MEMBERS.items() if key in bodies
    )
    for held_on, agenda, agenda_en, result, result_en in (
        (
            date(2023, 9, 14),
            *("2024년 연수 수요 조사, 방문 코스 정비", "Demand for courses in 2024; routes for visitors"),
            *("기관마다 담당자를 정하고 분기마다 일정을 나눈다.", "Each institution names a contact; dates quarterly."),
        ),
        (
            date(2024, 3, 21),
            *("상반기 방문 점검, 신규 참여 기관 소개", "Visits of the first half; the new member"),
            *("공통 안내문을 영어로 만든다.", "A common leaflet is made in English."),
        ),
    ):
        reviewed = TranslationState.REVIEWED.value
        CouncilMeeting.objects.create(
            council=council,
            held_on=held_on,
            place="시청 회의실",
            agenda=TranslatedText(agenda, "ko", {"en": (agenda_en, reviewed)}),
            result=TranslatedText(result, "ko", {"en": (result_en, reviewed)}),
        )
    record(event="council.created", by=by, at=now, about=council, after=values_of(council))
    return council
