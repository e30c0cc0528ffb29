"""Attaching documents to ties and projects, and taking them off again."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, values_of
from gagyo.common.actions.files import store_file
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.projects import locked as locked_project
from gagyo.partnerships.actions.ties import locked as locked_tie
from gagyo.partnerships.models import ExchangeProject, ProjectDocument, Tie, TieDocument

Document = TieDocument | ProjectDocument


@transaction.atomic
def attach_to_tie(
    *, tie_id: int, upload: UploadedFile, title: str, is_public: bool, by: Actor, now: datetime
) -> TieDocument:
    """
    Attach a document to a tie.

    title: empty for the file's own name
    :raises UnableToStoreFile: if the file is not of a kind that is kept
    """
    tie = locked_tie(tie_id, by=by)
    stored = store_file(upload=upload, by=by, now=now)
    row = TieDocument.objects.create(
        tie=tie, file=stored, title=title.strip() or stored.name[:200], is_public=is_public
    )
    _tell(row, about=tie, event="tie.document_attached", by=by, now=now)
    return row


@transaction.atomic
def attach_to_project(
    *, project_id: int, upload: UploadedFile, title: str, is_evidence: bool, by: Actor, now: datetime
) -> ProjectDocument:
    """
    Attach a document to a project.

    :raises UnableToStoreFile: if the file is not of a kind that is kept
    """
    project = locked_project(project_id, by=by)
    stored = store_file(upload=upload, by=by, now=now)
    row = ProjectDocument.objects.create(
        project=project, file=stored, title=title.strip() or stored.name[:200], is_evidence=is_evidence
    )
    _tell(row, about=project, event="project.document_attached", by=by, now=now)
    return row


@transaction.atomic
def remove_document(*, document: Document, by: Actor, now: datetime) -> None:
    """Take a document off its record; the file is kept, so that this can be undone."""
    owner, kind = _owner(document)
    check_write(actor=by, office_id=owner.office_id, what=str(owner))
    archive(row=document, by=by, now=now, event=f"{kind}.document_removed")


@transaction.atomic
def restore_document(*, document: Document, by: Actor, now: datetime) -> None:
    """Put a document back on its record."""
    owner, kind = _owner(document)
    check_write(actor=by, office_id=owner.office_id, what=str(owner))
    restore(row=document, by=by, now=now, event=f"{kind}.document_restored")


def _owner(document: Document) -> tuple[Tie | ExchangeProject, str]:
    return (document.tie, "tie") if isinstance(document, TieDocument) else (document.project, "project")


def _tell(row: Document, *, about: Tie | ExchangeProject, event: str, by: Actor, now: datetime) -> None:
    after = {**values_of(row), "title": row.title, "sha256": row.file.sha256}
    record(event=event, by=by, at=now, about=about, after=after)
