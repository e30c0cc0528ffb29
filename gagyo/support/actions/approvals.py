"""Approval inside an office: submitting, taking back, approving, returning, and who stands in for whom."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.rules import Actor
from gagyo.support.actions.news import tell, tell_officer, tell_routers
from gagyo.support.actions.rows import Held, locked_request, note_writer
from gagyo.support.choices import Confidentiality, Decision
from gagyo.support.models import Answer, Approval, SupportRequest
from gagyo.support.queries.approvals import as_step, writers_of, writers_of_answer
from gagyo.support.queries.people import absences_of, approvers_in, names_ministry, names_of, stand_ins_of
from gagyo.support.rules.approval import (
    UnableToApprove,
    check_approvers,
    check_decision,
    deciders_of,
    is_last,
    waiting_step,
)
from gagyo.support.rules.moves import Part, Step
from gagyo.support.rules.values import check_sendable

AS_APPROVER = frozenset({Part.APPROVER})


@transaction.atomic
def submit_request(
    *, request_id: int, approver_ids: Sequence[int], expected: int, by: Actor, now: datetime
) -> SupportRequest:
    """
    Submit a draft or a returned request for approval, step after step.

    expected: the version that the submitter saw
    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToMoveSupport: in another state
    :raises UnableToSaveSupport: without items, or if nobody could route or answer it
    :raises UnableToApprove: for approvers who cannot approve it
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.SUBMIT)
    row, today = held.row, timezone.localdate(now)
    held.check_seen(expected)
    restricted = row.confidentiality == Confidentiality.RESTRICTED
    check_sendable(
        items=row.items.count(),
        restricted=restricted,
        named_ministry=restricted and names_ministry(row),
        wanted_by=row.wanted_by,
        today=today,
    )
    note_writer(row, by=by)
    held.move(state, attempt=row.attempt + 1)
    steps = _make_steps(held, approver_ids, writers=writers_of(row), request=row, attempt=row.attempt)
    held.note("support.submitted", steps=len(steps))
    _tell_step(held, steps[0], kind="approval")
    return row


@transaction.atomic
def recall_request(*, request_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Take a submitted request back into the draft.

    :raises UnableToMoveSupport: unless it is in approval
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.RECALL)
    recall_steps(Approval.objects.filter(request=held.row, attempt=held.row.attempt), by=by, now=now)
    held.move(state)
    held.note("support.recalled")
    return held.row


@transaction.atomic
def approve_request(
    *, request_id: int, document_number: str = "", expected: int | None = None, by: Actor, now: datetime
) -> SupportRequest:
    """
    Approve a request's step whose turn it is; the last one sends it to the ministry.

    document_number: of the e-approval system, where it was approved there too
    expected: the version that the approver saw; None where nobody was shown one
    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToMoveSupport: unless it is in approval
    :raises UnableToApprove: if it is not this person's step, or their own work
    """
    held = locked_request(request_id, by=by, now=now)
    row = held.row
    steps = list(Approval.objects.select_for_update(of=("self",)).filter(request=row, attempt=row.attempt))
    held.check(Step.APPROVE, more=AS_APPROVER)
    held.check_seen(expected)
    last = _decide(held, steps, Decision.APPROVED, writers=writers_of(row), document_number=document_number)
    number = document_number.strip()[:60] or row.document_number
    if not last:
        # The next approver finds the number in the form.
        held.move(row.state, document_number=number)
        held.note("support.approved")
        _tell_next(held, steps, kind="approval")
        return row
    state = held.check(Step.SEND, more=AS_APPROVER)
    held.move(state, sent_at=row.sent_at or now, document_number=number, state_reason="")
    held.note("support.sent")
    tell_officer(row, kind="approved", by=by, now=now)
    tell_routers(row, kind="routing", by=by, now=now)
    return row


@transaction.atomic
def return_request(
    *, request_id: int, reason: str, expected: int | None = None, by: Actor, now: datetime
) -> SupportRequest:
    """
    Give a request back to be changed, with the reason. expected: as for approving it

    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToApprove: if it is not this person's step
    :raises SupportReasonMissingError: without a reason
    """
    held = locked_request(request_id, by=by, now=now)
    row = held.row
    steps = list(Approval.objects.select_for_update(of=("self",)).filter(request=row, attempt=row.attempt))
    state = held.check(Step.RETURN, reason=reason, more=AS_APPROVER)
    held.check_seen(expected)
    _decide(held, steps, Decision.RETURNED, writers=writers_of(row), reason=reason)
    held.move(state, state_reason=reason.strip()[:500])
    held.note("support.returned")
    tell_officer(row, kind="returned", by=by, now=now)
    return row


