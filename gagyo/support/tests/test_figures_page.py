"""The page of figures: numbers that open their rows, groups, hours, a worksheet, and a day that cannot be."""

import io
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gagyo.accounts.models import User
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body
from gagyo.registry.tests.make import make_country, make_government
from gagyo.support.forms.filters import RequestFilterForm
from gagyo.support.queries.figure_tables import GROUPS, group_rows
from gagyo.support.queries.lists import requests_for
from gagyo.support.rules.readers import Reader
from gagyo.support.tests.make import Cast, answered, sent, under_way, user_id
from gagyo.support.tests.test_screens import browser, html

pytestmark = pytest.mark.each_engine

SEOUL = ZoneInfo("Asia/Seoul")
MONDAY = datetime(2026, 5, 11, 10, 0, tzinfo=SEOUL)
DAY = date(2026, 5, 31)
UNTIL = datetime(2026, 6, 1, tzinfo=SEOUL)


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    """Return the browser of the city's officer."""
    client.force_login(User.objects.get(pk=user_id(cast.officer)))
    return client


def test_groups_add_up_to_the_totals_and_name_what_they_count(cast: Cast, in_english: None) -> None:
    sent(cast, now=MONDAY, field="exports", country_id=make_country("VN").pk)
    answered(cast, now=MONDAY + timedelta(days=1), field="exports")
    sent(cast, now=MONDAY, field="incident")
    rows = group_rows("field", as_of=DAY, until=UNTIL)
    assert [(row.name, row.numbers["received"], row.numbers["answered"]) for row in rows] == [
        ("Exports", 2, 1),
        ("Incident abroad", 1, 0),
    ]
    exports, incident = rows
    assert (exports.first.n, exports.end.n) == (1, 1)
    assert exports.first.median is not None
    assert (incident.first.n, incident.first.median, incident.end.most) == (0, None, None)
    by_country = group_rows("country", as_of=DAY, until=UNTIL)
    assert sorted((row.key, row.numbers["received"]) for row in by_country) == [("", 2), ("VN", 1)]
    assert {row.key: row.href("received") for row in by_country}[""] is None


def test_a_city_counts_in_its_province_and_an_agency_for_itself(cast: Cast, in_english: None) -> None:
    province = make_government(name_ko="경기도", name_en="Gyeonggi")
    sent(cast, now=MONDAY)
    Body.objects.filter(pk=cast.body.pk).update(kind=BodyKind.BASIC, parent=province)
    (row,) = group_rows("province", as_of=DAY, until=UNTIL)
    assert (row.key, row.name, row.numbers["received"]) == (str(province.pk), "Gyeonggi", 1)
    Body.objects.filter(pk=cast.body.pk).update(kind=BodyKind.AGENCY)
    (row,) = group_rows("province", as_of=DAY, until=UNTIL)
    assert row.key == str(cast.body.pk)


def test_an_office_counts_what_it_was_asked_and_its_own_hours(cast: Cast, officer: Client) -> None:
    answered(cast, now=MONDAY)
    under_way(cast, cast.hanoi, cast.tokyo, now=MONDAY + timedelta(days=1))
    rows = {row.key: row for row in group_rows("office", as_of=DAY, until=UNTIL)}
    hanoi, tokyo = rows[str(cast.hanoi.pk)], rows[str(cast.tokyo.pk)]
    assert (hanoi.numbers["received"], hanoi.numbers["answered"], tokyo.numbers["received"]) == (2, 1, 1)
    assert (hanoi.end.n, tokyo.first.n) == (1, 0)
    # Before the second was sent, it counted for nobody.
    (then,) = group_rows("office", as_of=MONDAY.date(), until=MONDAY + timedelta(hours=1))
    assert (then.key, then.numbers["received"]) == (str(cast.hanoi.pk), 1)


