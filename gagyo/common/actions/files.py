"""Keeping what people attach: typed by its content, under a random name, never anything that runs."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from gagyo.common.models import StoredFile
from gagyo.common.rules import Actor
from gagyo.kernels.files.kinds import DOCUMENTS, FileKind, kind_of, named_by_content
from gagyo.kernels.files.refusals import UnableToAcceptFile


class UnableToStoreFile(Exception):
    """The file is too large or of a kind that is not kept; the sentence says what to do."""


def store_file(
    *, upload: UploadedFile, by: Actor, now: datetime, kinds: Collection[FileKind] = DOCUMENTS
) -> StoredFile:
    """
    Keep an uploaded file; the caller hangs it on a record, in whose transaction this runs.

    kinds: what is accepted here; DOCUMENTS, TABLES or a set of your own
    :raises UnableToStoreFile: for a file that is too large, empty, of another kind, or that would run something
    """
    # Refused by its size before it is read.
    _check_size(name=upload.name or "", size=upload.size or 0)
    return store_data(data=upload.read(), name=upload.name or "", by=by, now=now, kinds=kinds)


def store_data(
    *, data: bytes, name: str, by: Actor, now: datetime, kinds: Collection[FileKind] = DOCUMENTS
) -> StoredFile:
    """
    Keep a file that came in another way than by a form, such as by mail; otherwise as store_file.

    :raises UnableToStoreFile: as store_file does
    """
    _check_size(name=name, size=len(data))
    kind = accepted_kind(data=data, name=name, kinds=kinds)
    row = StoredFile(
        name=named_by_content(name, kind),
        content_type=kind.content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=now,
        uploaded_by_id=by.user_id,
    )
    row.file.save(secrets.token_hex(16), ContentFile(data), save=False)
    row.save()
    return row


def _check_size(*, name: str, size: int) -> None:
    limit = settings.MAX_UPLOAD_BYTES
    if size > limit:
        raise UnableToStoreFile(
            _("“%(name)s” is larger than %(limit)d MB. Make it smaller, or attach it in parts.")
            % {"name": name, "limit": limit // (1024 * 1024)}
        )


def accepted_kind(*, data: bytes, name: str, kinds: Collection[FileKind]) -> FileKind:
    """
    Return what a file is.

    :raises UnableToStoreFile: if that is not among the accepted kinds
    """
    try:
        kind = kind_of(data)
    except UnableToAcceptFile as error:
        raise UnableToStoreFile(_reason(error) % {"name": name, "kinds": _listed(kinds)}) from error
    if kind not in kinds:
        raise UnableToStoreFile(
            _("“%(name)s” is not of a kind that is kept here. Save it as one of: %(kinds)s.")
            % {"name": name, "kinds": _listed(kinds)}
        )
    return kind


def _listed(kinds: Collection[FileKind]) -> str:
    return ", ".join(sorted(kind.name.upper() for kind in kinds))


def _reason(error: UnableToAcceptFile) -> str:
    return {
        "empty": _("“%(name)s” is empty. Choose the file again."),
        "unknown": _("“%(name)s” is not of a kind that is kept here. Save it as one of: %(kinds)s."),
        "macro": _("“%(name)s” holds a macro or a program. Save it without, then attach it again."),
        "script": _("“%(name)s” holds a script. Save it as a plain PDF or an image, then attach it again."),
        "encrypted": _("“%(name)s” is locked with a password. Take the password off, then attach it again."),
        "embedded": _("“%(name)s” holds another file inside. Take that out and attach it by itself."),
        "linked": _("“%(name)s” loads parts from elsewhere. Embed them, or save it as PDF, then attach it."),
        "unpacks": _("“%(name)s” unpacks to far more than a document holds. Save it as PDF, then attach that."),
        "broken": _("“%(name)s” cannot be read. Open it on your computer, save it again and attach that."),
    }[error.refusal]