def submit_answer_steps(held: Held, answer: Answer, approver_ids: Sequence[int]) -> None:
    """
    Put an answer into approval; the caller has checked the step and moved the request.

    :raises UnableToApprove: for approvers who cannot approve it
    """
    answer.attempt += 1
    answer.save(update_fields=["attempt"])
    steps = _make_steps(held, approver_ids, writers=writers_of_answer(held.row), answer=answer, attempt=answer.attempt)
    _tell_step(held, steps[0], kind="answer_approval")


@transaction.atomic
def recall_answer(*, request_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Take a submitted answer back into the draft.

    :raises UnableToMoveSupport: unless it is in approval
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.RECALL_ANSWER)
    answer = Answer.objects.get(request=held.row, round=held.row.round)
    recall_steps(Approval.objects.filter(answer=answer, attempt=answer.attempt), by=by, now=now)
    held.move(state)
    held.note("support.answer_recalled")
    return held.row


def decide_answer_step(held: Held, answer: Answer, decision: Decision, *, reason: str, document_number: str) -> bool:
    """
    Decide the answer's step whose turn it is, and tell the next approver; return whether it was the last one.

    :raises UnableToApprove: if it is not this person's step, or their own work
    """
    steps = list(Approval.objects.select_for_update(of=("self",)).filter(answer=answer, attempt=answer.attempt))
    writers = writers_of_answer(held.row)
    last = _decide(held, steps, decision, writers=writers, reason=reason, document_number=document_number)
    if decision == Decision.APPROVED and not last:
        _tell_next(held, steps, kind="answer_approval")
    return last


def _make_steps(
    held: Held,
    approver_ids: Sequence[int],
    *,
    writers: frozenset[int],
    attempt: int,
    request: SupportRequest | None = None,
    answer: Answer | None = None,
) -> list[Approval]:
    today = timezone.localdate(held.now)
    office_id = request.office_id if request else held.row.router_id
    managers = set(approvers_in(office_id=office_id, today=today).values_list("pk", flat=True))
    check_approvers(wanted=approver_ids, writers=writers, managers=managers, names=names_of(approver_ids))
    stand_ins = stand_ins_of(user_ids=approver_ids, office_id=office_id, today=today)
    return [
        Approval.objects.create(
            request=request,
            answer=answer,
            attempt=attempt,
            order=order,
            approver_id=user,
            stand_in_id=stand_ins.get(user),
        )
        for order, user in enumerate(approver_ids, start=1)
    ]


def _decide(
    held: Held,
    rows: Sequence[Approval],
    decision: Decision,
    *,
    writers: frozenset[int],
    reason: str = "",
    document_number: str = "",
) -> bool:
    """Decide the step whose turn it is, and return whether it was the last."""
    steps = [as_step(row) for row in rows]
    turn = waiting_step(steps)
    office_id = held.row.office_id if rows and rows[0].request_id else held.row.router_id
    today = timezone.localdate(held.now)
    away = absences_of(user_ids=[turn.approver_id], office_id=office_id, today=today) if turn else []
    check_decision(
        step=turn,
        user_id=held.by.user_id,
        writers=writers,
        approver_is_away=bool(away),
        others=deciders_of(steps, turn),
    )
    managers = approvers_in(office_id=office_id, today=today)
    if held.by.office_id != office_id or not managers.filter(pk=held.by.user_id or 0).exists():
        raise UnableToApprove(_("You do not approve in this office any more. Its manager names another approver."))
    last = is_last(steps)
    row = next(each for each in rows if turn is not None and each.order == turn.order)
    row.decision, row.decided_by_id, row.decided_at = decision, held.by.user_id, held.now
    row.reason, row.document_number = reason.strip()[:500], document_number.strip()[:60]
    row.save(update_fields=["decision", "decided_by", "decided_at", "reason", "document_number"])
    if decision == Decision.RETURNED:
        recall_steps(Approval.objects.filter(pk__in=[each.pk for each in rows]), by=held.by, now=held.now)
    return last


def recall_steps(rows: "QuerySet[Approval]", *, by: Actor, now: datetime) -> None:
    """Take back the steps that wait: nobody decides them any more."""
    rows.filter(decision=Decision.WAITING).update(decision=Decision.RECALLED, decided_by_id=by.user_id, decided_at=now)


def _tell_next(held: Held, rows: Sequence[Approval], *, kind: str) -> None:
    waiting = [row for row in rows if row.decision == Decision.WAITING]
    _tell_step(held, waiting[0], kind=kind)


def _tell_step(held: Held, row: Approval, *, kind: str) -> None:
    tell(held.row, kind=kind, to=[row.approver, row.stand_in], by=held.by, now=held.now)
