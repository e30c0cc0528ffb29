"""What is due to an ambassador's office: questions, and the yearly clock."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.ambassadors.choices import AdviceState, ClockEvent
from gagyo.ambassadors.models import AdviceQuestion
from gagyo.ambassadors.queries.plan_clock import Owing, owed_by
from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.support.queries.due import PAST, Due

# A calendar shows the whole of the coming year's clock.
DAYS_AHEAD = 400


def due(*, actor: Actor, of_office: bool, now: datetime) -> list[Due]:
    """Return the questions and the days of the clock; a question by its number, for firms name people in theirs."""
    return [*_questions(actor, of_office=of_office, now=now), *_clock(actor, now=now)]


def _questions(actor: Actor, *, of_office: bool, now: datetime) -> list[Due]:
    rows = AdviceQuestion.objects.for_user(actor).filter(
        office_id=actor.office_id or 0, state=AdviceState.WAITING, due_at__gte=now - PAST
    )
    if not of_office:
        rows = rows.filter(owner_id=actor.user_id)
    return [
        Due(
            uid=f"question-{row.pk}@gagyo",
            on=row.due_at,
            title=_("Answer due: question %(number)s") % {"number": row.number},
            path=row.get_absolute_url(),
            sequence=row.version,
        )
        for row in rows.order_by("due_at", "pk")
        if row.due_at is not None
    ]


def _clock(actor: Actor, *, now: datetime) -> list[Due]:
    owed = owed_by(actor=actor, today=timezone.localdate(now), ahead=DAYS_AHEAD)
    if not owed:
        return []
    # Whenever the ministry has set a day, each entry may have moved.
    times = AuditRecord.objects.filter(event="plan_clock.set").count()
    return [
        Due(
            uid=f"clock-{each.day.year}-{each.day.event}-{actor.office_id}@gagyo",
            on=each.day.due_on,
            title=clock_title(each),
            path=clock_path(each),
            sequence=times,
        )
        for each in owed
    ]


def clock_title(each: Owing) -> str:
    """Return what the yearly clock asks for, in words."""
    return _("Plan year %(year)d: %(event)s") % {"event": ClockEvent(each.day.event).label, "year": each.day.year}


def clock_path(each: Owing) -> str:
    """Return where it is done: the province's plan, or the consolidated one."""
    if each.day.event in {ClockEvent.PLAN, ClockEvent.RESULTS}:
        return each.plan.get_absolute_url() if each.plan else reverse("ambassadors:plan_add")
    return reverse("ambassadors:consolidated", args=[each.day.year])
