"""Beginning a plan, and writing its outline, goals, activities, results and comments."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions import plan_steps, plans
from gagyo.ambassadors.actions.plan_filling import fill_plan
from gagyo.ambassadors.forms.plans import (
    CommentForm,
    GoalForm,
    PlanForm,
    PlannedForm,
    ResultForm,
    goal_initial,
    planned_initial,
)
from gagyo.ambassadors.models import AnnualPlan, PlanGoal, PlannedActivity
from gagyo.ambassadors.queries.plan_offices import province_of
from gagyo.ambassadors.rules.plan_moves import PlanStep
from gagyo.ambassadors.rules.plan_parts import may_plan, plan_parts_of
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.ambassadors.views.plan_screens import REFUSALS, Screen, check_yours, plan_way, screen_answer, too_late
from gagyo.ambassadors.views.plan_shown import plan_badge
from gagyo.ambassadors.views.plans import find_plan
from gagyo.common.forms.numbers import id_sent
from gagyo.common.forms.texts import text_initial
from gagyo.common.models import VersionedModel
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import living
from gagyo.common.views.shown import crumbs, tell, text_shown, today_of
from gagyo.support.queries.people import kind_of


@require_http_methods(["GET", "POST"])
def plan_add(request: HttpRequest) -> HttpResponse:
    """Begin the plan of one's province for a year."""
    actor = actor_of(request)
    if not may_plan(actor=actor) or province_of(actor.office_id) is None:
        raise NotYoursError(_("Annual plans are written in the office of a province. Switch to such an office."))
    this = today_of().year
    form = PlanForm(request.POST or None, years=[this + 1, this, this - 1], initial={"year": this + 1})
    if request.method == "POST" and form.is_valid():
        try:
            made = plans.add_plan(
                year=form.cleaned_data["year"], words=form.text_values(), by=actor, now=timezone.now()
            )
        except UnableToSavePlan as error:
            form.add_error("year", str(error))
        else:
            tell(request, _("The plan is begun. Add its goals, and for each what is planned."))
            return redirect(made.get_absolute_url())
    title = _("Begin a plan")
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "crumbs": crumbs(
            (_("Ambassadors"), reverse("ambassadors:provinces")),
            (_("Annual plans"), reverse("ambassadors:plans")),
            (title, ""),
        ),
        "submit": _("Save"),
        "back": reverse("ambassadors:plans"),
    }
    return render(request, "common/one_form.html", context, status=422 if form.is_bound and form.errors else 200)


def opened(request: HttpRequest, plan_id: int, *, step: PlanStep) -> tuple[Actor, AnnualPlan, HttpResponse | None]:
    """
    Return who acts, the plan, and the way back if the step can not be done now.

    :raises Http404: if the actor does not see the plan, or it is put away
    :raises NotYoursError: if the step is never theirs
    """
    actor = actor_of(request)
    row = living(find_plan(actor, plan_id), archived=_("This plan is put away. Bring it back first."))
    check_yours(row, actor=actor, step=step)
    return actor, row, too_late(request, row, step=step)


