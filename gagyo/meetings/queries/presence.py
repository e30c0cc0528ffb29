"""Who and what is there when: participants, their people, interpreters, tables; as entered, and as noted on the day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from gagyo.meetings.choices import PresenceState
from gagyo.meetings.models import (
    Absence,
    Assignment,
    Delegate,
    InterpreterAbsence,
    MeetingRound,
    Presence,
    RoundBlock,
    RoundTable,
    TableAbsence,
    TimetableVersion,
)
from gagyo.meetings.rules.languages import kept_codes
from gagyo.meetings.rules.mending import Stood
from gagyo.meetings.rules.plan import Place
from gagyo.meetings.rules.presence import Away, Someone, nobody_there


def people_of(meeting_round: MeetingRound) -> dict[int, tuple[Someone, ...]]:
    """Return who comes for each participant, by its id; two queries."""
    away: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(participant__round=meeting_round).exclude(delegate=None)
    for pk, starts_at, ends_at in rows.values_list("delegate_id", "starts_at", "ends_at"):
        away[pk].append(Away(starts_at, ends_at))
    found: dict[int, list[Someone]] = defaultdict(list)
    people = Delegate.objects.filter(participant__round=meeting_round)
    for pk, of, languages in people.values_list("pk", "participant_id", "languages"):
        found[of].append(Someone(kept_codes(languages), tuple(away[pk])))
    return {of: tuple(rows) for of, rows in found.items()}


def absences_of(
    meeting_round: MeetingRound, people: Mapping[int, tuple[Someone, ...]] | None = None
) -> dict[int, list[Away]]:
    """
    Return when each participant cannot be met: as it said, as was noted on the day, and when none of its people is
    there; four queries, two where the people are known.

    people: from people_of()
    Somebody who is late until nobody knows when is not counted as away: a plan waits for the hour.
    """
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(participant__round=meeting_round, delegate=None)
    for pk, starts_at, ends_at in rows.values_list("participant_id", "starts_at", "ends_at"):
        found[pk].append(Away(starts_at, ends_at))
    noted = Presence.objects.filter(participant__round=meeting_round).exclude(state=PresenceState.ARRIVED)
    for one in noted:
        begins = timezone.make_aware(datetime.combine(one.day, time()))
        ends = one.expected_at if one.state == PresenceState.LATE else begins + timedelta(days=1)
        if ends is not None and ends > begins:
            found[one.participant_id].append(Away(begins, ends))
    for pk, theirs in (people_of(meeting_round) if people is None else people).items():
        found[pk].extend(nobody_there(theirs))
    return found


def interpreters_away(meeting_round: MeetingRound) -> dict[int, list[Away]]:
    """Return when each interpreter of a round is away."""
    found: dict[int, list[Away]] = defaultdict(list)
    rows = InterpreterAbsence.objects.filter(interpreter__round=meeting_round)
    for pk, starts_at, ends_at in rows.values_list("interpreter_id", "starts_at", "ends_at"):
        found[pk].append(Away(starts_at, ends_at))
    return found


def tables_away(meeting_round: MeetingRound) -> dict[int, list[Away]]:
    """Return when each table of a round is not there: as entered, and while the round is at another venue."""
    found: dict[int, list[Away]] = defaultdict(list)
    rows = TableAbsence.objects.filter(table__round=meeting_round)
    for pk, starts_at, ends_at in rows.values_list("table_id", "starts_at", "ends_at"):
        found[pk].append(Away(starts_at, ends_at))
    elsewhere = RoundTable.objects.filter(round=meeting_round, venue__isnull=False)
    blocks = list(RoundBlock.objects.filter(round=meeting_round).values_list("venue_id", "starts_at", "ends_at"))
    for pk, venue_id in elsewhere.values_list("pk", "venue_id"):
        found[pk].extend(Away(starts_at, ends_at) for at, starts_at, ends_at in blocks if at != venue_id)
    return found


def stood_of(version: TimetableVersion) -> list[Stood]:
    """Return the meetings of a version as they stand, by time; one query."""
    rows = Assignment.objects.filter(timetable=version).select_related("meeting")
    return [
        Stood(
            row.meeting_id,
            row.meeting.first_id,
            row.meeting.second_id,
            Place(row.starts_at, row.table_id, row.interpreter_id),
            row.meeting.state,
            has_begun=row.meeting.began_at is not None,
        )
        for row in rows.order_by("starts_at", "pk")
    ]
