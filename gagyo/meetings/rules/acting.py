"""Who acts for a participant of a round: its own office, the organiser, or whoever holds its link."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import may_write
from gagyo.common.rules import Actor


class UnusableLinkError(Exception):
    """The link in the mail leads nowhere any more; the sentence says why and what to do."""


@dataclass(frozen=True)
class Link:
    """A link as the rules see it; round_name: of the round it belongs to."""

    expires_at: datetime
    withdrawn_at: datetime | None
    round_name: str


@dataclass(frozen=True)
class Acting:
    """
    Who acts for which participant.

    by: for the audit record; is_organiser: the round's own office acts for it;
    key: of the link, empty for an account; never recorded; unopened_link_id: that link, if nobody opened it before
    """

    participant_id: int
    by: Actor
    is_organiser: bool = False
    key: str = field(default="", repr=False)
    unopened_link_id: int | None = None


def check_link(link: Link | None, *, now: datetime) -> None:
    """
    Refuse a link that leads nowhere any more.

    :raises UnusableLinkError: saying why and what to do
    """
    if link is None:
        raise UnusableLinkError(_("There is no such link. Copy the whole link from the mail, or ask the organiser."))
    if link.withdrawn_at is not None:
        raise UnusableLinkError(
            _("This link to %(round)s was replaced by a newer one. Use the link in the latest mail.")
            % {"round": link.round_name}
        )
    if link.expires_at <= now:
        raise UnusableLinkError(
            _("This link to %(round)s has ended. Ask the organiser for a new one.") % {"round": link.round_name}
        )


def may_act_for(*, actor: Actor, body_office_id: int | None, round_office_id: int | None) -> bool:
    """Tell whether an account may act for a participant: the office that the body works as, or the organiser."""
    if actor.is_anonymous:
        return False
    if may_write(actor=actor, office_id=round_office_id):
        return True
    if body_office_id is None:
        return False
    # A mission in Korea keeps no records of ours, but its own wishes are its own.
    own_mission = actor.role == Role.FOREIGN_MISSION and actor.office_id == body_office_id
    return own_mission or may_write(actor=actor, office_id=body_office_id)
