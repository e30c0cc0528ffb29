"""Mail about plans and cases, to those whom a step concerns: through the outbox, in each reader's language."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gagyo.accounts.models import User
from gagyo.ambassadors.models import AnnualPlan, Case
from gagyo.ambassadors.rules.plan_parts import WRITES
from gagyo.common.rules import Actor
from gagyo.support.queries.people import approvers_in, working_in

SENTENCES: Final = {
    "approval": _("An annual plan waits for your approval."),
    "results_approval": _("The results of an annual plan wait for your approval."),
    "approved": _("Your annual plan was approved."),
    "results_approved": _("The results of your annual plan were approved."),
    "return": _("Your annual plan was returned, with a reason."),
    "reopen": _("Your approved annual plan was opened again, with a reason."),
    "return_results": _("The results of your annual plan were returned, with a reason."),
    "comment": _("Somebody commented on your annual plan."),
    "case_approval": _("A case waits for your approval."),
    "case_approve": _("Your case was approved."),
    "case_return": _("Your case was returned, with a reason."),
    "case_reopen": _("Your approved case was opened again, with a reason."),
}


class Told(Protocol):
    """A record with a page."""

    def get_absolute_url(self) -> str:
        """The address of its page."""
        ...


def tell_people(row: Told, *, kind: str, to: Iterable[User], by: Actor) -> int:
    """
    Put a mail to each of these people into the outbox, but to whoever did it; return how many.

    kind: a key of SENTENCES
    """
    told = {user.pk: user for user in to if user.is_active and user.pk != by.user_id}
    for user in told.values():
        with translation.override(user.language):
            what, sentence = str(row), str(SENTENCES[kind])
            values = {"what": what, "sentence": sentence, "link": settings.BASE_URL + row.get_absolute_url()}
            text = render_to_string("ambassadors/mail/plan_news.txt", values)
            send_mail(f"[{what}] {sentence}", text, None, [user.email])
    return len(told)


def tell_approvers(row: AnnualPlan, *, kind: str, by: Actor, now: datetime) -> int:
    """Tell the managers of a plan's office who did not write it."""
    wrote = row.writers.filter(of_results=kind == "results_approval").values("user")
    people = approvers_in(office_id=row.office_id, today=timezone.localdate(now)).exclude(pk__in=wrote)
    return tell_people(row, kind=kind, to=people, by=by)


def tell_writers(row: AnnualPlan | Case, *, kind: str, by: Actor, now: datetime) -> int:
    """Tell who wrote a plan or a case, and still works in its office."""
    people = working_in(office_ids=[row.office_id], roles=WRITES, today=timezone.localdate(now))
    return tell_people(row, kind=kind, to=people.filter(pk__in=row.writers.values("user")), by=by)
