"""Who acts: the actor behind a request."""

from datetime import date

from django.db.models import Q

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office, User
from gagyo.common.rules import Actor, Channel

CENTRAL = frozenset({OfficeKind.ASSOCIATION, OfficeKind.MINISTRY})


def memberships_of(*, user: User, today: date) -> list[Membership]:
    """Return the person's memberships that hold today, with their offices."""
    open_today = Q(ends_on=None) | Q(ends_on__gte=today)
    return list(
        Membership.objects.filter(open_today, user=user, starts_on__lte=today, office__archived_at=None)
        .select_related("office")
        .order_by("office__name_ko", "role")
    )


def audited_offices(office: Office) -> frozenset[int]:
    """Return the offices below one: what its auditor reads besides its own."""
    found: set[int] = set()
    level = {office.pk}
    while level:
        level = set(Office.objects.filter(parent_id__in=level).values_list("pk", flat=True)) - found
        found |= level
    return frozenset(found)


def actor_for(
    *, user: User, membership: Membership | None, channel: Channel, ip: str, request_id: str, language: str
) -> Actor:
    """Return the actor for a signed-in person in one of the person's offices."""
    base = {"user_id": user.pk, "label": str(user), "ip": ip, "request_id": request_id, "language": language}
    if membership is None:
        return Actor(channel=channel, **base)  # type: ignore[arg-type]  # mypy widens the dict's values
    audits = membership.role == Role.AUDITOR
    central = membership.office.kind in CENTRAL
    return Actor(
        channel=channel,
        office_id=membership.office_id,
        office_label=str(membership.office),
        role=membership.role,
        reads_offices=audited_offices(membership.office) if audits and not central else frozenset(),
        reads_all=audits and central,
        **base,  # type: ignore[arg-type]  # mypy widens the dict's values
    )
