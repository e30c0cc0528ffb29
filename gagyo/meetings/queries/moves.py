"""What the places of a round's timetable must keep, gathered for a move by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count

from gagyo.meetings.models import Absence, Assignment, MeetingRound, Participant, RoundInterpreter
from gagyo.meetings.queries.equipment import Shared, rides_in, shared_of
from gagyo.meetings.queries.presence import absences_of, tables_away
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import names_of_participants, voices_of
from gagyo.meetings.rules.languages import kept_codes
from gagyo.meetings.rules.moves import Frame, Need, Spot
from gagyo.meetings.rules.plan import languages_between
from gagyo.meetings.rules.presence import Away
from gagyo.meetings.rules.seats import mark_needed
from gagyo.meetings.rules.venues import seats_on


def frame_of(meeting_round: MeetingRound, rows: Sequence[Assignment]) -> Frame:
    """Return what a version's places must keep; as many queries for one meeting as for many."""
    shared, slots = shared_of(meeting_round), slots_of_round(meeting_round)
    rides = rides_in(meeting_round, slots)
    persons = {pk: max(1, count) for pk, count in people_counts(meeting_round).items()}
    return Frame(
        slots=slots,
        names=names_of_participants(meeting_round),
        away=absences_of(meeting_round),
        people_away=people_away(meeting_round),
        tables=tables_of(meeting_round, shared),
        voices={voice.pk: voice for voice in voices_of(meeting_round)},
        voice_names={one.pk: str(one) for one in RoundInterpreter.objects.filter(round=meeting_round)},
        rest_after=meeting_round.rest_after,
        needs={row.meeting_id: _need(row, shared, persons) for row in rows},
        stock=shared.stock,
        rides=rides,
        vehicles=shared.vehicles,
        persons=persons,
        seats={ride.key: seats for ride in rides if (seats := seats_on(ride, shared.vehicles)) is not None},
    )


def people_counts(meeting_round: MeetingRound) -> dict[int, int]:
    """Return how many persons come for each participant."""
    rows = Participant.objects.filter(round=meeting_round).annotate(n=Count("delegates"))
    return dict(rows.values_list("pk", "n"))


def tables_of(meeting_round: MeetingRound, shared: Shared) -> list[Spot]:
    """Return the tables at which people sit, in their order; two queries."""
    away = tables_away(meeting_round)
    rows = meeting_round.tables.filter(is_online=False).order_by("order", "pk")
    return [
        Spot(row.pk, row.name, shared.features.get(row.pk, frozenset()), away=tuple(away.get(row.pk, ())))
        for row in rows
    ]


def people_away(meeting_round: MeetingRound) -> dict[int, list[tuple[str, Away]]]:
    """Return when single persons are not there, by participant."""
    found: dict[int, list[tuple[str, Away]]] = defaultdict(list)
    rows = Absence.objects.filter(participant__round=meeting_round, delegate__isnull=False).select_related("delegate")
    for row in rows:
        found[row.participant_id].append((str(row.delegate), Away(row.starts_at, row.ends_at)))
    return found


def _need(row: Assignment, shared: Shared, persons: Mapping[int, int]) -> Need:
    first, second = row.meeting.first, row.meeting.second
    seated = sum(0 if one.is_online else persons.get(one.pk, 1) for one in (first, second))
    words = shared.needs_of(first).features | shared.needs_of(second).features
    return Need(
        features=words | mark_needed(seated, shared.seats),
        persons=seated,
        equipment=shared.equipment_of(first, second),
        languages=languages_between(kept_codes(first.languages), kept_codes(second.languages)),
    )
