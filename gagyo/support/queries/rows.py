"""The requests of a list as a page takes them: ids first, and of those shown all that a row shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from gagyo.accounts.models import OwnedQuerySet
from gagyo.common.models.bases import in_language
from gagyo.common.models.prepared import Prepared
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.models.readable import readable_apart
from gagyo.support.queries.few import Found, within
from gagyo.support.queries.lists import RequestFilter, in_order, narrowed, with_words
from gagyo.support.queries.queues import PARTS, ids_of_view
from gagyo.support.queries.reach import Reach

NAMES: Final = ("name_ko", "name_en")
OF_A_ROW: Final = (
    *("pk", "number", "state", "next_due_at", "wanted_by", "office_id", "officer_id", "router_id", "confidentiality"),
    *("sent_at", *(f"{of}{name}" for of in ("", "asker__", "country__") for name in NAMES)),
)
CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class OpenLeg:
    """A part of a request that an office works on. told: whom of its delay, "", "managers" or "ministry" """

    pk: int
    office_id: int
    office: str
    state: str
    is_late: bool
    told: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as a list or a card shows it: names in the reader's language, and the parts that offices work on."""

    pk: int
    number: str
    name: str
    asker: str
    country: str
    state: str
    next_due_at: datetime | None
    wanted_by: date | None
    office_id: int
    officer_id: int | None
    router_id: int | None
    confidentiality: str
    is_sent: bool
    legs: tuple[OpenLeg, ...]


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
            found = [reach.ids_of(wanted.view, wanted.states()), *with_words(wanted, actor=reach.actor)]
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

    def __getitem__(self, part: slice) -> list[RequestRow]:
        """Return a stretch of them."""
        ids = [pk for pk, _state in self._few[part]] if self._are_few else list(self._pks[part])
        return drawn(ids, now=self._reach.now)

    def __iter__(self) -> Iterator[RequestRow]:
        """Return all of them, some hundred at a time."""
        ids = [pk for pk, _state in self._few] if self._are_few else list(self._pks)
        for start in range(0, len(ids), CHUNK):
            yield from drawn(ids[start : start + CHUNK], now=self._reach.now)

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
        shown = [pk for state in states for pk in ids[state][:most]]
        rows = {row.pk: row for row in drawn(shown, now=self._reach.now)}
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

    rows: list[RequestRow]
    count: int


def drawn(ids: Sequence[int], *, now: datetime) -> list[RequestRow]:
    """
    Return requests in the order of their ids, with all that a row and a card show and nothing else.

    Not as records: to make some hundred of them takes longer than to find them.
    """
    if not ids:
        return []
    legs: dict[int, list[OpenLeg]] = {}
    for request_id, pk, office_id, ko, en, state, is_late, is_told, is_told_further in LEGS.rows(
        None, ids=ids, now=now
    ):
        told = "ministry" if is_told_further else "managers" if is_told else ""
        leg = OpenLeg(pk, office_id, in_language(ko=ko, en=en), state, bool(is_late), told)
        legs.setdefault(request_id, []).append(leg)
    every = SupportRequest.objects.past_access(because="ids that a list of what the reader reads gave just now")
    asked = every.filter(pk__one_of=ids).order_by()
    found = {row.pk: row for row in (_row_of(values, legs=legs) for values in asked.values(*OF_A_ROW))}
    return [found[pk] for pk in ids if pk in found]


def _row_of(values: Mapping[str, Any], *, legs: Mapping[int, list[OpenLeg]]) -> RequestRow:
    def name(of: str = "") -> str:
        return in_language(ko=values[f"{of}name_ko"] or "", en=values[f"{of}name_en"] or "")

    return RequestRow(
        pk=values["pk"],
        number=values["number"],
        name=name(),
        asker=name("asker__"),
        country=name("country__"),
        state=values["state"],
        next_due_at=values["next_due_at"],
        wanted_by=values["wanted_by"],
        office_id=values["office_id"],
        officer_id=values["officer_id"],
        router_id=values["router_id"],
        confidentiality=values["confidentiality"],
        is_sent=values["sent_at"] is not None,
        legs=tuple(legs.get(values["pk"], ())),
    )


def _open_legs(_alike: None, *, ids: Collection[int], now: datetime) -> "QuerySet[Any, Any]":
    """Ask for the parts of requests that offices work on, the first ones first."""
    rows = Leg.objects.filter(request__pk__one_of=ids, state__in=WITH_OFFICE).order_by("pk")
    late, told, further = Q(due_at__lt=now), Q(escalated_at__isnull=False), Q(escalated_further_at__isnull=False)
    asked = [ExpressionWrapper(each, BooleanField()) for each in (late, told, further)]
    return rows.values_list("request_id", "pk", "office_id", "office__name_ko", "office__name_en", "state", *asked)


LEGS: Final = Prepared(_open_legs)
