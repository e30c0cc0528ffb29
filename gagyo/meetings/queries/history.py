"""What the audit record says happened to a round, in words for those who keep it."""

from django.utils.translation import gettext_lazy as _

from gagyo.common.queries import Happening, happenings_about
from gagyo.meetings.models import Meeting, MeetingRound, Participant

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
    "round.venues_saved": _("Venues saved"),
    "round.interpreters_saved": _("Interpreters saved"),
    "round.participants_entered": _("Participants entered from a list"),
    "round.names_destroyed": _("Names destroyed"),
    "participant.entered": _("Participant entered"),
    "participant.changed": _("Participant edited"),
    "participant.invited": _("Invitation sent"),
    "participant.link_made": _("Link made to hand over"),
    "participant.link_opened": _("Link opened for the first time"),
    "participant.coming": _("Participant comes"),
    "participant.declined": _("Participant declined"),
    "participant.withdrawn": _("Participant withdrew"),
    "participant.profile_saved": _("Profile saved"),
    "participant.people_saved": _("People saved"),
    "participant.times_saved": _("Times saved"),
    "participant.wishes_saved": _("Wishes saved"),
    "participant.presence_noted": _("Presence noted"),
    "participant.presence_taken_back": _("Presence taken back"),
    "round.absence_noted": _("Noted who or what is not there"),
    "round.absence_taken_back": _("Taken back who or what is not there"),
    "participant.calendar_made": _("Calendar address made"),
    "participant.calendar_ended": _("Calendar address ended"),
    "wish.explained": _("Reason of a wish saved"),
    "wish.answered": _("Wish answered"),
    "round.pair_decided": _("Decided about a pair"),
    "timetable.asked": _("Timetable asked for"),
    "timetable.stopped": _("Computation stopped"),
    "timetable.computed": _("Timetable computed"),
    "timetable.moved": _("Meeting moved"),
    "timetable.swapped": _("Two meetings swapped"),
    "timetable.pinned": _("Pin of a meeting changed"),
    "timetable.copied": _("Version copied"),
    "timetable.discarded": _("Version discarded"),
    "timetable.published": _("Timetable published"),
    "meeting.noted": _("Noted whether it was held"),
    "meeting.minutes_saved": _("Minutes saved"),
    "agreed.made": _("Agreed item entered"),
    "agreed.changed": _("Agreed item edited"),
}


def history_of(row: MeetingRound | Participant | Meeting, *, limit: int = 60) -> list[Happening]:
    """Return what was done to a round, one of its participants or meetings, newest first; for its office only."""
    return happenings_about(row=row, words=WORDS, limit=limit)
