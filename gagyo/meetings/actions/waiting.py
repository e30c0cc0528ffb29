"""The waiting list: meetings without a place wait, and leave the list when they get one."""

from django.db.models import F

from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import Assignment, Meeting, TimetableVersion
from gagyo.meetings.queries.demand import wanted_pairs


def settle_states(version: TimetableVersion) -> list[int]:
    """
    Let wanted meetings without a place in a version wait, and those on the list that have one be planned.

    Return those that lost their place; what was held, missed or called off stays so.
    """
    seated = Assignment.objects.filter(timetable=version).values("meeting")
    meetings = Meeting.objects.filter(round=version.round_id)
    wanted = {(pair.first_id, pair.second_id) for pair in wanted_pairs(version.round)}
    homeless = meetings.filter(state=MeetingState.PLANNED).exclude(pk__in=seated)
    lost = [
        pk for pk, first, second in homeless.values_list("pk", "first_id", "second_id") if (first, second) in wanted
    ]
    changed = {"state_reason": "", "began_at": None, "version": F("version") + 1}
    meetings.filter(pk__in=lost).update(state=MeetingState.WAITING, **changed)
    meetings.filter(state=MeetingState.WAITING, pk__in=seated).update(state=MeetingState.PLANNED, **changed)
    return lost
