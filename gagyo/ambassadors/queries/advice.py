"""Questions to ambassadors as somebody sees them."""

from datetime import date, datetime

from django.db.models import QuerySet

from gagyo.accounts.models import Office
from gagyo.ambassadors.choices import AdviceState
from gagyo.ambassadors.models import AdviceQuestion, Posting
from gagyo.ambassadors.models.advice import AdviceQuerySet
from gagyo.common.rules import Actor
from gagyo.support.queries.hours import hours_of
from gagyo.support.rules.clock import due_of

ORDERS = {"number": "number", "subject": "subject", "due": "due_at", "asked": "asked_at", "state": "state"}


def listed_advice(*, actor: Actor, state: str, field: str, sort: str) -> AdviceQuerySet:
    """Return the questions that the actor reads: those that wait first, the one due soonest on top."""
    rows = AdviceQuestion.objects.for_user(actor).select_related("office", "asker_office", "owner", "country")
    if state:
        rows = rows.filter(state=state)
    if field:
        rows = rows.filter(field=field)
    name = ORDERS.get(sort.removeprefix("-"), "")
    order = [f"-{name}" if sort.startswith("-") else name] if name else ["answered_at", "due_at"]
    return rows.order_by(*order, "-pk")


def advice_for(*, actor: Actor, question_id: int) -> AdviceQuestion:
    """
    Return a question that the actor may read.

    :raises AdviceQuestion.DoesNotExist: if there is none
    """
    related = ("office", "asker_office", "asked_by", "owner", "country", "answered_by", "activity", "request")
    return AdviceQuestion.objects.for_user(actor).select_related(*related).get(pk=question_id)


def waiting_advice(*, office_id: int | None) -> list[AdviceQuestion]:
    """Return the questions that wait for an office's answer, the one due soonest first."""
    rows = AdviceQuestion.objects.filter(office_id=office_id or 0, state=AdviceState.WAITING)
    return list(rows.select_related("asker_office", "owner", "office").order_by("due_at", "pk"))


def desks(*, today: date) -> "QuerySet[Posting]":
    """Return who can be asked today: one posting for each province that has an ambassador and an office here."""
    rows = Posting.objects.past_access(because="everybody may know whom to ask")
    held = rows.filter(Posting.held_on(today), archived_at=None, office__archived_at=None, office__isnull=False)
    return held.select_related("province", "office").order_by("province__code", "pk")


def desk_of(*, office_id: int, today: date) -> Posting | None:
    """Return who is asked in an office today."""
    return desks(today=today).filter(office_id=office_id).first()


def due_from(office: Office, *, start: datetime) -> datetime | None:
    """Return when an answer of an office is due that was asked then, in its working time."""
    return due_of(hours_of(office), start=start).at
