"""Somebody cannot come, or leaves the pool: what was still to do is withdrawn, and the officer is told who could."""

from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from gagyo.common.rules import Actor
from gagyo.visits.actions.interpreter_mail import send_stand_in
from gagyo.visits.actions.interpreter_tasks import withdraw
from gagyo.visits.models import Interpreter, InterpreterTask, Visit
from gagyo.visits.queries.interpreting import IN_POOL, candidates, need_of
from gagyo.visits.rules.interpreting import LIVING, OPEN
from gagyo.visits.rules.suggest import suggestions


def propose_stand_in(visit: Visit, tasks: list[InterpreterTask], *, now: datetime) -> None:
    """Tell the officer who cannot come, and who could instead; silent while others were asked and may say yes."""
    ids = [task.stop_id for task in tasks]
    still = InterpreterTask.objects.filter(IN_POOL, stop__in=ids, language=tasks[0].language, state__in=OPEN)
    taken = set(still.values_list("stop_id", flat=True))
    stops = [task.stop for task in tasks if task.stop_id not in taken and task.stop.ends_at > now]
    if not stops or visit.state not in LIVING or visit.archived_at is not None:
        return
    need = need_of(visit, stops, language=tasks[0].language)
    fitting, _left_out = suggestions(candidates(office_id=visit.office_id, needs=[need], now=now)[need], need)
    best = fitting[0] if fitting else None
    send_stand_in(visit=visit, tasks=[task for task in tasks if task.stop in stops], best=best, now=now)


def lock_visits_of(interpreter_ids: "QuerySet[Interpreter] | list[int]", *, now: datetime) -> None:
    """
    Lock the visits at which these interpreters are still to do something.

    Whoever answers locks the visit first and then the person; leaving takes them in the same order.
    """
    ids = _to_do(now=now).filter(interpreter__in=interpreter_ids).values("stop__visit")
    rows = Visit.objects.past_access(because="those who leave the pool are withdrawn from every visit")
    list(rows.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"))


def release_leaving(row: Interpreter, *, by: Actor, now: datetime) -> int:
    """Withdraw what somebody who has left the pool was still to do, propose stand-ins, and return how many stops."""
    tasks = list(
        _to_do(now=now)
        .filter(interpreter=row)
        .select_related("interpreter__person", "stop__site", "stop__visit__office")
        .select_for_update(of=("self",))
        .order_by("stop__visit", "language", "stop__starts_at", "pk")
    )
    for _key, held in groupby(tasks, key=lambda task: (task.stop.visit_id, task.language)):
        group = list(held)
        visit = group[0].stop.visit
        withdraw(visit, group, by=by, now=now)
        for _day, of_day in groupby(group, key=lambda task: timezone.localdate(task.stop.starts_at)):
            propose_stand_in(visit, list(of_day), now=now)
    return len(tasks)


def release_all_who_left(*, by: Actor, now: datetime) -> None:
    """Withdraw what is still to be done by those who have left every pool: archived, or their contact destroyed."""
    ids = sorted(set(_to_do(now=now).exclude(IN_POOL).values_list("interpreter", flat=True)))
    lock_visits_of(ids, now=now)
    rows = Interpreter.objects.past_access(because="nobody who has left is expected, in every office")
    for row in rows.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk"):
        release_leaving(row, by=by, now=now)


def _to_do(*, now: datetime) -> "QuerySet[InterpreterTask]":
    return InterpreterTask.objects.filter(state__in=OPEN, stop__ends_at__gt=now)
