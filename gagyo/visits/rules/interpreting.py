"""What an interpreter's answer may be, and when the link in the mail still holds."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from gagyo.visits.choices import AnswerState, VisitState

LINK_DAYS: Final = 180
# The stops of one day that one mail may ask for.
MOST_STOPS: Final = 20
OPEN: Final = frozenset({AnswerState.ASKED.value, AnswerState.ACCEPTED.value})
LIVING: Final = frozenset({VisitState.ASKED, VisitState.PLANNED, VisitState.CONFIRMED, VisitState.UNDER_WAY})
MOVES: Final[dict[str, frozenset[str]]] = {
    AnswerState.ACCEPTED.value: frozenset({AnswerState.ASKED.value}),
    AnswerState.DECLINED.value: frozenset({AnswerState.ASKED.value}),
    AnswerState.DROPPED.value: frozenset({AnswerState.ACCEPTED.value}),
    AnswerState.WITHDRAWN.value: OPEN,
}


class UnusableLinkError(Exception):
    """The link in the mail leads nowhere any more; the sentence says why and what to do."""


class UnableToAnswer(Exception):
    """The answer does not follow from where the task stands."""


class UnableToAsk(Exception):
    """Somebody cannot be asked for this."""


@dataclass(frozen=True)
class Asked:
    """A task as the rules see it; visit_state and is_archived are the visit's, has_left: out of the pool."""

    state: str
    asked_at: datetime
    ends_at: datetime
    visit_state: str
    is_archived: bool = False
    has_left: bool = False


def check_link(tasks: Sequence[Asked], *, now: datetime, was_ended: bool = False) -> None:
    """
    Refuse a link that leads nowhere any more.

    tasks: what is left of what one mail asked for; was_ended: its stops were taken out of the programme
    :raises UnusableLinkError: saying why and what to do
    """
    if not tasks and was_ended:
        raise UnusableLinkError(_("The office does not need you for this any more. You need not do anything."))
    if not tasks:
        raise UnusableLinkError(_("There is no such request. Copy the whole link from the mail, or ask the office."))
    first = tasks[0]
    if first.is_archived or first.visit_state == VisitState.CANCELLED:
        raise UnusableLinkError(_("This visit was cancelled. You need not come."))
    if all(task.state == AnswerState.WITHDRAWN for task in tasks) or first.has_left:
        raise UnusableLinkError(_("The office does not need you for this any more. You need not do anything."))
    if all(task.ends_at <= now for task in tasks) or first.visit_state == VisitState.DONE:
        raise UnusableLinkError(_("This visit is over. Thank you for your help."))
    if first.asked_at + timedelta(days=LINK_DAYS) <= now:
        raise UnusableLinkError(_("This link is past its date. Ask the office for a new one."))


def next_answers(states: Sequence[str]) -> list[str]:
    """Return the answers that are open where the tasks of one mail stand so."""
    if AnswerState.ASKED in states:
        return [AnswerState.ACCEPTED.value, AnswerState.DECLINED.value]
    return [AnswerState.DROPPED.value] if AnswerState.ACCEPTED in states else []


def check_answer(states: Sequence[str], *, wanted: str) -> None:
    """
    Refuse an answer that does not follow from where the tasks stand.

    states: of the tasks whose stops are not over
    :raises UnableToAnswer: saying how it stands
    """
    if wanted in next_answers(states):
        return
    if not states:
        raise UnableToAnswer(_("This is over, so no answer is taken any more. Call the office if something is open."))
    if set(states) <= {AnswerState.WITHDRAWN.value}:
        raise UnableToAnswer(_("The office has withdrawn this request meanwhile. You need not come."))
    if AnswerState.ACCEPTED in states:
        raise UnableToAnswer(_("You have said yes already. If you cannot come after all, drop out here."))
    raise UnableToAnswer(_("You have said no already. If you can come after all, call the office."))


def check_askable(*, visit: str, visit_state: str, ends_at: Sequence[datetime], now: datetime) -> None:
    """
    Refuse to ask anybody for a visit that will not be, or for a time that is over.

    :raises UnableToAsk: naming the visit
    """
    if visit_state not in LIVING:
        raise UnableToAsk(_("“%(visit)s” is over or cancelled, so nobody is asked to interpret.") % {"visit": visit})
    if not ends_at:
        raise UnableToAsk(_("Choose at least one stop for which an interpreter is needed."))
    if len(ends_at) > MOST_STOPS:
        raise UnableToAsk(_("Ask for at most %(most)s stops at once.") % {"most": MOST_STOPS})
    if min(ends_at) <= now:
        raise UnableToAsk(_("One of these stops is over. Load the page again."))


def hashes_of(key: str) -> list[str]:
    """
    Return what is kept of a link's key, a hash for each stop that one mail may ask for.

    The first is that of the key itself: each task has its own, and the one link finds them all.
    """
    parts = [key, *(f"{key}.{n}" for n in range(1, MOST_STOPS))]
    return [hashlib.sha256(part.encode()).hexdigest() for part in parts]
