"""How requests and their legs move: one table each, of plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _

from gagyo.support.choices import LegState, RequestState

S, L = RequestState, LegState


class Part(Enum):
    """What somebody is to a request."""

    ASKER = "asker"
    APPROVER = "approver"
    ROUTER = "router"
    ANSWERER = "answerer"


class Step(Enum):
    """What can be done with a request."""

    EDIT = "edit"
    SUBMIT = "submit"
    RECALL = "recall"
    APPROVE = "approve"
    SEND = "send"
    RETURN = "return"
    WITHDRAW = "withdraw"
    WITHDRAW_ITEM = "withdraw_item"
    CHANGE_OFFICER = "change_officer"
    ROUTE = "route"
    ANSWER_LEG = "answer_leg"
    DRAFT_ANSWER = "draft_answer"
    SUBMIT_ANSWER = "submit_answer"
    RECALL_ANSWER = "recall_answer"
    APPROVE_ANSWER = "approve_answer"
    SEND_ANSWER = "send_answer"
    RETURN_ANSWER = "return_answer"
    CONFIRM = "confirm"
    RATE = "rate"
    REOPEN = "reopen"


class LegStep(Enum):
    """What can be done with a leg."""

    SEND = "send"
    DROP = "drop"
    ACCEPT = "accept"
    OWN = "own"
    DECIDE = "decide"
    ANSWER = "answer"
    REFUSE = "refuse"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    SPLIT = "split"
    JOIN = "join"
    PAUSE = "pause"
    RESUME = "resume"
    WITHDRAW = "withdraw"


@dataclass(frozen=True)
class Move:
    """From which states, by whom, to which state; None stays where it is. by: any of these parts."""

    sources: frozenset[str]
    by: frozenset[Part]
    target: str | None = None
    needs_reason: bool = False


def _move(*sources: str, by: Part | tuple[Part, ...], to: str | None = None, reason: bool = False) -> Move:
    return Move(frozenset(sources), frozenset(by if isinstance(by, tuple) else (by,)), to, reason)


ASKER, APPROVER, ROUTER, ANSWERER = Part.ASKER, Part.APPROVER, Part.ROUTER, Part.ANSWERER
BEFORE_SENT: Final = (S.DRAFT, S.APPROVAL, S.RETURNED)
ROUTING: Final = (S.SENT, S.REOPENED, S.UNDER_WAY)
ENDED: Final = (S.CONFIRMED, S.WITHDRAWN)
NOT_ENDED: Final = tuple(state for state in S if state not in ENDED)
# Who has an answer confirms it or asks again: taken back, the answer would be counted as never given.
WITHDRAWABLE: Final = tuple(state for state in S if state not in (S.ANSWERED, *ENDED))

MOVES: Final[Mapping[Step, Move]] = {
    Step.EDIT: _move(S.DRAFT, S.RETURNED, by=ASKER),
    Step.SUBMIT: _move(S.DRAFT, S.RETURNED, by=ASKER, to=S.APPROVAL),
    Step.RECALL: _move(S.APPROVAL, by=ASKER, to=S.DRAFT),
    Step.APPROVE: _move(S.APPROVAL, by=APPROVER),
    # The last approval sends it.
    Step.SEND: _move(S.APPROVAL, by=APPROVER, to=S.SENT),
    Step.RETURN: _move(S.APPROVAL, by=APPROVER, to=S.RETURNED, reason=True),
    Step.WITHDRAW: _move(*WITHDRAWABLE, by=ASKER, to=S.WITHDRAWN, reason=True),
    Step.WITHDRAW_ITEM: _move(S.SENT, S.UNDER_WAY, S.REOPENED, by=ASKER),
    Step.CHANGE_OFFICER: _move(*NOT_ENDED, by=ASKER),
    Step.ROUTE: _move(*ROUTING, by=ROUTER, to=S.UNDER_WAY),
    Step.ANSWER_LEG: _move(S.UNDER_WAY, by=ANSWERER),
    Step.DRAFT_ANSWER: _move(S.UNDER_WAY, by=ROUTER),
    Step.SUBMIT_ANSWER: _move(S.UNDER_WAY, by=ROUTER, to=S.ANSWER_APPROVAL),
    Step.RECALL_ANSWER: _move(S.ANSWER_APPROVAL, by=ROUTER, to=S.UNDER_WAY),
    Step.APPROVE_ANSWER: _move(S.ANSWER_APPROVAL, by=APPROVER),
    Step.SEND_ANSWER: _move(S.ANSWER_APPROVAL, by=APPROVER, to=S.ANSWERED),
    Step.RETURN_ANSWER: _move(S.ANSWER_APPROVAL, by=APPROVER, to=S.UNDER_WAY, reason=True),
    Step.CONFIRM: _move(S.ANSWERED, by=ASKER, to=S.CONFIRMED),
    Step.RATE: _move(S.ANSWERED, S.CONFIRMED, by=ASKER),
    Step.REOPEN: _move(S.ANSWERED, S.CONFIRMED, by=ASKER, to=S.REOPENED, reason=True),
}

HELD: Final = (L.SENT, L.ACCEPTED)
LEG_MOVES: Final[Mapping[LegStep, Move]] = {
    LegStep.SEND: _move(L.PROPOSED, by=ROUTER, to=L.SENT),
    LegStep.DROP: _move(L.PROPOSED, by=ROUTER, to=L.WITHDRAWN),
    LegStep.ACCEPT: _move(L.SENT, by=ANSWERER, to=L.ACCEPTED),
    LegStep.OWN: _move(L.SENT, L.ACCEPTED, L.WAITING, by=ANSWERER),
    LegStep.DECIDE: _move(L.ACCEPTED, by=ANSWERER),
    LegStep.ANSWER: _move(L.ACCEPTED, by=ANSWERER, to=L.ANSWERED),
    LegStep.REFUSE: _move(*HELD, by=ANSWERER, to=L.REFUSED, reason=True),
    LegStep.PASS_ON: _move(*HELD, by=ANSWERER, to=L.PASSED_ON, reason=True),
    LegStep.SPLIT: _move(*HELD, by=ANSWERER, reason=True),
    LegStep.JOIN: _move(*HELD, by=(ROUTER, ANSWERER), to=L.JOINED, reason=True),
    LegStep.PAUSE: _move(L.ACCEPTED, by=ANSWERER, to=L.WAITING, reason=True),
    LegStep.RESUME: _move(L.WAITING, by=(ANSWERER, ASKER), to=L.ACCEPTED),
    LegStep.WITHDRAW: _move(L.SENT, L.ACCEPTED, L.WAITING, by=ROUTER, to=L.WITHDRAWN, reason=True),
}


class UnableToMoveSupport(Exception):
    """The request or leg may not move so; the sentence says why and what to do."""


class SupportReasonMissingError(UnableToMoveSupport):
    """The move is possible, but nobody has said why."""


def steps_from(*, state: str, parts: frozenset[Part]) -> tuple[Step, ...]:
    """Return what somebody with these parts may do with a request in a state, in the order of the table."""
    return tuple(step for step, move in MOVES.items() if state in move.sources and move.by & parts)


def leg_steps_from(*, state: str, parts: frozenset[Part]) -> tuple[LegStep, ...]:
    """Return what somebody with these parts may do with a leg in a state, in the order of the table."""
    return tuple(step for step, move in LEG_MOVES.items() if state in move.sources and move.by & parts)


def check_step(*, step: Step, number: str, state: str, parts: frozenset[Part], reason: str = "") -> str:
    """
    Return the state that a step leads to.

    parts: of whoever does it
    :raises UnableToMoveSupport: if the request has no such step now, or it is not theirs
    :raises SupportReasonMissingError: if only the reason is missing
    """
    label = RequestState(state).label
    return _check(MOVES[step], what=number, label=str(label), state=state, parts=parts, reason=reason)


def check_leg_step(*, step: LegStep, what: str, state: str, parts: frozenset[Part], reason: str = "") -> str:
    """
    Return the state that a step of a leg leads to.

    :raises UnableToMoveSupport: if the leg has no such step now, or it is not theirs
    :raises SupportReasonMissingError: if only the reason is missing
    """
    label = LegState(state).label
    return _check(LEG_MOVES[step], what=what, label=str(label), state=state, parts=parts, reason=reason)


def _check(move: Move, *, what: str, label: str, state: str, parts: frozenset[Part], reason: str) -> str:
    if state not in move.sources:
        raise UnableToMoveSupport(
            _("%(what)s is “%(state)s” now, so this cannot be done. Load its page again to see what can.")
            % {"what": what, "state": label}
        )
    if not move.by & parts:
        raise UnableToMoveSupport(
            _("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": what}
        )
    if move.needs_reason and not reason.strip():
        raise SupportReasonMissingError(_("Give the reason, so that the others understand it."))
    return move.target or state
