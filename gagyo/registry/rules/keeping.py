"""Who keeps what in the registry."""

from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError, may_keep_registry, may_write
from gagyo.common.rules import Actor
from gagyo.registry.choices import BodyKind

# What an officer may add where it is missing; the operator keeps the rest.
OFFICER_ADDS = frozenset(
    {BodyKind.FOREIGN_GOVERNMENT, BodyKind.AGENCY, BodyKind.FIRM, BodyKind.UNIVERSITY, BodyKind.INTERNATIONAL}
)


def may_keep(*, actor: Actor, kept_by_id: int | None) -> bool:
    """Tell whether the actor changes a registry row: the operator every one, an office those that it entered."""
    return may_keep_registry(actor=actor) or (kept_by_id is not None and may_write(actor=actor, office_id=kept_by_id))


def may_add(*, actor: Actor) -> bool:
    """Tell whether the actor adds registry rows at all."""
    return may_keep_registry(actor=actor) or may_write(actor=actor, office_id=actor.office_id)


def check_keep(*, actor: Actor, kept_by_id: int | None, what: str) -> None:
    """
    Refuse a change to a registry row that is not the actor's to make.

    :raises NotYoursError: if it is not
    """
    if not may_keep(actor=actor, kept_by_id=kept_by_id):
        raise NotYoursError(
            _("%(what)s is kept by the operator or by the office that entered it. Ask them to change it.")
            % {"what": what}
        )


def check_add_body(*, actor: Actor, kind: str, country: str) -> None:
    """
    Refuse a body that is not the actor's to add.

    :raises NotYoursError: if it is not
    """
    foreign = country != "KR" and kind in OFFICER_ADDS
    if not may_keep_registry(actor=actor) and not (foreign and may_add(actor=actor)):
        raise NotYoursError(
            _("Offices add foreign bodies that are missing; Korean bodies and missions are kept by the operator.")
        )


def kept_by(*, actor: Actor) -> int | None:
    """Return the office that keeps what the actor adds; nothing for the operator."""
    return None if may_keep_registry(actor=actor) else actor.office_id


def may_keep_every(*, actor: Actor) -> bool:
    """Tell whether the actor keeps the whole shared registry."""
    return may_keep_registry(actor=actor)
