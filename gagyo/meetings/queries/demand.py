"""Which pairs of a round are wanted, and what each is worth: what the timetable is made for."""

from collections import defaultdict
from dataclasses import dataclass, field

from gagyo.meetings.choices import PairDecision, WishKind
from gagyo.meetings.models import MeetingRound, OrganiserPair, Wish
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.rules.wishes import PairState, Side, becomes_meeting, state_of, worth


@dataclass(frozen=True)
class Pair:
    """
    Two participants of a round, by their ids, first the smaller.

    values: what a meeting is worth to the first and to the second; decision: the organiser's, empty for none
    """

    first_id: int
    second_id: int
    one: Side
    other: Side
    state: PairState
    decision: str = ""
    decision_reason: str = ""
    values: tuple[int, int] = (0, 0)
    is_wanted: bool = False
    wish_ids: tuple[int, ...] = field(default=())

    @property
    def is_must(self) -> bool:
        """Tell whether the organiser said that the two must meet."""
        return self.decision == PairDecision.MUST

    @property
    def value(self) -> int:
        """What a meeting is worth to both together."""
        return sum(self.values)


def pairs_of(meeting_round: MeetingRound) -> list[Pair]:
    """
    Return every pair between which there is a wish, a veto or a decision, by their ids; three queries.

    Participants that declined or withdrew are left out with all that was said of them.
    """
    there = set(taking_part(meeting_round).values_list("pk", flat=True))
    sides: dict[tuple[int, int], dict[int, Side]] = defaultdict(dict)
    wishes: dict[tuple[int, int], list[int]] = defaultdict(list)
    rows = Wish.objects.filter(asker__round=meeting_round)
    for pk, asker, wanted, kind, rank, answer in rows.values_list(
        "pk", "asker_id", "wanted_id", "kind", "rank", "answer"
    ):
        if asker in there and wanted in there:
            key = (min(asker, wanted), max(asker, wanted))
            is_veto = kind == WishKind.VETO
            sides[key][asker] = Side(None if is_veto else rank, answer, is_veto)
            wishes[key].append(pk)
    decided = {
        (row.first_id, row.second_id): row
        for row in OrganiserPair.objects.filter(round=meeting_round).exclude(decision="")
        if row.first_id in there and row.second_id in there
    }
    keys = sorted(sides.keys() | decided.keys())
    return [_pair(meeting_round, key, sides[key], decided.get(key), tuple(wishes[key])) for key in keys]


def wanted_pairs(meeting_round: MeetingRound) -> list[Pair]:
    """Return the pairs that are to meet if there is room."""
    return [pair for pair in pairs_of(meeting_round) if pair.is_wanted]


def _pair(
    meeting_round: MeetingRound,
    key: tuple[int, int],
    sides: dict[int, Side],
    decided: OrganiserPair | None,
    wish_ids: tuple[int, ...],
) -> Pair:
    one, other = sides.get(key[0], Side()), sides.get(key[1], Side())
    state = state_of(one, other)
    decision = decided.decision if decided else ""
    most, mutual = meeting_round.wishes_at_most, state == PairState.MUTUAL
    return Pair(
        first_id=key[0],
        second_id=key[1],
        one=one,
        other=other,
        state=state,
        decision=decision,
        decision_reason=decided.reason if decided else "",
        values=(worth(one, most=most, is_mutual=mutual), worth(other, most=most, is_mutual=mutual)),
        is_wanted=becomes_meeting(state, mode=meeting_round.wish_mode, decision=decision),
        wish_ids=wish_ids,
    )
