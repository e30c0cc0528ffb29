"""The registry's open data: countries, regions, places, bodies. No token needed; no person is in it."""

from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from gagyo.accounts.api import ApiAccess, actor_of
from gagyo.accounts.choices import Scope
from gagyo.common.schemas import Page, refuse_unknown
from gagyo.registry.models import Body, Country, Place, Region, RegionMember
from gagyo.registry.queries.countries import held
from gagyo.registry.queries.history import body_as_of
from gagyo.registry.queries.lists import BodyQuestion, PlaceQuestion
from gagyo.registry.queries.lists import bodies as listed_bodies
from gagyo.registry.queries.lists import places as listed_places
from gagyo.registry.queries.search import PlaceHit, search_places
from gagyo.registry.schemas import (
    BodyIn,
    BodyOut,
    CountryIn,
    CountryOut,
    MembershipOut,
    PlaceIn,
    PlaceOut,
    RegionIn,
    RegionOut,
)

router = Router()
MOST_HITS = 200


@router.get(
    "/countries",
    response=Page[CountryOut],
    auth=ApiAccess(Scope.REGISTRY),
    summary="Countries",
    operation_id="list_countries",
)
def countries(request: HttpRequest, asked: Query[CountryIn]) -> dict[str, Any]:
    """List countries with every region to which they belong or belonged."""
    refuse_unknown(request, CountryIn)
    members = RegionMember.objects.select_related("region").order_by("region__scheme__order", "region__order", "pk")
    rows = Country.objects.prefetch_related(Prefetch("regions", members)).order_by("code")
    if asked.q:
        rows = rows.filter(Q(name_ko__icontains=asked.q) | Q(name_en__icontains=asked.q) | Q(code=asked.q.upper()))
    found = rows[asked.start : asked.start + asked.numOfRows]
    return page_out(asked, rows.count(), [country_out(row) for row in found])


def country_out(row: Country) -> CountryOut:
    """Return a country as the API says it."""
    regions = [
        MembershipOut(
            scheme=member.region.scheme_id,
            code=member.region.code,
            name_ko=member.region.name_ko,
            name_en=member.region.name_en,
            starts_on=member.starts_on,
            ends_on=member.ends_on,
        )
        for member in row.regions.all()
    ]
    names = ("code", "code3", "number", "name_ko", "name_en", "capital", "is_independent")
    return CountryOut(regions=regions, **{name: getattr(row, name) for name in names})


@router.get(
    "/regions", response=Page[RegionOut], auth=ApiAccess(Scope.REGISTRY), summary="Regions", operation_id="list_regions"
)
def regions(request: HttpRequest, asked: Query[RegionIn]) -> dict[str, Any]:
    """List the regions of every scheme with their countries on a day."""
    refuse_unknown(request, RegionIn)
    members = RegionMember.objects.filter(held(asked.asOf or timezone.localdate())).order_by("country_id")
    rows = Region.objects.select_related("scheme").prefetch_related(Prefetch("members", members))
    rows = rows.filter(scheme=asked.scheme) if asked.scheme else rows
    rows = rows.order_by("scheme__order", "order", "pk")
    found = rows[asked.start : asked.start + asked.numOfRows]
    return page_out(asked, rows.count(), [region_out(row) for row in found])


def region_out(row: Region) -> RegionOut:
    """Return a region as the API says it."""
    return RegionOut(
        scheme=row.scheme_id,
        scheme_name_ko=row.scheme.name_ko,
        scheme_name_en=row.scheme.name_en,
        source=row.scheme.source,
        needs_recheck=row.scheme.needs_recheck,
        code=row.code,
        name_ko=row.name_ko,
        name_en=row.name_en,
        countries=[member.country_id for member in row.members.all()],
    )


@router.get(
    "/places", response=Page[PlaceOut], auth=ApiAccess(Scope.REGISTRY), summary="Places", operation_id="list_places"
)
def places(request: HttpRequest, asked: Query[PlaceIn]) -> dict[str, Any]:
    """List places; words find them however they are spelt, best first, each with why (at most 200)."""
    refuse_unknown(request, PlaceIn)
    if asked.q.strip():
        hits = search_places(query=asked.q, country=asked.country or None, limit=MOST_HITS)
        shown = hits[asked.start : asked.start + asked.numOfRows]
        return page_out(asked, len(hits), [place_out(hit.place, hit) for hit in shown])
    rows = listed_places(actor=actor_of(request), question=PlaceQuestion(country=asked.country))
    found = rows[asked.start : asked.start + asked.numOfRows]
    return page_out(asked, rows.count(), [place_out(row) for row in found])


def place_out(row: Place, hit: PlaceHit | None = None) -> PlaceOut:
    """Return a place as the API says it."""
    names = ("id", "name_ko", "name_en", "name_local", "kind", "latitude", "longitude", "population")
    return PlaceOut(
        **{name: getattr(row, name) for name in (*names, "geoname_id", "wikidata_id")},
        country=row.country_id,
        province=row.parent.name_en if row.parent else None,
        matched_name=hit.matched_name if hit else "",
        reason=hit.reason.value if hit else "",
        score=hit.score if hit else None,
    )


@router.get(
    "/bodies", response=Page[BodyOut], auth=ApiAccess(Scope.REGISTRY), summary="Bodies", operation_id="list_bodies"
)
def bodies(request: HttpRequest, asked: Query[BodyIn]) -> dict[str, Any]:
    """List governments, missions, agencies and firms; as of a day by the names and codes of that day."""
    refuse_unknown(request, BodyIn)
    question = BodyQuestion(q=asked.q, kind=asked.kind, country=asked.country, as_of=asked.asOf)
    rows = listed_bodies(actor=actor_of(request), question=question)
    day = asked.asOf or timezone.localdate()
    found = rows[asked.start : asked.start + asked.numOfRows]
    items = []
    for row in found:
        then = body_as_of(body=row, day=day)
        items.append(body_out(row, name_ko=then.name_ko, name_en=then.name_en, code=then.code, parent=then.parent_id))
    return page_out(asked, rows.count(), items)


def body_out(row: Body, *, name_ko: str, name_en: str, code: str, parent: int | None) -> BodyOut:
    """Return a body as the API says it."""
    names = ("id", "kind", "place_id", "website", "starts_on", "ends_on")
    return BodyOut(
        **{name: getattr(row, name) for name in names},
        name_ko=name_ko,
        name_en=name_en,
        code=code,
        country=row.country_id,
        parent_id=parent,
    )


def page_out(asked: CountryIn | RegionIn | PlaceIn | BodyIn, count: int, items: list[Any]) -> dict[str, Any]:
    """Return one page in the portal's words."""
    return {"totalCount": count, "pageNo": asked.pageNo, "numOfRows": asked.numOfRows, "items": items}
