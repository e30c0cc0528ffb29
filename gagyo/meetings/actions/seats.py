"""Published meetings keep their slots: hours are not changed under people who hold a timetable."""

from django.utils import timezone
from django.utils.translation import ngettext

from gagyo.meetings.choices import MeetingState, RoundState
from gagyo.meetings.models import Assignment, MeetingRound
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import assignments_of, published_version
from gagyo.meetings.rules.rounds import UnableToSaveRound

# In the other states the organiser has taken the timetable back, and makes another.
HELD_BY_PARTICIPANTS = frozenset({RoundState.PUBLISHED, RoundState.RUNNING, RoundState.DONE})
NAMED = 5


def seated_meetings(meeting_round: MeetingRound) -> list[Assignment]:
    """Return the published meetings that are in a slot now, without those that were called off."""
    version = published_version(meeting_round) if meeting_round.state in HELD_BY_PARTICIPANTS else None
    if version is None:
        return []
    slots = {slot.starts_at for slot in slots_of_round(meeting_round)}
    rows = assignments_of(version)
    return [row for row in rows if row.starts_at in slots and row.meeting.state != MeetingState.CANCELLED]


def check_seated(meeting_round: MeetingRound, before: list[Assignment]) -> None:
    """
    Refuse hours in which published meetings have no slot any more.

    before: those that were in a slot, from seated_meetings()
    :raises UnableToSaveRound: naming the meetings
    """
    slots = {slot.starts_at for slot in slots_of_round(meeting_round)}
    lost = [row for row in before if row.starts_at not in slots]
    if not lost:
        return
    named = "; ".join(
        f"{timezone.localtime(row.starts_at):%m-%d %H:%M} {row.meeting.first.name} · {row.meeting.second.name}"
        for row in lost[:NAMED]
    )
    words = ngettext(
        "%(n)d meeting of the published timetable would have no slot: %(named)s. Keep its hours, or move it in a copy "
        "of the timetable and publish that first.",
        "%(n)d meetings of the published timetable would have no slot: %(named)s. Keep their hours, or move them in a "
        "copy of the timetable and publish that first.",
        len(lost),
    )
    raise UnableToSaveRound(words % {"n": len(lost), "named": named + (" …" if len(lost) > NAMED else "")})
