"""A list as a worksheet holds exactly what its screen shows, under the same filter and in the same order."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from gagyo.accounts.tests.make import make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.registry.tests.make import make_body, make_country, make_government, make_person, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def sheet(address: str) -> list[tuple[object, ...]]:
    client = Client()
    client.force_login(make_member().user)
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = openpyxl.load_workbook(BytesIO(answer.content), read_only=True)
    return [row for row in book.worksheets[0].iter_rows(values_only=True) if any(cell is not None for cell in row)]


def test_the_bodies_of_a_filter_come_as_a_worksheet_in_the_order_of_the_screen() -> None:
    make_body(name_ko="다트퍼드", name_en="Dartford")
    make_body(name_ko="브레아", name_en="Brea", country="US")
    make_government()
    rows = sheet("/en/registry/bodies/?country=GB&format=xlsx")
    head = next(number for number, row in enumerate(rows) if row[0] == "Name")
    assert [row[:4] for row in rows[head + 1 :]] == [
        ("Dartford", "다트퍼드", "Foreign local government", "United Kingdom")
    ]
    assert any("1 body" in str(row[0]) for row in rows[:head])


def test_the_places_keep_their_numbers_as_numbers() -> None:
    make_place(name_ko="다트퍼드", name_en="Dartford", population=109_709)
    rows = sheet("/registry/places/?format=xlsx")
    assert next(row for row in rows if row[0] == "다트퍼드")[5] == 109_709


def test_the_screen_leads_to_the_worksheet_of_its_own_filter() -> None:
    client = Client()
    client.force_login(make_member().user)
    page = client.get("/registry/bodies/?kind=mission_in_korea&page=2").content.decode()
    assert 'href="/registry/bodies/?kind=mission_in_korea&amp;format=xlsx"' in page


def test_countries_come_as_a_worksheet_and_name_their_capital_in_the_language_of_the_page() -> None:
    make_place(name_ko="런던", name_en="London")
    country = make_country("GB")
    country.capital = "London"
    country.save()
    assert [row[4] for row in sheet("/registry/countries/?format=xlsx") if row[0] == "영국"] == ["런던"]
    assert [row[4] for row in sheet("/en/registry/countries/?format=xlsx") if row[0] == "United Kingdom"] == ["London"]


def test_contacts_come_as_a_worksheet_after_a_reason() -> None:
    client, office = Client(), make_office()
    client.force_login(make_member(office=office).user)
    person = make_person(office=office)
    assert client.get("/registry/people/addresses/?format=xlsx").headers["Content-Type"].startswith("text/html")
    answer = client.post("/registry/people/addresses/?format=xlsx", {"reason": "명단 확인"})
    book = openpyxl.load_workbook(BytesIO(answer.content), read_only=True)
    cells = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert person.email in cells
    assert AuditRecord.objects.get(event="people.listed").person_ids == [person.pk]