def saved(
    request: HttpRequest,
    plan: AnnualPlan,
    *,
    title: str,
    read: Callable[[], tuple[VersionedModel, dict[str, Any]]],
    make: Callable[[QueryDict | None, dict[str, Any]], forms.Form],
    save: Callable[[Any, int], object],
    done: str,
) -> HttpResponse:
    """Return the form of something in a plan, or the plan's page once it is saved."""
    back = plan.get_absolute_url()
    answer = edited(request, Editing(title, back, plan_way(plan, title), read, make, save, REFUSALS))
    if answer is not None:
        return answer
    tell(request, done)
    return redirect(back)


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write the outline."""
    actor, row, late = opened(request, plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late

    def read() -> tuple[AnnualPlan, dict[str, Any]]:
        fresh = find_plan(actor, plan_id)
        return fresh, dict(text_initial(fresh.words))

    def save(form: Any, expected: int) -> object:
        words = form.text_values(old=row.words)
        return plans.edit_plan(plan_id=plan_id, words=words, expected=expected, by=actor, now=timezone.now())

    return saved(
        request,
        row,
        title=_("Outline of the plan"),
        read=read,
        make=lambda data, held: PlanForm(data, initial=held),
        save=save,
        done=_("The outline was saved."),
    )


@require_POST
def plan_fill(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Fill an empty plan from last year's."""
    actor, row, late = opened(request, plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late
    try:
        fill_plan(plan_id=plan_id, by=actor, now=timezone.now())
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        tell(request, _("Last year's goals and activities are in the plan. Go through them and change what is new."))
    return redirect(row.get_absolute_url())


@require_http_methods(["GET", "POST"])
def goal_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Add a goal."""
    actor, row, late = opened(request, plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late
    form = GoalForm(request.POST or None)
    return screen_answer(
        request,
        Screen(
            title=_("Add a goal"),
            submit=_("Save"),
            form=form,
            work=lambda now: plans.add_goal(plan_id=plan_id, values=form.values(), by=actor, now=now),
            done=_("The goal was added."),
            back=row.get_absolute_url(),
            then=row.get_absolute_url(),
            way=plan_way(row, _("Add a goal")),
            eyebrow=str(row),
        ),
    )


def goal_of(actor: Actor, goal_id: int) -> PlanGoal:
    """
    Return a goal of a plan that the actor may read.

    :raises Http404: if there is none
    """
    goal = PlanGoal.objects.filter(pk=goal_id).first()
    if goal is None:
        raise Http404(_("This goal was removed from its plan."))
    find_plan(actor, goal.plan_id)
    return goal


@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Edit a goal."""
    goal = goal_of(actor_of(request), goal_id)
    actor, row, late = opened(request, goal.plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late

    def read() -> tuple[PlanGoal, dict[str, Any]]:
        fresh = goal_of(actor, goal_id)
        return fresh, goal_initial(fresh.field, fresh.words)

    return saved(
        request,
        row,
        title=_("Edit the goal"),
        read=read,
        make=lambda data, held: GoalForm(data, initial=held),
        save=lambda form, expected: plans.edit_goal(
            goal_id=goal_id, values=form.values(), expected=expected, by=actor, now=timezone.now()
        ),
        done=_("The goal was saved."),
    )


@require_http_methods(["GET", "POST"])
def goal_remove(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Take a goal out of a draft."""
    goal = goal_of(actor_of(request), goal_id)
    actor, row, late = opened(request, goal.plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late
    return removal(
        request,
        row,
        title=_("Remove the goal"),
        lead=text_shown(goal.words)[0],
        work=lambda now: plans.remove_goal(goal_id=goal_id, by=actor, now=now),
        done=_("The goal was removed."),
    )


def removal(
    request: HttpRequest, row: AnnualPlan, *, title: str, lead: str, work: Callable[[Any], object], done: str
) -> HttpResponse:
    """Return the page that asks whether something is to be removed, or the plan's once it is."""
    return screen_answer(
        request,
        Screen(
            title=title,
            submit=_("Remove"),
            form=forms.Form(request.POST if request.method == "POST" else None),
            work=work,
            done=done,
            back=row.get_absolute_url(),
            then=row.get_absolute_url(),
            way=plan_way(row, title),
            lead=lead,
            eyebrow=str(row),
            danger=True,
        ),
    )


def goal_choices(row: AnnualPlan) -> list[tuple[int, str]]:
    """Return the goals of a plan, as a form offers them."""
    return [(goal.pk, f"{goal.get_field_display()}: {text_shown(goal.words)[0][:60]}") for goal in row.goals.all()]


@require_http_methods(["GET", "POST"])
def planned_add(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Plan an activity."""
    actor, row, late = opened(request, plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late
    start = {"goal": id_sent(request.GET.get("goal"))}
    form = PlannedForm(request.POST or None, goals=goal_choices(row), initial=start)
    return screen_answer(
        request,
        Screen(
            title=_("Plan an activity"),
            submit=_("Save"),
            form=form,
            work=lambda now: plans.add_activity(plan_id=plan_id, values=form.values(), by=actor, now=now),
            done=_("The activity was added."),
            back=row.get_absolute_url(),
            then=row.get_absolute_url(),
            way=plan_way(row, _("Plan an activity")),
            eyebrow=str(row),
        ),
    )


def planned_of(actor: Actor, activity_id: int) -> PlannedActivity:
    """
    Return a planned activity of a plan that the actor may read.

    :raises Http404: if there is none
    """
    row = PlannedActivity.objects.select_related("goal").filter(pk=activity_id).first()
    if row is None:
        raise Http404(_("This activity was removed from its plan."))
    find_plan(actor, row.goal.plan_id)
    return row


@require_http_methods(["GET", "POST"])
def planned_edit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Edit a planned activity."""
    each = planned_of(actor_of(request), activity_id)
    actor, row, late = opened(request, each.goal.plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late

    def read() -> tuple[PlannedActivity, dict[str, Any]]:
        fresh = planned_of(actor, activity_id)
        return fresh, planned_initial(fresh)

    return saved(
        request,
        row,
        title=_("Edit the planned activity"),
        read=read,
        make=lambda data, held: PlannedForm(data, goals=goal_choices(row), initial=held),
        save=lambda form, expected: plans.edit_activity(
            activity_id=activity_id, values=form.values(), expected=expected, by=actor, now=timezone.now()
        ),
        done=_("The activity was saved."),
    )


@require_http_methods(["GET", "POST"])
def planned_remove(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Take a planned activity out of a draft."""
    each = planned_of(actor_of(request), activity_id)
    actor, row, late = opened(request, each.goal.plan_id, step=PlanStep.EDIT)
    if late is not None:
        return late
    return removal(
        request,
        row,
        title=_("Remove the activity"),
        lead=each.name,
        work=lambda now: plans.remove_activity(activity_id=activity_id, by=actor, now=now),
        done=_("The activity was removed."),
    )


@require_http_methods(["GET", "POST"])
def planned_result(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Tell what became of a planned activity."""
    each = planned_of(actor_of(request), activity_id)
    actor, row, late = opened(request, each.goal.plan_id, step=PlanStep.EDIT_RESULTS)
    if late is not None:
        return late

    def read() -> tuple[PlannedActivity, dict[str, Any]]:
        fresh = planned_of(actor, activity_id)
        return fresh, {"spent_krw": fresh.spent_krw, "not_held_reason": fresh.not_held_reason}

    return saved(
        request,
        row,
        title=_("Result: %(name)s") % {"name": each.name},
        read=read,
        make=lambda data, held: ResultForm(data, initial=held),
        save=lambda form, expected: plan_steps.tell_result(
            activity_id=activity_id, values=form.values(), expected=expected, by=actor, now=timezone.now()
        ),
        done=_("The result was saved."),
    )


@require_http_methods(["GET", "POST"])
def plan_comment(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Comment on a plan."""
    actor = actor_of(request)
    row = living(find_plan(actor, plan_id), archived=_("This plan is put away. Bring it back first."))
    if not plan_parts_of(actor=actor, office_kind=kind_of(actor), office_id=row.office_id):
        raise NotYoursError(_("Comments come from the province, the association and the ministry. Ask one of them."))
    form = CommentForm(request.POST or None)
    return screen_answer(
        request,
        Screen(
            title=_("Write a comment"),
            submit=_("Save"),
            form=form,
            work=lambda now: plan_steps.comment_on_plan(plan_id=plan_id, text=form.text_values(), by=actor, now=now),
            done=_("The comment was saved, and those who wrote the plan are told."),
            back=row.get_absolute_url(),
            then=f"{row.get_absolute_url()}#comments",
            way=plan_way(row, _("Write a comment")),
            lead=_("The province, the association and the ministry read it."),
            eyebrow=str(row),
            badge=plan_badge(row.state),
        ),
    )
