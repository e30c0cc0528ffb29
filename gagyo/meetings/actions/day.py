"""On the day: who has arrived, and what became of each meeting."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.choices import PresenceState
from gagyo.meetings.models import Assignment, Meeting, Participant, Presence
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import published_version
from gagyo.meetings.rules.day import Course, UnableToNote, check_presence, course_after, presumed_arrival


@transaction.atomic
def note_presence(
    *,
    round_id: int,
    participant_id: int,
    day: date,
    state: str,
    by: Actor,
    now: datetime,
    expected_at: datetime | None = None,
) -> Presence | None:
    """
    Note whether a participant is there on a day; state "" takes back what was noted. Twice the same changes nothing.

    expected_at: when somebody who is late will come; None where nobody knows: then after the slot that is on or next
    :raises UnableToNote: if it cannot be noted so
    :raises Participant.DoesNotExist: if it is not of this round
    """
    meeting_round = locked(round_id, by=by)
    one = Participant.objects.get(round=meeting_round, pk=participant_id)
    check_presence(
        state=state,
        day=day,
        starts_on=meeting_round.starts_on,
        ends_on=meeting_round.ends_on,
        today=timezone.localdate(now),
    )
    row = Presence.objects.filter(participant=one, day=day).first()
    before = values_of(row) if row else {}
    if not state:
        if row is not None:
            row.delete()
            record(event="participant.presence_taken_back", by=by, at=now, about=one, before=before)
        return None
    if state != PresenceState.LATE:
        expected_at = None
    elif expected_at is None:
        expected_at = presumed_arrival(slots_of_round(meeting_round), day=day, now=now)
    if row is not None and (row.state, row.expected_at) == (state, expected_at):
        return row
    row = row or Presence(participant=one, day=day)
    row.state, row.expected_at, row.noted_at = state, expected_at, now
    row.save()
    record(event="participant.presence_noted", by=by, at=now, about=one, before=before, after=values_of(row))
    return row


@transaction.atomic
def note_course(
    *, round_id: int, meeting_id: int, note: str, absent_id: int | None, expected: int, by: Actor, now: datetime
) -> Meeting:
    """
    Note that a meeting of the published timetable began, was held or cancelled, or that somebody did not come.

    :raises UnableToNote: if it cannot be, or the meeting is not in the timetable any more
    :raises SavedMeanwhileError: if somebody noted something else in between
    """
    meeting_round = locked(round_id, by=by)
    version = published_version(meeting_round)
    place = Assignment.objects.filter(timetable=version, meeting_id=meeting_id).first() if version else None
    if place is None:
        raise UnableToNote(_("This meeting is not in the published timetable any more. Load the page again."))
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting_id, round=meeting_round)
    before = values_of(row)
    course = course_after(
        Course(row.state, row.absent_id, row.began_at, row.ended_at),
        note=note,
        absent_id=absent_id,
        pair=frozenset({row.first_id, row.second_id}),
        starts_at=place.starts_at,
        now=now,
    )
    row.state, row.absent_id, row.began_at, row.ended_at = (
        course.state,
        course.absent_id,
        course.began_at,
        course.ended_at,
    )
    save_version(row=row, expected=expected)
    record(event="meeting.noted", by=by, at=now, about=row, before=before, after=values_of(row))
    return row
