"""The board of requests: a column for each state, with what the actor does next on each card."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from gagyo.common.rules import Actor
from gagyo.support.choices import RequestState
from gagyo.support.models import Leg, SavedFilter, SupportRequest
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.queries.approvals import turns_of
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.reach import Reach
from gagyo.support.queries.rows import RequestRow, RequestRows
from gagyo.support.rules.moves import ENDED

SHOWN: Final = 12
BOARD_STATES: Final = tuple(state for state in RequestState if state not in ENDED)


@dataclass(frozen=True)
class BoardColumn:
    """One state, the requests in it that come first, and how many there are."""

    state: RequestState
    rows: list[RequestRow]
    count: int


def board_columns(*, reach: Reach, wanted: RequestFilter) -> list[BoardColumn]:
    """
    Return the columns of a filter, those due first in each; the same number of queries for any number of requests.

    A state that the filter leaves out has no column.
    """
    asked = wanted.state.split(",") if wanted.state not in ("", "all") else list(BOARD_STATES)
    states = [state for state in RequestState if state in asked and (state in BOARD_STATES or wanted.state)]
    found = RequestRows(reach=reach, wanted=wanted.but(state=",".join(states))).first_of(states, most=SHOWN)
    return [BoardColumn(state, found[state].rows, found[state].count) for state in states]


def to_decide(*, actor: Actor, today: date) -> set[int]:
    """Return the requests on which a step waits that the actor decides today, for oneself or as a stand-in."""
    turns = turns_of(user_id=actor.user_id or 0, office_id=actor.office_id or 0, today=today)
    return {int(row["of"]) for row in turns}


def saved_filters(actor: Actor) -> "QuerySet[SavedFilter]":
    """Return the filters that the actor keeps in the present office, and those of the office, by name."""
    return SavedFilter.objects.filter(Q(user=None) | Q(user_id=actor.user_id or 0), office_id=actor.office_id or 0)


def legs_to_assign(actor: Actor, *, limit: int) -> "QuerySet[Leg]":
    """Return the legs that the actor's office works on, those without an owner first, then by when they are due."""
    rows = Leg.objects.filter(office_id=actor.office_id or 0, state__in=WITH_OFFICE, request__in=_read(actor))
    first = (F("owner").asc(nulls_first=True), F("due_at").asc(nulls_last=True), "pk")
    return rows.select_related("request", "owner").order_by(*first)[:limit]


def _read(actor: Actor) -> Any:
    return SupportRequest.objects.for_user(actor).values("pk")
