"""What the directory's filters offer: kept until data changes, because every uncached page draws them."""

from collections import defaultdict
from typing import NamedTuple

from gagyo.common.models.bases import in_language
from gagyo.common.queries import kept_until_data_changes
from gagyo.partnerships.models import TieParty
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind
from gagyo.registry.models import Body, Country, Place, Region
from gagyo.registry.queries.provinces import province_order

Option = tuple[str, str]
Group = tuple[str, list[Option]]


class Offered(NamedTuple):
    """Options in one language; regions are grouped by their scheme, governments by their province."""

    countries: list[Option]
    provinces: list[Option]
    governments: list[Group]
    regions: list[Group]


@kept_until_data_changes
def offered(language: str) -> Offered:
    """Return what the filters offer now, in the active language."""
    named = "name_en" if language == "en" else "name_ko"
    tied = TieParty.objects.values("body__country")
    countries = Country.objects.filter(pk__in=tied).order_by(named).values_list("code", "name_ko", "name_en")
    local = Body.objects.filter(kind__in=LOCAL_GOVERNMENTS, country=HOME, archived_at=None, merged_into=None)
    ordered = local.order_by(province_order(), "code", named)
    bodies = list(ordered.values_list("pk", "parent_id", "kind", "name_ko", "name_en"))
    provinces = {pk: in_language(ko=ko, en=en) for pk, _up, kind, ko, en in bodies if kind == BodyKind.METROPOLITAN}
    below: dict[str, list[Option]] = defaultdict(list)
    for pk, up, kind, ko, en in bodies:
        above = provinces.get(pk if kind == BodyKind.METROPOLITAN else up, "")
        below[above].append((str(pk), in_language(ko=ko, en=en)))
    return Offered(
        countries=[(code, in_language(ko=ko, en=en)) for code, ko, en in countries],
        provinces=[(str(pk), name) for pk, name in provinces.items()],
        governments=list(below.items()),
        regions=regions(),
    )


def regions() -> list[Group]:
    """Return each scheme with its regions as "scheme:code"."""
    found: dict[str, list[Option]] = defaultdict(list)
    for region in Region.objects.select_related("scheme").order_by("scheme__order", "order", "name_ko"):
        found[str(region.scheme)].append((f"{region.scheme_id}:{region.code}", str(region)))
    return list(found.items())


def place_name(place: int) -> str:
    """Return a place's name with its country, or nothing where there is no such place."""
    found = Place.objects.select_related("country").filter(pk=place).first()
    return f"{found}, {found.country}" if found else ""
