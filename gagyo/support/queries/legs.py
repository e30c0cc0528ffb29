"""One leg of a request, as those who may read it see it."""

from django.db.models import Prefetch

from gagyo.common.rules import Actor
from gagyo.support.choices import ItemOutcome
from gagyo.support.models import Leg, LegItem
from gagyo.support.models.legs import WITH_OFFICE
from gagyo.support.queries.requests import request_for
from gagyo.support.rules.values import DecisionValues


def leg_for(*, actor: Actor, leg_id: int) -> Leg:
    """
    Return a leg that was sent, of a request that the actor reads, with its items and pauses.

    :raises Leg.DoesNotExist: if there is none
    :raises SupportRequest.DoesNotExist: if the actor does not see its request
    """
    items = Prefetch("items", LegItem.objects.select_related("item"))
    rows = Leg.objects.select_related("office", "owner", "answered_by", "parent__office", "joined_into__office")
    leg = rows.filter(sent_at__isnull=False).prefetch_related(items, "pauses").get(pk=leg_id)
    leg.request = request_for(actor=actor, request_id=leg.request_id)
    return leg


def asked_items(leg: Leg) -> list[LegItem]:
    """Return the items of a leg that are still open to the asker."""
    return [row for row in leg.items.all() if row.item.outcome == ItemOutcome.OPEN]


def joinable_legs(leg: Leg) -> list[Leg]:
    """Return the other legs of its request that an office works on, with their offices."""
    others = Leg.objects.filter(request_id=leg.request_id, state__in=WITH_OFFICE).exclude(pk=leg.pk)
    return list(others.select_related("office").order_by("pk"))


def said_on(leg: Leg) -> list[tuple[LegItem, DecisionValues]]:
    """Return the items of a leg that are still open to the asker, with what its office says of each so far."""
    return [(row, DecisionValues(row.item_id, row.outcome, row.text)) for row in asked_items(leg)]
