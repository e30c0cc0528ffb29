"""Django's mail door: a message goes into the outbox table in the caller's transaction, never straight out."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from gagyo.common.models import OutgoingMail


class OutboxBackend(BaseEmailBackend):
    """Write messages to the outbox; the background task sends them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages and return how many."""
        # The clock is read here because Django's mail interface has no place for it.
        now = timezone.now()
        rows = [
            OutgoingMail(
                to=", ".join(message.recipients()),
                subject=str(message.subject)[:300],
                raw=message.message().as_string(),
                created_at=now,
                next_attempt_at=now,
            )
            for message in email_messages
            if message.recipients()
        ]
        OutgoingMail.objects.bulk_create(rows)
        return len(rows)
