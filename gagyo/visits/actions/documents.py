"""Attaching documents to visits, and taking them off again."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gagyo.common.actions import archive, record, restore, values_of
from gagyo.common.actions.files import store_file
from gagyo.common.rules import Actor
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import VisitDocument


@transaction.atomic
def attach_to_visit(
    *, visit_id: int, upload: UploadedFile, title: str, kind: str, by: Actor, now: datetime
) -> VisitDocument:
    """
    Attach a document to a visit.

    title: empty for the file's own name
    :raises UnableToStoreFile: if the file is not of a kind that is kept
    """
    visit = locked(visit_id, by=by)
    stored = store_file(upload=upload, by=by, now=now)
    row = VisitDocument.objects.create(visit=visit, file=stored, title=title.strip() or stored.name[:200], kind=kind)
    after = {**values_of(row), "title": row.title, "sha256": stored.sha256}
    record(event="visit.document_attached", by=by, at=now, about=visit, after=after)
    return row


@transaction.atomic
def remove_from_visit(*, visit_id: int, document_id: int, by: Actor, now: datetime) -> VisitDocument:
    """Take a document off a visit; the file is kept, so that this can be undone."""
    visit = locked(visit_id, by=by)
    row = VisitDocument.objects.select_for_update().get(pk=document_id, visit=visit, archived_at=None)
    archive(row=row, by=by, now=now, event="visit.document_removed")
    return row


@transaction.atomic
def put_back_on_visit(*, visit_id: int, document_id: int, by: Actor, now: datetime) -> VisitDocument:
    """Put a document back on its visit."""
    visit = locked(visit_id, by=by)
    row = VisitDocument.objects.select_for_update().get(pk=document_id, visit=visit, archived_at__isnull=False)
    restore(row=row, by=by, now=now, event="visit.document_restored")
    return row
