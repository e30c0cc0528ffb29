"""What a role may do: one place for every app."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from gagyo.accounts.choices import OfficeKind, Role, Visibility
from gagyo.common.rules import Actor

WRITES_OWN_OFFICE = frozenset({Role.OFFICER, Role.MANAGER, Role.AMBASSADOR, Role.OPERATOR})
KEEPS_REGISTRY = frozenset({Role.OPERATOR})
MANAGES_MEMBERS = frozenset({Role.MANAGER, Role.OPERATOR})
READS_AUDIT = frozenset({Role.AUDITOR, Role.OPERATOR})
# Contact data of people is for those who do the work, not for guests of the system.
READS_CONTACTS = frozenset(
    {
        Role.OFFICER,
        Role.MANAGER,
        Role.AMBASSADOR,
        Role.DESK_OFFICER,
        Role.MISSION_OFFICER,
        Role.OPERATOR,
        Role.AUDITOR,
    }
)


ANY_KIND = frozenset({Role.OFFICER, Role.MANAGER, Role.AUDITOR})
ROLES_OF_KIND: dict[str, frozenset[Role]] = {
    OfficeKind.LOCAL_GOVERNMENT: ANY_KIND | {Role.AMBASSADOR, Role.INTERPRETER},
    OfficeKind.ASSOCIATION: ANY_KIND | {Role.OPERATOR},
    OfficeKind.MINISTRY: ANY_KIND | {Role.DESK_OFFICER},
    OfficeKind.MISSION_ABROAD: ANY_KIND | {Role.MISSION_OFFICER},
    OfficeKind.FOREIGN_MISSION: frozenset({Role.FOREIGN_MISSION, Role.MANAGER}),
    OfficeKind.AGENCY: ANY_KIND,
    OfficeKind.FIRM: frozenset({Role.OFFICER, Role.MANAGER}),
}


class UnfitRoleError(ValueError):
    """An office of that kind has no such role."""


class UnusableInvitationError(Exception):
    """An invitation's link was used, withdrawn or is past its date."""


class NotYoursError(Exception):
    """The actor may not do this to that record."""


def may_read(*, actor: Actor, office_id: int | None, visibility: str) -> bool:
    """Tell whether the actor may read a record of that office and visibility; for_user() is the same in SQL."""
    if visibility == Visibility.PUBLIC or actor.reads_all:
        return True
    if actor.is_anonymous:
        return False
    return (
        visibility == Visibility.SHARED
        or (office_id is not None and office_id == actor.office_id)
        or office_id in actor.reads_offices
    )


def reads_inside(*, actor: Actor, office_id: int | None) -> bool:
    """
    Tell whether the actor reads what that office shows to nobody else, however public the record itself is.

    Its members do, auditors in their scope, and the operator where it belongs to no office. may_read_audit is no
    such answer: it asks for a role, and not whose record this is.
    """
    return may_write(actor=actor, office_id=office_id) or may_read(
        actor=actor, office_id=office_id, visibility=Visibility.OFFICE
    )


def may_write(*, actor: Actor, office_id: int | None) -> bool:
    """Tell whether the actor may change a record of that office; the operator keeps what belongs to no office."""
    if actor.is_system:
        return True
    if actor.is_anonymous or actor.role not in WRITES_OWN_OFFICE:
        return False
    if office_id is None:
        return actor.role in KEEPS_REGISTRY
    return office_id == actor.office_id


def may_write_own(*, actor: Actor) -> bool:
    """Tell whether the actor may enter records for the office in which it works now."""
    return actor.office_id is not None and may_write(actor=actor, office_id=actor.office_id)


def may_keep_registry(*, actor: Actor) -> bool:
    """Tell whether the actor keeps the shared registry: countries, regions, bodies that belong to no office."""
    return actor.is_system or actor.role in KEEPS_REGISTRY


def membership_holds(*, starts_on: date, ends_on: date | None, today: date) -> bool:
    """Tell whether a membership holds; on the day of its end it holds no more. queries.membership_holds() in SQL."""
    return starts_on <= today and (ends_on is None or ends_on > today)


def may_manage_members(*, actor: Actor, office_id: int) -> bool:
    """Tell whether the actor invites to and removes from that office."""
    if actor.is_system or actor.role == Role.OPERATOR:
        return True
    return actor.role in MANAGES_MEMBERS and actor.office_id == office_id


def may_read_audit(*, actor: Actor) -> bool:
    """Tell whether the actor may search the audit record."""
    return actor.is_system or actor.role in READS_AUDIT


def may_read_contacts(*, actor: Actor) -> bool:
    """Tell whether the actor may read people's contact data at all."""
    return actor.is_system or actor.role in READS_CONTACTS


def check_write(*, actor: Actor, office_id: int | None, what: str) -> None:
    """
    Refuse a change that is not the actor's to make.

    what: the record's name, for the sentence
    :raises NotYoursError: if it is not
    """
    if not may_write(actor=actor, office_id=office_id):
        raise NotYoursError(
            _(
                "%(what)s belongs to another office, or your role does not change records. "
                "Switch to that office, or ask it to make the change."
            )
            % {"what": what}
        )


def check_manage_members(*, actor: Actor, office_id: int, what: str) -> None:
    """
    Refuse to change an office's members, invitations and tokens.

    what: the office's or record's name, for the sentence
    :raises NotYoursError: if the actor does not manage that office
    """
    if not may_manage_members(actor=actor, office_id=office_id):
        raise NotYoursError(
            _("Members and tokens of %(what)s are kept by its manager or the operator. Ask one of them.")
            % {"what": what}
        )


def check_make_offices(*, actor: Actor) -> None:
    """
    Refuse to make an office.

    :raises NotYoursError: if the actor is not the operator
    """
    if not may_keep_registry(actor=actor):
        raise NotYoursError(_("Offices are made by the operator. Ask the operator for one."))


def may_hold(*, actor: Actor, scope: str) -> bool:
    """Tell whether the actor may read through the API what a scope covers; only tokens are narrowed by scopes."""
    return actor.token_id is None or scope in actor.scopes


def roles_for(*, office_kind: str) -> list[Role]:
    """Return the roles that an office of that kind has, in the order of the roles."""
    return [role for role in Role if role in ROLES_OF_KIND[office_kind]]


def check_role(*, role: str, office_kind: str) -> None:
    """
    Refuse a role that an office of that kind has not; so nobody becomes an operator through a local government.

    :raises UnfitRoleError: naming the roles that it has
    """
    if role not in roles_for(office_kind=office_kind):
        known = ", ".join(str(each.label) for each in roles_for(office_kind=office_kind))
        raise UnfitRoleError(
            _("%(kind)s has no role “%(role)s”. Choose from: %(known)s.")
            % {"kind": OfficeKind(office_kind).label, "role": role, "known": known}
        )


def check_invitation(
    *, accepted_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, now: datetime
) -> None:
    """
    Refuse an invitation that can no longer be used.

    :raises UnusableInvitationError: saying why and what to do
    """
    if accepted_at:
        raise UnusableInvitationError(_("This invitation was used already. Sign in with the password that you chose."))
    if withdrawn_at:
        raise UnusableInvitationError(_("The office has withdrawn this invitation. Ask your office for a new one."))
    if expires_at <= now:
        raise UnusableInvitationError(_("This invitation is past its date. Ask your office for a new one."))


def may_operate(*, actor: Actor) -> bool:
    """Tell whether the actor sees how the installation stands, and may try its background work again."""
    return actor.is_system or actor.role == Role.OPERATOR
