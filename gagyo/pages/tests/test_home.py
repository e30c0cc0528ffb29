"""The public home: what is coming and what is new."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gagyo.partnerships.choices import TieState
from gagyo.partnerships.tests.make import make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db


def years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def test_home_tells_the_round_years_of_the_next_twelve_months_and_what_was_signed_last(client: Client) -> None:
    today, home = timezone.localdate(), make_government()

    def tie(signed_on: date, **values: object) -> str:
        return f"/ties/{make_tie(parties=[home, make_body()], signed_on=signed_on, **values).pk}/"

    jubilee = tie(years_before(today + timedelta(days=300), 30))
    tie(years_before(today + timedelta(days=300), 29))
    newest, newer = tie(today - timedelta(days=10)), tie(today - timedelta(days=400))
    tie(today - timedelta(days=4 * 365))
    tie(today - timedelta(days=5), state=TieState.ENDED, ended_on=today)
    page = client.get("/").context
    assert [entry.href for entry in page["entries"]] == [jubilee]
    assert [entry.href for entry in page["new"]] == [newest, newer]
