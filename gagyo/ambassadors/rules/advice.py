"""Questions to an ambassador: what is refused, how they move, how long a firm's data is kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from gagyo.ambassadors.choices import AdviceState
from gagyo.support.choices import RequestField
from gagyo.visits.rules.requests import CONFIRM_DAYS, KEEP_DAYS, KEEP_UNCONFIRMED_DAYS, LINK, MOST_LINKS

MOVES: Final = {
    AdviceState.UNCONFIRMED: frozenset({AdviceState.WAITING, AdviceState.WITHDRAWN}),
    AdviceState.WAITING: frozenset({AdviceState.ANSWERED, AdviceState.WITHDRAWN}),
    AdviceState.ANSWERED: frozenset[AdviceState](),
    AdviceState.WITHDRAWN: frozenset[AdviceState](),
}


class UnableToAsk(Exception):
    """What was entered is no question that can be sent; the sentence says what to change."""


class UnableToMoveAdvice(Exception):
    """The question is not where this could be done; the sentence says why and what to do."""


@dataclass(frozen=True)
class AdviceValues:
    """A question as its form gives it; the contact's data of a firm alone. language: of the answer, "ko" or "en"."""

    subject: str
    question: str
    field: str = RequestField.OTHER.value
    country_id: str | None = None
    organisation: str = ""
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "ko"


def check_question(values: AdviceValues, *, has_ambassador: bool) -> None:
    """
    Refuse a question that nobody could answer, or that is no question.

    :raises UnableToAsk: with the sentence
    """
    if not has_ambassador:
        raise UnableToAsk(_("Nobody is posted to this province now. Ask the ambassador of another, or send a request."))
    if not values.subject.strip() or not values.question.strip():
        raise UnableToAsk(_("Write the subject and what you would like to know."))
    if len(LINK.findall(f"{values.subject} {values.question} {values.organisation}")) > MOST_LINKS:
        raise UnableToAsk(
            _("The question holds more than %(n)d links. Describe in words what they show.") % {"n": MOST_LINKS}
        )


def may_move(*, state: str, wanted: AdviceState) -> bool:
    """Tell whether a question may move from a state to another."""
    return wanted in MOVES[AdviceState(state)]


def check_move(*, number: str, state: str, wanted: AdviceState) -> None:
    """
    Refuse a move that a question in this state does not have.

    :raises UnableToMoveAdvice: with the sentence
    """
    if not may_move(state=state, wanted=wanted):
        raise UnableToMoveAdvice(
            _("Question %(number)s is “%(state)s” already, so this cannot be done any more. Load its page again.")
            % {"number": number, "state": AdviceState(state).label}
        )


def check_in_time(*, number: str, asked_at: datetime, now: datetime) -> None:
    """
    Refuse to confirm an address after its time.

    :raises UnableToMoveAdvice: with the sentence
    """
    if now > asked_at + timedelta(days=CONFIRM_DAYS):
        raise UnableToMoveAdvice(
            _("Question %(number)s was not confirmed within %(days)d days. Please send it once more.")
            % {"number": number, "days": CONFIRM_DAYS}
        )


def keep_until(*, asked_on: date, confirmed: bool) -> date:
    """Return the last day on which a firm's data is kept."""
    return asked_on + timedelta(days=KEEP_DAYS if confirmed else KEEP_UNCONFIRMED_DAYS)
