"""Sites for the screens: the list, one site with all that its page shows, the ways between sites."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from gagyo.accounts.models.owned import readable
from gagyo.common.rules import Actor
from gagyo.kernels.text.words import words_of
from gagyo.registry.models import Person
from gagyo.visits.models import Room, Site, TravelTime, Unavailability, Vehicle
from gagyo.visits.rules.sites import Hours, SiteValues, travel_minutes

ORDERS: Final = {"name": "name_ko", "capacity": "capacity", "minutes": "visit_minutes", "stops": "stops_count"}


@dataclass(frozen=True)
class Way:
    """The way from a site to another; is_given: somebody gave its minutes, else they are by distance."""

    site: Site
    minutes: int | None
    is_given: bool


def listed_sites(
    *, actor: Actor, theme: str = "", own: bool = False, words: str = "", sort: str = ""
) -> QuerySet[Site]:
    """
    Return sites in order, by name unless said.

    sort: a key of ORDERS, with "-" for the other direction; each row has stops_count, its stops in visits
    that the actor reads
    """
    rows = Site.objects.own(actor) if own else Site.objects.for_user(actor)
    if theme:
        rows = rows.filter(theme_rows__theme__code=theme)
    for word in words_of(words):
        rows = rows.filter(Q(name_ko__icontains=word) | Q(name_en__icontains=word))
    found = rows.annotate(
        stops_count=Count("stops", filter=readable(actor, "stops__visit__"), distinct=True)
    ).select_related("office")
    ordered = found.prefetch_related("themes", "hours")
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return ordered.order_by("name_ko", "pk")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return ordered.order_by(order, "pk")


def site_for(*, actor: Actor, site_id: int) -> Site:
    """
    Return a site with all that its page shows; the archived ones only to the office that owns them.

    :raises Site.DoesNotExist: if the actor does not see it
    """
    rows = Site.objects.for_user(actor) | Site.objects.for_user(actor, archived=True).filter(
        office_id=actor.office_id or 0
    )
    return (
        rows.select_related("office", "body", "host", "stand_in")
        .prefetch_related("themes", "hours", "closures")
        .get(pk=site_id)
    )


def values_of_site(site: Site) -> SiteValues:
    """Return a site as its form gives it."""
    return SiteValues(
        name_ko=site.name_ko,
        name_en=site.name_en,
        body_id=site.body_id,
        address_ko=site.address_ko,
        address_en=site.address_en,
        latitude=site.latitude,
        longitude=site.longitude,
        about=site.about,
        capacity=site.capacity,
        visit_minutes=site.visit_minutes,
        languages=tuple(site.language_codes),
        host_id=site.host_id,
        stand_in_id=site.stand_in_id,
        closed_on_holidays=site.closed_on_holidays,
        theme_ids=tuple(theme.pk for theme in site.themes.all()),
        hours=tuple(Hours(one.weekday, one.opens_at, one.closes_at) for one in site.hours.all()),
        visibility=site.visibility,
    )


def colleagues_as_hosts(*, actor: Actor, held: tuple[int | None, ...] = ()) -> QuerySet[Person]:
    """Return the office's people, and who is named already."""
    return Person.objects.offered(actor, held=held).order_by("name_ko", "pk")


def given_minutes(sites: list[int]) -> dict[tuple[int, int], int]:
    """Return the minutes that somebody gave, by the ids of two sites, the smaller first."""
    rows = TravelTime.objects.filter(first__in=sites, second__in=sites)
    return {(row.first_id, row.second_id): row.minutes for row in rows}


def minutes_between(one: Site, other: Site, *, given: dict[tuple[int, int], int]) -> int | None:
    """Return the minutes by road between two sites; None if nobody gave them and a position is missing."""
    if one.pk == other.pk:
        return 0
    held = given.get((min(one.pk, other.pk), max(one.pk, other.pk)))
    return travel_minutes(given=held, here=position(one), there=position(other))


def position(site: Site) -> tuple[float, float] | None:
    """Return latitude and longitude; None if they are not known."""
    return None if site.latitude is None or site.longitude is None else (site.latitude, site.longitude)


def ways_from(site: Site) -> list[Way]:
    """Return the ways to the other sites of the same office."""
    others = list(
        Site.objects.past_access(because="the caller has read a site of the same office")
        .filter(office_id=site.office_id or 0, archived_at=None)
        .exclude(pk=site.pk)
        .order_by("name_ko")
    )
    given = given_minutes([site.pk, *(other.pk for other in others)])
    return [
        Way(
            other,
            minutes_between(site, other, given=given),
            (min(site.pk, other.pk), max(site.pk, other.pk)) in given,
        )
        for other in others
    ]


def own_vehicles(actor: Actor) -> QuerySet[Vehicle]:
    """Return the office's vehicles."""
    return Vehicle.objects.own(actor).order_by("name_ko", "pk")


def own_rooms(actor: Actor) -> QuerySet[Room]:
    """Return the office's rooms."""
    return Room.objects.own(actor).order_by("name_ko", "pk")


def own_away(actor: Actor) -> QuerySet[Unavailability]:
    """Return the office's times in which a host, vehicle or room cannot be had, the latest first."""
    rows = Unavailability.objects.filter(office_id=actor.office_id or 0)
    return rows.select_related("person", "vehicle", "room").order_by("-starts_at", "pk")
