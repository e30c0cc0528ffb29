"""Rows for tests of ambassadors: a province with its office and ambassador, the ministry, fixed dates."""

from dataclasses import dataclass
from datetime import date

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, TODAY, make_actor, make_member, make_office, make_user
from gagyo.ambassadors.actions.activities import add_activity
from gagyo.ambassadors.actions.postings import add_posting
from gagyo.ambassadors.models import Activity, Posting
from gagyo.ambassadors.rules.activities import ActivityValues
from gagyo.ambassadors.rules.postings import PostingValues
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_body

__all__ = ["NOW", "TODAY", "Cast", "make_activity", "make_cast", "make_posting"]


@dataclass(frozen=True)
class Cast:
    """Who takes part: a province with two ambassadors, one after the other, its manager, the ministry, a stranger."""

    office: Office
    province: Body
    ambassador: Actor
    successor: Actor
    manager: Actor
    desk: Actor
    operator: Actor
    stranger: Actor


def make_cast() -> Cast:
    """Make everybody."""
    office = make_office(name_ko="경기도 국제협력", code="GG")
    province = make_body(
        name_ko="경기도", name_en="Gyeonggi-do", country="KR", kind=BodyKind.METROPOLITAN, code="41", works_as=office
    )

    def actor(where: Office, role: str, name: str) -> Actor:
        return make_actor(membership=make_member(role=role, office=where, user=make_user(name_ko=name)))

    ministry = make_office(name_ko="외교부", kind=OfficeKind.MINISTRY)
    return Cast(
        office=office,
        province=province,
        ambassador=actor(office, Role.AMBASSADOR, "박국제"),
        successor=actor(office, Role.AMBASSADOR, "민후임"),
        manager=actor(office, Role.MANAGER, "이결재"),
        desk=actor(ministry, Role.DESK_OFFICER, "조외교"),
        operator=actor(make_office(kind=OfficeKind.ASSOCIATION), Role.OPERATOR, "정운영"),
        stranger=actor(make_office(name_ko="부산시"), Role.MANAGER, "남"),
    )


def make_posting(cast: Cast, *, who: Actor | None = None, **values: object) -> Posting:
    """Post the ambassador, from the first day of the year on, unless values say otherwise."""
    person = who or cast.ambassador
    values.setdefault("starts_on", date(2026, 1, 1))
    values.setdefault("name_ko", person.label)
    given = PostingValues(province_id=cast.province.pk, user_id=person.user_id, **values)  # type: ignore[arg-type]
    return add_posting(values=given, by=cast.desk, now=NOW)


def make_activity(cast: Cast, posting: Posting, **values: object) -> Activity:
    """Enter an activity of the ambassador."""
    values.setdefault("name_ko", "수출 통관 자문")
    values.setdefault("day", TODAY)
    if values.get("outcome") == "promised":
        values.setdefault("outcome_text", TranslatedText("자료를 보내기로 했습니다."))
    given = ActivityValues(posting_id=posting.pk, **values)  # type: ignore[arg-type]
    return add_activity(values=given, by=cast.manager, now=NOW)
