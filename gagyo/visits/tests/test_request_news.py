"""Visitors are told when the visit that they asked for is planned, confirmed or cancelled."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.common.models import AuditRecord
from gagyo.common.rules import ANYBODY, system
from gagyo.visits.actions.request_mail import follow_key, followed_by
from gagyo.visits.actions.requests import accept_request, destroy_expired_requests, withdraw_request
from gagyo.visits.actions.visits import archive_visit, move_visit
from gagyo.visits.models import Visit, VisitRequest
from gagyo.visits.tests.asking import VISIT, received

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office(name_ko="후에 담당", name_en="City Hall")


def accepted(office: Office, **changes: str) -> tuple[VisitRequest, Visit]:
    """Return a request that was accepted, and its visit; the mails so far are let go."""
    row, _key = received(office, **changes)
    actor = make_actor(office=office)
    visit = accept_request(request_id=row.pk, values=VISIT, answer="", expected=row.version, by=actor, now=NOW)
    row.refresh_from_db()
    mail.outbox.clear()
    return row, visit


def moved(visit: Visit, wanted: str, *, reason: str = "") -> Visit:
    """Move a visit as its officer."""
    by = make_actor(office=visit.office)
    return move_visit(visit_id=visit.pk, wanted=wanted, reason=reason, expected=visit.version, by=by, now=NOW)


def key_in_last_mail() -> str:
    """Return the key of the link in the latest mail."""
    found = re.search(r"/welcome/requests/([^/\s]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_the_page_promises_no_visit_that_was_taken_out_of_all_lists(office: Office, client: Client) -> None:
    row, visit = accepted(office)
    archive_visit(visit_id=visit.pk, by=make_actor(office=office), now=NOW)
    page = client.get(f"/en/welcome/requests/{follow_key(row)}/").content.decode()
    assert ("The visit is cancelled" in page, "will receive you" in page) == (True, False)


def test_each_step_is_mailed_with_a_link_that_follows_the_request(office: Office, client: Client) -> None:
    row, visit = accepted(office)
    visit = moved(visit, "planned")
    visit = moved(visit, "confirmed")
    confirmed = str(mail.outbox[-1].body)
    assert "2026-06-02 – 2026-06-03" in confirmed
    assert "2026-06-02" in client.get(f"/en/welcome/requests/{key_in_last_mail()}/").content.decode()
    moved(visit, "cancelled", reason="윤번 사정")
    assert [(each.to, each.subject) for each in mail.outbox] == [
        (["tran@example.org"], f"Your visit to City Hall is being planned ({row.number})"),
        (["tran@example.org"], f"Your visit to City Hall is confirmed ({row.number})"),
        (["tran@example.org"], f"Your visit to City Hall is cancelled ({row.number})"),
    ]
    assert "윤번 사정" not in str(mail.outbox[-1].body)
    page = client.get(f"/en/welcome/requests/{key_in_last_mail()}/").content.decode()
    assert ("The visit is cancelled" in page, "윤번 사정" in page, "will receive you" in page) == (True, False, False)
    assert AuditRecord.objects.get(event="visit.cancelled").after["told"] == 1  # type: ignore[index]  # written so


def test_who_asked_in_korean_is_told_in_korean(office: Office) -> None:
    _row, visit = accepted(office, language="ko")
    moved(visit, "planned")
    assert "후에 담당" in mail.outbox[0].subject
    assert "/en/welcome/" not in str(mail.outbox[0].body)


def test_steps_that_say_nothing_to_visitors_are_not_mailed(office: Office) -> None:
    _row, visit = accepted(office)
    visit = moved(visit, "planned")
    moved(visit, "asked", reason="Dates open")
    assert len(mail.outbox) == 1


def test_who_withdrew_is_told_of_nothing_more(office: Office) -> None:
    row, visit = accepted(office)
    withdraw_request(key=follow_key(row), by=ANYBODY, now=NOW)
    mail.outbox.clear()
    moved(visit, "planned")
    assert mail.outbox == []


def test_a_visit_that_lies_behind_is_put_right_in_silence(office: Office) -> None:
    _row, visit = accepted(office)
    Visit.objects.past_access(because="a test").filter(pk=visit.pk).update(
        starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 2)
    )
    moved(visit, "confirmed")
    assert mail.outbox == []


def test_a_signed_key_follows_one_request_and_ends_with_its_data(office: Office) -> None:
    row, _visit = accepted(office)
    other, _key = received(office, email="other@example.org")
    key = follow_key(row)
    forged = [
        f"{other.pk}.{key.partition('.')[2]}",
        f"{key}x",
        key.replace(".", ""),
        f"{row.pk}.",
        ".",
        "x.y",
        "²." + key,
    ]
    assert [followed_by(each) for each in (key, *forged)] == [row.pk, *[None] * len(forged)]
    destroy_expired_requests(by=system(label="test"), now=NOW + timedelta(days=2000))
    assert followed_by(key) is None


def test_a_forged_key_opens_nothing(office: Office, client: Client) -> None:
    row, _visit = accepted(office)
    address = reverse("visits:request_followed", kwargs={"key": f"{row.pk}.{'A' * 43}"})
    assert client.get(address).status_code == 404
