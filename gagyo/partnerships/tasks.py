"""Background work on imports: checking many rows, and applying them."""

from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from gagyo.common.rules import actor_from_json
from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.actions.imports.prepare import check_rows, end_work, tell_progress
from gagyo.partnerships.choices import ImportWork
from gagyo.partnerships.models import ImportBatch


@task()
def work_on_import(batch_id: int, work: str, actor: dict[str, Any]) -> None:
    """Make the preview of a large import, or apply it; a second run does nothing, since the import waits no more."""
    by = actor_from_json(actor)
    if not ImportBatch.objects.past_access(because="only whether it waits").filter(pk=batch_id, work=work).exists():
        return
    with override(by.language):
        try:
            if work == ImportWork.CHECKING:
                tell = partial(_tell, batch_id)
                check_rows(batch_id=batch_id, by=by, now=timezone.now(), tell=tell)
            else:
                apply_import(batch_id=batch_id, expected=None, by=by, now=timezone.now())
        except UnableToImport as error:
            end_work(batch_id=batch_id, failure=str(error))
        except Exception as error:
            # The person learns that it stopped; the operator sees the error among the failed tasks.
            end_work(batch_id=batch_id, failure=f"{type(error).__name__}: {error}")
            raise


def _tell(batch_id: int, done: int) -> None:
    tell_progress(batch_id=batch_id, done=done)
