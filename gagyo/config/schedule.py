"""What runs by the clock: the jobs of every app each night or often, the outbox, and failed tasks once more."""

from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from gagyo.common.actions.background import retry_failed_tasks
from gagyo.common.actions.jobs import begin_job
from gagyo.common.queries import due_mail
from gagyo.meetings.actions.solving import resume_left_runs

OUTBOX = "gagyo.common.tasks.send_mail_outbox"
LEFT_RUNS = "gagyo.meetings.tasks.solve_timetable"


@dataclass(frozen=True)
class Nightly:
    """A task that runs once a day, at or after a local time."""

    name: str
    at: time
    task: str


@dataclass(frozen=True)
class Often:
    """A task that runs every so many minutes, of which an hour holds a whole number."""

    name: str
    minutes: int
    task: str


# To add one: write the task in gagyo/APP/tasks.py, without arguments, and name it here.
NIGHTLY = [
    Nightly("destroy_expired_contacts", time(2, 30), "gagyo.registry.tasks.destroy_expired_contacts"),
    Nightly("forget_destroyed_interpreters", time(2, 40), "gagyo.visits.tasks.forget_destroyed_interpreters"),
    Nightly("destroy_expired_visit_requests", time(2, 45), "gagyo.visits.tasks.destroy_expired_visit_requests"),
    Nightly("destroy_visitors_names", time(2, 50), "gagyo.visits.tasks.destroy_visitors_names"),
    Nightly("destroy_names_of_rounds", time(2, 55), "gagyo.meetings.tasks.destroy_names_of_rounds"),
    Nightly("rehome_legs", time(3, 0), "gagyo.support.tasks.rehome_legs"),
    Nightly("destroy_expired_advice", time(2, 58), "gagyo.ambassadors.tasks.destroy_expired_advice"),
    Nightly("clear_background_records", time(3, 30), "gagyo.common.tasks.clear_background_records"),
    Nightly("renew_database_counts", time(4, 0), "gagyo.common.tasks.renew_database_counts"),
]

# The same, but several times in an hour; one that finds nothing to do is cheap.
OFTEN = [Often("remind_and_escalate", 10, "gagyo.support.tasks.remind_and_escalate_legs")]


def tick(*, now: datetime) -> list[str]:
    """Put into the queue what is due at this moment, and return the paths of the tasks."""
    retry_failed_tasks(now=now)
    begun = [job.task for job in NIGHTLY if begin_nightly(job=job, now=now)]
    begun += [job.task for job in OFTEN if begin_often(job=job, now=now)]
    begun += [LEFT_RUNS for _pk in resume_left_runs(now=now)]
    if settings.MAIL_URL and due_mail(now=now).exists() and not is_queued(path=OUTBOX):
        enqueue(path=OUTBOX)
        begun.append(OUTBOX)
    return begun


@transaction.atomic
def begin_nightly(*, job: Nightly, now: datetime) -> bool:
    """Put a nightly job into the queue if its hour has come and no worker did so today."""
    local = timezone.localtime(now)
    if local.time() < job.at:
        return False
    if not begin_job(job=f"nightly.{job.name}", slot=local.date().isoformat(), now=now):
        return False
    enqueue(path=job.task)
    return True


@transaction.atomic
def begin_often(*, job: Often, now: datetime) -> bool:
    """Put a job into the queue that no worker has begun in this part of the hour."""
    local = timezone.localtime(now)
    slot = local.replace(minute=local.minute - local.minute % job.minutes, second=0, microsecond=0)
    if not begin_job(job=f"often.{job.name}", slot=slot.isoformat(timespec="minutes"), now=now):
        return False
    enqueue(path=job.task)
    return True


def enqueue(*, path: str) -> None:
    """Put a task without arguments into the queue."""
    task = import_string(path)
    assert isinstance(task, Task)
    task.enqueue()


def is_queued(*, path: str) -> bool:
    """Tell whether such a task already waits."""
    return DBTaskResult.objects.filter(task_path=path, status="READY").exists()
