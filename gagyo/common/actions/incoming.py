"""
The one door for mail that comes in, whichever way it comes.

A feature takes the answers to its threads by a function (TakeMail), which config names in MAIL_IN_HANDLERS.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

import structlog
from django.db import IntegrityError, transaction

from gagyo.common.models import ReceivedMail
from gagyo.kernels.mailing.addresses import ReplyDoor, ReplyTo, UnableToReadAddress
from gagyo.kernels.mailing.incoming import IncomingMail, Limits, UnableToReadMail, read_mail

log = structlog.get_logger("gagyo.mail")
Outcome = Literal["taken", "repeated", "left_aside", "unknown_address", "refused"]


class UnableToTakeMail(Exception):
    """A feature does not take this answer; the sentence goes back to its sender, so it is English in ASCII."""


class TakeMail(Protocol):
    """
    Takes an answer, in the transaction in which it is marked as taken.

    The token in the address shows that the message to this recipient was at hand, not who writes now: compare
    mail.sender with the recipient's address (kernels.mailing.addresses.same_mailbox) before letting it speak in that
    name.

    :raises UnableToTakeMail: if the thread is closed, the recipient gone, or the sender another one
    """

    def __call__(self, *, mail: IncomingMail, to: ReplyTo, now: datetime) -> None: ...


@dataclass(frozen=True)
class Receipt:
    """
    What became of a message.

    status: the enhanced status code of RFC 3463; sentence: for the mail server, in ASCII and one line
    """

    outcome: Outcome
    status: str
    sentence: str

    @property
    def is_refused(self) -> bool:
        """Whether its sender is told that it was not taken."""
        return self.outcome in {"unknown_address", "refused"}


def address_for(*, recipient: str, door: ReplyDoor, handlers: Mapping[str, TakeMail]) -> ReplyTo | Receipt:
    """Return where an address leads, or the refusal of one that leads nowhere."""
    try:
        to = door.read(recipient)
    except UnableToReadAddress as error:
        log.info("mail_refused", reason=error.reason)
        return Receipt("unknown_address", "5.1.1", "This address leads nowhere. Answer on the page instead.")
    if to.kind not in handlers:
        log.warning("mail_refused", reason="no_handler", kind=to.kind)
        return Receipt("unknown_address", "5.1.1", "Nobody takes answers here any more. Answer on the page instead.")
    return to


def receive_mail(
    *,
    data: bytes,
    return_path: str | None,
    recipient: str,
    door: ReplyDoor,
    limits: Limits,
    handlers: Mapping[str, TakeMail],
    markers: Sequence[str] = (),
    now: datetime,
) -> Receipt:
    """
    Take in one message for one recipient of the envelope.

    What a program has written is left aside without an answer, and what came before is not taken again. An error of
    the handler or the database goes up, with nothing written: the mail server is then to try again later.

    data: as it came (RFC 5322); return_path: sender of the envelope, "" for a bounce, None if it is not known
    """
    to = address_for(recipient=recipient, door=door, handlers=handlers)
    if isinstance(to, Receipt):
        return to
    try:
        mail = read_mail(data, door=door, limits=limits, return_path=return_path, markers=markers)
    except UnableToReadMail as error:
        log.info("mail_refused", reason=error.reason, kind=to.kind)
        return _refused(str(error), "5.3.4" if error.reason == "too_large" else "5.6.0")
    try:
        with transaction.atomic():
            if not _is_first(mail=mail, to=to, now=now):
                return Receipt("repeated", "2.0.0", "This message was taken before.")
            if mail.automatic is not None:
                log.info("mail_left_aside", automatic=mail.automatic, kind=to.kind)
                return Receipt("left_aside", "2.0.0", "A program has written this, so it is left aside.")
            handlers[to.kind](mail=mail, to=to, now=now)
    except UnableToTakeMail as error:
        log.info("mail_refused", reason="handler", kind=to.kind)
        return _refused(str(error), "5.7.1")
    return Receipt("taken", "2.0.0", "Taken.")


def _is_first(*, mail: IncomingMail, to: ReplyTo, now: datetime) -> bool:
    """Mark a message as dealt with, and tell whether it was not yet."""
    try:
        with transaction.atomic():
            ReceivedMail.objects.create(
                key=mail.key,
                kind=to.kind,
                thread=to.thread,
                recipient=to.recipient,
                automatic=mail.automatic or "",
                received_at=now,
            )
    except IntegrityError:
        return False
    return True


def _refused(sentence: str, status: str) -> Receipt:
    line = " ".join(sentence.encode("ascii", "replace").decode().split())
    return Receipt("refused", status, line[:400])
