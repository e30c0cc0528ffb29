"""What the audit record says happened to records, in words for those who keep them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject, Tie

WORDS = {
    "tie.created": _("Tie entered"),
    "tie.changed": _("Tie edited"),
    "tie.state_changed": _("State changed"),
    "tie.state_change_undone": _("Change of state undone"),
    "tie.archived": _("Tie archived"),
    "tie.restored": _("Tie brought back"),
    "tie.document_attached": _("Document attached"),
    "tie.document_removed": _("Document removed"),
    "tie.document_restored": _("Document put back"),
    "tie.contact_added": _("Contact added"),
    "tie.contact_changed": _("Contact changed"),
    "tie.contact_removed": _("Contact removed"),
    "project.created": _("Project entered"),
    "project.changed": _("Project edited"),
    "project.cancelled": _("Project cancelled"),
    "project.resumed": _("Cancellation taken back"),
    "project.result_recorded": _("Result recorded"),
    "project.archived": _("Project archived"),
    "project.restored": _("Project brought back"),
    "project.document_attached": _("Document attached"),
    "project.document_removed": _("Document removed"),
    "project.document_restored": _("Document put back"),
    "council_rule.set": _("Council rule set"),
    "council_rule.removed": _("Council rule removed"),
    "calendar_feed.made": _("Calendar address made"),
    "calendar_feed.revoked": _("Calendar address revoked"),
    "import.applied": _("Import applied"),
    "import.undone": _("Import undone"),
}


@dataclass(frozen=True)
class Happening:
    """One thing that somebody did to a record."""

    event: str
    words: str
    at: datetime
    by: str
    about: str
    about_type: str
    about_id: str
    reason: str


def history_of(*, tie: Tie, limit: int = 60) -> list[Happening]:
    """Return what was done to a tie, newest first; for people of its office only."""
    rows = AuditRecord.objects.filter(about_type="partnerships.tie", about_id=str(tie.pk)).order_by("-id")[:limit]
    return as_happenings(rows)


def history_of_project(*, project: ExchangeProject, limit: int = 60) -> list[Happening]:
    """Return what was done to a project, newest first; for people of its office only."""
    rows = AuditRecord.objects.filter(about_type="partnerships.exchangeproject", about_id=str(project.pk))
    return as_happenings(rows.order_by("-id")[:limit])


def changes_of_office(*, actor: Actor, limit: int = 15, events: Sequence[str] = tuple(WORDS)) -> list[Happening]:
    """Return what the actor's office did lately."""
    if not actor.office_id:
        return []
    rows = AuditRecord.objects.filter(office_id=actor.office_id, event__in=events).order_by("-id")[:limit]
    return as_happenings(rows)


def as_happenings(rows: Iterable[AuditRecord]) -> list[Happening]:
    """Return audit records in words."""
    return [
        Happening(
            event=row.event,
            words=str(WORDS.get(row.event, row.event)),
            at=row.at,
            by=row.actor_label,
            about=row.about_label,
            about_type=row.about_type,
            about_id=row.about_id,
            reason=row.reason,
        )
        for row in rows
    ]
