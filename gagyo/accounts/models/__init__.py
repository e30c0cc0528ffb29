"""Users, offices, memberships, invitations, tokens, and the base of every owned record."""

from gagyo.accounts.models.offices import ApiToken, Invitation, Membership, Office
from gagyo.accounts.models.owned import OwnedManager, OwnedModel, OwnedQuerySet
from gagyo.accounts.models.users import User, UserManager

__all__ = [
    "ApiToken",
    "Invitation",
    "Membership",
    "Office",
    "OwnedManager",
    "OwnedModel",
    "OwnedQuerySet",
    "User",
    "UserManager",
]
