"""A firm finds the ambassador from the home page, the end of any page, and the page of its province or city."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gagyo.ambassadors.tests.make import TODAY, make_cast, make_posting
from gagyo.common.views.shown import today_of
from gagyo.registry.choices import BodyKind
from gagyo.registry.tests.make import make_body, make_country

pytestmark = pytest.mark.django_db


def page(client: Client, body_id: int) -> str:
    """Return what the page of a local government says."""
    return client.get(reverse("partnerships:government", args=[body_id])).content.decode()


def test_a_province_and_its_cities_name_their_ambassador_and_others_do_not(client: Client) -> None:
    cast = make_cast()
    make_posting(cast, name_ko="박국제")
    city = make_body(name_ko="남양주시", country="KR", kind=BodyKind.BASIC, parent=cast.province)
    other = make_body(name_ko="강원도", country="KR", kind=BodyKind.METROPOLITAN)
    ask = reverse("ambassadors:question_add", args=[cast.office.pk])
    assert all("박국제" in page(client, each) and ask in page(client, each) for each in (cast.province.pk, city.pk))
    assert ask not in page(client, other.pk)
    assert client.get(ask).status_code == 200


def test_after_the_last_day_nobody_is_named(client: Client) -> None:
    cast = make_cast()
    make_posting(cast, name_ko="박국제", starts_on=date(2020, 1, 1), ends_on=TODAY.replace(year=2021))
    assert today_of().year > 2021
    assert "박국제" not in page(client, cast.province.pk)


def test_home_and_the_end_of_every_page_lead_to_whom_a_firm_asks(client: Client) -> None:
    make_country("KR")
    ask = f'href="{reverse("ambassadors:ask")}"'
    home = client.get("/").content.decode()
    assert home.count(ask) == 2
    assert ask in client.get(reverse("ambassadors:cases")).content.decode()
