"""Mail waits in the outbox until a mail server takes it; a server that is down loses nothing."""

from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import override_settings

from gagyo.accounts.tests.make import NOW
from gagyo.common.actions.outbox import MailServer, Sent, send_due_mail
from gagyo.common.models import MailState, OutgoingMail
from gagyo.common.tests.mail_server import mail_server

pytestmark = pytest.mark.django_db


def write(*, to: str = "mayor@dartford.example", subject: str = "교류 30주년") -> OutgoingMail:
    """Write a message as any app does, through Django."""
    with override_settings(EMAIL_BACKEND="gagyo.common.actions.mail.OutboxBackend"):
        EmailMessage(subject, "축하합니다.\n", "Gagyo <no-reply@gagyo.example>", [to]).send()
    row = OutgoingMail.objects.latest("pk")
    row.created_at = row.next_attempt_at = NOW
    row.save()
    return row


def send(*, port: int, at: datetime, attempts: int = 20) -> Sent:
    """Send what is due at that moment."""
    return send_due_mail(
        server=MailServer("127.0.0.1", port),
        sender="Gagyo <no-reply@gagyo.example>",
        attempts=attempts,
        timeout=5,
        clock=lambda: at,
    )


def test_a_message_waits_while_the_server_is_down_and_goes_when_it_is_up() -> None:
    row = write()
    with mail_server() as gone:
        port = gone.port
    assert send(port=port, at=NOW) == Sent(put_off=1)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.next_attempt_at) == (MailState.WAITING, 1, NOW + timedelta(minutes=1))
    assert "refused" in row.last_error
    with mail_server(port) as up:
        assert send(port=port, at=NOW + timedelta(seconds=30)) == Sent()
        assert send(port=port, at=NOW + timedelta(minutes=2)) == Sent(sent=1)
        assert send(port=port, at=NOW + timedelta(days=1)) == Sent()
        (taken,) = up.taken
    row.refresh_from_db()
    assert (row.state, row.sent_at, row.last_error) == (MailState.SENT, NOW + timedelta(minutes=2), "")
    assert "To: mayor@dartford.example" in taken


def test_a_message_waits_longer_each_time_and_is_given_up_with_its_reason() -> None:
    row = write()
    with mail_server() as gone:
        port = gone.port
    waits, now = [], NOW
    for _ in range(4):
        send(port=port, at=now, attempts=4)
        row.refresh_from_db()
        waits.append((row.next_attempt_at - now) // timedelta(minutes=1))
        now = row.next_attempt_at
    assert waits[:3] == [1, 2, 5]
    assert (row.state, row.attempts) == (MailState.FAILED, 4)
    assert "refused" in row.last_error


def test_a_mailbox_that_does_not_exist_is_given_up_at_once_and_the_rest_goes() -> None:
    bad, good = write(to="nobody@dartford.example"), write(to="mayor@dartford.example")
    with mail_server() as up:
        up.refused.add("nobody@")
        assert send(port=up.port, at=NOW) == Sent(sent=1, given_up=1)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (MailState.FAILED, MailState.SENT)
    assert "no such mailbox" in bad.last_error


def test_a_message_that_one_worker_sends_is_not_taken_by_another() -> None:
    row = write()
    row.next_attempt_at = NOW + timedelta(minutes=10)
    row.attempts = 1
    row.save()
    with mail_server() as up:
        assert send(port=up.port, at=NOW + timedelta(minutes=9)) == Sent()
        assert send(port=up.port, at=NOW + timedelta(minutes=10)) == Sent(sent=1)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example", MailServer("mail.example", 25)),
        ("smtp+tls://u%40x:p%2F1@mail.example", MailServer("mail.example", 587, "u@x", "p/1", "starttls")),
        ("smtps://mail.example:4650", MailServer("mail.example", 4650, security="tls")),
    ],
)
def test_the_setting_names_the_server(url: str, server: MailServer | None) -> None:
    assert MailServer.from_url(url) == server
