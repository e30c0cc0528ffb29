"""Legs between offices: passed on, split, joined, moved when an office is abolished; no item is left behind."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.models import Office
from gagyo.common.rules import Actor
from gagyo.support.actions.legs import held_for
from gagyo.support.actions.news import tell_answering, tell_routers
from gagyo.support.actions.routing import make_leg, send_leg
from gagyo.support.actions.rows import HeldLeg, locked_leg
from gagyo.support.choices import Because, Confidentiality, ItemOutcome, LegState
from gagyo.support.models import Leg, LegItem
from gagyo.support.models.legs import LIVE_OR_ANSWERED, OPEN_LEG, WITH_OFFICE
from gagyo.support.queries.routing import answering_office, successor_of
from gagyo.support.rules.moves import LegStep, Part
from gagyo.support.rules.values import UnableToSaveSupport


@transaction.atomic
def pass_leg_on(*, leg_id: int, office_id: int, reason: str, by: Actor, now: datetime) -> Leg:
    """
    Pass a leg on to the office that should answer, and return that office's leg; its clock starts anew.

    :raises SupportReasonMissingError: without a reason
    :raises UnableToSaveSupport: for an office that cannot answer, or a new one for a restricted request
    """
    held, state = held_for(leg_id, step=LegStep.PASS_ON, reason=reason, by=by, now=now)
    office = _other_office(held, office_id)
    held.move_leg(state, ended_at=now, reason=reason.strip()[:500])
    given = _give(held, office, _items_of(held.leg), because=Because.PASSED_ON)
    held.note_leg("support.leg_passed_on", to=office.pk)
    tell_routers(held.row, kind="leg_passed_on", by=by, now=now)
    return given


@transaction.atomic
def split_leg(*, leg_id: int, office_id: int, item_ids: Sequence[int], reason: str, by: Actor, now: datetime) -> Leg:
    """
    Give some of a leg's items to another office, and return that office's leg, which says the reason.

    :raises SupportReasonMissingError: without a reason
    :raises UnableToSaveSupport: unless at least one open item stays and one goes
    """
    held, _state = held_for(leg_id, step=LegStep.SPLIT, reason=reason, by=by, now=now)
    office = _other_office(held, office_id)
    there, going = set(_items_of(held.leg)), set(item_ids)
    if not going or not going < there:
        raise UnableToSaveSupport(_("Choose which items go; at least one stays. To give all, pass the part on."))
    given = _give(held, office, sorted(going), because=Because.SPLIT)
    LegItem.objects.filter(leg=held.leg, item_id__in=going).delete()
    given.reason = "\n".join(each for each in (given.reason, reason.strip()) if each)[:500]
    given.save(update_fields=["reason"])
    held.note_leg("support.leg_split", to=office.pk, items=sorted(going))
    tell_routers(held.row, kind="leg_split", by=by, now=now)
    return given


@transaction.atomic
def join_leg(*, leg_id: int, into_id: int, reason: str, by: Actor, now: datetime) -> Leg:
    """
    Join a leg with another office's, which then answers the items of both; return that leg.

    :raises SupportReasonMissingError: without a reason
    :raises UnableToSaveSupport: if the other is of another request, or not open
    """
    held, state = held_for(leg_id, step=LegStep.JOIN, reason=reason, by=by, now=now)
    into = Leg.objects.select_for_update(of=("self",)).filter(pk=into_id, request=held.row).exclude(pk=leg_id).first()
    if into is None or into.state not in WITH_OFFICE:
        raise UnableToSaveSupport(_("Choose another open part of the same request to join this one with."))
    into.request = held.row
    held.move_leg(state, ended_at=now, reason=reason.strip()[:500], joined_into_id=into.pk)
    _add_items(into, _items_of(held.leg))
    held.note_leg("support.leg_joined", into=into.pk)
    tell_answering(into, kind="leg_sent", by=by, now=now)
    return into


@transaction.atomic
def rehome_leg(*, leg_id: int, by: Actor, now: datetime) -> Leg | None:
    """
    Move an open leg of an abolished office to its successor, and return the successor's leg; None if it goes back to
    the router, who is told.

    by: the system
    """
    held = locked_leg(leg_id, by=by, now=now)
    leg, today = held.leg, timezone.localdate(now)
    if leg.state not in OPEN_LEG or leg.office.archived_at is None:
        return leg
    leg.pauses.filter(ends_at=None).update(ends_at=now)
    successor = successor_of(leg.office, today=today)
    if successor is None or answering_office(successor.pk) is None:
        held.move_leg(LegState.WITHDRAWN, ended_at=now, reason=_("The office was abolished and has no successor here."))
        held.note_leg("support.leg_orphaned")
        tell_routers(held.row, kind="leg_orphaned", by=by, now=now)
        return None
    was_proposed = leg.state == LegState.PROPOSED
    held.move_leg(LegState.PASSED_ON, ended_at=now, reason=_("The office was abolished; its successor goes on."))
    given = _give(held, successor, _items_of(leg), because=Because.SUCCESSOR, send=not was_proposed)
    held.note_leg("support.leg_rehomed", to=successor.pk)
    return given


def rehome_all(*, by: Actor, now: datetime) -> int:
    """Move every open leg of an abolished office, and return how many; run nightly."""
    found = Leg.objects.filter(state__in=OPEN_LEG, office__archived_at__isnull=False).order_by("pk")
    ids = list(found.values_list("pk", flat=True))
    for leg_id in ids:
        rehome_leg(leg_id=leg_id, by=by, now=now)
    return len(ids)


def _items_of(leg: Leg) -> list[int]:
    rows = LegItem.objects.filter(leg=leg, item__outcome=ItemOutcome.OPEN)
    return list(rows.order_by("item__order", "pk").values_list("item_id", flat=True))


def _other_office(held: HeldLeg, office_id: int) -> Office:
    office = answering_office(office_id)
    if office is None:
        raise UnableToSaveSupport(_("That office cannot answer requests, or is abolished. Choose another."))
    if office.pk == held.leg.office_id:
        raise UnableToSaveSupport(_("That is this very office. Choose another."))
    restricted = held.row.confidentiality == Confidentiality.RESTRICTED
    if restricted and Part.ROUTER not in held.parts and not _is_named(held, office.pk):
        raise UnableToSaveSupport(
            _(
                "This request is restricted: only the ministry shows it to another office. "
                "Refuse it, and say whom to ask."
            )
        )
    return office


def _is_named(held: HeldLeg, office_id: int) -> bool:
    on_a_leg = held.row.legs.filter(office_id=office_id, state__in=LIVE_OR_ANSWERED).exists()
    return on_a_leg or held.row.readers.filter(office_id=office_id, user=None).exists()


def _give(held: HeldLeg, office: Office, item_ids: Sequence[int], *, because: Because, send: bool = True) -> Leg:
    """Give items to an office: to its open leg where it has one, else to a new one that is sent at once."""
    found = (
        Leg.objects.select_for_update(of=("self",))
        .filter(request=held.row, office=office, state__in=OPEN_LEG)
        .select_related("office")
        .first()
    )
    if found is None:
        found = make_leg(held, office_id=office.pk, item_ids=item_ids, because=because, parent=held.leg)
    else:
        _add_items(found, item_ids)
    found.request = held.row
    if send and found.state == LegState.PROPOSED:
        send_leg(HeldLeg(held.row, held.parts, held.kind, held.by, held.now, found))
    elif send:
        tell_answering(found, kind="leg_sent", by=held.by, now=held.now)
    return found


def _add_items(leg: Leg, item_ids: Sequence[int]) -> None:
    there = set(LegItem.objects.filter(leg=leg).values_list("item_id", flat=True))
    LegItem.objects.bulk_create(LegItem(leg=leg, item_id=pk) for pk in item_ids if pk not in there)
