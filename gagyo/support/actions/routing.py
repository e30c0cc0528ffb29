"""Routing a request: offices proposed, left out or added by a person, and the proposal confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.common.rules import Actor
from gagyo.support.actions.news import tell_answering
from gagyo.support.actions.rows import Held, HeldLeg, locked_leg, locked_request
from gagyo.support.choices import Because, ItemOutcome, LegState
from gagyo.support.models import Leg, LegItem, SupportRequest
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.hours import due_for
from gagyo.support.queries.people import answerers_in
from gagyo.support.queries.routing import answering_office
from gagyo.support.rules.moves import LegStep, Step
from gagyo.support.rules.values import UnableToSaveSupport


@dataclass(frozen=True)
class LegValues:
    """An office that should answer; item_ids: which items, all open ones if empty; owner_id: who is to own it there."""

    office_id: int
    because: str = Because.CHOSEN.value
    body_id: int | None = None
    item_ids: tuple[int, ...] = ()
    owner_id: int | None = None


@transaction.atomic
def propose_legs(*, request_id: int, legs: Sequence[LegValues], by: Actor, now: datetime) -> list[Leg]:
    """
    Put offices on a request as proposed: they see nothing of it until the routing is confirmed.

    :raises UnableToMoveSupport: unless it is to be routed, or by somebody who does not route it
    :raises UnableToSaveSupport: for an office that cannot answer, or has a part of it already
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.ROUTE)
    made = [_propose(held, values) for values in legs]
    if made:
        held.note("support.routing_proposed", offices=[leg.office_id for leg in made])
    return made


def _propose(held: Held, values: LegValues) -> Leg:
    office = answering_office(values.office_id)
    if office is None:
        raise UnableToSaveSupport(_("That office cannot answer requests, or is abolished. Choose another."))
    if held.row.legs.filter(office=office, state__in=OPEN_LEG).exists():
        raise UnableToSaveSupport(
            _("%(office)s has an open part of this request already. Change that one.") % {"office": office}
        )
    wanted = open_items(held.row, values.item_ids)
    return make_leg(
        held,
        office_id=office.pk,
        item_ids=wanted,
        because=values.because,
        body_id=values.body_id,
        owner_id=values.owner_id,
    )


def open_items(row: SupportRequest, item_ids: Sequence[int]) -> list[int]:
    """
    Return the ids of a request's open items, or of those chosen.

    :raises UnableToSaveSupport: if a chosen one is not open, or none is
    """
    found = list(row.items.filter(outcome=ItemOutcome.OPEN).values_list("pk", flat=True))
    if not set(item_ids) <= set(found) or not found:
        raise UnableToSaveSupport(_("Only open items are asked of an office. Load the page again."))
    return [pk for pk in found if not item_ids or pk in item_ids]


def make_leg(
    held: Held,
    *,
    office_id: int,
    item_ids: Sequence[int],
    because: str,
    body_id: int | None = None,
    owner_id: int | None = None,
    parent: Leg | None = None,
) -> Leg:
    """Make a proposed leg with its items; the caller has checked that the office has none open."""
    leg = Leg.objects.create(
        request=held.row,
        office_id=office_id,
        body_id=body_id,
        because=because,
        round=held.row.round,
        owner_id=owner_id,
        proposed_at=held.now,
        parent=parent,
    )
    LegItem.objects.bulk_create(LegItem(leg=leg, item_id=pk) for pk in item_ids)
    return leg


@transaction.atomic
def drop_leg(*, leg_id: int, by: Actor, now: datetime) -> Leg:
    """
    Leave a proposed office out again.

    :raises UnableToMoveSupport: once it is sent
    """
    held = locked_leg(leg_id, by=by, now=now)
    held.check(Step.ROUTE)
    held.move_leg(held.check_leg(LegStep.DROP), ended_at=now)
    held.note_leg("support.leg_dropped")
    return held.leg


@transaction.atomic
def route_request(*, request_id: int, legs: Sequence[LegValues], by: Actor, now: datetime) -> SupportRequest:
    """
    Make the proposal what a person has chosen, and send the request to these offices.

    legs: all offices to be asked; one that was proposed and is not among them is left out
    :raises UnableToMoveSupport: unless it is to be routed, or by somebody who does not route it
    :raises UnableToSaveSupport: without an office, or for one that cannot answer or has a part of it already
    """
    held = locked_request(request_id, by=by, now=now)
    held.check(Step.ROUTE)
    wanted = {values.office_id: values for values in legs}
    kept = set()
    for leg in held.row.legs.filter(state=LegState.PROPOSED).prefetch_related("items"):
        values = wanted.get(leg.office_id)
        if values is not None and {each.item_id for each in leg.items.all()} == set(
            open_items(held.row, values.item_ids)
        ):
            kept.add(leg.office_id)
        else:
            drop_leg(leg_id=leg.pk, by=by, now=now)
    new = [values for values in legs if values.office_id not in kept]
    propose_legs(request_id=request_id, legs=new, by=by, now=now)
    return confirm_routing(request_id=request_id, by=by, now=now)


@transaction.atomic
def confirm_routing(*, request_id: int, by: Actor, now: datetime) -> SupportRequest:
    """
    Send a request to every proposed office: clocks start, each is told, and the actor's office is its router from now.

    :raises UnableToMoveSupport: unless it is to be routed
    :raises UnableToSaveSupport: without a proposed office
    """
    held = locked_request(request_id, by=by, now=now)
    state = held.check(Step.ROUTE)
    legs = list(
        Leg.objects.select_for_update(of=("self",))
        .filter(request=held.row, state=LegState.PROPOSED)
        .select_related("office")
    )
    if not legs:
        raise UnableToSaveSupport(_("Choose at least one office that is to answer."))
    held.move(state, router_id=held.row.router_id or by.office_id, state_reason="")
    for leg in legs:
        leg.request = held.row
        send_leg(HeldLeg(held.row, held.parts, held.kind, by, now, leg))
    held.note("support.routed", offices=[leg.office_id for leg in legs])
    return held.row


def send_leg(held: HeldLeg) -> None:
    """Start a leg's clock and tell its office; the caller has checked that it may be sent."""
    leg = held.leg
    leg.sent_at = held.now
    due = due_for(leg)
    held.move_leg(LegState.SENT, sent_at=held.now, **due.columns())
    tell_answering(leg, kind="leg_sent", by=held.by, now=held.now)


def check_owner(leg: Leg, owner_id: int, *, held: Held) -> None:
    """
    Refuse an owner who does not answer in the leg's office.

    :raises UnableToSaveSupport: with the sentence
    """
    if not may_own(leg, owner_id, held=held):
        raise UnableToSaveSupport(_("That person does not answer in this office. Choose somebody who does."))


def may_own(leg: Leg, user_id: int | None, *, held: Held) -> bool:
    """Tell whether somebody answers in the leg's office, and so can own it."""
    people = answerers_in(office_id=leg.office_id, today=timezone.localdate(held.now))
    return user_id is not None and people.filter(pk=user_id).exists()
