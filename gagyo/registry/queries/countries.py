"""Countries and the regions to which they belong on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from gagyo.common.models.bases import in_language
from gagyo.registry.models import Country, Place, PlaceName, Region, RegionMember, RegionScheme


@dataclass(frozen=True)
class Membership:
    """A country's place in one scheme, with its dates."""

    scheme: RegionScheme
    region: Region
    starts_on: date | None
    ends_on: date | None
    holds: bool


def held(day: date, prefix: str = "") -> Q:
    """Return the condition for memberships that hold on a day."""
    starts, ends = f"{prefix}starts_on", f"{prefix}ends_on"
    return (Q(**{starts: None}) | Q(**{f"{starts}__lte": day})) & (Q(**{ends: None}) | Q(**{f"{ends}__gte": day}))


def countries_to_choose() -> QuerySet[Country]:
    """Return every country by its name in the active language, as a list to choose from is read."""
    return Country.objects.order_by(in_language(ko="name_ko", en="name_en"))


def region_of(*, scheme: str, day: date) -> dict[str, Region]:
    """
    Return the region of each country in a scheme on a day, by country code; one query.

    In a scheme whose groups overlap (group) a country has only its first; use countries_in() there.
    """
    rows = RegionMember.objects.filter(held(day), region__scheme=scheme).select_related("region")
    found: dict[str, Region] = {}
    for row in rows.order_by("-region__order"):
        found[row.country_id] = row.region
    return found


def countries_in(*, scheme: str, region: str, day: date) -> QuerySet[Country]:
    """Return the countries in a region on a day."""
    members = RegionMember.objects.filter(held(day), region__scheme=scheme, region__code=region)
    return Country.objects.filter(pk__in=members.values("country_id"))


def memberships(*, country: Country, day: date) -> list[Membership]:
    """Return every region to which a country belongs or belonged, scheme by scheme."""
    rows = RegionMember.objects.filter(country=country).select_related("region__scheme")
    return [
        Membership(
            scheme=row.region.scheme,
            region=row.region,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            holds=(row.starts_on is None or row.starts_on <= day) and (row.ends_on is None or row.ends_on >= day),
        )
        for row in rows.order_by("region__scheme__order", "region__order", F("starts_on").asc(nulls_first=True))
    ]


def capitals(countries: Iterable[Country]) -> dict[str, Place]:
    """Return the places that are countries' capitals, by country code, where the registry has them; two queries."""
    wanted = {(country.pk, country.capital) for country in countries if country.capital}
    codes, names = {code for code, _name in wanted}, {name for _code, name in wanted}
    living = Place.objects.filter(country__in=codes, archived_at=None, merged_into=None)
    other = PlaceName.objects.filter(text__in=names, place__in=living, is_proposed=False).select_related("place")
    found = {
        row.place.country_id: row.place
        for row in other.order_by("place__population", "place_id")
        if (row.place.country_id, row.text) in wanted
    }
    # The main name is surer than another one; of two, the larger city.
    main = living.filter(name_en__in=names).order_by("population", "pk")
    return found | {row.country_id: row for row in main if (row.country_id, row.name_en) in wanted}


def capital_words(country: Country, place: Place | None) -> str:
    """Return the capital's name in the active language, as far as it is known."""
    return in_language(ko=place.name_ko, en=country.capital) if place and place.name_ko else country.capital
