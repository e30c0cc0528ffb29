"""Asking interpreters and hearing their answers; whoever says yes first has it, and a stand-in is proposed for a no."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.visits.actions.interpreter_mail import send_asked
from gagyo.visits.actions.interpreter_stand_ins import propose_stand_in
from gagyo.visits.actions.interpreter_tasks import note_tasks, withdraw
from gagyo.visits.actions.visits import locked
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import Interpreter, InterpreterTask, Stop, Visit
from gagyo.visits.queries.interpreters import own_interpreter
from gagyo.visits.queries.interpreting import (
    ahead,
    as_asked,
    batch_of,
    candidates,
    link_tasks,
    need_of,
    open_tasks,
    span_of,
)
from gagyo.visits.rules.interpreting import (
    OPEN,
    UnableToAnswer,
    UnableToAsk,
    UnusableLinkError,
    check_answer,
    check_askable,
    check_link,
    hashes_of,
    next_answers,
)
from gagyo.visits.rules.languages import LANGUAGES
from gagyo.visits.rules.suggest import Need, obstacles


@transaction.atomic
def ask_interpreters(
    *, visit_id: int, stop_ids: Sequence[int], interpreter_ids: Sequence[int], language: str, by: Actor, now: datetime
) -> list[InterpreterTask]:
    """
    Ask interpreters for stops of one day; asked together, the first who says yes has it. A mail with a link goes out.

    :raises UnableToAsk: if the visit or a stop is over, or somebody cannot come
    :raises NotYoursError: if the visit is another office's
    """
    visit = locked(visit_id, by=by)
    wanted = set(stop_ids)
    stops = list(visit.stops.select_related("site").filter(pk__in=wanted, language=language).order_by("starts_at"))
    if len(stops) != len(wanted) or language not in LANGUAGES:
        raise UnableToAsk(_("The programme has changed meanwhile. Load the page again."))
    check_askable(visit=visit.name, visit_state=visit.state, ends_at=[stop.ends_at for stop in stops], now=now)
    people = list(
        Interpreter.objects.own(by)
        .filter(pk__in=set(interpreter_ids), office=visit.office_id)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not people or len(people) != len(set(interpreter_ids)):
        raise UnableToAsk(_("Choose somebody of your office's pool of interpreters."))
    _check_people(visit, people, need_of(visit, stops, language=language), now=now)
    return [task for row in people for task in _ask(visit, row, stops, language=language, by=by, now=now)]


def _check_people(visit: Visit, people: list[Interpreter], need: Need, *, now: datetime) -> None:
    known = {each.interpreter_id: each for each in candidates(office_id=visit.office_id, needs=[need], now=now)[need]}
    for row in people:
        candidate = known.get(row.pk)
        hard = [each.sentence for each in obstacles(candidate, need) if each.hard] if candidate else [_("Has left.")]
        if hard:
            raise UnableToAsk(_("%(name)s cannot be asked: %(why)s") % {"name": row, "why": " ".join(hard)})
        if row.person is None or not row.person.email:
            raise UnableToAsk(
                _("%(name)s has no e-mail address, so no link can be sent. Enter one on the contact's page.")
                % {"name": row}
            )


def _ask(
    visit: Visit, row: Interpreter, stops: list[Stop], *, language: str, by: Actor, now: datetime
) -> list[InterpreterTask]:
    key = secrets.token_urlsafe(32)
    tasks = [
        InterpreterTask.objects.create(stop=stop, interpreter=row, language=language, token_hash=hashed, asked_at=now)
        for stop, hashed in zip(stops, hashes_of(key), strict=False)
    ]
    note_tasks("visit.interpreter_asked", visit, row, tasks, by=by, now=now)
    send_asked(visit=visit, interpreter=row, tasks=tasks, key=key)
    return tasks


@transaction.atomic
def withdraw_task(*, visit_id: int, task_id: int, by: Actor, now: datetime) -> list[InterpreterTask]:
    """
    Take back what was asked of an interpreter together with one task; the link says so, and a mail does.

    What is over stays, as it counts among the hours; once all of it is over, taking it back says that it was not done.

    :raises InterpreterTask.DoesNotExist: if the visit has no such task
    """
    visit = locked(visit_id, by=by)
    task = InterpreterTask.objects.select_related("interpreter").get(pk=task_id, stop__visit=visit)
    held = batch_of(task_id=task_id, interpreter=task.interpreter, locked=True)
    tasks = [each for each in ahead(held, now=now) or held if each.state in OPEN]
    withdraw(visit, tasks, by=by, now=now)
    return tasks


@transaction.atomic
def answer_by_link(*, key: str, wanted: str, note: str, by: Actor, now: datetime) -> list[InterpreterTask]:
    """
    Answer with the key of the mail: yes, no, or after a yes that one cannot come.

    :raises UnusableLinkError: if the link leads nowhere any more
    :raises UnableToAnswer: if the answer does not follow from where it stands
    """
    return _answer(lambda lock: link_tasks(hashes=hashes_of(key), locked=lock), wanted, note=note, by=by, now=now)


@transaction.atomic
def answer_own(*, task_id: int, wanted: str, note: str, by: Actor, now: datetime) -> list[InterpreterTask]:
    """
    Answer from one's own account.

    :raises UnusableLinkError: if the actor was not asked for this, or it is not open any more
    :raises UnableToAnswer: if the answer does not follow from where it stands
    """
    own = own_interpreter(actor=by)
    return _answer(
        lambda lock: batch_of(task_id=task_id, interpreter=own, locked=lock), wanted, note=note, by=by, now=now
    )


@transaction.atomic
def note_answer(
    *, visit_id: int, task_id: int, wanted: str, note: str, by: Actor, now: datetime
) -> list[InterpreterTask]:
    """
    Note what an interpreter answered by telephone, for all that was asked together with one task.

    :raises InterpreterTask.DoesNotExist: if the visit has no such task
    :raises UnableToAnswer: if the answer does not follow from where it stands, or nobody is needed any more
    """
    visit = locked(visit_id, by=by)
    task = InterpreterTask.objects.select_related("interpreter").get(pk=task_id, stop__visit=visit)

    def read(lock: bool) -> list[InterpreterTask]:
        return batch_of(task_id=task_id, interpreter=task.interpreter, locked=lock)

    still = ahead(read(True), now=now)
    if still and wanted not in next_answers([each.state for each in still]):
        raise UnableToAnswer(_("It stands otherwise meanwhile, so this answer was not noted. See how it stands now."))
    try:
        return _answer(read, wanted, note=note, by=by, now=now, is_noted=True)
    except UnusableLinkError:
        raise UnableToAnswer(_("This stop or the whole visit is over or cancelled: no answer is noted.")) from None


def _answer(
    read: Callable[[bool], list[InterpreterTask]],
    wanted: str,
    *,
    note: str,
    by: Actor,
    now: datetime,
    is_noted: bool = False,
) -> list[InterpreterTask]:
    seen = read(False)
    _check_held(seen, now=now, is_noted=is_noted)
    # The visit first, then the person: who answers at the same moment waits, and reads what was answered before.
    rows = Visit.objects.past_access(because="the interpreter was asked for this very visit")
    visit = rows.select_for_update(of=("self",)).get(pk=seen[0].stop.visit_id)
    Interpreter.objects.past_access(because="the interpreter's own row").select_for_update(of=("self",)).get(
        pk=seen[0].interpreter_id
    )
    tasks = read(True)
    _check_held(tasks, now=now, is_noted=is_noted)
    tasks = ahead(tasks, now=now)
    check_answer([task.state for task in tasks], wanted=wanted)
    held = AnswerState.ACCEPTED if wanted == AnswerState.DROPPED else AnswerState.ASKED
    answered = [task for task in tasks if task.state == held]
    if wanted == AnswerState.ACCEPTED:
        _check_still_free(answered, is_noted=is_noted)
    for task in answered:
        task.state, task.answered_at, task.note = wanted, now, note.strip()[:300]
        task.noted_by_id = by.user_id if is_noted else None
        task.save(update_fields=["state", "answered_at", "note", "noted_by"])
    actor = by if by.user_id else _as_interpreter(answered[0].interpreter, visit, by=by)
    event = f"visit.interpreter_{wanted}_by_telephone" if is_noted else f"visit.interpreter_{wanted}"
    note_tasks(event, visit, answered[0].interpreter, answered, by=actor, now=now)
    if wanted == AnswerState.ACCEPTED:
        _release_others(visit, answered, by=actor, now=now)
    else:
        propose_stand_in(visit, answered, now=now)
    return answered


def _as_interpreter(row: Interpreter, visit: Visit, *, by: Actor) -> Actor:
    # A name in the record would outlive the contact's retention period.
    label = _("Interpreter %(number)s") % {"number": row.audit_label}
    return Actor(
        label=label,
        channel=by.channel,
        ip=by.ip,
        request_id=by.request_id,
        language=by.language,
        kept_by_office_id=visit.office_id,
        kept_by_office_label=str(visit.office or ""),
    )


def _check_held(tasks: list[InterpreterTask], *, now: datetime, is_noted: bool) -> None:
    """Refuse what is not asked any more; a telephone has no link that ends by its date."""
    asked = as_asked(tasks)
    check_link([replace(each, asked_at=now) for each in asked] if is_noted else asked, now=now)


def _check_still_free(answered: list[InterpreterTask], *, is_noted: bool) -> None:
    mine = {task.pk for task in answered}
    held = open_tasks(interpreter_ids=[answered[0].interpreter_id]).filter(
        state=AnswerState.ACCEPTED,
        stop__ends_at__gt=min(task.stop.starts_at for task in answered),
        stop__starts_at__lt=max(task.stop.ends_at for task in answered),
    )
    for other in held.exclude(pk__in=mine):
        if any(span_of(other.stop).overlaps(span_of(task.stop)) for task in answered):
            words = {"visit": other.stop.visit, "time": span_of(other.stop).words()}
            if is_noted:
                raise UnableToAnswer(
                    _("Interprets for “%(visit)s” at that time (%(time)s), so no yes was noted. Ask somebody else.")
                    % words
                )
            raise UnableToAnswer(
                _("You have said yes to “%(visit)s” at that time (%(time)s). Drop out of it first, or say no here.")
                % words
            )


def _release_others(visit: Visit, answered: list[InterpreterTask], *, by: Actor, now: datetime) -> None:
    """Withdraw what was asked of others in the same breath for the same stops."""
    others = InterpreterTask.objects.filter(
        stop__in=[task.stop_id for task in answered],
        language=answered[0].language,
        asked_at=answered[0].asked_at,
        state=AnswerState.ASKED,
    ).select_related("interpreter__person", "stop__site")
    by_person: dict[int, list[InterpreterTask]] = {}
    for task in others.select_for_update(of=("self",)).order_by("stop__starts_at"):
        by_person.setdefault(task.interpreter_id, []).append(task)
    for tasks in by_person.values():
        withdraw(visit, tasks, by=by, now=now)


@transaction.atomic
def set_languages(*, visit_id: int, stop_ids: Sequence[int], language: str, by: Actor, now: datetime) -> int:
    """
    Say from which language stops are to be interpreted; empty takes it back. Return how many stops changed.

    :raises UnableToAsk: for a language that is not known, or where somebody has been asked already
    """
    visit = locked(visit_id, by=by)
    if language and language not in LANGUAGES:
        raise UnableToAsk(_("Choose a language from the list."))
    rows = visit.stops.filter(pk__in=set(stop_ids)).exclude(language=language)
    if rows.filter(interpreter_tasks__state__in=OPEN).exists():
        raise UnableToAsk(_("Somebody is asked for one of these stops. Take that back first."))
    ids = list(rows.values_list("pk", flat=True))
    Stop.objects.filter(pk__in=ids).update(language=language, version=F("version") + 1)
    if ids:
        record(event="visit.languages_set", by=by, at=now, about=visit, after={"stops": ids, "language": language})
    return len(ids)
