"""What is entered of a participant, how it answers an invitation, and lists pasted from a spreadsheet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from gagyo.common.models import TranslatedText
from gagyo.meetings.choices import ParticipantState, RoundState

MOVES: Mapping[ParticipantState, tuple[ParticipantState, ...]] = {
    ParticipantState.ENTERED: (ParticipantState.COMING, ParticipantState.DECLINED),
    ParticipantState.INVITED: (ParticipantState.COMING, ParticipantState.DECLINED),
    ParticipantState.COMING: (ParticipantState.WITHDRAWN,),
    ParticipantState.DECLINED: (ParticipantState.COMING,),
    ParticipantState.WITHDRAWN: (ParticipantState.COMING,),
}
# Until then who takes part may still change without touching a timetable that others hold in their hands.
OPEN_STATES = frozenset({RoundState.DRAFT, RoundState.WISHING, RoundState.SCHEDULING})
LINK_DAYS_AFTER = 400


class UnableToSaveParticipant(Exception):
    """What was entered of a participant cannot be; the sentence says what and what to do."""


class UnableToMoveParticipant(Exception):
    """The participant may not answer so; the sentence says why and what to do."""


@dataclass(frozen=True)
class ParticipantValues:
    """What the organiser enters of a participant; empty names and languages are taken from the body."""

    side_id: int
    body_id: int
    name_ko: str = ""
    name_en: str = ""
    email: str = ""
    language: str = "en"
    languages: str = ""
    meetings_at_most: int | None = None
    is_online: bool = False
    table_wanted: str = ""


@dataclass(frozen=True)
class ProfileValues:
    """What a participant says of itself."""

    profile: TranslatedText = field(default_factory=TranslatedText)
    offers: TranslatedText = field(default_factory=TranslatedText)
    seeks: TranslatedText = field(default_factory=TranslatedText)
    offer_topic_ids: tuple[int, ...] = ()
    seek_topic_ids: tuple[int, ...] = ()
    languages: str = "ko"
    meetings_at_most: int | None = None
    is_online: bool = False
    table_wanted: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a pasted list: a body's name, and the address of its invitation where one was given."""

    number: int
    name: str
    email: str = ""


def lines_of(text: str) -> list[Line]:
    """
    Read a list pasted from a spreadsheet: a name in each line, an e-mail address after it.

    The two may be parted by a tab, a comma or a semicolon.
    :raises UnableToSaveParticipant: naming a line whose address is none
    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in re.split(r"[\t;,]", line) if part.strip()]
        if not parts:
            continue
        email = next((part for part in parts[1:] if "@" in part), "")
        if email:
            _check_address(email, number=number)
        found.append(Line(number, parts[0], email))
    return found


def _check_address(email: str, *, number: int) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise UnableToSaveParticipant(
            _("Line %(line)d: “%(email)s” is no e-mail address. Correct it, or leave it out.")
            % {"line": number, "email": email}
        ) from error


def check_answer(*, name: str, state: str, wanted: str, round_state: str, by_organiser: bool) -> None:
    """
    Refuse an answer that does not follow, or comes when the timetable is out.

    :raises UnableToMoveParticipant: saying why and what to do
    """
    now_is, then = ParticipantState(state), ParticipantState(wanted)
    if then not in MOVES[now_is]:
        raise UnableToMoveParticipant(
            _("“%(name)s” is “%(now)s” and cannot become “%(wanted)s”.")
            % {"name": name, "now": now_is.label, "wanted": then.label}
        )
    if RoundState(round_state) not in OPEN_STATES and not by_organiser:
        raise UnableToMoveParticipant(
            _("The timetable is out, so this cannot be changed here any more. Call the organiser.")
        )
