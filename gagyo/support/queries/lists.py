"""Lists of support requests: one filter for the list, the views of a queue, and every figure's address."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from gagyo.accounts.models import OwnedQuerySet
from gagyo.common.rules import Actor
from gagyo.kernels.text.words import words_of
from gagyo.registry.choices import BodyKind
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.queries.few import Found, few_of, within
from gagyo.support.queries.queues import ids_of_view
from gagyo.support.queries.reach import few_near
from gagyo.support.queries.search import with_word
from gagyo.support.queries.standing import STANDINGS, end_of, stood
from gagyo.support.rules.moves import NOT_ENDED

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

    view: one of queues.VIEWS; state: a RequestState, several joined by commas, or "all"; country: ISO code
    asker: a body's id; office: id of an office that answers; field: a RequestField
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

    def states(self) -> Sequence[str] | None:
        """Return the states that are meant, None for all."""
        if self.state == "":
            return NOT_ENDED
        return None if self.state == "all" else self.state.split(",")

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
    found = found_by(actor=actor, wanted=wanted, now=now)
    return narrowed(SupportRequest.objects.for_user(actor).filter(within(found)), wanted=wanted, now=now)


def found_by(*, actor: Actor, wanted: RequestFilter, now: datetime) -> list[Found]:
    """Return where the requests of the filter's view are, and those with its words."""
    return [among(wanted.view, actor=actor, now=now), *with_words(wanted, actor=actor)]


def with_words(wanted: RequestFilter, *, actor: Actor) -> list[Found]:
    """Return where the requests with the filter's words are."""
    return [with_word(word, actor=actor) for word in words_of(wanted.q)]


def narrowed(
    rows: OwnedQuerySet[SupportRequest], *, wanted: RequestFilter, now: datetime
) -> OwnedQuerySet[SupportRequest]:
    """Return those of some requests that fit the filter's columns."""
    if wanted.view == "overdue":
        rows = rows.filter(next_due_at__lt=now)
    if (states := wanted.states()) is not None:
        rows = rows.filter(state__in=states)
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

    view: one of queues.VIEWS; for any that is a column's condition, or none, all that the actor may read.
    Asks the database for ids: where few come into question, they are named, so that all else is tried on these alone.
    """
    ids = ids_of_view(view, actor=actor, now=now)
    if ids is None:
        near = few_near(actor)
        return Q() if near is None else near
    few = few_of(ids)
    return Q(pk__in=ids) if few is None else few


def listed_requests(*, actor: Actor, wanted: RequestFilter, sort: str, now: datetime) -> "QuerySet[SupportRequest]":
    """Return the requests of a list as records, in order. sort: a key of ORDERS, with "-" for the other direction"""
    rows = requests_for(actor=actor, wanted=wanted, now=now)
    return in_order(rows.select_related("asker", "country", "office"), sort=sort)


def in_order(rows: OwnedQuerySet[SupportRequest], *, sort: str) -> OwnedQuerySet[SupportRequest]:
    """Return requests in the order that an address says, or those due first."""
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return rows.order_by(F("next_due_at").asc(nulls_last=True), "-pk")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return rows.order_by(order, "-pk")
