"""Finding places and bodies by what somebody types, however it is spelt."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.kernels.text.place_search import Candidate, Hit, PlaceQuery, Reason, rank, read_query
from gagyo.registry.choices import FOUND_BY
from gagyo.registry.models import Body, Place, PlaceName
from gagyo.registry.queries.history import with_history

TOP = "\U0010ffff"
FIRST = 300
# A first hit with less may be the wrong one: names with a slip are asked for too.
SURE = 90.0
COLUMNS = ("place_id", "text", "is_main", "population", "folded", "initials", "sound")


@dataclass(frozen=True)
class PlaceHit:
    """A place found: by which of its names, how surely (0 to 100), and why."""

    place: Place
    matched_name: str
    score: float
    reason: Reason

    @property
    def why(self) -> str:
        """The reason in words, with the name that matched where it is not the one shown."""
        words = str(FOUND_BY[self.reason])
        return words if self.matched_name == self.place.name else f"{words}: {self.matched_name}"


@dataclass(frozen=True)
class BodyHit:
    """A body found, and why."""

    body: Body
    why: str


def search_places(
    *, query: str, country: str | None = None, limit: int = 10, kinds: tuple[str, ...] = ()
) -> list[PlaceHit]:
    """
    Return the places that somebody may mean, best first, tolerant of spelling and transliteration.

    country: an ISO code; kinds: PlaceKind values; limit: at least 1
    """
    wanted = read_query(query.strip()[:100])
    rows = PlaceName.objects.filter(is_proposed=False, place__archived_at=None)
    rows = rows.filter(country_code=country) if country else rows
    rows = rows.filter(place__kind__in=kinds) if kinds else rows
    found = _candidates(rows, wanted)
    hits = rank(query=wanted, candidates=found, limit=limit)
    if wanted.near_skeletons and (len(hits) < limit or hits[0].score < SURE):
        found += _fetch(rows.filter(skeleton__in=wanted.near_skeletons))
        hits = rank(query=wanted, candidates=found, limit=limit)
    return _with_places(hits)


def begins(column: str, prefix: str) -> Q:
    """
    Return the condition for a column that begins with a prefix, in the form that the index serves.

    SQLite's LIKE uses no index here; PostgreSQL's order follows the language, so a range would miss rows.
    """
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": prefix})
    return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + TOP})


def _candidates(rows: QuerySet[PlaceName], wanted: PlaceQuery) -> list[Candidate]:
    found: list[Candidate] = []
    if wanted.folded_prefix:
        found += _fetch(rows.filter(folded=wanted.folded_prefix))
        found += _fetch(rows.filter(begins("folded", wanted.folded_prefix)))
    if wanted.initials_prefix:
        found += _fetch(rows.exclude(initials="").filter(begins("initials", wanted.initials_prefix)))
    if wanted.skeletons:
        found += _fetch(rows.filter(skeleton__in=wanted.skeletons))
    if wanted.skeleton_prefix:
        found += _fetch(rows.filter(begins("skeleton", wanted.skeleton_prefix)))
    return found


def _fetch(rows: QuerySet[PlaceName]) -> list[Candidate]:
    return [Candidate(*row) for row in rows.order_by("-population").values_list(*COLUMNS)[:FIRST]]


def _with_places(hits: tuple[Hit, ...]) -> list[PlaceHit]:
    places = Place.objects.select_related("country", "parent").in_bulk([hit.place for hit in hits])
    return [PlaceHit(places[hit.place], hit.matched_name, hit.score, hit.reason) for hit in hits if hit.place in places]


def search_bodies(
    *, actor: Actor, query: str, kinds: tuple[str, ...] = (), country: str | None = None, limit: int = 10
) -> list[BodyHit]:
    """
    Return the bodies that somebody may mean: by a present or former name, by code, or by their place.

    kinds: BodyKind values; country: an ISO code
    """
    text = query.strip()[:100]
    if not text:
        return []
    rows = Body.objects.for_user(actor).select_related("country", "parent", "place")
    rows = rows.filter(kind__in=kinds) if kinds else rows
    rows = rows.filter(country=country) if country else rows
    named = rows.filter(named_like(text)).distinct()
    found = sorted(with_history(named)[:FIRST], key=lambda body: _closeness(body, text))
    hits = [BodyHit(body, _why(body, text)) for body in found[:limit]]
    if len(hits) < limit:
        hits += _by_place(rows, text, country=country, known={hit.body.pk for hit in hits}, limit=limit - len(hits))
    return hits


def named_like(text: str) -> Q:
    """Return the condition for bodies with a name that holds the text, or with the text as their code."""
    return (
        Q(name_ko__icontains=text)
        | Q(name_en__icontains=text)
        | Q(name_local__icontains=text)
        | Q(names__name_ko__icontains=text)
        | Q(names__name_en__icontains=text)
        | Q(code=text)
    )


def _closeness(body: Body, text: str) -> tuple[int, int, str]:
    lower = text.casefold()
    names = [name.casefold() for name in (body.name_ko, body.name_en) if name]
    rank_ = 0 if lower in names else 1 if any(name.startswith(lower) for name in names) else 2
    return rank_, len(body.name_ko), body.name_ko


def _why(body: Body, text: str) -> str:
    lower = text.casefold()
    if any(lower in name.casefold() for name in (body.name_ko, body.name_en, body.name_local)):
        return ""
    former = [in_language(ko=row.name_ko, en=row.name_en) for row in body.names.all()]
    return f"{FOUND_BY['alternate']}: {former[0]}" if former else ""


def _by_place(rows: QuerySet[Body], text: str, *, country: str | None, known: set[int], limit: int) -> list[BodyHit]:
    places = {hit.place.pk: hit for hit in search_places(query=text, country=country, limit=20)}
    found = [body for body in rows.filter(place__in=places).exclude(pk__in=known) if body.place_id]
    order = list(places)
    found.sort(key=lambda body: order.index(body.place_id or 0))
    return [BodyHit(body, places[body.place_id or 0].why) for body in found[:limit]]
