"""Rounds: locked for a change by those who run them."""

from gagyo.accounts.rules import check_write
from gagyo.common.rules import Actor
from gagyo.meetings.models import MeetingRound


def locked(round_id: int, *, by: Actor, archived: bool = False) -> MeetingRound:
    """
    Return a round that the actor may change, locked until the transaction ends.

    :raises MeetingRound.DoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but does not run it
    """
    rows = MeetingRound.objects.for_user(by, archived=archived)
    meeting_round = rows.select_for_update(of=("self",)).get(pk=round_id)
    check_write(actor=by, office_id=meeting_round.office_id, what=str(meeting_round))
    return meeting_round
