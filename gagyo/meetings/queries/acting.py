"""Who acts for a participant: found by the key of a link, or by the account's office."""

from datetime import datetime

from gagyo.accounts.actions.tokens import hash_of
from gagyo.common.rules import Actor
from gagyo.meetings.choices import LinkPurpose, RoundState
from gagyo.meetings.models import MeetingRound, Participant, ParticipantLink
from gagyo.meetings.rules.acting import Acting, Link, check_link, may_act_for


def acting_by_link(
    *, key: str, now: datetime, by: Actor, purpose: str = LinkPurpose.TAKE_PART
) -> tuple[Participant, Acting]:
    """
    Return the participant that a link stands for, and who acts.

    :raises UnusableLinkError: if the link leads nowhere, or not to this
    """
    row = (
        ParticipantLink.objects.filter(token_hash=hash_of(key), purpose=purpose, participant__round__archived_at=None)
        .select_related("participant__round__office", "participant__side", "participant__body__country")
        .first()
    )
    found = Link(row.expires_at, row.withdrawn_at, row.participant.round.name) if row else None
    check_link(found, now=now)
    assert row is not None
    participant = row.participant
    # Whoever holds the link, signed in or not, acts as the participant: an account's other rights do not come with it.
    organiser = participant.round.office
    actor = Actor(
        label=f"{participant} (link)",
        channel="web",
        ip=by.ip,
        request_id=by.request_id,
        language=by.language,
        kept_by_office_id=organiser.pk if organiser else None,
        kept_by_office_label=str(organiser or ""),
    )
    return participant, Acting(participant.pk, actor, key=key, unopened_link_id=None if row.used_at else row.pk)


def acting_by_account(*, participant_id: int, by: Actor) -> tuple[Participant, Acting]:
    """
    Return a participant for which an account may act.

    :raises Participant.DoesNotExist: if there is none, or it is not the actor's to act for
    """
    participant = Participant.objects.select_related("round__office", "side", "body__country").get(
        pk=participant_id, round__archived_at=None
    )
    organiser = participant.round.office_id
    if not may_act_for(actor=by, body_office_id=participant.body.works_as_id, round_office_id=organiser):
        raise Participant.DoesNotExist
    is_organiser = by.office_id == organiser
    if participant.round.state == RoundState.DRAFT and not is_organiser:
        # A round that is being prepared is seen by its organiser alone.
        raise Participant.DoesNotExist
    return participant, Acting(participant.pk, by, is_organiser=is_organiser)


def own_participants(row: MeetingRound, *, by: Actor) -> list[Participant]:
    """Return the participants of a round whose body the actor's office works as, and for which it may act."""
    if by.office_id is None or not may_act_for(actor=by, body_office_id=by.office_id, round_office_id=None):
        return []
    if row.state == RoundState.DRAFT or row.archived_at is not None:
        return []
    return list(Participant.objects.filter(round=row, body__works_as=by.office_id).order_by("order", "pk"))
