"""Signs for the doors of a visit: a welcome at the entrance, and one for each stop; in Korean and English."""

from collections.abc import Mapping, Sequence

from gagyo.kernels.documents.pdf import Sign
from gagyo.visits.choices import StopKind
from gagyo.visits.models import Stop, Visit
from gagyo.visits.queries.programme_papers import times_words

WELCOME_SIZE, NAME_SIZE, DETAIL_SIZE = 44, 72, 30


def door_signs(visit: Visit, stops: Sequence[Stop], *, host: Mapping[str, str]) -> list[Sign]:
    """
    Return a welcome for the entrance, and a sign for each stop at a site, in a room or at a written place.

    host: who receives, by language; nobody is named
    """
    receiver = both(host["ko"], host["en"])
    signs = [Sign((("환영합니다 · Welcome", WELCOME_SIZE), *both_names(visit), (receiver, DETAIL_SIZE)))]
    return [*signs, *(_sign(visit, stop) for stop in stops if _has_door(stop))]


def both_names(visit: Visit) -> tuple[tuple[str, int], ...]:
    """Return the visit's name in Korean and, where it has one, in English."""
    names = dict.fromkeys(name for name in (visit.name_ko, visit.name_en) if name)
    return tuple((name, NAME_SIZE if at == 0 else WELCOME_SIZE) for at, name in enumerate(names))


def both(korean: str, english: str) -> str:
    """Return a text in both languages, once where they do not differ."""
    return " · ".join(dict.fromkeys(text for text in (korean, english) if text))


def _has_door(stop: Stop) -> bool:
    return stop.kind != StopKind.TRANSFER and bool(stop.room or stop.site or stop.place or stop.place_en)


def _sign(visit: Visit, stop: Stop) -> Sign:
    site = stop.site
    titles = [stop.title_ko, stop.title_en]
    if not any(titles) and site is not None:
        titles = [site.name_ko, site.name_en]
    detail = [(title, WELCOME_SIZE) for title in dict.fromkeys(title for title in titles if title) or [stop.title]]
    room = stop.room
    where = both(room.name_ko, room.name_en) if room else both(stop.place, stop.place_en)
    line = " · ".join(part for part in (times_words(stop), where) if part)
    return Sign((*detail, *both_names(visit), (line, DETAIL_SIZE)))
