"""The waiting list: meetings without a place wait while they are wanted, and leave the list when they get one."""

from django.db.models import F

from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import Assignment, Meeting, MeetingRound, TimetableVersion
from gagyo.meetings.queries.demand import wanted_pairs
from gagyo.meetings.queries.timetable import published_version

# Of what is to come; what was held, missed or called off stays so.
AHEAD = (MeetingState.WAITING, MeetingState.PLANNED, MeetingState.UNWANTED)


def settle_states(version: TimetableVersion) -> list[int]:
    """
    Let wanted meetings without a place in a version wait, those nobody wants any more leave the list, and those with a
    place be planned.

    Return those that wait now and did not before.
    """
    seated = Assignment.objects.filter(timetable=version).values("meeting")
    ahead = Meeting.objects.filter(round=version.round_id, state__in=AHEAD)
    wanted = {(pair.first_id, pair.second_id) for pair in wanted_pairs(version.round)}
    waiting, unwanted = [], []
    for pk, first, second, state in ahead.exclude(pk__in=seated).values_list("pk", "first_id", "second_id", "state"):
        if (first, second) in wanted:
            waiting += [pk] if state != MeetingState.WAITING else []
        elif state != MeetingState.UNWANTED:
            unwanted.append(pk)
    changed = {"state_reason": "", "began_at": None, "version": F("version") + 1}
    ahead.filter(pk__in=waiting).update(state=MeetingState.WAITING, **changed)
    ahead.filter(pk__in=unwanted).update(state=MeetingState.UNWANTED, **changed)
    ahead.exclude(state=MeetingState.PLANNED).filter(pk__in=seated).update(state=MeetingState.PLANNED, **changed)
    return waiting


def settle_published(meeting_round: MeetingRound) -> None:
    """Settle the states of meetings after wishes, decisions or participants changed; before a timetable, nothing."""
    version = published_version(meeting_round)
    if version is not None:
        settle_states(version)
