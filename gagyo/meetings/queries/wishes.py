"""Wishes for the screens: a participant's own with what others wish of it, and the organiser's overview."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gagyo.meetings.choices import ParticipantState, Sees, WishKind, WishMode
from gagyo.meetings.models import MeetingRound, OrganiserPair, Participant, Wish
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.queries.suggestions import Suggestion, suggestions_for
from gagyo.meetings.rules.wishes import Times


@dataclass(frozen=True)
class Candidate:
    """Somebody whom a participant may wish to meet: its own wish or veto, the other's wish where it is told."""

    participant: Participant
    wish: Wish | None
    theirs: Wish | None
    suggestion: Suggestion | None

    @property
    def rank(self) -> int | None:
        """The rank of the own wish."""
        return self.wish.rank if self.wish and self.wish.kind == WishKind.WISH else None

    @property
    def is_veto(self) -> bool:
        """Tell whether the participant does not want to meet it."""
        return self.wish is not None and self.wish.kind == WishKind.VETO


def times_of(row: MeetingRound) -> Times:
    """Return when a round takes wishes and answers."""
    return Times(row.state, row.wishes_open_at, row.wishes_close_at, row.answers_close_at)


def others_for(participant: Participant) -> list[Participant]:
    """
    Return whom a participant may wish to meet: the other sides, or in a round of one side all others.

    Nobody, where the organiser gathers the wishes and shows no one; those who declined are left out.
    """
    if participant.round.sees == Sees.NOBODY:
        return []
    return possible_partners(participant)


def shown_to(
    participant: Participant, *, words: str = "", side_id: int | None = None, topic_id: int | None = None
) -> "QuerySet[Participant]":
    """Return whose profiles a participant may read before the timetable, with their topics: as the round says."""
    rows = taking_part(participant.round).exclude(pk=participant.pk)
    if participant.round.sees == Sees.NOBODY:
        rows = rows.none()
    elif participant.round.sees == Sees.OTHER_SIDE:
        rows = rows.filter(pk__in=[one.pk for one in possible_partners(participant)])
    for word in words.split()[:8]:
        rows = rows.filter(Q(name_ko__icontains=word) | Q(name_en__icontains=word))
    if side_id is not None:
        rows = rows.filter(side=side_id)
    if topic_id is not None:
        rows = rows.filter(Q(offer_topics=topic_id) | Q(seek_topics=topic_id)).distinct()
    return rows.prefetch_related("offer_topics", "seek_topics")


def possible_partners(participant: Participant) -> list[Participant]:
    """Return whom a participant could meet, whether it is shown them or not."""
    rows = taking_part(participant.round).exclude(pk=participant.pk)
    one_group = participant.round.sides.count() == 1
    if not one_group:
        rows = rows.exclude(side=participant.side_id)
    return list(rows)


def candidates_for(participant: Participant, *, by_organiser: bool = False) -> list[Candidate]:
    """
    Return whom a participant may wish to meet: its wishes by rank, then suggestions, then by name; constant queries.

    Another's wish is told only where participants decide; another's veto never.
    """
    others = possible_partners(participant) if by_organiser else others_for(participant)
    own = {wish.wanted_id: wish for wish in Wish.objects.filter(asker=participant)}
    theirs: dict[int, Wish] = {}
    if participant.round.wish_mode != WishMode.ORGANISER:
        theirs = {wish.asker_id: wish for wish in Wish.objects.filter(wanted=participant, kind=WishKind.WISH)}
    suggested = suggestions_for(participant, others)
    found = [Candidate(one, own.get(one.pk), theirs.get(one.pk), suggested.get(one.pk)) for one in others]
    return sorted(found, key=_order)


def _order(candidate: Candidate) -> tuple[int, int, int, str]:
    score = candidate.suggestion.score if candidate.suggestion else 0
    return (candidate.rank or 10_000, 1 if candidate.is_veto else 0, -score, candidate.participant.name)


def asked_of(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return those who wish to meet the participant and whom it has not wished for itself."""
    return [each for each in candidates if each.theirs is not None and each.rank is None and not each.is_veto]


def pair_decision(meeting_round: MeetingRound, one_id: int, other_id: int) -> OrganiserPair:
    """Return what the organiser decided about two; a row of version 0 where nothing was decided yet."""
    first_id, second_id = sorted((one_id, other_id))
    rows = OrganiserPair.objects.filter(round=meeting_round, first=first_id, second=second_id)
    found = rows.select_related("first", "second").first()
    return found or OrganiserPair(round=meeting_round, first_id=first_id, second_id=second_id, version=0)


def names_by_id(meeting_round: MeetingRound) -> dict[int, Participant]:
    """Return the participants of a round by their ids, those who declined too."""
    rows = Participant.objects.filter(round=meeting_round).select_related("side", "body__country")
    return {row.pk: row for row in rows}


def silent(meeting_round: MeetingRound) -> list[Participant]:
    """Return who takes part and has sent no wishes yet."""
    expected = [ParticipantState.COMING, ParticipantState.INVITED]
    return list(taking_part(meeting_round).filter(wishes_done_at=None, state__in=expected))
