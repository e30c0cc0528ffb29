"""
Rounds of one-to-one meetings, marked as sample: a finished one, two that run today, and one that takes wishes.

Of the fourth round the days, the organiser, 24 missions and 24 local governments, and that Namyangju met the embassies
of the United States and the United Kingdom, are as published; who else came and everything that was said is invented.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import Actor
from gagyo.config.sample.meetings_after import Told, load_day
from gagyo.config.sample.meetings_participants import GUESTS, HOSTS, NEIGHBOURS, Guests, load_participants
from gagyo.config.sample.meetings_timetable import load_timetable
from gagyo.config.sample.meetings_wishes import countries_tied, load_wishes
from gagyo.config.sample.offices import NAMYANGJU, local_code
from gagyo.meetings.choices import RoundState
from gagyo.meetings.models import MeetingRound, RoundBlock, RoundInterpreter, RoundSide, RoundTable, RoundTopic
from gagyo.meetings.rules.rounds import first_blocks

ASSOCIATION = "sample-association"
SOURCE = "공개 자료(2022. 6. 16.~17.): 참가 규모, 남양주시의 상대 공관 · 나머지 참가 기관과 희망, 결과는 가상"
INVENTED = "가상"
SIDES = (("주한공관", "Missions in Korea"), ("지방자치단체", "Local governments"))
TOPICS = (
    ("자매·우호도시 교류", "Partner cities"),
    ("청소년 교류", "Youth exchange"),
    ("투자 유치", "Investment"),
    ("관광", "Tourism"),
    ("문화·축제", "Culture and festivals"),
    ("스마트도시", "Smart city"),
    ("기후·환경", "Climate and environment"),
)


@dataclass(frozen=True)
class Edition:
    """
    A round as it is to be made: by which office, for whom, and how far it has come.

    wishes: how many each participant has; said: which share of the participants has sent them, 0 to 1
    breaks_differ_by: what the timetable keeps between any two participants; None where the hall was full in every slot
    """

    office: str
    names: tuple[str, str]
    about: tuple[str, str]
    starts_on: date
    days: int
    state: RoundState
    guests: Guests
    tables: int
    interpreters: int
    number: int | None = None
    wishes: int = 5
    said: float = 1.0
    breaks_differ_by: int | None = 2
    source: str = INVENTED


def fourth() -> Edition:
    """Return the fourth round of the association."""
    return Edition(
        office=ASSOCIATION,
        names=("제4회 주한공관-지방자치단체 협력미팅", "Fourth Meetings of Missions and Local Governments"),
        about=(
            "주한공관 24곳과 지방자치단체 24곳이 이틀 동안 일대일로 만났다. 남양주시는 미국과 영국 대사관을 만났다.",
            "24 missions and 24 local governments met over two days. Namyangju met the US and the UK embassies.",
        ),
        starts_on=date(2022, 6, 16),
        days=2,
        state=RoundState.DONE,
        guests=Guests(GUESTS, HOSTS, name_people=False),
        tables=10,
        interpreters=10,
        number=4,
        breaks_differ_by=None,
        source=SOURCE,
    )


def under_way(*, today: date) -> Edition:
    """Return a round of the association that began yesterday and ends tomorrow."""
    return Edition(
        office=ASSOCIATION,
        names=(f"{today:%Y}년 협력미팅 (가상)", f"Meetings of {today:%Y} (invented)"),
        about=("진행 중인 회차의 예시입니다.", "An example of a round that is under way."),
        starts_on=today - timedelta(days=1),
        days=3,
        state=RoundState.RUNNING,
        guests=Guests(GUESTS[:12], HOSTS[:12]),
        tables=8,
        interpreters=6,
    )


def planned(*, today: date) -> Edition:
    """Return the association's next round, for which wishes are taken."""
    return Edition(
        office=ASSOCIATION,
        names=("다음 협력미팅 (가상)", "Next Meetings (invented)"),
        about=("희망을 받고 있는 회차의 예시입니다.", "An example of a round that takes wishes."),
        starts_on=today + timedelta(days=60),
        days=2,
        state=RoundState.WISHING,
        guests=Guests(GUESTS, HOSTS, all_coming=False),
        tables=14,
        interpreters=10,
        said=0.7,
    )


def of_namyangju(*, today: date) -> Edition:
    """Return a round that Namyangju runs with its neighbours, yesterday and today."""
    return Edition(
        office=local_code(NAMYANGJU),
        names=(
            "남양주시와 이웃 도시 협력미팅 (가상)",
            "Namyangju and Neighbours Meet Embassies (invented)",
        ),
        about=("시에서 여는 작은 회차의 예시입니다.", "An example of a small round that a city runs."),
        starts_on=today - timedelta(days=1),
        days=2,
        state=RoundState.RUNNING,
        guests=Guests(GUESTS[:6], NEIGHBOURS),
        tables=4,
        interpreters=3,
        wishes=3,
    )


