"""Who wrote what is approved, and who decides now."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from gagyo.support.choices import Decision, RequestState
from gagyo.support.models import Absence, Approval, SupportRequest, Writer
from gagyo.support.queries.people import absences_of
from gagyo.support.rules.approval import ApprovalStep, deciders_of, may_decide, waiting_step


def writers_of(row: SupportRequest) -> frozenset[int]:
    """Return who wrote a request, its officer too: they do not approve it."""
    found = Writer.objects.filter(request=row, of_answer=False).values_list("user_id", flat=True)
    return frozenset(found) | ({row.officer_id} if row.officer_id else frozenset())


def writers_of_answer(row: SupportRequest) -> frozenset[int]:
    """Return who wrote the one answer, or a part of it in an office: they do not approve it."""
    return frozenset(Writer.objects.filter(request=row, of_answer=True).values_list("user_id", flat=True))


def as_step(row: Approval) -> ApprovalStep:
    """Return a step as the rules know it."""
    return ApprovalStep(row.order, row.approver_id, row.stand_in_id, row.decision, row.decided_by_id)


def decides_now(row: SupportRequest, *, user_id: int | None, today: date) -> bool:
    """Tell whether somebody decides the step of a request, or of its answer, whose turn it is."""
    of_answer = row.state == RequestState.ANSWER_APPROVAL
    if of_answer:
        steps = Approval.objects.filter(answer__request=row, answer__round=row.round, attempt=F("answer__attempt"))
    elif row.state == RequestState.APPROVAL:
        steps = Approval.objects.filter(request=row, attempt=row.attempt)
    else:
        return False
    found = [as_step(each) for each in steps]
    turn = waiting_step(found)
    if turn is None:
        return False
    office_id = row.router_id if of_answer else row.office_id
    writers = writers_of_answer(row) if of_answer else writers_of(row)
    away = absences_of(user_ids=[turn.approver_id], office_id=office_id, today=today)
    return may_decide(
        step=turn,
        user_id=user_id,
        writers=writers,
        approver_is_away=bool(away),
        others=deciders_of(found, turn),
    )


def turns_of(*, user_id: int, office_id: int, today: date) -> "QuerySet[Approval, dict[str, Any]]":
    """Return the ids of the requests on which somebody decides a step in an office today: may_decide in SQL."""
    away = stood_in_for(user_id=user_id, office_id=office_id, today=today)
    own = Q(approver_id=user_id)
    decides_another = _others(Q(decided_by_id=user_id) | (Q(decided_by=None) & own))
    instead = Q(stand_in_id=user_id, approver__in=away) & ~Exists(decides_another)
    earlier = _others(Q(order__lt=OuterRef("order"), decision=Decision.WAITING))
    turns = Approval.objects.filter(own | instead, ~Exists(earlier), decision=Decision.WAITING)
    wrote = Writer.objects.filter(user_id=user_id)
    of_request = Q(request=OuterRef("request"), of_answer=False)
    of_answer = Q(request=OuterRef("answer__request"), of_answer=True)
    turns = turns.exclude(Exists(wrote.filter(of_request | of_answer))).exclude(request__officer_id=user_id)
    return turns.annotate(of=Coalesce("request", "answer__request")).order_by().values("of")


def _others(which: Q) -> "QuerySet[Approval]":
    """Return the other steps of the same approval."""
    same = Q(request=OuterRef("request")) | Q(answer=OuterRef("answer"))
    return Approval.objects.filter(same, which, attempt=OuterRef("attempt")).exclude(order=OuterRef("order"))


def stood_in_for(*, user_id: int, office_id: int, today: date) -> "QuerySet[Absence, Any]":
    """Return the ids of those for whom somebody stands in today in an office."""
    away = Absence.objects.filter(stand_in_id=user_id, office_id=office_id, starts_on__lte=today, ends_on__gte=today)
    return away.order_by().values("user")
