"""The lists of bodies, places and contacts: filtered, sorted, counted; constant queries however long."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OrderBy, OuterRef, Prefetch, Q, QuerySet

from gagyo.accounts.rules import may_read_contacts
from gagyo.common.rules import Actor
from gagyo.registry.models import Body, Person, Place, PlaceName, Post
from gagyo.registry.queries.history import existing_on, with_history
from gagyo.registry.queries.provinces import province_order
from gagyo.registry.queries.search import named_like, search_places

DUE_DAYS = 30
BODY_SORTS = {
    "name": ("name_ko",),
    "name_en": ("name_en", "name_ko"),
    "kind": ("kind", "province_place", "code", "name_ko"),
    "country": ("country__name_ko", "name_ko"),
    "code": ("code", "name_ko"),
}
PLACE_SORTS = {
    "name": ("name_ko",),
    "name_en": ("name_en",),
    "country": ("country__name_ko", "name_ko"),
    "population": ("population", "name_ko"),
}
PEOPLE_SORTS = {"name": ("name_ko",), "name_en": ("name_en", "name_ko"), "retain": ("retain_until", "name_ko")}


@dataclass(frozen=True)
class BodyQuestion:
    """What a list of bodies is narrowed to; empty is all. province: the id of a metropolitan government."""

    q: str = ""
    kind: str = ""
    province: int | None = None
    country: str = ""
    as_of: date | None = None
    archived: bool = False


def ordered(sorts: dict[str, tuple[str, ...]], wanted: str, default: str) -> list[OrderBy]:
    """
    Return what to order by for `name` or `-name` from an address; the id makes the order whole.

    Empty values come last either way: by themselves the two databases put them at different ends.
    """
    name = wanted.removeprefix("-")
    down = wanted.startswith("-") and name in sorts
    columns = [F(column) for column in sorts.get(name) or sorts[default]]
    parts = [column.desc(nulls_last=True) if down else column.asc(nulls_last=True) for column in columns]
    return [*parts, F("pk").asc()]


def bodies(*, actor: Actor, question: BodyQuestion, sort: str = "") -> QuerySet[Body]:
    """Return the bodies of a list, with their countries, parents and names over time."""
    rows = Body.objects.for_user(actor, archived=question.archived)
    if question.as_of is not None:
        rows = rows.filter(existing_on(question.as_of))
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.country:
        rows = rows.filter(Q(country=question.country) | Q(covers__country=question.country))
    if question.province is not None:
        rows = rows.filter(Q(parent=question.province) | Q(pk=question.province))
    if question.q:
        rows = rows.filter(named_like(question.q))
    rows = with_history(rows.select_related("country", "parent", "kept_by")).annotate(province_place=province_order())
    return rows.distinct().order_by(*ordered(BODY_SORTS, sort, "kind"))


@dataclass(frozen=True)
class PlaceQuestion:
    """What a list of places is narrowed to; entered: "", "offices" or "proposed"."""

    q: str = ""
    country: str = ""
    kind: str = ""
    entered: str = ""
    archived: bool = False


def places(*, actor: Actor, question: PlaceQuestion, sort: str = "") -> QuerySet[Place]:
    """Return the places of a list; words find them however they are spelt."""
    rows = Place.objects.for_user(actor, archived=question.archived).select_related("country", "parent", "kept_by")
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.country:
        rows = rows.filter(country=question.country)
    if question.entered == "offices":
        rows = rows.exclude(kept_by=None)
    if question.entered == "proposed":
        rows = rows.filter(Exists(PlaceName.objects.filter(place=OuterRef("pk"), is_proposed=True)))
    if question.q:
        hits = search_places(query=question.q, country=question.country or None, limit=200)
        named = Q(name_ko__icontains=question.q) | Q(name_en__icontains=question.q)
        rows = rows.filter(named if question.archived else Q(pk__in=[hit.place.pk for hit in hits]))
    return rows.order_by(*ordered(PLACE_SORTS, sort or "-population", "population"))


@dataclass(frozen=True)
class PeopleQuestion:
    """What a list of contacts is narrowed to; state: "", "now" or "none"."""

    q: str = ""
    state: str = ""
    due: bool = False
    archived: bool = False


def people(*, actor: Actor, question: PeopleQuestion, today: date, sort: str = "") -> QuerySet[Person]:
    """Return the contacts that the actor reads, with their posts; none for roles that read no contact data."""
    if not may_read_contacts(actor=actor):
        return Person.objects.none()
    rows = Person.objects.for_user(actor, archived=question.archived).filter(merged_into=None)
    now = Exists(Post.objects.filter(Post.held_on(today), person=OuterRef("pk")))
    if question.state:
        rows = rows.filter(now if question.state == "now" else ~now)
    if question.due:
        rows = rows.filter(retain_until__lte=today + timedelta(days=DUE_DAYS))
    if question.q:
        words = Q(name_ko__icontains=question.q) | Q(name_en__icontains=question.q)
        at_body = Post.objects.filter(
            Q(body__name_ko__icontains=question.q) | Q(body__name_en__icontains=question.q), person=OuterRef("pk")
        )
        rows = rows.filter(words | Exists(at_body))
    posts = Prefetch("posts", Post.objects.select_related("body"))
    rows = rows.select_related("office").prefetch_related(posts)
    return rows.order_by(*ordered(PEOPLE_SORTS, sort, "name"))


def due_soon(*, actor: Actor, today: date) -> int:
    """Return how many of the own office's contacts are destroyed within DUE_DAYS."""
    limit = today + timedelta(days=DUE_DAYS)
    # Archived contacts count too: their data is destroyed all the same.
    people = Person.objects.past_access(because="the own office's, also archived ones")
    return people.filter(office=actor.office_id, retain_until__lte=limit).count() if actor.office_id else 0
