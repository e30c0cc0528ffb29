"""Whether a program wrote a message: such a one is never answered, or two programs would answer each other for ever."""

import re
from email.message import EmailMessage
from typing import Literal

from gagyo.kernels.mailing.addresses import ReplyDoor
from gagyo.kernels.mailing.decoding import header

LOOP_HEADER = "X-Loop"
Automatic = Literal["own", "bounce", "auto_reply", "bulk"]
_BULK = {"bulk", "junk", "list"}
_AUTO_REPLY_HEADERS = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply")
# Servers that leave out the header of RFC 3834 at least begin the subject so.
_AUTO_REPLY_SUBJECT = re.compile(
    r"^\s*(?:(?:automatic reply|auto[- ]?reply|out of (?:the )?office|자동\s?(?:회신|응답|답장)|부재\s?중)\s*:|"
    r"\[(?:automatic reply|auto[- ]?reply|out of (?:the )?office|자동\s?(?:회신|응답|답장)|부재\s?중)[^\]]*\])",
    re.IGNORECASE,
)


def why_automatic(message: EmailMessage, *, return_path: str | None, door: ReplyDoor) -> Automatic | None:
    """
    Tell by what a message shows that a program wrote it, or None.

    return_path: the sender in the envelope, "" for none; None if it is not known, as from a pipe
    """
    if _is_own(message, door):
        return "own"
    if _is_bounce(message, return_path):
        return "bounce"
    precedence = header(message, "Precedence").lower()
    submitted = header(message, "Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in {"", "no"} or precedence == "auto_reply":
        return "auto_reply"
    if any(message.get(name) is not None for name in _AUTO_REPLY_HEADERS):
        return "auto_reply"
    if _AUTO_REPLY_SUBJECT.match(header(message, "Subject")):
        return "auto_reply"
    return "bulk" if precedence in _BULK or message.get("List-Id") is not None else None


def _is_own(message: EmailMessage, door: ReplyDoor) -> bool:
    loops = [str(value).strip().lower() for value in message.get_all(LOOP_HEADER, [])]
    return door.domain in loops or door.is_ours(header(message, "Message-ID"))


def _is_bounce(message: EmailMessage, return_path: str | None) -> bool:
    path = header(message, "Return-Path") if return_path is None else return_path
    is_known = return_path is not None or message.get("Return-Path") is not None
    # Some mail servers put this name where there is none.
    if is_known and (path.strip() in {"", "<>"} or path.strip(" <").lower().startswith("mailer-daemon")):
        return True
    if message.get_content_type() == "multipart/report":
        return True
    sender = header(message, "From").lower()
    return bool(re.search(r"\b(?:mailer-daemon|postmaster)@", sender))
