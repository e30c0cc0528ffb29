"""Rounds for the screens and for other parts: one round, its slots, who takes part."""

from django.db.models import Q, QuerySet

from gagyo.common.rules import Actor
from gagyo.meetings.choices import ParticipantState, RoundState
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.rules.times import Block, Slot, slots_of


def rounds_for(*, actor: Actor) -> "QuerySet[MeetingRound]":
    """
    Return the rounds that an actor may read, and those in which the actor's own office takes part.

    A round that is being prepared is seen by its organiser alone, whatever its visibility says.
    """
    takes_part = Participant.objects.filter(body__works_as=actor.office_id or 0).values("round")
    seen = MeetingRound.objects.for_user(actor).values("pk")
    every = MeetingRound.objects.past_access(because="Narrowed at once to what the actor reads or takes part in")
    rows = every.filter(Q(pk__in=seen) | Q(pk__in=takes_part), archived_at=None)
    if actor.reads_all:
        return rows
    return rows.exclude(~Q(office_id=actor.office_id or 0) & Q(state=RoundState.DRAFT))


def round_for(*, actor: Actor, round_id: int) -> MeetingRound:
    """
    Return a round.

    :raises MeetingRound.DoesNotExist: if the actor does not see it
    """
    return rounds_for(actor=actor).select_related("office", "previous", "contact").get(pk=round_id)


def slots_of_round(meeting_round: MeetingRound) -> list[Slot]:
    """Return the slots of a round in their order; one query for its blocks."""
    blocks = [Block(row.kind, row.starts_at, row.ends_at) for row in meeting_round.blocks.all()]
    return slots_of(
        blocks, slot_minutes=meeting_round.slot_minutes, changeover_minutes=meeting_round.changeover_minutes
    )


def taking_part(meeting_round: MeetingRound) -> "QuerySet[Participant]":
    """Return who takes part, or may still: invited, coming, not yet invited; by side and order."""
    gone = [ParticipantState.DECLINED, ParticipantState.WITHDRAWN]
    return (
        Participant.objects.filter(round=meeting_round)
        .exclude(state__in=gone)
        .select_related("side", "body", "body__country")
        .order_by("side__order", "order", "pk")
    )
