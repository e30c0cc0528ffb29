"""Where Korea's local governments are."""

from gagyo.registry.actions.reference.files import table
from gagyo.registry.actions.reference.places import add_with_names, main_names, name_row, province_ids
from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind, PlaceKind
from gagyo.registry.models import Body, Place, PlaceName


def settle_governments() -> int:
    """
    Give each Korean local government without a place its own, and return how many places were made.

    A province is its own place; a city takes GeoNames' one under its official names; else a place is made.
    """
    homeless = {body.code: body for body in Body.objects.filter(kind__in=LOCAL_GOVERNMENTS, place=None) if body.code}
    ids = province_ids()
    provinces = {row["government"]: ids["KR", row["admin1"]] for row in table("provinces") if row["government"]}
    seats = {row["code"]: row for row in table("seats")}
    cities = {place.geoname_id: place for place in Place.objects.filter(country="KR", kind=PlaceKind.CITY)}
    made, taken = [], []
    for code, body in homeless.items():
        if body.kind == BodyKind.METROPOLITAN:
            body.place_id = provinces[code]
        elif code in seats and seats[code]["city"]:
            body.place = cities[int(seats[code]["city"])]
            taken.append(_rename(body.place, body))
        elif code in seats:
            body.place = _seat(seats[code], body, provinces[code[:2]])
            made.append(body.place)
    _save(made, taken)
    Body.objects.bulk_update(homeless.values(), ["place"])
    return len(made)


def _rename(place: Place, body: Body) -> Place:
    place.name_ko, place.name_en = body.name_ko, body.name_en
    return place


def _seat(seat: dict[str, str], body: Body, province: int) -> Place:
    return Place(
        country_id="KR",
        kind=PlaceKind.CITY if body.name_ko.endswith("시") else PlaceKind.DISTRICT,
        parent_id=province,
        name_ko=body.name_ko,
        name_en=body.name_en,
        latitude=float(seat["latitude"]),
        longitude=float(seat["longitude"]),
    )


def _save(made: list[Place], taken: list[Place]) -> None:
    add_with_names(made)
    Place.objects.bulk_update(taken, ["name_ko", "name_en"])
    PlaceName.objects.filter(place__in=taken).update(is_main=False)
    PlaceName.objects.bulk_create(
        (name_row(place, text) for place in taken for text in main_names(place)),
        update_conflicts=True,
        unique_fields=["place", "text"],
        update_fields=["is_main"],
    )
