"""Inviting somebody by a link in a mail, and accepting it. Only the hash of the link's key is kept."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gagyo.accounts.actions.members import open_membership
from gagyo.accounts.actions.tokens import hash_of
from gagyo.accounts.models import Invitation, Membership, Office, User
from gagyo.accounts.queries import account_with
from gagyo.accounts.rules import (
    NotYoursError,
    UnusableInvitationError,
    check_invitation,
    check_manage_members,
    check_role,
)
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor


@transaction.atomic
def invite(*, office_id: int, email: str, role: str, language: str, by: Actor, now: datetime) -> Invitation:
    """
    Send somebody a link that makes them a member; an open invitation of the same address is withdrawn.

    language: "ko" or "en", of the mail and the page behind the link
    :raises NotYoursError: if the actor does not manage that office
    :raises UnfitRoleError: if an office of that kind has no such role
    """
    office = Office.objects.get(pk=office_id, archived_at=None)
    check_manage_members(actor=by, office_id=office.pk, what=str(office))
    check_role(role=role, office_kind=office.kind)
    for older in office.invitations.filter(email__iexact=email, accepted_at=None, withdrawn_at=None):
        withdraw_invitation(invitation_id=older.pk, by=by, now=now)
    key = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        office=office,
        email=email.strip().lower(),
        role=role,
        token_hash=hash_of(key),
        invited_by_id=by.user_id,
        created_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    record(event="invitation.sent", by=by, at=now, about=invitation, after=values_of(invitation))
    send_invitation(invitation=invitation, key=key, language=language, by=by)
    return invitation


def send_invitation(*, invitation: Invitation, key: str, language: str, by: Actor) -> None:
    """Put the mail with the link into the outbox, in the same transaction."""
    with translation.override(language):
        link = settings.BASE_URL + reverse("accounts:invitation", kwargs={"key": key})
        values = {"invitation": invitation, "office": invitation.office, "link": link, "inviter": by.label}
        send_mail(
            _("Invitation to %(office)s in Gagyo") % {"office": invitation.office},
            render_to_string("accounts/mail/invitation.txt", values),
            None,
            [invitation.email],
        )


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Actor, now: datetime) -> Invitation:
    """
    Make an invitation's link useless; a second time changes nothing.

    :raises NotYoursError: if the actor does not manage its office
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("office").get(pk=invitation_id)
    check_manage_members(actor=by, office_id=invitation.office_id, what=str(invitation.office))
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        before = values_of(invitation)
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
        record(
            event="invitation.withdrawn", by=by, at=now, about=invitation, before=before, after=values_of(invitation)
        )
    return invitation


@transaction.atomic
def accept_as_new(
    *, key: str, name_ko: str, name_en: str, password: str, language: str, by: Actor, now: datetime
) -> Membership:
    """
    Make an account for the invited address, proved by the link, and the membership.

    :raises UnusableInvitationError: if the link was used, withdrawn, is past its date or unknown, or the account exists
    :raises ValidationError: if the password is too weak
    """
    invitation = usable_invitation(key=key, now=now)
    if account_with(email=invitation.email):
        raise UnusableInvitationError(
            _("An account with this address exists. Sign in with it and open the link again.")
        )
    names = {"name_ko": name_ko or name_en, "name_en": name_en, "language": language}
    validate_password(password, User(email=invitation.email, **names))
    user = User.objects.create_user(invitation.email, password, **names)
    EmailAddress.objects.create(user=user, email=invitation.email, verified=True, primary=True)
    return accept(invitation=invitation, user=user, by=by, now=now)


@transaction.atomic
def accept_as_member(*, key: str, user: User, by: Actor, now: datetime) -> Membership:
    """
    Add the membership to the signed-in account, which must have the invited address.

    :raises UnusableInvitationError: if the link was used, withdrawn, is past its date or unknown
    :raises NotYoursError: if the account has another address
    :raises AlreadyMemberError: if the person already holds that role there
    """
    invitation = usable_invitation(key=key, now=now)
    if user.email.lower() != invitation.email.lower():
        raise NotYoursError(
            _("This invitation was sent to another address than your account's. Sign out, and open the link again.")
        )
    return accept(invitation=invitation, user=user, by=by, now=now)


def usable_invitation(*, key: str, now: datetime, locked: bool = True) -> Invitation:
    """
    Return the invitation behind a link.

    locked: hold the row until the transaction ends, so that a link works once

    :raises UnusableInvitationError: saying why it cannot be used
    """
    found = Invitation.objects.select_related("office")
    if locked:
        found = found.select_for_update(of=("self",))
    invitation = found.filter(token_hash=hash_of(key)).first()
    if invitation is None or invitation.office.archived_at:
        raise UnusableInvitationError(
            _("There is no such invitation. Copy the whole link from the mail, or ask your office for a new one.")
        )
    check_invitation(
        accepted_at=invitation.accepted_at,
        withdrawn_at=invitation.withdrawn_at,
        expires_at=invitation.expires_at,
        now=now,
    )
    return invitation


def accept(*, invitation: Invitation, user: User, by: Actor, now: datetime) -> Membership:
    """Use an invitation up: the membership starts, in the name of the person who accepts."""
    actor = Actor(user_id=user.pk, label=str(user), channel=by.channel, ip=by.ip, request_id=by.request_id)
    membership = open_membership(user=user, office=invitation.office, role=invitation.role, by=actor, now=now)
    before = values_of(invitation)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    user.last_office = invitation.office
    user.save(update_fields=["last_office"])
    record(event="invitation.accepted", by=actor, at=now, about=invitation, before=before, after=values_of(invitation))
    return membership
