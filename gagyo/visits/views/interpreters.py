"""The pool of interpreters: the list, a page for each, adding and changing, the worksheet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_read_contacts, may_write
from gagyo.accounts.views.gates import actor_of, only
from gagyo.accounts.views.history import history_href
from gagyo.accounts.views.reasons import PersonalData, reason_required
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.conflicts import conflict_page
from gagyo.common.views.finding import found
from gagyo.common.views.sheets import sheet_answer
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.kernels.indicators.figure import Figure
from gagyo.registry.actions import default_retention
from gagyo.visits.actions.interpreters import (
    UnableToSaveInterpreter,
    add_interpreter,
    archive_interpreter,
    edit_interpreter,
    restore_interpreter,
)
from gagyo.visits.forms.interpreters import (
    InterpreterForm,
    NewInterpreterForm,
    PoolFilterForm,
    TimeForm,
    interpreter_initial,
    rows_for,
)
from gagyo.visits.models import Interpreter
from gagyo.visits.queries.interpreters import (
    POOL,
    coming_midnight,
    coming_tasks,
    counted_tasks,
    interpreter_for,
    members,
    pool,
    tasks_of,
    year_of,
)
from gagyo.visits.views.interpreters_shown import (
    hours_of,
    interpreter_facts,
    interpreter_href,
    pool_columns,
    task_columns,
)

FORM = "visits/interpreter_form.html"


def may_keep_pool(*, actor: Actor) -> bool:
    """Tell whether the actor keeps the pool of the own office."""
    return may_read_contacts(actor=actor) and may_write(actor=actor, office_id=actor.office_id)


def find_interpreter(actor: Actor, interpreter_id: int) -> Interpreter:
    """
    Return an interpreter that the actor may read, archived or not.

    :raises Http404: if there is none
    """
    return found(
        lambda: interpreter_for(actor=actor, interpreter_id=interpreter_id),
        missing=_("This interpreter does not exist, or belongs to another office."),
    )


def own_interpreter_row(actor: Actor, interpreter_id: int) -> Interpreter:
    """
    Return an interpreter that the actor may change.

    :raises Http404: if there is none
    :raises NotYoursError: if the actor's role does not change records
    """
    row = find_interpreter(actor, interpreter_id)
    check_write(actor=actor, office_id=row.office_id, what=_("This interpreter"))
    return row


@require_GET
@only(may_read_contacts)
def interpreters(request: HttpRequest) -> HttpResponse:
    """List the pool: languages, consent, hours of this year; filters in the address."""
    actor, now = actor_of(request), timezone.now()
    form = PoolFilterForm(request.GET)
    rows = members(pool(actor=actor, wanted=form.wanted(), now=now), now=now)
    export = f"{reverse('visits:interpreters_export')}?{request.GET.urlencode()}"
    context = {
        "form": form,
        "rows": rows,
        "count": Figure(len(rows), "person", today_of(), POOL, request.get_full_path()),
        "columns": pool_columns(today=today_of()),
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Interpreters"), "")),
        "action": Action(_("Add an interpreter"), reverse("visits:interpreter_add"), icon="plus")
        if may_keep_pool(actor=actor)
        else None,
        "more_actions": [Action("XLSX", export, kind="tertiary", icon="down")],
    }
    return render(request, "visits/interpreters.html", context)


@only(may_read_contacts)
@reason_required(event="interpreters.exported", title=gettext_lazy("Download the pool of interpreters"))
def interpreters_export(request: HttpRequest) -> PersonalData:
    """Give the pool as a worksheet, after a reason: exactly the rows of the list."""
    actor, now = actor_of(request), timezone.now()
    rows = members(pool(actor=actor, wanted=PoolFilterForm(request.GET).wanted(), now=now), now=now)
    listed = f"{reverse('visits:interpreters')}?{request.GET.urlencode()}"
    count = Figure(len(rows), "person", today_of(), POOL, listed)
    columns = pool_columns(today=today_of(), addresses=True)
    title = _("Interpreters")
    response = sheet_answer(title=title, columns=columns, rows=rows, count=count, name=title, now=now)
    people = [row.row.person_id for row in rows if row.row.person_id]
    return PersonalData(response, people=people, rows=len(rows), detail={"filters": request.GET.dict()})


@require_GET
@only(may_read_contacts)
def interpreter(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Show an interpreter: languages, consent, hours with the tasks that they count, times, everything asked."""
    actor, now = actor_of(request), timezone.now()
    row = find_interpreter(actor, interpreter_id)
    year = id_sent(request.GET.get("year")) or year_of(now)
    counted = list(counted_tasks(interpreter_ids=[row.pk], year=year)) if year < 9999 else []
    may = may_keep_pool(actor=actor) and may_write(actor=actor, office_id=row.office_id)
    context: dict[str, Any] = {
        "interpreter": row,
        "crumbs": pool_crumbs((str(row), "")),
        "badge": Badge(_("Archived"), "warning") if row.archived_at else None,
        "terms": interpreter_facts(row, today=today_of()),
        "year": year,
        "hours": hours_of(row, counted, year=year, now=now),
        "counted": counted,
        "tasks": list(tasks_of(interpreter=row)[:100]),
        "task_columns": task_columns(),
        "times": row.times.filter(ends_at__gte=coming_midnight(now)),
        "may_write": may and not row.archived_at,
        "time_form": TimeForm() if may and not row.archived_at else None,
        "audit_href": history_href(actor=actor, row=row),
        **(actions_for(row) if may else {}),
    }
    return render(request, "visits/interpreter.html", context)


