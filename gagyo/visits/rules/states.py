"""How a visit moves: asked for, being planned, confirmed, under way, done; or cancelled."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from gagyo.visits.choices import VisitState

MOVES: Mapping[VisitState, tuple[VisitState, ...]] = {
    VisitState.ASKED: (VisitState.PLANNED, VisitState.CONFIRMED, VisitState.CANCELLED),
    VisitState.PLANNED: (VisitState.CONFIRMED, VisitState.ASKED, VisitState.CANCELLED),
    VisitState.CONFIRMED: (VisitState.UNDER_WAY, VisitState.DONE, VisitState.PLANNED, VisitState.CANCELLED),
    VisitState.UNDER_WAY: (VisitState.DONE, VisitState.CANCELLED),
    # A slip is put right; the audit record keeps both.
    VisitState.DONE: (VisitState.UNDER_WAY, VisitState.CANCELLED),
    VisitState.CANCELLED: (VisitState.ASKED, VisitState.PLANNED),
}
BACKWARDS = frozenset(
    {
        (VisitState.PLANNED, VisitState.ASKED),
        (VisitState.CONFIRMED, VisitState.PLANNED),
        (VisitState.DONE, VisitState.UNDER_WAY),
    }
)


class UnableToMoveVisit(Exception):
    """The visit may not move so; the sentence says why and what to do."""


class ReasonMissingError(UnableToMoveVisit):
    """The move is possible, but nobody has said why."""


def next_states(state: str) -> tuple[VisitState, ...]:
    """Return where a visit may move from a state, the usual way first."""
    return MOVES[VisitState(state)]


def needs_reason(*, state: str, wanted: str) -> bool:
    """Tell whether the next officer would ask why: every cancellation and every way back."""
    pair = (VisitState(state), VisitState(wanted))
    return VisitState.CANCELLED in pair or pair in BACKWARDS


def check_move(
    *, name: str, state: str, wanted: str, reason: str, starts_on: date, ends_on: date, today: date, persons: int
) -> None:
    """
    Refuse a move that the visit does not have, or whose day or reason is missing or impossible.

    persons: of all parties together
    :raises UnableToMoveVisit: with the sentence for the officer
    :raises ReasonMissingError: if only the reason is missing
    """
    now_is, then = VisitState(state), VisitState(wanted)
    words = {"name": name, "now": now_is.label, "wanted": then.label}
    if then not in MOVES[now_is]:
        allowed = ", ".join(str(each.label) for each in MOVES[now_is])
        raise UnableToMoveVisit(
            _("“%(name)s” is “%(now)s” and cannot become “%(wanted)s”. It can become: %(allowed)s.")
            % {**words, "allowed": allowed}
        )
    if then == VisitState.UNDER_WAY and today < starts_on:
        raise UnableToMoveVisit(
            _("“%(name)s” begins on %(day)s. Change its dates if it begins earlier.")
            % {**words, "day": starts_on.isoformat()}
        )
    if then == VisitState.DONE and today < ends_on:
        raise UnableToMoveVisit(
            _("“%(name)s” ends on %(day)s. Change its dates if it ended earlier.")
            % {**words, "day": ends_on.isoformat()}
        )
    if then in {VisitState.CONFIRMED, VisitState.DONE} and not persons:
        raise UnableToMoveVisit(_("Enter at least one party with its country and number of persons first."))
    if needs_reason(state=state, wanted=wanted) and not reason.strip():
        raise ReasonMissingError(_("Give the reason, so that the next officer understands it."))
