"""Finding ties by what somebody types: parties in both languages, places, countries; tolerant of spelling."""

from collections import defaultdict
from functools import lru_cache
from typing import Final

from django.db.models import Q

from gagyo.common.queries import kept_until_data_changes
from gagyo.kernels.text.place_search import Candidate, SearchForm, rank, read_query, search_form
from gagyo.kernels.text.words import words_of
from gagyo.partnerships.models import TieParty
from gagyo.registry.models import Body, BodyName, PlaceName

MOST_ALIKE: Final = 50
# A likeness below this (of 100) would show cities that nobody meant.
LEAST_SCORE: Final = 72.0
HOME: Final = "KR"


def ties_with_words(text: str) -> Q:
    """Return the condition that each word is found with a party of the tie; "남양주 Dartford" finds the one tie."""
    condition = Q()
    for word in words_of(text):
        condition &= Q(pk__in=TieParty.objects.filter(body__in=bodies_for_word(word)).values("tie"))
    return condition


def bodies_for_word(word: str) -> list[int]:
    """Return the parties of which a name, the place's or the country's holds the word; else those spelt alike."""
    wanted = word.casefold()
    names = _names()
    found = [body for body, texts in names.items() if any(wanted in text for text in texts)]
    return found or bodies_alike(word)


def bodies_alike(word: str) -> list[int]:
    """Return the parties whose name is spelt or sounds like the word: 다트포드 for 다트퍼드."""
    hits = rank(query=read_query(word), candidates=_candidates(), limit=MOST_ALIKE)
    return [hit.place for hit in hits if hit.score >= LEAST_SCORE]


@kept_until_data_changes
def _names() -> dict[int, frozenset[str]]:
    """Return all names of each party of a tie, in lower case: a few thousand texts, read anew when data changes."""
    found: dict[int, set[str]] = defaultdict(set)
    parties = Body.objects.filter(tie_parties__isnull=False)
    own = parties.values_list("pk", "name_ko", "name_en", "name_local", "place__name_ko", "place__name_en")
    for body, *texts in own.distinct():
        found[body].update(texts)
    for body, *texts in BodyName.objects.filter(body__in=parties).values_list("body_id", "name_ko", "name_en"):
        found[body].update(texts)
    # Every tie has a Korean party: its country would find all of them.
    abroad = parties.exclude(country=HOME).values_list("pk", "country_id", "country__name_ko", "country__name_en")
    for body, *texts in abroad.distinct():
        found[body].update(texts)
    others = PlaceName.objects.filter(place__bodies__in=parties, is_proposed=False)
    for body, text in others.values_list("place__bodies", "text").distinct():
        found[body].add(text)
    return {body: frozenset(text.casefold() for text in texts if text) for body, texts in found.items()}


@kept_until_data_changes
def _candidates() -> tuple[Candidate, ...]:
    """Return the same names with the forms by which likeness is judged."""
    parties = Body.objects.filter(tie_parties__isnull=False)
    found = []
    rows = parties.values_list("pk", "place__population", "name_ko", "name_en", "name_local")
    for body, population, *texts in rows.distinct():
        found += [_named(body, text, population or 0) for text in texts if text]
    for body, *texts in BodyName.objects.filter(body__in=parties).values_list("body_id", "name_ko", "name_en"):
        found += [_named(body, text, 0) for text in texts if text]
    stored = ("place__bodies", "text", "is_main", "population", "folded", "initials", "sound")
    others = PlaceName.objects.filter(place__bodies__in=parties, is_proposed=False).values_list(*stored).distinct()
    return (*found, *(Candidate(*row) for row in others))


def _named(body: int, name: str, population: int) -> Candidate:
    form = _form(name)
    return Candidate(body, name, True, population, form.folded, form.initials, form.sound)


@lru_cache(maxsize=20_000)
def _form(name: str) -> SearchForm:
    return search_form(name)
