"""Sending the outbox: a mail server that is down loses nothing."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import getaddresses, parseaddr
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from gagyo.common.actions.record import record
from gagyo.common.models import MailState, OutgoingMail
from gagyo.common.queries import due_mail
from gagyo.common.rules import Actor

BATCH = 50
# While one worker talks to the mail server, no other takes the same message; after a crash it is taken again.
LEASE = timedelta(minutes=10)
WAIT_MINUTES = (1, 2, 5, 15, 30, 60, 120, 240)


@dataclass(frozen=True)
class MailServer:
    """Where mail goes: from GAGYO_MAIL_URL."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    security: str = "none"  # none, starttls, tls

    @classmethod
    def from_url(cls, url: str) -> "MailServer | None":
        """
        Return the server for smtp://user:password@host:587, smtp+tls://... (STARTTLS) or smtps://...; None for "".

        :raises ImproperlyConfigured: for anything else
        """
        if not url:
            return None
        parts = urlsplit(url)
        security = {"smtp": "none", "smtp+tls": "starttls", "smtps": "tls"}.get(parts.scheme)
        if security is None or not parts.hostname:
            raise ImproperlyConfigured("GAGYO_MAIL_URL is not of the form smtp://user:password@host:port. Mend it.")
        port = parts.port or {"none": 25, "starttls": 587, "tls": 465}[security]
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), security)

    def connect(self, *, timeout: float) -> smtplib.SMTP:
        """
        Open a connection, signed in where a user is named.

        :raises OSError: if the server does not answer or refuses (SMTPException is an OSError)
        """
        if self.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=timeout, context=ssl.create_default_context()
            )
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=timeout)
        if self.security == "starttls":
            client.starttls(context=ssl.create_default_context())
        if self.user:
            client.login(self.user, self.password)
        return client


@dataclass(frozen=True)
class Sent:
    """What one round of sending came to."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0


def send_due_mail(
    *, server: MailServer, sender: str, attempts: int, timeout: float, clock: Callable[[], datetime]
) -> Sent:
    """
    Send what is due, oldest first, and put off what the server does not take.

    sender: the address in the envelope; attempts: after so many a message is given up, with its reason
    """
    rows = take_due(now=clock())
    if not rows:
        return Sent()
    try:
        client = server.connect(timeout=timeout)
    except OSError as error:
        outcomes = [put_off(row=row, error=error, attempts=attempts, now=clock()) for row in rows]
        return Sent(put_off=outcomes.count(MailState.WAITING), given_up=outcomes.count(MailState.FAILED))
    outcomes = []
    try:
        for row in rows:
            outcomes.append(send_one(row=row, client=client, sender=sender, attempts=attempts, now=clock()))
    finally:
        client.close()
    return Sent(
        sent=outcomes.count(MailState.SENT),
        put_off=outcomes.count(MailState.WAITING),
        given_up=outcomes.count(MailState.FAILED),
    )


@transaction.atomic
def take_due(*, now: datetime) -> list[OutgoingMail]:
    """Take what is due for this worker alone, and count the attempt."""
    rows = list(due_mail(now=now).select_for_update(skip_locked=True)[:BATCH])
    for row in rows:
        row.attempts += 1
        row.next_attempt_at = now + LEASE
    OutgoingMail.objects.bulk_update(rows, ["attempts", "next_attempt_at"])
    return rows


def send_one(*, row: OutgoingMail, client: smtplib.SMTP, sender: str, attempts: int, now: datetime) -> MailState:
    """Send one message, and keep what became of it."""
    recipients = [address for _name, address in getaddresses([row.to])]
    try:
        refused = client.sendmail(parseaddr(sender)[1], recipients, row.raw.encode())
    except OSError as error:
        return put_off(row=row, error=error, attempts=attempts, now=now)
    row.state, row.sent_at = MailState.SENT, now
    row.last_error = f"Refused for: {', '.join(refused)}"[:500] if refused else ""
    row.save(update_fields=["state", "sent_at", "last_error"])
    return MailState.SENT


def is_final(error: OSError) -> bool:
    """Tell whether the server refused this message for good, so that trying again would only repeat it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and error.smtp_code >= 500


def put_off(*, row: OutgoingMail, error: OSError, attempts: int, now: datetime) -> MailState:
    """Set the next attempt, later each time; give up after the last one or a final refusal, with the reason."""
    row.last_error = f"{type(error).__name__}: {error}"[:500]
    if is_final(error) or row.attempts >= attempts:
        row.state = MailState.FAILED
    else:
        wait = WAIT_MINUTES[min(row.attempts, len(WAIT_MINUTES)) - 1]
        row.next_attempt_at = now + timedelta(minutes=wait)
    row.save(update_fields=["state", "next_attempt_at", "last_error"])
    return MailState(row.state)


@transaction.atomic
def resend_mail(*, mail_id: int, by: Actor, now: datetime) -> None:
    """
    Make a message that waits or was given up due now, with all its attempts before it.

    :raises OutgoingMail.DoesNotExist: if there is none that is not sent
    """
    row = OutgoingMail.objects.select_for_update().exclude(state=MailState.SENT).get(pk=mail_id)
    row.state, row.attempts, row.next_attempt_at = MailState.WAITING, 0, now
    row.save(update_fields=["state", "attempts", "next_attempt_at"])
    # The subject and the address stay out: the audit record outlives the message.
    record(event="mail.resent", by=by, at=now, reason=f"message {mail_id}")
