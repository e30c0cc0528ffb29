"""Invented wishes between missions and local governments: first where there are ties, then as the dice fall."""

from collections import defaultdict
from datetime import timedelta
from random import Random

from gagyo.common.models import TranslatedText, TranslationState
from gagyo.config.sample.offices import NAMYANGJU
from gagyo.config.sample.ties import plans
from gagyo.meetings.choices import PairDecision, ParticipantState, WishAnswer
from gagyo.meetings.models import OrganiserPair, Participant, RoundTopic, Wish
from gagyo.registry.choices import BodyKind

# Why Namyangju and an embassy want to meet, by the embassy's country; Namyangju's ties are as published.
OF_NAMYANGJU = {
    "US": (
        "2020년 온라인으로 결연한 브레아시, 포트리시와의 대면 교류 방안",
        "How to meet in person with Brea and Fort Lee, with which ties were signed online in 2020",
    ),
    "GB": (
        "1996년부터 26년째인 다트퍼드시와의 자매결연 기념 교류",
        "Exchange for the tie with Dartford, which has lasted 26 years, since 1996",
    ),
}
REASONS = (
    ("자매결연 도시와의 교류 확대", "More exchange with the partner city"),
    ("청소년 교류 사업을 함께할 도시 소개", "A city with which young people could be exchanged"),
    ("투자 설명회와 기업 연계", "An investment briefing, and firms to meet"),
    ("지역 축제 상호 참가", "Taking part in each other's festivals"),
)


def load_wishes(
    participants: list[Participant], *, tied: dict[str, set[str]], wishes: int, said: float, dice: Random
) -> list[Wish]:
    """
    Make the wishes of those who have sent them, and return them.

    tied: countries by the code of a local government; said: the share of those who have sent theirs, 0 to 1
    """
    missions = [row for row in participants if row.body.kind == BodyKind.MISSION_IN_KOREA]
    hosts = [row for row in participants if row.body.kind != BodyKind.MISSION_IN_KOREA]
    coming = [row for row in participants if row.state == ParticipantState.COMING]
    asking = coming if said >= 1 else [row for row in coming if dice.random() < said or _is_namyangju(row)]
    made: list[Wish] = []
    for row in asking:
        others = hosts if row in missions else missions
        for rank, wanted in enumerate(_chosen(row, others, tied=tied, most=wishes, dice=dice), start=1):
            made.append(_wish(row, wanted, rank=rank, dice=dice))
    for wish in made[::3]:
        wish.answer, wish.answered_at = WishAnswer.ACCEPTED.value, wish.made_at + timedelta(days=2)
    Wish.objects.bulk_create(made)
    _give_topics(made, dice=dice)
    _note_sent(asking)
    _must_meet(hosts, missions)
    return made


def countries_tied() -> dict[str, set[str]]:
    """Return the countries of the ties of each local government, by its code."""
    found: dict[str, set[str]] = defaultdict(set)
    for plan in plans():
        found[plan.code].add(plan.key.partition(":")[0])
    return found


def _is_namyangju(row: Participant) -> bool:
    return row.body.code == NAMYANGJU


def _chosen(
    row: Participant, others: list[Participant], *, tied: dict[str, set[str]], most: int, dice: Random
) -> list[Participant]:
    """Return whom a participant wishes to meet, in the order of its wishes."""

    def weight(other: Participant) -> tuple[int, float]:
        mission, host = (row, other) if row.body.kind == BodyKind.MISSION_IN_KOREA else (other, row)
        if host.body.code == NAMYANGJU and mission.body.country_id in OF_NAMYANGJU:
            return (0, list(OF_NAMYANGJU).index(mission.body.country_id))
        has_tie = mission.body.country_id in tied.get(host.body.code or "", set())
        # Half of the wishes follow ties, so that those without any are wished for as well.
        return (1 if has_tie and dice.random() < 0.5 else 2, dice.random())

    return [other for _weight, other in sorted(((weight(each), each) for each in others), key=lambda pair: pair[0])][
        :most
    ]


def _reason(row: Participant, wanted: Participant, *, dice: Random) -> TranslatedText:
    pair = {row.body.code, wanted.body.code}, {row.body.country_id, wanted.body.country_id} - {"KR"}
    words = dice.choice(REASONS)
    if NAMYANGJU in pair[0]:
        words = next((OF_NAMYANGJU[code] for code in pair[1] if code in OF_NAMYANGJU), words)
    ko, en = words
    if row.language == "en":
        return TranslatedText(en, "en", {"ko": (ko, TranslationState.REVIEWED.value)})
    return TranslatedText(ko, "ko", {"en": (en, TranslationState.REVIEWED.value)})


def _wish(row: Participant, wanted: Participant, *, rank: int, dice: Random) -> Wish:
    opened_at = row.round.wishes_open_at
    assert opened_at is not None
    return Wish(
        asker=row,
        wanted=wanted,
        rank=rank,
        reason=_reason(row, wanted, dice=dice) if rank <= 2 else TranslatedText(),
        made_at=opened_at + timedelta(days=3, minutes=rank),
        is_sample=True,
    )


def _give_topics(wishes: list[Wish], *, dice: Random) -> None:
    topics = list(RoundTopic.objects.filter(round=wishes[0].asker.round))
    through = Wish.topics.through
    through._default_manager.bulk_create(
        through(wish_id=wish.pk, roundtopic_id=dice.choice(topics).pk) for wish in wishes
    )


def _note_sent(rows: list[Participant]) -> None:
    opened_at = rows[0].round.wishes_open_at
    assert opened_at is not None
    sent_at = opened_at + timedelta(days=3)
    Participant.objects.filter(pk__in=[row.pk for row in rows]).update(wishes_done_at=sent_at)


def _must_meet(hosts: list[Participant], missions: list[Participant]) -> None:
    """Let the organiser say that Namyangju meets the two embassies."""
    namyangju = next(row for row in hosts if _is_namyangju(row))
    OrganiserPair.objects.bulk_create(
        OrganiserPair(
            round=namyangju.round,
            first=min(namyangju, mission, key=lambda row: row.pk),
            second=max(namyangju, mission, key=lambda row: row.pk),
            decision=PairDecision.MUST,
            reason="자매·우호도시가 있는 나라 (가상)",
        )
        for mission in missions
        if mission.body.country_id in OF_NAMYANGJU
    )
