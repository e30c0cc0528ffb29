"""The public home: what is coming and what is new."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gagyo.partnerships.choices import TieState
from gagyo.partnerships.tests.make import make_project, make_tie
from gagyo.registry.tests.make import make_body, make_government

pytestmark = pytest.mark.django_db


def years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=min(day.day, 28))


def test_home_tells_the_coming_round_years_the_latest_ties_and_the_projects_now(client: Client) -> None:
    today, home = timezone.localdate(), make_government()

    def tie(signed_on: date, state: str = TieState.SIGNED) -> str:
        row = make_tie(parties=[home, make_body()], signed_on=signed_on, state=state)
        return f"/ties/{row.pk}/"

    jubilee = tie(years_before(today + timedelta(days=300), 30))
    other = tie(years_before(today + timedelta(days=300), 29))
    newest, newer = tie(today - timedelta(days=10)), tie(today - timedelta(days=400))
    tie(today - timedelta(days=5), state=TieState.ENDED)
    days = [(1, 5), (-5, 5), (-9, -1)]
    begun = [make_project(lead=home, starts_on=today + timedelta(a), ends_on=today + timedelta(b)) for a, b in days]
    page = client.get("/").context
    assert [entry.href for entry in page["entries"]] == [jubilee]
    assert [entry.href for entry in page["new"]] == [newest, newer, other, jubilee]
    assert [entry.href for entry in page["now"]] == [f"/projects/{row.pk}/" for row in (begun[1], begun[0])]
