"""What waits for whom, as ids: the views of the list, of which the page counts each and shows one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils.timezone import localdate

from gagyo.common.rules import Actor
from gagyo.support.choices import LegState, RequestState
from gagyo.support.models import Leg, SupportRequest
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.queries.approvals import stood_in_for, turns_of
from gagyo.support.queries.people import kind_of
from gagyo.support.rules.readers import may_route

VIEWS: Final = ("mine", "office", "overdue", "waiting")
# The others are a condition of the request's own columns. How many lists of ids each has, one after another.
PARTS: Final = {"mine": 5, "office": 4, "waiting": 3}
QUEUES: Final = tuple(PARTS)


def ids_of_view(view: str, *, actor: Actor, now: datetime) -> "QuerySet[Any, Any] | None":
    """
    Return the ids of a view in one list, each part of it by an index; None for one that is a column's condition.

    As alternatives of a WHERE they would be tried on every request.
    """
    parts = parts_of_view(view, actor=actor, today=localdate(now))
    if not parts:
        return None
    return _together(part.order_by() for part in parts)


def ids_of_queues(*, actor: Actor, today: date) -> "QuerySet[Any, Any]":
    """Return the ids of every view that is not a column's condition, each with its view."""
    return _together(
        part.order_by().annotate(of_view=Value(view))
        for view in QUEUES
        for part in parts_of_view(view, actor=actor, today=today)
    )


def _together(parts: "Iterable[QuerySet[Any, Any]]") -> "QuerySet[Any, Any]":
    first, *others = parts
    together: QuerySet[Any, Any] = first.union(*others, all=True)
    return together


def parts_of_view(view: str, *, actor: Actor, today: date) -> "list[QuerySet[Any, Any]]":
    """Return the ids of a view, each part of it by an index; as many as PARTS says."""
    user, office = actor.user_id or 0, actor.office_id or 0
    every = SupportRequest.objects.past_access(because="ids alone, which narrow what for_user() gives")
    legs = Leg.objects.filter(state__in=WITH_OFFICE)
    own = legs.filter(office_id=office)
    if view == "mine":
        asks = [RequestState.DRAFT, RequestState.RETURNED, RequestState.ANSWERED]
        return [
            every.filter(officer_id=user, state__in=asks).values("pk"),
            legs.filter(request__officer_id=user, state=LegState.WAITING).values("request"),
            turns_of(user_id=user, office_id=office, today=today),
            # Two parts: as alternatives they would be tried on every leg of the office.
            own.filter(owner_id=user).values("request"),
            own.filter(owner__in=stood_in_for(user_id=user, office_id=office, today=today)).values("request"),
        ]
    if view == "office":
        routes = [RequestState.SENT, RequestState.REOPENED, RequestState.UNDER_WAY]
        routing = may_route(actor=actor, office_kind=kind_of(actor))
        return [
            every.filter(office_id=office).values("pk"),
            every.filter(router_id=office, state__in=routes).values("pk"),
            (every.filter(router=None, state__in=routes) if routing else every.none()).values("pk"),
            own.values("request"),
        ]
    if view == "waiting":
        asked = [RequestState.SENT, RequestState.REOPENED, RequestState.ANSWER_APPROVAL]
        # Only what is under way is with an office; said, it leads an index to these.
        others = Q(Exists(legs.filter(request=OuterRef("pk")).exclude(office_id=office).order_by()))
        others &= Q(state=RequestState.UNDER_WAY)
        return [
            every.filter(office_id=office, state__in=asked).values("pk"),
            every.filter(others, office_id=office).values("pk"),
            every.filter(others, router_id=office).values("pk"),
        ]
    return []
