"""
Addresses that tell where an answer belongs: reply+TOKEN@domain, which nobody makes who does not hold the key.

A token is a version, the thread, the recipient and their HMAC-SHA256, cut to 128 bits, in base 32 without capitals:
mail servers may change those. It is bound to one thread and to one recipient, so that an address that was passed on
tells by whom. Nothing in it is secret; it is only not to be forged.
"""

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Literal

VERSION = 1
SIGNATURE_BYTES = 16
# RFC 5321, 4.5.3.1.1.
MAX_LOCAL = 64
PREFIX = "reply+"
_KIND = re.compile(r"[a-z]{1,8}")
Forgery = Literal["not_ours", "unknown_version", "forged"]


class UnableToReadAddress(Exception):
    """The address leads nowhere; `reason` says whether it is of another domain, a later version, or forged."""

    def __init__(self, reason: Forgery, address: str) -> None:
        self.reason: Forgery = reason
        super().__init__(f"{address} leads nowhere ({reason}). Answer to the address that the message came from.")


@dataclass(frozen=True)
class ReplyTo:
    """
    Where an answer belongs.

    kind: of the thread, one to eight small letters; thread, recipient: numbers of the rows
    """

    kind: str
    thread: int
    recipient: int

    def __post_init__(self) -> None:
        if not _KIND.fullmatch(self.kind):
            raise ValueError(f'A thread has the kind "{self.kind}". Give one to eight small letters.')
        if min(self.thread, self.recipient) < 0 or max(self.thread, self.recipient) >= 2**63:
            raise ValueError(f"{self.thread} and {self.recipient} are not both numbers of rows. Give 0 or more.")


@dataclass(frozen=True)
class ReplyDoor:
    """
    Makes and reads addresses to answer to.

    domain: to which the mail server sends answers; secrets: the first one signs, all are believed when read
    """

    domain: str
    secrets: tuple[str, ...]

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", self.domain):
            raise ValueError(f'"{self.domain}" is no domain of mail. Write it small and without @, as mail.example.kr.')
        if not self.secrets or not all(self.secrets):
            raise ValueError("An address is signed with no secret. Give at least one.")

    def address(self, to: ReplyTo) -> str:
        """
        Return the address to which this recipient answers in this thread.

        :raises ValueError: if the numbers are too long for an address
        """
        local = PREFIX + _token(to, self.secrets[0])
        if len(local) > MAX_LOCAL:
            raise ValueError(f"{to} is too long for an address. Use a shorter kind.")
        return f"{local}@{self.domain}"

    def read(self, address: str) -> ReplyTo:
        """
        Return where an answer to this address belongs.

        :raises UnableToReadAddress: if it is not of this domain, of an unknown version, or was not signed here
        """
        local, _, domain = parseaddr(address)[1].lower().rpartition("@")
        if domain != self.domain or not local.startswith(PREFIX):
            raise UnableToReadAddress("not_ours", address)
        token = local.removeprefix(PREFIX)
        to = _unsigned(token, address)
        # Compared with what would be signed, so that one thread and recipient have one address alone.
        if not any(hmac.compare_digest(_token(to, secret), token) for secret in self.secrets):
            raise UnableToReadAddress("forged", address)
        return to

    def is_ours(self, message_id: str) -> bool:
        """Tell whether a Message-ID was made by `message_id`."""
        return bool(re.fullmatch(rf"<gagyo\.[^@<>\s]+@{re.escape(self.domain)}>", message_id.strip().lower()))

    def message_id(self, unique: str) -> str:
        """Return the Message-ID of a message that is sent. unique: letters and digits, new for each message"""
        return f"<gagyo.{unique}@{self.domain}>"

    def thread_id(self, to: ReplyTo) -> str:
        """Return the Message-ID of a message that is never sent, to which all of a thread refer, so that they group."""
        return f"<{to.kind}.{to.thread}@{self.domain}>"


def same_mailbox(one: str, other: str) -> bool:
    """Tell whether two addresses, with names or without, are one mailbox; capitals do not count."""
    return bool(one) and parseaddr(one)[1].casefold() == parseaddr(other)[1].casefold() != ""


def _token(to: ReplyTo, secret: str) -> str:
    content = _number(to.thread) + _number(to.recipient) + to.kind.encode()
    key = hashlib.sha256(f"gagyo reply address {VERSION}:{secret}".encode()).digest()
    signature = hmac.digest(key, content, "sha256")[:SIGNATURE_BYTES]
    return str(VERSION) + base64.b32encode(signature + content).decode().rstrip("=").lower()


def _unsigned(token: str, address: str) -> ReplyTo:
    if token[:1] != str(VERSION):
        raise UnableToReadAddress("unknown_version" if token[:1].isdecimal() else "forged", address)
    letters = token[1:].upper()
    try:
        content = base64.b32decode(letters + "=" * (-len(letters) % 8))[SIGNATURE_BYTES:]
        thread, rest = _number_at_start(content)
        recipient, rest = _number_at_start(rest)
        return ReplyTo(rest.decode("ascii"), thread, recipient)
    except (binascii.Error, IndexError, ValueError):
        raise UnableToReadAddress("forged", address) from None


def _number(value: int) -> bytes:
    """Return a length and as many bytes, so that no two numbers run into each other."""
    size = (value.bit_length() + 7) // 8
    return bytes([size]) + value.to_bytes(size, "big")


def _number_at_start(content: bytes) -> tuple[int, bytes]:
    size = content[0]
    return int.from_bytes(content[1 : 1 + size], "big"), content[1 + size :]
