"""Participants: entered by the organiser, one or many; answering, and saying of themselves what others read."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version, values_of
from gagyo.common.rules import ANYBODY, Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.actions.waiting import settle_published
from gagyo.meetings.actions.wishes import GONE, take_back_unfit, welcome_back
from gagyo.meetings.choices import MeetingForm, MeetingState, ParticipantState
from gagyo.meetings.models import MeetingRound, Participant, RoundSide, RoundTopic
from gagyo.meetings.queries.participants import bodies_named
from gagyo.meetings.queries.timetable import assignments_of, published_version
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.participants import (
    Line,
    ParticipantValues,
    ProfileValues,
    UnableToSaveParticipant,
    check_answer,
)
from gagyo.registry.models import Body

FIELDS = ("side_id", "email", "language", "languages", "meetings_at_most", "is_online", "table_wanted")
OF_ITSELF = ("profile", "offers", "seeks", "languages", "meetings_at_most", "is_online", "table_wanted")


@transaction.atomic
def add_participant(*, round_id: int, values: ParticipantValues, by: Actor, now: datetime) -> Participant:
    """
    Enter a body that is to take part.

    :raises UnableToSaveParticipant: if it is there already, or the side is another round's
    """
    meeting_round = locked(round_id, by=by)
    body = Body.objects.for_user(ANYBODY).filter(pk=values.body_id).first()
    if body is None:
        raise UnableToSaveParticipant(_("This body is not in the registry any more. Choose another."))
    made = _entered(meeting_round, body, values)
    record(event="participant.entered", by=by, at=now, about=made, after=values_of(made))
    return made


@transaction.atomic
def add_many(
    *, round_id: int, side_id: int, lines: Sequence[Line], language: str, by: Actor, now: datetime
) -> list[Participant]:
    """
    Enter the bodies of a pasted list; those that are there already stay as they are.

    :raises UnableToSaveParticipant: naming the lines whose body is not known; nothing is saved then
    """
    meeting_round = locked(round_id, by=by)
    bodies = bodies_named(list(lines))
    if unknown := [line for line in lines if bodies[line.number] is None]:
        named = "; ".join(_("line %(n)d “%(name)s”") % {"n": line.number, "name": line.name} for line in unknown[:10])
        raise UnableToSaveParticipant(
            _(
                "%(n)d of the names are in the registry not at all or more than once: %(named)s. Write them as the "
                "registry does, or enter them one by one."
            )
            % {"n": len(unknown), "named": named}
        )
    there = set(Participant.objects.filter(round=meeting_round).values_list("body_id", flat=True))
    made = []
    for line in lines:
        body = bodies[line.number]
        assert body is not None
        if body.pk in there:
            continue
        there.add(body.pk)
        values = ParticipantValues(side_id=side_id, body_id=body.pk, email=line.email, language=language)
        made.append(_entered(meeting_round, body, values))
    record(event="round.participants_entered", by=by, at=now, about=meeting_round, after={"bodies": len(made)})
    return made


def _entered(meeting_round: MeetingRound, body: Body, values: ParticipantValues) -> Participant:
    _check_side(meeting_round, values.side_id)
    if Participant.objects.filter(round=meeting_round, body=body).exists():
        raise UnableToSaveParticipant(_("“%(body)s” is in the list already. Open it there.") % {"body": body})
    row = Participant(
        round=meeting_round,
        body=body,
        name_ko=values.name_ko or body.name_ko,
        name_en=values.name_en or body.name_en,
        badge_key=secrets.token_urlsafe(18),
        order=Participant.objects.filter(round=meeting_round).count() + 1,
        **{name: getattr(values, name) for name in FIELDS},
    )
    # A list of names says nothing of languages: those of the body's country are not known, English is.
    row.languages = values.languages or ("ko" if body.country_id == "KR" else "en")
    # In a round that is online nobody needs a table.
    row.is_online = values.is_online or meeting_round.form == MeetingForm.ONLINE
    row.save()
    return row


def _check_side(meeting_round: MeetingRound, side_id: int) -> None:
    if not RoundSide.objects.filter(round=meeting_round, pk=side_id).exists():
        raise UnableToSaveParticipant(_("This side is not of this round. Choose one of its sides."))


@transaction.atomic
def edit_participant(
    *, round_id: int, participant_id: int, values: ParticipantValues, expected: int, by: Actor, now: datetime
) -> int:
    """
    Change what the organiser entered; the body stays. Return how many wishes do not fit a new side, and are gone.

    :raises UnableToSaveParticipant: if it meets somebody of its new side in the published timetable
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    meeting_round = locked(round_id, by=by)
    row = Participant.objects.select_for_update(of=("self",)).get(round=meeting_round, pk=participant_id)
    _check_side(meeting_round, values.side_id)
    before, is_moved = values_of(row), row.side_id != values.side_id
    row.name_ko, row.name_en = values.name_ko or row.body.name_ko, values.name_en or row.body.name_en
    for name in FIELDS:
        setattr(row, name, getattr(values, name))
    save_version(row=row, expected=expected)
    if is_moved:
        _check_meets_others(meeting_round, row)
    taken_back = take_back_unfit(row) if is_moved else 0
    after = values_of(row) | ({"wishes_taken_back": taken_back} if taken_back else {})
    record(event="participant.changed", by=by, at=now, about=row, before=before, after=after)
    return taken_back


