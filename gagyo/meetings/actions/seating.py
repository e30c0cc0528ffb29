"""A meeting of the waiting list gets a place beside all others: published at once, told to its two participants."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.actions.timetable import copy_version, publish_version
from gagyo.meetings.choices import MeetingState, Proof
from gagyo.meetings.models import Assignment, Meeting, Participant, TimetableVersion, UnmetPair
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import assignments_of, published_version, sittings_of
from gagyo.meetings.queries.waiting import free_place
from gagyo.meetings.rules.timetable import UnableToMove, breaks_in


@transaction.atomic
def seat_waiting(*, round_id: int, meeting_id: int, starts_at: datetime, by: Actor, now: datetime) -> list[Participant]:
    """
    Give a waiting meeting a place in a new version, and publish it; return who was told.

    :raises UnableToMove: if it waits no more, or the place was taken in between
    :raises UnableToPublish: if the published timetable fits no more for another reason
    """
    meeting_round = locked(round_id, by=by)
    base = published_version(meeting_round)
    rows = Meeting.objects.select_related("round", "first", "second")
    meeting = rows.filter(round=meeting_round, pk=meeting_id, state=MeetingState.WAITING).first()
    if base is None or meeting is None:
        raise UnableToMove(_("This meeting is not on the waiting list any more. Load the page again."))
    place = free_place(meeting, base, starts_at=starts_at, now=now)
    if place is None:
        raise UnableToMove(_("This slot is not free any more. Choose another."))
    made = copy_version(round_id=round_id, number=base.number, by=by, now=now)
    Assignment.objects.create(
        timetable=made,
        meeting=meeting,
        starts_at=place.starts_at,
        table_id=place.table_id,
        interpreter_id=place.interpreter_id,
    )
    UnmetPair.objects.filter(timetable=made, first=meeting.first_id, second=meeting.second_id).delete()
    breaks = sum(breaks_in(sittings_of(assignments_of(made)), slots_of_round(meeting_round)).values())
    TimetableVersion.objects.filter(pk=made.pk).update(proof=Proof.BY_HAND, breaks=breaks)
    return publish_version(round_id=round_id, number=made.number, expected=made.version, by=by, now=now)
