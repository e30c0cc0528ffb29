"""Timetables: what the kernel is asked, versions with their meetings, and one participant's agenda."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from gagyo.meetings.choices import MeetingState, VersionState
from gagyo.meetings.models import (
    Absence,
    Assignment,
    InterpreterAbsence,
    MeetingRound,
    Participant,
    RoundInterpreter,
    SolveRun,
    TimetableVersion,
)
from gagyo.meetings.queries.demand import wanted_pairs
from gagyo.meetings.queries.rounds import slots_of_round, taking_part
from gagyo.meetings.rules.languages import kept_codes
from gagyo.meetings.rules.plan import Away, Guest, Plan, Voice, Wanted
from gagyo.meetings.rules.timetable import Sitting


def plan_of(meeting_round: MeetingRound, *, based_on: TimetableVersion | None = None) -> Plan:
    """Return what a timetable is made of now; pins are those of the version that it is based on."""
    pins = pins_of(based_on) if based_on else {}
    away = absences_of(meeting_round)
    guests = tuple(
        Guest(
            pk=one.pk,
            languages=kept_codes(one.languages),
            away=tuple(away.get(one.pk, ())),
            most=_least(one.meetings_at_most, meeting_round.meetings_at_most),
            is_online=one.is_online,
        )
        for one in taking_part(meeting_round)
    )
    wanted = tuple(
        Wanted(
            pair.first_id,
            pair.second_id,
            pair.values,
            is_must=pair.is_must or (pair.first_id, pair.second_id) in pins,
            pinned_at=pins.get((pair.first_id, pair.second_id)),
        )
        for pair in wanted_pairs(meeting_round)
    )
    return Plan(
        slots=tuple(slots_of_round(meeting_round)),
        guests=guests,
        wanted=wanted,
        tables=meeting_round.tables.filter(is_online=False).count(),
        voices=_voices(meeting_round),
        rest_after=meeting_round.rest_after,
        breaks_differ_by=meeting_round.breaks_differ_by,
    )


def _least(*limits: int | None) -> int | None:
    given = [limit for limit in limits if limit is not None]
    return min(given) if given else None


def _voices(meeting_round: MeetingRound) -> tuple[Voice, ...]:
    away: dict[int, list[Away]] = defaultdict(list)
    rows = InterpreterAbsence.objects.filter(interpreter__round=meeting_round)
    for pk, starts_at, ends_at in rows.values_list("interpreter_id", "starts_at", "ends_at"):
        away[pk].append(Away(starts_at, ends_at))
    voices = RoundInterpreter.objects.filter(round=meeting_round)
    return tuple(Voice(one.pk, kept_codes(one.languages), tuple(away[one.pk])) for one in voices)


def absences_of(meeting_round: MeetingRound) -> dict[int, list[Away]]:
    """Return when each participant as a whole cannot be met."""
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(participant__round=meeting_round, delegate=None)
    for pk, starts_at, ends_at in rows.values_list("participant_id", "starts_at", "ends_at"):
        found[pk].append(Away(starts_at, ends_at))
    return found


def pins_of(version: TimetableVersion) -> dict[tuple[int, int], datetime]:
    """Return where a person fixed meetings of a version."""
    rows = Assignment.objects.filter(timetable=version, is_pinned=True).select_related("meeting")
    return {(row.meeting.first_id, row.meeting.second_id): row.starts_at for row in rows}


def versions_of(meeting_round: MeetingRound) -> "QuerySet[TimetableVersion]":
    """Return the versions of a round's timetable, the latest first."""
    rows = TimetableVersion.objects.filter(round=meeting_round).exclude(state=VersionState.DISCARDED)
    return rows.select_related("made_by").order_by("-number")


def published_version(meeting_round: MeetingRound) -> TimetableVersion | None:
    """Return the version that participants hold; None before the first."""
    return TimetableVersion.objects.filter(round=meeting_round, state=VersionState.PUBLISHED).first()


def version_numbered(meeting_round: MeetingRound, number: int) -> TimetableVersion:
    """
    Return a version by its number.

    :raises TimetableVersion.DoesNotExist: if there is none
    """
    return TimetableVersion.objects.select_related("made_by").get(round=meeting_round, number=number)


def assignments_of(version: TimetableVersion) -> list[Assignment]:
    """Return the meetings of a version in their places, by time and table; one query."""
    rows = Assignment.objects.filter(timetable=version).select_related(
        "meeting__first__side", "meeting__second__side", "table", "interpreter"
    )
    return list(rows.order_by("starts_at", "table__order", "pk"))


def sittings_of(assignments: Sequence[Assignment]) -> list[Sitting]:
    """Return assignments as the rules see them."""
    return [
        Sitting(
            row.meeting_id,
            row.meeting.first_id,
            row.meeting.second_id,
            row.starts_at,
            row.table_id,
            row.interpreter_id,
        )
        for row in assignments
    ]


def agenda_of(participant: Participant) -> list[Assignment]:
    """Return a participant's meetings in the published version, by time; without those that were called off."""
    version = published_version(participant.round)
    if version is None:
        return []
    rows = (
        Assignment.objects.filter(timetable=version)
        .exclude(meeting__state=MeetingState.CANCELLED)
        .filter(Q(meeting__first=participant) | Q(meeting__second=participant))
    )
    related = rows.select_related(
        "meeting__first__body__country", "meeting__second__body__country", "table", "interpreter"
    )
    return list(related.order_by("starts_at"))


def running_run(meeting_round: MeetingRound) -> SolveRun | None:
    """Return the computation that waits or runs; None if there is none."""
    return SolveRun.objects.filter(round=meeting_round, state__in=["waiting", "running"]).first()


def last_run(meeting_round: MeetingRound) -> SolveRun | None:
    """Return the latest computation."""
    return SolveRun.objects.filter(round=meeting_round).order_by("-asked_at", "-pk").first()


def names_of_participants(meeting_round: MeetingRound) -> Mapping[int, str]:
    """Return the names of a round's participants in the active language."""
    return {row.pk: row.name for row in Participant.objects.filter(round=meeting_round)}
