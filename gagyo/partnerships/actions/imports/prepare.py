"""From an uploaded file to a preview: keeping it, its columns, its names, what would become of its rows."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record
from gagyo.common.actions.bulk import insert_rows, update_rows
from gagyo.common.actions.files import UnableToStoreFile, store_file
from gagyo.common.rules import Actor
from gagyo.kernels.documents.csv import unguarded
from gagyo.kernels.files.kinds import TABLES
from gagyo.kernels.tabular.errors import UnableToReadTable
from gagyo.kernels.tabular.tables import Table, read_table
from gagyo.kernels.text.folding import fold
from gagyo.partnerships.actions.imports.locked import UnableToImport, check_import_for, check_open, locked_batch
from gagyo.partnerships.choices import ImportState, ImportWork
from gagyo.partnerships.models import ColumnMapping, ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.planning import Plan, Tell, make_plan, rows_of, silent
from gagyo.partnerships.rules.imports.fields import NEEDED, field_name
from gagyo.partnerships.rules.imports.matching import undecided
from gagyo.partnerships.rules.imports.problems import OF_FILES

MAX_ROWS: Final = 20_000
# From so many rows on, the background does the work.
LARGE: Final = 1_500
MAX_PASTED: Final = 5_000_000
_ZIP: Final = b"PK\x03\x04"


class UnableToReadFile(Exception):
    """The file holds no table that can be imported; the sentence says what to do."""


def start_import(
    *,
    data: bytes,
    filename: str,
    subject: str,
    office_id: int,
    by: Actor,
    now: datetime,
    visibility: str = Visibility.SHARED.value,
) -> ImportBatch:
    """
    Keep a file and its rows; nothing of them is imported yet.

    :raises UnableToReadFile: if it is no table, too large or too long
    :raises NotYoursError: if the actor imports nothing for that office
    """
    check_import_for(actor=by, office_id=office_id)
    table = _table(data, filename)
    with transaction.atomic():
        try:
            stored = store_file(upload=SimpleUploadedFile(filename, data), by=by, now=now, kinds=TABLES)
        except UnableToStoreFile as error:
            raise UnableToReadFile(str(error)) from error
        batch = ImportBatch.objects.create(
            office=Office.objects.get(pk=office_id),
            subject=subject,
            file=stored,
            headings=list(table.headers),
            choices={"visibility": visibility},
            uploaded_by_id=by.user_id,
            uploaded_at=now,
            rows_total=len(table.rows),
        )
        is_text = not data.startswith(_ZIP)
        same = {
            "batch_id": batch.pk,
            "mark": "",
            "messages": [],
            "detail": {},
            "record_id": None,
            "record_version": None,
            "before": None,
        }
        cells = ((row.number, [_kept(cell, is_text) for cell in row.cells]) for row in table.rows)
        insert_rows(ImportRow, ("number", "cells"), cells, same=same)
        record(event="import.uploaded", by=by, at=now, about=batch, rows=len(table.rows), after={"file": stored.name})
    return batch


def pasted_as_file(text: str) -> bytes:
    """
    Return what somebody pasted from a spreadsheet as the file that it would be.

    :raises UnableToReadFile: if it is longer than anybody pastes
    """
    if len(text) > MAX_PASTED:
        raise UnableToReadFile(_("So many rows are better uploaded as a file. Save the table as XLSX and choose it."))
    return text.encode()


def _table(data: bytes, filename: str) -> Table:
    try:
        return read_table(data, filename, max_rows=MAX_ROWS)
    except UnableToReadTable as error:
        raise UnableToReadFile(str(OF_FILES[error.code]) % error.params) from error


def _kept(cell: Any, is_text: bool) -> Any:
    """Return a cell in the shape that JSON keeps; a text of a CSV file without the sign that guards it."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        plain = cell.replace("\x00", "")
        return unguarded(plain) if is_text else plain
    if isinstance(cell, float) and not isfinite(cell):
        return None
    return cell


def headings_key(headings: list[str]) -> str:
    """Return what is the same for two files with the same headings in the same order."""
    return hashlib.sha256("\x1f".join(map(fold, headings)).encode()).hexdigest()


@transaction.atomic
def set_columns(
    *, batch_id: int, mapping: Mapping[str, int], kind: str, expected: int | None, by: Actor, now: datetime
) -> ImportBatch:
    """
    Say which column holds what, and remember it for the office's next file with the same headings.

    mapping: field -> column; kind: of all rows, where no column says it
    :raises UnableToImport: if a column that is needed is missing, or the import has gone on since
    """
    batch = locked_batch(batch_id=batch_id, by=by, expected=expected)
    check_open(batch)
    _check_needed(batch, mapping, by)
    batch.mapping = dict(mapping)
    batch.choices = {**batch.choices, "kind": kind, "names": {}}
    batch.state = ImportState.MATCHES
    _save(batch)
    ColumnMapping.objects.update_or_create(
        office_id=batch.office_id,
        subject=batch.subject,
        headings=headings_key(batch.headings),
        defaults={"mapping": batch.mapping},
    )
    record(event="import.columns_set", by=by, at=now, about=batch, after={"mapping": batch.mapping, "kind": kind})
    return batch


