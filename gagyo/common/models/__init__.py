"""Tables and abstract bases that every app uses."""

from gagyo.common.models.audit import AuditRecord, DataVersion
from gagyo.common.models.bases import ArchivableModel, NamedModel, VersionedModel
from gagyo.common.models.files import StoredFile
from gagyo.common.models.incoming import ReceivedMail
from gagyo.common.models.jobs import JobRun
from gagyo.common.models.lookups import OneOf
from gagyo.common.models.mail import MailState, OutgoingMail
from gagyo.common.models.texts import TranslatedText, TranslatedTextField, TranslationState

__all__ = [
    "ArchivableModel",
    "AuditRecord",
    "DataVersion",
    "JobRun",
    "MailState",
    "NamedModel",
    "OneOf",
    "OutgoingMail",
    "ReceivedMail",
    "StoredFile",
    "TranslatedText",
    "TranslatedTextField",
    "TranslationState",
    "VersionedModel",
]
