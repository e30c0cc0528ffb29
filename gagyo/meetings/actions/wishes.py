"""Wishes: saved all at once in their order, answered by the other side; what the organiser decides about a pair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.actions import record, save_version
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.choices import ParticipantState, WishAnswer, WishKind
from gagyo.meetings.models import MeetingRound, OrganiserPair, Participant, RoundTopic, Wish
from gagyo.meetings.queries.wishes import others_for, possible_partners, times_of
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.wishes import UnableToWish, check_answering, check_ranks, check_wishing


@dataclass(frozen=True)
class Decided:
    """What the organiser says of two participants; an empty decision takes an earlier one back."""

    one_id: int
    other_id: int
    decision: str
    reason: str = ""


@transaction.atomic
def save_wishes(
    *, acting: Acting, ranks: Mapping[int, int], vetoes: frozenset[int], expected: int, now: datetime
) -> Participant:
    """
    Save a participant's wishes in their order, and whom it does not want to meet; those not named are taken back.

    A wish that stays keeps its reason and the other side's answer.
    :raises UnableToWish: out of time, or for wishes that cannot be
    :raises SavedMeanwhileError: if somebody saved them in between
    """
    row = _locked(acting.participant_id)
    times = times_of(row.round)
    check_wishing(times, participant_state=row.state, now=now, by_organiser=acting.is_organiser)
    partners = possible_partners(row) if acting.is_organiser else others_for(row)
    names = {one.pk: one.name for one in partners}
    wanted = check_ranks(ranks, vetoes=vetoes, most=row.round.wishes_at_most, names=names)
    there = {wish.wanted_id: wish for wish in Wish.objects.filter(asker=row)}
    before = _in_short(there.values())
    for rank, pk in enumerate(wanted, start=1):
        _put(row, pk, there.get(pk), kind=WishKind.WISH, rank=rank, now=now)
    for pk in sorted(vetoes):
        _put(row, pk, there.get(pk), kind=WishKind.VETO, rank=1, now=now)
    # Whoever is not shown any more was not named: only those who were offered are taken back.
    Wish.objects.filter(asker=row, wanted__in=names.keys() - set(wanted) - vetoes).delete()
    if row.state == ParticipantState.INVITED:
        row.state, row.answered_at = ParticipantState.COMING.value, now
    row.wishes_done_at = now
    save_version(row=row, expected=expected)
    after = _in_short(Wish.objects.filter(asker=row))
    record(event="participant.wishes_saved", by=acting.by, at=now, about=row, before=before, after=after)
    return row


def _put(row: Participant, wanted_id: int, wish: Wish | None, *, kind: str, rank: int, now: datetime) -> None:
    if wish is None:
        Wish.objects.create(asker=row, wanted_id=wanted_id, kind=kind, rank=rank, made_at=now)
    elif (wish.kind, wish.rank) != (kind, rank):
        wish.kind, wish.rank = kind, rank
        save_version(row=wish, expected=wish.version)


def _in_short(wishes: Iterable[Wish]) -> dict[str, list[list[object]]]:
    rows = sorted((wish.kind, wish.rank, wish.wanted_id) for wish in wishes)
    return {"wishes": [list(each) for each in rows]}


@transaction.atomic
def explain_wish(
    *, acting: Acting, wish_id: int, reason: TranslatedText, topic_ids: Sequence[int], expected: int, now: datetime
) -> Wish:
    """
    Say why a participant wants to meet another, and about what.

    :raises UnableToWish: out of time
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    row = _locked(acting.participant_id)
    check_wishing(times_of(row.round), participant_state=row.state, now=now, by_organiser=acting.is_organiser)
    wish = Wish.objects.select_for_update().get(pk=wish_id, asker=row)
    wish.reason = reason
    save_version(row=wish, expected=expected)
    wish.topics.set(RoundTopic.objects.filter(round=row.round_id, pk__in=topic_ids))
    record(event="wish.explained", by=acting.by, at=now, about=wish)
    return wish


@transaction.atomic
def answer_wish(*, acting: Acting, wish_id: int, answer: str, note: str, now: datetime) -> Wish:
    """
    Accept or decline another's wish to meet.

    :raises UnableToWish: out of time, or for an answer that is none
    """
    row = _locked(acting.participant_id)
    check_answering(
        times_of(row.round),
        mode=row.round.wish_mode,
        participant_state=row.state,
        now=now,
        by_organiser=acting.is_organiser,
    )
    if answer not in WishAnswer.values:
        raise UnableToWish(_("Choose whether you accept or decline."))
    wish = Wish.objects.select_for_update().get(pk=wish_id, wanted=row, kind=WishKind.WISH)
    before = {"answer": wish.answer}
    wish.answer, wish.answer_note, wish.answered_at = answer, note.strip(), now
    save_version(row=wish, expected=wish.version)
    after = {"answer": wish.answer}
    record(event="wish.answered", by=acting.by, at=now, about=wish, before=before, after=after)
    return wish


@transaction.atomic
def decide_pair(*, round_id: int, decided: Decided, by: Actor, now: datetime) -> MeetingRound:
    """
    Say as the organiser that two must, may or must not meet.

    :raises UnableToWish: if the two cannot meet at this round
    """
    meeting_round = locked(round_id, by=by)
    first_id, second_id = sorted((decided.one_id, decided.other_id))
    rows = Participant.objects.filter(round=meeting_round, pk__in=[first_id, second_id]).select_related("round")
    pair = {row.pk: row for row in rows}
    if len(pair) != 2:
        raise UnableToWish(_("Choose two different participants of this round."))
    if second_id not in {one.pk for one in possible_partners(pair[first_id])}:
        raise UnableToWish(
            _("“%(one)s” and “%(other)s” are of the same side, or one of them does not come.")
            % {"one": pair[first_id].name, "other": pair[second_id].name}
        )
    OrganiserPair.objects.filter(first=first_id, second=second_id).delete()
    if decided.decision:
        OrganiserPair.objects.create(
            round=meeting_round,
            first_id=first_id,
            second_id=second_id,
            decision=decided.decision,
            reason=decided.reason.strip(),
        )
    after = {"first": first_id, "second": second_id, "decision": decided.decision, "reason": decided.reason.strip()}
    record(event="round.pair_decided", by=by, at=now, about=meeting_round, after=after)
    return meeting_round


def _locked(participant_id: int) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("round", "side", "body")
    return rows.get(pk=participant_id)
