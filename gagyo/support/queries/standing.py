"""Where requests stood on a day, from rows with dates alone: the same conditions count a figure and open its rows."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gagyo.support.choices import DECIDED, ItemOutcome, RequestState
from gagyo.support.models import Answer, AnswerItem, Leg, RequestItem
from gagyo.support.queries.hours import ASKERS_ZONE

STANDINGS: Final = ("received", "answered", "withdrawn", "open", "fulfilled", "fulfilled_in_part", "overdue")


def end_of(day: date, *, now: datetime) -> datetime:
    """Return the moment until which a day counts: its end in Korea, or now while it lasts."""
    return min(now, datetime.combine(day + timedelta(days=1), time.min, ASKERS_ZONE))


def stood(standing: str, *, until: datetime) -> Q:
    """
    Return the condition of the requests that stood so at a moment.

    standing: one of STANDINGS. Every request received is answered, withdrawn or open; the others are parts of these.
    :raises KeyError: for any other word
    """
    received = Q(sent_at__lt=until)
    withdrawn = received & Q(state=RequestState.WITHDRAWN, closed_at__lt=until)
    kept = received & ~withdrawn
    has_answer = Q(Exists(_standing_answers(until)))
    granted, partly = Q(was=ItemOutcome.GRANTED), Q(was=ItemOutcome.PART)
    lacking = Q(was=None) | ~granted

    def some(which: Q) -> Q:
        return Q(Exists(_items(until).filter(which)))

    # Only the one that is asked for is put together: each takes longer than the database takes to answer it.
    conditions: dict[str, Callable[[], Q]] = {
        "received": lambda: received,
        "withdrawn": lambda: withdrawn,
        "answered": lambda: kept & has_answer,
        "open": lambda: kept & ~has_answer,
        "fulfilled": lambda: kept & has_answer & some(granted) & ~some(lacking),
        "fulfilled_in_part": lambda: kept & has_answer & some(lacking) & (some(granted) | some(partly)),
        "overdue": lambda: kept & ~has_answer & Q(Exists(_late_legs(until))),
    }
    return conditions[standing]()


def _standing_answers(until: datetime) -> "QuerySet[Answer]":
    """Answers that were sent by then and not asked for again by then."""
    again = Q(reopened_at=None) | Q(reopened_at__gte=until)
    return Answer.objects.filter(again, request=OuterRef("pk"), sent_at__lt=until)


def _items(until: datetime) -> "QuerySet[Any]":
    """Items that were not taken back by then, each with what the last answer sent by then said of it as `was`."""
    said = (
        AnswerItem.objects.filter(item=OuterRef("pk"), answer__sent_at__lt=until, outcome__in=DECIDED)
        .order_by("-answer__round")
        .values("outcome")[:1]
    )
    rows = RequestItem.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=until), request=OuterRef("pk"))
    return rows.annotate(was=Subquery(said)).order_by()


def _late_legs(until: datetime) -> "QuerySet[Leg]":
    """Legs with an office at that time, whose due time had passed; a leg that waits for the asker has none."""
    with_office = Q(ended_at=None) | Q(ended_at__gte=until)
    return Leg.objects.filter(with_office, request=OuterRef("pk"), sent_at__lt=until, due_at__lt=until).order_by()
