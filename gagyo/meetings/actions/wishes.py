"""Wishes: saved all at once in their order, answered by the other side; what the organiser decides about a pair."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gagyo.common.actions import SavedMeanwhileError, record, save_version, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.actions.waiting import settle_published
from gagyo.meetings.choices import ParticipantState, WishAnswer, WishKind
from gagyo.meetings.models import OrganiserPair, Participant, RoundSide, RoundTopic, Wish
from gagyo.meetings.queries.wishes import others_for, pair_decision, possible_partners, times_of
from gagyo.meetings.rules.acting import Acting
from gagyo.meetings.rules.wishes import UnableToWish, check_answering, check_ranks, check_wishing

GONE = (ParticipantState.DECLINED, ParticipantState.WITHDRAWN)


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
    settle_published(row.round)
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
    settle_published(row.round)
    return wish


def close_ranks(asker_ids: Iterable[int]) -> None:
    """
    Give the wishes of participants the ranks 1, 2, 3 again, in their order; of two of one rank the older stands first.

    Wishes for those who do not take part are passed over. A form that one of them opened before notices it.
    """
    ids = set(asker_ids)
    rows = Wish.objects.filter(asker__in=ids, kind=WishKind.WISH).exclude(wanted__state__in=GONE)
    by_asker: dict[int, list[Wish]] = defaultdict(list)
    for wish in rows.order_by("rank", "pk"):
        by_asker[wish.asker_id].append(wish)
    for wishes in by_asker.values():
        for rank, wish in enumerate(wishes, start=1):
            if wish.rank != rank:
                wish.rank = rank
                save_version(row=wish, expected=wish.version)
    Participant.objects.filter(pk__in=ids).update(version=F("version") + 1)


def welcome_back(row: Participant) -> None:
    """Let the wishes for a participant that takes part again count once more: the ranks beside them moved meanwhile."""
    askers = Wish.objects.filter(wanted=row, kind=WishKind.WISH).values_list("asker_id", flat=True)
    close_ranks(askers)


def take_back_unfit(row: Participant) -> int:
    """
    Take back wishes and decisions between a participant and those of its side, and return how many wishes these were.

    In a round of one side all meet all.
    """
    if RoundSide.objects.filter(round=row.round_id).count() == 1:
        return 0
    unfit = Q(asker=row, wanted__side=row.side_id) | Q(wanted=row, asker__side=row.side_id)
    wishes = list(Wish.objects.filter(unfit))
    Wish.objects.filter(pk__in=[wish.pk for wish in wishes]).delete()
    of_pair = Q(first=row, second__side=row.side_id) | Q(second=row, first__side=row.side_id)
    OrganiserPair.objects.filter(of_pair).delete()
    close_ranks(wish.asker_id for wish in wishes)
    return len(wishes)


@transaction.atomic
def decide_pair(*, round_id: int, decided: Decided, expected: int, by: Actor, now: datetime) -> OrganiserPair:
    """
    Say as the organiser that two must, may or must not meet.

    expected: the version of the decision that was seen, 0 where there was none
    :raises UnableToWish: if the two cannot meet at this round
    :raises SavedMeanwhileError: if somebody decided in between; nothing is saved
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
    row = pair_decision(meeting_round, first_id, second_id)
    before = values_of(row)
    row.decision, row.reason = decided.decision, decided.reason.strip()
    if row.pk:
        save_version(row=row, expected=expected)
    elif expected:
        raise SavedMeanwhileError(current=row)
    else:
        row.version = 1
        row.save()
    # Which two it is belongs to what is told of a change, though it stays the same.
    told = {"first": first_id, "second": second_id}
    record(
        event="round.pair_decided",
        by=by,
        at=now,
        about=meeting_round,
        before={"decision": before["decision"], "reason": before["reason"]},
        after={**told, "decision": row.decision, "reason": row.reason},
    )
    settle_published(meeting_round)
    return row


def _locked(participant_id: int) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("round", "side", "body")
    return rows.get(pk=participant_id)
