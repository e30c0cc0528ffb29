"""The secret addresses of an office's calendar."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _

from gagyo.accounts.rules import check_write
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.partnerships.models import CalendarFeed

SIGNER = Signer(salt="gagyo.partnerships.calendar", sep=".")


@transaction.atomic
def make_feed(*, by: Actor, now: datetime) -> CalendarFeed:
    """Make an address for the actor's office; earlier ones go on working until they are revoked."""
    check_write(actor=by, office_id=by.office_id or 0, what=_("The calendar"))
    assert by.office_id is not None  # check_write refused anybody without an office
    row = CalendarFeed.objects.create(office_id=by.office_id, made_by_id=by.user_id, made_at=now)
    record(event="calendar_feed.made", by=by, at=now, about=row)
    return row


@transaction.atomic
def revoke_feed(*, feed_id: int, by: Actor, now: datetime) -> CalendarFeed:
    """End an address at once; who subscribed to it gets nothing more."""
    row = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=feed_id)
    check_write(actor=by, office_id=row.office_id, what=str(row))
    row.revoked_at = row.revoked_at or now
    row.save(update_fields=["revoked_at"])
    record(event="calendar_feed.revoked", by=by, at=now, about=row)
    return row


def feed_key(feed: CalendarFeed) -> str:
    """Return what stands in the address: the number and its signature."""
    return SIGNER.sign(str(feed.pk))


def feed_for(key: str) -> CalendarFeed | None:
    """Return the feed of an address that somebody asks for; None if it is forged or revoked."""
    try:
        number = int(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    return CalendarFeed.objects.filter(pk=number, revoked_at=None).select_related("office").first()
