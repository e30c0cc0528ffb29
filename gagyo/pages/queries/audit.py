"""The audit record, as far as the actor may read it."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Replace
from django.utils import timezone

from gagyo.accounts.choices import Role
from gagyo.accounts.models import Office
from gagyo.accounts.queries import offices_for
from gagyo.accounts.rules import may_read_audit
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor


def audit_for(*, actor: Actor) -> QuerySet[AuditRecord]:
    """Return the records in the actor's scope: all for the operator and a central auditor."""
    if not may_read_audit(actor=actor):
        return AuditRecord.objects.none()
    if actor.reads_all or actor.role == Role.OPERATOR:
        return AuditRecord.objects.all()
    return AuditRecord.objects.filter(office_id__in={*actor.reads_offices, actor.office_id} - {None})


def audit_offices(*, actor: Actor) -> QuerySet[Office]:
    """Return the offices by which the actor may search."""
    return offices_for(actor=actor) if may_read_audit(actor=actor) else Office.objects.none()


def audit_events(*, actor: Actor) -> list[str]:
    """Return the events that occur in the actor's scope."""
    return list(audit_for(actor=actor).order_by("event").values_list("event", flat=True).distinct())


def audit_found(*, actor: Actor, asked: dict[str, Any]) -> QuerySet[AuditRecord]:
    """
    Return the records that fit what was asked, newest first.

    asked: cleaned values of AuditFilterForm; an empty one asks for nothing
    """
    found = audit_for(actor=actor)
    if who := asked.get("who"):
        found = found.filter(Q(actor_label__icontains=who) | Q(actor__email__iexact=who) | Q(ip__iexact=who))
    if since := asked.get("since"):
        found = found.filter(at__gte=midnight(since))
    if until := asked.get("until"):
        found = found.filter(at__lt=midnight(until + timedelta(days=1)))
    if record := asked.get("record"):
        found = found.filter(about_label__icontains=record)
    exact = {"event": "event", "office": "office", "kind": "about_type", "id": "about_id"}
    found = found.filter(**{column: asked[name] for name, column in exact.items() if asked.get(name)})
    if person := asked.get("person"):
        found = about_person(found, person)
    return found.order_by("-id")


def midnight(day: Any) -> datetime:
    """Return the moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def about_person(found: QuerySet[AuditRecord], person_id: int) -> QuerySet[AuditRecord]:
    """Keep the records that name a person; by text, because SQLite has no containment in JSON lists."""
    text: Any = Cast("person_ids", TextField())
    for mark, instead in (("[", ","), ("]", ","), (" ", "")):
        text = Replace(text, Value(mark), Value(instead), output_field=TextField())
    return found.annotate(named=text).filter(named__contains=f",{person_id},")
