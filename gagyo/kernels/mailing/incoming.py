"""A message that came in, read: what is new in it, what is attached, and whether a person wrote it."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Literal

from gagyo.kernels.files.kinds import DOCUMENTS, FileKind, kind_of, named_by_content
from gagyo.kernels.files.refusals import Refusal, UnableToAcceptFile
from gagyo.kernels.mailing.addresses import ReplyDoor
from gagyo.kernels.mailing.automatic import Automatic, why_automatic
from gagyo.kernels.mailing.decoding import file_name, header, text_of, with_all_letters
from gagyo.kernels.mailing.html_text import text_of_html
from gagyo.kernels.mailing.quoting import new_text

MAX_PARTS = 200
MAX_TEXT = 200_000
_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
# What the standard library raises for some malformed headers.
_BROKEN = (ValueError, IndexError, AttributeError, TypeError, LookupError)
Unreadable = Literal["too_large", "broken", "no_sender"]


class UnableToReadMail(Exception):
    """The message is not taken in; `reason` says why in one word."""

    def __init__(self, reason: Unreadable, sentence: str) -> None:
        self.reason: Unreadable = reason
        super().__init__(sentence)


@dataclass(frozen=True)
class Limits:
    """Bytes of a whole message and of one attachment, and the number of attachments."""

    message_bytes: int
    file_bytes: int
    files: int = 20


@dataclass(frozen=True)
class Attachment:
    """
    A file of an accepted kind.

    name: ends as what it is; is_inline: shown within the text, as a picture of a signature is
    """

    name: str
    kind: FileKind
    data: bytes
    is_inline: bool


@dataclass(frozen=True)
class RefusedFile:
    """A file that is not taken in, with the reason: of `kinds`, or for its size, or one too many."""

    name: str
    refusal: Refusal | Literal["not_accepted", "too_large", "too_many"]


@dataclass(frozen=True)
class IncomingMail:
    """
    What a message says.

    key: the same for the same message, however often it comes; message_id: as it says, "" if it says none
    sender: the address alone, as the message claims it; in_reply_to: Message-IDs that it answers, the nearest first
    text: what is new; whole_text: with all that it quotes; automatic: how a program wrote it, None for a person
    """

    key: str
    message_id: str
    sender: str
    sender_name: str
    subject: str
    in_reply_to: tuple[str, ...]
    text: str
    whole_text: str
    attachments: tuple[Attachment, ...]
    refused: tuple[RefusedFile, ...]
    automatic: Automatic | None


def read_mail(
    data: bytes,
    *,
    door: ReplyDoor,
    limits: Limits,
    return_path: str | None = None,
    markers: Sequence[str] = (),
    kinds: Collection[FileKind] = DOCUMENTS,
) -> IncomingMail:
    """
    Read a message.

    data: as it came (RFC 5322); return_path: sender of the envelope, "" for a bounce, None if it is not known
    markers: lines of ours above which answers are written; kinds: of files that are taken in
    :raises UnableToReadMail: if it is too large, cannot be read, or says nowhere from whom it is
    """
    if len(data) > limits.message_bytes:
        megabytes = limits.message_bytes / 1024 / 1024
        raise UnableToReadMail(
            "too_large", f"The message is larger than {megabytes:.3g} MB. Attach less, or attach it on the page."
        )
    message = _parsed(data)
    sender_name, sender = parseaddr(header(message, "From"))
    if "@" not in sender:
        raise UnableToReadMail("no_sender", "The message does not say from whom it is. Send it with an address.")
    parts = list(_parts(message))
    text, whole = _texts(parts, markers)
    attachments, refused = _files(parts, limits, kinds)
    message_id = header(message, "Message-ID")
    return IncomingMail(
        key=hashlib.sha256(message_id.encode() if message_id else data).hexdigest(),
        message_id=message_id,
        sender=sender,
        sender_name=sender_name,
        subject=header(message, "Subject"),
        in_reply_to=_answered(message),
        text=text,
        whole_text=whole,
        attachments=attachments,
        refused=refused,
        automatic=why_automatic(message, return_path=return_path, door=door),
    )


def _parsed(data: bytes) -> EmailMessage:
    try:
        message = BytesParser(policy=policy.default).parsebytes(with_all_letters(data))
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        message = None
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnableToReadMail("broken", "The message cannot be read. Send it again as a plain message.")
    return message


def _answered(message: EmailMessage) -> tuple[str, ...]:
    near = re.findall(r"<[^<>\s]+>", header(message, "In-Reply-To"))
    return tuple(dict.fromkeys([*near, *reversed(re.findall(r"<[^<>\s]+>", header(message, "References")))]))


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """
    Give the parts that hold something, those of a forwarded message as one.

    :raises UnableToReadMail: if there are too many
    """
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > MAX_PARTS:
            raise UnableToReadMail("broken", f"The message has more than {MAX_PARTS} parts. Send it again with fewer.")
        if part.get_content_maintype() == "multipart":
            waiting[:0] = [one for one in part.get_payload() if isinstance(one, EmailMessage)]
        else:
            yield part


def _is_text(part: EmailMessage) -> bool:
    is_shown = part.get_content_type() in {"text/plain", "text/html"}
    return is_shown and _disposition(part) != "attachment" and not file_name(part)


def _texts(parts: Sequence[EmailMessage], markers: Sequence[str]) -> tuple[str, str]:
    """Return what is new, and all; from plain text where there is some, else from HTML."""
    shown = [part for part in parts if _is_text(part)]
    plain = "\n".join(_text(part) for part in shown if part.get_content_type() == "text/plain")
    if plain.strip():
        return new_text(plain, markers=markers), plain.strip()
    read = [text_of_html(_text(part)) for part in shown if part.get_content_type() == "text/html"]
    new, whole = "\n".join(one for one, _ in read), "\n".join(one for _, one in read)
    return new_text(new, markers=markers), whole


def _text(part: EmailMessage) -> str:
    try:
        charset = part.get_content_charset()
    except _BROKEN:
        charset = None
    return text_of(_data(part), charset)[:MAX_TEXT].replace("\x00", "")


def _data(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(one.as_bytes() for one in part.get_payload() if isinstance(one, EmailMessage))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _files(
    parts: Sequence[EmailMessage], limits: Limits, kinds: Collection[FileKind]
) -> tuple[tuple[Attachment, ...], tuple[RefusedFile, ...]]:
    taken: list[Attachment] = []
    refused: list[RefusedFile] = []
    for part in parts:
        if _is_text(part) or part.get_content_type() in _SIGNATURES:
            continue
        found = _file(part, limits, kinds)
        if isinstance(found, Attachment) and len(taken) >= limits.files:
            found = RefusedFile(found.name, "too_many")
        if isinstance(found, Attachment):
            taken.append(found)
        else:
            refused.append(found)
    return tuple(taken), tuple(refused)


def _file(part: EmailMessage, limits: Limits, kinds: Collection[FileKind]) -> Attachment | RefusedFile:
    name, data = file_name(part) or "file", _data(part)
    if len(data) > limits.file_bytes:
        return RefusedFile(name, "too_large")
    try:
        kind = kind_of(data)
    except UnableToAcceptFile as error:
        return RefusedFile(name, error.refusal)
    if kind not in kinds:
        return RefusedFile(name, "not_accepted")
    is_inline = _disposition(part) != "attachment" and part.get("Content-ID") is not None
    return Attachment(named_by_content(name, kind), kind, data, is_inline)


def _disposition(part: EmailMessage) -> str | None:
    try:
        return part.get_content_disposition()
    except _BROKEN:
        return None