@pytest.mark.parametrize("by", GROUPS)
def test_each_number_of_a_group_opens_as_many_rows(cast: Cast, officer: Client, by: str) -> None:
    make_country("VN")
    answered(cast, now=MONDAY, field="exports", country_id="VN")
    under_way(cast, cast.hanoi, cast.tokyo, now=MONDAY, field="exports", country_id="VN")
    actor = cast.officer
    for row in group_rows(by, as_of=DAY, until=UNTIL):
        for standing, number in row.numbers.items():
            asked = parse_qs(urlsplit(row.href(standing) or "").query)
            form = RequestFilterForm({key: values[0] for key, values in asked.items()}, countries=[("VN", "VN")])
            assert requests_for(actor=actor, wanted=form.wanted(), now=UNTIL).count() == number


def test_the_page_shows_the_numbers_and_opens_their_rows(cast: Cast, officer: Client) -> None:
    row = sent(cast, now=MONDAY, field="exports")
    page = officer.get("/en/support/figures/?as_of=2026-05-31&by=field").content.decode()
    opened = "/en/support/?state=all&amp;field=exports&amp;stood=open&amp;as_of=2026-05-31"
    assert opened in page
    listed = officer.get(opened.replace("&amp;", "&")).content.decode()
    assert row.number in listed
    earlier = officer.get("/en/support/?state=all&stood=open&as_of=2026-05-01").content.decode()
    assert row.number not in earlier


def test_a_day_still_to_come_is_said_beside_the_field_and_today_is_shown(officer: Client) -> None:
    page = officer.get("/en/support/figures/?as_of=2999-01-01").content.decode()
    assert "2999-01-01 is still to come" in page


def test_the_worksheet_holds_the_table_with_its_rule(cast: Cast, officer: Client) -> None:
    sent(cast, now=MONDAY, field="exports")
    body = officer.get("/en/support/figures/?as_of=2026-05-31&by=field&format=xlsx").content
    cells = [value for row in openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].values for value in row]
    assert "Exports" in cells
    assert any("received = answered + withdrawn + open" in str(value) for value in cells)


# How often is asked is decided in Python; the tests beside it ask the same SQL.
@pytest.mark.any_engine
@pytest.mark.parametrize("by", ["field", "country", "asker", "province", "office"])
def test_the_page_asks_as_much_of_one_row_as_of_three(cast: Cast, officer: Client, by: str) -> None:
    counts: list[int] = []
    for fields in (["exports"], ["incident", "investment"]):
        for n, field in enumerate(fields):
            country = make_country(("VN", "JP", "GB")[len(counts) + n])
            answered(cast, now=MONDAY, field=field, country_id=country.pk)
        officer.get(f"/support/figures/?by={by}&as_of=2026-05-31")
        with CaptureQueriesContext(connection) as caught:
            officer.get(f"/support/figures/?by={by}&as_of=2026-05-31")
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_rows_of_a_figure_say_how_many_it_counts_that_are_not_to_be_read(cast: Cast, in_english: None) -> None:
    readers = (Reader(cast.desk.pk, cast.router.user_id),)
    country = make_country("VN").pk
    sent(cast, now=MONDAY, country_id=country, confidentiality="restricted", readers=readers)
    sent(cast, now=MONDAY, country_id=country)
    sent(cast, now=MONDAY)
    said = "Those that are not yours to read"

    def page(actor: Actor, query: str) -> str:
        return html(browser(actor).get(f"/en/support/?as_of=2026-05-31&{query}"))

    assert f"The figure counts 3. {said}" in page(cast.bureau_officer, "state=all&stood=received")
    assert f"The figure counts 2. {said}" in page(cast.bureau_officer, "state=all&stood=received&country=VN")
    assert said not in page(cast.router, "state=all&stood=received")
    # What no figure counts is not told of restricted requests.
    for query in ("stood=received", "state=all&stood=received&country=VN&field=exchange", "state=all&country=VN"):
        assert said not in page(cast.bureau_officer, query)
