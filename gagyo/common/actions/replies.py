"""Headers by which an answer to a message finds its way back."""

import secrets

from django.conf import settings

from gagyo.kernels.mailing.addresses import ReplyDoor, ReplyTo
from gagyo.kernels.mailing.automatic import LOOP_HEADER

# In both languages at once: an answer must be told from what it quotes in whatever language it was sent.
ANSWER_ABOVE = "## 이 줄 위에 답해 주세요 · Please answer above this line ##"


def reply_door() -> ReplyDoor | None:
    """Return what makes and reads addresses to answer to; None where no mail comes in (GAGYO_REPLY_DOMAIN)."""
    if not settings.REPLY_DOMAIN:
        return None
    return ReplyDoor(settings.REPLY_DOMAIN, (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)))


def reply_headers(*, to: ReplyTo) -> dict[str, str]:
    """
    Return the headers of a message to one recipient of a thread: where to answer, and what keeps programs quiet.

    Give them as EmailMessage(headers=...), and begin the text's last part with ANSWER_ABOVE. Without a domain for
    answers there is none to answer to, and the recipient answers on the page.
    """
    quiet = {"Auto-Submitted": "auto-generated"}
    door = reply_door()
    if door is None:
        return quiet
    return {
        **quiet,
        "Reply-To": door.address(to),
        "Message-ID": door.message_id(secrets.token_hex(16)),
        "References": door.thread_id(to),
        LOOP_HEADER: door.domain,
    }
