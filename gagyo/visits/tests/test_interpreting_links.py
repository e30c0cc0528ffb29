"""The link by which an interpreter answers: what it opens, until when, and for whom it leads nowhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from gagyo.accounts.models import Office
from gagyo.accounts.tests.make import NOW, make_actor, make_office
from gagyo.visits.actions.visits import move_visit
from gagyo.visits.choices import VisitState
from gagyo.visits.models import Stop, Visit
from gagyo.visits.rules.interpreting import UnusableLinkError
from gagyo.visits.tests.asking_interpreters import ask, key_in, say, states, visit_to_interpret
from gagyo.visits.tests.make_interpreters import make_interpreter, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def office() -> Office:
    """The office that receives."""
    return make_office()


@pytest.fixture
def visit(office: Office) -> Visit:
    """A visit with two stops to interpret."""
    return visit_to_interpret(office=office)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": VisitState.CANCELLED}, "cancelled"),
        ({"state": VisitState.DONE}, "is over"),
        ({"archived_at": NOW}, "cancelled"),
    ],
)
def test_a_link_leads_nowhere_when_the_visit_is_not_to_be(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage], change: dict[str, object], sentence: str
) -> None:
    ask(visit, make_interpreter(office=office))
    Visit.objects.past_access(because="a test").filter(pk=visit.pk).update(**change)
    with pytest.raises(UnusableLinkError, match=sentence):
        say(key_in(mailoutbox[0]), "accepted")


def test_a_cancelled_visit_tells_everybody_who_would_have_come(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    coming, asked = make_interpreter(office=office), make_interpreter(office=office)
    ask(visit, coming)
    say(key_in(mailoutbox[0]), "accepted")
    make_task(stop=visit.stops.all()[0], interpreter=asked)
    actor = make_actor(office=office)
    move_visit(visit_id=visit.pk, wanted="cancelled", reason="사정", expected=visit.version, by=actor, now=NOW)
    assert states(coming) + states(asked) == ["withdrawn"] * 3
    told = sorted(mail.to[0] for mail in mailoutbox[1:])
    assert told == sorted(row.person.email for row in (coming, asked) if row.person)
    with pytest.raises(UnusableLinkError, match="was cancelled"):
        say(key_in(mailoutbox[0]), "dropped")


def test_a_link_leads_nowhere_after_the_stops_and_after_its_date(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    key = key_in(mailoutbox[0])
    with pytest.raises(UnusableLinkError, match="is over"):
        say(key, "accepted", now=NOW + timedelta(days=60))
    Stop.objects.filter(visit=visit).update(
        starts_at=NOW + timedelta(days=400), ends_at=NOW + timedelta(days=400, hours=1)
    )
    with pytest.raises(UnusableLinkError, match="past its date"):
        say(key, "accepted", now=NOW + timedelta(days=181))
    assert states(row) == ["asked"] * 2


def test_the_link_still_finds_the_rest_when_a_stop_is_taken_out(
    visit: Visit, office: Office, mailoutbox: list[EmailMessage]
) -> None:
    row = make_interpreter(office=office)
    ask(visit, row)
    stop = visit.stops.first()
    assert stop is not None
    stop.delete()
    assert [task.state for task in say(key_in(mailoutbox[0]), "accepted")] == ["accepted"]


def page(key: str, *, language: str = "") -> str:
    """Return the address behind a link."""
    with translation.override(language or "en"):
        return reverse("visits:interpreting_answer", args=[key])


@pytest.fixture
def soon(visit: Visit) -> Visit:
    """The visit, a week from the day on which the test runs: pages read the machine's clock."""
    first = timezone.now().replace(minute=0) + timedelta(days=7)
    for n, stop in enumerate(visit.stops.all()):
        stop.starts_at, stop.ends_at = first + timedelta(hours=2 * n), first + timedelta(hours=2 * n + 1)
        stop.save()
    return visit


def test_the_page_behind_the_link_needs_no_account_and_takes_the_answer(
    soon: Visit, office: Office, client: Client, mailoutbox: list[EmailMessage]
) -> None:
    make_interpreter(office=office, name_ko="다른사람")
    row = make_interpreter(office=office)
    ask(soon, row, now=timezone.now())
    address = page(key_in(mailoutbox[0]))
    shown = client.get(address)
    text = shown.content.decode()
    assert (shown.status_code, "Delegation of Hanoi" in text, "Tour of the hall" in text) == (200, True, True)
    assert "다른사람" not in text
    assert {name: shown.headers[name] for name in ("X-Robots-Tag", "Referrer-Policy")} == {
        "X-Robots-Tag": "noindex, nofollow",
        "Referrer-Policy": "same-origin",
    }
    assert "no-store" in shown.headers["Cache-Control"]
    assert client.post(address, {"answer": "accepted"}).status_code == 302
    assert states(row) == ["accepted"] * 2
    assert "I cannot come after all" in client.get(address).content.decode()
    assert client.post(address, {"answer": "accepted"}).status_code == 409
    assert client.post(address, {"answer": "dropped", "note": "ill"}).status_code == 302
    assert states(row) == ["dropped"] * 2


def test_the_page_is_korean_first(soon: Visit, office: Office, client: Client, mailoutbox: list[EmailMessage]) -> None:
    ask(soon, make_interpreter(office=office), now=timezone.now())
    address = page(key_in(mailoutbox[0]), language="ko")
    assert address.startswith("/interpreting/")
    assert "네, 가능합니다" in client.get(address).content.decode()


def test_a_made_up_link_opens_nothing(client: Client) -> None:
    shown = client.get(page("made-up"))
    assert (shown.status_code, "no such request" in shown.content.decode()) == (410, True)
    assert client.post(page("made-up"), {"answer": "accepted"}).status_code == 410


def test_links_are_not_tried_without_end(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_FORMS_PER_HOUR, settings.DATA_DIR = 1, tmp_path
    assert [client.get(page("made-up")).status_code for _n in range(11)] == [410] * 10 + [429]
