"""A participant's calendar address: made anew or ended by whoever acts for it; only its hash is kept."""

import secrets
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from gagyo.accounts.actions.tokens import hash_of
from gagyo.common.actions import record
from gagyo.meetings.choices import LinkPurpose
from gagyo.meetings.models import Participant, ParticipantLink
from gagyo.meetings.rules.acting import Acting

# Calendar programs ask on after the last day; a month later nobody looks any more.
DAYS_AFTER = 30


@transaction.atomic
def make_calendar(*, acting: Acting, now: datetime) -> str:
    """Return the key of a new calendar address, which nobody can read again; the one before stops working."""
    one = _locked(acting)
    _withdraw(one, now=now)
    key = secrets.token_urlsafe(32)
    last = datetime.combine(one.round.ends_on, time.max, timezone.get_default_timezone())
    ParticipantLink.objects.create(
        participant=one,
        purpose=LinkPurpose.CALENDAR,
        token_hash=hash_of(key),
        made_at=now,
        expires_at=max(now, last) + timedelta(days=DAYS_AFTER),
    )
    record(event="participant.calendar_made", by=acting.by, at=now, about=one)
    return key


@transaction.atomic
def end_calendar(*, acting: Acting, now: datetime) -> bool:
    """End a participant's calendar address; return whether there was one."""
    one = _locked(acting)
    ended = _withdraw(one, now=now)
    if ended:
        record(event="participant.calendar_ended", by=acting.by, at=now, about=one)
    return ended


def _locked(acting: Acting) -> Participant:
    rows = Participant.objects.select_for_update(of=("self",)).select_related("round")
    return rows.get(pk=acting.participant_id)


def _withdraw(one: Participant, *, now: datetime) -> bool:
    links = ParticipantLink.objects.filter(participant=one, purpose=LinkPurpose.CALENDAR, withdrawn_at=None)
    return links.update(withdrawn_at=now) > 0
