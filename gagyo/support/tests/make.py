"""Rows for tests of support requests: offices and people of a city, the ministry and two missions, fixed dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office, make_user
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body, make_government
from gagyo.support.actions.answers import approve_answer, draft_answer, submit_answer
from gagyo.support.actions.approvals import approve_request, submit_request
from gagyo.support.actions.legs import accept_leg, answer_leg
from gagyo.support.actions.requests import add_request
from gagyo.support.actions.routing import LegValues, confirm_routing, propose_legs
from gagyo.support.choices import ItemOutcome
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.rules.values import DecisionValues, ItemValues, RequestValues

__all__ = ["NOW", "Cast", "make_cast", "make_request", "said", "sent", "text", "under_way"]


def text(words: str, language: str = "ko") -> TranslatedText:
    """Return words in a language."""
    return TranslatedText(words, language)


@dataclass(frozen=True)
class Cast:
    """Who takes part: a city, the ministry's desk, a bureau, two missions abroad, and a city that has no part."""

    city: Office
    body: Body
    officer: Actor
    second_officer: Actor
    manager: Actor
    second_manager: Actor
    desk: Office
    router: Actor
    director: Actor
    bureau: Office
    bureau_officer: Actor
    hanoi: Office
    consul: Actor
    tokyo: Office
    tokyo_consul: Actor
    stranger: Actor

    @property
    def everybody(self) -> tuple[Actor, ...]:
        """All who act."""
        return (
            self.officer,
            self.second_officer,
            self.manager,
            self.second_manager,
            self.router,
            self.director,
            self.bureau_officer,
            self.consul,
            self.tokyo_consul,
            self.stranger,
        )


def member(office: Office, role: str, name: str) -> Membership:
    """Make a person of that name with a role in an office."""
    return make_member(role=role, office=office, user=make_user(name_ko=name, name_en=name))


def make_cast() -> Cast:
    """Make everybody."""
    city = make_office(name_ko="세종시 국제관계", code="SEJONG")
    body = make_government(name_ko="세종시", name_en="Sejong", works_as=city)
    desk = make_office(name_ko="외교부 지방외교담당", kind=OfficeKind.MINISTRY, code="MOFA")
    bureau = make_office(name_ko="외교부 동남아국", kind=OfficeKind.MINISTRY, code="SEA")
    hanoi = make_office(name_ko="주베트남대사관", kind=OfficeKind.MISSION_ABROAD, code="HANOI")
    tokyo = make_office(name_ko="주일본대사관", kind=OfficeKind.MISSION_ABROAD, code="TOKYO")
    make_body(name_ko="주베트남대사관", country="VN", kind=BodyKind.MISSION_ABROAD, works_as=hanoi)
    make_body(name_ko="주일본대사관", country="JP", kind=BodyKind.MISSION_ABROAD, works_as=tokyo)
    other = make_office(name_ko="부산시 국제관계", code="BUSAN")

    def actor(office: Office, role: str, name: str) -> Actor:
        return make_actor(membership=member(office, role, name))

    return Cast(
        city=city,
        body=body,
        officer=actor(city, Role.OFFICER, "담당"),
        second_officer=actor(city, Role.OFFICER, "동료"),
        manager=actor(city, Role.MANAGER, "과장"),
        second_manager=actor(city, Role.MANAGER, "국장"),
        desk=desk,
        router=actor(desk, Role.DESK_OFFICER, "데스크"),
        director=actor(desk, Role.MANAGER, "심의관"),
        bureau=bureau,
        bureau_officer=actor(bureau, Role.DESK_OFFICER, "지역국"),
        hanoi=hanoi,
        consul=actor(hanoi, Role.MISSION_OFFICER, "하노이 영사"),
        tokyo=tokyo,
        tokyo_consul=actor(tokyo, Role.MISSION_OFFICER, "도쿄 영사"),
        stranger=actor(other, Role.MANAGER, "남"),
    )


def user_id(actor: Actor) -> int:
    """Return the id of an actor's account."""
    assert actor.user_id is not None
    return actor.user_id


def make_request(
    cast: Cast, *, items: Sequence[str] = ("시장 소개", "통역 지원"), now: datetime = NOW, **values: object
) -> SupportRequest:
    """Draft a request of the city."""
    values.setdefault("name_ko", "하노이시 교류 지원")
    rows = tuple(ItemValues(text(each)) for each in items)
    wanted = RequestValues(asker_id=cast.body.pk, items=rows, **values)  # type: ignore[arg-type]  # a test names them
    return add_request(values=wanted, by=cast.officer, now=now)


def sent(cast: Cast, *, now: datetime = NOW, **values: object) -> SupportRequest:
    """Make a request that its manager has approved."""
    row = make_request(cast, now=now, **values)  # type: ignore[arg-type]  # handed on
    submit_request(
        request_id=row.pk, approver_ids=[user_id(cast.manager)], expected=row.version, by=cast.officer, now=now
    )
    return approve_request(request_id=row.pk, by=cast.manager, now=now)


def under_way(cast: Cast, *offices: Office, now: datetime = NOW, **values: object) -> list[Leg]:
    """Make a request that was sent to these offices, and return its legs in their order."""
    row = sent(cast, now=now, **values)
    legs = [LegValues(office.pk) for office in offices]
    made = propose_legs(request_id=row.pk, legs=legs, by=cast.router, now=now)
    confirm_routing(request_id=row.pk, by=cast.router, now=now)
    return [Leg.objects.get(pk=leg.pk) for leg in made]


def said(leg: Leg, outcome: str = ItemOutcome.GRANTED, words: str = "하겠습니다.") -> list[DecisionValues]:
    """Return a decision on each of a leg's items."""
    return [DecisionValues(each.item_id, outcome, text(words)) for each in leg.items.all()]


def answered(cast: Cast, *, now: datetime = NOW, **values: object) -> SupportRequest:
    """Make a request that the mission in Hanoi answered, and the ministry sent the answer."""
    (leg,) = under_way(cast, cast.hanoi, now=now, **values)
    accept_leg(leg_id=leg.pk, by=cast.consul, now=now)
    answer_leg(leg_id=leg.pk, decisions=said(leg), by=cast.consul, now=now)
    draft_answer(request_id=leg.request_id, text=text("답변드립니다."), decisions=said(leg), by=cast.router, now=now)
    submit_answer(request_id=leg.request_id, approver_ids=[user_id(cast.director)], by=cast.router, now=now)
    return approve_answer(request_id=leg.request_id, by=cast.director, now=now)
