"""What is written after a meeting: texts in the writer's language, agreed items, ratings; how much was kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.models import TranslatedText, TranslationState
from gagyo.common.rules import Actor
from gagyo.meetings.choices import AgreedState, MeetingState

WRITTEN_ABOUT = frozenset({MeetingState.PLANNED.value, MeetingState.HELD.value, MeetingState.NO_SHOW.value})


class UnableToWrite(Exception):
    """What was sent about a meeting cannot be kept; the sentence says why and what to do."""


@dataclass(frozen=True)
class Writer:
    """Who writes, in which language (ko or en), and for which participant; None for the organiser."""

    by: Actor
    language: str
    participant_id: int | None = None


@dataclass(frozen=True)
class NewItem:
    """An agreed item as it is first written; owner_id: the participant that promises."""

    what: str
    owner_id: int
    due_on: date


@dataclass(frozen=True)
class MinutesValues:
    """What one side or the organiser writes after a meeting; score: 1 to 5, None for no rating."""

    topic_ids: tuple[int, ...] = ()
    discussed: str = ""
    outcome: str = ""
    items: tuple[NewItem, ...] = ()
    score: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class ItemValues:
    """An agreed item as its form gives it; closed_on: None for one that is open."""

    what: str
    owner_id: int
    due_on: date
    state: str = AgreedState.OPEN.value
    closed_on: date | None = None
    outcome: str = ""
    officer_id: int | None = None
    tie_id: int | None = None
    project_id: int | None = None


@dataclass(frozen=True)
class Linked:
    """What an item may be given to or become, by the one who acts: keys that may be chosen."""

    officers: frozenset[int] = field(default=frozenset())
    ties: frozenset[int] = field(default=frozenset())
    projects: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True)
class Kept:
    """How the agreed items of a round stand on a day; overdue ones are among the open."""

    kept: int = 0
    partly: int = 0
    open: int = 0
    dropped: int = 0
    overdue: int = 0

    @property
    def counted(self) -> int:
        """All that were not given up."""
        return self.kept + self.partly + self.open

    @property
    def rate(self) -> Decimal | None:
        """The share kept in full of all that were not given up; None where nothing was agreed."""
        return Decimal(self.kept) / self.counted if self.counted else None


def kept_of(items: Iterable[tuple[str, date]], *, as_of: date) -> Kept:
    """Count agreed items by state; items: (state, due on)."""
    rows = list(items)
    counted = {state: sum(each == state for each, _due in rows) for state in AgreedState.values}
    overdue = sum(state == AgreedState.OPEN and due < as_of for state, due in rows)
    return Kept(
        kept=counted[AgreedState.KEPT],
        partly=counted[AgreedState.PARTLY],
        open=counted[AgreedState.OPEN],
        dropped=counted[AgreedState.DROPPED],
        overdue=overdue,
    )


def written(old: TranslatedText, words: str, *, language: str) -> TranslatedText:
    """
    Return a text after somebody wrote in a language; what stands there in another language stays.

    A second language is a translation by those who were there; where the original is emptied, it takes its place.
    """
    words = words.strip()
    others = {code: pair for code, pair in old.translations.items() if code != language}
    if old.original and old.language != language:
        more = {language: (words, TranslationState.REVIEWED.value)} if words else {}
        return TranslatedText(old.original, old.language, {**others, **more})
    if words or not others:
        return TranslatedText(words, language, others)
    first = next(iter(others))
    return TranslatedText(others[first][0], first, {code: pair for code, pair in others.items() if code != first})


def own_words(text: TranslatedText, *, language: str) -> str:
    """Return what stands there in a language, empty where it does not."""
    words, shown, _state = text.in_language(language)
    return words if shown == language else ""


def words_of_others(text: TranslatedText, *, language: str) -> str:
    """Return the original where it is in another language than the writer's, empty where it is not."""
    return text.original if text.language != language else ""


def check_minutes(values: MinutesValues, *, state: str, pair: frozenset[int], begins: datetime, now: datetime) -> None:
    """
    Refuse what cannot be kept of a meeting.

    pair: the two participants; begins: as of check_begun
    :raises UnableToWrite: saying why
    """
    if state not in WRITTEN_ABOUT:
        raise UnableToWrite(_("This meeting is not in the timetable, so there is nothing to write about it yet."))
    if state == MeetingState.PLANNED:
        check_begun(begins=begins, now=now)
    if any(item.owner_id not in pair for item in values.items):
        raise UnableToWrite(_("An agreed item belongs to one of the two participants. Choose one of them."))
    if values.score is not None and not 1 <= values.score <= 5:
        raise UnableToWrite(_("A rating is a number from 1 to 5."))


def check_begun(*, begins: datetime, now: datetime) -> None:
    """
    Refuse to say of a meeting that is still to come what came of it.

    begins: in the published timetable, or the first moment of its round where it is in none
    :raises UnableToWrite: saying when it begins
    """
    if now < begins:
        at = timezone.localtime(begins)
        raise UnableToWrite(
            _("This meeting begins on %(at)s. Minutes, ratings and whether it was held are noted from then on.")
            % {"at": f"{at:%Y-%m-%d %H:%M}"}
        )


def check_item(values: ItemValues, *, pair: frozenset[int], today: date) -> None:
    """
    Refuse an agreed item that cannot be.

    :raises UnableToWrite: saying why
    """
    if values.owner_id not in pair:
        raise UnableToWrite(_("An agreed item belongs to one of the two participants. Choose one of them."))
    if values.state == AgreedState.OPEN and values.closed_on is not None:
        raise UnableToWrite(
            _("An open item has no day on which it was closed. Clear the day, or choose another state.")
        )
    if values.state != AgreedState.OPEN and values.closed_on is None:
        raise UnableToWrite(_("Say on which day it was closed."))
    if values.closed_on is not None and values.closed_on > today:
        raise UnableToWrite(_("The day on which it was closed is still to come. Enter today or an earlier day."))


def check_state(*, state: str, absent_id: int | None, pair: frozenset[int]) -> None:
    """
    Refuse a state that the organiser cannot note of a meeting.

    :raises UnableToWrite: saying why
    """
    if state not in WRITTEN_ABOUT:
        raise UnableToWrite(_("Note whether the meeting was held, or who did not come."))
    if absent_id is not None and (state != MeetingState.NO_SHOW or absent_id not in pair):
        raise UnableToWrite(_("Say who did not come only where somebody did not come, and choose one of the two."))


def check_placed(*, state: str, has_place: bool) -> None:
    """
    Refuse to note of a meeting that waits for a place whether it was held.

    :raises UnableToWrite: saying what to do
    """
    if not has_place and state in {MeetingState.WAITING, MeetingState.PLANNED, MeetingState.UNWANTED}:
        raise UnableToWrite(
            _("This meeting has no place in the published timetable. Give it one from the waiting list first.")
        )
