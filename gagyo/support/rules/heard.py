"""Items voiced at meetings: how one stands, what counts as fulfilled, and what is refused of what is entered."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.common.models import TranslatedText
from gagyo.common.rules import Actor
from gagyo.support.choices import HeardKind, HeardState, ItemOutcome, RequestField, RequestState
from gagyo.support.rules.readers import ANSWERS

CLOSED: Final = (HeardState.FULFILLED, HeardState.PART, HeardState.NOT_POSSIBLE)
SETTLED: Final = (RequestState.ANSWERED, RequestState.CONFIRMED)
NOT_SENT: Final = (RequestState.DRAFT, RequestState.APPROVAL, RequestState.RETURNED)


class UnableToSaveHeard(Exception):
    """What was entered makes no meeting or item; the sentence says what to change."""


@dataclass(frozen=True)
class MeetingValues:
    """A meeting as its form gives it."""

    name_ko: str
    held_on: date
    name_en: str = ""
    kind: str = HeardKind.OTHER.value
    held_by_id: int | None = None
    place: str = ""
    minutes: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    source: str = ""
    visibility: str = Visibility.OFFICE.value


@dataclass(frozen=True)
class ItemValues:
    """An item as whoever keeps the minutes writes it."""

    text: TranslatedText
    office_id: int
    voiced_by_id: int | None = None
    field: str = RequestField.OTHER.value
    due_on: date | None = None
    is_public: bool = False


@dataclass(frozen=True)
class ReportValues:
    """What the office in charge reports of an item; closed_on: of one that is closed; leg_id: of the request."""

    state: str
    done: TranslatedText = dataclasses.field(default_factory=TranslatedText)
    closed_on: date | None = None
    evidence: str = ""
    officer_id: int | None = None
    request_id: int | None = None
    leg_id: int | None = None


@dataclass(frozen=True)
class Became:
    """The request that an item became: its state, and the outcomes of its items, or of those of one office's part."""

    state: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class Fulfilment:
    """How a meeting's items stand; n: all of them, the others are its parts."""

    n: int
    fulfilled: int
    part: int
    not_possible: int
    open: int


def may_record(*, actor: Actor, office_id: int | None) -> bool:
    """Tell whether the actor keeps the minutes of that office's meetings, or reports on what is that office's to do."""
    return actor.is_system or (office_id is not None and actor.office_id == office_id and actor.role in ANSWERS)


def standing(own: str, became: Became | None) -> HeardState:
    """
    Return how an item stands: as its office reports, or by the request that it became.

    A request that was withdrawn leaves the item where its office has it; an answer counts once it was sent.
    """
    if became is None or became.state == RequestState.WITHDRAWN or became.state in NOT_SENT:
        return HeardState(own)
    decided = {each for each in became.outcomes if each != ItemOutcome.WITHDRAWN}
    if became.state not in SETTLED or not decided or ItemOutcome.OPEN in decided:
        return HeardState.UNDER_WAY
    if decided == {ItemOutcome.GRANTED}:
        return HeardState.FULFILLED
    return HeardState.NOT_POSSIBLE if decided == {ItemOutcome.REFUSED} else HeardState.PART


def fulfilment(standings: Iterable[HeardState]) -> Fulfilment:
    """Return how many items there are, and how they stand."""
    found = list(standings)
    closed = {state: found.count(state) for state in CLOSED}
    return Fulfilment(
        n=len(found),
        fulfilled=closed[HeardState.FULFILLED],
        part=closed[HeardState.PART],
        not_possible=closed[HeardState.NOT_POSSIBLE],
        open=len(found) - sum(closed.values()),
    )


def check_meeting(values: MeetingValues, *, today: date) -> None:
    """
    Refuse a meeting without a name, or one that has not been yet.

    :raises UnableToSaveHeard: with the sentence
    """
    if not (values.name_ko.strip() or values.name_en.strip()):
        raise UnableToSaveHeard(_("Give the meeting a name."))
    if values.held_on > today:
        raise UnableToSaveHeard(_("That day is still to come. Enter the meeting once it was held."))


def check_item(values: ItemValues, *, held_on: date) -> None:
    """
    Refuse an item without words, or due before it was voiced.

    :raises UnableToSaveHeard: with the sentence
    """
    if not values.text.original.strip():
        raise UnableToSaveHeard(_("Write what was voiced."))
    if values.due_on is not None and values.due_on < held_on:
        raise UnableToSaveHeard(_("The item is due before the meeting was held. Check the day."))


def check_report(values: ReportValues, *, held_on: date, today: date, legs: Sequence[int]) -> None:
    """
    Refuse a closed item of which nobody says what was done, a day that cannot be, or a part of another request.

    legs: ids of the parts of the request that is named
    :raises UnableToSaveHeard: with the sentence
    """
    if values.state in CLOSED and not values.done.original.strip():
        raise UnableToSaveHeard(_("Say what was done, or why it is not possible."))
    if values.state in CLOSED and values.closed_on is None:
        raise UnableToSaveHeard(_("Say on which day it was closed."))
    if values.state not in CLOSED and values.closed_on is not None:
        raise UnableToSaveHeard(
            _("An item that goes on has no day of closing. Leave it empty, or choose how it ended.")
        )
    if values.closed_on is not None and not held_on <= values.closed_on <= today:
        raise UnableToSaveHeard(_("The day of closing lies between the meeting and today."))
    if values.leg_id is not None and values.leg_id not in legs:
        raise UnableToSaveHeard(_("That part is not of the request that you chose. Choose again."))
