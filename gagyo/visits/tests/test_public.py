"""Requests from abroad: what spam is refused, and what a link opens, until when, and for whom."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.rules import ANYBODY
from gagyo.registry.tests.make import make_country
from gagyo.visits.actions.requests import (
    accept_request,
    confirm_request,
    withdraw_request,
)
from gagyo.visits.actions.visits import move_visit
from gagyo.visits.choices import RequestState, VisitState
from gagyo.visits.forms.stamps import stamp_for
from gagyo.visits.models import ProgrammeVersion, Theme, Visit, VisitRequest
from gagyo.visits.queries.programme_versions import content_of
from gagyo.visits.queries.requests import RequestFilter, listed_requests, waiting_requests
from gagyo.visits.queries.visits import open_follow_ups
from gagyo.visits.rules.requests import (
    RequestValues,
    UnableToMoveRequest,
    UnableToSendRequest,
    UnknownRequestError,
    check_filled_in,
    check_request,
)
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.tests.asking import VALUES, VISIT, key_in_mail, received, sent, site_of, vars_of
from gagyo.visits.tests.make import make_stop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


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
    stamp = stamp_for(office_id=office.pk, now=timezone.now() - timedelta(seconds=1))
    answer = posted(office, stamp=stamp)
    # The stamp stays, so that nobody waits from the beginning; one that will never hold is replaced.
    assert stamp in answer.content.decode()
    assert "forged" not in posted(office, stamp="1700000000:forged").content.decode()
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


def test_the_visitor_sees_the_programme_as_it_was_sent_and_never_before(client: Client) -> None:
    office = make_office()
    row, key = received(office)
    actor = make_actor(office=office)
    visit = accept_request(request_id=row.pk, values=VISIT, answer="", expected=2, by=actor, now=NOW)
    make_stop(visit=visit, site=site_of(office))
    address = f"/en/welcome/requests/{key}/programme/"
    move_visit(visit_id=visit.pk, wanted=VisitState.CONFIRMED, reason="", expected=1, by=actor, now=NOW)
    assert client.get(address).status_code == 404
    content = content_of(visit)
    ProgrammeVersion.objects.create(visit=visit, number=1, sent_at=NOW, content=content)
    assert "City Information Centre" in client.get(address).content.decode()
    assert "See the programme" in client.get(f"/en/welcome/requests/{key}/").content.decode()
    move_visit(visit_id=visit.pk, wanted=VisitState.PLANNED, reason="New dates", expected=2, by=actor, now=NOW)
    assert client.get(address).status_code == 404


def test_a_withdrawal_after_the_answer_leaves_the_officer_something_to_do() -> None:
    office = make_office()
    row, key = received(office)
    actor = make_actor(office=office)
    visit = accept_request(request_id=row.pk, values=VISIT, answer="", expected=2, by=actor, now=NOW)
    withdraw_request(key=key, by=ANYBODY, now=NOW)
    left = open_follow_ups(actor=actor).get()
    assert (left.visit, left.due_on) == (visit, NOW.date()) and row.number in left.what


def test_a_visitor_withdraws_by_the_link_and_the_officer_can_no_longer_accept() -> None:
    office = make_office()
    row, key = received(office)
    withdraw_request(key=key, by=ANYBODY, now=NOW)
    assert list(waiting_requests(actor=make_actor(office=office))) == []
    with pytest.raises(UnableToMoveRequest, match="has changed"):
        accept_request(request_id=row.pk, values=VISIT, answer="", expected=2, by=make_actor(office=office), now=NOW)
    assert not Visit.objects.past_access(because="a test looks at everything").exists()
