"""Rows for tests: plain typed functions with fixed dates."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.utils import timezone

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.choices import Visibility
from gagyo.accounts.models import Office
from gagyo.common.models import TranslatedText
from gagyo.meetings.choices import BlockKind, LinkPurpose, ParticipantState, RoundState
from gagyo.meetings.models import (
    AgreedItem,
    Assignment,
    Meeting,
    MeetingRound,
    Participant,
    ParticipantLink,
    RoundBlock,
    RoundSide,
    RoundTable,
    TimetableVersion,
    Wish,
)
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body

SEOUL = ZoneInfo("Asia/Seoul")
DAY = date(2030, 6, 16)
_numbers = count(1)


def at(clock: str, *, day: date = DAY) -> datetime:
    """Return a moment in Seoul; clock: such as "10:30"."""
    return datetime.combine(day, time.fromisoformat(clock), SEOUL)


def make_round(
    *,
    office: Office | None,
    sides: Sequence[tuple[str, str]] = (("주한공관", "Missions in Korea"), ("지방자치단체", "Local governments")),
    blocks: Sequence[tuple[str, str]] = (("10:00", "12:00"), ("14:00", "16:00")),
    tables: int = 3,
    state: str = RoundState.WISHING,
    visibility: str = Visibility.SHARED,
    **values: object,
) -> MeetingRound:
    """Make a round of one day; blocks: the hours of its meetings, in slots of 30 minutes."""
    number = next(_numbers)
    values.setdefault("name_ko", "제4회 협력미팅")
    values.setdefault("name_en", "Fourth round of meetings")
    values.setdefault("starts_on", DAY)
    values.setdefault("ends_on", values["starts_on"])
    made = MeetingRound.objects.create(
        office=office,
        state=state,
        visibility=visibility,
        board_key=f"board-{number}",
        **values,
    )
    for order, (name_ko, name_en) in enumerate(sides):
        RoundSide.objects.create(round=made, name_ko=name_ko, name_en=name_en, order=order)
    for begins, ends in blocks:
        RoundBlock.objects.create(round=made, kind=BlockKind.MEETINGS, starts_at=at(begins), ends_at=at(ends))
    for order in range(1, tables + 1):
        RoundTable.objects.create(round=made, name_ko=f"{order}번", name_en=f"Table {order}", order=order)
    return made


def make_participant(
    *,
    of: MeetingRound,
    side: int = 0,
    body: Body | None = None,
    state: str = ParticipantState.COMING,
    **values: object,
) -> Participant:
    """Make a participant; side: 0 for the first side, whose bodies are missions, 1 for local governments."""
    number = next(_numbers)
    kind = BodyKind.MISSION_IN_KOREA if side == 0 else BodyKind.BASIC
    met = body or make_body(name_ko=f"참가 기관 {number}", name_en=f"Body {number}", kind=kind)
    values.setdefault("name_ko", met.name_ko)
    values.setdefault("name_en", met.name_en)
    values.setdefault("badge_key", f"badge-{number}")
    return Participant.objects.create(
        round=of, side=of.sides.all()[side], body=met, state=state, order=number, **values
    )


def make_link(*, participant: Participant, key: str, purpose: str = LinkPurpose.TAKE_PART) -> ParticipantLink:
    """Make a participant's link with a key, valid for a year."""
    now = timezone.now()
    return ParticipantLink.objects.create(
        participant=participant,
        purpose=purpose,
        token_hash=hash_of(key),
        made_at=now,
        expires_at=now + timedelta(days=365),
    )


def make_wish(*, asker: Participant, wanted: Participant, rank: int = 1, **values: object) -> Wish:
    """Make a wish."""
    values.setdefault("made_at", at("09:00", day=date(2030, 5, 1)))
    return Wish.objects.create(asker=asker, wanted=wanted, rank=rank, **values)


def make_meeting(*, one: Participant, other: Participant, **values: object) -> Meeting:
    """Make a meeting of two participants, in whichever order they are given."""
    first, second = sorted((one, other), key=lambda each: each.pk)
    return Meeting.objects.create(round=first.round, first=first, second=second, **values)


def make_version(*, of: MeetingRound, number: int = 1, **values: object) -> TimetableVersion:
    """Make a version of a round's timetable; a draft unless said."""
    values.setdefault("made_at", at("09:00", day=date(2030, 6, 1)))
    return TimetableVersion.objects.create(round=of, number=number, **values)


def make_assignment(
    *,
    version: TimetableVersion,
    meeting: Meeting,
    clock: str = "10:00",
    table: RoundTable | None = None,
    **values: object,
) -> Assignment:
    """Place a meeting in a version; clock: such as "10:30"."""
    return Assignment.objects.create(timetable=version, meeting=meeting, starts_at=at(clock), table=table, **values)


def make_agreed(*, meeting: Meeting, owner: Participant | None = None, **values: object) -> AgreedItem:
    """Make an agreed item of a meeting, open unless said; the first of the two promised it unless said."""
    values.setdefault(
        "what", TranslatedText("청소년 교류 일정을 보낸다", "ko", {"en": ("Send youth exchange dates", "reviewed")})
    )
    values.setdefault("due_on", date(2030, 9, 1))
    return AgreedItem.objects.create(meeting=meeting, owner=owner or meeting.first, **values)
