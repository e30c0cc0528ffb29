"""The secret addresses of somebody's calendar of what is due: made, revoked, opened."""

from datetime import datetime
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.support.models import DueCalendar

SIGNER: Final = Signer(salt="gagyo.support.due", sep=".")


@transaction.atomic
def make_calendar(*, of_office: bool, by: Actor, now: datetime) -> DueCalendar:
    """
    Make the address of the actor's calendar in the present office; the one that is open already is returned.

    :raises NotYoursError: for somebody without an office
    """
    if by.user_id is None or by.office_id is None:
        raise NotYoursError(_("A calendar shows what is due in an office. Switch to one of yours."))
    # Two presses at once wait for each other here.
    User.objects.select_for_update().get(pk=by.user_id)
    held = DueCalendar.objects.filter(user=by.user_id, office=by.office_id, of_office=of_office, revoked_at=None)
    row = held.first()
    if row is None:
        row = DueCalendar.objects.create(user_id=by.user_id, office_id=by.office_id, of_office=of_office, made_at=now)
        record(event="due_calendar.made", by=by, at=now, about=row)
    return row


@transaction.atomic
def revoke_calendar(*, calendar_id: int, by: Actor, now: datetime) -> DueCalendar:
    """
    End an address of the actor's own at once.

    :raises DueCalendar.DoesNotExist: if it is not the actor's
    """
    row = DueCalendar.objects.select_for_update(of=("self",)).get(pk=calendar_id, user_id=by.user_id or 0)
    row.revoked_at = row.revoked_at or now
    row.save(update_fields=["revoked_at"])
    record(event="due_calendar.revoked", by=by, at=now, about=row)
    return row


def calendar_key(row: DueCalendar) -> str:
    """Return what stands in the address: the number and its signature."""
    return SIGNER.sign(str(row.pk))


def calendar_behind(key: str) -> DueCalendar | None:
    """Return the calendar of an address that somebody asks for; None if it is forged or revoked."""
    try:
        number = int(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    return DueCalendar.objects.filter(pk=number, revoked_at=None).select_related("user", "office").first()
