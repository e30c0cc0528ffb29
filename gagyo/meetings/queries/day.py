"""The day of a round: who is there, what is held in a slot, whose badge this is, which round a board shows."""

from dataclasses import dataclass
from datetime import date, datetime

from gagyo.accounts.rules import may_write
from gagyo.common.rules import Actor
from gagyo.meetings.choices import MeetingState, RoundState
from gagyo.meetings.models import Assignment, MeetingRound, Participant, Presence, RoundBlock
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.queries.timetable import published_version
from gagyo.meetings.rules.times import Slot


@dataclass(frozen=True)
class Attending:
    """A participant, and what was noted of it on a day; None for nothing yet."""

    one: Participant
    presence: Presence | None

    @property
    def state(self) -> str:
        """What was noted, empty for nothing."""
        return self.presence.state if self.presence else ""


def attending_on(meeting_round: MeetingRound, *, day: date) -> list[Attending]:
    """Return who takes part with what was noted of it, by side and order; two queries."""
    noted = presences_on(meeting_round, day=day)
    return [Attending(one, noted.get(one.pk)) for one in taking_part(meeting_round)]


def presences_on(meeting_round: MeetingRound, *, day: date) -> dict[int, Presence]:
    """Return what was noted of each participant on a day."""
    rows = Presence.objects.filter(participant__round=meeting_round, day=day)
    return {row.participant_id: row for row in rows}


def held_in(meeting_round: MeetingRound, slot: Slot | None) -> list[Assignment]:
    """Return the meetings of a slot in the published version, by table; nothing where there is no version."""
    version = published_version(meeting_round) if slot is not None else None
    if version is None or slot is None:
        return []
    rows = Assignment.objects.filter(timetable=version, starts_at=slot.starts_at)
    related = rows.select_related("meeting__first", "meeting__second", "meeting__absent", "table", "interpreter")
    return list(related.order_by("table__order", "pk"))


def shown_on_board(meeting_round: MeetingRound, slot: Slot | None) -> list[Assignment]:
    """Return the meetings of a slot to which somebody is to go: without those that fell out."""
    fallen = {MeetingState.CANCELLED, MeetingState.NO_SHOW}
    return [row for row in held_in(meeting_round, slot) if row.meeting.state not in fallen]


def block_at(meeting_round: MeetingRound, moment: datetime) -> RoundBlock | None:
    """Return the part of the day in which a moment lies: meetings, a break, the common programme."""
    return RoundBlock.objects.filter(round=meeting_round, starts_at__lte=moment, ends_at__gt=moment).first()


def behind_badge(*, badge_key: str, by: Actor) -> Participant:
    """
    Return the participant of a badge, to those who run its round.

    :raises Participant.DoesNotExist: if there is none, or the round is not theirs; nobody learns which
    """
    rows = Participant.objects.select_related("round", "side", "body__country")
    row = rows.get(badge_key=badge_key, round__archived_at=None)
    if not may_write(actor=by, office_id=row.round.office_id):
        raise Participant.DoesNotExist
    return row


def board_round(board_key: str) -> MeetingRound:
    """
    Return the round of a big screen; one that is being prepared has none yet.

    :raises MeetingRound.DoesNotExist: if there is none
    """
    rows = MeetingRound.objects.past_access(because="Whoever has the board's key sees which tables are taken by whom")
    return rows.exclude(state=RoundState.DRAFT).get(board_key=board_key, archived_at=None)
