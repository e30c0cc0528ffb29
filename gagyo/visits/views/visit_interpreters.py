"""Who interprets at a visit: what is needed, who was asked, who is suggested and why, who is left out and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import check_write, may_read_audit, may_read_contacts, may_write, reads_inside
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.components import Action, Badge
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell
from gagyo.visits.actions.interpreting import ask_interpreters, note_answer, set_languages, withdraw_task
from gagyo.visits.actions.interpreting_all import is_unasked
from gagyo.visits.choices import LanguageLevel, StopKind
from gagyo.visits.forms.interpreters import NeedForm, NotedAnswerForm
from gagyo.visits.models import InterpreterTask, Visit
from gagyo.visits.queries.interpreting import DayNeed, ahead, needs_of_visit
from gagyo.visits.rules.interpreting import OPEN, UnableToAnswer, UnableToAsk, next_answers
from gagyo.visits.rules.languages import language_name, languages_of
from gagyo.visits.views.interpreters_shown import answer_badge, day_heading, stop_words
from gagyo.visits.views.shown import visit_badge, visit_href
from gagyo.visits.views.visits import find_visit, living_visit

# Nobody is asked for these unless the officer says so.
SELDOM_INTERPRETED = frozenset({StopKind.MEAL, StopKind.TRANSFER})


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked together for some stops of a day; answers: those that may be noted by telephone."""

    first: InterpreterTask
    stops: tuple[str, ...]
    badge: Badge
    is_open: bool
    noted: str
    answers: tuple[str, ...]

    @property
    def form(self) -> NotedAnswerForm:
        """What is noted besides; its names stand on the page once for each who was asked."""
        return NotedAnswerForm(auto_id=f"id_{self.first.pk}_%s")


@dataclass(frozen=True)
class Shown:
    """One language of one day as the page draws it."""

    each: DayNeed
    title: str
    badge: Badge
    stops: tuple[str, ...]
    level: str
    asked: tuple[Asked, ...]

    @property
    def best(self) -> Any:
        """Who comes first among those who fit, or None."""
        return self.each.fitting[0] if self.each.fitting else None

    @property
    def was_let_down(self) -> bool:
        """Whether the latest answer was a no, so that the first who fits is the stand-in."""
        return bool(self.each.tasks) and not self.each.is_covered and not self.each.is_waiting


def readable_visit(actor: Actor, visit_id: int) -> Visit:
    """
    Return a visit of the own office, or one in the auditor's scope.

    :raises Http404: for anybody else: who interprets is personal data
    """
    row = find_visit(actor, visit_id)
    own = may_write(actor=actor, office_id=row.office_id) or (
        may_read_audit(actor=actor) and reads_inside(actor=actor, office_id=row.office_id)
    )
    if not own:
        raise Http404(_("Who interprets at this visit is for its own office."))
    return row


