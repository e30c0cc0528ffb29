"""Vehicles and rooms, and the times in which a host, a vehicle or a room cannot be had."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.actions.locking import locked_row
from gagyo.accounts.models import Office
from gagyo.accounts.rules import check_write
from gagyo.common.actions import archive, record, restore, save_version, values_of
from gagyo.common.rules import Actor
from gagyo.registry.models import Person
from gagyo.visits.models import Room, Unavailability, Vehicle
from gagyo.visits.rules.sites import UnableToSaveSite

KINDS: dict[str, type[Vehicle] | type[Room]] = {"vehicle": Vehicle, "room": Room}
Resource = Vehicle | Room


@dataclass(frozen=True)
class ResourceValues:
    """A vehicle or room as its form gives it."""

    name_ko: str
    seats: int
    name_en: str = ""


@dataclass(frozen=True)
class AwayValues:
    """When one person, vehicle or room cannot be had; exactly one of the three ids is set."""

    starts_at: datetime
    ends_at: datetime
    person_id: int | None = None
    vehicle_id: int | None = None
    room_id: int | None = None
    reason: str = ""


@transaction.atomic
def save_resource(
    *, kind: str, values: ResourceValues, by: Actor, now: datetime, pk: int | None = None, expected: int = 0
) -> Resource:
    """
    Enter a vehicle or room, or change one.

    kind: a key of KINDS; pk: of the one that is changed
    :raises UnableToSaveSite: without a name or seats
    :raises SavedMeanwhileError: if somebody saved it in between
    """
    if not values.name_ko.strip() or values.seats < 1:
        raise UnableToSaveSite(_("Give a name, and 1 seat or more."))
    if pk is None:
        check_write(actor=by, office_id=by.office_id, what=_("A new vehicle or room"))
        row: Resource = KINDS[kind](office_id=by.office_id)
    else:
        row = locked_resource(kind, pk, by=by)
    before = values_of(row) if pk else None
    row.name_ko, row.name_en, row.seats = values.name_ko.strip(), values.name_en.strip(), values.seats
    if pk is None:
        row.save()
    else:
        save_version(row=row, expected=expected)
    event = f"{kind}.changed" if pk else f"{kind}.created"
    record(event=event, by=by, at=now, about=row, before=before, after=values_of(row))
    return row


@transaction.atomic
def archive_resource(*, kind: str, pk: int, by: Actor, now: datetime) -> Resource:
    """Take a vehicle or room out of the lists and choices."""
    row = locked_resource(kind, pk, by=by)
    archive(row=row, by=by, now=now, event=f"{kind}.archived")
    return row


@transaction.atomic
def restore_resource(*, kind: str, pk: int, by: Actor, now: datetime) -> Resource:
    """Bring a vehicle or room back."""
    row = locked_resource(kind, pk, by=by, archived=True)
    restore(row=row, by=by, now=now, event=f"{kind}.restored")
    return row


@transaction.atomic
def add_away(*, values: AwayValues, by: Actor, now: datetime) -> Unavailability:
    """
    Note when a host, a vehicle or a room of the office cannot be had.

    :raises UnableToSaveSite: if the time is turned round, or none or two of the three are named
    """
    check_write(actor=by, office_id=by.office_id, what=_("An unavailable time"))
    if values.ends_at <= values.starts_at:
        raise UnableToSaveSite(_("The time ends before it begins. Check both."))
    if sum(pk is not None for pk in (values.person_id, values.vehicle_id, values.room_id)) != 1:
        raise UnableToSaveSite(_("Choose one person, or one vehicle, or one room."))
    _check_own(values, by=by)
    row = Unavailability.objects.create(
        office_id=by.office_id or 0,
        person_id=values.person_id,
        vehicle_id=values.vehicle_id,
        room_id=values.room_id,
        starts_at=values.starts_at,
        ends_at=values.ends_at,
        reason=values.reason.strip(),
    )
    office = Office.objects.get(pk=row.office_id)
    record(event="unavailability.added", by=by, at=now, about=office, after=values_of(row))
    return row


@transaction.atomic
def remove_away(*, away_id: int, by: Actor, now: datetime) -> Unavailability:
    """
    Take a time out: the person, vehicle or room can be had again.

    :raises Unavailability.DoesNotExist: if it is not there any more, or of another office
    """
    check_write(actor=by, office_id=by.office_id, what=_("An unavailable time"))
    row = Unavailability.objects.select_related("office").get(pk=away_id, office_id=by.office_id or 0)
    record(event="unavailability.removed", by=by, at=now, about=row.office, before=values_of(row))
    row.delete()
    return row


def locked_resource(kind: str, pk: int, *, by: Actor, archived: bool = False) -> Resource:
    """
    Return a vehicle or room that the actor may change, locked until the transaction ends.

    :raises ObjectDoesNotExist: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    if kind == "vehicle":
        return locked_row(Vehicle.objects, pk=pk, by=by, archived=archived)
    return locked_row(Room.objects, pk=pk, by=by, archived=archived)


def _check_own(values: AwayValues, *, by: Actor) -> None:
    own = (
        values.person_id is None or Person.objects.own(by).filter(pk=values.person_id).exists(),
        values.vehicle_id is None or Vehicle.objects.own(by).filter(pk=values.vehicle_id).exists(),
        values.room_id is None or Room.objects.own(by).filter(pk=values.room_id).exists(),
    )
    if not all(own):
        raise UnableToSaveSite(_("That is not your office's any more. Choose another."))
