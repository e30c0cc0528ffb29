"""Background tasks that failed: tried again later, by the schedule or by the operator."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from gagyo.common.actions.record import record
from gagyo.common.rules import Actor

TRIES = 4
WAIT = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
# A task that runs so long was left behind by a worker that died.
LOST_AFTER = timedelta(hours=2)


class UnableToRetryTask(Exception):
    """The task is not one that failed."""


def retry_failed_tasks(*, now: datetime) -> int:
    """
    Put failed tasks back into the queue, each at most TRIES times in all, and return how many.

    A claim adds the worker's id to the row, so their number is the number of tries. Every task of Gagyo may
    therefore run more than once, and is written so that a second run does no harm.
    """
    count = 0
    for row in DBTaskResult.objects.failed().filter(finished_at__gte=now - timedelta(days=1)):
        tries = len(row.worker_ids)
        if row.finished_at and 0 < tries < TRIES and row.finished_at + WAIT[tries - 1] <= now:
            count += put_back(pk=row.pk, status="FAILED", now=now)
    for row in DBTaskResult.objects.running().filter(started_at__lt=now - LOST_AFTER):
        count += put_back(pk=row.pk, status="RUNNING", now=now)
    return count


def put_back(*, pk: UUID, status: str, now: datetime) -> int:
    """Make a task ready if it still has that status, and return 1 if so: of two workers only one does."""
    return DBTaskResult.objects.filter(pk=pk, status=status).update(
        status="READY", run_after=now, finished_at=None, started_at=None
    )


@transaction.atomic
def retry_task(*, task_id: UUID, by: Actor, now: datetime) -> None:
    """
    Put one failed task back into the queue at the operator's wish.

    :raises UnableToRetryTask: if it has not failed
    """
    row = DBTaskResult.objects.get(pk=task_id)
    if not put_back(pk=row.pk, status="FAILED", now=now):
        raise UnableToRetryTask(f"{row.task_path} is {row.status.lower()}, so there is nothing to try again.")
    record(event="task.retried", by=by, at=now, reason=row.task_path)
