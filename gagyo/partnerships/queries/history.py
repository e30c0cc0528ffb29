"""What the audit record says happened to records, in words for those who keep them."""

from django.utils.translation import gettext_lazy as _

from gagyo.common.queries import Happening, happenings_about, happenings_in_office
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


def history_of(*, tie: Tie, limit: int = 60) -> list[Happening]:
    """Return what was done to a tie, newest first; for people of its office only."""
    return happenings_about(row=tie, words=WORDS, limit=limit)


def history_of_project(*, project: ExchangeProject, limit: int = 60) -> list[Happening]:
    """Return what was done to a project, newest first; for people of its office only."""
    return happenings_about(row=project, words=WORDS, limit=limit)


def changes_of_office(*, actor: Actor, limit: int = 15) -> list[Happening]:
    """Return what the actor's office did lately to its ties and projects, newest first."""
    return happenings_in_office(actor=actor, words=WORDS, limit=limit)
