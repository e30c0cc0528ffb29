"""What is written when an interpreter is asked, answers or is not needed any more."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.visits.actions.interpreter_mail import send_not_needed
from gagyo.visits.choices import AnswerState
from gagyo.visits.models import EndedLink, Interpreter, InterpreterTask, Visit
from gagyo.visits.rules.interpreting import LINK_DAYS, OPEN
from gagyo.visits.rules.programme import UnableToSaveStop


def release_interpreters(visit: Visit, *, by: Actor, now: datetime) -> None:
    """Withdraw everything open of a visit that will not be; whoever was asked or would come is told."""
    _release(Q(stop__visit=visit), visit, by=by, now=now)


def release_stops(visit: Visit, *, stop_ids: Iterable[int], by: Actor, now: datetime) -> None:
    """
    Withdraw what is open at stops that are about to be taken out, and tell whoever was asked or would come.

    The tasks go with their stops; of their links stays the hash, so that the page behind one still says why.
    :raises UnableToSaveStop: if somebody interpreted at one that is over, as the hours of the year count it
    """
    going = Q(stop__in=list(stop_ids))
    _check_hours_stay(going, visit, now=now)
    _release(going, visit, by=by, now=now)
    hashes = InterpreterTask.objects.filter(going, stop__visit=visit).values_list("token_hash", flat=True)
    EndedLink.objects.bulk_create((EndedLink(token_hash=each, ended_at=now) for each in hashes), ignore_conflicts=True)
    EndedLink.objects.filter(ended_at__lte=now - timedelta(days=LINK_DAYS)).delete()


def _check_hours_stay(going: Q, visit: Visit, *, now: datetime) -> None:
    done = InterpreterTask.objects.filter(going, stop__visit=visit, state=AnswerState.ACCEPTED, stop__ends_at__lte=now)
    task = done.select_related("stop__site", "interpreter__person").order_by("stop__starts_at", "pk").first()
    if task is not None:
        raise UnableToSaveStop(
            _(
                "“%(stop)s” is over and counts among the hours of %(interpreter)s, so it stays in the programme. "
                "If nobody interpreted there, take it back on the visit's page of interpreters first."
            )
            % {"stop": task.stop.title, "interpreter": task.interpreter}
        )


def release_languages(visit: Visit, *, stop_ids: Iterable[int], by: Actor, now: datetime) -> None:
    """Withdraw what is open at stops that are interpreted from another language now, or from none."""
    _release(Q(stop__in=list(stop_ids)) & ~Q(language=F("stop__language")), visit, by=by, now=now)


def _release(meant: Q, visit: Visit, *, by: Actor, now: datetime) -> None:
    tasks = (
        InterpreterTask.objects.filter(meant, stop__visit=visit, state__in=OPEN, stop__ends_at__gt=now)
        .select_related("interpreter__person", "stop__site")
        .select_for_update(of=("self",))
        .order_by("interpreter", "language", "stop__starts_at")
    )
    by_person: dict[tuple[int, str], list[InterpreterTask]] = {}
    for task in tasks:
        by_person.setdefault((task.interpreter_id, task.language), []).append(task)
    for held in by_person.values():
        withdraw(visit, held, by=by, now=now)


def withdraw(visit: Visit, tasks: list[InterpreterTask], *, by: Actor, now: datetime) -> None:
    """Withdraw what one interpreter was asked for or has accepted; unless all of it is over, a mail says so."""
    if not tasks:
        return
    for task in tasks:
        task.state, task.answered_at = AnswerState.WITHDRAWN.value, now
        task.save(update_fields=["state", "answered_at"])
    note_tasks("visit.interpreter_withdrawn", visit, tasks[0].interpreter, tasks, by=by, now=now)
    if any(task.stop.ends_at > now for task in tasks):
        send_not_needed(visit=visit, interpreter=tasks[0].interpreter, tasks=tasks)


def note_tasks(
    event: str, visit: Visit, row: Interpreter, tasks: Sequence[InterpreterTask], *, by: Actor, now: datetime
) -> None:
    """Leave the audit record of what happened between a visit and an interpreter."""
    after: dict[str, Any] = {"interpreter": row.pk, "tasks": [_kept(task) for task in tasks]}
    people = [row.person_id] if row.person_id else []
    record(event=event, by=by, at=now, about=visit, after=after, people=people)


def _kept(task: InterpreterTask) -> dict[str, Any]:
    """Return a task for the audit record: neither the key's hash nor what the person wrote."""
    hidden = {"token_hash", "note"}
    return {name: value for name, value in values_of(task).items() if name not in hidden}
