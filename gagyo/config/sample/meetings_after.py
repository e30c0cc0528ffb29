"""What came of the sample's meetings: who was there, minutes, agreed items and ratings; all of it invented."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from gagyo.accounts.models import User
from gagyo.common.models import TranslatedText, TranslationState
from gagyo.config.sample.meetings_timetable import Seat
from gagyo.config.sample.meetings_wishes import OF_NAMYANGJU
from gagyo.config.sample.offices import NAMYANGJU
from gagyo.meetings.choices import AgreedState, MeetingState, PresenceState, RoundState
from gagyo.meetings.models import (
    AgreedItem,
    Meeting,
    MeetingRound,
    Minutes,
    Participant,
    Presence,
    Rating,
    RoundTopic,
)

DISCUSSED = (
    ("상호 방문 시기와 담당자를 정했다.", "When to visit each other, and who is in charge."),
    ("청소년 온라인 교류를 먼저 해 보기로 했다.", "Young people are to meet online first."),
    ("투자 설명회에 참가할 기업을 찾기로 했다.", "Firms are to be found for an investment briefing."),
    ("축제 초청 절차와 비용 부담을 이야기했다.", "How festivals invite, and who pays what."),
)
PROMISES = (
    ("교류 담당자 연락처와 사업 자료를 보낸다.", "Sends the contact in charge and papers on the project."),
    ("교류를 원하는 도시 세 곳을 소개한다.", "Names three cities that look for a partner."),
    ("온라인 교류 행사 일정을 제안한다.", "Proposes a day for an exchange online."),
    ("축제 초청장을 보낸다.", "Sends an invitation to the festival."),
)
OF_EMBASSIES = {
    "US": ("브레아시, 포트리시와 청소년 온라인 교류를 연다.", "Holds a youth exchange online with Brea and Fort Lee."),
    "GB": ("다트퍼드시와 결연 기념 문화행사를 함께 연다.", "Holds a cultural event with Dartford for their tie."),
}
STATES = (AgreedState.KEPT, AgreedState.OPEN, AgreedState.KEPT, AgreedState.PARTLY, AgreedState.KEPT)
OUTCOMES = {
    AgreedState.KEPT: ("약속한 대로 마쳤다. (가상)", "Done as promised. (invented)"),
    AgreedState.PARTLY: (
        "일부만 마쳤고 나머지는 다음 해로 미뤘다. (가상)",
        "Done in part, the rest put off. (invented)",
    ),
}
COMMENTS = ("상대 기관의 준비가 좋았습니다.", "시간이 조금 짧았습니다.", "", "", "")


@dataclass(frozen=True)
class Told:
    """A round with its participants and its published meetings, of which something is to be told."""

    round: MeetingRound
    participants: list[Participant]
    seats: list[tuple[Meeting, Seat]]

    @property
    def is_over(self) -> bool:
        """Tell whether the round has ended."""
        return self.round.state == RoundState.DONE


def load_day(told: Told, *, now: datetime, dice: Random) -> None:
    """Say of each meeting that has been whether it was held, and make what came of those that were."""
    past = [(meeting, seat) for meeting, seat in told.seats if seat.slot.ends_at <= now]
    missed = [meeting for number, (meeting, seat) in enumerate(past) if number % 40 == 39 and not seat.pair.is_must]
    Meeting.objects.filter(pk__in=[row.pk for row in missed]).update(state=MeetingState.NO_SHOW, absent=F("first"))
    held = [(meeting, seat) for meeting, seat in past if meeting not in missed]
    for slot in {seat.slot for _meeting, seat in held}:
        then = [meeting.pk for meeting, seat in held if seat.slot == slot]
        Meeting.objects.filter(pk__in=then).update(
            state=MeetingState.HELD, began_at=slot.starts_at, ended_at=slot.ends_at
        )
    _arrivals(told, today=timezone.localdate(now))
    _minutes(told, held, dice=dice)
    _agreed(told, held, today=timezone.localdate(now))
    _ratings(held, dice=dice)


def _arrivals(told: Told, *, today: date) -> None:
    days = {timezone.localdate(seat.slot.starts_at) for _meeting, seat in told.seats}
    Presence.objects.bulk_create(
        Presence(
            participant=row,
            day=day,
            state=PresenceState.ARRIVED,
            noted_at=timezone.make_aware(datetime.combine(day, time(9, 40))),
        )
        for day in sorted(days)
        if day <= today
        for row in told.participants
    )


def _both(words: tuple[str, str]) -> TranslatedText:
    return TranslatedText(words[0], "ko", {"en": (words[1], TranslationState.REVIEWED.value)})


def _minutes(told: Told, held: list[tuple[Meeting, Seat]], *, dice: Random) -> None:
    """Write the minutes of three meetings in four, and of Namyangju's with the two embassies."""
    by_id = {row.pk: row for row in told.participants}
    made = Minutes.objects.bulk_create(
        Minutes(
            meeting=meeting,
            discussed=_both(words or dice.choice(DISCUSSED)),
            outcome=_both(("합의한 일을 다음 회차 전까지 마친다.", "What was agreed is done before the next round.")),
            written_by_id=meeting.second_id,
            written_at=seat.slot.ends_at + timedelta(minutes=20),
            is_sample=True,
        )
        for number, (meeting, seat) in enumerate(held)
        if (words := OF_NAMYANGJU.get(_embassy_of_namyangju(meeting, by_id))) or number % 4
    )
    topics = list(RoundTopic.objects.filter(round=told.round))
    through = Minutes.topics.through
    through._default_manager.bulk_create(
        through(minutes_id=row.pk, roundtopic_id=dice.choice(topics).pk) for row in made
    )


