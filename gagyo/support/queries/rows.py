"""The requests of a list as a page takes them: ids first, and of those shown all that a row shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from gagyo.accounts.models import OwnedQuerySet
from gagyo.support.models import SupportRequest
from gagyo.support.models.readable import readable_apart
from gagyo.support.queries.few import Found, within
from gagyo.support.queries.lists import RequestFilter, in_order, narrowed, open_legs, with_words
from gagyo.support.queries.queues import PARTS, ids_of_view
from gagyo.support.queries.reach import Reach

NAMES: Final = ("name_ko", "name_en")
OF_A_ROW: Final = (
    *("number", *NAMES, "state", "wanted_by", "next_due_at"),
    *("office_id", "officer_id", "router_id", "confidentiality", "sent_at"),
    *(f"{each}__{name}" for each in ("asker", "country") for name in NAMES),
)
OF_A_LEG: Final = (
    "request_id",
    "state",
    "due_at",
    "escalated_at",
    "escalated_further_at",
    *(f"office__{name}" for name in NAMES),
)


class RequestRows:
    """
    The requests of a filter in order, for a page that shows a stretch of them.

    Where few come into question their ids are read in one go, which gives their number too.
    """

    def __init__(self, *, reach: Reach, wanted: RequestFilter, sort: str = "") -> None:
        """Find where they are. sort: a key of ORDERS, with "-" for the other direction"""
        self._reach, self._wanted = reach, wanted
        if reach.few is None:
            view = found_in_view(wanted.view, reach=reach)
            found = [view, *with_words(wanted, actor=reach.actor)]
        else:
            # All that decides of view and state is known: asked once more, it would lead the database to other ways.
            self._wanted = wanted.but(view="", state="all")
            found = [reach.few.of(wanted.view, wanted.states()), *with_words(wanted, actor=reach.actor)]
        self._within, self._are_few = within(found), any(isinstance(each, set) for each in found)
        self._ordered = in_order(self._narrowed(reach.rows()), sort=sort)

    def _narrowed(self, rows: OwnedQuerySet[SupportRequest]) -> OwnedQuerySet[SupportRequest]:
        return narrowed(rows.filter(self._within), wanted=self._wanted, now=self._reach.now)

    @property
    def _pks(self) -> "QuerySet[SupportRequest, int]":
        return self._ordered.values_list("pk", flat=True)

    @cached_property
    def _few(self) -> list[tuple[int, str]]:
        return list(self._ordered.values_list("pk", "state"))

    def _apart(self) -> list[OwnedQuerySet[SupportRequest]]:
        """Return the same rows in parts that an index counts, each for itself."""
        every = SupportRequest.objects.past_access(because="under each of the conditions that make up for_user()")
        every = every.filter(archived_at=None).order_by()
        return [self._narrowed(every.filter(part)) for part in readable_apart(self._reach.actor)]

    def __len__(self) -> int:
        """Count them."""
        return len(self._few) if self._are_few else sum(part.count() for part in self._apart())

    def __getitem__(self, part: slice) -> list[SupportRequest]:
        """Return a stretch of them, each with its open legs in `open_legs`."""
        ids = [pk for pk, _state in self._few[part]] if self._are_few else list(self._pks[part])
        return drawn(ids)

    def __iter__(self) -> Iterator[SupportRequest]:
        """Return all of them."""
        return iter(self[:])

    def first_of(self, states: Sequence[str], *, most: int) -> dict[str, "Stretch"]:
        """Return of each state the first requests, as [] gives them, and how many there are."""
        if self._are_few:
            ids = {state: [pk for pk, its in self._few if its == state] for state in states}
            counts = {state: len(ids[state]) for state in states}
        else:
            counts = dict.fromkeys(states, 0)
            for part in self._apart():
                for state, number in part.values_list("state").annotate(number=Count("pk")):
                    if state in counts:
                        counts[state] += number
            ids = {state: list(self._pks.filter(state=state)[:most]) if counts[state] else [] for state in states}
        rows = {row.pk: row for row in drawn([pk for state in states for pk in ids[state][:most]])}
        return {state: Stretch([rows[pk] for pk in ids[state][:most] if pk in rows], counts[state]) for state in states}


def found_in_view(view: str, *, reach: Reach) -> Found:
    """Return where the requests of a view are, for one whose reach is too much to be named."""
    if view not in PARTS:
        return Q()
    first = reach.first_of(view)
    if first.is_all:
        return set(first.ids)
    return Q(pk__in=ids_of_view(view, actor=reach.actor, now=reach.now))


@dataclass(frozen=True)
class Stretch:
    """The first rows of many, and how many there are."""

    rows: list[SupportRequest]
    count: int


def drawn(ids: Sequence[int]) -> list[SupportRequest]:
    """Return requests in the order of their ids, with all that a row and a card show and nothing else."""
    every = SupportRequest.objects.past_access(because="ids that a list of what the reader reads gave just now")
    found = every.filter(pk__one_of=ids).select_related("asker", "country").only(*OF_A_ROW).order_by().in_bulk()
    rows = [found[pk] for pk in ids if pk in found]
    prefetch_related_objects(rows, open_legs(OF_A_LEG))
    return rows
