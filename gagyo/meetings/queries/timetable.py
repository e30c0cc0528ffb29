"""Timetables: what the kernel is asked, versions with their meetings, and one participant's agenda."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from gagyo.meetings.choices import MeetingState, VersionState
from gagyo.meetings.models import (
    Assignment,
    Meeting,
    MeetingRound,
    Participant,
    RoundInterpreter,
    SolveRun,
    TimetableVersion,
    UnmetPair,
)
from gagyo.meetings.queries.demand import wanted_pairs
from gagyo.meetings.queries.equipment import rides_in, shared_of
from gagyo.meetings.queries.presence import absences_of, interpreters_away, people_of, stood_of, tables_away
from gagyo.meetings.queries.rounds import slots_of_round, taking_part
from gagyo.meetings.rules.languages import kept_codes
from gagyo.meetings.rules.mending import facts_of, on_the_day
from gagyo.meetings.rules.plan import Guest, Place, Plan, Voice, Wanted
from gagyo.meetings.rules.presence import Away
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.timetable import Sitting
from gagyo.meetings.rules.venues import seats_on


def plan_of(
    meeting_round: MeetingRound,
    *,
    based_on: TimetableVersion | None = None,
    is_near: bool = False,
    now: datetime | None = None,
) -> Plan:
    """
    Return what a timetable is made of now.

    based_on: a version whose pins stay; is_near: and from which as few meetings as possible move
    now: leaves what the published timetable has seen by then as it was; None for a plan apart from any clock
    """
    pins = pins_of(based_on) if based_on else {}
    people = people_of(meeting_round)
    away = absences_of(meeting_round, people)
    shared, slots = shared_of(meeting_round), slots_of_round(meeting_round)
    rides = rides_in(meeting_round, slots)
    guests = tuple(
        Guest(
            pk=one.pk,
            languages=kept_codes(one.languages),
            away=tuple(away.get(one.pk, ())),
            most=_least(one.meetings_at_most, meeting_round.meetings_at_most),
            is_online=one.is_online,
            people=people.get(one.pk, ()),
            needs=shared.needs_of(one).features,
            equipment=shared.needs_of(one).equipment,
        )
        for one in taking_part(meeting_round)
    )
    called_off = called_off_in(meeting_round)
    wanted = tuple(
        Wanted(
            pair.first_id,
            pair.second_id,
            pair.values,
            is_must=pair.is_must or (pair.first_id, pair.second_id) in pins,
            pinned_at=pins.get((pair.first_id, pair.second_id)),
        )
        for pair in wanted_pairs(meeting_round)
        if (pair.first_id, pair.second_id) not in called_off
    )
    plan = Plan(
        slots=tuple(slots),
        guests=guests,
        wanted=wanted,
        tables=meeting_round.tables.filter(is_online=False).count(),
        voices=voices_of(meeting_round),
        rest_after=meeting_round.rest_after,
        breaks_differ_by=meeting_round.breaks_differ_by,
        previous={f"{one.first_id}-{one.second_id}": one.place for one in stood_of(based_on)}
        if based_on and is_near
        else {},
        shut_tables=shut_tables_of(meeting_round),
        features=shared.features,
        table_seats=shared.seats,
        stock={pk: count for pk, (_name, count) in shared.stock.items()},
        mixed=shared.mixed,
        rides=rides,
        seats={ride.key: seats for ride in rides if (seats := seats_on(ride, shared.vehicles)) is not None},
    )
    if now is None:
        return plan
    return on_the_day(plan, facts_now(meeting_round, slots=plan.slots, away=away, now=now), now=now)


def facts_now(
    meeting_round: MeetingRound, *, slots: Sequence[Slot], away: Mapping[int, Sequence[Away]], now: datetime
) -> dict[tuple[int, int], Place]:
    """Return where meetings of the published timetable were held, are under way, or were missed."""
    published = published_version(meeting_round)
    return facts_of(stood_of(published), slots=slots, away=away, now=now) if published else {}


def called_off_in(meeting_round: MeetingRound) -> set[tuple[int, int]]:
    """Return the pairs whose meeting was called off."""
    rows = Meeting.objects.filter(round=meeting_round, state=MeetingState.CANCELLED)
    return set(rows.values_list("first_id", "second_id"))


def shut_tables_of(meeting_round: MeetingRound) -> dict[int, tuple[Away, ...]]:
    """Return the tables on site that are away for a time, and when."""
    away = tables_away(meeting_round)
    there = meeting_round.tables.filter(is_online=False, pk__in=away).values_list("pk", flat=True)
    return {pk: tuple(away[pk]) for pk in there}


def _least(*limits: int | None) -> int | None:
    given = [limit for limit in limits if limit is not None]
    return min(given) if given else None


def voices_of(meeting_round: MeetingRound) -> tuple[Voice, ...]:
    """Return the interpreters of a round: what they speak, and when they are away; two queries."""
    away = interpreters_away(meeting_round)
    voices = RoundInterpreter.objects.filter(round=meeting_round)
    return tuple(Voice(one.pk, kept_codes(one.languages), tuple(away.get(one.pk, ()))) for one in voices)


def pins_of(version: TimetableVersion) -> dict[tuple[int, int], datetime]:
    """Return where a person fixed meetings of a version; a pin at a time that is no slot any more holds nothing."""
    slots = [slot.starts_at for slot in slots_of_round(version.round)]
    rows = Assignment.objects.filter(timetable=version, is_pinned=True, starts_at__in=slots).select_related("meeting")
    return {(row.meeting.first_id, row.meeting.second_id): row.starts_at for row in rows}


def lost_pins(version: TimetableVersion) -> list[Assignment]:
    """Return what was pinned at a time that is no slot any more; two queries."""
    slots = {slot.starts_at for slot in slots_of_round(version.round)}
    return [row for row in assignments_of(version) if row.is_pinned and row.starts_at not in slots]


def versions_of(meeting_round: MeetingRound) -> "QuerySet[TimetableVersion]":
    """Return the versions of a round's timetable, the latest first; without those only shown before they are taken."""
    hidden = [VersionState.DISCARDED, VersionState.TRIAL]
    rows = TimetableVersion.objects.filter(round=meeting_round).exclude(state__in=hidden)
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


def unmet_count(version: TimetableVersion) -> int:
    """Return how many wanted meetings a version does not hold."""
    return UnmetPair.objects.filter(timetable=version).count()


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
