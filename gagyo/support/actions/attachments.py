"""Files on requests and comments: kept, hung on, taken off; their text is taken out in the background."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks.base import Task

from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record
from gagyo.common.actions.files import store_file
from gagyo.common.models import StoredFile
from gagyo.common.rules import Actor
from gagyo.support.actions.rows import Held, locked_request
from gagyo.support.choices import Audience, RequestState
from gagyo.support.models import Attachment, Comment, SupportRequest
from gagyo.support.queries.talk import attachment_for
from gagyo.support.rules.readers import may_take_away, may_talk
from gagyo.support.rules.values import UnableToSaveSupport

# By its path, since tasks stand above actions.
TASK: Final = "gagyo.support.tasks.read_attachment"
MOST_FILES: Final = 20
IN_APPROVAL: Final = (RequestState.APPROVAL, RequestState.ANSWER_APPROVAL)


def store_all(uploads: Sequence[UploadedFile], *, by: Actor, now: datetime) -> list[StoredFile]:
    """
    Keep what is attached.

    :raises UnableToSaveSupport: for too many at once
    :raises UnableToStoreFile: for one that is not kept
    """
    if len(uploads) > MOST_FILES:
        raise UnableToSaveSupport(_("Attach at most %(n)d files at a time.") % {"n": MOST_FILES})
    return [store_file(upload=each, by=by, now=now) for each in uploads]


def hang_files(
    row: SupportRequest,
    stored: Sequence[StoredFile],
    *,
    audience: str,
    title: str = "",
    comment: Comment | None = None,
    by: Actor,
) -> list[Attachment]:
    """Hang kept files on a request, or on a comment; the queue takes their text out."""
    assert by.office_id is not None
    made = []
    for each in stored:
        attachment = Attachment.objects.create(
            request=row,
            comment=comment,
            file=each,
            title=(title.strip() or each.name)[:200],
            audience=audience,
            office_id=by.office_id,
        )
        # In the same transaction: a process that ends here leaves both or neither.
        task: Task[..., Any] = import_string(TASK)
        task.enqueue(attachment.pk)
        made.append(attachment)
    return made


@transaction.atomic
def attach_to_request(
    *, request_id: int, uploads: Sequence[UploadedFile], title: str, audience: str, by: Actor, now: datetime
) -> list[Attachment]:
    """
    Attach files to a request itself.

    title: of the first, empty for the file's own name
    :raises NotYoursError: for whoever reads the request but has no say in it
    :raises UnableToStoreFile: for a file that is not kept
    """
    held = locked_request(request_id, by=by, now=now)
    row = held.row
    if not may_talk(by):
        raise NotYoursError(_("You read this request, but write nothing on it. Ask one of its offices."))
    if audience not in Audience.values:
        raise UnableToSaveSupport(_("Choose who reads it."))
    stored = store_all(uploads, by=by, now=now)
    made = hang_files(row, stored, audience=audience, title=title if len(stored) == 1 else "", by=by)
    for each in made:
        _note("support.attached", each, by=by, now=now)
    _make_seen_anew(held)
    return made


def _make_seen_anew(held: Held) -> None:
    """Make a new version of a request that is being approved: nobody approves files that they have not seen."""
    if held.row.state in IN_APPROVAL:
        held.move(held.row.state)


def _note(event: str, row: Attachment, *, by: Actor, now: datetime) -> None:
    after = {"request": row.request.number, "audience": row.audience, "sha256": row.file.sha256}
    record(event=event, by=by, at=now, about=row, after=after)


@transaction.atomic
def remove_attachment(*, attachment_id: int, by: Actor, now: datetime) -> Attachment:
    """
    Take a file off; it is kept, so that this can be undone, and a second time changes nothing.

    :raises Attachment.DoesNotExist: if the actor does not read it
    :raises NotYoursError: unless it is their office's, and on a comment their own
    """
    row = _own(attachment_id, by=by)
    if Attachment.objects.filter(pk=row.pk, archived_at=None).update(archived_at=now):
        _note("support.attachment_removed", row, by=by, now=now)
        _of_request_changed(row, by=by, now=now)
    return row


@transaction.atomic
def put_attachment_back(*, attachment_id: int, by: Actor, now: datetime) -> Attachment:
    """
    Put a file back; raises as remove_attachment does.

    :raises NotYoursError: as for taking it off
    """
    row = _own(attachment_id, by=by)
    if Attachment.objects.filter(pk=row.pk, archived_at__isnull=False).update(archived_at=None):
        _note("support.attachment_restored", row, by=by, now=now)
        _of_request_changed(row, by=by, now=now)
    return row


def _of_request_changed(row: Attachment, *, by: Actor, now: datetime) -> None:
    if row.comment_id is None and row.request.state in IN_APPROVAL:
        _make_seen_anew(locked_request(row.request_id, by=by, now=now))


def _own(attachment_id: int, *, by: Actor) -> Attachment:
    row = attachment_for(actor=by, attachment_id=attachment_id, taken_away=True)
    author = None if row.comment is None else row.comment.author_id or 0
    if not may_take_away(actor=by, office_id=row.office_id, author_id=author):
        raise NotYoursError(_("A file is taken off by the office that attached it, and from a comment by its author."))
    return row
