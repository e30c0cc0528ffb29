"""The one answer: drafted from the legs, approved, sent; then confirmed, rated or reopened by the asker."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.common.actions import record
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.actions.approvals import AS_APPROVER, decide_answer_step, submit_answer_steps
from gagyo.support.actions.news import tell, tell_officer, tell_routers
from gagyo.support.actions.rows import Held, locked_request, note_writer
from gagyo.support.choices import DECIDED, Decision, ItemOutcome
from gagyo.support.models import Answer, AnswerItem, Rating, RequestItem, SupportRequest
from gagyo.support.queries.answers import open_legs
from gagyo.support.rules.moves import Step
from gagyo.support.rules.values import DecisionValues, UnableToSaveSupport, check_decisions


@transaction.atomic
def draft_answer(
    *,
    request_id: int,
    text: TranslatedText,
    decisions: Sequence[DecisionValues],
    expected: int | None = None,
    by: Actor,
    now: datetime,
) -> Answer:
    """
    Write the one answer, item by item; it can be changed until it is submitted, and the asker does not see it yet.

    text: the words before the items; expected: the request's version that the writer saw, None where nobody was shown
    one
    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToMoveSupport: unless the request is under way
    :raises UnableToSaveSupport: for an item that is not open, or without words where they are needed
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.DRAFT_ANSWER)
    held.check_seen(expected)
    _take_on(held)
    rows = held.row.items.filter(outcome=ItemOutcome.OPEN)
    check_decisions(decisions, item_ids=list(rows.values_list("pk", flat=True)))
    answer = _answer_of(held)
    answer.text, answer.drafted_by_id, answer.drafted_at = text, by.user_id, now
    answer.version += 1
    answer.save(update_fields=["text", "drafted_by", "drafted_at", "version"])
    for each in decisions:
        AnswerItem.objects.update_or_create(
            answer=answer, item_id=each.item_id, defaults={"outcome": each.outcome, "text": each.text}
        )
    note_writer(held.row, by=by, of_answer=True)
    # A new version of the request, so that nobody submits words that they have not seen.
    held.move(held.row.state)
    held.note("support.answer_drafted")
    return answer


def _take_on(held: Held) -> None:
    """Keep who answers a request whose routing office was abolished: its approvers are of that office."""
    if held.row.router_id is None and held.by.office_id is not None:
        held.move(held.row.state, router_id=held.by.office_id)


def _answer_of(held: Held) -> Answer:
    found, _made = Answer.objects.select_for_update(of=("self",)).get_or_create(
        request=held.row,
        round=held.row.round,
        defaults={"drafted_by_id": held.by.user_id, "drafted_at": held.now},
    )
    return found


@transaction.atomic
def submit_answer(
    *, request_id: int, approver_ids: Sequence[int], expected: int | None = None, by: Actor, now: datetime
) -> SupportRequest:
    """
    Submit the drafted answer for approval in the ministry's office. expected: as for drafting it

    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToSaveSupport: while an item is undecided or an office has not answered
    :raises UnableToApprove: for approvers who cannot approve it
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.SUBMIT_ANSWER)
    held.check_seen(expected)
    waiting = open_legs(held.row)
    if waiting:
        raise UnableToSaveSupport(
            _("These offices have not answered yet: %(offices)s. Wait, or take the request back from them.")
            % {"offices": ", ".join(str(leg.office) for leg in waiting)}
        )
    answer = _answer_of(held)
    decided = AnswerItem.objects.filter(answer=answer, outcome__in=DECIDED).values("item")
    left = held.row.items.filter(outcome=ItemOutcome.OPEN).exclude(pk__in=decided).count()
    if left:
        raise UnableToSaveSupport(_("The answer says nothing yet of %(n)d items. Decide each of them.") % {"n": left})
    note_writer(held.row, by=by, of_answer=True)
    _take_on(held)
    held.move(state)
    submit_answer_steps(held, answer, approver_ids)
    held.note("support.answer_submitted")
    return held.row


@transaction.atomic
def approve_answer(
    *, request_id: int, document_number: str = "", expected: int | None = None, by: Actor, now: datetime
) -> SupportRequest:
    """
    Approve the answer's step whose turn it is; the last one sends it to the asker. expected: as for drafting it

    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToApprove: if it is not this person's step, or their own work
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.APPROVE_ANSWER, more=AS_APPROVER)
    held.check_seen(expected)
    answer = _answer_of(held)
    last = decide_answer_step(held, answer, Decision.APPROVED, reason="", document_number=document_number)
    if not last:
        held.note("support.answer_approved")
        return held.row
    state = held.check(Step.SEND_ANSWER, more=AS_APPROVER)
    _send(answer, document_number=document_number, now=now)
    held.move(state, answered_at=now, state_reason="")
    held.note("support.answered")
    tell_officer(held.row, kind="answered", by=by, now=now)
    return held.row


