"""What an import wrote, and which of it was edited since."""

from collections.abc import Sequence
from dataclasses import dataclass

from gagyo.partnerships.choices import ImportSubject, RowMark
from gagyo.partnerships.models import (
    ExchangeProject,
    ImportBatch,
    ImportRow,
    ProjectDocument,
    Tie,
    TieContact,
    TieDocument,
)
from gagyo.partnerships.queries.imports.records import chunks


@dataclass(frozen=True)
class Edited:
    """A record of an import that somebody has edited since."""

    row: int
    record_id: int
    name: str


def rows_that_wrote(batch: ImportBatch) -> list[ImportRow]:
    """Return the rows that added or changed a record."""
    wrote = ImportRow.objects.filter(batch=batch, mark__in=[RowMark.NEW, RowMark.CHANGED])
    return list(wrote.exclude(record_id=None).order_by("number"))


def records_of(
    batch: ImportBatch, rows: Sequence[ImportRow], *, lock: bool = False
) -> dict[int, Tie | ExchangeProject]:
    """Return the records that rows wrote, by their ids."""
    model = Tie if batch.subject == ImportSubject.TIES else ExchangeProject
    found: dict[int, Tie | ExchangeProject] = {}
    for piece in chunks(row.record_id for row in rows if row.record_id is not None):
        wanted = model._default_manager.filter(pk__in=piece)
        found |= {each.pk: each for each in (wanted.select_for_update() if lock else wanted)}
    return found


def edited_since(
    batch: ImportBatch, rows: Sequence[ImportRow], records: dict[int, Tie | ExchangeProject]
) -> list[Edited]:
    """Return the records that were edited, archived or given documents, contacts or projects since."""
    added = {row.record_id for row in rows if row.mark == RowMark.NEW and row.record_id is not None}
    used = _used(batch, added)
    found = []
    for row in rows:
        now = records.get(row.record_id or 0)
        if now is None or now.version != row.record_version or now.archived_at is not None or now.pk in used:
            found.append(Edited(row.number, row.record_id or 0, row.detail.get("name", "")))
    return found


def _used(batch: ImportBatch, ids: set[int]) -> set[int]:
    """Return which added records something of others hangs on: archiving them would take it along."""
    found: set[int] = set()
    for piece in chunks(ids):
        if batch.subject == ImportSubject.TIES:
            found |= set(TieDocument.objects.filter(tie__in=piece).values_list("tie_id", flat=True))
            found |= set(TieContact.objects.filter(tie__in=piece).values_list("tie_id", flat=True))
            projects = ExchangeProject.objects.past_access(because="only whether there is one").filter(
                tie__in=piece, archived_at=None
            )
            found |= {pk for pk in projects.values_list("tie_id", flat=True) if pk}
        else:
            found |= set(ProjectDocument.objects.filter(project__in=piece).values_list("project_id", flat=True))
    return found
