"""Training courses: entering, editing, moving through their stages, archiving."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.visits.models import CourseStageChange, TrainingCourse
from gagyo.visits.rules.courses import CourseValues, check_course, check_stage

FIELDS = ("name_ko", "name_en", "institution_id", "target", "starts_on", "ends_on", "evaluation", "visibility")


@transaction.atomic
def add_course(*, values: CourseValues, by: Actor, now: datetime) -> TrainingCourse:
    """
    Enter a course for the actor's office, in the stage in which it is found.

    :raises UnableToSaveCourse: if its name or days cannot be
    :raises NotYoursError: if the actor enters nothing for an office
    """
    check_write(actor=by, office_id=by.office_id, what=_("A new training course"))
    check_course(values)
    course = TrainingCourse(office_id=by.office_id, stage=values.stage, stage_on=values.stage_on)
    _assign(course, values)
    course.save()
    CourseStageChange.objects.create(course=course, stage=course.stage, changed_on=course.stage_on)
    record(event="course.created", by=by, at=now, about=course, after=values_of(course))
    return course


@transaction.atomic
def edit_course(*, course_id: int, values: CourseValues, expected: int, by: Actor, now: datetime) -> TrainingCourse:
    """
    Change what is known of a course; its stage moves by move_course.

    :raises SavedMeanwhileError: if somebody saved it in between
    :raises UnableToSaveCourse: if its name or days cannot be
    """
    course = locked_course(course_id, by=by)
    before = values_of(course)
    check_course(values)
    _assign(course, values)
    save_version(row=course, expected=expected)
    record(event="course.changed", by=by, at=now, about=course, before=before, after=values_of(course))
    return course


@transaction.atomic
def move_course(
    *, course_id: int, wanted: str, on: date, reason: str, expected: int, by: Actor, now: datetime
) -> TrainingCourse:
    """
    Move a course to another stage on a day.

    :raises UnableToMoveCourse: if it may not move so
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    course = locked_course(course_id, by=by)
    check_stage(
        name=course.name,
        stage=course.stage,
        wanted=wanted,
        since=course.stage_on,
        on=on,
        reason=reason,
        today=timezone.localdate(now),
    )
    before = values_of(course)
    course.stage, course.stage_on, course.stage_reason = wanted, on, reason.strip()
    save_version(row=course, expected=expected)
    CourseStageChange.objects.create(course=course, stage=wanted, changed_on=on, reason=course.stage_reason)
    after = values_of(course)
    record(event="course.moved", by=by, at=now, about=course, before=before, after=after, reason=course.stage_reason)
    return course


@transaction.atomic
def archive_course(*, course_id: int, by: Actor, now: datetime) -> TrainingCourse:
    """Take a course out of the pipeline; its visits stay."""
    course = locked_course(course_id, by=by)
    archive(row=course, by=by, now=now, event="course.archived")
    return course


@transaction.atomic
def restore_course(*, course_id: int, by: Actor, now: datetime) -> TrainingCourse:
    """Bring an archived course back."""
    course = locked_course(course_id, by=by, archived=True)
    restore(row=course, by=by, now=now, event="course.restored")
    return course


def locked_course(course_id: int, *, by: Actor, archived: bool = False) -> TrainingCourse:
    """
    Return a course that the actor may change, locked until the transaction ends.

    :raises TrainingCourse.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    return locked_row(TrainingCourse.objects, pk=course_id, by=by, archived=archived)


def _assign(course: TrainingCourse, values: CourseValues) -> None:
    for name in FIELDS:
        setattr(course, name, getattr(values, name))
