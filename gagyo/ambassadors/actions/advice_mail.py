"""Mail about questions: to a firm in its language with the link by which it follows, to people with an account."""

import hmac
from base64 import urlsafe_b64encode
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gagyo.accounts.models import User
from gagyo.ambassadors.models import AdviceQuestion
from gagyo.visits.rules.requests import CONFIRM_DAYS

# Stands in no random key, so that the two kinds of keys cannot be mistaken for each other.
BETWEEN: Final = "."


def follow_key(row: AdviceQuestion) -> str:
    """
    Return a key that follows a question, computed anew for each mail: of the first mail's key only the hash is kept.

    It is signed with the installation's secret key over that hash, so it ends when the hash is destroyed.
    """
    digest = salted_hmac("gagyo.ambassadors.advice", f"{row.pk}:{row.token_hash}", algorithm="sha256").digest()
    return f"{row.pk}{BETWEEN}{urlsafe_b64encode(digest).decode().rstrip('=')}"


def followed_by(key: str) -> int | None:
    """Return the id of the question that a signed key follows; None where it follows none."""
    number = key.partition(BETWEEN)[0]
    if BETWEEN not in key or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    row = AdviceQuestion.objects.filter(pk=int(number)).exclude(email="").first()
    fits = row is not None and hmac.compare_digest(follow_key(row).encode(), key.encode())
    return row.pk if row is not None and fits else None


def link_to(key: str, *, language: str) -> str:
    """Return the whole address under which a firm follows its question."""
    with translation.override(language):
        return settings.BASE_URL + reverse("ambassadors:question_followed", kwargs={"key": key})


def mail_firm(row: AdviceQuestion, *, kind: str, key: str = "") -> None:
    """
    Put a mail to a firm into the outbox, in its language; it quotes nothing of what was typed, nor the answer.

    kind: confirm, received or answered
    """
    with translation.override(row.language):
        subjects = {
            "confirm": _("Confirm your question to the ambassador (%(number)s)"),
            "received": _("The ambassador has received your question (%(number)s)"),
            "answered": _("The ambassador has answered your question (%(number)s)"),
        }
        link = link_to(key or follow_key(row), language=row.language)
        values = {"asked": row, "kind": kind, "who": row.office.name, "link": link, "days": CONFIRM_DAYS}
        text = render_to_string("ambassadors/mail/firm.txt", values)
        send_mail(subjects[kind] % {"number": row.number}, text, None, [row.email])


def tell_person(row: AdviceQuestion, *, to: User | None, kind: str) -> None:
    """
    Tell somebody with an account how a question stands, without its words.

    kind: waits, answered or withdrawn
    """
    if to is None or not to.is_active:
        return
    with translation.override(to.language):
        subjects = {
            "waits": _("Question %(number)s waits for you"),
            "answered": _("Your question %(number)s is answered"),
            "withdrawn": _("Question %(number)s was withdrawn"),
        }
        link = settings.BASE_URL + row.get_absolute_url()
        text = render_to_string("ambassadors/mail/person.txt", {"asked": row, "kind": kind, "link": link})
        send_mail(subjects[kind] % {"number": row.number}, text, None, [to.email])
