"""What somebody reads of the requests, asked once for a page that shows and counts several views of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from gagyo.accounts.models import OwnedQuerySet
from gagyo.common.rules import Actor
from gagyo.registry.models import Country
from gagyo.support.models import SupportRequest
from gagyo.support.models.readable import readable_apart, reads_most, requests_near
from gagyo.support.queries import few
from gagyo.support.queries.asked import Asked
from gagyo.support.queries.queues import PARTS, QUEUES, VIEWS, ids_of_queues, ids_of_view, parts_of_view
from gagyo.support.rules.moves import NOT_ENDED

MOST_COUNTED: Final = 999


@dataclass(frozen=True)
class Few:
    """The few requests that somebody reads, by their ids, and the state of each; late: past the next due time."""

    states: Mapping[int, str]
    late: frozenset[int]


@dataclass(frozen=True)
class First:
    """Some ids of a queue, and whether they are all."""

    ids: frozenset[int]
    is_all: bool


@dataclass(frozen=True)
class Reach:
    """What an actor reads at a moment; few: None where it is too much to be named."""

    actor: Actor
    now: datetime
    few: Few | None
    _firsts: dict[str, First] = field(default_factory=dict, compare=False)
    _queues: dict[str, set[int]] = field(default_factory=dict, compare=False)

    def rows(self) -> OwnedQuerySet[SupportRequest]:
        """Return the requests among which lists look: those that the actor reads, or all where their ids are named."""
        if self.few is None:
            return SupportRequest.objects.for_user(self.actor)
        return SupportRequest.objects.past_access(because="the ids that for_user() gave for this page are named beside")

    def ids_of(self, view: str, states: Collection[str] | None) -> set[int]:
        """
        Return the ids of a view in some states, of few requests; "" for every view and None for every state.

        :raises ValueError: where it is too much to be named
        """
        if self.few is None:
            raise ValueError("What this actor reads is not named by ids: ask with first_of().")
        known = self.few.states
        ids: Collection[int] = self.few.late if view == "overdue" else self._queue(view) if view in QUEUES else known
        return {pk for pk in ids if pk in known and (states is None or known[pk] in states)}

    def _queue(self, view: str) -> set[int]:
        """Return the ids of a queue, some of them not read; all queues are asked at once, the first time."""
        if not self._queues:
            self._queues.update({each: set() for each in QUEUES})
            for pk, each in OF_QUEUES.rows(self.actor, today=localdate(self.now)):
                self._queues[each].add(pk)
        return self._queues[view]

    def first_of(self, view: str) -> First:
        """Return the first ids of a queue, asked once; some of them may not be read."""
        if view not in self._firsts:
            most, today = few.FEW + 1, localdate(self.now)
            # Part by part: of all together the database would make each whole before it gives the first.
            parts = [PART.rows(self.actor, today=today, view=view, part=n, most=most) for n in range(PARTS[view])]
            ids = frozenset(pk for part in parts for (pk,) in part)
            self._firsts[view] = First(ids, is_all=max(map(len, parts)) < most and len(ids) < most)
        return self._firsts[view]


def near_ids(actor: Actor, *, most: int) -> "QuerySet[Any, Any]":
    """Ask for the ids of what an office has to do with, as many as are wanted."""
    found = requests_near(actor)
    assert found is not None, "it has to do with every request"
    return found.values_list("pk")[:most]


def read_of(actor: Actor, *, ids: Collection[int], now: datetime) -> "QuerySet[Any, Any]":
    """Ask which of some requests somebody reads, in which state they are, and which are past their due time."""
    late = ExpressionWrapper(Q(next_due_at__lt=now), BooleanField())
    return SupportRequest.objects.for_user(actor).filter(pk__one_of=ids).order_by().values_list("pk", "state", late)


def live_of(actor: Actor, *, ids: Collection[int], most: int) -> "QuerySet[Any, Any]":
    """Ask which of some requests somebody reads and are not ended."""
    rows = SupportRequest.objects.for_user(actor).filter(pk__one_of=ids, state__in=NOT_ENDED)
    return rows.order_by().values_list("pk")[:most]


def late_ids(actor: Actor, *, now: datetime, most: int) -> "QuerySet[Any, Any]":
    """Ask which requests that somebody reads are past their due time."""
    rows = SupportRequest.objects.for_user(actor).filter(state__in=NOT_ENDED, next_due_at__lt=now)
    return rows.order_by().values_list("pk")[:most]


def of_queues(actor: Actor, *, today: date) -> "QuerySet[Any, Any]":
    """Ask for the ids of all queues, each with its view."""
    return ids_of_queues(actor=actor, today=today)


def part_of_queue(actor: Actor, *, today: date, view: str, part: int, most: int) -> "QuerySet[Any, Any]":
    """Ask for the ids of one part of a queue."""
    return parts_of_view(view, actor=actor, today=today)[part].order_by()[:most]


NEAR, READ, LIVE, LATE = Asked(near_ids), Asked(read_of), Asked(live_of), Asked(late_ids)
OF_QUEUES, PART = Asked(of_queues), Asked(part_of_queue)


def reach_of(*, actor: Actor, now: datetime) -> Reach:
    """Return what an actor reads; two queries, or none where it is much."""
    near = few_near(actor)
    if near is None:
        return Reach(actor, now, None)
    rows = READ.rows(actor, ids=near, now=now)
    states = {pk: state for pk, state, _late in rows}
    return Reach(actor, now, Few(states, frozenset(pk for pk, _state, late in rows if late)))


def few_near(actor: Actor) -> set[int] | None:
    """Return the ids of the requests that the actor's offices have to do with, where those are few."""
    if reads_most(actor):
        return None
    found = {pk for (pk,) in NEAR.rows(actor, most=few.FEW + 1)}
    return found if len(found) <= few.FEW else None


