"""What an activity can hang on, and whom the forms offer."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Membership, User
from gagyo.accounts.queries import membership_holds
from gagyo.ambassadors.models import Activity, PlannedActivity, Posting
from gagyo.ambassadors.queries.plans import own_planned
from gagyo.common.rules import Actor
from gagyo.meetings.models import Meeting
from gagyo.partnerships.models import Tie
from gagyo.support.models import SupportRequest
from gagyo.visits.models import Visit


def meetings_of(province_id: int) -> "QuerySet[Meeting]":
    """Return the one-to-one meetings in which a province takes part, newest first."""
    part = Q(first__body_id=province_id) | Q(second__body_id=province_id)
    rows = Meeting.objects.filter(part, round__archived_at=None)
    return rows.select_related("first__body", "second__body", "round").order_by("-pk")


def ambassador_accounts(*, today: date, held: int | None = None) -> "QuerySet[User]":
    """Return the accounts with the role of ambassador in some office; held: the one that a posting has already."""
    rows = Membership.objects.filter(membership_holds(today), role=Role.AMBASSADOR)
    active = Q(pk__in=rows.values("user"), is_active=True)
    return User.objects.filter(active | Q(pk=held or 0)).order_by("name_ko", "pk")


def own_postings(actor: Actor, *, held: int | None = None) -> "QuerySet[Posting]":
    """Return the postings of the actor's office, newest first; held: the one that an activity has already."""
    rows = Posting.objects.offered(actor, held=[held]).select_related("province")
    return rows.order_by("-starts_on", "-pk")


def activity_links(actor: Actor, *, row: Activity | None = None) -> dict[str, Any]:
    """Return the choices of each link by the form's field: what the actor's office has, and what the row holds."""
    held = row or Activity()
    office, province_ids = actor.office_id or 0, list(own_postings(actor).values_list("province_id", flat=True))
    part = Q(first__body_id__in=province_ids) | Q(second__body_id__in=province_ids)
    legs = Q(office_id=office) | Q(legs__office_id=office, legs__sent_at__isnull=False)
    return {
        "posting": own_postings(actor, held=held.posting_id),
        "planned": PlannedActivity.objects.filter(
            Q(pk__in=own_planned(actor).values("pk")) | Q(pk=held.planned_id or 0)
        )
        .select_related("goal__plan")
        .order_by("-goal__plan__year", "month", "pk"),
        "request": SupportRequest.objects.for_user(actor)
        .filter(pk__in=SupportRequest.objects.for_user(actor).filter(legs | Q(pk=held.request_id or 0)).values("pk"))
        .order_by("-pk"),
        "visit": Visit.objects.offered(actor, held=[held.visit_id]).order_by("-starts_on", "pk"),
        "tie": Tie.objects.offered(actor, held=[held.tie_id]).prefetch_related("parties__body"),
        "meeting": Meeting.objects.filter(part, round__archived_at=None)
        .select_related("first__body", "second__body", "round")
        .order_by("-pk"),
    }
