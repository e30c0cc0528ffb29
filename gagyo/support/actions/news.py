"""
Mail about a request, to those whom a step concerns: through the outbox, in each reader's language.

A mail says the number and what is to be done, and the title only where the request is not restricted.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import User
from gagyo.common.rules import Actor
from gagyo.support.choices import Confidentiality
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.queries.people import absences_of, answerers_in, routers_of

# What is said of each step, to those who are told of it.
SENTENCES: Final = {
    "approval": _("A request waits for your approval."),
    "answer_approval": _("The answer to a request waits for your approval."),
    "returned": _("Your request was returned, with a reason."),
    "answer_returned": _("The answer to a request was returned, with a reason."),
    "approved": _("Your request was approved and sent."),
    "routing": _("A new request waits to be routed."),
    "leg_sent": _("A request is sent to your office."),
    "leg_owned": _("You were named the owner of a request in your office."),
    "leg_answered": _("An office has answered its part of a request."),
    "leg_refused": _("An office has refused its part of a request, with a reason."),
    "leg_passed_on": _("An office has passed its part of a request on."),
    "leg_split": _("An office has given some of its items to another office."),
    "leg_withdrawn": _("A request is no longer asked of your office."),
    "leg_orphaned": _("An office that had part of a request was abolished, and has no successor here."),
    "leg_paused": _("An office needs something from you before it can answer."),
    "leg_resumed": _("The asker has replied, so the work goes on."),
    "answered": _("Your request is answered."),
    "confirmed": _("The asker has confirmed the answer."),
    "reopened": _("The asker has reopened a request, with a reason."),
    "withdrawn": _("The asker has withdrawn a request."),
}


def tell(row: SupportRequest, *, kind: str, to: Iterable[User | None], by: Actor) -> int:
    """
    Put a mail to each of these people into the outbox, but to whoever did it; return how many.

    kind: a key of SENTENCES
    """
    told = {user.pk: user for user in to if user is not None and user.is_active and user.pk != by.user_id}
    for user in told.values():
        with translation.override(user.language):
            title = "" if row.confidentiality == Confidentiality.RESTRICTED else row.name
            sentence = str(SENTENCES[kind])
            values = {"request": row, "title": title, "sentence": sentence, "link": address_of(row)}
            text = render_to_string("support/mail/news.txt", values)
            send_mail(f"[{row.number}] {sentence}", text, None, [user.email])
    return len(told)


def address_of(row: SupportRequest) -> str:
    """Return the whole address of a request's page in the active language."""
    return settings.BASE_URL + row.get_absolute_url()


def tell_officer(row: SupportRequest, *, kind: str, by: Actor) -> int:
    """Tell the asking office's officer."""
    return tell(row, kind=kind, to=[row.officer], by=by)


def tell_routers(row: SupportRequest, *, kind: str, by: Actor, now: datetime) -> int:
    """Tell who routes the request at the ministry."""
    return tell(row, kind=kind, to=routers_of(row, today=timezone.localdate(now)), by=by)


def tell_answering(leg: Leg, *, kind: str, by: Actor, now: datetime) -> int:
    """Tell the leg's owner and who stands in, or everybody who answers in its office where nobody owns it yet."""
    today = timezone.localdate(now)
    if leg.owner_id is None:
        return tell(leg.request, kind=kind, to=answerers_in(office_id=leg.office_id, today=today), by=by)
    away = absences_of(user_ids=[leg.owner_id], office_id=leg.office_id, today=today)
    stand_ins = User.objects.filter(pk__in=[each.stand_in_id for each in away])
    return tell(leg.request, kind=kind, to=[leg.owner, *stand_ins], by=by)
