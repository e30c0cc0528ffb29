"""Missions in Korea and Korean missions abroad (Wikidata), ministries, agencies, international bodies."""

from typing import NamedTuple

from gagyo.registry.actions.reference.files import day, table
from gagyo.registry.actions.reference.governments import add_bodies
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Country, MissionCoverage

# How Wikidata's labels differ from CLDR's English names.
CALLED = {
    "People's Republic of China": "CN",
    "United States of America": "US",
    "Republic of Ireland": "IE",
    "Kingdom of Denmark": "DK",
    "Vatican": "VA",
    "Turkey": "TR",
    "Czech Republic": "CZ",
    "Ivory Coast": "CI",
    "Quebec": "CA",
    "Bosnia and Herzegovina": "BA",
}
# Missions that serve another country than the one in which they stand.
SERVES = {"Q56257701": "VA"}
CONSULATES = {
    "consulate general": ("총영사관", "Consulate General"),
    "consulate": ("영사관", "Consulate"),
    "honorary consulate": ("명예영사관", "Honorary Consulate"),
}
# English names that take an article.
WITH_ARTICLE = frozenset({"GB", "US", "NL", "PH", "AE", "MV", "DO"})


class City(NamedTuple):
    """Where a consulate is, and its own name where the usual form does not fit."""

    city_ko: str
    city_en: str
    name_ko: str
    name_en: str


def load_missions() -> int:
    """Add the missions that are missing, with the country that each serves, and return how many."""
    by_code = {country.code: country for country in Country.objects.all()}
    countries = {country.name_en: country for country in by_code.values()}
    countries |= {label: by_code[code] for label, code in CALLED.items()}
    cities = {
        row["wikidata"]: City(row["city_ko"], row["city_en"], row["name_ko"], row["name_en"])
        for row in table("consulates")
    }
    served: dict[str, Country] = {}
    rows = []
    for row in table("missions"):
        key = row["wikidata"].rsplit("/", 1)[-1]
        if row["type"] != "embassy" and key not in cities:
            continue  # a consulate in an unknown city has no name
        here = row["direction"] == "in_korea"
        country = by_code[SERVES[key]] if key in SERVES else countries[row["operator" if here else "host_country"]]
        served[key] = country
        rows.append(_mission(row, key, country, cities.get(key), here=here))
    added = add_bodies(rows)
    MissionCoverage.objects.bulk_create(
        MissionCoverage(mission=body, country=served[key]) for key, body in added.items()
    )
    return len(added)


def _mission(row: dict[str, str], key: str, country: Country, city: City | None, *, here: bool) -> Body:
    name_ko, name_en = (name_in_korea if here else name_abroad)(row["type"], country, city)
    return Body(
        reference_key=key,
        kind=BodyKind.MISSION_IN_KOREA if here else BodyKind.MISSION_ABROAD,
        country_id=country.code if here else "KR",
        name_ko=name_ko,
        name_en=name_en,
        website=row["website"],
        wikidata_id=key,
    )


def _the(country: Country) -> str:
    return f"the {country.name_en}" if country.code in WITH_ARTICLE else country.name_en


def name_in_korea(kind: str, country: Country, city: City | None) -> tuple[str, str]:
    """Return the Korean and English name of a mission in Korea."""
    if city is not None and city.name_ko:
        return city.name_ko, city.name_en
    if city is None or kind not in CONSULATES:
        return f"주한 {country.name_ko} 대사관", f"Embassy of {_the(country)}"
    ko, en = CONSULATES[kind]
    return f"주{city.city_ko} {country.name_ko} {ko}", f"{en} of {_the(country)} in {city.city_en}"


def name_abroad(kind: str, country: Country, city: City | None) -> tuple[str, str]:
    """Return the Korean and English name of a Korean mission abroad."""
    if city is not None and city.name_ko:
        return city.name_ko, city.name_en
    if city is None or kind not in CONSULATES:
        return f"주{country.name_ko} 대한민국 대사관", f"Embassy of the Republic of Korea in {_the(country)}"
    ko, en = CONSULATES[kind]
    return f"주{city.city_ko} 대한민국 {ko}", f"{en} of the Republic of Korea in {city.city_en}"


def load_agencies() -> int:
    """Add the ministries, agencies and international bodies that are missing, and return how many."""
    rows = table("agencies")
    added = add_bodies(
        [
            Body(
                reference_key=row["key"],
                kind=BodyKind(row["kind"]),
                country_id=row["country"],
                name_ko=row["name_ko"],
                name_en=row["name_en"],
                website=row["website"],
                starts_on=day(row["starts_on"]),
            )
            for row in rows
        ]
    )
    ids = dict(Body.objects.exclude(reference_key=None).values_list("reference_key", "pk"))
    for row in rows:
        if row["key"] in added and row["parent"]:
            added[row["key"]].parent_id = ids[row["parent"]]
    Body.objects.bulk_update(added.values(), ["parent"])
    return len(added)
