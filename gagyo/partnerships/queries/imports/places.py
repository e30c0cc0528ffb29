"""The places that names in a file may mean, out of the registry's search."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from gagyo.partnerships.queries.directory_words import HOME
from gagyo.partnerships.queries.imports.records import chunks
from gagyo.partnerships.rules.imports.matching import CERTAIN, LEAST, PLACE_WHYS, NameMatch, PlaceCandidate
from gagyo.partnerships.rules.imports.reading import NameUse
from gagyo.registry.models import Place
from gagyo.registry.queries.search import PlaceHit, search_places

MOST = 5


def places_for(use: NameUse) -> tuple[PlaceCandidate, ...]:
    """
    Return the places that a name may mean, best first.

    A place of signing lies in the partner's country or in Korea; if nothing there is sure, anywhere.
    """
    countries: tuple[str | None, ...] = (use.country or None,)
    if use.side == "signed_at" and use.country:
        countries = tuple(dict.fromkeys((use.country, HOME)))
    hits = _hits(use, countries)
    if use.side == "signed_at" and not any(hit.score >= CERTAIN for hit in hits.values()):
        hits |= _hits(use, (None,))
    ordered = sorted(hits.values(), key=lambda hit: -hit.score)[:MOST]
    return tuple(map(_candidate, ordered))


def _hits(use: NameUse, countries: Iterable[str | None]) -> dict[int, PlaceHit]:
    found = (hit for country in countries for hit in search_places(query=use.text, country=country, limit=MOST))
    return {hit.place.pk: hit for hit in found if hit.score >= LEAST}


def with_places(matches: Iterable[NameMatch]) -> list[NameMatch]:
    """Return names of partners that are not certain with the places where a government to be made may lie."""
    return [replace(match, places=places_for(match.use)) if match.use.side == "partner" else match for match in matches]


def _candidate(hit: PlaceHit) -> PlaceCandidate:
    place, above = hit.place, hit.place.parent
    return PlaceCandidate(
        place_id=place.pk,
        confidence=round(hit.score),
        why=PLACE_WHYS[hit.reason],
        name=hit.matched_name,
        names=(place.name_ko, place.name_en),
        above=(above.name_ko, above.name_en) if above else ("", ""),
        country=place.country_id,
    )


def names_of_places(ids: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Return the Korean and English names of places."""
    return {
        pk: (ko, en)
        for piece in chunks(ids)
        for pk, ko, en in Place.objects.filter(pk__in=piece).values_list("pk", "name_ko", "name_en")
    }
