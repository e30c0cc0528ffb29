"""Invitations: a mail with a signed link, of which only the hash is kept."""

import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gagyo.accounts.actions.tokens import hash_of
from gagyo.common.actions import record, save_version
from gagyo.common.rules import Actor
from gagyo.meetings.actions.rounds import locked
from gagyo.meetings.choices import LinkPurpose, ParticipantState
from gagyo.meetings.models import Participant, ParticipantLink
from gagyo.meetings.queries.participants import not_invited
from gagyo.meetings.rules.participants import LINK_DAYS_AFTER, UnableToSaveParticipant


@transaction.atomic
def invite(*, round_id: int, participant_id: int, by: Actor, now: datetime) -> Participant:
    """
    Send a participant its invitation, or a new link; links sent before stop working.

    :raises UnableToSaveParticipant: if it has no e-mail address
    """
    meeting_round = locked(round_id, by=by)
    row = Participant.objects.select_for_update(of=("self",)).get(round=meeting_round, pk=participant_id)
    _send_invitation(row, by=by, now=now)
    return row


@transaction.atomic
def invite_all(*, round_id: int, by: Actor, now: datetime) -> int:
    """Send their invitations to all who were entered with an address and not yet invited; return how many."""
    meeting_round = locked(round_id, by=by)
    rows = list(not_invited(meeting_round).select_for_update(of=("self",)))
    for row in rows:
        _send_invitation(row, by=by, now=now)
    return len(rows)


@transaction.atomic
def new_link(*, round_id: int, participant_id: int, by: Actor, now: datetime) -> str:
    """
    Make a link to be handed over by the organiser, and return its path on this site, shown once.

    Links made before stop working. It counts as the invitation: else inviting all would replace it.
    """
    meeting_round = locked(round_id, by=by)
    row = Participant.objects.select_for_update(of=("self",)).get(round=meeting_round, pk=participant_id)
    key = _make_link(row, sent_to="", now=now)
    if row.state == ParticipantState.ENTERED:
        _note_invited(row, now=now)
    record(event="participant.link_made", by=by, at=now, about=row)
    return _path_of(row, key)


@transaction.atomic
def note_opened(*, link_id: int, by: Actor, now: datetime) -> None:
    """Note when a link was opened first, so that the organiser sees that the invitation arrived."""
    if ParticipantLink.objects.filter(pk=link_id, used_at=None).update(used_at=now):
        one = Participant.objects.get(links=link_id)
        record(event="participant.link_opened", by=by, at=now, about=one)


def _send_invitation(row: Participant, *, by: Actor, now: datetime) -> None:
    if not row.email:
        raise UnableToSaveParticipant(
            _("“%(name)s” has no e-mail address. Enter one, or make a link and hand it over.") % {"name": row.name}
        )
    key = _make_link(row, sent_to=row.email, now=now)
    _note_invited(row, now=now)
    link = settings.BASE_URL + _path_of(row, key)
    with translation.override(row.language):
        values = {"participant": row, "round": row.round, "office": row.round.office, "link": link}
        subject = _("Invitation: %(round)s") % {"round": row.round.name}
        send_mail(subject, render_to_string("meetings/mail/invitation.txt", values), None, [row.email])
    record(event="participant.invited", by=by, at=now, about=row)


def _note_invited(row: Participant, *, now: datetime) -> None:
    if row.state == ParticipantState.ENTERED:
        row.state = ParticipantState.INVITED.value
    row.invited_at = now
    save_version(row=row, expected=row.version)


def _path_of(row: Participant, key: str) -> str:
    # In the participant's language, whatever the organiser reads.
    with translation.override(row.language):
        return reverse("meetings:link_home", args=[key])


def _make_link(row: Participant, *, sent_to: str, now: datetime) -> str:
    ParticipantLink.objects.filter(participant=row, purpose=LinkPurpose.TAKE_PART, withdrawn_at=None).update(
        withdrawn_at=now
    )
    key = secrets.token_urlsafe(32)
    ParticipantLink.objects.create(
        participant=row,
        purpose=LinkPurpose.TAKE_PART,
        token_hash=hash_of(key),
        sent_to=sent_to,
        made_at=now,
        # Long enough to say after a year what was kept of the promises.
        expires_at=max(now, _end_of(row)) + timedelta(days=LINK_DAYS_AFTER),
    )
    return key


def _end_of(row: Participant) -> datetime:
    return datetime.combine(row.round.ends_on, time.max, timezone.get_default_timezone())
