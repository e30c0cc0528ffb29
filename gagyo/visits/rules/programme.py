"""A stop of a programme as plain values, what is refused of it, and where it goes when it is moved."""

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from gagyo.visits.choices import StopKind
from gagyo.visits.rules.values import UnableToSaveVisit, check_no_passport

STEP_MINUTES = 15
ROUNDED_TO = 5
MINUTES_A_DAY = 24 * 60
LAST_MINUTE = MINUTES_A_DAY - 1
FIRST_START = 8 * 60


class UnableToSaveStop(Exception):
    """The stop cannot be so; `sentences` say why, and what to do."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


class UnableToUndoProgramme(Exception):
    """Somebody changed the programme since; the sentence says so."""


@dataclass(frozen=True)
class StopValues:
    """A stop as its form gives it; party_ids: none means all parties of the visit."""

    kind: str
    day: date
    starts: time
    ends: time
    site_id: int | None = None
    title_ko: str = ""
    title_en: str = ""
    place: str = ""
    place_en: str = ""
    room_id: int | None = None
    vehicle_id: int | None = None
    host_id: int | None = None
    language: str = ""
    is_fixed: bool = False
    note: str = ""
    party_ids: tuple[int, ...] = ()


def check_stop(values: StopValues) -> None:
    """
    Refuse a stop that is none.

    :raises UnableToSaveStop: with the sentence for the officer
    """
    if values.ends <= values.starts:
        raise UnableToSaveStop(_("The stop ends before it begins. Check both times."))
    if values.kind == StopKind.SITE and values.site_id is None:
        raise UnableToSaveStop(_("Choose the site, or another kind of stop."))
    try:
        check_no_passport(values.title_ko, values.title_en, values.place, values.place_en, values.note)
    except UnableToSaveVisit as error:
        raise UnableToSaveStop(str(error)) from None


def minute_of(at: time) -> int:
    """Return a time as minutes from midnight."""
    return at.hour * 60 + at.minute


def time_of(minute: int) -> time:
    """Return minutes from midnight as a time; the day's last minute for midnight itself."""
    return time(*divmod(max(0, min(minute, LAST_MINUTE)), 60))


def fitted(*, start: int, minutes: int) -> tuple[int, int]:
    """Return start and end of a stop, moved as little as needed to lie within its day."""
    start = max(0, min(start, LAST_MINUTE - minutes))
    return start, start + minutes


def start_between(*, before: int | None, way: int, first: int | None, way_on: int, minutes: int, now: int) -> int:
    """
    Return when a stop begins that was put behind another, or at the head of a day.

    before: end of the stop above, None at the head; first: start of the day's first stop, None on an empty day
    way, way_on: minutes to it and on from it; now: where it begins at present, kept on an empty day
    """
    if before is not None:
        return -(-(before + way) // ROUNDED_TO) * ROUNDED_TO
    if first is None:
        return now
    return max(min(FIRST_START, first), (first - way_on - minutes) // ROUNDED_TO * ROUNDED_TO)
