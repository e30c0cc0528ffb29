"""The audit record is searched within one's scope, shown before and after, and exported with a reason."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.models import AuditRecord

pytestmark = [pytest.mark.django_db, pytest.mark.each_engine]


def leave(office: Office, **values: Any) -> AuditRecord:
    """Leave a record as an officer of that office would."""
    first = {"at": NOW, "actor_label": "김담당", "office_label": str(office), "channel": "web", "event": "tie.changed"}
    return AuditRecord.objects.create(office=office, **{**first, **values})


def browser(role: Role, office: Office) -> Client:
    client = Client()
    client.force_login(make_member(role=role, office=office).user)
    return client


def found(client: Client, query: str = "") -> list[str]:
    """Return the names of the records in the list, newest first."""
    rows = client.get(f"/audit/{query}").context["rows"]
    return [row.record for row in rows]


def test_an_auditor_reads_the_own_offices_records_and_those_below_it() -> None:
    province, other = make_office(name_ko="경기도"), make_office(name_ko="부산")
    city = make_office(name_ko="남양주시", parent=province)
    for office in (province, other, city):
        leave(office, about_label=office.name_ko)
    assert found(browser(Role.AUDITOR, province)) == ["남양주시", "경기도"]
    assert found(browser(Role.AUDITOR, make_office(kind=OfficeKind.MINISTRY))) == ["남양주시", "부산", "경기도"]
    assert found(browser(Role.OPERATOR, make_office(kind=OfficeKind.ASSOCIATION))) == ["남양주시", "부산", "경기도"]


def test_another_offices_record_is_not_found() -> None:
    row = leave(make_office(name_ko="부산"))
    assert browser(Role.AUDITOR, make_office()).get(f"/audit/{row.pk}/").status_code == 404


def test_each_filter_narrows_and_the_person_filter_means_the_whole_number() -> None:
    office = make_office()
    auditor = browser(Role.AUDITOR, office)
    leave(
        office, about_label="A", person_ids=[3, 12], event="person.changed", about_type="registry.person", about_id="3"
    )
    leave(office, about_label="B", person_ids=[123], actor_label="이결재")
    leave(office, about_label="C", at=NOW.replace(year=2025))
    assert found(auditor, "?person=12") == ["A"]
    assert found(auditor, "?person=23") == []
    assert found(auditor, "?who=이결") == ["B"]
    assert found(auditor, "?event=person.changed") == ["A"]
    assert found(auditor, "?kind=registry.person&id=3") == ["A"]
    assert found(auditor, "?since=2026-05-04&until=2026-05-04") == ["B", "A"]
    assert found(auditor, "?until=2025-12-31") == ["C"]
    assert found(auditor, "?record=c") == ["C"]
    assert found(auditor, "?since=yesterday") == []


def test_before_and_after_stand_side_by_side() -> None:
    office = make_office()
    row = leave(
        office, before={"state": "signed", "notes": {"original": "전"}}, after={"state": "ended", "notes": None}
    )
    page = browser(Role.AUDITOR, office).get(f"/audit/{row.pk}/")
    assert [(each.field, each.before, each.after) for each in page.context["changes"]] == [
        ("notes", "전", "–"),
        ("state", "signed", "ended"),
    ]


def test_an_export_asks_for_a_reason_and_is_recorded_itself() -> None:
    office = make_office()
    auditor = browser(Role.AUDITOR, office)
    leave(office, about_label="A", person_ids=[5])
    leave(office, about_label="B", actor_label="이결재")
    url = "/audit/export/xlsx/?who=%EA%B9%80%EB%8B%B4%EB%8B%B9"
    assert auditor.get(url).headers["Content-Type"] == "text/html; charset=utf-8"
    answer = auditor.post(url, {"reason": "정기 감사 자료"})
    book = load_workbook(BytesIO(answer.content))
    cells = [[cell.value for cell in line] for line in book.active]  # type: ignore[union-attr]  # it has one sheet
    assert [line[10] for line in cells if line[7] == "tie.changed"] == ["A"]
    kept = AuditRecord.objects.filter(event="audit.exported").values("rows", "person_ids", "reason", "after").get()
    assert kept == {"rows": 1, "person_ids": [5], "reason": "정기 감사 자료", "after": {"who": "김담당"}}
    assert "tie.changed" in auditor.post("/audit/export/csv/", {"reason": "정기 감사"}).content.decode()


def test_the_list_asks_the_database_as_often_for_three_records_as_for_one() -> None:
    office = make_office()
    auditor = browser(Role.AUDITOR, office)
    auditor.get("/audit/")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            leave(office, actor_id=make_actor(office=office).user_id)
        with CaptureQueriesContext(connection) as asked:
            auditor.get("/audit/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_columns_are_named_as_on_their_forms() -> None:
    office = make_office()
    row = leave(office, about_type="accounts.office", before={"kind": "firm"}, after={"kind": "agency"})
    page = browser(Role.AUDITOR, office).get(f"/en/audit/{row.pk}/")
    assert [each.field for each in page.context["changes"]] == ["Kind"]


def test_a_record_that_nobody_changed_says_so() -> None:
    office = make_office()
    page = browser(Role.AUDITOR, office).get("/en/audit/?kind=registry.body&id=1").content.decode()
    assert "Nobody has changed this record" in page
