"""
What was heard in two meetings, marked as sample: the ministry's yearly one of 2023, and a working council's.

Of the yearly meeting the day is as published, and so are its themes: investment, exports, hosting events, public
diplomacy and development cooperation, for which the ambassadors in the provinces pass on what is asked. Everything
that was voiced there, and all of the working council's meeting, is invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from gagyo.accounts.choices import Role, Visibility
from gagyo.accounts.models import Membership, Office
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, local_code
from gagyo.config.sample.support_texts import both
from gagyo.registry.models import Body
from gagyo.support.choices import HeardKind, HeardState, RequestField
from gagyo.support.models import HeardItem, HeardMeeting, SupportRequest

MINISTRY = "sample-ministry"
YEARLY = date(2023, 12, 22)
SOURCE = "공개 자료(2023. 12. 22.): 날짜, 주제 · 건의사항과 이행 결과는 가상"


@dataclass(frozen=True)
class Said:
    """One request that was voiced: by whom, in which words, in which field, by whom to be seen to, what came of it."""

    by: str
    words: tuple[str, str]
    field: RequestField
    office: str
    state: HeardState
    done: tuple[str, str] = ("", "")
    closed: date | None = None
    became: str = ""


DONE_GUIDE = ("안내서를 만들어 각 시도에 보냈다. (가상)", "A guide was written and sent to every province. (invented)")
OF_YEARLY = (
    Said(
        "26",
        ("국제행사 유치 활동에 재외공관이 함께해 주기 바람", "Missions abroad to help in bids to host events"),
        RequestField.EVENTS,
        MINISTRY,
        HeardState.FULFILLED,
        ("유치 활동 지원 절차를 정해 공관에 알렸다. (가상)", "How missions help was set and told to them. (invented)"),
        date(2024, 5, 20),
    ),
    Said(
        "31",
        ("해외 기업 투자 설명회를 공관과 공동 개최", "Investment briefings held together with missions"),
        RequestField.INVESTMENT,
        "sample-economy",
        HeardState.PART,
        (
            "두 공관에서 열었고 나머지는 예산이 부족했다. (가상)",
            "Held at two missions; money lacked for more. (invented)",
        ),
        date(2024, 11, 29),
    ),
    Said(
        "46",
        ("농수산식품 수출 바이어 정보를 시도와 공유", "Share facts on buyers of farm and sea food"),
        RequestField.EXPORTS,
        "sample-kotra",
        HeardState.FULFILLED,
        DONE_GUIDE,
        date(2024, 3, 15),
    ),
    Said(
        "47",
        ("정상회의 개최 도시의 경험을 듣고 싶음", "Hear from a city that hosted a summit"),
        RequestField.EVENTS,
        MINISTRY,
        HeardState.OPEN,
        became="정상회의 개최 도시 경험 공유",
    ),
    Said(
        "11",
        ("공공외교 사업을 중앙과 함께 기획", "Plan public diplomacy together with the ministry"),
        RequestField.PUBLIC_DIPLOMACY,
        MINISTRY,
        HeardState.UNDER_WAY,
    ),
    Said(
        "43",
        ("국제관계대사 임기 연장", "Longer terms of the ambassadors in the provinces"),
        RequestField.OTHER,
        MINISTRY,
        HeardState.NOT_POSSIBLE,
        ("인사 규정을 고쳐야 해 어렵다. (가상)", "The rules on postings would have to change. (invented)"),
        date(2024, 2, 28),
    ),
    Said(
        "36",
        ("개발협력 사업에 지방정부가 참여할 창구", "A desk for local governments in development projects"),
        RequestField.DEVELOPMENT,
        "sample-koica",
        HeardState.PART,
        ("상담 창구를 열었고 공모는 준비 중이다. (가상)", "A desk is open, a call is being prepared. (invented)"),
        date(2024, 9, 30),
    ),
    Said(
        "41",
        ("자매도시 방문 때 비자 안내를 한곳에서", "One place for visa advice when partner cities visit"),
        RequestField.EXCHANGE,
        "sample-consular",
        HeardState.FULFILLED,
        DONE_GUIDE,
        date(2024, 6, 10),
    ),
)
OF_COUNCIL = (
    Said(
        NAMYANGJU,
        ("공무원 연수단 방문 시 통역을 함께 활용", "Share interpreters when officials come for training"),
        RequestField.EXCHANGE,
        local_code(NAMYANGJU),
        HeardState.UNDER_WAY,
    ),
    Said(
        NAMYANGJU,
        ("하노이 인근 교류 후보 도시 소개", "Introduction to a city near Hanoi"),
        RequestField.EXCHANGE,
        local_code(NAMYANGJU),
        HeardState.OPEN,
        became="하노이 인근 도시 교류 주선",
    ),
    Said(
        "",
        ("연수 과정 견학지 안내문을 영어로 제공", "English leaflets for the sites shown to trainees"),
        RequestField.PUBLIC_DIPLOMACY,
        local_code(NAMYANGJU),
        HeardState.OPEN,
    ),
    Said(
        "",
        ("다음 연수단의 농업 현장 견학", "A farm visit for the next group of trainees"),
        RequestField.DEVELOPMENT,
        local_code(NAMYANGJU),
        HeardState.FULFILLED,
        ("견학지 두 곳을 정했다. (가상)", "Two sites were chosen. (invented)"),
    ),
)


def load_heard(*, offices: Mapping[str, Office], by: Actor, now: datetime) -> list[HeardMeeting]:
    """Make the two meetings with their items, and return them; offices and support requests must be there."""
    today = timezone.localdate(now)
    ministry = HeardMeeting.objects.create(
        office=offices[MINISTRY],
        visibility=Visibility.PUBLIC,
        name_ko="외교부·시도 협의회의 (2023년)",
        name_en="The Ministry Meets the Provinces (2023)",
        kind=HeardKind.YEARLY,
        held_on=YEARLY,
        held_by=Body.objects.filter(reference_key="kr-mofa").first(),
        place="서울",
        minutes=both(
            (
                "시도 국제관계대사와 담당자가 투자, 수출, 행사 유치, 공공외교, 개발협력에 필요한 지원을 건의했다.",
                "Ambassadors and officers of the provinces asked for help with investment, exports, events and aid.",
            )
        ),
        source=SOURCE,
        is_sample=True,
    )
    council = HeardMeeting.objects.create(
        office=offices[local_code(NAMYANGJU)],
        visibility=Visibility.SHARED,
        name_ko="연수 협력 실무협의회 회의 (가상)",
        name_en="Working Council on Training, a Meeting (invented)",
        kind=HeardKind.COUNCIL,
        held_on=today - timedelta(days=40),
        held_by=Body.objects.filter(code=NAMYANGJU).first(),
        place="남양주시청",
        minutes=both(("연수 유치 협력을 논의했다.", "How to win training courses together was talked over.")),
        source="가상",
        is_sample=True,
    )
    for meeting, said in ((ministry, OF_YEARLY), (council, OF_COUNCIL)):
        _items(meeting, said, today=today)
        record(event="heard.created", by=by, at=now, about=meeting, after=values_of(meeting))
    return [ministry, council]


def _items(meeting: HeardMeeting, said: tuple[Said, ...], *, today: date) -> None:
    bodies = {body.code: body for body in Body.objects.filter(code__in={each.by for each in said if each.by})}
    offices = {office.code: office for office in Office.objects.filter(code__in={each.office for each in said})}
    officers: dict[int, int] = dict(
        Membership.objects.filter(office__in=offices.values(), role__in=[Role.OFFICER, Role.DESK_OFFICER])
        .order_by("-pk")
        .values_list("office", "user")
    )
    every = SupportRequest.objects.past_access(because="the sample links its own rows").filter(is_sample=True)
    requests = {row.name_ko: row for row in every.filter(name_ko__in={each.became for each in said if each.became})}
    HeardItem.objects.bulk_create(
        HeardItem(
            meeting=meeting,
            order=order,
            voiced_by=bodies.get(each.by),
            text=both(each.words),
            field=each.field,
            office=offices[each.office],
            officer_id=officers.get(offices[each.office].pk),
            due_on=_due_on(meeting, order, today=today),
            state=each.state,
            closed_on=_closed_on(each, today=today),
            done=both(each.done) if each.done[0] else TranslatedText(),
            evidence="외교부-2024-0312 (가상)" if each.closed else "",
            request=requests.get(each.became),
            is_public=True,
        )
        for order, each in enumerate(said)
    )


def _due_on(meeting: HeardMeeting, order: int, *, today: date) -> date:
    """Return the end of the next year for the yearly meeting; of the council's, some days before and after today."""
    return date(2024, 12, 31) if meeting.held_on == YEARLY else today + timedelta(days=15 * order - 10)


def _closed_on(each: Said, *, today: date) -> date | None:
    is_closed = each.state not in {HeardState.OPEN, HeardState.UNDER_WAY}
    return (each.closed or today - timedelta(days=5)) if is_closed else None
