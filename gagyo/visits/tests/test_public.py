"""Requests from abroad: what spam is refused, what a link opens, who reads them, and when their data goes."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.tests.make import NOW, make_actor, make_member, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, system
from gagyo.config.schedule import NIGHTLY
from gagyo.registry.tests.make import make_country
from gagyo.visits.actions.requests import (
    accept_request,
    confirm_request,
    decline_request,
    destroy_expired_requests,
    send_request,
    withdraw_request,
)
from gagyo.visits.actions.visits import move_visit
from gagyo.visits.choices import RequestState, VisitState
from gagyo.visits.forms.requests import stamp_for
from gagyo.visits.models import Site, SiteTheme, Theme, Visit, VisitRequest
from gagyo.visits.queries.requests import RequestFilter, listed_requests, waiting_requests
from gagyo.visits.rules.requests import (
    RequestValues,
    UnableToMoveRequest,
    UnableToSendRequest,
    UnknownRequestError,
    check_filled_in,
    check_request,
    keep_until,
)
from gagyo.visits.rules.values import PartyValues, UnableToSaveVisit, VisitValues
from gagyo.visits.tests.make import make_site

pytestmark = pytest.mark.django_db
VALUES = RequestValues(
    organisation="City of Hue",
    country_id="VN",
    contact_name="Tran Van Secret",
    email="tran@example.org",
    persons=12,
    wished_from=date(2026, 6, 1),
    wished_until=date(2026, 6, 5),
    message="We would like to see how the city is run.",
    phone="+84 912345678",
)
VISIT = VisitValues(
    name_ko="후에시 대표단",
    starts_on=date(2026, 6, 2),
    ends_on=date(2026, 6, 3),
    parties=(PartyValues(country_id="VN", persons=12),),
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


def site_of(office: Office, **values: Any) -> Site:
    """Make a public site with a theme."""
    site = make_site(office=office, **values)
    SiteTheme.objects.create(site=site, theme=Theme.objects.get(code="smart-city"))
    return site


def key_in_mail() -> str:
    """Return the key of the link in the latest mail to a visitor."""
    found = re.search(r"/welcome/requests/([\w-]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def sent(office: Office, **changes: Any) -> tuple[VisitRequest, str]:
    """Send a request and return it with the key that was mailed."""
    make_country("VN")
    row = send_request(office_id=office.pk, values=RequestValues(**{**vars_of(VALUES), **changes}), by=ANYBODY, now=NOW)
    return row, key_in_mail()


def vars_of(values: RequestValues) -> dict[str, Any]:
    """Return the fields of the values."""
    return {name: getattr(values, name) for name in RequestValues.__dataclass_fields__}


def received(office: Office, **changes: Any) -> tuple[VisitRequest, str]:
    """Send and confirm a request."""
    _row, key = sent(office, **changes)
    return confirm_request(key=key, by=ANYBODY, now=NOW), key


@pytest.fixture
def posted(client: Client) -> Callable[..., Any]:
    """posted(office, persons="3") sends the public form in English, as filled in within a minute."""

    def send(office: Office, *, opened: timedelta = timedelta(minutes=1), **changes: str) -> Any:
        make_country("VN")
        day = timezone.localdate() + timedelta(days=30)
        given = {
            "organisation": "City of Hue",
            "country": "VN",
            "contact_name": "Tran",
            "email": "tran@example.org",
            "persons": "12",
            "wished_from": day.isoformat(),
            "wished_until": day.isoformat(),
            "language": "en",
            "message": "How the city is run",
            "agreed": "on",
            "stamp": stamp_for(office_id=office.pk, now=timezone.now() - opened),
            **changes,
        }
        with translation.override("en"):
            return client.post(reverse("visits:request_add", args=[office.pk]), given)

    return send


# --- The form, and what is no request ----------------------------------------------------------------


def test_a_request_gets_a_number_and_counts_once_its_address_is_confirmed(posted: Callable[..., Any]) -> None:
    office = make_office()
    site = site_of(office)
    answer = posted(office, sites=str(site.pk), themes=str(Theme.objects.get(code="smart-city").pk))
    row = VisitRequest.objects.get()
    assert answer.status_code == 302 and row.number in answer.url
    assert (row.state, list(row.sites.all()), row.themes.count()) == ("unconfirmed", [site], 1)
    actor = make_actor(office=office)
    assert list(listed_requests(actor=actor, wanted=RequestFilter())) == []
    confirm_request(key=key_in_mail(), by=ANYBODY, now=timezone.now())
    assert list(waiting_requests(actor=actor)) == [row]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        pytest.param({"website": "https://spam.example"}, "people do not see", id="the hidden field is filled in"),
        pytest.param({"opened": timedelta(seconds=2)}, "faster than a person", id="sent within two seconds"),
        pytest.param({"opened": timedelta(hours=25)}, "too long ago", id="the form of yesterday"),
        pytest.param({"opened": timedelta(hours=-1)}, "too long ago", id="a form of the future"),
        pytest.param({"stamp": ""}, "too long ago", id="no stamp"),
        pytest.param({"stamp": "1700000000:forged"}, "too long ago", id="a forged stamp"),
        pytest.param({"message": "http://a http://b www.c"}, "more than 2 links", id="three links"),
        pytest.param({"message": "My passport is M12345678"}, "passport", id="a passport number"),
        pytest.param({"agreed": ""}, "required", id="no agreement"),
    ],
)
def test_what_no_officer_should_read_is_refused_and_not_kept(
    posted: Callable[..., Any], given: dict[str, Any], says: str
) -> None:
    office = make_office()
    site_of(office)
    answer = posted(office, **given)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not VisitRequest.objects.exists() and not mail.outbox


def test_the_stamp_of_another_office_s_form_is_refused(posted: Callable[..., Any]) -> None:
    office, other = make_office(), make_office()
    site_of(office)
    stamp = stamp_for(office_id=other.pk, now=timezone.now() - timedelta(minutes=1))
    assert posted(office, stamp=stamp).status_code == 422


def test_a_form_that_was_too_quick_can_be_sent_again_with_its_entries(posted: Callable[..., Any]) -> None:
    office = make_office()
    site_of(office)
    answer = posted(office, opened=timedelta(seconds=1))
    assert 'value="City of Hue"' in answer.content.decode()
    assert posted(office).status_code == 302


def test_one_address_sends_only_so_many_forms_an_hour(
    posted: Callable[..., Any], settings: Any, tmp_path: Path
) -> None:
    settings.PUBLIC_FORMS_PER_HOUR, settings.DATA_DIR = 2, tmp_path
    office = make_office()
    site_of(office)
    statuses = [posted(office, email=f"a{n}@example.org").status_code for n in range(3)]
    assert statuses == [302, 302, 429]
    assert VisitRequest.objects.count() == 2


def test_a_stranger_s_mailbox_is_not_filled() -> None:
    office = make_office()
    for _n in range(3):
        sent(office)
    with pytest.raises(UnableToSendRequest, match="wait for their confirmation"):
        sent(office, email="TRAN@example.org")


def test_guessing_links_is_stopped(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.PUBLIC_FORMS_PER_HOUR, settings.DATA_DIR = 1, tmp_path
    statuses = [client.get(f"/welcome/requests/guess-{n}/").status_code for n in range(11)]
    assert statuses == [404] * 10 + [429]


def test_four_seconds_are_enough_and_less_are_not() -> None:
    check_filled_in(opened_at=NOW - timedelta(seconds=4), now=NOW)
    check_filled_in(opened_at=NOW - timedelta(hours=24), now=NOW)
    with pytest.raises(UnableToSendRequest, match="faster"):
        check_filled_in(opened_at=NOW - timedelta(seconds=3.9), now=NOW)


def test_days_that_cannot_be_are_refused() -> None:
    today = date(2026, 6, 1)
    check_request(VALUES, today=today)
    with pytest.raises(UnableToSendRequest, match="passed already"):
        check_request(VALUES, today=date(2026, 6, 2))
    with pytest.raises(UnableToSendRequest, match="comes before"):
        check_request(RequestValues(**{**vars_of(VALUES), "wished_until": date(2026, 5, 31)}), today=date(2026, 5, 1))
    with pytest.raises(UnableToSendRequest, match="two years"):
        check_request(RequestValues(**{**vars_of(VALUES), "wished_until": date(2028, 6, 1)}), today=date(2026, 5, 1))


def test_a_telephone_number_is_no_passport_number() -> None:
    check_request(VALUES, today=date(2026, 5, 1))
    with pytest.raises(UnableToSaveVisit, match="passport"):
        check_request(RequestValues(**{**vars_of(VALUES), "contact_name": "Tran M12345678"}), today=date(2026, 5, 1))


# --- The link ----------------------------------------------------------------------------------------


def test_the_link_confirms_until_its_last_second_and_no_longer() -> None:
    office = make_office()
    row, key = sent(office)
    with pytest.raises(UnableToMoveRequest, match="within 3 days"):
        confirm_request(key=key, by=ANYBODY, now=NOW + timedelta(days=3, microseconds=1))
    confirm_request(key=key, by=ANYBODY, now=NOW + timedelta(days=3))
    row.refresh_from_db()
    assert (row.state, row.retain_until) == ("received", date(2027, 6, 5))


def test_a_link_confirms_once() -> None:
    _row, key = received(make_office())
    with pytest.raises(UnableToMoveRequest, match="already"):
        confirm_request(key=key, by=ANYBODY, now=NOW)


def test_only_the_hash_of_the_link_is_kept_and_another_s_link_opens_only_its_own() -> None:
    office = make_office()
    first, key = sent(office)
    second, other = sent(office, organisation="City of Da Nang", email="b@example.org")
    assert (first.token_hash, second.token_hash) == (hash_of(key), hash_of(other))
    page = Client().get(f"/en/welcome/requests/{other}/").content.decode()
    assert "City of Da Nang" in page and "City of Hue" not in page
    with pytest.raises(UnknownRequestError):
        confirm_request(key=first.token_hash, by=ANYBODY, now=NOW)


def test_the_page_behind_the_link_is_kept_by_nobody(client: Client) -> None:
    _row, key = received(make_office())
    answer = client.get(f"/en/welcome/requests/{key}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_mail_server_that_opens_links_confirms_nothing(client: Client) -> None:
    row, key = sent(make_office())
    assert client.get(f"/en/welcome/requests/{key}/").status_code == 200
    assert client.get(f"/en/welcome/requests/{key}/confirm/").status_code == 405
    row.refresh_from_db()
    assert row.state == RequestState.UNCONFIRMED


def test_the_visitor_sees_dates_only_once_they_are_confirmed(client: Client) -> None:
    office = make_office()
    row, key = received(office)
    actor = make_actor(office=office)
    visit = accept_request(request_id=row.pk, values=VISIT, answer="Welcome!", expected=2, by=actor, now=NOW)
    page = client.get(f"/en/welcome/requests/{key}/").content.decode()
    assert "Welcome!" in page and "not confirmed yet" in page and "2 June 2026" not in page
    move_visit(visit_id=visit.pk, wanted=VisitState.CONFIRMED, reason="", expected=1, by=actor, now=NOW)
    page = client.get(f"/en/welcome/requests/{key}/").content.decode()
    assert "Confirmed dates" in page and "not confirmed yet" not in page


def test_a_visitor_withdraws_by_the_link_and_the_officer_can_no_longer_accept() -> None:
    office = make_office()
    row, key = received(office)
    withdraw_request(key=key, by=ANYBODY, now=NOW)
    assert list(waiting_requests(actor=make_actor(office=office))) == []
    with pytest.raises(UnableToMoveRequest, match="has changed"):
        accept_request(request_id=row.pk, values=VISIT, answer="", expected=2, by=make_actor(office=office), now=NOW)
    assert not Visit.objects.past_access(because="a test looks at everything").exists()


# --- The officer -------------------------------------------------------------------------------------


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
    said = mail.outbox[-1]
    assert row.number in str(said.subject) and "We are full." in str(said.body)


def test_no_name_or_address_of_a_visitor_stands_in_the_audit_record() -> None:
    received(make_office())
    kept = str([(row.before, row.after, row.about_label) for row in AuditRecord.objects.all()])
    assert "Secret" not in kept and "tran@example.org" not in kept and "912345678" not in kept


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
    client.force_login(make_member(office=office).user)
    assert row.organisation in client.get("/en/work/?show=visit-requests").content.decode()
    day = row.wished_from.isoformat()
    given = {"name_ko": "후에시", "starts_on": day, "ends_on": day, "persons": "12", "version": "2"}
    answer = client.post(f"/en/visits/requests/{row.pk}/accept/", given)
    visit = Visit.objects.past_access(because="a test looks at everything").get()
    assert answer.status_code == 302 and answer.headers["Location"] == f"/en/visits/{visit.pk}/"
    assert (visit.purpose.original, visit.asked_on) == (VALUES.message, timezone.localdate(NOW))
    assert row.number in client.get(answer.headers["Location"]).content.decode()


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
