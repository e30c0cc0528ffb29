"""
Mail about a comment, to those whom it concerns, which can be answered from the mailbox.

Of a restricted request it says the number alone, neither the title nor the comment's words (decision 0009).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gagyo.common.actions.replies import ANSWER_ABOVE, reply_door, reply_headers
from gagyo.kernels.mailing.addresses import ReplyTo
from gagyo.support.actions.news import address_of
from gagyo.support.choices import Confidentiality
from gagyo.support.models import Comment
from gagyo.support.queries.talk import Person, told_of


def tell_of_comment(
    comment: Comment, people: Sequence[Person], *, mentioned: Collection[int], files: int, now: datetime
) -> int:
    """
    Put a mail about a new comment to everybody whom it concerns into the outbox; return how many.

    people: who reads the request; mentioned: ids of those whom it names; files: how many are attached
    """
    told = told_of(comment, people, mentioned=mentioned, today=timezone.localdate(now))
    for person in told:
        with translation.override(person.user.language):
            _send(comment, person, is_named=person.user.pk in mentioned, files=files)
    return len(told)


def _send(comment: Comment, person: Person, *, is_named: bool, files: int) -> None:
    row = comment.request
    restricted = row.confidentiality == Confidentiality.RESTRICTED
    sentence = _("You were named in a comment.") if is_named else _("There is a new comment.")
    door = reply_door()
    values = {
        "number": row.number,
        "sentence": sentence,
        "title": "" if restricted else row.name,
        "author": "" if restricted else str(comment.author or ""),
        "office": str(comment.office),
        "leg": str(comment.leg.office) if comment.leg else "",
        "audience": comment.get_audience_display(),
        "words": "" if restricted else comment.text.original,
        "restricted": restricted,
        "files": files,
        "marker": ANSWER_ABOVE if door else "",
        "link": f"{address_of(row)}#comment-{comment.pk}",
    }
    EmailMessage(
        subject=f"[{row.number}] {sentence}",
        body=render_to_string("support/mail/comment.txt", values),
        to=[person.user.email],
        headers=reply_headers(to=ReplyTo("comment", comment.pk, person.membership.pk)),
    ).send()
