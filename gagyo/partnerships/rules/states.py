"""How a tie moves: planned, in talks, signed, dormant, ended."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from gagyo.partnerships.choices import TieState

MOVES: Mapping[TieState, tuple[TieState, ...]] = {
    TieState.PLANNED: (TieState.TALKS, TieState.SIGNED, TieState.ENDED),
    TieState.TALKS: (TieState.SIGNED, TieState.PLANNED, TieState.ENDED),
    TieState.SIGNED: (TieState.DORMANT, TieState.ENDED),
    TieState.DORMANT: (TieState.SIGNED, TieState.ENDED),
    # An ending can be withdrawn, or have been a slip; a new agreement is a new tie.
    TieState.ENDED: (TieState.SIGNED, TieState.DORMANT),
}
NEEDS_REASON = frozenset(
    {
        (TieState.TALKS, TieState.PLANNED),
        (TieState.ENDED, TieState.SIGNED),
        (TieState.ENDED, TieState.DORMANT),
    }
)


class UnableToChangeState(Exception):
    """The tie may not move so; the sentence says why and what to do."""


def next_states(state: str) -> tuple[TieState, ...]:
    """Return where a tie may move from a state."""
    return MOVES[TieState(state)]


def needs_reason(*, state: str, wanted: str) -> bool:
    """Tell whether the next officer would ask why: every end, every dormancy, every way back."""
    return wanted in {TieState.DORMANT, TieState.ENDED} or (TieState(state), TieState(wanted)) in NEEDS_REASON


def check_move(
    *, state: str, wanted: str, on: date, reason: str, today: date, signed_on: date | None, last_change_on: date | None
) -> None:
    """
    Refuse a move that the machine does not have, or whose day or reason is missing or impossible.

    :raises UnableToChangeState: with the sentence for the officer
    """
    now_is, then = TieState(state), TieState(wanted)
    words = {"now": now_is.label, "wanted": then.label}
    if then not in MOVES[now_is]:
        allowed = ", ".join(str(each.label) for each in MOVES[now_is])
        raise UnableToChangeState(
            _("A tie that is “%(now)s” cannot become “%(wanted)s”. It can become: %(allowed)s.")
            % {**words, "allowed": allowed}
        )
    if on > today:
        raise UnableToChangeState(_("The day lies ahead. Record the change on the day that it happens."))
    if last_change_on and on < last_change_on:
        raise UnableToChangeState(
            _("The state last changed on %(day)s; this change cannot be older.") % {"day": last_change_on.isoformat()}
        )
    if then == TieState.ENDED and signed_on and on < signed_on:
        raise UnableToChangeState(
            _("The tie was signed on %(day)s; it cannot end before that.") % {"day": signed_on.isoformat()}
        )
    if needs_reason(state=state, wanted=wanted) and not reason.strip():
        raise UnableToChangeState(_("Give the reason, so that the next officer understands it."))


def check_state_facts(*, state: str, signed: bool, planned_year: int | None) -> None:
    """
    Refuse facts that contradict the state of a tie.

    :raises UnableToChangeState: with the sentence for the officer
    """
    if state == TieState.PLANNED and not planned_year:
        raise UnableToChangeState(_("Give the year for which the tie is planned."))
    if state in {TieState.PLANNED, TieState.TALKS} and signed:
        raise UnableToChangeState(
            _("A tie with a signing date is signed. Choose the state “Signed”, or empty the date.")
        )