def counts_of_views(reach: Reach) -> dict[str, int]:
    """
    Return how many requests each view holds, the same number of queries for any number of them.

    One that holds more than MOST_COUNTED is MOST_COUNTED + 1: nobody waits for the sum of what nobody reads through.
    """
    if reach.few is None:
        return {view: _count_to_most(view, reach=reach) for view in VIEWS}
    return {view: min(len(reach.ids_of(view, NOT_ENDED)), MOST_COUNTED + 1) for view in VIEWS}


def _count_to_most(view: str, *, reach: Reach) -> int:
    actor, most = reach.actor, MOST_COUNTED + 1
    if view == "overdue":
        return len(LATE.rows(actor, now=reach.now, most=most))
    first = reach.first_of(view)
    found = len(LIVE.rows(actor, ids=first.ids, most=most))
    if found == most or first.is_all:
        return found
    ids = ids_of_view(view, actor=actor, now=reach.now)
    rows = SupportRequest.objects.for_user(actor).filter(state__in=NOT_ENDED, pk__in=ids).order_by()
    return rows[:most].count()


def countries_of_requests(reach: Reach) -> list[tuple[str, str]]:
    """Return the countries of the requests that the actor reads, by their names in the active language."""
    rows = Country.objects.only("code", "name_ko", "name_en")
    if reach.few is None:
        found = _countries_of_many(rows, actor=reach.actor)
    else:
        read = reach.rows().filter(pk__one_of=reach.few.states).exclude(country=None)
        found = list(rows.filter(code__in=read.order_by().values("country")))
    return sorted(((country.code, country.name) for country in found), key=lambda pair: pair[1])


def _countries_of_many(rows: "QuerySet[Country]", *, actor: Actor) -> list[Country]:
    """Return the countries with a request under the first of the actor's conditions, or under one of the others."""
    every = SupportRequest.objects.past_access(because="under each of the conditions that make up for_user()")
    every = every.filter(archived_at=None).order_by()
    first, *others = readable_apart(actor)
    # The first request of a country decides; as Exists() the database would read all of them.
    one = Subquery(every.filter(first, country=OuterRef("pk")).values("pk")[:1])
    looked = list(rows.annotate(one=one))
    found: list[Country] = [country for country in looked if country.one is not None]
    missing = [country.pk for country in looked if country.one is None]
    if missing and others:
        left = reduce(or_, others)
        found += rows.filter(code__in=every.filter(left, country__in=missing).values("country"))
    return found
