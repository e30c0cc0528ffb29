"""Who acts: the actor behind a request."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Invitation, Membership, Office, User
from gagyo.common.rules import Actor, Channel

OFFICE_KEY = "gagyo_membership"  # where the session keeps the membership in which somebody works
CENTRAL = frozenset({OfficeKind.ASSOCIATION, OfficeKind.MINISTRY})


def membership_holds(today: date, prefix: str = "") -> Q:
    """
    Return the condition of a membership that holds; on the day of its end it holds no more.

    prefix: the path to the membership, such as "memberships__"
    """
    begun = Q(**{f"{prefix}starts_on__lte": today})
    return begun & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": today}))


def memberships_of(*, user: User, today: date) -> list[Membership]:
    """Return the person's memberships that hold today, with their offices."""
    return list(
        Membership.objects.filter(membership_holds(today), user=user, office__archived_at=None)
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
        office_kind=membership.office.kind,
        role=membership.role,
        reads_offices=audited_offices(membership.office) if audits and not central else frozenset(),
        reads_all=audits and central,
        **base,  # type: ignore[arg-type]  # mypy widens the dict's values
    )


def offices_for(*, actor: Actor) -> QuerySet[Office]:
    """Return the offices whose members the actor may see: the own one, those in scope, or all for the operator."""
    found = Office.objects.filter(archived_at=None)
    if actor.reads_all or actor.role == Role.OPERATOR:
        return found
    return found.filter(pk__in={*actor.reads_offices, actor.office_id} - {None})


def offices_found(*, actor: Actor, words: str, today: date) -> QuerySet[Office]:
    """Return the offices that the actor may see with these words in name or code, by name, each with its `members`."""
    found = offices_for(actor=actor)
    if words:
        found = found.filter(Q(name_ko__icontains=words) | Q(name_en__icontains=words) | Q(code=words))
    members = Count("memberships", filter=membership_holds(today, "memberships__"))
    return found.annotate(members=members).order_by("name_ko", "pk")


def members_of(*, office: Office) -> QuerySet[Membership]:
    """Return everybody who works or worked in an office, those who do first."""
    return office.memberships.select_related("user").order_by(
        F("ends_on").desc(nulls_first=True), "user__name_ko", "pk"
    )


def open_invitations(*, office: Office) -> QuerySet[Invitation]:
    """Return the invitations that were neither accepted nor withdrawn, expired ones too."""
    return office.invitations.filter(accepted_at=None, withdrawn_at=None).order_by("-created_at")


def invitation_by_token(*, token_hash: str) -> Invitation | None:
    """Return the invitation whose link was opened."""
    return Invitation.objects.select_related("office").filter(token_hash=token_hash).first()


def account_with(*, email: str) -> User | None:
    """Return the account with that address, whatever its case."""
    return User.objects.filter(email__iexact=email).first()
