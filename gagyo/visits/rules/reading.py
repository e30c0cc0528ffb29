"""Who reads what a visit's own office keeps to itself: times, heads, contacts, documents."""

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import may_read
from gagyo.common.rules import Actor


def reads_inside(*, actor: Actor, office_id: int | None) -> bool:
    """Tell whether the actor reads what that office shows to nobody else, however public the visit itself is."""
    return may_read(actor=actor, office_id=office_id, visibility=Visibility.OFFICE)
