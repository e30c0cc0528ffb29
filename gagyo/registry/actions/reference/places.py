"""Places: the world's cities (GeoNames), provinces, and the seats of Korea's local governments."""

from collections.abc import Iterator
from typing import Any

from gagyo.kernels.text.place_search import search_form
from gagyo.registry.actions.reference.files import insert_rows, packed_lines, table
from gagyo.registry.choices import PlaceKind
from gagyo.registry.models import Country, Place, PlaceName

PLACE_COLUMNS = (
    *("country_id", "admin1_code", "name_en", "name_ko", "name_local", "latitude", "longitude", "population"),
    *("geoname_id", "kind", "parent_id", "wikidata_id", "version", "is_sample"),
)
NAME_COLUMNS = (
    *("place_id", "country_code", "population", "text", "folded", "initials", "sound", "skeleton"),
    *("is_main", "is_proposed", "language"),
)
Names = list[list[str]]


def read_cities() -> Iterator[tuple[list[str], Names]]:
    """Return each city's facts with its names and their search forms (scripts/gazetteer.py wrote them)."""
    facts: list[str] = []
    names: Names = []
    for line in packed_lines("places.tsv.xz"):
        if line.startswith("\t"):
            names.append(line[1:].split("\t"))
            continue
        if facts:
            yield facts, names
        facts, names = line.split("\t"), []


def load_places() -> int:
    """Add the cities that are missing, with their names, and return how many."""
    held = set(Place.objects.exclude(geoname_id=None).values_list("geoname_id", flat=True))
    countries = set(Country.objects.values_list("code", flat=True))
    # Kosovo has no ISO 3166-1 code, so its cities have no country here.
    missing = [(facts, names) for facts, names in read_cities() if int(facts[0]) not in held and facts[1] in countries]
    if not missing:
        return 0
    provinces = province_ids()
    insert_rows(Place, PLACE_COLUMNS, (_place_row(facts, provinces) for facts, _names in missing))
    ids = dict(Place.objects.exclude(geoname_id=None).values_list("geoname_id", "pk"))
    insert_rows(PlaceName, NAME_COLUMNS, (row for facts, names in missing for row in _name_rows(ids, facts, names)))
    return len(missing)


def _place_row(facts: list[str], provinces: dict[tuple[str, str], int]) -> tuple[Any, ...]:
    geoname, country, admin1, name, korean, local, latitude, longitude, population = facts
    return (
        *(country, admin1, name, korean or name, local, float(latitude), float(longitude), int(population)),
        *(int(geoname), PlaceKind.CITY.value, provinces.get((country, admin1)), "", 1, False),
    )


def _name_rows(ids: dict[int | None, int], facts: list[str], names: Names) -> Iterator[tuple[Any, ...]]:
    place, country, population = ids[int(facts[0])], facts[1], int(facts[8])
    main = {facts[3], facts[4]}
    seen = set()
    for text, folded, initials, sound, skeleton in names:
        if text in seen:
            continue
        seen.add(text)
        yield (place, country, population, text, folded, initials, sound, skeleton, text in main, False, "")
    if facts[4] and facts[4] not in seen:
        # The Korean name without 시 stands for one that has it.
        yield (place, country, population, facts[4], *search_form(facts[4]), True, False, "ko")


def province_ids() -> dict[tuple[str, str], int]:
    """Return the first-level divisions by country and GeoNames code."""
    rows = Place.objects.filter(kind=PlaceKind.PROVINCE).exclude(admin1_code="")
    return {(country, code): pk for country, code, pk in rows.values_list("country_id", "admin1_code", "pk")}


def load_provinces() -> int:
    """Add the provinces of China, Japan, Korea and the states of the USA that are missing; return how many."""
    held = province_ids()
    missing = [row for row in table("provinces") if (row["country"], row["admin1"]) not in held]
    rows = [
        Place(
            country_id=row["country"],
            kind=PlaceKind.PROVINCE,
            admin1_code=row["admin1"],
            name_ko=row["name_ko"],
            name_en=row["name_en"],
            name_local=row["name_local"],
            geoname_id=int(row["geoname_id"]) if row["geoname_id"] else None,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            population=int(row["population"]) if row["population"] else None,
        )
        for row in missing
    ]
    add_with_names(rows)
    return len(rows)


def add_with_names(rows: list[Place]) -> None:
    """Add places and the names under which they are found."""
    Place.objects.bulk_create(rows)
    PlaceName.objects.bulk_create(name_row(place, text) for place in rows for text in main_names(place))


def main_names(place: Place) -> list[str]:
    """Return a place's own names, each once."""
    return list(dict.fromkeys(name for name in (place.name_en, place.name_ko, place.name_local) if name))


def name_row(place: Place, text: str, **values: Any) -> PlaceName:
    """Return the row under which a place is found by a name."""
    form = search_form(text)
    return PlaceName(
        place=place,
        text=text,
        is_main=text in (place.name_en, place.name_ko),
        country_code=place.country_id,
        population=place.population or 0,
        **form._asdict(),
        **values,
    )
