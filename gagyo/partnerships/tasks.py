"""Background work on imports: checking many rows, and applying them."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from gagyo.common.rules import Actor
from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.actions.imports.prepare import check_rows, end_work
from gagyo.partnerships.choices import ImportWork
from gagyo.partnerships.models import ImportBatch


def actor_as_json(actor: Actor) -> dict[str, Any]:
    """Return who acts in a shape that the queue keeps."""
    values = {name: getattr(actor, name) for name in Actor.__dataclass_fields__}
    plain = asdict(Actor(**values))
    return plain | {"reads_offices": sorted(actor.reads_offices), "scopes": sorted(actor.scopes)}


def actor_from_json(values: dict[str, Any]) -> Actor:
    """Return who acts."""
    sets = {name: frozenset(values[name]) for name in ("reads_offices", "scopes")}
    return Actor(**{**values, **sets})


@task()
def check_import_rows(batch_id: int, actor: dict[str, Any]) -> None:
    """Make the preview of a large import; a second run does nothing."""
    _work(batch_id, actor, ImportWork.CHECKING)


@task()
def apply_import_rows(batch_id: int, actor: dict[str, Any]) -> None:
    """Apply a large import; a second run does nothing."""
    _work(batch_id, actor, ImportWork.APPLYING)


def _work(batch_id: int, actor: dict[str, Any], work: ImportWork) -> None:
    by = actor_from_json(actor)
    if not ImportBatch.objects.get_queryset().filter(pk=batch_id, work=work).exists():
        return
    with override(by.language):
        try:
            if work == ImportWork.CHECKING:
                check_rows(batch_id=batch_id, by=by, now=timezone.now(), show_progress=True)
            else:
                apply_import(batch_id=batch_id, expected=None, by=by, now=timezone.now())
        except UnableToImport as error:
            end_work(batch_id=batch_id, failure=str(error))
        except Exception as error:
            # The person learns that it stopped; the operator sees the error among the failed tasks.
            end_work(batch_id=batch_id, failure=f"{type(error).__name__}: {error}")
            raise