def load_meetings(*, offices: Mapping[str, Office], by: Actor, now: datetime, seed: int) -> list[MeetingRound]:
    """Make the rounds with all that hangs on them, and return them; the registry and the accounts must be loaded."""
    today = timezone.localdate(now)
    made: list[MeetingRound] = []
    tied = countries_tied()
    for edition in (fourth(), under_way(today=today), planned(today=today), of_namyangju(today=today)):
        # Each of the association's rounds counts what was kept of the one before.
        previous = made[-1] if made and edition.office == ASSOCIATION else None
        meeting_round = _round(edition, office=offices[edition.office], previous=previous, now=now)
        _fill(meeting_round, edition, tied=tied, now=now, dice=Random(seed + len(made)))  # noqa: S311  # sample data, not a secret
        record(event="round.created", by=by, at=now, about=meeting_round, after=values_of(meeting_round))
        made.append(meeting_round)
    return made


def _round(edition: Edition, *, office: Office, previous: MeetingRound | None, now: datetime) -> MeetingRound:
    opens_at, closes_at = _wishing(edition, now=now)
    return MeetingRound.objects.create(
        office=office,
        visibility=Visibility.SHARED,
        name_ko=edition.names[0],
        name_en=edition.names[1],
        about=TranslatedText(edition.about[0], "ko", {"en": (edition.about[1], TranslationState.REVIEWED.value)}),
        number=edition.number,
        state=edition.state,
        previous=previous,
        starts_on=edition.starts_on,
        ends_on=edition.starts_on + timedelta(days=edition.days - 1),
        wishes_at_most=8,
        breaks_differ_by=edition.breaks_differ_by,
        wishes_open_at=opens_at,
        wishes_close_at=closes_at,
        answers_close_at=closes_at + timedelta(days=7),
        # It opens a page without an account, so that it is never the same in two installations.
        board_key=secrets.token_urlsafe(24),
        source=edition.source,
        is_sample=True,
    )


def _wishing(edition: Edition, *, now: datetime) -> tuple[datetime, datetime]:
    """Return from when and until when wishes are taken: around now where they still are."""
    first = now if edition.state == RoundState.WISHING else timezone.make_aware(_noon(edition.starts_on, before=60))
    opens = timezone.localtime(first - timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
    return opens, (opens + timedelta(days=28)).replace(hour=18)


def _noon(day: date, *, before: int) -> datetime:
    return datetime.combine(day - timedelta(days=before), time(12))


def _fill(
    meeting_round: MeetingRound, edition: Edition, *, tied: dict[str, set[str]], now: datetime, dice: Random
) -> None:
    """Give a round its rows, its participants and their wishes; its timetable and its days where it has come so far."""
    _rows(meeting_round, edition)
    participants = load_participants(meeting_round, edition.guests, dice=dice)
    load_wishes(participants, tied=tied, wishes=edition.wishes, said=edition.said, dice=dice)
    if edition.state == RoundState.WISHING:
        return
    seats = load_timetable(meeting_round, seed=edition.starts_on.year)
    load_day(Told(meeting_round, participants, seats), now=now, dice=dice)


def _rows(meeting_round: MeetingRound, edition: Edition) -> None:
    RoundSide.objects.bulk_create(
        RoundSide(round=meeting_round, name_ko=ko, name_en=en, order=order) for order, (ko, en) in enumerate(SIDES)
    )
    RoundTopic.objects.bulk_create(
        RoundTopic(round=meeting_round, name_ko=ko, name_en=en, order=order) for order, (ko, en) in enumerate(TOPICS)
    )
    zone = timezone.get_default_timezone()
    RoundBlock.objects.bulk_create(
        RoundBlock(round=meeting_round, kind=block.kind, starts_at=block.starts_at, ends_at=block.ends_at)
        for block in first_blocks(starts_on=meeting_round.starts_on, ends_on=meeting_round.ends_on, zone=zone)
    )
    RoundTable.objects.bulk_create(
        RoundTable(round=meeting_round, name_ko=f"{number}번 테이블", name_en=f"Table {number}", order=number)
        for number in range(1, edition.tables + 1)
    )
    named = edition.guests.name_people
    RoundInterpreter.objects.bulk_create(
        RoundInterpreter(
            round=meeting_round,
            name=f"통역 {number} (가상)" if named else "",
            email=f"interpreter{number}@example.org" if named else "",
            languages="ko en",
            order=number,
        )
        for number in range(1, edition.interpreters + 1)
    )