def actions_for(row: Interpreter) -> dict[str, Any]:
    """Return what the office may do with an interpreter."""
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("visits:interpreter_restore", args=[row.pk]), method="post")}
    return {
        "action": Action(_("Edit"), reverse("visits:interpreter_edit", args=[row.pk])),
        "more_actions": [
            Action(_("Archive"), reverse("visits:interpreter_archive", args=[row.pk]), method="post", kind="tertiary")
        ],
    }


def pool_crumbs(*more: tuple[str, str]) -> Any:
    """Return the way from home to a page of the pool."""
    return crumbs(
        (_("Delegation visits"), reverse("visits:visits")), (_("Interpreters"), reverse("visits:interpreters")), *more
    )


@require_http_methods(["GET", "POST"])
@only(may_keep_pool)
def interpreter_add(request: HttpRequest) -> HttpResponse:
    """Take somebody into the pool."""
    actor = actor_of(request)
    start = {"retain_until": default_retention(today=today_of()), "hours_a_year": 60}
    form = NewInterpreterForm(request.POST or None, actor=actor, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_interpreter(values=form.new_values(), by=actor, now=timezone.now())
        except UnableToSaveInterpreter as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:interpreter_archive", args=[made.pk])
            tell(request, _("%(name)s is in the pool.") % {"name": made}, undo=undo)
            return redirect(interpreter_href(made))
    title = _("Add an interpreter")
    context = {"form": form, "title": title, "crumbs": pool_crumbs((title, "")), "is_new": True}
    context["back"] = reverse("visits:interpreters")
    return render(request, FORM, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def interpreter_edit(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Change an interpreter; a save in between is shown beside one's own."""
    actor = actor_of(request)
    row = own_interpreter_row(actor, interpreter_id)
    if row.archived_at:
        raise Http404(_("This interpreter is archived. Open the page and bring the entry back first."))
    form = InterpreterForm(request.POST or None, rows=rows_for(row), initial=interpreter_initial(row))
    title = _("Change %(name)s") % {"name": row}
    context = {"form": form, "title": title, "back": interpreter_href(row)}
    context["crumbs"] = pool_crumbs((str(row), interpreter_href(row)), (title, ""))
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"] or 0
        try:
            edit_interpreter(
                interpreter_id=row.pk, values=form.values(), expected=expected, by=actor, now=timezone.now()
            )
        except UnableToSaveInterpreter as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            theirs = interpreter_initial(find_interpreter(actor, interpreter_id))
            return conflict_page(request, form=form, row=row, theirs=theirs, template=FORM, context=context)
        else:
            tell(request, _("%(name)s was saved.") % {"name": row})
            return redirect(interpreter_href(row))
    return render(request, FORM, context, status=422 if form.errors else 200)


@require_POST
@only(may_read_contacts)
def interpreter_archive(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Take somebody out of the pool; the toast brings the entry back."""
    actor = actor_of(request)
    row = own_interpreter_row(actor, interpreter_id)
    now, taken = timezone.now(), 0
    if row.archived_at is None:
        taken = coming_tasks(interpreter=row, now=now).count()
        archive_interpreter(interpreter_id=row.pk, by=actor, now=now)
    undo = reverse("visits:interpreter_restore", args=[row.pk])
    words = _("%(name)s is out of the pool; what was done stays.") % {"name": row}
    if taken:
        words += " " + ngettext(
            "%(n)s stop to come was taken back: a mail says so, and proposes a stand-in to the officer.",
            "%(n)s stops to come were taken back: a mail says so, and proposes a stand-in to the officer.",
            taken,
        ) % {"n": taken}
    tell(request, words, undo=undo)
    return redirect("visits:interpreters")


@require_POST
@only(may_read_contacts)
def interpreter_restore(request: HttpRequest, interpreter_id: int) -> HttpResponse:
    """Bring somebody back into the pool."""
    actor = actor_of(request)
    row = own_interpreter_row(actor, interpreter_id)
    if row.archived_at:
        restore_interpreter(interpreter_id=row.pk, by=actor, now=timezone.now())
    tell(request, _("%(name)s is in the pool again.") % {"name": row})
    return redirect(interpreter_href(row))
