"""Putting work on an import into the queue, with who asked for it."""

from typing import Final

from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks.base import Task

from gagyo.common.rules import Actor, actor_as_json
from gagyo.partnerships.actions.imports.prepare import begin_work
from gagyo.partnerships.choices import ImportWork
from gagyo.partnerships.models import ImportBatch

# By its path, since tasks stand above actions.
TASK: Final = "gagyo.partnerships.tasks.work_on_import"


@transaction.atomic
def begin_in_background(*, batch_id: int, work: ImportWork, expected: int | None, by: Actor) -> ImportBatch:
    """
    Keep others off an import and let the background work on it: both or neither.

    :raises UnableToImport: if somebody else has begun
    """
    batch = begin_work(batch_id=batch_id, work=work, expected=expected, by=by)
    task: Task[..., None] = import_string(TASK)
    transaction.on_commit(lambda: task.enqueue(batch_id, work.value, actor_as_json(by)))
    return batch
