"""Undoing an import as one: what it changed goes back, what it added is archived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.actions import Entry, record, record_many, values_of
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.imports.bulk import save_columns
from gagyo.partnerships.actions.imports.locked import UnableToImport, locked_batch
from gagyo.partnerships.actions.imports.write_projects import put_back_projects
from gagyo.partnerships.actions.imports.write_ties import put_back_ties
from gagyo.partnerships.choices import ImportState, ImportSubject, RowMark
from gagyo.partnerships.models import ExchangeProject, ImportBatch, ImportRow, ProjectPartner, Tie, TieParty
from gagyo.partnerships.queries.imports.edited import Edited, edited_since, records_of, rows_that_wrote
from gagyo.registry.models import Body


class EditedSinceError(UnableToImport):
    """Records of the import have been edited since; `edited` are they."""

    def __init__(self, edited: list[Edited]) -> None:
        self.edited = edited
        names = ", ".join(each.name for each in edited[:5])
        super().__init__(
            _("Edited since the import: %(names)s. Undo without them, or put them right one by one.") % {"names": names}
        )


@dataclass(frozen=True)
class Undone:
    """What undoing came to: how many records went back or away, and which were left out."""

    batch: ImportBatch
    records: int
    left: tuple[Edited, ...]


@transaction.atomic
def undo_import(*, batch_id: int, leave_edited: bool, expected: int | None, by: Actor, now: datetime) -> Undone:
    """
    Undo an import as one.

    leave_edited: records edited since stay as they are; otherwise one of them stops the whole
    :raises EditedSinceError: if records were edited since and are not to be left
    :raises UnableToImport: if it is not applied, or somebody else has undone it
    """
    batch = locked_batch(batch_id=batch_id, by=by, expected=expected)
    if batch.state != ImportState.APPLIED:
        raise UnableToImport(_("%(batch)s is not applied, so there is nothing to undo.") % {"batch": batch})
    rows = rows_that_wrote(batch)
    records = records_of(batch, rows, lock=True)
    edited = edited_since(batch, rows, records)
    if edited and not leave_edited:
        raise EditedSinceError(edited)
    left = {each.record_id for each in edited}
    gone = _archive(batch, _of(rows, records, RowMark.NEW, left), by=by, now=now)
    back = _put_back(batch, rows, _of(rows, records, RowMark.CHANGED, left), by=by, now=now)
    _archive_bodies(batch, by=by, now=now)
    batch.state, batch.undone_at = ImportState.UNDONE, now
    batch.version += 1
    batch.save()
    after = {"archived": gone, "put_back": back, "left": sorted(left)}
    record(event="import.undone", by=by, at=now, about=batch, rows=gone + back, after=after)
    return Undone(batch, gone + back, tuple(edited))


def _of(
    rows: Iterable[ImportRow], records: dict[int, Tie | ExchangeProject], mark: RowMark, left: set[int]
) -> list[Any]:
    """Return the records that rows of a mark wrote, without those that stay."""
    ids = [row.record_id for row in rows if row.mark == mark and row.record_id not in left]
    return [records[pk] for pk in ids if pk is not None and pk in records and records[pk].archived_at is None]


def _archive(batch: ImportBatch, records: list[Any], *, by: Actor, now: datetime) -> int:
    names = _names(batch)
    entries = []
    for each in records:
        before = values_of(each)
        each.archived_at = now
        each.version += 1
        entries.append(Entry(each, names[each.pk], before, values_of(each)))
    save_columns(dict.fromkeys(records, ("archived_at", "version")))
    return record_many(event=f"{_kind(batch)}.archived", by=by, at=now, entries=entries, reason=str(batch))


def _put_back(batch: ImportBatch, rows: list[ImportRow], records: list[Any], *, by: Actor, now: datetime) -> int:
    befores = {row.record_id: row.before for row in rows if row.record_id is not None and row.before is not None}
    was = {each.pk: values_of(each) for each in records}
    put = put_back_ties if batch.subject == ImportSubject.TIES else put_back_projects
    put(records, befores)
    names = _names(batch)
    entries = [Entry(each, names[each.pk], was[each.pk], values_of(each)) for each in records]
    return record_many(event=f"{_kind(batch)}.changed", by=by, at=now, entries=entries, reason=str(batch))


def _archive_bodies(batch: ImportBatch, *, by: Actor, now: datetime) -> None:
    """Archive the governments that the import made and nothing else uses."""
    made = Body.objects.filter(pk__in=batch.choices.get("made_bodies", []), archived_at=None, version=1)
    unused = (
        made.exclude(pk__in=TieParty.objects.filter(tie__archived_at=None).values("body"))
        .exclude(pk__in=ProjectPartner.objects.filter(project__archived_at=None).values("body"))
        .exclude(pk__in=ExchangeProject.objects.filter(archived_at=None).values("lead"))
    )
    entries = []
    rows = list(unused)
    for row in rows:
        before = values_of(row)
        row.archived_at = now
        entries.append(Entry(row, str(row), before, values_of(row)))
    save_columns(dict.fromkeys(rows, ("archived_at",)))
    record_many(event="body.archived", by=by, at=now, entries=entries, reason=str(batch))


def _names(batch: ImportBatch) -> dict[int | None, str]:
    rows = ImportRow.objects.filter(batch=batch).exclude(record_id=None)
    return {pk: detail.get("name", "") for pk, detail in rows.values_list("record_id", "detail")}


def _kind(batch: ImportBatch) -> str:
    return "tie" if batch.subject == ImportSubject.TIES else "project"
