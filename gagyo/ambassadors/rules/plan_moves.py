"""How an annual plan and a case move: one table each, of plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _

from gagyo.ambassadors.choices import CaseState, PlanState

S, C = PlanState, CaseState


class PlanPart(Enum):
    """What somebody is to a plan or a case."""

    WRITER = "writer"
    APPROVER = "approver"
    CENTRE = "centre"


class PlanStep(Enum):
    """What can be done with an annual plan."""

    EDIT = "edit"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"
    EDIT_RESULTS = "edit_results"
    SUBMIT_RESULTS = "submit_results"
    RECALL_RESULTS = "recall_results"
    APPROVE_RESULTS = "approve_results"
    RETURN_RESULTS = "return_results"
    PUT_AWAY = "put_away"


class CaseStep(Enum):
    """What can be done with a case."""

    EDIT = "edit"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    RETURN = "return"
    REOPEN = "reopen"
    PUT_AWAY = "put_away"


@dataclass(frozen=True)
class PlanMove:
    """
    From which states, by whom, to which state; None stays where it is.

    judges: whoever takes this step judges what others wrote, so it is refused to those who wrote it
    """

    sources: frozenset[str]
    by: frozenset[PlanPart]
    target: str | None = None
    needs_reason: bool = False
    judges: bool = False


def _move(
    *sources: str,
    by: PlanPart | tuple[PlanPart, ...],
    to: str | None = None,
    reason: bool = False,
    judges: bool = False,
) -> PlanMove:
    return PlanMove(frozenset(sources), frozenset(by if isinstance(by, tuple) else (by,)), to, reason, judges)


WRITER, APPROVER, CENTRE = PlanPart.WRITER, PlanPart.APPROVER, PlanPart.CENTRE

PLAN_MOVES: Final[Mapping[PlanStep, PlanMove]] = {
    PlanStep.EDIT: _move(S.DRAFT, S.RETURNED, by=WRITER),
    PlanStep.SUBMIT: _move(S.DRAFT, S.RETURNED, by=WRITER, to=S.SUBMITTED),
    PlanStep.RECALL: _move(S.SUBMITTED, by=WRITER, to=S.DRAFT),
    PlanStep.APPROVE: _move(S.SUBMITTED, by=APPROVER, to=S.APPROVED, judges=True),
    PlanStep.RETURN: _move(S.SUBMITTED, by=APPROVER, to=S.RETURNED, reason=True, judges=True),
    # An approved plan is changed only after it was opened again, by somebody who is not its writer, with a reason.
    PlanStep.REOPEN: _move(S.APPROVED, by=(APPROVER, CENTRE), to=S.RETURNED, reason=True, judges=True),
    PlanStep.EDIT_RESULTS: _move(S.APPROVED, S.RESULTS_RETURNED, by=WRITER),
    PlanStep.SUBMIT_RESULTS: _move(S.APPROVED, S.RESULTS_RETURNED, by=WRITER, to=S.RESULTS_SUBMITTED),
    PlanStep.RECALL_RESULTS: _move(S.RESULTS_SUBMITTED, by=WRITER, to=S.RESULTS_RETURNED),
    PlanStep.APPROVE_RESULTS: _move(S.RESULTS_SUBMITTED, by=APPROVER, to=S.RESULTS_APPROVED, judges=True),
    PlanStep.RETURN_RESULTS: _move(
        S.RESULTS_SUBMITTED, S.RESULTS_APPROVED, by=(APPROVER, CENTRE), to=S.RESULTS_RETURNED, reason=True, judges=True
    ),
    PlanStep.PUT_AWAY: _move(S.DRAFT, S.RETURNED, by=WRITER),
}

CASE_MOVES: Final[Mapping[CaseStep, PlanMove]] = {
    CaseStep.EDIT: _move(C.DRAFT, C.RETURNED, by=WRITER),
    CaseStep.SUBMIT: _move(C.DRAFT, C.RETURNED, by=WRITER, to=C.SUBMITTED),
    CaseStep.RECALL: _move(C.SUBMITTED, by=WRITER, to=C.DRAFT),
    CaseStep.APPROVE: _move(C.SUBMITTED, by=APPROVER, to=C.APPROVED, judges=True),
    CaseStep.RETURN: _move(C.SUBMITTED, by=APPROVER, to=C.RETURNED, reason=True, judges=True),
    CaseStep.REOPEN: _move(C.APPROVED, by=APPROVER, to=C.RETURNED, reason=True, judges=True),
    CaseStep.PUT_AWAY: _move(C.DRAFT, C.RETURNED, by=WRITER),
}

# In which states a plan is one of the consolidated plan, and is read by all offices.
IN_FORCE: Final = (S.APPROVED, S.RESULTS_SUBMITTED, S.RESULTS_RETURNED, S.RESULTS_APPROVED)


class UnableToMovePlan(Exception):
    """The plan or case may not move so; the sentence says why and what to do."""


class PlanReasonMissingError(UnableToMovePlan):
    """The move is possible, but nobody has said why."""


def plan_steps_from(*, state: str, parts: frozenset[PlanPart], wrote: bool) -> tuple[PlanStep, ...]:
    """Return what somebody may do with a plan in a state, in the order of the table; wrote: wrote any of it."""
    return tuple(step for step, move in PLAN_MOVES.items() if _open(move, state, parts, wrote))


def case_steps_from(*, state: str, parts: frozenset[PlanPart], wrote: bool) -> tuple[CaseStep, ...]:
    """Return what somebody may do with a case in a state, in the order of the table; wrote: wrote any of it."""
    return tuple(step for step, move in CASE_MOVES.items() if _open(move, state, parts, wrote))


def _open(move: PlanMove, state: str, parts: frozenset[PlanPart], wrote: bool) -> bool:
    return state in move.sources and bool(move.by & parts) and not (move.judges and wrote)


def check_plan_step(
    *,
    step: PlanStep,
    what: str,
    state: str,
    parts: frozenset[PlanPart],
    user_id: int | None,
    writers: Collection[int],
    reason: str = "",
) -> str:
    """
    Return the state that a step leads to.

    writers: who wrote any of what the step judges
    :raises UnableToMovePlan: if the plan has no such step now, it is not theirs, or they would judge their own work
    :raises PlanReasonMissingError: if only the reason is missing
    """
    label = str(PlanState(state).label)
    return _check(PLAN_MOVES[step], what, label, state, parts, user_id in writers, reason)


def check_case_step(
    *,
    step: CaseStep,
    what: str,
    state: str,
    parts: frozenset[PlanPart],
    user_id: int | None,
    writers: Collection[int],
    reason: str = "",
) -> str:
    """
    Return the state that a step of a case leads to.

    :raises UnableToMovePlan: if the case has no such step now, it is not theirs, or they would judge their own work
    :raises PlanReasonMissingError: if only the reason is missing
    """
    label = str(CaseState(state).label)
    return _check(CASE_MOVES[step], what, label, state, parts, user_id in writers, reason)


def _check(
    move: PlanMove, what: str, label: str, state: str, parts: frozenset[PlanPart], wrote: bool, reason: str
) -> str:
    if state not in move.sources:
        raise UnableToMovePlan(
            _("%(what)s is “%(state)s” now, so this cannot be done. Load its page again to see what can.")
            % {"what": what, "state": label}
        )
    if not move.by & parts:
        raise UnableToMovePlan(
            _("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": what}
        )
    if move.judges and wrote:
        raise UnableToMovePlan(_("You wrote this, and nobody approves their own work. Another approver decides."))
    if move.needs_reason and not reason.strip():
        raise PlanReasonMissingError(_("Give the reason, so that the others understand it."))
    return move.target or state
