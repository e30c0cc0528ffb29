"""An interpreter's own page after signing in: tasks, free times, a calendar. The office keeps times here too."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell
from gagyo.kernels.documents.ics import Event, write_calendar
from gagyo.visits.actions.interpreters import UnableToSaveInterpreter, add_time, remove_time
from gagyo.visits.actions.interpreting import answer_own
from gagyo.visits.choices import AnswerState
from gagyo.visits.forms.interpreters import AnswerForm, TimeForm
from gagyo.visits.models import Interpreter, InterpreterTask, InterpreterTime
from gagyo.visits.queries.interpreters import (
    coming_midnight,
    coming_tasks,
    counted_tasks,
    interpreter_for,
    own_interpreter,
    year_of,
)
from gagyo.visits.rules.interpreting import UnableToAnswer, UnusableLinkError, next_answers
from gagyo.visits.rules.languages import language_name
from gagyo.visits.views.interpreters_shown import (
    batch_notice,
    hours_of,
    interpreter_facts,
    interpreter_href,
    task_columns,
)


@require_GET
@signed_in
def my_interpreting(request: HttpRequest) -> HttpResponse:
    """Show the actor's own tasks, hours and times; others' are on no page of this address."""
    actor, now = actor_of(request), timezone.now()
    row = own_interpreter(actor=actor)
    title = _("My interpreting")
    context: dict[str, Any] = {"interpreter": row, "crumbs": crumbs((title, "")), "title": title}
    if row is not None:
        year = id_sent(request.GET.get("year")) or year_of(now)
        counted = list(counted_tasks(interpreter_ids=[row.pk], year=year)) if year < 9999 else []
        context |= {
            "batches": batches(coming_tasks(interpreter=row, now=now)),
            "columns": task_columns(own=True),
            "year": year,
            "counted": counted,
            "hours": hours_of(row, counted, year=year, now=now, own=True),
            "terms": interpreter_facts(row, today=timezone.localdate(now), own=True),
            "times": row.times.filter(ends_at__gte=coming_midnight(now)),
            "time_form": TimeForm(),
            "more_actions": [
                Action(
                    _("Calendar (ICS)"), reverse("visits:my_interpreting_calendar"), kind="tertiary", icon="calendar"
                )
            ],
        }
    return render(request, "visits/my_interpreting.html", context)


def batches(tasks: Any) -> list[dict[str, Any]]:
    """Return tasks by what was asked together: the visit and the moment; the nearest first."""
    held = sorted(tasks, key=lambda task: (task.stop.visit_id, task.asked_at, task.stop.starts_at))
    found = []
    for _key, group in groupby(held, key=lambda task: (task.stop.visit_id, task.asked_at)):
        rows = list(group)
        found.append(
            {
                "tasks": rows,
                "visit": rows[0].stop.visit,
                "first": rows[0],
                "notice": batch_notice(rows),
                "answers": next_answers([task.state for task in rows]),
                "form": AnswerForm(auto_id=f"id_{rows[0].pk}_%s"),
            }
        )
    return sorted(found, key=lambda each: each["first"].stop.starts_at)


@require_POST
@signed_in
def my_answer(request: HttpRequest, task_id: int) -> HttpResponse:
    """Answer from one's own account what was asked of oneself."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["note"])))
        return redirect("visits:my_interpreting")
    try:
        answer_own(
            task_id=task_id,
            wanted=request.POST.get("answer", ""),
            note=form.cleaned_data["note"],
            by=actor_of(request),
            now=timezone.now(),
        )
    except UnusableLinkError as gone:
        raise Http404(str(gone)) from None
    except UnableToAnswer as refused:
        messages.error(request, str(refused))
    else:
        tell(request, _("Your answer is with the office. Thank you."))
    return redirect("visits:my_interpreting")


@require_GET
@signed_in
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Give the actor's own accepted tasks to a calendar program."""
    actor, now = actor_of(request), timezone.now()
    row = own_interpreter(actor=actor)
    if row is None:
        raise Http404(_("You are in no pool of interpreters of this office. Ask its officer."))
    accepted = coming_tasks(interpreter=row, now=now).filter(state=AnswerState.ACCEPTED)
    body = write_calendar(_("My interpreting"), [event(task) for task in accepted])
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="interpreting.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def event(task: InterpreterTask) -> Event:
    """Return a task as a calendar's entry."""
    stop = task.stop
    return Event(
        uid=f"interpreting-{task.pk}@gagyo",
        stamped_at=task.answered_at or task.asked_at,
        title=_("Interpreting %(language)s: %(visit)s")
        % {"language": language_name(task.language), "visit": stop.visit.name},
        starts=stop.starts_at,
        ends=stop.ends_at,
        description=stop.title,
        location=stop.place_shown or (str(stop.site) if stop.site else ""),
        url=settings.BASE_URL + reverse("visits:my_interpreting"),
    )


@require_POST
@signed_in
def time_add(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Note a time in which somebody is free or is not: one's own, or by the office."""
    actor = actor_of(request)
    row, back = seen_row(actor, interpreter_id)
    form = TimeForm(request.POST)
    if form.is_valid():
        try:
            made = add_time(interpreter_id=row.pk, values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveInterpreter as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:interpreter_time_remove", args=[row.pk, made.pk])
            tell(request, _("The time was noted."), undo=undo)
            return redirect(f"{back}#times")
    title = _("Add a time")
    context = {"title": title, "form": form, "submit": _("Add"), "back": back, "crumbs": crumbs((title, ""))}
    return render(request, "common/one_form.html", context, status=422)


@require_POST
@signed_in
def time_remove(request: HttpRequest, interpreter_id: int, time_id: int) -> HttpResponse:
    """Take a time back."""
    actor = actor_of(request)
    row, back = seen_row(actor, interpreter_id)
    try:
        remove_time(interpreter_id=row.pk, time_id=time_id, by=actor, now=timezone.now())
    except InterpreterTime.DoesNotExist:
        raise Http404(_("This time is not there any more.")) from None
    tell(request, _("The time was taken back."))
    return redirect(f"{back}#times")


def seen_row(actor: Actor, interpreter_id: int) -> tuple[Interpreter, str]:
    """
    Return the interpreter whose times are meant, and the page to go back to.

    :raises Http404: if the actor's office has no such interpreter, or an archived one
    """
    own = own_interpreter(actor=actor)
    if own is not None and own.pk == interpreter_id:
        return own, reverse("visits:my_interpreting")
    try:
        row = interpreter_for(actor=actor, interpreter_id=interpreter_id)
    except Interpreter.DoesNotExist:
        raise Http404(_("This interpreter does not exist, or belongs to another office.")) from None
    if row.archived_at:
        raise Http404(_("This interpreter is archived. Open the page and bring the entry back first."))
    return row, interpreter_href(row)
