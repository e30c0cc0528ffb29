"""Who works where: the actor's kind of office, approvers, and those who are told of something."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gagyo.accounts.choices import OfficeKind, Role
from gagyo.accounts.models import Membership, Office, User
from gagyo.accounts.queries import membership_holds
from gagyo.common.rules import Actor
from gagyo.support.choices import Confidentiality
from gagyo.support.models import Absence, Approval, SupportRequest
from gagyo.support.rules.approval import Away
from gagyo.support.rules.readers import ANSWERS, APPROVES, ASKS, ROUTES, Involved, Reader


def kind_of(actor: Actor) -> str:
    """Return the kind of the actor's present office, empty without one; asks only where the actor does not say it."""
    if actor.office_kind:
        return actor.office_kind
    return Office.objects.filter(pk=actor.office_id or 0).values_list("kind", flat=True).first() or ""


def involved_of(request: SupportRequest) -> Involved:
    """Return what decides who reads a request; asks once for each table, or not where they were prefetched."""
    answers = list(request.answers.all())
    steps = Approval.objects.filter(Q(request=request) | Q(answer__in=answers))
    asking: set[int] = set()
    answering: set[int] = set()
    for step in steps:
        held = asking if step.request_id else answering
        held |= {each for each in (step.approver_id, step.stand_in_id) if each}
    return Involved(
        office_id=request.office_id,
        officer_id=request.officer_id,
        router_id=request.router_id,
        confidentiality=request.confidentiality,
        is_sent=request.sent_at is not None,
        legs=tuple((leg.office_id, leg.state) for leg in request.legs.all() if leg.sent_at is not None),
        readers=tuple(Reader(each.office_id, each.user_id) for each in request.readers.all()),
        approvers=frozenset(asking),
        answer_approvers=frozenset(answering),
    )


def working_in(*, office_ids: Iterable[int | None], roles: Collection[str], today: date) -> "QuerySet[User]":
    """Return the active people with one of these roles in one of these offices on a day, by name."""
    held = Membership.objects.filter(membership_holds(today), office_id__in=[each for each in office_ids if each])
    return User.objects.filter(pk__in=held.filter(role__in=roles).values("user"), is_active=True).order_by(
        "name_ko", "pk"
    )


def approvers_in(*, office_id: int | None, today: date) -> "QuerySet[User]":
    """Return who approves in an office."""
    return working_in(office_ids=[office_id], roles=APPROVES, today=today)


def askers_in(*, office_id: int | None, today: date) -> "QuerySet[User]":
    """Return who asks in an office."""
    return working_in(office_ids=[office_id], roles=ASKS, today=today)


def answerers_in(*, office_id: int, today: date) -> "QuerySet[User]":
    """Return who answers in an office."""
    return working_in(office_ids=[office_id], roles=ANSWERS, today=today)


def told_here(request: SupportRequest, people: Iterable[User], *, today: date) -> list[User]:
    """Return those of some people who still work in an office that has part in a request: mail follows nobody out."""
    ids = {user.pk: user for user in people if user.is_active}
    offices = {request.office_id, request.router_id, *request.readers.values_list("office_id", flat=True)}
    offices |= set(request.legs.filter(sent_at__isnull=False).values_list("office_id", flat=True))
    here = Q(office_id__in=offices - {None})
    if request.router_id is None:
        here |= Q(office__kind=OfficeKind.MINISTRY)
    held = Membership.objects.filter(here, membership_holds(today), user_id__in=ids, role__in=ASKS | ROUTES | ANSWERS)
    found = set(held.values_list("user_id", flat=True))
    return [user for pk, user in ids.items() if pk in found]


def routers_of(request: SupportRequest, *, today: date) -> "QuerySet[User]":
    """Return who routes a request: of its router, or of all the ministry's offices; of a restricted one those named."""
    roles = ROUTES - {Role.MANAGER} if request.router_id is None else ROUTES
    ministry = Office.objects.filter(kind=OfficeKind.MINISTRY, archived_at=None)
    offices = [request.router_id] if request.router_id else list(ministry.values_list("pk", flat=True))
    found = working_in(office_ids=offices, roles=roles, today=today)
    if request.confidentiality == Confidentiality.NORMAL:
        return found
    readers = list(request.readers.all())
    whole = [each.office_id for each in readers if each.user_id is None]
    named = [each.user_id for each in readers if each.user_id is not None]
    in_named = working_in(office_ids=set(whole) & set(offices), roles=ROUTES, today=today)
    return working_in(office_ids=offices, roles=ROUTES, today=today).filter(
        Q(pk__in=named) | Q(pk__in=in_named.order_by().values("pk"))
    )


def names_ministry(request: SupportRequest) -> bool:
    """Tell whether a restricted request names a reader in the ministry."""
    return request.readers.filter(office__kind=OfficeKind.MINISTRY, office__archived_at=None).exists()


def standing_in(*, office_id: int, today: date) -> "QuerySet[User]":
    """Return who works on requests in an office, and so can stand in for a colleague."""
    return working_in(office_ids=[office_id], roles=ASKS | ROUTES | ANSWERS, today=today)


def absences_of(*, user_ids: Collection[int], office_id: int | None, today: date) -> list[Away]:
    """Return who of these people is away from an office on a day."""
    rows = Absence.objects.filter(
        user_id__in=user_ids, office_id=office_id or 0, starts_on__lte=today, ends_on__gte=today
    )
    return [Away(row.user_id, row.starts_on, row.ends_on, row.stand_in_id) for row in rows]


def stand_ins_of(*, user_ids: Collection[int], office_id: int | None, today: date) -> dict[int, int]:
    """Return who stands in for each of these people in an office: in the absence that lasts, else in the next one."""
    rows = Absence.objects.filter(user_id__in=user_ids, office_id=office_id or 0, ends_on__gte=today)
    found: dict[int, int] = {}
    for row in rows.order_by("starts_on", "pk"):
        found.setdefault(row.user_id, row.stand_in_id)
    return found


def names_of(user_ids: Collection[int]) -> dict[int, str]:
    """Return people's names by id."""
    return {user.pk: str(user) for user in User.objects.filter(pk__in=user_ids)}
