"""Approval, one step after the other: who decides now, and never on one's own work."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gagyo.support.choices import Decision


class UnableToApprove(Exception):
    """These persons cannot approve this, or not now; the sentence says what to do."""


@dataclass(frozen=True)
class ApprovalStep:
    """One step: whose it is, and the decision so far; decided_by_id: who decided it, None while it waits."""

    order: int
    approver_id: int
    stand_in_id: int | None = None
    decision: str = Decision.WAITING.value
    decided_by_id: int | None = None


@dataclass(frozen=True)
class Away:
    """Days on which somebody is away, both included, and who decides then."""

    user_id: int
    starts_on: date
    ends_on: date
    stand_in_id: int


def check_approvers(
    *, wanted: Sequence[int], writers: Collection[int], managers: Collection[int], names: dict[int, str]
) -> None:
    """
    Refuse steps of nobody, of one person twice, of a writer, or of somebody who does not approve in that office.

    wanted: ids of the approvers in order; writers: who wrote what is approved; managers: who may approve there
    :raises UnableToApprove: with the sentence
    """
    if not wanted:
        raise UnableToApprove(_("Name at least one approver."))
    if len(set(wanted)) < len(wanted):
        raise UnableToApprove(_("One person is named for two steps. Name each approver once."))
    for user in wanted:
        if user not in managers:
            raise UnableToApprove(
                _("%(who)s does not approve in this office. Name one of its approvers.") % {"who": names.get(user, "")}
            )
        if user in writers:
            raise UnableToApprove(
                _("%(who)s wrote this, and nobody approves their own work. Name another approver.")
                % {"who": names.get(user, "")}
            )


def waiting_step(steps: Sequence[ApprovalStep]) -> ApprovalStep | None:
    """Return the step whose turn it is."""
    return next((each for each in sorted(steps, key=lambda one: one.order) if each.decision == Decision.WAITING), None)


def is_last(steps: Sequence[ApprovalStep]) -> bool:
    """Tell whether the step whose turn it is decides finally."""
    return sum(each.decision == Decision.WAITING for each in steps) == 1


def deciders_of(steps: Sequence[ApprovalStep], turn: ApprovalStep | None) -> frozenset[int]:
    """Return who has decided, or is to decide, the steps beside the one whose turn it is."""
    others = [each for each in steps if turn is not None and each.order != turn.order]
    return frozenset(each.decided_by_id or each.approver_id for each in others)


def may_decide(
    *,
    step: ApprovalStep | None,
    user_id: int | None,
    writers: Collection[int],
    approver_is_away: bool,
    others: Collection[int] = (),
) -> bool:
    """
    Tell whether somebody decides this step now: its approver, or the stand-in while the approver is away.

    others: from deciders_of; nobody decides two steps by standing in
    """
    if step is None or user_id is None or user_id in writers or step.decision != Decision.WAITING:
        return False
    return user_id == step.approver_id or (approver_is_away and user_id == step.stand_in_id and user_id not in others)


def check_decision(
    *,
    step: ApprovalStep | None,
    user_id: int | None,
    writers: Collection[int],
    approver_is_away: bool,
    others: Collection[int] = (),
) -> None:
    """
    Refuse a decision that is not this person's, or on what they wrote, or a second one. others: from deciders_of

    :raises UnableToApprove: with the sentence
    """
    if user_id is not None and user_id in writers:
        raise UnableToApprove(_("You wrote this, and nobody approves their own work. Another approver decides."))
    if may_decide(step=step, user_id=user_id, writers=writers, approver_is_away=approver_is_away, others=others):
        return
    if may_decide(step=step, user_id=user_id, writers=writers, approver_is_away=approver_is_away):
        raise UnableToApprove(
            _(
                "You decide another step of this approval, and nobody decides two. Who submitted it can take it back "
                "and name somebody else."
            )
        )
    raise UnableToApprove(_("This step is not yours to decide now. The page says whose turn it is, and who stands in."))
