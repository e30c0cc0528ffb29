"""
Mail about a request, to those whom a step concerns: through the outbox, in each reader's language.

A mail says the number and what is to be done, and the title only where the request is not restricted.
News of a leg can be answered from the mailbox: the answer stands on that leg (actions/mail_in.py).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import Membership, User
from gagyo.accounts.queries import membership_holds
from gagyo.common.actions.replies import ANSWER_ABOVE, reply_door, reply_headers
from gagyo.common.rules import Actor
from gagyo.kernels.mailing.addresses import ReplyTo
from gagyo.support.choices import Confidentiality
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.queries.people import absences_of, answerers_in, routers_of, told_here
from gagyo.support.rules.readers import TALKS

# What is said of each step, to those who are told of it.
SENTENCES: Final = {
    "approval": _("A request waits for your approval."),
    "answer_approval": _("The answer to a request waits for your approval."),
    "returned": _("Your request was returned, with a reason."),
    "answer_returned": _("The answer to a request was returned, with a reason."),
    "approved": _("Your request was approved and sent."),
    "rehomed": _("A request of an abolished office came to yours. Name who looks after it; a draft is submitted anew."),
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


def tell(
    row: SupportRequest, *, kind: str, to: Iterable[User | None], by: Actor, now: datetime, leg: Leg | None = None
) -> int:
    """
    Put a mail to each of these people into the outbox, but to whoever did it or works there no more; return how many.

    kind: a key of SENTENCES; leg: on which an answer to the mail stands
    """
    today = timezone.localdate(now)
    others = [user for user in to if user is not None and user.pk != by.user_id]
    told = {user.pk: user for user in told_here(row, others, today=today)}
    memberships = _memberships(leg, told, today=today) if leg is not None and reply_door() is not None else {}
    for user in told.values():
        with translation.override(user.language):
            title = "" if row.confidentiality == Confidentiality.RESTRICTED else row.name
            sentence = str(SENTENCES[kind])
            membership = memberships.get(user.pk)
            values = {"request": row, "title": title, "sentence": sentence, "link": address_of(row)}
            values["marker"] = ANSWER_ABOVE if membership else ""
            text = render_to_string("support/mail/news.txt", values)
            headers = reply_headers(to=ReplyTo("leg", leg.pk, membership)) if leg and membership else None
            EmailMessage(f"[{row.number}] {sentence}", text, to=[user.email], headers=headers).send()
    return len(told)


def _memberships(leg: Leg, told: Iterable[int], *, today: date) -> dict[int, int]:
    """Return in which office each of these people has to do with a leg, by account: the id of the membership."""
    row = leg.request
    offices = [each for each in (row.office_id, row.router_id, leg.office_id) if each]
    held = Membership.objects.filter(membership_holds(today), user_id__in=told, office_id__in=offices, role__in=TALKS)
    # The last one counts: those without an end come after those with one.
    return dict(held.order_by(F("ends_on").asc(nulls_last=True), "pk").values_list("user_id", "pk"))


def address_of(row: SupportRequest) -> str:
    """Return the whole address of a request's page in the active language."""
    return settings.BASE_URL + row.get_absolute_url()


def tell_officer(row: SupportRequest, *, kind: str, by: Actor, now: datetime, leg: Leg | None = None) -> int:
    """Tell the asking office's officer. leg: which the news is about"""
    return tell(row, kind=kind, to=[row.officer], by=by, now=now, leg=leg)


def tell_routers(row: SupportRequest, *, kind: str, by: Actor, now: datetime, leg: Leg | None = None) -> int:
    """Tell who routes the request at the ministry. leg: which the news is about"""
    return tell(row, kind=kind, to=routers_of(row, today=timezone.localdate(now)), by=by, now=now, leg=leg)


def tell_answering(leg: Leg, *, kind: str, by: Actor, now: datetime) -> int:
    """Tell the leg's owner and who stands in, or everybody who answers in its office where nobody owns it yet."""
    today = timezone.localdate(now)
    if leg.owner_id is None:
        people = answerers_in(office_id=leg.office_id, today=today)
        return tell(leg.request, kind=kind, to=people, by=by, now=now, leg=leg)
    away = absences_of(user_ids=[leg.owner_id], office_id=leg.office_id, today=today)
    stand_ins = User.objects.filter(pk__in=[each.stand_in_id for each in away])
    return tell(leg.request, kind=kind, to=[leg.owner, *stand_ins], by=by, now=now, leg=leg)
