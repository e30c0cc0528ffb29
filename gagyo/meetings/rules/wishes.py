"""Wishes: when they are taken, what they must be, and which pairs become meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.meetings.choices import PairDecision, ParticipantState, RoundState, WishAnswer, WishMode

BEST_VALUE = 100
MUTUAL_MORE = 20


class UnableToWish(Exception):
    """A wish cannot be taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Times:
    """When a round takes wishes and answers; None where the organiser set no time."""

    state: str
    open_at: datetime | None = None
    close_at: datetime | None = None
    answers_close_at: datetime | None = None


class PairState(StrEnum):
    """How two participants stand to each other."""

    MUTUAL = "mutual"
    ONE_SIDED = "one_sided"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    VETOED = "vetoed"
    NONE = "none"


@dataclass(frozen=True)
class Side:
    """What one participant wants of another: its wish's rank and the other's answer to it, or a veto."""

    rank: int | None = None
    answer: str = WishAnswer.OPEN.value
    is_veto: bool = False


def check_wishing(times: Times, *, participant_state: str, now: datetime, by_organiser: bool) -> None:
    """
    Refuse wishes out of time; the last second of the deadline still counts.

    :raises UnableToWish: saying when they are taken
    """
    if participant_state in {ParticipantState.DECLINED, ParticipantState.WITHDRAWN}:
        raise UnableToWish(_("You do not take part in this round. Change your answer first."))
    if by_organiser and times.state in {RoundState.DRAFT, RoundState.WISHING, RoundState.SCHEDULING}:
        return
    if times.state != RoundState.WISHING:
        raise UnableToWish(_("The organiser takes no wishes now. Call the organiser if something must change."))
    if times.open_at is not None and now < times.open_at:
        raise UnableToWish(_("Wishes are taken from %(at)s.") % {"at": _clock(times.open_at)})
    if times.close_at is not None and now.replace(microsecond=0) > times.close_at:
        raise UnableToWish(
            _("Wishes were taken until %(at)s. Call the organiser if something must change.")
            % {"at": _clock(times.close_at)}
        )


def check_answering(times: Times, *, mode: str, participant_state: str, now: datetime, by_organiser: bool) -> None:
    """
    Refuse answers to wishes out of time, of those who left, or where nobody is asked.

    :raises UnableToWish: saying until when they were taken
    """
    if participant_state in {ParticipantState.DECLINED, ParticipantState.WITHDRAWN}:
        raise UnableToWish(_("You do not take part in this round. Change your answer first."))
    if mode == WishMode.ORGANISER and not by_organiser:
        raise UnableToWish(_("In this round the organiser decides, so no wish is answered."))
    if by_organiser and times.state in {RoundState.WISHING, RoundState.SCHEDULING}:
        return
    last = times.answers_close_at or times.close_at
    if times.state != RoundState.WISHING or (last is not None and now.replace(microsecond=0) > last):
        until = _clock(last) if last is not None else "–"
        raise UnableToWish(_("Answers were taken until %(at)s. Call the organiser.") % {"at": until})


def _clock(moment: datetime) -> str:
    at = f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
    # A mission may sit, or be on its way, in another zone.
    return _("%(at)s (Korean time)") % {"at": at}


def check_ranks(ranks: Mapping[int, int], *, vetoes: frozenset[int], most: int, names: Mapping[int, str]) -> list[int]:
    """
    Return the wanted participants in the order of their ranks, closed up to 1, 2, 3.

    ranks: by participant; names: of those that may be wished for
    :raises UnableToWish: for somebody who may not be wished for, two of one rank, both wish and veto, or too many
    """
    for wanted in [*ranks, *vetoes]:
        if wanted not in names:
            raise UnableToWish(_("One of those you chose does not take part any more. Load the page again."))
    if both := sorted(set(ranks) & vetoes):
        raise UnableToWish(
            _("You both wish to meet “%(name)s” and do not. Take one of the two away.") % {"name": names[both[0]]}
        )
    if len(ranks) > most:
        raise UnableToWish(
            _("You may have %(most)d wishes and gave %(given)d. Clear %(over)d of them.")
            % {"most": most, "given": len(ranks), "over": len(ranks) - most}
        )
    by_rank: dict[int, int] = {}
    for wanted, rank in ranks.items():
        if rank in by_rank:
            raise UnableToWish(
                _("“%(one)s” and “%(other)s” both have the rank %(rank)d. Change one of them.")
                % {"one": names[by_rank[rank]], "other": names[wanted], "rank": rank}
            )
        by_rank[rank] = wanted
    return [by_rank[rank] for rank in sorted(by_rank)]


def state_of(one: Side, other: Side) -> PairState:
    """Return how two participants stand to each other."""
    if one.is_veto or other.is_veto:
        return PairState.VETOED
    if one.rank and other.rank:
        return PairState.MUTUAL
    wish = one if one.rank else other
    if not wish.rank:
        return PairState.NONE
    if wish.answer == WishAnswer.ACCEPTED:
        return PairState.ACCEPTED
    return PairState.DECLINED if wish.answer == WishAnswer.DECLINED else PairState.ONE_SIDED


def becomes_meeting(state: PairState, *, mode: str, decision: str) -> bool:
    """Tell whether a pair is put into the timetable if there is room: the organiser's word counts before all."""
    if decision == PairDecision.MUST:
        return True
    if decision == PairDecision.NOT or state == PairState.VETOED:
        return False
    if decision == PairDecision.MAY:
        return True
    if state in {PairState.MUTUAL, PairState.ACCEPTED}:
        return True
    if state == PairState.ONE_SIDED:
        return mode in {WishMode.OPT_OUT, WishMode.ORGANISER}
    return False


def worth(side: Side, *, most: int, is_mutual: bool) -> int:
    """
    Return what a meeting is worth to one side: 100 for its first wish, evenly less down to its last, 0 for no wish.

    most: wishes that it may have; a mutual wish is worth 20 more to each
    """
    if not side.rank:
        return 0
    share = max(most - side.rank + 1, 1) / max(most, 1)
    return round(BEST_VALUE * share) + (MUTUAL_MORE if is_mutual else 0)


def together(values: Sequence[int]) -> int:
    """Return what a meeting is worth to both sides together."""
    return sum(values)
