"""Requests from abroad: what is refused, how they move, how long their personal data is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from gagyo.visits.choices import RequestState
from gagyo.visits.rules.values import check_no_passport

FILL_SECONDS: Final = 4
FORM_HOURS: Final = 24
MOST_LINKS: Final = 2
CONFIRM_DAYS: Final = 3
KEEP_UNCONFIRMED_DAYS: Final = 14
KEEP_DAYS: Final = 365
MOST_DAYS_AHEAD: Final = 730
OPEN_PER_ADDRESS: Final = 3
LINK: Final = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)

MOVES: Final[Mapping[RequestState, frozenset[RequestState]]] = {
    RequestState.UNCONFIRMED: frozenset({RequestState.RECEIVED, RequestState.WITHDRAWN}),
    RequestState.RECEIVED: frozenset({RequestState.ACCEPTED, RequestState.DECLINED, RequestState.WITHDRAWN}),
    RequestState.ACCEPTED: frozenset({RequestState.WITHDRAWN}),
    RequestState.DECLINED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


class UnableToSendRequest(Exception):
    """What was sent is no request that an officer should read; the sentence says what to change."""


class UnableToMoveRequest(Exception):
    """The request may not move so; the sentence says why and what to do."""


class UnknownRequestError(Exception):
    """No request belongs to this link, or its data was destroyed."""


@dataclass(frozen=True)
class RequestValues:
    """A wish to come, as the public form gives it; language: of the visit, an ISO 639-1 code."""

    organisation: str
    country_id: str
    contact_name: str
    email: str
    persons: int
    wished_from: date
    wished_until: date
    message: str
    phone: str = ""
    language: str = "en"
    site_ids: tuple[int, ...] = ()
    theme_ids: tuple[int, ...] = ()


def may_still_hold(*, opened_at: datetime | None, now: datetime) -> bool:
    """Tell whether a form's stamp holds now or after some seconds; opened_at as in check_filled_in."""
    return opened_at is not None and timedelta(0) <= now - opened_at <= timedelta(hours=FORM_HOURS)


def check_filled_in(*, opened_at: datetime | None, now: datetime) -> None:
    """
    Refuse a form that no person can have filled in.

    opened_at: from the form's signed stamp; None where the stamp is missing, forged or another office's
    :raises UnableToSendRequest: saying what to do
    """
    if opened_at is None or not may_still_hold(opened_at=opened_at, now=now):
        raise UnableToSendRequest(
            _("This form was opened too long ago, or elsewhere. Your entries are kept: send it once more.")
        )
    if now - opened_at < timedelta(seconds=FILL_SECONDS):
        raise UnableToSendRequest(
            _("The form came back faster than a person can fill it in. Check your entries, and send it once more.")
        )


def check_request(values: RequestValues, *, today: date) -> None:
    """
    Refuse a request whose days cannot be, or whose words are not for an officer.

    :raises UnableToSendRequest: with the sentence for the visitor
    :raises UnableToSaveVisit: if a text seems to hold a passport number
    """
    if values.wished_from < today:
        raise UnableToSendRequest(_("The earliest day has passed already. Choose a day from today on."))
    if values.wished_until < values.wished_from:
        raise UnableToSendRequest(_("The latest day comes before the earliest day. Check both days."))
    if values.wished_until > today + timedelta(days=MOST_DAYS_AHEAD):
        raise UnableToSendRequest(_("Days more than two years ahead cannot be planned yet. Choose earlier days."))
    if values.persons < 1:
        raise UnableToSendRequest(_("Say how many persons would come; an estimate will do."))
    check_no_passport(values.organisation, values.contact_name, values.message)
    if len(LINK.findall(f"{values.organisation} {values.contact_name} {values.message}")) > MOST_LINKS:
        raise UnableToSendRequest(
            _("The message holds more than %(n)d links. Describe in words what they show, or send them later.")
            % {"n": MOST_LINKS}
        )


def may_move(*, state: str, wanted: str) -> bool:
    """Tell whether a request may move from a state to another."""
    return RequestState(wanted) in MOVES[RequestState(state)]


def check_move(*, number: str, state: str, wanted: str) -> None:
    """
    Refuse a move that a request in this state does not have.

    :raises UnableToMoveRequest: with the sentence
    """
    if not may_move(state=state, wanted=wanted):
        raise UnableToMoveRequest(
            _("Request %(number)s is “%(state)s” already, so this cannot be done any more. Load its page again.")
            % {"number": number, "state": RequestState(state).label}
        )


def check_confirmable(*, number: str, state: str, sent_at: datetime, now: datetime) -> None:
    """
    Refuse to confirm an e-mail address twice, or after its time.

    :raises UnableToMoveRequest: with the sentence
    """
    check_move(number=number, state=state, wanted=RequestState.RECEIVED)
    if now > sent_at + timedelta(days=CONFIRM_DAYS):
        raise UnableToMoveRequest(
            _("Request %(number)s was not confirmed within %(days)d days. Please send the form once more.")
            % {"number": number, "days": CONFIRM_DAYS}
        )


def keep_until(*, sent_on: date, wished_until: date, confirmed: bool) -> date:
    """Return the last day on which the visitor's personal data is kept."""
    if not confirmed:
        return sent_on + timedelta(days=KEEP_UNCONFIRMED_DAYS)
    return max(sent_on, wished_until) + timedelta(days=KEEP_DAYS)


def words_for(*, language: str) -> str:
    """Return the language of the interface in which a visitor is answered: Korean for Korean, English else."""
    return "ko" if language == "ko" else "en"
