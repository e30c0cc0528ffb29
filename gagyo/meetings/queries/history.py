"""What the audit record says happened to a round, in words for those who keep it."""

from django.utils.translation import gettext_lazy as _

from gagyo.common.queries import Happening, happenings_about
from gagyo.meetings.models import MeetingRound

WORDS = {
    "round.created": _("Round entered"),
    "round.changed": _("Round edited"),
    "round.moved": _("State changed"),
    "round.archived": _("Round archived"),
    "round.restored": _("Round brought back"),
    "round.sides_saved": _("Sides saved"),
    "round.days_saved": _("Days saved"),
    "round.tables_saved": _("Tables saved"),
    "round.topics_saved": _("Topics saved"),
    "round.equipment_saved": _("Equipment saved"),
    "round.interpreters_saved": _("Interpreters saved"),
}


def history_of_round(row: MeetingRound, *, limit: int = 60) -> list[Happening]:
    """Return what was done to a round, newest first; for people of its office only."""
    return happenings_about(row=row, words=WORDS, limit=limit)