@require_GET
@only(may_read_contacts)
def visit_interpreters(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show what a visit needs interpreted, day by day, with suggestions that one click asks."""
    actor, now = actor_of(request), timezone.now()
    row = readable_visit(actor, visit_id)
    may = may_write(actor=actor, office_id=row.office_id) and not row.archived_at
    found = needs_of_visit(visit=row, now=now)
    bare = row.stops.filter(language="").select_related("site")
    wanted = languages_of([party.country_id for party in row.parties.all()])
    context: dict[str, Any] = {
        "visit": row,
        "badge": visit_badge(row),
        "crumbs": crumbs(
            (_("Delegation visits"), reverse("visits:visits")),
            (row.name, visit_href(row)),
            (pgettext("of a visit", "Interpreting"), ""),
        ),
        "needs": [shown(each, now=now) for each in found],
        "unasked": sum(is_unasked(each) for each in found) if may else 0,
        "bare": [(stop.pk, stop_words(stop), stop.kind not in SELDOM_INTERPRETED) for stop in bare],
        "usual": ", ".join(language_name(code) for code in wanted),
        "need_form": NeedForm(initial={"language": wanted[0] if wanted else ""}) if may else None,
        "may_write": may,
        "more_actions": [Action(_("The pool"), reverse("visits:interpreters"), kind="tertiary")],
    }
    return render(request, "visits/visit_interpreters.html", context)


def shown(each: DayNeed, *, now: datetime) -> Shown:
    """Return one need as the page draws it."""
    words = {"day": day_heading(each.day), "language": language_name(each.language)}
    level = LanguageLevel(each.need.level).label if each.need else ""
    return Shown(
        each=each,
        title=_("%(day)s · %(language)s") % words,
        badge=need_badge(each),
        stops=tuple(stop_words(stop) for stop in each.stops),
        level=str(level),
        asked=tuple(asked_together(each, now=now)),
    )


def need_badge(each: DayNeed) -> Badge:
    """Return how a need stands."""
    if each.is_covered:
        return Badge(_("Covered"), "success")
    if each.is_waiting:
        return Badge(_("Waiting for an answer"), "info")
    return Badge(_("Interpreter missing"), "danger")


def asked_together(each: DayNeed, *, now: datetime) -> list[Asked]:
    """Return who was asked, one entry for each question, the latest first."""
    groups: dict[tuple[int, object, str], list[InterpreterTask]] = {}
    for task in each.tasks:
        groups.setdefault((task.interpreter_id, task.asked_at, task.state), []).append(task)
    return [
        Asked(
            first=tasks[0],
            stops=tuple(task.stop.title for task in tasks),
            badge=answer_badge(tasks[0]),
            is_open=tasks[0].state in OPEN,
            noted=noted_words(tasks[0]),
            answers=tuple(next_answers([task.state for task in ahead(tasks, now=now)])),
        )
        for tasks in groups.values()
    ]


def noted_words(task: InterpreterTask) -> str:
    """Return who heard an answer by telephone, and when; empty where the interpreter gave it."""
    if task.noted_by is None or task.answered_at is None:
        return ""
    at = f"{timezone.localtime(task.answered_at):%Y-%m-%d %H:%M}"
    return _("by telephone, noted by %(who)s (%(at)s)") % {"who": task.noted_by, "at": at}


@require_POST
@only(may_read_contacts)
def ask(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Ask one or several for the stops of one day; a mail with a link goes to each."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    back = f"{reverse('visits:visit_interpreters', args=[visit_id])}#{request.POST.get('anchor', '')}"
    chosen = ids(request, "interpreter")
    try:
        ask_interpreters(
            visit_id=visit_id,
            stop_ids=ids(request, "stop"),
            interpreter_ids=chosen,
            language=request.POST.get("language", ""),
            by=actor,
            now=timezone.now(),
        )
    except UnableToAsk as error:
        messages.error(request, str(error))
    else:
        count = len(set(chosen))
        tell(
            request,
            ngettext(
                "%(n)s person was asked; the answer comes by the link in the mail.",
                "%(n)s persons were asked; the first who says yes has it.",
                count,
            )
            % {"n": count},
        )
    return redirect(back)


@require_POST
@only(may_read_contacts)
def answer_noted(request: HttpRequest, visit_id: int, task_id: int) -> HttpResponse:
    """Note what somebody answered by telephone."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = NotedAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["note"])))
        return redirect("visits:visit_interpreters", visit_id=visit_id)
    try:
        tasks = note_answer(
            visit_id=visit_id,
            task_id=task_id,
            wanted=request.POST.get("answer", ""),
            note=form.cleaned_data["note"],
            by=actor,
            now=timezone.now(),
        )
    except InterpreterTask.DoesNotExist:
        raise Http404(_("This request is not there any more.")) from None
    except UnableToAnswer as error:
        messages.error(request, str(error))
        return redirect("visits:visit_interpreters", visit_id=visit_id)
    tell(request, _("The answer was noted: %(answer)s.") % {"answer": tasks[0].get_state_display()})
    return redirect("visits:visit_interpreters", visit_id=visit_id)


@require_POST
@only(may_read_contacts)
def withdraw(request: HttpRequest, visit_id: int, task_id: int) -> HttpResponse:
    """Take back what somebody was asked, or has accepted."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    now = timezone.now()
    try:
        tasks = withdraw_task(visit_id=visit_id, task_id=task_id, by=actor, now=now)
    except InterpreterTask.DoesNotExist:
        raise Http404(_("This request is not there any more.")) from None
    is_told = bool(ahead(tasks, now=now))
    tell(
        request,
        _("It was taken back; a mail says so.") if is_told else _("It was taken back; its hours count no more."),
    )
    return redirect("visits:visit_interpreters", visit_id=visit_id)


@require_POST
@only(may_read_contacts)
def languages(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say from which language stops are to be interpreted."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    try:
        changed = set_languages(
            visit_id=visit_id,
            stop_ids=ids(request, "stop"),
            language=request.POST.get("language", ""),
            by=actor,
            now=timezone.now(),
        )
    except UnableToAsk as error:
        messages.error(request, str(error))
    else:
        tell(request, ngettext("%(n)s stop was set.", "%(n)s stops were set.", changed) % {"n": changed})
    return redirect("visits:visit_interpreters", visit_id=visit_id)


def ids(request: HttpRequest, name: str) -> list[int]:
    """Return the ids that a form sends under one name; anything else is left out."""
    found = (id_sent(each) for each in request.POST.getlist(name))
    return [each for each in found if each is not None]
