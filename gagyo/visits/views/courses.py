"""Training courses: the pipeline by which they are won, and a course's page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_write, may_write_own, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge, Column, Link, Term, TimelineEntry, Tone
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import found, living
from gagyo.common.views.lists import page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, history_entries, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.visits.actions.courses import add_course, archive_course, edit_course, move_course, restore_course
from gagyo.visits.choices import CourseStage
from gagyo.visits.forms.courses import CourseFilterForm, CourseForm, StageForm, course_initial
from gagyo.visits.models import TrainingCourse
from gagyo.visits.queries.around import latest_visits
from gagyo.visits.queries.courses import LISTED, course_for, courses_for, stage_figures, values_of_course
from gagyo.visits.queries.filters import VisitFilter
from gagyo.visits.queries.history import history_of_course
from gagyo.visits.rules.courses import CourseValues, UnableToMoveCourse, UnableToSaveCourse, next_stages
from gagyo.visits.views.elsewhere import columns as visit_columns

TONES: dict[str, Tone] = {
    CourseStage.FOUND: "neutral",
    CourseStage.PROPOSED: "info",
    CourseStage.WON: "primary",
    CourseStage.RUNNING: "primary",
    CourseStage.EVALUATED: "success",
    CourseStage.LOST: "warning",
}
OF_A_COURSE = CountingRule(
    code="visits-of-a-course",
    name_ko="이 과정의 방문",
    name_en="Visits of this course",
    sentence_ko="이 연수 과정에 연결된 방문을 1회씩 셉니다. 취소한 방문은 뺍니다.",
    sentence_en="Visits that are linked to this training course, each once; cancelled ones are left out.",
)


def stage_badge(row: TrainingCourse) -> Badge:
    """Return how far a course has come."""
    return Badge(row.get_stage_display(), TONES[row.stage])


def course_href(row: TrainingCourse) -> str:
    """Return the address of a course's page."""
    return reverse("visits:course", args=[row.pk])


def course_columns() -> list[Column]:
    """Return the columns of a list of courses."""
    return [
        Column(
            "name",
            _("Training course"),
            sort="name",
            row_header=True,
            draw=lambda row: Link(row.name, course_href(row)),
        ),
        Column("institution", _("Institution"), sort="institution", draw=lambda row: row.institution.name),
        Column("target", _("Target officials")),
        Column("starts_on", _("From"), sort="from"),
        Column("ends_on", _("Until")),
        Column("stage", _("Stage"), sort="stage", draw=stage_badge),
        Column("stage_on", _("Since"), sort="since"),
    ]


@require_GET
@signed_in
def courses(request: HttpRequest) -> HttpResponse:
    """List courses by stage: how many are in each stage, filters and order in the address, a worksheet of this."""
    actor, today = actor_of(request), today_of()
    form = CourseFilterForm(request.GET)
    wanted = form.wanted()
    rows = courses_for(actor=actor, wanted=wanted, sort=request.GET.get("sort", ""))
    page = page_of(request, rows)
    count = Figure(page.paginator.count, "item", today, LISTED, request.get_full_path())
    if wants_sheet(request):
        return sheet_answer(
            title=_("Training courses"),
            columns=course_columns(),
            rows=rows,
            count=count,
            name="training-courses",
            now=timezone.now(),
        )
    may = may_write_own(actor=actor)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "columns": course_columns(),
        "stages": stage_figures(actor=actor, wanted=wanted, today=today, path=request.path),
        "crumbs": way((_("Training courses"), "")),
        "action": Action(_("Enter a course"), reverse("visits:course_add"), icon="plus") if may else None,
        "more_actions": [
            Action(_("Working council"), reverse("visits:councils"), kind="tertiary"),
            sheet_action(request),
        ],
    }
    return render(request, "visits/courses.html", context)


def way(*links: tuple[str, str]) -> Any:
    """Return the way from the visits to a page of courses or councils."""
    return crumbs((_("Delegation visits"), reverse("visits:visits")), *links)


def find_course(actor: Actor, course_id: int) -> TrainingCourse:
    """
    Return a course that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: course_for(actor=actor, course_id=course_id),
        missing=_("This training course does not exist, or is another office's. Search the list."),
    )


def living_course(actor: Actor, course_id: int) -> TrainingCourse:
    """
    Return a course that can be changed: an archived one is brought back first.

    :raises Http404: if there is none
    """
    return living(
        find_course(actor, course_id),
        archived=_("This training course is archived. Open its page and bring it back first."),
    )


@require_GET
@signed_in
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """Show a course: its institution, the way it came, its visits, how it went."""
    actor, today = actor_of(request), today_of()
    row = find_course(actor, course_id)
    may = may_write(actor=actor, office_id=row.office_id)
    own = reads_inside(actor=actor, office_id=row.office_id)
    wanted = VisitFilter(course=row.pk)
    found = latest_visits(actor=actor, wanted=wanted, today=today)
    context: dict[str, Any] = {
        "course": row,
        "crumbs": way((_("Training courses"), reverse("visits:courses")), (row.name, "")),
        "badge": stage_badge(row),
        "terms": facts(row),
        "stages": stage_entries(row),
        "visits": found.rows,
        "visit_columns": visit_columns(),
        "count": Figure(found.total, "visit", today, OF_A_COURSE, wanted.href()),
        "evaluation": text_shown(row.evaluation),
        "history": history_entries(history_of_course(row)) if own else [],
        "may_write": may,
        **(course_actions(row) if may else {}),
    }
    return render(request, "visits/course.html", context)


def facts(row: TrainingCourse) -> list[Term]:
    """Return the facts at the top of a course's page."""
    return [
        Term(_("Institution"), row.institution.name),
        Term(_("Target officials"), row.target),
        Term(_("From"), row.starts_on),
        Term(_("Until"), row.ends_on),
        Term(_("Owning office"), str(row.office) if row.office else ""),
        Term(_("Visible to"), row.get_visibility_display()),
    ]


