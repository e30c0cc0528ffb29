"""A participant's published meetings as entries of a calendar."""

from datetime import timedelta

from django.utils.translation import gettext as _

from gagyo.kernels.documents.ics import Event
from gagyo.meetings.choices import LinkPurpose, MeetingForm, MeetingState, RoundState, VersionState
from gagyo.meetings.models import Assignment, Participant, ParticipantLink, TimetableVersion
from gagyo.meetings.queries.equipment import venue_at
from gagyo.meetings.queries.timetable import agenda_of, published_version


def meeting_events(one: Participant) -> list[Event]:
    """
    Return a participant's meetings in the active language: with whom, when and at which table, and no person.

    An entry keeps its uid through all versions; its sequence counts how often a timetable was published.
    """
    version = published_version(one.round)
    if version is None or version.published_at is None or one.round.state == RoundState.CANCELLED:
        return []
    issued = TimetableVersion.objects.filter(
        round=one.round, state__in=[VersionState.PUBLISHED, VersionState.REPLACED]
    ).count()
    length = timedelta(minutes=one.round.slot_minutes)
    venues = venue_at(one.round)
    return [
        Event(
            uid=f"meeting-{row.meeting_id}@gagyo",
            stamped_at=version.published_at,
            title=partner_of(row, one).name,
            starts=row.starts_at,
            ends=row.starts_at + length,
            description=one.round.name,
            location=place_of(row, one, venue=venues.get(row.starts_at, one.round.venue)),
            alarm_before=timedelta(minutes=10),
            sequence=issued,
        )
        for row in agenda_of(one)
        if row.meeting.state != MeetingState.CANCELLED
    ]


def partner_of(row: Assignment, one: Participant) -> Participant:
    """Return whom a participant meets."""
    return row.meeting.second if row.meeting.first_id == one.pk else row.meeting.first


def place_of(row: Assignment, one: Participant, *, venue: str) -> str:
    """
    Return where a meeting is: "Table 3, Great Hall, Namyangju City Hall", or the link of those online.

    Where one side is online, both: who is on site calls the other from the table.
    """
    online = one.round.online_link or _("Online")
    if row.table is None or row.table.is_online:
        return online
    link = "" if row.meeting.form == MeetingForm.ON_SITE else online
    return ", ".join(part for part in (row.table.name, row.table.room, venue, link) if part)


def calendar_link(one: Participant) -> ParticipantLink | None:
    """Return the calendar address that is open; None if there is none."""
    rows = ParticipantLink.objects.filter(participant=one, purpose=LinkPurpose.CALENDAR, withdrawn_at=None)
    return rows.order_by("-made_at").first()