def _check_needed(batch: ImportBatch, mapping: Mapping[str, int], by: Actor) -> None:
    missing = [] if "gagyo_id" in mapping else [key for key in NEEDED[batch.subject] if key not in mapping]
    if missing:
        names = ", ".join(field_name(subject=batch.subject, key=key, language=by.language) for key in missing)
        raise UnableToImport(_("No column holds: %(fields)s. Choose one for it.") % {"fields": names})


@transaction.atomic
def set_decisions(
    *, batch_id: int, decisions: Mapping[str, str], expected: int | None, by: Actor, now: datetime
) -> ImportBatch:
    """
    Say what names mean.

    decisions: key of a name -> "body:12", "new:GB", or "" for not decided
    :raises UnableToImport: if the import has gone on since
    """
    batch = locked_batch(batch_id=batch_id, by=by, expected=expected)
    check_open(batch)
    kept = {**batch.choices.get("names", {}), **decisions}
    batch.choices = {**batch.choices, "names": {key: value for key, value in kept.items() if value}}
    batch.state = ImportState.MATCHES
    _save(batch)
    record(event="import.names_decided", by=by, at=now, about=batch, after=dict(decisions), rows=len(decisions))
    return batch


@transaction.atomic
def set_mending(*, batch_id: int, mend: bool, expected: int | None, by: Actor, now: datetime) -> ImportBatch:
    """
    Say whether the characters suggested for lost ones are put in.

    :raises UnableToImport: if the import has gone on since
    """
    batch = locked_batch(batch_id=batch_id, by=by, expected=expected)
    check_open(batch)
    batch.choices = {**batch.choices, "mend": mend}
    _save(batch)
    record(event="import.mending_set", by=by, at=now, about=batch, after={"mend": mend})
    return batch


@transaction.atomic
def begin_work(*, batch_id: int, work: ImportWork, expected: int | None, by: Actor) -> ImportBatch:
    """
    Keep others off an import while the background works on it.

    :raises UnableToImport: if somebody else has begun
    """
    batch = locked_batch(batch_id=batch_id, by=by, expected=expected)
    check_open(batch)
    batch.work, batch.failure, batch.rows_done = work, "", 0
    _save(batch)
    return batch


def end_work(*, batch_id: int, failure: str = "") -> None:
    """Let others at an import again, with what went wrong."""
    ImportBatch.objects.filter(pk=batch_id).update(work=ImportWork.NOTHING, failure=failure[:500])


def tell_progress(*, batch_id: int, done: int) -> None:
    """Keep how many rows have been read, for the page that waits."""
    ImportBatch.objects.filter(pk=batch_id).update(rows_done=done)


def check_rows(*, batch_id: int, by: Actor, now: datetime, tell: Tell = silent) -> Plan:
    """
    Work out what would become of each row and keep it as the preview.

    tell: is called with the number of rows read so far
    The import stays at its matches while names wait for a decision.
    :raises UnableToImport: if it has been applied meanwhile
    """
    batch = batch_to_change(batch_id=batch_id, by=by)
    plan = make_plan(batch=batch, actor=by, today=timezone.localdate(now), tell=tell)
    with transaction.atomic():
        batch = locked_batch(batch_id=batch_id, by=by)
        if batch.state in {ImportState.APPLIED, ImportState.UNDONE}:
            check_open(batch)
        keep_preview(batch, plan)
    return plan


def batch_to_change(*, batch_id: int, by: Actor) -> ImportBatch:
    """Return an import for reading, if the actor may go on with it."""
    with transaction.atomic():
        return locked_batch(batch_id=batch_id, by=by)


def keep_preview(batch: ImportBatch, plan: Plan) -> None:
    """Write the marks and sentences of all rows."""
    ids = dict(ImportRow.objects.filter(batch=batch).values_list("number", "id"))
    names = ("mark", "messages", "detail", "record_id", "record_version")
    update_rows(ImportRow, names, {ids[each["number"]]: [each[name] for name in names] for each in rows_of(plan)})
    waiting = undecided(plan.matches, batch.choices.get("names", {}))
    batch.state = ImportState.MATCHES if waiting else ImportState.PREVIEW
    batch.work, batch.rows_done = ImportWork.NOTHING, batch.rows_total
    lost = sum(any(problem.code == "lost_suggested" for problem in each.row.problems) for each in plan.rows)
    batch.choices = {**batch.choices, "lost": lost}
    _save(batch)


def _save(batch: ImportBatch) -> None:
    """Save, and let every open page of this import notice."""
    batch.version += 1
    batch.save()
