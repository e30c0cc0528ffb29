"""The day as its organiser mends it: what was noted, which meetings cannot be held so, what a plan changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from gagyo.meetings.choices import PresenceState, VersionState
from gagyo.meetings.models import (
    Absence,
    Assignment,
    InterpreterAbsence,
    MeetingRound,
    Presence,
    TableAbsence,
    TimetableVersion,
    UnmetPair,
)
from gagyo.meetings.queries.timetable import assignments_of, plan_of
from gagyo.meetings.rules.mending import against_place
from gagyo.meetings.rules.plan import Place, Plan


@dataclass(frozen=True)
class Noted:
    """Somebody or something that is not there for a time; row: under which `kind` and key it is taken back."""

    kind: str
    pk: int
    name: str
    starts_at: datetime
    ends_at: datetime | None
    of: str = ""


@dataclass(frozen=True)
class Broken:
    """A published meeting that cannot be held as it stands, and why."""

    row: Assignment
    demand: Mapping[str, object]


@dataclass(frozen=True)
class Moved:
    """A meeting at another place than before; before: None for one that comes from the waiting list."""

    row: Assignment
    before: Assignment | None


@dataclass(frozen=True)
class Mended:
    """
    What a plan changes against the published one.

    moved: at another time; seated: from the waiting list; elsewhere: at another table or with another interpreter;
    out: without a place, with the reason, None for one that was called off; untouched: how many stay
    """

    moved: list[Moved]
    seated: list[Moved]
    elsewhere: list[Moved]
    out: list[tuple[Assignment, UnmetPair | None]]
    untouched: int


def plan_to_mend(meeting_round: MeetingRound, base: TimetableVersion, *, with_waiting: bool, now: datetime) -> Plan:
    """Return the plan by which the published timetable is mended; with_waiting: with meetings that have no place."""
    plan = plan_of(meeting_round, based_on=base, is_near=True, now=now)
    if with_waiting:
        return plan
    kept = (one for one in plan.wanted if one.key in plan.previous or one.fact is not None)
    return replace(plan, wanted=tuple(kept))


def broken_in(meeting_round: MeetingRound, base: TimetableVersion, *, now: datetime) -> list[Broken]:
    """Return the published meetings to come that cannot be held as they stand, by time."""
    plan = plan_to_mend(meeting_round, base, with_waiting=False, now=now)
    wanted = {(one.first_id, one.second_id): one for one in plan.wanted}
    found = []
    for row in assignments_of(base):
        one = wanted.get((row.meeting.first_id, row.meeting.second_id))
        if one is None or one.fact is not None:
            continue
        demand = against_place(one, plan, Place(row.starts_at, row.table_id, row.interpreter_id))
        if demand is not None:
            found.append(Broken(row, demand))
    return found


def noted_on(meeting_round: MeetingRound, *, day: date) -> list[Noted]:
    """Return who and what is not there on a day, or for a part of it, by time; four queries."""
    begins = timezone.make_aware(datetime.combine(day, time()))
    that_day = Q(starts_at__lt=begins + timedelta(days=1), ends_at__gt=begins)
    gone = [PresenceState.LATE, PresenceState.ABSENT]
    presences = Presence.objects.filter(participant__round=meeting_round, day=day, state__in=gone)
    found = [
        Noted(
            "presence",
            row.pk,
            row.participant.name,
            begins,
            row.expected_at if row.state == PresenceState.LATE else begins + timedelta(days=1),
        )
        for row in presences.select_related("participant")
    ]
    absences = Absence.objects.filter(that_day, participant__round=meeting_round)
    for each in absences.select_related("participant", "delegate"):
        of = each.participant.name
        person = str(each.delegate) if each.delegate else ""
        found.append(Noted("absence", each.pk, person or of, each.starts_at, each.ends_at, of if person else ""))
    voices = InterpreterAbsence.objects.filter(that_day, interpreter__round=meeting_round)
    found += [
        Noted("interpreter", one.pk, str(one.interpreter), one.starts_at, one.ends_at)
        for one in voices.select_related("interpreter")
    ]
    tables = TableAbsence.objects.filter(that_day, table__round=meeting_round).select_related("table")
    found += [Noted("table", one.pk, one.table.name, one.starts_at, one.ends_at) for one in tables]
    return sorted(found, key=lambda one: (one.starts_at, one.name))


def trial_numbered(meeting_round: MeetingRound, number: int) -> TimetableVersion:
    """
    Return a mended timetable that was not taken yet.

    :raises TimetableVersion.DoesNotExist: if there is none
    """
    rows = TimetableVersion.objects.select_related("based_on", "made_by")
    return rows.get(round=meeting_round, number=number, state=VersionState.TRIAL)


def mended_in(version: TimetableVersion) -> Mended:
    """Return what a version changes against the one that it is based on; three queries."""
    old = {row.meeting_id: row for row in assignments_of(version.based_on)} if version.based_on else {}
    new = {row.meeting_id: row for row in assignments_of(version)}
    unmet = {(row.first_id, row.second_id): row for row in UnmetPair.objects.filter(timetable=version)}
    found = Mended([], [], [], [], 0)
    for pk, row in new.items():
        before = old.get(pk)
        if before is None:
            found.seated.append(Moved(row, None))
        elif before.starts_at != row.starts_at:
            found.moved.append(Moved(row, before))
        elif (before.table_id, before.interpreter_id) != (row.table_id, row.interpreter_id):
            found.elsewhere.append(Moved(row, before))
    for pk, row in old.items():
        if pk not in new:
            found.out.append((row, unmet.get((row.meeting.first_id, row.meeting.second_id))))
    changed = len(found.moved) + len(found.seated) + len(found.elsewhere)
    return replace(found, untouched=len(new) - changed)