def stage_entries(row: TrainingCourse) -> list[TimelineEntry]:
    """Return the stages with their days, the latest first."""
    found = [TimelineEntry(each.get_stage_display(), at=each.changed_on, text=each.reason) for each in row.stages.all()]
    return found[::-1]


def course_actions(row: TrainingCourse) -> dict[str, Any]:
    """Return the one main action for a course as it stands, and the quieter ones."""
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("visits:course_restore", args=[row.pk]), method="post")}
    stage = reverse("visits:course_stage", args=[row.pk])
    edit = reverse("visits:course_edit", args=[row.pk])
    words = {
        CourseStage.FOUND: (_("It is proposed"), CourseStage.PROPOSED),
        CourseStage.PROPOSED: (_("It is won"), CourseStage.WON),
        CourseStage.WON: (_("It has begun"), CourseStage.RUNNING),
        CourseStage.RUNNING: (_("It is evaluated"), CourseStage.EVALUATED),
    }
    label, then = words.get(CourseStage(row.stage), (_("Change stage"), next_stages(row.stage)[0]))
    return {
        "action": Action(label, f"{stage}?stage={then.value}"),
        "more_actions": [
            Action(_("Edit"), edit, kind="tertiary"),
            Action(_("Change stage"), stage, kind="tertiary"),
        ],
    }


@require_http_methods(["GET", "POST"])
@signed_in
def course_add(request: HttpRequest) -> HttpResponse:
    """Enter a course."""
    actor, today = actor_of(request), today_of()
    check_write(actor=actor, office_id=actor.office_id, what=_("A new training course"))
    start = CourseValues(name_ko="", institution_id=0, stage_on=today)
    form = CourseForm(request.POST or None, initial=course_initial(start))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_course(values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveCourse as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:course_archive", args=[made.pk])
            tell(request, _("“%(course)s” was entered.") % {"course": made}, undo=undo)
            return redirect(course_href(made))
    context = {
        "title": _("Enter a course"),
        "form": form,
        "crumbs": way((_("Training courses"), reverse("visits:courses")), (_("Enter a course"), "")),
        "submit": _("Save"),
        "back": reverse("visits:courses"),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def course_edit(request: HttpRequest, course_id: int) -> HttpResponse:
    """Edit a course, its evaluation too."""
    actor = actor_of(request)
    row = living_course(actor, course_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))

    def read() -> tuple[TrainingCourse, dict[str, Any]]:
        fresh = find_course(actor, course_id)
        return fresh, course_initial(values_of_course(fresh))

    def save(form: Any, expected: int) -> None:
        values = form.values(old=values_of_course(row))
        edit_course(course_id=course_id, values=values, expected=expected, by=actor, now=timezone.now())

    courses_link = (_("Training courses"), reverse("visits:courses"))
    answer = edited(
        request,
        Editing(
            title=_("Edit the course"),
            back=course_href(row),
            crumbs=way(courses_link, (str(row), course_href(row)), (_("Edit the course"), "")),
            read=read,
            make=lambda data, held: CourseForm(data, initial=held, moves=True),
            save=save,
            refusals=(UnableToSaveCourse,),
        ),
    )
    if answer is not None:
        return answer
    tell(request, _("“%(course)s” was saved.") % {"course": row})
    return redirect(course_href(row))


@require_http_methods(["GET", "POST"])
@signed_in
def course_stage(request: HttpRequest, course_id: int) -> HttpResponse:
    """Move a course to another stage, with its day, and the reason where the next officer would ask for one."""
    actor, today = actor_of(request), today_of()
    row = living_course(actor, course_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    initial: dict[str, str | date] = {"stage": request.GET.get("stage", ""), "on": today}
    form = StageForm(request.POST or None, stage=row.stage, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            move_course(
                course_id=course_id,
                wanted=data["stage"],
                on=data["on"],
                reason=data["reason"],
                expected=number_sent(request.POST.get("version")),
                by=actor,
                now=timezone.now(),
            )
        except UnableToMoveCourse as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            messages.warning(
                request, _("Somebody saved “%(course)s” in between. Look at it and decide again.") % {"course": row}
            )
            return redirect(course_href(row))
        else:
            tell(request, _("“%(course)s” was moved.") % {"course": row})
            return redirect(course_href(row))
    context = {
        "title": _("Change stage"),
        "form": form,
        "seen_version": request.POST.get("version") or row.version,
        "crumbs": way((str(row), course_href(row)), (_("Change stage"), "")),
        "submit": _("Save"),
        "back": course_href(row),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def course_archive(request: HttpRequest, course_id: int) -> HttpResponse:
    """Archive a course; the toast brings it back."""
    row = find_course(actor_of(request), course_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at is None:
        archive_course(course_id=course_id, by=actor_of(request), now=timezone.now())
    undo = reverse("visits:course_restore", args=[course_id])
    tell(
        request, _("“%(course)s” was archived: it is out of every list. Its visits stay.") % {"course": row}, undo=undo
    )
    return redirect("visits:courses")


@require_POST
@signed_in
def course_restore(request: HttpRequest, course_id: int) -> HttpResponse:
    """Bring an archived course back."""
    row = find_course(actor_of(request), course_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at:
        restore_course(course_id=course_id, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(course)s” is back.") % {"course": row})
    return redirect(course_href(row))
