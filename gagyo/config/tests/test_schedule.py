"""The schedule begins each job once a day, whoever looks, and tries failed tasks again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from gagyo.accounts.tests.make import NOW, make_actor
from gagyo.common.actions.background import UnableToRetryTask, retry_failed_tasks, retry_task
from gagyo.common.models import AuditRecord, JobRun
from gagyo.config.schedule import NIGHTLY, OFTEN, tick

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


def failed(*, tries: int, at: datetime) -> DBTaskResult:  # type: ignore[type-arg]  # its parameters say nothing here
    """Make a task that failed for the nth time at that moment."""
    return DBTaskResult.objects.create(
        status="FAILED",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="gagyo.common.tasks.clear_background_records",
        queue_name="default",
        backend_name="default",
        run_after=at,
        finished_at=at,
        worker_ids=["w"] * tries,
        exception_class_path="OSError",
        traceback="",
    )


def test_a_nightly_job_begins_once_a_day_after_its_hour() -> None:
    early, late = datetime(2026, 5, 4, 0, 5, tzinfo=SEOUL), datetime(2026, 5, 4, 6, 0, tzinfo=SEOUL)
    every = [job.task for job in NIGHTLY]
    # Queued, not run at once: the job itself forgets begun jobs that are old by the real clock.
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        begun = [tick(now=moment) for moment in (early, late, late + timedelta(hours=1), late + timedelta(days=1))]
    often = [job.task for job in OFTEN]
    assert begun == [often, every + often, often, every + often]
    assert JobRun.objects.filter(job="nightly.clear_background_records").count() == 2


def test_a_job_that_runs_often_begins_once_in_each_part_of_an_hour() -> None:
    start = datetime(2026, 5, 4, 0, 5, tzinfo=SEOUL)
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        begun = [len(tick(now=start + timedelta(minutes=later))) for later in (0, 4, 5, 14, 15)]
    assert begun == [1, 0, 1, 0, 1]


def test_every_job_names_a_task_that_takes_no_argument() -> None:
    tasks = [import_string(path) for path in [*(job.task for job in NIGHTLY), *(job.task for job in OFTEN)]]
    assert all(isinstance(task, Task) for task in tasks)
    assert [task.func.__code__.co_argcount for task in tasks] == [0] * len(tasks)


def test_a_failed_task_is_tried_again_after_a_while_and_at_most_four_times() -> None:
    first, last = failed(tries=1, at=NOW), failed(tries=4, at=NOW)
    moments = [NOW + timedelta(seconds=30), NOW + timedelta(minutes=2), NOW + timedelta(minutes=3)]
    assert [retry_failed_tasks(now=now) for now in moments] == [0, 1, 0]
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.status, first.run_after, last.status) == ("READY", moments[1], "FAILED")


def test_the_operator_tries_a_failed_task_again_and_that_is_recorded() -> None:
    row = failed(tries=4, at=NOW)
    retry_task(task_id=row.pk, by=make_actor(role="operator"), now=NOW)
    row.refresh_from_db()
    assert row.status == "READY"
    assert AuditRecord.objects.latest("pk").event == "task.retried"
    with pytest.raises(UnableToRetryTask, match="nothing to try again"):
        retry_task(task_id=row.pk, by=make_actor(role="operator"), now=NOW)


def test_no_job_stands_in_the_list_twice() -> None:
    assert len({job.name for job in NIGHTLY}) == len({job.task for job in NIGHTLY}) == len(NIGHTLY)
