"""What the places of a round's timetable must keep, gathered for a move by hand."""

from collections import defaultdict
from collections.abc import Sequence

from gagyo.meetings.models import Absence, Assignment, MeetingRound, RoundInterpreter
from gagyo.meetings.queries.presence import absences_of, tables_away
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import names_of_participants, voices_of
from gagyo.meetings.rules.languages import kept_codes
from gagyo.meetings.rules.moves import Frame, Need, Spot
from gagyo.meetings.rules.plan import languages_between
from gagyo.meetings.rules.presence import Away


def frame_of(meeting_round: MeetingRound, rows: Sequence[Assignment]) -> Frame:
    """Return what a version's places must keep; as many queries for one meeting as for many."""
    return Frame(
        slots=slots_of_round(meeting_round),
        names=names_of_participants(meeting_round),
        away=absences_of(meeting_round),
        people_away=people_away(meeting_round),
        tables=tables_of(meeting_round),
        voices={voice.pk: voice for voice in voices_of(meeting_round)},
        voice_names={one.pk: str(one) for one in RoundInterpreter.objects.filter(round=meeting_round)},
        rest_after=meeting_round.rest_after,
        needs={row.meeting_id: _need(row) for row in rows},
    )


def tables_of(meeting_round: MeetingRound) -> list[Spot]:
    """Return the tables at which people sit, in their order; two queries."""
    away = tables_away(meeting_round)
    rows = meeting_round.tables.filter(is_online=False).order_by("order", "pk")
    return [Spot(row.pk, row.name, away=tuple(away.get(row.pk, ()))) for row in rows]


def people_away(meeting_round: MeetingRound) -> dict[int, list[tuple[str, Away]]]:
    """Return when single persons are not there, by participant."""
    found: dict[int, list[tuple[str, Away]]] = defaultdict(list)
    rows = Absence.objects.filter(participant__round=meeting_round, delegate__isnull=False).select_related("delegate")
    for row in rows:
        found[row.participant_id].append((str(row.delegate), Away(row.starts_at, row.ends_at)))
    return found


def _need(row: Assignment) -> Need:
    first, second = (kept_codes(one.languages) for one in (row.meeting.first, row.meeting.second))
    return Need(languages=languages_between(first, second))