def _send(answer: Answer, *, document_number: str, now: datetime) -> None:
    """Copy what is said of each item that is still open to the item: from here on the asker reads it."""
    for row in answer.items.select_related("item").filter(item__outcome=ItemOutcome.OPEN):
        row.item.outcome, row.item.answer = row.outcome, row.text
        row.item.save(update_fields=["outcome", "answer"])
    answer.sent_at = now
    answer.document_number = document_number.strip()[:60]
    answer.save(update_fields=["sent_at", "document_number"])


@transaction.atomic
def return_answer(
    *, request_id: int, reason: str, expected: int | None = None, by: Actor, now: datetime
) -> SupportRequest:
    """
    Give the answer back to be changed, with the reason, which the asker does not see. expected: as for drafting it

    :raises SavedMeanwhileError: if it was changed since
    :raises SupportReasonMissingError: without a reason
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.RETURN_ANSWER, reason=reason, more=AS_APPROVER)
    held.check_seen(expected)
    answer = _answer_of(held)
    decide_answer_step(held, answer, Decision.RETURNED, reason=reason, document_number="")
    held.move(state)
    held.note("support.answer_returned")
    tell(held.row, kind="answer_returned", to=[answer.drafted_by], by=by, now=now)
    return held.row


@transaction.atomic
def confirm_answer(*, request_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Say that the answer settles the request.

    :raises UnableToMoveSupport: unless it is answered
    """
    held = locked_request(request_id, by=by, now=now)
    held.move(held.check(Step.CONFIRM), closed_at=now)
    held.note("support.confirmed")
    tell_routers(held.row, kind="confirmed", by=by, now=now)
    return held.row


@transaction.atomic
def rate_answer(*, request_id: int, stars: int, words: str = "", by: Actor, now: datetime) -> Rating:
    """
    Rate the answer from 1 to 5; a second time changes the rating.

    :raises UnableToSaveSupport: for another number of stars
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.RATE)
    if stars not in range(1, 6):
        raise UnableToSaveSupport(_("Rate the answer with 1 to 5 stars."))
    rating, _made = Rating.objects.update_or_create(
        request=held.row,
        round=held.row.round,
        defaults={"stars": stars, "words": words.strip()[:500], "by_id": by.user_id, "at": now},
    )
    record(event="support.rated", by=by, at=now, about=held.row, after={"stars": stars})
    return rating


@transaction.atomic
def settle_request(*, request_id: int, stars: int | None, words: str, by: Actor, now: datetime) -> SupportRequest:
    """
    Confirm the answer, and rate it where stars are given.

    :raises UnableToMoveSupport: unless it is answered
    :raises UnableToSaveSupport: for words without stars, which nobody would find
    """
    if stars is None and words.strip():
        raise UnableToSaveSupport(_("Choose a rating for your words, or leave them out."))
    if stars is not None:
        rate_answer(request_id=request_id, stars=stars, words=words, by=by, now=now)
    return confirm_answer(request_id=request_id, by=by, now=now)


@transaction.atomic
def reopen_request(
    *, request_id: int, item_ids: Sequence[int], reason: str, by: Actor, now: datetime
) -> SupportRequest:
    """
    Ask again for some items; the answer that was sent stays, and a new round begins for them.

    :raises UnableToSaveSupport: unless at least one answered item is chosen
    :raises SupportReasonMissingError: without a reason
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.REOPEN, reason=reason)
    rows = RequestItem.objects.filter(request=held.row, pk__in=item_ids, outcome__in=DECIDED)
    if not item_ids or rows.count() != len(set(item_ids)):
        raise UnableToSaveSupport(_("Choose which of the answered items are to be answered again."))
    rows.update(outcome=ItemOutcome.OPEN, answer=TranslatedText())
    Answer.objects.filter(request=held.row, round=held.row.round).update(reopened_at=now)
    held.move(state, round=held.row.round + 1, answered_at=None, closed_at=None, state_reason=reason.strip()[:500])
    held.note("support.reopened", items=sorted(item_ids))
    tell_routers(held.row, kind="reopened", by=by, now=now)
    return held.row
