"""The waiting list of a round: who waits for whom, why, and where the two could meet now."""

from dataclasses import dataclass
from datetime import datetime

from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import Meeting, MeetingRound, RoundTable, TimetableVersion, UnmetPair
from gagyo.meetings.queries.presence import stood_of
from gagyo.meetings.queries.timetable import plan_of
from gagyo.meetings.rules.plan import Place
from gagyo.meetings.rules.waiting import Hall


@dataclass(frozen=True)
class Waits:
    """A meeting without a place; unmet: why, as the published version tells it; free: where it could be held now."""

    meeting: Meeting
    value: int
    unmet: UnmetPair | None
    free: list[Place]


def waiting_in(meeting_round: MeetingRound, version: TimetableVersion, *, now: datetime) -> list[Waits]:
    """Return the meetings of a round that wait beside its published version, those worth most first."""
    rows = Meeting.objects.filter(round=meeting_round, state=MeetingState.WAITING)
    waiting = list(rows.select_related("first", "second"))
    if not waiting:
        return []
    plan = plan_of(meeting_round, now=now)
    hall = Hall(plan, stood_of(version), tables=tables_on_site(meeting_round))
    wanted = {(one.first_id, one.second_id): one for one in plan.wanted}
    unmet = {(row.first_id, row.second_id): row for row in UnmetPair.objects.filter(timetable=version)}
    found = [
        Waits(row, sum(one.values), unmet.get((row.first_id, row.second_id)), hall.free_places(one))
        for row in waiting
        if (one := wanted.get((row.first_id, row.second_id)))
    ]
    return sorted(found, key=lambda each: (-each.value, each.meeting.pk))


def free_place(meeting: Meeting, version: TimetableVersion, *, starts_at: datetime, now: datetime) -> Place | None:
    """Return the place that a waiting meeting would get at a time; None if there is none any more."""
    plan = plan_of(meeting.round, now=now)
    hall = Hall(plan, stood_of(version), tables=tables_on_site(meeting.round))
    one = next((each for each in plan.wanted if (each.first_id, each.second_id) == pair_of(meeting)), None)
    places = hall.free_places(one) if one is not None else []
    return next((place for place in places if place.starts_at == starts_at), None)


def tables_on_site(meeting_round: MeetingRound) -> list[int]:
    """Return the tables at which people sit, in their order."""
    rows = RoundTable.objects.filter(round=meeting_round, is_online=False).order_by("order", "pk")
    return list(rows.values_list("pk", flat=True))


def pair_of(meeting: Meeting) -> tuple[int, int]:
    """Return the two who are to meet."""
    return meeting.first_id, meeting.second_id
