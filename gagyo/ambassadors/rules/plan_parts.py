"""Who is what to a plan or a case."""

from typing import Final

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.rules import WRITES_OWN_OFFICE
from gagyo.ambassadors.rules.plan_moves import PlanPart
from gagyo.common.rules import Actor

WRITES: Final = WRITES_OWN_OFFICE
APPROVES: Final = frozenset({Role.MANAGER})
CENTRE_KINDS: Final = frozenset({OfficeKind.MINISTRY, OfficeKind.ASSOCIATION})
CENTRE_ROLES: Final = frozenset({Role.DESK_OFFICER, Role.OFFICER, Role.MANAGER, Role.OPERATOR})


def plan_parts_of(*, actor: Actor, office_kind: str, office_id: int | None) -> frozenset[PlanPart]:
    """
    Return what somebody is to a plan or a case of an office.

    office_kind: of the actor's present office
    """
    if actor.is_system:
        return frozenset({PlanPart.WRITER, PlanPart.CENTRE})
    if actor.user_id is None or actor.office_id is None:
        return frozenset()
    found = set()
    if actor.office_id == office_id:
        found |= {PlanPart.WRITER} if actor.role in WRITES else set()
        found |= {PlanPart.APPROVER} if actor.role in APPROVES else set()
    if is_centre(actor=actor, office_kind=office_kind):
        found.add(PlanPart.CENTRE)
    return frozenset(found)


def is_centre(*, actor: Actor, office_kind: str) -> bool:
    """Tell whether somebody puts the plans of a year together: the association and the ministry."""
    return actor.is_system or (office_kind in CENTRE_KINDS and actor.role in CENTRE_ROLES)


def may_plan(*, actor: Actor) -> bool:
    """Tell whether somebody's role writes plans and cases; whether the office is a province's is asked apart."""
    return actor.office_id is not None and actor.role in WRITES
