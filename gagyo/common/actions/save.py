"""Saving with lost-update protection, archiving and bringing back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F

from gagyo.common.actions.record import record, values_of
from gagyo.common.rules import Actor


class SavedMeanwhileError(Exception):
    """Somebody saved the record after this form was opened; `current` is what it holds now."""

    def __init__(self, *, current: models.Model) -> None:
        self.current = current
        super().__init__(f"{current} was saved by somebody else meanwhile. Compare both versions and save again.")


def save_version(*, row: models.Model, expected: int, fields: Iterable[str] | None = None) -> None:
    """
    Save a changed row if it still has the version that its editor saw.

    row has the new values and its own `version`; fields: names to write, all concrete ones if None
    :raises SavedMeanwhileError: if it was saved in between; nothing is written
    """
    model = type(row)
    names = set(fields) if fields is not None else {f.name for f in row._meta.concrete_fields if not f.primary_key}
    values: dict[str, Any] = {
        f.attname: f.value_from_object(row)
        for f in row._meta.concrete_fields
        if f.name in names and f.name != "version"
    }
    changed = model._default_manager.filter(pk=row.pk, version=expected).update(**values, version=F("version") + 1)
    if not changed:
        raise SavedMeanwhileError(current=model._default_manager.get(pk=row.pk))
    row.version = expected + 1  # type: ignore[attr-defined]  # every caller's model is a VersionedModel


def archive(
    *, row: models.Model, by: Actor, now: datetime, event: str, reason: str = "", people: Iterable[int] = ()
) -> None:
    """Take a row out of lists and figures; restore() brings it back."""
    before = values_of(row)
    row.archived_at = now  # type: ignore[attr-defined]  # every caller's model is an ArchivableModel
    row.save(update_fields=["archived_at"])
    record(event=event, by=by, at=now, about=row, before=before, after=values_of(row), reason=reason, people=people)


def restore(*, row: models.Model, by: Actor, now: datetime, event: str, people: Iterable[int] = ()) -> None:
    """Bring an archived row back."""
    before = values_of(row)
    row.archived_at = None  # type: ignore[attr-defined]  # every caller's model is an ArchivableModel
    row.save(update_fields=["archived_at"])
    record(event=event, by=by, at=now, about=row, before=before, after=values_of(row), people=people)
