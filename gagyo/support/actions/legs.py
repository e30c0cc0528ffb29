"""What an answering office does with its leg: accept, own, answer item by item, refuse, ask back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import ngettext

from gagyo.common.rules import Actor
from gagyo.support.actions.news import tell, tell_answering, tell_officer, tell_routers
from gagyo.support.actions.routing import check_owner, may_own
from gagyo.support.actions.rows import HeldLeg, locked_leg, note_writer
from gagyo.support.choices import DECIDED, ItemOutcome
from gagyo.support.models import Leg, LegItem, LegPause
from gagyo.support.queries.hours import due_for
from gagyo.support.rules.moves import LegStep, Part, Step
from gagyo.support.rules.values import DecisionValues, UnableToSaveSupport, check_decisions

ANSWERING = frozenset({Part.ANSWERER})


def held_for(leg_id: int, *, step: LegStep, reason: str = "", by: Actor, now: datetime) -> tuple[HeldLeg, str]:
    """
    Return a locked leg of a request that is under way, and the state that a step leads to.

    :raises UnableToMoveSupport: if the step is not there, or not theirs
    """
    held = locked_leg(leg_id, by=by, now=now)
    state = held.check_leg(step, reason=reason)
    held.check(Step.ANSWER_LEG, more=ANSWERING)
    return held, state


@transaction.atomic
def accept_leg(*, leg_id: int, owner_id: int | None = None, by: Actor, now: datetime) -> Leg:
    """
    Accept a leg for the actor's office; its owner is the actor, or who is named.

    :raises UnableToMoveSupport: unless it was just sent to the actor's office
    """
    held, state = held_for(leg_id, step=LegStep.ACCEPT, by=by, now=now)
    # An owner who was proposed may have left meanwhile.
    proposed = held.leg.owner_id if may_own(held.leg, held.leg.owner_id, held=held) else None
    owner = owner_id or proposed or by.user_id
    if owner is not None:
        check_owner(held.leg, owner, held=held)
    held.move_leg(state, accepted_at=now, owner_id=owner)
    held.note_leg("support.leg_accepted")
    _tell_owner(held, before=None)
    return held.leg


@transaction.atomic
def own_leg(*, leg_id: int, owner_id: int, by: Actor, now: datetime) -> Leg:
    """
    Name who owns a leg in its office.

    :raises UnableToSaveSupport: for somebody who does not answer there
    """
    held, state = held_for(leg_id, step=LegStep.OWN, by=by, now=now)
    before = held.leg.owner_id
    check_owner(held.leg, owner_id, held=held)
    held.move_leg(state, owner_id=owner_id)
    held.note_leg("support.leg_owned", owner=owner_id)
    _tell_owner(held, before=before)
    return held.leg


def _tell_owner(held: HeldLeg, *, before: int | None) -> None:
    if held.leg.owner_id not in {None, before, held.by.user_id}:
        tell(held.row, kind="leg_owned", to=[held.leg.owner], by=held.by, now=held.now, leg=held.leg)


@transaction.atomic
def decide_leg_items(
    *, leg_id: int, decisions: Sequence[DecisionValues], expected: int | None = None, by: Actor, now: datetime
) -> Leg:
    """
    Write what the actor's office says of some items; they can be changed until the leg is answered.

    expected: the leg's version that the writer saw; None where nobody was shown one
    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToSaveSupport: for an item that is not on the leg, or without words where they are needed
    """
    held, state = held_for(leg_id, step=LegStep.DECIDE, by=by, now=now)
    held.check_leg_seen(expected)
    _write_decisions(held, decisions)
    held.move_leg(state, first_answer_at=_first(held, decisions))
    held.note_leg("support.leg_decided", items={each.item_id: each.outcome for each in decisions})
    return held.leg


def _first(held: HeldLeg, decisions: Sequence[DecisionValues]) -> datetime | None:
    said = any(each.outcome in DECIDED for each in decisions)
    return held.leg.first_answer_at or (held.now if said else None)


def _write_decisions(held: HeldLeg, decisions: Sequence[DecisionValues]) -> None:
    note_writer(held.row, by=held.by, of_answer=True)
    rows = {
        row.item_id: row
        for row in LegItem.objects.select_for_update().filter(leg=held.leg, item__outcome=ItemOutcome.OPEN)
    }
    check_decisions(decisions, item_ids=list(rows))
    for each in decisions:
        row = rows[each.item_id]
        row.outcome, row.text = each.outcome, each.text
        row.save(update_fields=["outcome", "text"])


@transaction.atomic
def answer_leg(
    *, leg_id: int, decisions: Sequence[DecisionValues] = (), expected: int | None = None, by: Actor, now: datetime
) -> Leg:
    """
    Give the office's answer to all of its items. expected: as for deciding some of them

    :raises SavedMeanwhileError: if it was changed since
    :raises UnableToSaveSupport: while an item is undecided
    """
    held, state = held_for(leg_id, step=LegStep.ANSWER, by=by, now=now)
    held.check_leg_seen(expected)
    _write_decisions(held, decisions)
    left = held.leg.items.filter(outcome=ItemOutcome.OPEN, item__outcome=ItemOutcome.OPEN).count()
    if left:
        words = ngettext(
            "%(n)d item is still open. Decide it, or save without sending.",
            "%(n)d items are still open. Decide each, or save without sending.",
            left,
        )
        raise UnableToSaveSupport(words % {"n": left})
    held.move_leg(
        state, first_answer_at=held.leg.first_answer_at or now, answered_at=now, ended_at=now, answered_by_id=by.user_id
    )
    held.note_leg("support.leg_answered")
    tell_routers(held.row, kind="leg_answered", by=by, now=now, leg=held.leg)
    return held.leg


@transaction.atomic
def refuse_leg(*, leg_id: int, reason: str, by: Actor, now: datetime) -> Leg:
    """
    Say that the actor's office does not answer this, and why; its items go back to the router.

    :raises SupportReasonMissingError: without a reason
    """
    held, state = held_for(leg_id, step=LegStep.REFUSE, reason=reason, by=by, now=now)
    held.move_leg(state, ended_at=now, reason=reason.strip()[:500])
    held.note_leg("support.leg_refused")
    tell_routers(held.row, kind="leg_refused", by=by, now=now, leg=held.leg)
    return held.leg


@transaction.atomic
def pause_leg(*, leg_id: int, reason: str, by: Actor, now: datetime) -> Leg:
    """
    Ask the asker something; the leg's clock stands still until the work goes on, and everybody sees the pause.

    :raises SupportReasonMissingError: without what is asked
    """
    held, state = held_for(leg_id, step=LegStep.PAUSE, reason=reason, by=by, now=now)
    LegPause.objects.create(leg=held.leg, starts_at=now, reason=reason.strip()[:500])
    overdue = held.leg.due_at is not None and held.leg.due_at < now
    # What was overdue stays so; else the end is not known until the work goes on.
    held.move_leg(state, **({} if overdue else {"due_at": None}))
    held.note_leg("support.leg_paused")
    tell_officer(held.row, kind="leg_paused", by=by, now=now, leg=held.leg)
    return held.leg


@transaction.atomic
def resume_leg(*, leg_id: int, by: Actor, now: datetime) -> Leg:
    """
    Go on after the asker has replied; the due time moves by the working time of the pause.

    :raises UnableToMoveSupport: unless it waits for the asker
    """
    held, state = held_for(leg_id, step=LegStep.RESUME, by=by, now=now)
    held.leg.pauses.filter(ends_at=None).update(ends_at=now)
    due = due_for(held.leg)
    first = held.leg.first_due_at if held.leg.first_answer_at else due.first_at
    held.move_leg(state, **{**due.columns(), "first_due_at": first})
    held.note_leg("support.leg_resumed")
    tell_answering(held.leg, kind="leg_resumed", by=by, now=now)
    return held.leg


@transaction.atomic
def withdraw_leg(*, leg_id: int, reason: str, by: Actor, now: datetime) -> Leg:
    """
    Take a request back from an office that has not answered; what it had said so far is kept.

    :raises SupportReasonMissingError: without a reason
    """
    held, state = held_for(leg_id, step=LegStep.WITHDRAW, reason=reason, by=by, now=now)
    held.leg.pauses.filter(ends_at=None).update(ends_at=now)
    held.move_leg(state, ended_at=now, reason=reason.strip()[:500])
    held.note_leg("support.leg_withdrawn")
    tell_answering(held.leg, kind="leg_withdrawn", by=by, now=now)
    return held.leg
