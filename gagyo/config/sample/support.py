"""Support requests of Namyangju in several states, marked as sample; everything said in them is invented."""

from datetime import datetime, timedelta

from gagyo.accounts.models import Office, User
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import NAMYANGJU, local_code
from gagyo.registry.models import Body
from gagyo.support.choices import Because, Decision, ItemOutcome, LegState, RequestField, RequestState
from gagyo.support.models import Approval, Leg, LegItem, RequestItem, RequestNumbers, SupportRequest, Writer
from gagyo.support.queries.hours import due_for
from gagyo.support.rules.moves import BEFORE_SENT

# name, field, country, state, days since it was sent, and the items
REQUESTS: list[tuple[tuple[str, str], RequestField, str, RequestState, int, list[str]]] = [
    (
        ("다트퍼드 청소년 교류 방문 일정", "Programme of a youth visit to Dartford"),
        RequestField.EXCHANGE,
        "GB",
        RequestState.UNDER_WAY,
        12,
        ["다트퍼드 시청 면담 주선", "현지 학교 방문 주선", "통역 소개"],
    ),
    (
        ("영국 스마트농업 기업 소개", "Introduction to farming firms in the United Kingdom"),
        RequestField.INVESTMENT,
        "GB",
        RequestState.SENT,
        1,
        ["기업 추천", "담당자 연락처"],
    ),
    (
        ("정원박람회 개막식 대사 참석", "An ambassador at the opening of the garden fair"),
        RequestField.EVENTS,
        "GB",
        RequestState.DRAFT,
        0,
        ["참석 의사 타진", "축사"],
    ),
    (
        ("영국 지방정부 제도 조사", "Local government in the United Kingdom"),
        RequestField.OTHER,
        "GB",
        RequestState.APPROVAL,
        0,
        ["지방의회의 권한", "주민참여 예산 사례"],
    ),
]


def load_support(*, offices: dict[str, Office], by: Actor, now: datetime) -> list[SupportRequest]:
    """Make the requests of Namyangju, and return them."""
    office = offices[local_code(NAMYANGJU)]
    body = Body.objects.get(code=NAMYANGJU)
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(is_sample=True)}
    made = []
    for number, (names, field, country, state, days, items) in enumerate(REQUESTS, start=1):
        sent_at = None if state in BEFORE_SENT else now - timedelta(days=days)
        row = SupportRequest.objects.create(
            number=f"{office.code}-{now.year}-{number:04d}",
            office=office,
            name_ko=names[0],
            name_en=names[1],
            field=field,
            country_id=country,
            asker=body,
            officer=people["officer"],
            state=state,
            attempt=0 if state == RequestState.DRAFT else 1,
            created_at=(sent_at or now) - timedelta(days=1),
            sent_at=sent_at,
            is_sample=True,
        )
        Writer.objects.create(request=row, user=people["officer"])
        RequestItem.objects.bulk_create(
            RequestItem(request=row, order=order, text=TranslatedText(words)) for order, words in enumerate(items)
        )
        if sent_at is not None:
            _approve(row, people["manager"], sent_at)
        if state == RequestState.APPROVAL:
            Approval.objects.create(request=row, attempt=1, order=1, approver=people["manager"])
        if state == RequestState.UNDER_WAY:
            _route(row, offices, people, sent_at=sent_at or now)
        record(event="support.created", by=by, at=now, about=row, after=values_of(row))
        made.append(row)
    RequestNumbers.objects.create(office=office, year=now.year, last=len(made))
    return made


def _approve(row: SupportRequest, manager: User, at: datetime) -> None:
    Approval.objects.create(
        request=row, attempt=1, order=1, approver=manager, decision=Decision.APPROVED, decided_by=manager, decided_at=at
    )


def _route(row: SupportRequest, offices: dict[str, Office], people: dict[str, User], *, sent_at: datetime) -> None:
    """Ask the mission for all items and the ministry's desk for the first; the mission has begun."""
    row.router = offices["sample-ministry"]
    row.save(update_fields=["router"])
    items = list(row.items.all())
    for code, because, taken, owner in (
        ("sample-abroad", Because.COUNTRY, items, people["mission_officer"]),
        ("sample-ministry", Because.FIELD, items[:1], None),
    ):
        leg = Leg(request=row, office=offices[code], because=because, proposed_at=sent_at, sent_at=sent_at)
        leg.state = LegState.ACCEPTED if owner else LegState.SENT
        leg.owner, leg.accepted_at = owner, sent_at + timedelta(hours=3) if owner else None
        leg.save()
        due = due_for(leg)
        leg.first_due_at, leg.due_at = due.first_at, due.at
        leg.save(update_fields=["first_due_at", "due_at"])
        LegItem.objects.bulk_create(LegItem(leg=leg, item=item, outcome=ItemOutcome.OPEN) for item in taken)
