"""Finding ties by what somebody types: parties in both languages, places, countries; tolerant of spelling."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from django.db.models import Q

from gagyo.common.queries import data_version
from gagyo.kernels.text.place_search import Candidate, rank, read_query, search_form
from gagyo.partnerships.models import TieParty
from gagyo.registry.models import Body, BodyName, PlaceName

MOST_WORDS: Final = 6
MOST_LETTERS: Final = 200
MOST_ALIKE: Final = 50
# A likeness below this (of 100) would show cities that nobody meant.
LEAST_SCORE: Final = 72.0
HOME: Final = "KR"
NAMES: Final = (
    *("name_ko", "name_en", "name_local", "names__name_ko", "names__name_en"),
    *("place__name_ko", "place__name_en", "place__name_local", "place__other_names__text"),
)


def words_of(text: str) -> list[str]:
    """Return the words to look for. PostgreSQL takes no NUL in a text."""
    return text.replace("\x00", " ")[:MOST_LETTERS].split()[:MOST_WORDS]


def ties_with_words(text: str) -> Q:
    """Return the condition that each word is found with a party of the tie; "남양주 Dartford" finds the one tie."""
    condition = Q()
    for word in words_of(text):
        condition &= Q(pk__in=TieParty.objects.filter(body__in=bodies_for_word(word)).values("tie"))
    return condition


def bodies_for_word(word: str) -> list[int]:
    """Return the bodies of which a name, the place's or the country's holds the word; else those spelt alike."""
    holds = Q()
    for name in NAMES:
        holds |= Q(**{f"{name}__icontains": word})
    country = Q(country__name_ko__icontains=word) | Q(country__name_en__icontains=word) | Q(country_id=word.upper())
    holds |= country & ~Q(country_id=HOME)
    found = list(Body.objects.filter(holds, tie_parties__isnull=False).values_list("pk", flat=True).distinct())
    return found or bodies_alike(word)


def bodies_alike(word: str) -> list[int]:
    """Return the parties whose name is spelt or sounds like the word: 다트포드 for 다트퍼드."""
    hits = rank(query=read_query(word), candidates=_candidates(data_version()), limit=MOST_ALIKE)
    return [hit.place for hit in hits if hit.score >= LEAST_SCORE]


@lru_cache(maxsize=1)
def _candidates(_version: int) -> tuple[Candidate, ...]:
    return tuple(_named(*row) for row in _names())


def _named(body: int, name: str, is_main: bool, population: int) -> Candidate:
    form = search_form(name)
    return Candidate(body, name, is_main, population, form.folded, form.initials, form.sound)


def _names() -> Iterator[tuple[int, str, bool, int]]:
    """Yield (body, name, is its main name, population) for all parties of ties, each name once."""
    parties = Body.objects.filter(tie_parties__isnull=False).distinct()
    columns = ("pk", "place__population", "name_ko", "name_en", "name_local", "place__name_ko", "place__name_en")
    seen: set[tuple[int, str]] = set()
    rows: list[tuple[Any, ...]] = [(row[0], row[1], True, row[2:]) for row in parties.values_list(*columns)]
    former = BodyName.objects.filter(body__in=parties).values_list("body_id", "name_ko", "name_en")
    rows += [(body, 0, False, names) for body, *names in former]
    other = PlaceName.objects.filter(place__bodies__in=parties).values_list("place__bodies", "text").distinct()
    rows += [(body, 0, False, [text]) for body, text in other]
    for body, population, is_main, names in rows:
        for name in names:
            if name and (body, name) not in seen:
                seen.add((body, name))
                yield body, name, is_main, population or 0
