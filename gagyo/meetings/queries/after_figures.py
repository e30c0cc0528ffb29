"""What became of a round, as figures that open their rows: wishes, meetings, ratings, agreed items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.choices import AgreedState, MeetingState, VersionState, WishKind
from gagyo.meetings.models import AgreedItem, Assignment, Meeting, MeetingRound, Participant, Rating, Wish
from gagyo.meetings.queries.after import with_pair
from gagyo.meetings.queries.agreed import with_meeting
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.rules.after import Kept, kept_of
from gagyo.meetings.rules.timetable import Sitting, breaks_in


@dataclass(frozen=True)
class WishRow:
    """A wish, and whether its two are in the published timetable."""

    wish: Wish
    is_fulfilled: bool


@dataclass(frozen=True)
class IdleRow:
    """A participant, and how often it waits between two of its meetings."""

    participant: Participant
    breaks: int


@dataclass(frozen=True)
class Counted:
    """
    One figure of a round with the very rows that it counts.

    slug: its word in the address; kind: what the rows are: wishes, meetings, idle, ratings, items;
    value: None where nothing was recorded
    """

    slug: str
    kind: str
    unit: str
    rule: CountingRule
    value: int | Decimal | None
    rows: Sequence[Any]


@dataclass(frozen=True)
class OfRank:
    """The wishes of one rank, all and those that were fulfilled."""

    rank: int
    wishes: int
    fulfilled: int


@dataclass(frozen=True)
class RoundFigures:
    """All figures of a round; kept: how its agreed items stand."""

    counted: Sequence[Counted]
    ranks: Sequence[OfRank]
    kept: Kept


def _rule(code: str, names: tuple[str, str], sentences: tuple[str, str]) -> CountingRule:
    return CountingRule(f"round-{code}", *names, *sentences)


WISHES: Final = _rule(
    "wishes",
    ("희망", "Wishes"),
    (
        "참가기관이 낸 희망을 1건씩 셉니다. 거부와 주최 측의 결정은 뺍니다.",
        "Wishes of participants, each once; without refusals.",
    ),
)
FULFILLED: Final = _rule(
    "wishes-fulfilled",
    ("이루어진 희망", "Wishes fulfilled"),
    (
        "희망 가운데 두 기관의 미팅이 공개된 시간표에 있는 것을 1건씩 셉니다.",
        "Wishes whose two participants meet in the published timetable, each once.",
    ),
)
PLANNED: Final = _rule(
    "meetings-planned",
    ("시간표의 미팅", "Meetings of the timetable"),
    ("공개된 시간표에 있는 미팅을 1건씩 셉니다.", "Meetings that are in the published timetable, each once."),
)
HELD: Final = _rule(
    "meetings-held",
    ("실시한 미팅", "Meetings held"),
    ("주최 측이 실시했다고 기록한 미팅을 1건씩 셉니다.", "Meetings that the organiser noted as held, each once."),
)
NO_SHOWS: Final = _rule(
    "no-shows",
    ("불참으로 무산된 미팅", "Meetings that somebody missed"),
    (
        "한쪽이나 양쪽이 오지 않았다고 기록한 미팅을 1건씩 셉니다.",
        "Meetings noted as missed by one side or both, each once.",
    ),
)
RATED: Final = _rule(
    "ratings",
    ("평가 수", "Ratings"),
    ("미팅에 대한 한 기관의 평가를 1건씩 셉니다.", "Ratings of a meeting by one participant, each once."),
)
SATISFACTION: Final = _rule(
    "satisfaction",
    ("만족도", "Satisfaction"),
    (
        "평가 점수(1~5점)의 평균이며 소수 첫째 자리까지 씁니다. 평가하지 않은 미팅은 뺍니다.",
        "The mean of all ratings from 1 to 5, to one decimal; meetings without a rating are left out.",
    ),
)
IDLE: Final = _rule(
    "idle",
    ("빈 시간", "Idle time"),
    (
        "공개된 시간표에서 한 기관의 하루 미팅 사이에 연달아 빈 시간대를 1회로 세어 모두 더합니다.",
        "Runs of free slots between two meetings of a participant on one day of the published timetable, all together.",
    ),
)
AGREED: Final = _rule(
    "agreed-items",
    ("합의사항", "Agreed items"),
    ("이 회차의 미팅에서 합의한 사항을 1건씩 셉니다.", "What was agreed in the meetings of this round, each once."),
)
KEPT: Final = _rule(
    "agreed-items-kept",
    ("이행한 합의사항", "Agreed items kept"),
    (
        "이 회차의 합의사항 가운데 상태가 “이행”인 것을 1건씩 셉니다.",
        "Agreed items of this round that were kept in full, each once.",
    ),
)
RATE: Final = CountingRule(
    code="agreed-items-rate",
    name_ko="합의사항 이행률",
    name_en="Rate of agreed items kept",
    sentence_ko="전부 이행한 합의사항을 중단한 것을 뺀 전체로 나눕니다. 일부 이행과 이행 중은 이행으로 세지 않습니다.",
    sentence_en="Items kept in full ÷ all not given up; those kept in part and those still open do not count as kept.",
)


def figures_of(meeting_round: MeetingRound, *, as_of: date) -> RoundFigures:
    """Return the figures of a round; the number of queries does not grow with its rows."""
    wishes = wish_rows(meeting_round)
    fulfilled = [row for row in wishes if row.is_fulfilled]
    meetings = list(with_pair(Meeting.objects.filter(round=meeting_round)).order_by("starts_at", "pk"))
    planned = [row for row in meetings if getattr(row, "starts_at", None)]
    held, missed = (
        [row for row in meetings if row.state == state] for state in (MeetingState.HELD, MeetingState.NO_SHOW)
    )
    idle = idle_rows(meeting_round, planned)
    ratings = list(rating_rows(meeting_round))
    items = list(with_meeting(AgreedItem.objects.filter(meeting__round=meeting_round)))
    kept = [item for item in items if item.state == AgreedState.KEPT]
    counted = [
        Counted("wishes", "wishes", "item", WISHES, len(wishes), wishes),
        Counted("fulfilled", "wishes", "item", FULFILLED, len(fulfilled), fulfilled),
        Counted("planned", "meetings", "meeting", PLANNED, len(planned), planned),
        Counted("held", "meetings", "meeting", HELD, len(held), held),
        Counted("no-shows", "meetings", "meeting", NO_SHOWS, len(missed), missed),
        Counted("idle", "idle", "break", IDLE, sum(row.breaks for row in idle), idle),
        Counted("satisfaction", "ratings", "point", SATISFACTION, mean_of(ratings), ratings),
        Counted("ratings", "ratings", "item", RATED, len(ratings), ratings),
        Counted("agreed", "items", "item", AGREED, len(items), items),
        Counted("kept", "items", "item", KEPT, len(kept), kept),
    ]
    return RoundFigures(counted, ranks_of(wishes), kept_of(((one.state, one.due_on) for one in items), as_of=as_of))


def wish_rows(meeting_round: MeetingRound) -> list[WishRow]:
    """Return the wishes of a round by rank, each with whether it was fulfilled; two queries."""
    version = Assignment.objects.filter(
        timetable__round=meeting_round, timetable__state=VersionState.PUBLISHED
    ).order_by()
    pairs = set(version.values_list("meeting__first", "meeting__second"))
    rows = Wish.objects.filter(asker__round=meeting_round, kind=WishKind.WISH).select_related("asker", "wanted")
    return [
        WishRow(row, tuple(sorted((row.asker_id, row.wanted_id))) in pairs)
        for row in rows.order_by("rank", "asker__order", "pk")
    ]


def idle_rows(meeting_round: MeetingRound, planned: Sequence[Meeting]) -> list[IdleRow]:
    """Return the participants that wait between two meetings, who waits most often first; two queries."""
    sittings = [Sitting(row.pk, row.first_id, row.second_id, row.starts_at) for row in planned]  # type: ignore[attr-defined]  # with_pair() adds it
    who = {one.pk: one for row in planned for one in (row.first, row.second)}
    found = breaks_in(sittings, slots_of_round(meeting_round))
    rows = [IdleRow(who[pk], breaks) for pk, breaks in found.items() if breaks]
    return sorted(rows, key=lambda row: (-row.breaks, row.participant.pk))


def ranks_of(wishes: Sequence[WishRow]) -> list[OfRank]:
    """Return for each rank how many wishes there were, and how many were fulfilled."""
    ranks = sorted({row.wish.rank for row in wishes})
    return [
        OfRank(
            rank,
            sum(row.wish.rank == rank for row in wishes),
            sum(row.wish.rank == rank and row.is_fulfilled for row in wishes),
        )
        for rank in ranks
    ]


def rating_rows(meeting_round: MeetingRound) -> Any:
    """Return the ratings of a round with what their rows show."""
    rows = Rating.objects.filter(meeting__round=meeting_round)
    return rows.select_related("participant", "meeting__first", "meeting__second").order_by("-score", "pk")


def mean_of(ratings: Sequence[Rating]) -> Decimal | None:
    """Return the mean score to one decimal; None where nobody rated."""
    if not ratings:
        return None
    # A half is rounded up, as people do: 4.25 is 4.3.
    return (Decimal(sum(row.score for row in ratings)) / len(ratings)).quantize(Decimal("0.1"), ROUND_HALF_UP)
