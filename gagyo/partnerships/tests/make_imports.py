"""Files and imports for tests."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils import translation

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.imports.apply import apply_import
from gagyo.partnerships.actions.imports.prepare import check_rows, set_columns, start_import
from gagyo.partnerships.actions.imports.write_ties import snapshots
from gagyo.partnerships.models import ImportBatch, ImportRow, Tie
from gagyo.partnerships.queries.imports.batches import headings_of, shown_row
from gagyo.partnerships.rules.imports.columns import proposed_mapping
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body, make_government

HEADINGS = ("지자체", "도시명", "국가", "구분", "체결일자")


@dataclass
class Desk:
    """An officer of Namyangju, whose government is in the registry, with Dartford and Brea."""

    office: Office
    actor: Actor
    home: Body
    dartford: Body
    brea: Body


def make_desk() -> Desk:
    """Make the officer's desk."""
    office = make_office(name_ko="남양주시 국제협력과")
    return Desk(
        office=office,
        actor=make_actor(office=office),
        home=make_government(works_as=office),
        dartford=make_body(),
        brea=make_body(name_ko="브레아", name_en="Brea", country="US"),
    )


def csv_of(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file."""
    return "\r\n".join(",".join(row) for row in (headings, *rows)).encode(encoding)


def xlsx_of(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS) -> bytes:
    """Return a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(data: bytes, *, by: Actor, filename: str = "ties.csv", subject: str = "ties") -> ImportBatch:
    """Upload a file for the actor's office."""
    assert by.office_id
    return start_import(data=data, filename=filename, subject=subject, office_id=by.office_id, by=by, now=NOW)


def previewed(
    data: bytes,
    *,
    by: Actor,
    filename: str = "ties.csv",
    subject: str = "ties",
    decisions: dict[str, str] | None = None,
) -> ImportBatch:
    """Upload a file, take the proposed columns, decide about names, and make the preview."""
    from gagyo.partnerships.actions.imports.prepare import set_decisions

    batch = upload(data, by=by, filename=filename, subject=subject)
    mapping = proposed_mapping(batch.headings, subject=subject)
    set_columns(batch_id=batch.pk, mapping=mapping, kind="", expected=batch.version, by=by, now=NOW)
    if decisions:
        set_decisions(batch_id=batch.pk, decisions=decisions, expected=None, by=by, now=NOW)
    check_rows(batch_id=batch.pk, by=by, now=NOW)
    batch.refresh_from_db()
    return batch


def marks(batch: ImportBatch) -> list[str]:
    """Return the marks of the rows."""
    return list(ImportRow.objects.filter(batch=batch).order_by("number").values_list("mark", flat=True))


def said(batch: ImportBatch) -> list[str]:
    """Return every sentence about the rows, in English."""
    with translation.override("en"):
        rows = ImportRow.objects.filter(batch=batch).order_by("number")
        shown = [shown_row(row, batch=batch, headings=headings_of(batch)) for row in rows]
    return [each.text for row in shown for each in row.sentences]


def applied(batch: ImportBatch, *, by: Actor) -> ImportBatch:
    """Apply a preview."""
    return apply_import(batch_id=batch.pk, expected=batch.version, by=by, now=NOW)


def living() -> dict[int, dict[str, object]]:
    """Return every tie that is not archived, as it is."""
    return snapshots(list(Tie.objects.get_queryset().filter(archived_at=None).order_by("pk")))


__all__ = [
    "HEADINGS",
    "NOW",
    "Desk",
    "applied",
    "csv_of",
    "living",
    "make_desk",
    "marks",
    "previewed",
    "said",
    "upload",
    "xlsx_of",
]
