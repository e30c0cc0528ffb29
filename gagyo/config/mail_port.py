"""A port at which a mail server brings messages, by SMTP or LMTP."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from gagyo.common.actions.incoming import Receipt, address_for
from gagyo.config.mail_in import WayIn

THREADS = 4
IDLE_SECONDS = 60
log = logging.getLogger("gagyo.mail")


@dataclass
class Listener:
    """Answers a mail server, one recipient a message: LMTP would want an answer for each, which aiosmtpd cannot."""

    way: WayIn
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, "mail"))

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse an address that leads nowhere before the message is sent."""
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time. Send the message to the others on their own."
        to = address_for(recipient=address, door=self.way.door, handlers=self.way.handlers)
        if isinstance(to, Receipt):
            return f"550 {to.status} {to.sentence}"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take in the message, and say so only when it is written."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, self._answer, envelope)

    def _answer(self, envelope: Envelope) -> str:
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        try:
            receipt = self.way.take(data=content, return_path=envelope.mail_from or "", recipient=envelope.rcpt_tos[0])
        except Exception:
            # Whatever went wrong, the mail server keeps the message and tries again: nothing is lost.
            log.exception("mail_not_taken")
            return "451 4.3.0 Not taken for now. Try again later."
        finally:
            connection.close()
        return f"{550 if receipt.is_refused else 250} {receipt.status} {receipt.sentence}"


async def open_listener(*, way: WayIn, host: str, port: int, lmtp: bool) -> asyncio.Server:
    """
    Open a port to a mail server.

    :raises OSError: if it is taken
    """
    listener, loop = Listener(way), asyncio.get_running_loop()

    def session() -> SMTP:
        protocol = LMTP if lmtp else SMTP
        return protocol(
            listener,
            data_size_limit=settings.MAIL_IN_MAX_BYTES,
            hostname=way.door.domain,
            ident="Gagyo",
            timeout=IDLE_SECONDS,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            loop=loop,
        )

    return await loop.create_server(session, host, port)
