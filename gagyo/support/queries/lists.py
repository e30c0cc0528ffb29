"""Lists of support requests: one filter for the list, the views of a queue, and every figure's address."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import F, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from gagyo.accounts.models import OwnedQuerySet
from gagyo.common.rules import Actor
from gagyo.kernels.text.words import words_of
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Country
from gagyo.support.choices import LegState, RequestState
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.models.readable import requests_near
from gagyo.support.queries.approvals import stood_in_for, turns_of
from gagyo.support.queries.few import FEW, Found, few_of, within
from gagyo.support.queries.people import kind_of
from gagyo.support.queries.search import with_word
from gagyo.support.queries.standing import STANDINGS, end_of, stood
from gagyo.support.rules.moves import ENDED
from gagyo.support.rules.readers import may_route

VIEWS: Final = ("mine", "office", "overdue", "waiting")
MOST_COUNTED: Final = 999
ORDERS: Final = {
    "number": "number",
    "name": "name_ko",
    "state": "state",
    "asker": "asker__name_ko",
    "wanted": "wanted_by",
    "due": "next_due_at",
    "sent": "sent_at",
}

# The filters that are a column of the request.
COLUMNS: Final = {
    "field": "field",
    "country": "country_id",
    "asker": "asker_id",
    "tie": "tie_id",
    "visit": "visit_id",
    "project": "project_id",
    "agreed": "agreed_item_id",
}


@dataclass(frozen=True)
class RequestFilter:
    """
    What of the requests is meant; empty means all that are not withdrawn or confirmed.

    tie, visit, project, agreed: ids of what a request hangs on; province: id of a body, of which and of whose cities
    the askers are

    view: one of VIEWS; state: a RequestState, several joined by commas, or "all"; country: ISO code; asker: a body's
    id; office: id of an office that answers; field: a RequestField
    stood: one of STANDINGS, as of as_of: the rows that a figure counted
    """

    view: str = ""
    q: str = ""
    state: str = ""
    field: str = ""
    country: str = ""
    asker: int | None = None
    office: int | None = None
    province: int | None = None
    tie: int | None = None
    visit: int | None = None
    project: int | None = None
    agreed: int | None = None
    stood: str = ""
    as_of: str = ""

    def parameters(self) -> dict[str, str]:
        """Return what the address says: only what differs from nothing asked."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return {key: str(value) for key, value in said.items() if value not in ("", None)}

    def href(self) -> str:
        """Return the address of the rows."""
        query = urlencode(self.parameters())
        return f"{reverse('support:requests')}?{query}" if query else reverse("support:requests")

    def but(self, **changes: Any) -> "RequestFilter":
        """Return the filter with something changed."""
        return replace(self, **changes)


def requests_for(*, actor: Actor, wanted: RequestFilter, now: datetime) -> OwnedQuerySet[SupportRequest]:
    """Return the requests that the actor may read and the filter means, each once; not in order."""
    found = [among(wanted.view, actor=actor, now=now)]
    found += [with_word(word, actor=actor) for word in words_of(wanted.q)]
    rows = SupportRequest.objects.for_user(actor).filter(within(found))
    if wanted.view == "overdue":
        rows = rows.filter(next_due_at__lt=now)
    if wanted.state == "":
        rows = rows.exclude(state__in=ENDED)
    elif wanted.state != "all":
        rows = rows.filter(state__in=wanted.state.split(","))
    if wanted.stood in STANDINGS:
        rows = rows.filter(stood(wanted.stood, until=end_of(as_of_day(wanted.as_of, now=now), now=now)))
    asked = {column: getattr(wanted, name) for name, column in COLUMNS.items()}
    rows = rows.filter(**{column: value for column, value in asked.items() if value})
    if wanted.office:
        legs = Leg.objects.filter(office_id=wanted.office, sent_at__isnull=False)
        if wanted.stood in STANDINGS:
            # A part that was sent later did not count on that day.
            legs = legs.filter(sent_at__lt=end_of(as_of_day(wanted.as_of, now=now), now=now))
        rows = rows.filter(pk__in=legs.values("request"))
    if wanted.province:
        rows = rows.filter(of_province(wanted.province))
    return rows


def of_province(body_id: int) -> Q:
    """Return the condition of what a province and its cities, counties and districts ask; any other body by itself."""
    return Q(asker_id=body_id) | Q(asker__kind=BodyKind.BASIC, asker__parent_id=body_id)


def as_of_day(text: str, *, now: datetime) -> date:
    """Return the day that an address says, or today for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return localdate(now)


def among(view: str, *, actor: Actor, now: datetime) -> Found:
    """
    Return where the requests of a view are: what waits for me or my office, what others have.

    view: one of VIEWS; for any that is a column's condition, or none, all that the actor may read.
    Asks the database for ids: where few come into question, they are named, so that all else is tried on these alone.
    """
    ids = ids_of_view(view, actor=actor, now=now)
    if ids is None:
        near = few_near(actor)
        return Q() if near is None else near
    few = few_of(ids)
    return Q(pk__in=ids) if few is None else few


def few_near(actor: Actor) -> set[int] | None:
    """Return the ids of the requests that the actor's offices have to do with, where those are few."""
    near = requests_near(actor)
    return None if near is None else few_of(near)


