"""for_user in SQL and may_read in Python say the same for everybody."""

import pytest

from gagyo.accounts.choices import OfficeKind, Role, Visibility
from gagyo.accounts.rules import may_read
from gagyo.accounts.tests.make import make_actor, make_office
from gagyo.common.rules import ANYBODY, Actor, reading_as, system
from gagyo.registry.models import Person
from gagyo.registry.tests.make import make_person


def actors() -> dict[str, Actor]:
    city = make_office(name_ko="시")
    province = make_office(name_ko="도", kind=OfficeKind.LOCAL_GOVERNMENT)
    city.parent = province
    city.save()
    make_person(office=city, visibility=Visibility.OFFICE)
    make_person(office=city, visibility=Visibility.SHARED)
    make_person(office=city, visibility=Visibility.PUBLIC)
    make_person(office=None, visibility=Visibility.OFFICE)
    return {
        "nobody": ANYBODY,
        "system": system(label="nightly"),
        "own officer": make_actor(office=city),
        "other officer": make_actor(office=make_office(name_ko="다른 시")),
        "province's auditor": make_actor(role=Role.AUDITOR, office=province),
        "state auditor": make_actor(role=Role.AUDITOR, office=make_office(kind=OfficeKind.MINISTRY)),
        "no office": Actor(user_id=10**6, label="nobody's"),
    }


@pytest.mark.django_db
def test_the_query_and_the_rule_agree_for_everybody() -> None:
    found = {}
    for who, actor in actors().items():
        by_query = set(Person.objects.for_user(actor).values_list("pk", flat=True))
        by_rule = {
            row.pk
            for row in Person.objects.all()
            if may_read(actor=actor, office_id=row.office_id, visibility=row.visibility)
        }
        assert by_query == by_rule, who
        found[who] = len(by_query)
    assert found == {
        "nobody": 1,
        "system": 4,
        "own officer": 3,
        "other officer": 2,
        "province's auditor": 3,
        "state auditor": 4,
        "no office": 2,
    }


@pytest.mark.django_db
def test_who_shares_kept_parts_of_pages_reads_the_same_rows() -> None:
    for who, actor in actors().items():
        own = Person.objects.for_user(actor).order_by("pk").values_list("pk", flat=True)
        shared = Person.objects.for_user(reading_as(actor)).order_by("pk").values_list("pk", flat=True)
        assert list(own) == list(shared), who
        assert list(Person.objects.own(actor)) == list(Person.objects.own(reading_as(actor))), who
    office = make_office()
    first, second = make_actor(office=office), make_actor(office=office)
    assert [first == second, reading_as(first) == reading_as(second)] == [False, True]
    assert reading_as(Actor(ip="192.0.2.9", language="en")) == ANYBODY
