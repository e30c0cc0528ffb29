"""The account screens: their queries, worksheets, and what they say about passkeys."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import ApiToken, Invitation, Office
from gagyo.accounts.tests.make import NOW, make_member, make_office
from gagyo.common.models import AuditRecord

pytestmark = pytest.mark.django_db


def browser(*, role: str, office: Office) -> Client:
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def sheet(body: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(body), read_only=True)
    return [row for row in book.worksheets[0].iter_rows(values_only=True) if any(cell is not None for cell in row)]


@pytest.mark.parametrize("page", ["", "tokens/"])
def test_an_offices_members_and_tokens_cost_the_same_queries_with_one_and_three_rows(page: str) -> None:
    office = make_office()
    client = browser(role=Role.MANAGER, office=office)

    def more() -> None:
        user = make_member(office=office).user
        ApiToken.objects.create(office=office, name="홈페이지", created_at=NOW, created_by=user, token_hash=user.email)
        Invitation.objects.create(
            office=office,
            email="x@example.org",
            role=Role.OFFICER,
            created_at=NOW,
            expires_at=NOW,
            token_hash=user.email,
        )

    more()
    asked(client, f"/accounts/offices/{office.pk}/{page}")
    one = asked(client, f"/accounts/offices/{office.pk}/{page}")
    more()
    more()
    assert asked(client, f"/accounts/offices/{office.pk}/{page}") == one


def test_the_list_of_offices_costs_the_same_queries_with_one_and_three_rows() -> None:
    client = browser(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION))
    asked(client, "/accounts/offices/")
    one = asked(client, "/accounts/offices/")
    for _ in range(2):
        make_member(office=make_office())
    assert asked(client, "/accounts/offices/") == one


@pytest.mark.each_engine
def test_offices_come_as_a_worksheet_of_the_same_filter() -> None:
    client = browser(role=Role.OPERATOR, office=make_office(kind=OfficeKind.ASSOCIATION))
    make_office(name_ko="남양주시 국제협력팀", name_en="Namyangju")
    page = client.get("/en/accounts/offices/?q=Namyangju").content.decode()
    assert 'href="/en/accounts/offices/?q=Namyangju&amp;format=xlsx"' in page
    rows = sheet(client.get("/en/accounts/offices/?q=Namyangju&format=xlsx").content)
    assert [row[0] for row in rows if row[1] == "Local government"] == ["Namyangju"]
    assert any("1 office" in str(row[0]) for row in rows)


def test_members_are_downloaded_with_a_reason_that_is_recorded() -> None:
    office = make_office()
    client = browser(role=Role.MANAGER, office=office)
    colleague = make_member(office=office).user
    address = f"/accounts/offices/{office.pk}/members.xlsx"
    assert "reason" in client.get(address).content.decode()
    assert AuditRecord.objects.filter(event="members.exported").count() == 0
    answer = client.post(address, {"reason": "정기 점검"})
    assert colleague.email in {row[1] for row in sheet(answer.content)}
    [left] = AuditRecord.objects.filter(event="members.exported")
    detail = left.after or {}
    assert [left.reason, left.rows, detail["office"], len(detail["users"])] == ["정기 점검", 2, office.pk, 2]


def test_members_of_another_office_are_not_downloaded() -> None:
    other = make_office()
    make_member(office=other)
    client = browser(role=Role.MANAGER, office=make_office())
    assert client.post(f"/accounts/offices/{other.pk}/members.xlsx", {"reason": "x"}).status_code == 404
    assert browser(role=Role.OFFICER, office=other).get(f"/accounts/offices/{other.pk}/members.xlsx").status_code == 403


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("127.0.0.1:8000", "http://localhost:8000/en/accounts/login/?next=/en/work/"),
        ("[::1]:8000", "http://localhost:8000/en/accounts/login/?next=/en/work/"),
        ("192.0.2.7", "Open Gagyo by its name"),
    ],
)
def test_at_an_ip_address_the_sign_in_page_says_that_passkeys_need_a_name(
    client: Client, settings: object, host: str, says: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]  # pytest-django's fixture
    page = client.get("/en/accounts/login/?next=/en/work/", HTTP_HOST=host).content.decode()
    assert says in page
    named = client.get("/en/accounts/login/?next=/en/work/", HTTP_HOST="gagyo.example.org").content.decode()
    assert "Passkeys do not work" not in named


@pytest.mark.parametrize(("role", "shown"), [(Role.AUDITOR, True), (Role.OFFICER, False)])
def test_an_office_page_leads_those_who_may_read_it_to_its_history(role: Role, shown: bool) -> None:
    office = make_office()
    page = browser(role=role, office=office).get(f"/accounts/offices/{office.pk}/").content.decode()
    assert (f"/audit/?kind=accounts.office&amp;id={office.pk}" in page) is shown
