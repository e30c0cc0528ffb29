"""Requests from abroad: who reads and answers them, how they are listed, and when their personal data goes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from openpyxl import load_workbook

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import system
from gagyo.config.schedule import NIGHTLY
from gagyo.visits.actions.requests import (
    accept_request,
    decline_request,
    destroy_expired_requests,
)
from gagyo.visits.models import Visit, VisitRequest
from gagyo.visits.rules.requests import (
    UnableToMoveRequest,
    keep_until,
)
from gagyo.visits.tests.asking import VALUES, VISIT, received, sent, site_of
from gagyo.visits.tests.make import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def test_accepting_makes_a_linked_visit_and_tells_the_visitor() -> None:
    office = make_office()
    row, _key = received(office)
    visit = accept_request(
        request_id=row.pk, values=VISIT, answer="Welcome!", expected=2, by=make_actor(office=office), now=NOW
    )
    row.refresh_from_db()
    assert (row.visit, row.state, visit.state, visit.office) == (visit, "accepted", "asked", office)
    assert list(visit.parties.values_list("country_id", "persons")) == [("VN", 12)]
    assert mail.outbox[-1].to == ["tran@example.org"] and "Welcome!" in str(mail.outbox[-1].body)
    events = AuditRecord.objects.filter(about_type="visits.visitrequest").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["visit_request.sent", "visit_request.received", "visit_request.accepted"]


def test_declining_sends_the_reason_and_needs_one() -> None:
    office = make_office()
    actor = make_actor(office=office)
    row, _key = received(office, language="ko")
    with pytest.raises(UnableToMoveRequest, match="Give the reason"):
        decline_request(request_id=row.pk, reason=" ", expected=2, by=actor, now=NOW)
    decline_request(request_id=row.pk, reason="We are full.", expected=2, by=actor, now=NOW)
    assert "We are full." not in str([(each.before, each.after) for each in AuditRecord.objects.all()])
    said = mail.outbox[-1]
    assert row.number in str(said.subject) and "We are full." in str(said.body)


def test_no_name_or_address_of_a_visitor_stands_in_the_audit_record() -> None:
    row, _key = sent(make_office())
    received(make_office())
    kept = str([(each.before, each.after, each.about_label) for each in AuditRecord.objects.all()])
    typed = ("Secret", "tran@example.org", "912345678", "City of Hue")
    assert [word for word in typed if word in kept] == [] and row.number in kept


def test_another_office_neither_sees_nor_answers_a_request(client: Client) -> None:
    row, _key = received(make_office())
    stranger = make_member(role=Role.OFFICER)
    client.force_login(stranger.user)
    assert row.organisation not in client.get("/en/visits/requests/").content.decode()
    assert client.get(f"/en/visits/requests/{row.pk}/").status_code == 404
    assert client.post(f"/en/visits/requests/{row.pk}/decline/", {"reason": "x", "version": 2}).status_code == 404
    with pytest.raises(NotYoursError):
        decline_request(request_id=row.pk, reason="x", expected=2, by=make_actor(membership=stranger), now=NOW)


def test_an_unconfirmed_request_is_shown_to_nobody(client: Client) -> None:
    office = make_office()
    row, _key = sent(office)
    client.force_login(make_member(office=office).user)
    assert row.organisation not in client.get("/en/visits/requests/").content.decode()
    assert client.get(f"/en/visits/requests/{row.pk}/").status_code == 404


def test_an_officer_accepts_on_the_screen_and_finds_it_in_my_work_before(client: Client) -> None:
    office = make_office()
    row, _key = received(office)
    officer = make_member(office=office)
    client.force_login(officer.user)
    assert row.organisation in client.get("/en/work/?show=visit-requests").content.decode()
    first = client.get(f"/en/visits/requests/{row.pk}/accept/").context["form"]
    assert (first["name_ko"].value(), first["name_en"].value()) == (None, row.organisation)
    day = row.wished_from.isoformat()
    given = {"name_ko": "후에시", "starts_on": day, "ends_on": day, "persons": "12", "version": "2"}
    answer = client.post(f"/en/visits/requests/{row.pk}/accept/", given)
    visit = Visit.objects.past_access(because="a test looks at everything").get()
    assert answer.status_code == 302 and answer.headers["Location"] == f"/en/visits/{visit.pk}/"
    assert visit.officer == officer.user
    assert (visit.purpose.original, visit.asked_on) == ("", timezone.localdate(NOW))
    assert row.number in client.get(answer.headers["Location"]).content.decode()


def test_a_proposal_begins_with_the_sites_and_the_language_that_were_wished(client: Client) -> None:
    office = make_office()
    one, _other = site_of(office), site_of(office, name_en="Transport Centre")
    row, _key = received(office, site_ids=(one.pk,), language="vi")
    officer = make_member(office=office)
    accept_request(
        request_id=row.pk, values=VISIT, answer="", expected=row.version, by=make_actor(membership=officer), now=NOW
    )
    row.refresh_from_db()
    assert row.visit is not None
    client.force_login(officer.user)
    form = client.get(f"/en/visits/{row.visit.pk}/programme/proposal/").context["form"]
    assert (form["sites"].value(), form["language"].value()) == ([str(one.pk)], "vi")


def test_the_officer_writes_a_purpose_beside_the_message_which_goes_nowhere_else(client: Client) -> None:
    office = make_office()
    row, _key = received(office)
    client.force_login(make_member(office=office).user)
    address = f"/en/visits/requests/{row.pk}/accept/"
    assert VALUES.message in client.get(address).content.decode()
    day = row.wished_from.isoformat()
    given = {"name_ko": "후에시", "starts_on": day, "ends_on": day, "persons": "12", "version": "2"}
    client.post(address, {**given, "purpose": "도시 운영 방식 견학", "answer": "Welcome, Mr Tran!"})
    visit = Visit.objects.past_access(because="a test looks at everything").get()
    assert (visit.purpose.original, visit.purpose.language) == ("도시 운영 방식 견학", "ko")
    kept = str([(each.before, each.after, each.about_label, each.reason) for each in AuditRecord.objects.all()])
    assert [word for word in (VALUES.message, "Mr Tran") if word in kept] == []


def test_the_worksheet_is_given_after_a_reason_and_recorded(client: Client) -> None:
    office = make_office()
    row, _key = received(office)
    client.force_login(make_member(office=office).user)
    assert "spreadsheet" not in client.get("/en/visits/requests/export/").headers["Content-Type"]
    answer = client.post("/en/visits/requests/export/", {"reason": "Planning the week"})
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    cells = [str(cell) for line in sheet.iter_rows(values_only=True) for cell in line]
    assert row.number in cells and "tran@example.org" in cells
    assert AuditRecord.objects.filter(event="visit_requests.exported", reason="Planning the week").exists()


# --- Pages, lists, nights ----------------------------------------------------------------------------


def test_the_welcome_pages_show_public_sites_only(client: Client) -> None:
    office = make_office()
    site_of(office)
    make_site(office=office, name_en="Secret bunker", visibility="office")
    make_site(office=make_office(), name_en="Shared room", visibility="shared")
    client.force_login(make_member(office=office).user)
    for address in ("/en/welcome/", f"/en/welcome/{office.pk}/", f"/en/welcome/{office.pk}/request/"):
        page = client.get(address).content.decode()
        assert "Secret bunker" not in page and "Shared room" not in page
    assert "City Information Centre" in client.get(f"/en/welcome/{office.pk}/").content.decode()
    assert client.get(f"/en/welcome/{make_office().pk}/").status_code == 404


def test_a_public_page_is_kept_for_everybody_and_the_form_for_nobody(client: Client) -> None:
    office = make_office()
    site_of(office)
    assert client.get("/en/welcome/").headers["X-Cache"] == "miss"
    assert client.get("/en/welcome/").headers["X-Cache"] == "hit"
    assert "no-store" in client.get(f"/en/welcome/{office.pk}/request/").headers["Cache-Control"]


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_lists_make_no_more_queries_for_more_rows(client: Client) -> None:
    office = make_office()
    member = make_member(office=office)
    client.force_login(member.user)
    addresses = ("/en/welcome/", f"/en/welcome/{office.pk}/", "/en/visits/requests/")
    site_of(office)
    received(office)
    few = [queries_of(client, address) for address in addresses for _again in range(2)]
    for n in range(2):
        site_of(office, name_en=f"Site {n}")
        site_of(make_office(), name_en=f"Other site {n}")
        received(office, email=f"more{n}@example.org")
    many = [queries_of(client, address) for address in addresses for _again in range(2)]
    assert many[1::2] == few[1::2]


def test_personal_data_is_destroyed_the_night_after_its_last_day() -> None:
    office, night = make_office(), system(label="nightly")
    forgotten, _key = sent(office, email="never@example.org")
    row, key = received(office)
    assert keep_until(sent_on=date(2026, 5, 4), wished_until=date(2026, 6, 5), confirmed=True) == row.retain_until
    last_day = datetime.combine(row.retain_until, datetime.max.time(), NOW.tzinfo)
    assert destroy_expired_requests(by=night, now=last_day) == 1
    assert list(VisitRequest.objects.all()) == [row] and forgotten.pk != row.pk
    assert destroy_expired_requests(by=night, now=last_day + timedelta(seconds=1)) == 1
    row.refresh_from_db()
    kept = (row.contact_name, row.email, row.phone, row.message, row.organisation, row.persons)
    assert kept == ("", "", "", "", "City of Hue", 12)
    assert Client().get(f"/welcome/requests/{key}/").status_code == 404
    assert destroy_expired_requests(by=night, now=last_day + timedelta(days=9)) == 0
    left = AuditRecord.objects.filter(event="visit_requests.destroyed").order_by("pk")
    assert [(each.after or {})["numbers"] for each in left] == [[forgotten.number], [row.number]]


def test_the_nightly_task_is_on_the_schedule() -> None:
    assert "gagyo.visits.tasks.destroy_expired_visit_requests" in [job.task for job in NIGHTLY]