def _embassy_of_namyangju(meeting: Meeting, by_id: dict[int, Participant]) -> str:
    """Return the country of an embassy that Namyangju met; empty for other meetings."""
    mission, host = by_id[meeting.first_id], by_id[meeting.second_id]
    return mission.body.country_id if host.body.code == NAMYANGJU else ""


def _agreed(told: Told, held: list[tuple[Meeting, Seat]], *, today: date) -> None:
    """Agree on something in every third meeting, and in Namyangju's with the two embassies."""
    by_id = {row.pk: row for row in told.participants}
    officer = User.objects.filter(email="officer@example.org", is_sample=True).first()
    rows: list[AgreedItem] = []
    for number, (meeting, _seat) in enumerate(held):
        own = OF_EMBASSIES.get(country := _embassy_of_namyangju(meeting, by_id))
        if own is None and number % 3:
            continue
        state = {"US": AgreedState.KEPT, "GB": AgreedState.OPEN}.get(country) if own else STATES[len(rows) % 5]
        state = state if told.is_over and state else AgreedState.OPEN
        owner = by_id[meeting.second_id if own or number % 2 else meeting.first_id]
        rows.append(
            AgreedItem(
                meeting=meeting,
                what=_both(own or PROMISES[number % len(PROMISES)]),
                owner=owner,
                officer=officer if owner.body.code == NAMYANGJU else None,
                due_on=_due_on(told, state, today=today, number=len(rows)),
                state=state,
                outcome=_both(OUTCOMES[state]) if state in OUTCOMES else TranslatedText(),
                closed_on=None if state == AgreedState.OPEN else told.round.ends_on + timedelta(days=60 + number % 100),
                is_sample=True,
            )
        )
    AgreedItem.objects.bulk_create(rows)


def _due_on(told: Told, state: AgreedState, *, today: date, number: int) -> date:
    """Return by when: half a year after the round; what is still open after years is due about now."""
    if told.is_over and state == AgreedState.OPEN:
        return today + timedelta(days=number * 17 % 100 - 25)
    return told.round.ends_on + timedelta(days=180)


def _ratings(held: list[tuple[Meeting, Seat]], *, dice: Random) -> None:
    Rating.objects.bulk_create(
        Rating(
            meeting=meeting,
            participant_id=side,
            score=dice.choice((3, 4, 4, 5, 5)),
            comment=dice.choice(COMMENTS),
            given_at=seat.slot.ends_at + timedelta(minutes=30),
            is_sample=True,
        )
        for meeting, seat in held
        for side in (meeting.first_id, meeting.second_id)
        if dice.random() < 0.8
    )
