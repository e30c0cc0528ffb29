"""Pairs of places, bodies and people that may be one, with reasons."""

import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from gagyo.accounts.rules import may_read_contacts
from gagyo.common.rules import Actor
from gagyo.kernels.text.folding import fold, fold_place
from gagyo.registry.choices import ALIKE_BY, MergeSubject, PlaceKind
from gagyo.registry.models import Body, NotADuplicate, Person, Place, PlaceName
from gagyo.registry.rules import Pair, Record, likely_pairs

# Two cities of one name nearer than this are likely one; a city and its port are rarely further apart.
NEAR_KM = 30.0
FIRST = 200


@dataclass(frozen=True)
class Suggestion:
    """A pair that may be one."""

    subject: str
    first: Place | Body | Person
    second: Place | Body | Person
    reasons: tuple[str, ...]
    distance_km: float | None

    @property
    def words(self) -> list[str]:
        """The reasons in words."""
        found = [str(ALIKE_BY[reason]) for reason in self.reasons]
        return [*found, f"{self.distance_km} km"] if self.distance_km is not None else found


def suggestions(*, subject: str, actor: Actor) -> list[Suggestion]:
    """Return the pairs of one kind that nobody has called different, most reasons first, at most FIRST."""
    pairs = {
        MergeSubject.PLACE: _place_pairs,
        MergeSubject.BODY: _body_pairs,
        MergeSubject.PERSON: _person_pairs,
    }[MergeSubject(subject)](actor)
    said = set(NotADuplicate.objects.filter(subject=subject).values_list("first_id", "second_id"))
    open_pairs = [pair for pair in pairs if (pair.first, pair.second) not in said][:FIRST]
    wanted = {pk for pair in open_pairs for pk in (pair.first, pair.second)}
    rows = _rows(subject, actor, wanted)
    return [
        Suggestion(subject, rows[pair.first], rows[pair.second], pair.reasons, pair.distance_km)
        for pair in open_pairs
        if pair.first in rows and pair.second in rows
    ]


def _rows(subject: str, actor: Actor, pks: set[int]) -> dict[int, Place | Body | Person]:
    if subject == MergeSubject.PLACE:
        places = Place.objects.for_user(actor).select_related("country", "parent").filter(pk__in=pks)
        return {row.pk: row for row in places}
    if subject == MergeSubject.BODY:
        bodies = Body.objects.for_user(actor).select_related("country", "parent", "place").filter(pk__in=pks)
        return {row.pk: row for row in bodies}
    people = Person.objects.for_user(actor).filter(pk__in=pks).prefetch_related("posts__body")
    return {row.pk: row for row in people}


def _place_pairs(actor: Actor) -> list[Pair]:
    # GeoNames' own rows are not compared with each other: its namesakes are real.
    entered = Place.objects.for_user(actor).filter(geoname_id=None).exclude(kind=PlaceKind.PROVINCE)
    mine = PlaceName.objects.filter(place__in=entered, is_proposed=False).exclude(skeleton="")
    skeletons = set(mine.filter(is_main=True).values_list("skeleton", flat=True))
    ids = set(entered.exclude(wikidata_id="").values_list("wikidata_id", flat=True))
    names = PlaceName.objects.filter(is_main=True, skeleton__in=skeletons, place__archived_at=None)
    near = set(names.values_list("place_id", flat=True)[:5000])
    rows = Place.objects.for_user(actor).filter(Q(pk__in=near) | Q(pk__in=entered) | Q(wikidata_id__in=ids))
    records = [_place_record(place) for place in rows.exclude(kind=PlaceKind.PROVINCE)]
    new = set(entered.values_list("pk", flat=True))
    pairs = likely_pairs(records=records, within_km=NEAR_KM)
    return [pair for pair in pairs if pair.first in new or pair.second in new]


def _place_record(place: Place) -> Record:
    names = {fold_place(name) for name in (place.name_ko, place.name_en) if name}
    keys = {
        "name": frozenset(f"{place.country_id}:{name}" for name in names if len(name) > 1),
        "wikidata": frozenset({place.wikidata_id} - {""}),
    }
    known = place.latitude is not None and place.longitude is not None
    return Record(
        pk=place.pk,
        keys=keys,
        apart=(place.country_id, str(place.parent_id or "")),
        position=(place.latitude or 0.0, place.longitude or 0.0) if known else None,
    )


def _body_pairs(actor: Actor) -> list[Pair]:
    rows = Body.objects.for_user(actor).select_related("place")
    return likely_pairs(records=[_body_record(body) for body in rows])


def _body_record(body: Body) -> Record:
    names = {fold_place(name) for name in (body.name_ko, body.name_en) if name}
    host = re.sub(r"^https?://(www\.)?|/$", "", body.website.casefold())
    return Record(
        pk=body.pk,
        keys={
            "name": frozenset(f"{body.kind}:{name}" for name in names if len(name) > 1),
            "place": frozenset({f"{body.kind}:{body.place_id}"} if body.place_id else ()),
            "website": frozenset({host} - {""}),
            "wikidata": frozenset({body.wikidata_id} - {""}),
        },
        # Korea's districts share names; those that were abolished are told apart by their dates.
        apart=(body.country_id, str(body.parent_id or ""), body.code or "", str(body.ends_on or body.starts_on or "")),
    )


def _person_pairs(actor: Actor) -> list[Pair]:
    people = Person.objects.for_user(actor).prefetch_related("posts")
    people = people if actor.reads_all else people.filter(office=actor.office_id)
    return likely_pairs(records=[_person_record(person) for person in people])


def _person_record(person: Person) -> Record:
    names = {fold(name) for name in (person.name_ko, person.name_en) if name}
    bodies = {post.body_id for post in person.posts.all()}
    digits = re.sub(r"\D", "", person.phone)
    return Record(
        pk=person.pk,
        keys={
            "email": frozenset({person.email.casefold()} - {""}),
            "phone": frozenset({digits} if len(digits) > 6 else ()),
            "name_and_body": frozenset(f"{name}:{body}" for name in names for body in bodies),
        },
        apart=(str(person.office_id or ""),),
    )


def pair_of(
    *, subject: str, actor: Actor, first: int, second: int
) -> tuple[Place | Body | Person, Place | Body | Person] | None:
    """Return two rows of one kind that the actor reads, or nothing."""
    if subject == MergeSubject.PERSON and not may_read_contacts(actor=actor):
        return None
    rows = _rows(subject, actor, {first, second})
    return (rows[first], rows[second]) if len(rows) == 2 else None


def pointing_counts(first: Place | Body | Person, second: Place | Body | Person) -> list[tuple[str, int, int]]:
    """Return how many rows of each table point at each of two rows, where any do."""
    found: list[tuple[str, int, int]] = []
    for key in pointing_at(type(first)):
        if key.name == "merged_into":
            continue
        rows = key.model._base_manager
        one, other = (rows.filter(**{key.attname: row.pk}).count() for row in (first, second))
        if one or other:
            found.append((str(key.model._meta.verbose_name_plural), one, other))
    return found


def pointing_at(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Return every foreign key of every table that points at a model."""
    related = model._meta.get_fields(include_hidden=True)
    return [
        each.field
        for each in related
        if isinstance(each, models.ManyToOneRel) and isinstance(each.field, models.ForeignKey)
    ]
