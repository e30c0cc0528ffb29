"""
Answers by e-mail, taken as comments (gagyo.common.actions.incoming.TakeMail).

An answer to a comment stands beside it, for the same readers. An answer to news of a leg stands on that leg, for the
offices that answer and the writer's own: never wider than whom the writer knew to be there.
Refusals go back by mail, so they are English in ASCII.
"""

from datetime import datetime
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gagyo.accounts.models import Membership
from gagyo.accounts.queries import membership_holds
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.actions.incoming import UnableToTakeMail
from gagyo.common.models import TranslatedText
from gagyo.kernels.mailing.addresses import ReplyTo, same_mailbox
from gagyo.kernels.mailing.incoming import IncomingMail
from gagyo.kernels.text.hangul import has_hangul
from gagyo.support.actions.talk import add_comment
from gagyo.support.choices import Audience
from gagyo.support.models import Comment, Leg, SupportRequest
from gagyo.support.queries.talk import Person, person_on
from gagyo.support.rules.readers import may_talk
from gagyo.support.rules.values import CommentValues, UnableToSaveSupport

# A picture so small within the text is a signature's.
SIGNATURE_BYTES: Final = 20_000
GONE: Final = "This request is not there any more, or not yours to read. Look for it in your list of requests."


def take_leg_answer(*, mail: IncomingMail, to: ReplyTo, now: datetime) -> None:
    """
    Take an answer to news of a leg: a comment on that leg.

    :raises UnableToTakeMail: if the leg is gone, or the sender is not its recipient or reads it no more
    """
    leg = Leg.objects.filter(pk=to.thread, sent_at__isnull=False).first()
    if leg is None:
        raise UnableToTakeMail(GONE)
    _take(mail, to, request_id=leg.request_id, leg_id=leg.pk, audience=Audience.LEGS, now=now)


def take_comment_answer(*, mail: IncomingMail, to: ReplyTo, now: datetime) -> None:
    """
    Take an answer to a comment: a comment in the same place, for the same readers.

    :raises UnableToTakeMail: if the comment is gone, or the sender is not its recipient or reads it no more
    """
    comment = Comment.objects.filter(pk=to.thread, archived_at=None).first()
    if comment is None:
        raise UnableToTakeMail("The comment that you answer was taken away. Write on the request's page.")
    _take(
        mail,
        to,
        request_id=comment.request_id,
        leg_id=comment.leg_id,
        audience=comment.audience,
        answered=comment,
        now=now,
    )


def _take(
    mail: IncomingMail,
    to: ReplyTo,
    *,
    request_id: int,
    leg_id: int | None,
    audience: str,
    answered: Comment | None = None,
    now: datetime,
) -> None:
    person = _sender(mail, to, request_id=request_id, now=now)
    if answered is not None and not person.hears(audience=audience, author_office_id=answered.office_id):
        raise UnableToTakeMail(GONE)
    if mail.refused:
        raise UnableToTakeMail(
            f"{len(mail.refused)} of the attached files cannot be kept: {', '.join(_why(mail))}. "
            "Nothing was taken. Send it again without them, or attach them as PDF, HWPX, XLSX or DOCX."
        )
    files = [each for each in mail.attachments if not each.is_inline or len(each.data) > SIGNATURE_BYTES]
    words = mail.text.strip()
    if not words and not files:
        raise UnableToTakeMail("The message says nothing new. Write above the quoted text, and send it again.")
    key = mail.message_id if 0 < len(mail.message_id) <= 255 else mail.key
    if Comment.objects.filter(message_id=key).exists():
        # One message to two of our addresses: it was said once, where it came first.
        return
    try:
        add_comment(
            request_id=request_id,
            leg_id=leg_id,
            values=CommentValues(TranslatedText(words, "ko" if has_hangul(words) else "en"), audience),
            uploads=[SimpleUploadedFile(each.name, each.data, each.kind.content_type) for each in files],
            message_id=key,
            by=person.actor,
            now=now,
        )
    except (UnableToSaveSupport, UnableToStoreFile) as error:
        raise UnableToTakeMail("The answer cannot be kept as it is. Write it on the request's page.") from error
    except (NotYoursError, SupportRequest.DoesNotExist) as error:
        raise UnableToTakeMail(GONE) from error


def _sender(mail: IncomingMail, to: ReplyTo, *, request_id: int, now: datetime) -> Person:
    """Return the recipient of the message that is answered, who must be the one that writes now."""
    held = Membership.objects.filter(membership_holds(timezone.localdate(now)), pk=to.recipient, user__is_active=True)
    membership = held.filter(office__archived_at=None).select_related("user", "office").first()
    if membership is None:
        raise UnableToTakeMail("You do not work in that office any more, so the answer was not taken.")
    if not same_mailbox(mail.sender, membership.user.email):
        raise UnableToTakeMail(
            "That message was sent to another person. Answer from the mailbox to which it was sent, or on the page."
        )
    row = SupportRequest.objects.past_access(because="person_on asks the rule who reads it").get(pk=request_id)
    person = None if row.archived_at else person_on(row, membership)
    if person is None or not may_talk(person.actor):
        raise UnableToTakeMail(GONE)
    return person


def _why(mail: IncomingMail) -> list[str]:
    """Return why files are refused, in words, each reason once."""
    words = {
        "macro": "holds a macro or a program",
        "script": "holds a script",
        "encrypted": "is locked with a password",
        "broken": "cannot be read",
        "embedded": "holds another file inside",
        "linked": "loads parts from elsewhere",
        "unpacks": "unpacks to far more than a document holds",
        "empty": "is empty",
        "unknown": "is of a kind that is not kept",
        "not_accepted": "is of a kind that is not kept",
        "too_large": "is too large",
        "too_many": "is one too many",
    }
    return list(dict.fromkeys(words[each.refusal] for each in mail.refused))
