"""Training courses by stage, the working council on a day, and which visits came through which institution."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.utils import translation

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.text.words import words_of
from gagyo.visits.choices import CourseStage
from gagyo.visits.models import CouncilMember, CourseStageChange, TrainingCourse, WorkingCouncil
from gagyo.visits.queries.filters import VisitFilter, visits_for
from gagyo.visits.rules.courses import CourseValues

ORDERS: Final = {
    "name": "name_ko",
    "institution": "institution__name_ko",
    "stage": "stage_rank",
    "since": "stage_on",
    "from": "starts_on",
}
LISTED: Final = CountingRule(
    code="courses-listed",
    name_ko="목록의 연수과정",
    name_en="Training courses listed",
    sentence_ko="선택한 조건에 맞는 연수과정을 1건씩 셉니다. 보관한 것은 뺍니다.",
    sentence_en="Training courses that fit the filters, each once; archived ones are left out.",
)
MEMBERS: Final = CountingRule(
    code="council-members",
    name_ko="실무협의회 참여 기관",
    name_en="Institutions in the council",
    sentence_ko="그날 참여 기간(시작일과 종료일 포함)에 드는 기관을 1곳씩 셉니다.",
    sentence_en="Institutions whose membership holds on that day, its first and last day included, each once.",
)
THROUGH: Final = CountingRule(
    code="visits-through-an-institution",
    name_ko="이 기관을 통해 온 방문",
    name_en="Visits through this institution",
    sentence_ko="이 기관이 주관했거나 이 기관의 연수과정에 연결된 방문을 1회씩 셉니다. 취소한 방문은 뺍니다.",
    sentence_en="Visits that it organised or that belong to its courses, each once; cancelled ones are left out.",
)


@dataclass(frozen=True)
class CourseFilter:
    """Which courses are meant; empty means all that are not archived. own: of the actor's office."""

    q: str = ""
    stage: str = ""
    own: bool = False


def courses_for(*, actor: Actor, wanted: CourseFilter, sort: str = "") -> QuerySet[TrainingCourse]:
    """Return the courses in order, by stage unless said; each has visits_count, with cancelled visits left out."""
    rows = TrainingCourse.objects.for_user(actor)
    if wanted.own:
        rows = rows & TrainingCourse.objects.own(actor)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    for word in words_of(wanted.q):
        names = Q(name_ko__icontains=word) | Q(name_en__icontains=word) | Q(target__icontains=word)
        rows = rows.filter(names | Q(institution__name_ko__icontains=word) | Q(institution__name_en__icontains=word))
    rows = rows.annotate(stage_rank=stage_rank()).select_related("institution", "office")
    column = ORDERS.get(sort.removeprefix("-"), "stage_rank")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-stage_on", "pk")


def stage_rank() -> Case:
    """Return the place of a course's stage in the pipeline."""
    whens = [When(stage=stage.value, then=Value(place)) for place, stage in enumerate(CourseStage)]
    return Case(*whens, output_field=IntegerField())


def stage_figures(*, actor: Actor, wanted: CourseFilter, today: date, path: str) -> list[Figure]:
    """Return how many courses are in each stage; each opens just these."""
    rows = courses_for(actor=actor, wanted=CourseFilter(q=wanted.q, own=wanted.own)).order_by()
    counted = dict(rows.values_list("stage").annotate(n=Count("pk")))
    more = ("&q=" + quote(wanted.q) if wanted.q else "") + ("&own=1" if wanted.own else "")
    return [
        Figure(counted.get(stage.value, 0), "item", today, stage_rule(stage), f"{path}?stage={stage.value}{more}")
        for stage in CourseStage
    ]


def stage_rule(stage: CourseStage) -> CountingRule:
    """Return what the number of courses in a stage counts."""
    with translation.override("ko"):
        korean = str(stage.label)
    with translation.override("en"):
        english = str(stage.label)
    return CountingRule(
        code=f"courses-{stage.value}",
        name_ko=korean,
        name_en=english,
        sentence_ko=f"지금 단계가 “{korean}”인 연수과정을 1건씩 셉니다. 보관한 것은 뺍니다.",
        sentence_en=f"Training courses whose stage is now “{english}”, each once; archived ones are left out.",
    )


def course_for(*, actor: Actor, course_id: int) -> TrainingCourse:
    """
    Return a course with its stages; archived ones only to those who may change them.

    :raises TrainingCourse.DoesNotExist: if the actor does not see it
    """
    gone = TrainingCourse.objects.for_user(actor, archived=True).filter(office_id=actor.office_id or 0)
    rows = TrainingCourse.objects.for_user(actor) | gone
    stages = Prefetch("stages", CourseStageChange.objects.order_by("changed_on", "pk"))
    return rows.select_related("institution", "office").prefetch_related(stages).get(pk=course_id)


def values_of_course(course: TrainingCourse) -> CourseValues:
    """Return a course as its form gives it."""
    return CourseValues(
        name_ko=course.name_ko,
        name_en=course.name_en,
        institution_id=course.institution_id,
        target=course.target,
        stage=course.stage,
        stage_on=course.stage_on,
        starts_on=course.starts_on,
        ends_on=course.ends_on,
        evaluation=course.evaluation,
        visibility=course.visibility,
    )


def councils_for(*, actor: Actor) -> QuerySet[WorkingCouncil]:
    """Return the councils that the actor may read, by name."""
    return WorkingCouncil.objects.for_user(actor).select_related("office").order_by("name_ko", "pk")


def council_for(*, actor: Actor, council_id: int) -> WorkingCouncil:
    """
    Return a council; an archived one only to those who may change it.

    :raises WorkingCouncil.DoesNotExist: if the actor does not see it
    """
    gone = WorkingCouncil.objects.for_user(actor, archived=True).filter(office_id=actor.office_id or 0)
    return (WorkingCouncil.objects.for_user(actor) | gone).select_related("office").get(pk=council_id)


def members_on(council: WorkingCouncil, *, day: date) -> list[CouncilMember]:
    """Return who is a member on a day, the longest first."""
    held = Q(ends_on=None) | Q(ends_on__gte=day)
    rows = CouncilMember.objects.filter(held, council=council, starts_on__lte=day)
    return list(rows.select_related("body").order_by("starts_on", "body__name_ko", "pk"))


def visits_through(*, actor: Actor, office_id: int | None, bodies: Iterable[int], today: date) -> dict[int, Figure]:
    """Return, for each institution, how many of the office's visits came through it; each figure opens them."""
    wanted = list(bodies)
    rows = visits_for(actor=actor, wanted=VisitFilter(office=office_id), today=today).filter(
        Q(organiser_id__in=wanted) | Q(course__institution_id__in=wanted)
    )
    counted = dict.fromkeys(wanted, 0)
    for organiser, institution in rows.values_list("organiser_id", "course__institution_id"):
        for body in {organiser, institution} & counted.keys():
            counted[body] += 1
    return {
        body: Figure(number, "visit", today, THROUGH, VisitFilter(office=office_id, through=body).href())
        for body, number in counted.items()
    }
