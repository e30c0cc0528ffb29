"""Countries and the regions to which they belong on a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from gagyo.registry.models import Country, Region, RegionMember, RegionScheme


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
