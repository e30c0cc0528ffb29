"""Rounds for the screens and for other parts: one round, its slots, who takes part."""

from dataclasses import fields
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from gagyo.common.rules import Actor
from gagyo.meetings.choices import ParticipantState, RoundState, VersionState
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.rules.rounds import Readiness, RoundValues
from gagyo.meetings.rules.times import Block, Slot, slots_of
from gagyo.registry.models import Person

ORDERS: Final = {
    "name": "name_ko",
    "from": "starts_on",
    "state": "state",
    "participants": "participants_count",
    "office": "office__name_ko",
}


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
    Return a round; an archived one only to its own office.

    :raises MeetingRound.DoesNotExist: if the actor does not see it
    """
    rows = rounds_for(actor=actor)
    if actor.office_id:
        rows = rows | MeetingRound.objects.for_user(actor, archived=True).filter(office_id=actor.office_id)
    return rows.select_related("office", "previous", "contact").get(pk=round_id)


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


def readiness_of(meeting_round: MeetingRound) -> Readiness:
    """Return what a round has so far."""
    return Readiness(
        sides=meeting_round.sides.count(),
        slots=len(slots_of_round(meeting_round)),
        tables=meeting_round.tables.filter(is_online=False).count(),
        participants=taking_part(meeting_round).count(),
        is_published=meeting_round.versions.filter(state=VersionState.PUBLISHED).exists(),
    )


def listed_rounds(*, actor: Actor, words: str = "", state: str = "", sort: str = "") -> "QuerySet[MeetingRound]":
    """
    Return the rounds of a list with how many take part, the latest first unless said.

    sort: a key of ORDERS, with "-" for the other direction
    """
    gone = [ParticipantState.DECLINED, ParticipantState.WITHDRAWN]
    rows = rounds_for(actor=actor).select_related("office")
    for word in words.split()[:8]:
        rows = rows.filter(Q(name_ko__icontains=word) | Q(name_en__icontains=word))
    if state in RoundState.values:
        rows = rows.filter(state=state)
    rows = rows.annotate(participants_count=Count("participants", filter=~Q(participants__state__in=gone)))
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by("-starts_on", "-pk")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "-pk")


def values_of_round(row: MeetingRound) -> RoundValues:
    """Return what the form of a round holds."""
    return RoundValues(**{each.name: getattr(row, each.name) for each in fields(RoundValues)})


def round_choices(*, actor: Actor, held: MeetingRound | None = None) -> dict[str, Any]:
    """
    Return what the form of a round offers: the own office's contacts, and other rounds, the latest first.

    What the round hangs on already is offered too, archived or not; a list is left out where the actor no longer
    sees that, so that it stays.
    """
    contact_id, previous_id = (held.contact_id, held.previous_id) if held else (None, None)
    held_round = MeetingRound.objects.offered(actor, held=[previous_id]).filter(pk=previous_id or 0)
    found = {
        "contact": Person.objects.offered(actor, held=[contact_id]).order_by("name_ko"),
        "previous": (rounds_for(actor=actor) | held_round).exclude(pk=held.pk if held else 0).order_by("-starts_on"),
    }
    kept = {"contact": contact_id, "previous": previous_id}
    return {name: rows for name, rows in found.items() if kept[name] is None or rows.filter(pk=kept[name]).exists()}
