"""
What a timetable is worth: the worst-off participant first, then the value of all meetings held.

A participant's share is the value it gets of what it could get if it were alone: its most valuable meetings, as many as
its limit and its free slots allow. Shares are told in tenths, rounded down: a finer share costs others more than it
gives.
"""

from collections.abc import Mapping

from gagyo.kernels.timetable.problem import Meeting, Problem, Seat

WHOLE = 10


def may_leave_out(problem: Problem) -> bool:
    """Tell whether some meeting is no must."""
    return any(not meeting.must for meeting in problem.meetings)


def value_to(meeting: Meeting, key: str) -> int:
    """Return what a meeting is worth to one of its participants."""
    return meeting.values[meeting.participants.index(key)] if meeting.values else 0


def most_values(problem: Problem) -> Mapping[str, int]:
    """Return what each participant could get if it were alone; without those who could get nothing."""
    found = {}
    slots_of = {meeting.key: problem.possible_slots(meeting) for meeting in problem.meetings}
    for participant in problem.participants:
        theirs = [meeting for meeting in problem.meetings_of[participant.key] if slots_of[meeting.key]]
        free = len({slot for meeting in theirs for slot in slots_of[meeting.key]})
        most = free if participant.most_meetings is None else min(free, participant.most_meetings)
        values = sorted((value_to(meeting, participant.key) for meeting in theirs), reverse=True)
        if sum(values[:most]):
            found[participant.key] = sum(values[:most])
    return found


def values_of(problem: Problem, seats: Mapping[str, Seat]) -> dict[str, int]:
    """Return what each participant gets."""
    found = dict.fromkeys(problem.participant_of, 0)
    for key in seats:
        meeting = problem.meeting_of[key]
        for who, value in zip(meeting.participants, meeting.values, strict=False):
            found[who] += value
    return found


def worst_share(problem: Problem, seats: Mapping[str, Seat]) -> int:
    """Return the share of the worst-off participant, in tenths, 10 where nobody could get anything."""
    got = values_of(problem, seats)
    return min((WHOLE * got[key] // most for key, most in most_values(problem).items()), default=WHOLE)
