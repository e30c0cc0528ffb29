"""A site as plain values, its hours as a person writes them, and how long the way between two sites takes."""

import math
import re
from dataclasses import dataclass, field
from datetime import time
from itertools import pairwise

from django.utils.translation import gettext as _

from gagyo.accounts.choices import Visibility
from gagyo.common.models import TranslatedText

EARTH_KM = 6371.0
# Roads are longer than the line between two points, and a bus in a city with its boarding is slow.
DETOUR = 1.3
KM_AN_HOUR = 40
BOARDING_MINUTES = 5
ROUNDED_TO = 5
SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–~]\s*(\d{1,2})(?::(\d{2}))?")


class UnableToSaveSite(Exception):
    """What was entered makes no site, vehicle or room; the sentence says what to change."""


@dataclass(frozen=True)
class Hours:
    """Open from and until, on one day of the week (0 is Monday)."""

    weekday: int
    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class SiteValues:
    """A site as its form gives it."""

    name_ko: str
    name_en: str = ""
    body_id: int | None = None
    address_ko: str = ""
    address_en: str = ""
    latitude: float | None = None
    longitude: float | None = None
    about: TranslatedText = field(default_factory=TranslatedText)
    capacity: int = 30
    visit_minutes: int = 60
    languages: tuple[str, ...] = ()
    host_id: int | None = None
    stand_in_id: int | None = None
    closed_on_holidays: bool = True
    theme_ids: tuple[int, ...] = ()
    hours: tuple[Hours, ...] = ()
    visibility: str = Visibility.OFFICE.value


def check_site(values: SiteValues) -> None:
    """
    Refuse a site that cannot be.

    :raises UnableToSaveSite: with the sentence for the officer
    """
    if not values.name_ko.strip():
        raise UnableToSaveSite(_("Give the site a name."))
    if (values.latitude is None) != (values.longitude is None):
        raise UnableToSaveSite(_("Give both latitude and longitude, or neither."))
    if values.capacity < 1 or values.visit_minutes < 1:
        raise UnableToSaveSite(_("Capacity and minutes of a visit are 1 or more."))
    if values.host_id is not None and values.host_id == values.stand_in_id:
        raise UnableToSaveSite(_("The host cannot be the stand-in too. Choose another person, or nobody."))


def hours_of(text: str, *, weekday: int) -> tuple[Hours, ...]:
    """
    Return the opening hours of "09:00-12:00, 13:00-18:00"; none for an empty text.

    :raises UnableToSaveSite: if the text is not of that shape, or the hours overlap
    """
    spans = [_span(part.strip(), weekday) for part in text.split(",") if part.strip()]
    found = sorted(spans, key=lambda one: one.opens_at)
    if any(before.closes_at > after.opens_at for before, after in pairwise(found)):
        raise UnableToSaveSite(_("The hours “%(text)s” overlap. Give each once.") % {"text": text})
    return tuple(found)


def _span(part: str, weekday: int) -> Hours:
    match = SPAN.fullmatch(part)
    try:
        if match is None:
            raise ValueError
        opens = time(int(match[1]), int(match[2] or 0))
        # A day's end is written 24:00, which no clock shows.
        closes = time(23, 59) if match[3] == "24" else time(int(match[3]), int(match[4] or 0))
    except ValueError:
        raise UnableToSaveSite(
            _("“%(text)s” are no opening hours. Write them as 09:00-12:00, 13:00-18:00.") % {"text": part}
        ) from None
    if closes <= opens:
        raise UnableToSaveSite(_("“%(text)s” ends before it begins. Turn the times round.") % {"text": part})
    return Hours(weekday, opens, closes)


def hours_text(hours: tuple[Hours, ...], *, weekday: int) -> str:
    """Return the hours of a day of the week as they are written; empty if closed."""
    own = sorted((one for one in hours if one.weekday == weekday), key=lambda one: one.opens_at)
    return ", ".join(f"{one.opens_at:%H:%M}-{one.closes_at:%H:%M}" for one in own)


def distance_km(*, latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """
    Return the great-circle distance of two points given in degrees, in km.

    Source: R. W. Sinnott, "Virtues of the Haversine", Sky & Telescope 68(2), 1984.
    """
    here, there = math.radians(latitude), math.radians(to_latitude)
    across = math.radians(to_longitude - longitude)
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(across / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def travel_minutes(
    *, given: int | None, here: tuple[float, float] | None, there: tuple[float, float] | None
) -> int | None:
    """
    Return the minutes by road: as somebody gave them, else by the distance; None if neither is known.

    here, there: latitude and longitude in degrees
    """
    if given is not None:
        return given
    if here is None or there is None:
        return None
    km = distance_km(latitude=here[0], longitude=here[1], to_latitude=there[0], to_longitude=there[1])
    if km < 0.2:
        return BOARDING_MINUTES
    minutes = km * DETOUR / KM_AN_HOUR * 60 + BOARDING_MINUTES
    return math.ceil(minutes / ROUNDED_TO) * ROUNDED_TO
