"""Who is proposed to answer, and why."""

from datetime import date

import pytest

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.tests.make import make_member, make_office
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, MissionCoverage
from gagyo.registry.tests.make import make_body, make_country
from gagyo.support.models import RoutingRule
from gagyo.support.queries.hours import hours_of, zones_of
from gagyo.support.queries.routing import proposals_for
from gagyo.support.tests.make import Cast, make_request, under_way

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


def test_missions_there_and_those_that_also_cover_it_the_bureau_and_the_ambassador(cast: Cast) -> None:
    make_country("KH")
    hanoi = Body.objects.get(works_as=cast.hanoi)
    MissionCoverage.objects.create(mission=hanoi, country_id="KH")
    MissionCoverage.objects.create(
        mission=Body.objects.get(works_as=cast.tokyo), country_id="KH", ends_on=date(2025, 1, 1)
    )
    make_body(name_ko="주캄보디아대사관", country="KH", kind=BodyKind.MISSION_ABROAD)
    RoutingRule.objects.create(field="investment", office=cast.bureau)
    province_office = make_office(name_ko="충청남도", kind=OfficeKind.LOCAL_GOVERNMENT)
    province = make_body(name_ko="충청남도", country="KR", kind=BodyKind.METROPOLITAN, works_as=province_office)
    ambassador = make_member(role=Role.AMBASSADOR, office=province_office)
    Body.objects.filter(pk=cast.body.pk).update(parent=province)
    row = make_request(cast, country_id="KH", field="investment")
    found = [(each.because, each.name, each.office_id, each.owner_id) for each in proposals_for(row, today=TODAY)]
    assert found == [
        ("country", "주캄보디아대사관", None, None),
        ("covers", "주베트남대사관", cast.hanoi.pk, None),
        ("field", "외교부 동남아국", cast.bureau.pk, None),
        ("province", "충청남도", province_office.pk, ambassador.user_id),
    ]


def test_an_office_with_an_open_leg_is_not_proposed_again(cast: Cast) -> None:
    (leg,) = under_way(cast, cast.hanoi, country_id=make_country("VN").code)
    assert proposals_for(leg.request, today=TODAY) == []


def test_a_mission_that_the_registry_calls_a_body_of_korea_stands_in_the_country_it_covers(cast: Cast) -> None:
    make_country("VN")
    hanoi = Body.objects.get(works_as=cast.hanoi)
    Body.objects.filter(pk=hanoi.pk).update(country="KR")
    MissionCoverage.objects.create(mission=hanoi, country_id="VN")
    found = [(each.because, each.office_id) for each in proposals_for(make_request(cast, country_id="VN"), today=TODAY)]
    assert found == [("country", cast.hanoi.pk)]
    assert hours_of(cast.hanoi).time_zone == "Asia/Ho_Chi_Minh"
    assert zones_of([cast.hanoi]) == {cast.hanoi.pk: "Asia/Ho_Chi_Minh"}