def ids_of_view(view: str, *, actor: Actor, now: datetime) -> "QuerySet[Any, Any] | None":
    """
    Return the ids of a view in one list, each part of it by an index; None for one that is a column's condition.

    As alternatives of a WHERE they would be tried on every request.
    """
    parts = _parts_of_view(view, actor=actor, now=now)
    if not parts:
        return None
    first, *others = (part.order_by() for part in parts)
    return first.union(*others, all=True)


def _parts_of_view(view: str, *, actor: Actor, now: datetime) -> "list[QuerySet[Any, Any]]":
    user, office = actor.user_id or 0, actor.office_id or 0
    every = SupportRequest.objects.past_access(because="ids alone, which narrow what for_user() gives")
    legs = Leg.objects.filter(state__in=WITH_OFFICE)
    if view == "mine":
        owned = Q(owner_id=user) | Q(owner__in=stood_in_for(user_id=user, office_id=office, today=localdate(now)))
        asks = [RequestState.DRAFT, RequestState.RETURNED, RequestState.ANSWERED]
        return [
            every.filter(officer_id=user, state__in=asks).values("pk"),
            legs.filter(request__officer_id=user, state=LegState.WAITING).values("request"),
            turns_of(user_id=user, office_id=office, today=localdate(now)),
            legs.filter(owned, office_id=office).values("request"),
        ]
    if view == "office":
        routes = [RequestState.SENT, RequestState.REOPENED, RequestState.UNDER_WAY]
        routers = [office, None] if may_route(actor=actor, office_kind=kind_of(actor)) else [office]
        return [
            every.filter(office_id=office).values("pk"),
            *(every.filter(router_id=router, state__in=routes).values("pk") for router in routers),
            legs.filter(office_id=office).values("request"),
        ]
    if view == "waiting":
        asked = [RequestState.SENT, RequestState.REOPENED, RequestState.ANSWER_APPROVAL]
        others = legs.exclude(office_id=office)
        return [
            every.filter(office_id=office, state__in=asked).values("pk"),
            others.filter(request__office_id=office).values("request"),
            others.filter(request__router_id=office).values("request"),
        ]
    return []


def listed_requests(
    *, actor: Actor, wanted: RequestFilter, sort: str, now: datetime, with_legs: bool = True
) -> "QuerySet[SupportRequest]":
    """
    Return the requests of a list, in order; those due first unless said.

    sort: a key of ORDERS, with "-" for the other direction. with_legs: each row has its open legs in `open_legs`
    """
    rows = requests_for(actor=actor, wanted=wanted, now=now)
    legs = Prefetch("legs", Leg.objects.filter(state__in=WITH_OFFICE).select_related("office", "owner"), "open_legs")
    related = rows.select_related("asker", "country", "office")
    related = related.prefetch_related(legs) if with_legs else related
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return related.order_by(F("next_due_at").asc(nulls_last=True), "-pk")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return related.order_by(order, "-pk")


def counts_of_views(*, actor: Actor, now: datetime) -> dict[str, int]:
    """
    Return how many requests each view holds, the same number of queries for any number of them.

    One that holds more than MOST_COUNTED is MOST_COUNTED + 1: nobody waits for the sum of what nobody reads through.
    """
    rows = SupportRequest.objects.for_user(actor).exclude(state__in=ENDED).order_by()
    near = few_near(actor)
    if near is None:
        return {view: _count_to_most(rows, view, actor=actor, now=now) for view in VIEWS}
    due = dict(rows.filter(pk__in=near).values_list("pk", "next_due_at"))
    found = {"overdue": sum(at is not None and at < now for at in due.values())}
    for view in VIEWS:
        ids = ids_of_view(view, actor=actor, now=now)
        if ids is not None:
            found[view] = len({next(iter(row.values())) for row in ids.iterator()} & due.keys())
    return {view: min(found[view], MOST_COUNTED + 1) for view in VIEWS}


def _count_to_most(rows: OwnedQuerySet[SupportRequest], view: str, *, actor: Actor, now: datetime) -> int:
    ids = ids_of_view(view, actor=actor, now=now)
    if ids is None:
        return rows.filter(next_due_at__lt=now)[: MOST_COUNTED + 1].count()
    first = {next(iter(row.values())) for row in ids[: FEW + 1]}
    found = rows.filter(pk__in=first)[: MOST_COUNTED + 1].count()
    if len(first) <= FEW or found > MOST_COUNTED:
        return found
    return rows.filter(pk__in=ids)[: MOST_COUNTED + 1].count()


def countries_of_requests(actor: Actor) -> list[tuple[str, str]]:
    """Return the countries of the requests that the actor may read, by their names in the active language."""
    used = SupportRequest.objects.for_user(actor).exclude(country=None).order_by().values("country")
    rows = [(country.code, country.name) for country in Country.objects.filter(code__in=used)]
    return sorted(rows, key=lambda pair: pair[1])