def _check_meets_others(meeting_round: MeetingRound, row: Participant) -> None:
    """Refuse a side of which the participant meets somebody in the published timetable."""
    version = published_version(meeting_round)
    if version is None or meeting_round.sides.count() == 1:
        return
    for place in assignments_of(version):
        pair = {place.meeting.first_id: place.meeting.first, place.meeting.second_id: place.meeting.second}
        one = pair.pop(row.pk, None)
        other = next(iter(pair.values()))
        if one is not None and other.side_id == row.side_id and place.meeting.state != MeetingState.CANCELLED:
            raise UnableToSaveParticipant(
                _("“%(name)s” meets “%(other)s” of that side in the published timetable. Publish one without it first.")
                % {"name": row.name, "other": other.name}
            )


@transaction.atomic
def answer_invitation(*, acting: Acting, wanted: str, reason: str, now: datetime) -> Participant:
    """
    Say that a participant comes, does not, or comes no more; for the organiser the way to note a telephone call.

    :raises UnableToMoveParticipant: if it does not follow from where it stands
    """
    row = _own(acting)
    check_answer(
        name=row.name,
        state=row.state,
        wanted=wanted,
        round_state=row.round.state,
        by_organiser=acting.is_organiser,
    )
    before, was_gone = values_of(row), row.state in GONE
    row.state, row.state_reason, row.answered_at = ParticipantState(wanted).value, reason.strip(), now
    save_version(row=row, expected=row.version)
    if was_gone:
        welcome_back(row)
    settle_published(row.round)
    after = values_of(row)
    record(event=f"participant.{row.state}", by=acting.by, at=now, about=row, before=before, after=after)
    return row


@transaction.atomic
def save_profile(*, acting: Acting, values: ProfileValues, expected: int, now: datetime) -> Participant:
    """
    Save what a participant says of itself.

    :raises SavedMeanwhileError: if somebody saved it in between
    """
    row = _own(acting)
    before = values_of(row)
    for name in OF_ITSELF:
        setattr(row, name, getattr(values, name))
    save_version(row=row, expected=expected)
    topics = RoundTopic.objects.filter(round=row.round_id)
    row.offer_topics.set(topics.filter(pk__in=values.offer_topic_ids))
    row.seek_topics.set(topics.filter(pk__in=values.seek_topic_ids))
    record(event="participant.profile_saved", by=acting.by, at=now, about=row, before=before, after=values_of(row))
    return row


def _own(acting: Acting) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("round", "body")
    return rows.get(pk=acting.participant_id)
