"""The local governments abroad that have ties, and the places where they are."""

from collections.abc import Collection

from gagyo.config.sample.tables import Government, governments_abroad
from gagyo.registry.actions.reference.places import add_with_names, name_row, province_ids
from gagyo.registry.choices import BodyKind, PlaceKind
from gagyo.registry.models import Body, Place, PlaceName

KINDS = {
    "city": PlaceKind.CITY,
    "county": PlaceKind.DISTRICT,
    "district": PlaceKind.DISTRICT,
    "province": PlaceKind.PROVINCE,
}


def load_governments_abroad(*, keys: Collection[str]) -> dict[str, Body]:
    """Add the governments with these keys that are missing, with their places, and return all of them by key."""
    wanted = [each for each in governments_abroad() if each.key in keys]
    held = {body.reference_key or "": body for body in Body.objects.filter(reference_key__in=keys)}
    missing = [each for each in wanted if each.key not in held]
    places = load_places(missing)
    rows = [
        Body(
            reference_key=each.key,
            kind=BodyKind.FOREIGN_GOVERNMENT,
            country_id=each.country,
            place=places[each.key],
            name_ko=each.name_ko,
            name_en=each.name_en,
            name_local=places[each.key].name_local,
        )
        for each in missing
    ]
    return held | {row.reference_key or "": row for row in Body.objects.bulk_create(rows)}


def load_places(governments: list[Government]) -> dict[str, Place]:
    """Return the place of each government by its key: the registry's where it has it, else a new one."""
    provinces = province_ids()
    known = Place.objects.in_bulk([each.geoname_id for each in governments if each.geoname_id], field_name="geoname_id")
    states = Place.objects.in_bulk(
        [provinces.get((each.country, each.province)) for each in governments if each.kind == "province"]
    )
    found: dict[str, Place] = {}
    for each in governments:
        place = known.get(each.geoname_id) if each.geoname_id else None
        if place is None and each.kind == "province":
            place = states.get(provinces.get((each.country, each.province)))
        found[each.key] = place or new_place(each, province_id=provinces.get((each.country, each.province)))
    add_with_names([place for place in found.values() if place.pk is None])
    name_in_korean(governments, found)
    return found


def new_place(government: Government, *, province_id: int | None) -> Place:
    """Return a place for a government where the registry has none, not yet saved."""
    return Place(
        country_id=government.country,
        kind=KINDS[government.kind],
        admin1_code=government.province,
        parent_id=province_id,
        name_ko=government.name_ko,
        name_en=government.name_en,
        latitude=government.latitude,
        longitude=government.longitude,
    )


def name_in_korean(governments: list[Government], places: dict[str, Place]) -> None:
    """Give the places of cities their Korean name of the sample, under which they are then found too."""
    renamed = []
    for each in governments:
        place = places[each.key]
        if each.kind == "city" and place.name_ko != each.name_ko:
            place.name_ko = each.name_ko
            renamed.append(place)
    Place.objects.bulk_update(renamed, ["name_ko"])
    PlaceName.objects.bulk_create(
        [name_row(place, place.name_ko, language="ko") for place in renamed], ignore_conflicts=True
    )
