"""Support requests in all states, marked as sample: Namyangju's to one mission, and the forty of the table."""

from datetime import datetime, timedelta

from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office, User
from gagyo.common.actions import record, values_of
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.config.sample.offices import GYEONGGI, NAMYANGJU, local_code
from gagyo.config.sample.support_lives import RESTRICTED, Cast, Life, Planned, planned_requests, state_of
from gagyo.config.sample.support_offices import load_support_offices
from gagyo.config.sample.support_texts import RETURNED, both
from gagyo.meetings.models import AgreedItem
from gagyo.partnerships.models import Tie, TieParty
from gagyo.registry.models import Body, Place
from gagyo.support.actions.requests import next_number
from gagyo.support.choices import (
    Because,
    Confidentiality,
    Decision,
    ItemOutcome,
    LegState,
    RequestField,
    RequestState,
)
from gagyo.support.models import Approval, Leg, LegItem, RequestItem, RequestReader, SupportRequest, Writer
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


def load_support(*, offices: dict[str, Office], by: Actor, now: datetime) -> tuple[list[SupportRequest], list[Office]]:
    """Make the requests of Namyangju and of the others, and return them with the offices that were made for them."""
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(is_sample=True)}
    plans = planned_requests()
    named, workers = load_support_offices(
        codes={plan.office for plan in plans}, countries={plan.country for plan in plans}, offices=offices, now=now
    )
    cast = Cast(
        offices=named,
        people=workers,
        desk=offices["sample-ministry"],
        router=people["desk_officer"],
        director=people["director"],
        now=now,
    )
    made = [*_of_namyangju(offices=offices, people=people, now=now), *_of_others(plans, cast)]
    for row in made:
        record(event="support.created", by=by, at=now, about=row, after=values_of(row))
    return made, [office for office in named.values() if office not in offices.values()]


def _of_others(plans: list[Planned], cast: Cast) -> list[SupportRequest]:
    """Make the requests of the table with what happened to each."""
    codes = {plan.office for plan in plans}
    bodies = {body.code: body for body in Body.objects.filter(code__in=codes)}
    ties = _ties_by_place([cast.offices[code].pk for code in codes])
    # Of a city and a province of one name, the one with the tie.
    tied = {place for _office, place in ties}
    found = Place.objects.filter(name_en__in={plan.city for plan in plans})
    places = {
        (each.country_id, each.name_en): each for each in sorted(found, key=lambda one: (one.pk in tied, -one.pk))
    }
    agreed = AgreedItem.objects.filter(officer__isnull=False, meeting__first__body__country="GB").order_by("pk").first()
    made = []
    for number, plan in enumerate(plans):
        office, is_sent = cast.offices[plan.office], state_of(plan) not in BEFORE_SENT
        sent = cast.at(plan.sent, 10, 30) if is_sent else None
        created = cast.at(plan.sent + 3, 14)
        place = places.get((plan.country, plan.city))
        row = SupportRequest(
            number=next_number(office_id=office.pk, now=created),
            office=office,
            name_ko=plan.names[0],
            name_en=plan.names[1],
            field=plan.field,
            country_id=plan.country,
            place=place,
            tie=ties.get((office.pk, place.pk)) if place else None,
            agreed_item=agreed if plan.key == "nyj-uk-anniversary" else None,
            asker=bodies[plan.office],
            officer=cast.person(office, Role.OFFICER),
            router=cast.desk if sent and plan.state != "sent" else None,
            wanted=both((f"{plan.names[0]}에 필요한 도움을 요청합니다. (가상)", f"{plan.names[1]}. (invented)")),
            wanted_by=timezone.localdate(created) + timedelta(days=plan.wanted + 3),
            confidentiality=Confidentiality.RESTRICTED if plan.key in RESTRICTED else Confidentiality.NORMAL,
            state=state_of(plan),
            state_reason=RETURNED if plan.state == "returned" else "",
            attempt=0 if plan.state == "draft" else 1,
            created_at=created,
            sent_at=sent,
            is_sample=True,
        )
        row.save()
        if plan.key in RESTRICTED:
            RequestReader.objects.create(request=row, office=cast.desk)
        if row.officer is not None:
            Writer.objects.create(request=row, user=row.officer)
        items = [RequestItem(request=row, order=order, text=both(words)) for order, words in enumerate(plan.items)]
        Life(plan, row, RequestItem.objects.bulk_create(items), cast, number).live()
        made.append(row)
    return made


def _ties_by_place(office_ids: list[int]) -> dict[tuple[int, int], Tie]:
    """Return the ties of these offices by office and by the place of the partner."""
    parties = TieParty.objects.filter(tie__office__in=office_ids, body__place__isnull=False).exclude(body__country="KR")
    return {
        (each.tie.office_id, each.body.place_id): each.tie
        for each in parties.select_related("tie", "body").order_by("-pk")
        if each.tie.office_id and each.body.place_id
    }


def _of_namyangju(*, offices: dict[str, Office], people: dict[str, User], now: datetime) -> list[SupportRequest]:
    """Make the requests of Namyangju to the mission in the United Kingdom."""
    office = offices[local_code(NAMYANGJU)]
    body = Body.objects.get(code=NAMYANGJU)
    made = []
    for names, field, country, state, days, items in REQUESTS:
        sent_at = None if state in BEFORE_SENT else now - timedelta(days=days)
        created_at = (sent_at or now) - timedelta(days=1)
        row = SupportRequest.objects.create(
            number=next_number(office_id=office.pk, now=created_at),
            office=office,
            name_ko=names[0],
            name_en=names[1],
            field=field,
            country_id=country,
            asker=body,
            officer=people["officer"],
            state=state,
            attempt=0 if state == RequestState.DRAFT else 1,
            created_at=created_at,
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
        made.append(row)
    return made


def _approve(row: SupportRequest, manager: User, at: datetime) -> None:
    Approval.objects.create(
        request=row, attempt=1, order=1, approver=manager, decision=Decision.APPROVED, decided_by=manager, decided_at=at
    )


def _route(row: SupportRequest, offices: dict[str, Office], people: dict[str, User], *, sent_at: datetime) -> None:
    """Ask the mission for all items, the desk for the first and the province's ambassador, later, for the last."""
    row.router = offices["sample-ministry"]
    row.save(update_fields=["router"])
    items = list(row.items.all())
    for code, because, taken, owner, days in (
        ("sample-abroad", Because.COUNTRY, items, people["mission_officer"], 0),
        ("sample-ministry", Because.FIELD, items[:1], None, 0),
        (local_code(GYEONGGI), Because.PROVINCE, items[-1:], people["ambassador"], 10),
    ):
        at = sent_at + timedelta(days=days)
        leg = Leg(request=row, office=offices[code], because=because, proposed_at=at, sent_at=at)
        leg.state = LegState.ACCEPTED if owner else LegState.SENT
        leg.owner, leg.accepted_at = owner, at + timedelta(hours=3) if owner else None
        leg.save()
        due = due_for(leg)
        leg.first_due_at, leg.due_at = due.first_at, due.at
        leg.save(update_fields=["first_due_at", "due_at"])
        LegItem.objects.bulk_create(LegItem(leg=leg, item=item, outcome=ItemOutcome.OPEN) for item in taken)
