"""Who works in an office: changing a role, ending a membership, and choosing the office in which one works."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.models import Membership, Office, User
from gagyo.accounts.queries import membership_holds
from gagyo.accounts.rules import check_manage_members, check_role
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor


class OwnMembershipError(Exception):
    """Somebody tried to change or end the own membership, which could leave an office without a manager."""


class AlreadyMemberError(Exception):
    """The person already holds that role in that office."""


def check_not_own(*, membership: Membership, by: Actor) -> None:
    """
    Refuse to change one's own role.

    :raises OwnMembershipError: if it is the actor's own
    """
    if membership.user_id == by.user_id:
        raise OwnMembershipError(
            _("This is your own membership. Ask another manager of %(office)s or the operator to change it.")
            % {"office": membership.office}
        )


def open_membership(*, user: User, office: Office, role: str, by: Actor, now: datetime) -> Membership:
    """
    Make somebody a member from today; the caller has checked that this may be.

    :raises AlreadyMemberError: if the person already holds that role there
    """
    today = timezone.localdate(now)
    held = Membership.objects.filter(membership_holds(today), user=user, office=office)
    if held.filter(role=role).exists():
        raise AlreadyMemberError(
            _("%(person)s already has this role in %(office)s.") % {"person": user, "office": office}
        )
    membership = Membership.objects.create(user=user, office=office, role=role, starts_on=today)
    record(event="membership.started", by=by, at=now, about=membership, after=values_of(membership))
    return membership


@transaction.atomic
def end_membership(*, membership_id: int, by: Actor, now: datetime) -> Membership:
    """
    End a membership at once; what the person did there stays with the office.

    :raises NotYoursError: if the actor does not manage that office
    :raises OwnMembershipError: if it is the actor's own
    """
    membership = (
        Membership.objects.select_for_update(of=("self",)).select_related("office", "user").get(pk=membership_id)
    )
    check_manage_members(actor=by, office_id=membership.office_id, what=str(membership.office))
    check_not_own(membership=membership, by=by)
    before = values_of(membership)
    membership.ends_on = max(timezone.localdate(now), membership.starts_on)
    membership.save(update_fields=["ends_on"])
    record(event="membership.ended", by=by, at=now, about=membership, before=before, after=values_of(membership))
    return membership


@transaction.atomic
def change_role(*, membership_id: int, role: str, by: Actor, now: datetime) -> Membership:
    """
    Give a member another role from today; the old one stays in the history with its dates.

    :raises NotYoursError: if the actor does not manage that office
    :raises OwnMembershipError: if it is the actor's own
    :raises UnfitRoleError: if an office of that kind has no such role
    :raises AlreadyMemberError: if the person already holds that role there
    """
    membership = Membership.objects.select_related("office", "user").get(pk=membership_id)
    check_role(role=role, office_kind=membership.office.kind)
    if membership.role == role:
        return membership
    end_membership(membership_id=membership_id, by=by, now=now)
    return open_membership(user=membership.user, office=membership.office, role=role, by=by, now=now)


def switch_office(*, user: User, membership: Membership) -> None:
    """Remember in which office a person works now; it is a preference, so it leaves no record."""
    user.last_office_id = membership.office_id
    user.save(update_fields=["last_office"])
