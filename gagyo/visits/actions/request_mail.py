"""Mail to visitors from abroad, in their language, with the link by which they follow their request."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from gagyo.visits.choices import RequestState, VisitState
from gagyo.visits.models import Visit, VisitRequest
from gagyo.visits.queries.offices import receiver
from gagyo.visits.rules.requests import CONFIRM_DAYS, words_for

# Stands in no random key, so that the two kinds of keys cannot be mistaken for each other.
BETWEEN: Final = "."
TOLD_OF: Final = {
    VisitState.PLANNED: "planned",
    VisitState.CONFIRMED: "confirmed",
    VisitState.CANCELLED: "cancelled",
}


def follow_key(row: VisitRequest) -> str:
    """
    Return a key that follows a request, computed anew for each mail: of the first mail's key only the hash is kept.

    It is signed with the installation's secret key over that hash, so it ends when the hash is destroyed.
    """
    digest = salted_hmac("gagyo.visits.request", f"{row.pk}:{row.token_hash}", algorithm="sha256").digest()
    return f"{row.pk}{BETWEEN}{urlsafe_b64encode(digest).decode().rstrip('=')}"


def followed_by(key: str) -> int | None:
    """Return the id of the request that a signed key follows; None where it follows none."""
    number = key.partition(BETWEEN)[0]
    if BETWEEN not in key or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    row = VisitRequest.objects.filter(pk=int(number)).exclude(email="").first()
    fits = row is not None and hmac.compare_digest(follow_key(row).encode(), key.encode())
    return row.pk if row is not None and fits else None


def link_to(key: str, *, language: str) -> str:
    """Return the whole address under which a visitor follows a request."""
    with translation.override(language):
        return settings.BASE_URL + reverse("visits:request_followed", kwargs={"key": key})


def mail_visitor(row: VisitRequest, *, kind: str, link: str = "", **values: Any) -> None:
    """
    Put a mail to the visitor into the outbox, in the visitor's language; it quotes nothing that was typed in the form.

    kind: confirm, received, accepted, declined or withdrawn; planned, confirmed or cancelled of the visit
    """
    language = words_for(language=row.language)
    with translation.override(language):
        who = receiver(row.office_id)[language]
        subjects = {
            "confirm": _("Confirm your request to visit %(who)s (%(number)s)"),
            "received": _("%(who)s has received your request to visit (%(number)s)"),
            "accepted": _("%(who)s will receive you: request %(number)s"),
            "declined": _("Your request to visit %(who)s (%(number)s)"),
            "withdrawn": _("Your request to visit %(who)s is withdrawn (%(number)s)"),
            "planned": _("Your visit to %(who)s is being planned (%(number)s)"),
            "confirmed": _("Your visit to %(who)s is confirmed (%(number)s)"),
            "cancelled": _("Your visit to %(who)s is cancelled (%(number)s)"),
        }
        text = render_to_string(
            f"visits/mail/request_{kind}.txt",
            {"request": row, "who": who, "link": link, "days": CONFIRM_DAYS, **values},
        )
        send_mail(subjects[kind] % {"who": who, "number": row.number}, text, None, [row.email])


def tell_visitors(visit: Visit, *, now: datetime) -> int:
    """
    Tell those whose request a visit was made of that it is planned, confirmed or cancelled; return how many.

    Nobody whose request was withdrawn or whose data was destroyed, and nobody once the visit lies behind. The reason of
    a cancellation is written for colleagues, so it is not sent.
    """
    kind = TOLD_OF.get(VisitState(visit.state))
    if kind is None or visit.ends_on < timezone.localdate(now):
        return 0
    rows = list(VisitRequest.objects.filter(visit=visit, state=RequestState.ACCEPTED).exclude(email="").order_by("pk"))
    for row in rows:
        link = link_to(follow_key(row), language=words_for(language=row.language))
        mail_visitor(row, kind=kind, link=link, visit=visit)
    return len(rows)
