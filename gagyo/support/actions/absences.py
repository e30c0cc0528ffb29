"""Who is away, and who stands in: for an approver's steps, and for the parts of requests that somebody owns."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.support.choices import Decision
from gagyo.support.models import Absence, Approval
from gagyo.support.queries.people import approvers_in, stand_ins_of, standing_in
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.readers import APPROVES


@transaction.atomic
def set_absence(*, user_id: int, stand_in_id: int, starts_on: date, ends_on: date, by: Actor, now: datetime) -> Absence:
    """
    Say on which days somebody of the actor's office is away, and who stands in; steps that wait get the stand-in.

    An approver's stand-in approves too: else nobody could decide.
    :raises NotYoursError: if the actor is neither that person nor a manager
    :raises UnableToApprove: if the days cannot be, or one of the two does not work in that office so
    """
    _check_absence(user_id=user_id, by=by)
    office_id, today = by.office_id or 0, timezone.localdate(now)
    # Two absences entered at once would both find the days free.
    list(User.objects.select_for_update(no_key=True).filter(pk=user_id))
    both = {user_id, stand_in_id}
    managers = set(approvers_in(office_id=office_id, today=today).filter(pk__in=both).values_list("pk", flat=True))
    people = set(standing_in(office_id=office_id, today=today).filter(pk__in=both).values_list("pk", flat=True))
    if user_id == stand_in_id or people != both:
        raise UnableToApprove(_("Both must work on requests in this office, and not be the same person."))
    if user_id in managers and stand_in_id not in managers:
        raise UnableToApprove(_("An approver's stand-in must be an approver too. Choose another approver."))
    if ends_on < starts_on:
        raise UnableToApprove(_("The last day of the absence comes before its first. Check both days."))
    if Absence.objects.filter(user_id=user_id, office_id=office_id, starts_on__lte=ends_on, ends_on__gte=starts_on):
        raise UnableToApprove(_("There is an absence on some of these days already. End it first."))
    row = Absence.objects.create(
        user_id=user_id, office_id=office_id, starts_on=starts_on, ends_on=ends_on, stand_in_id=stand_in_id
    )
    renew_stand_ins(user_id=user_id, now=now)
    record(event="support_absence.set", by=by, at=now, about=row, after=values_of(row))
    return row


@transaction.atomic
def end_absence(*, absence_id: int, by: Actor, now: datetime) -> None:
    """Take an absence back; what the stand-in has decided stays."""
    row = Absence.objects.select_for_update().get(pk=absence_id, office_id=by.office_id or 0)
    _check_absence(user_id=row.user_id, by=by)
    record(event="support_absence.ended", by=by, at=now, about=row, before=values_of(row))
    row.delete()
    renew_stand_ins(user_id=row.user_id, now=now)


@transaction.atomic
def renew_stand_ins(*, now: datetime, user_id: int | None = None) -> int:
    """
    Give each step that waits the stand-in of its approver's absence, or of the next one; return how many changed.

    user_id: of one approver, None for all: run nightly, since absences end
    """
    steps = Approval.objects.select_related("request", "answer__request").filter(decision=Decision.WAITING)
    steps = steps if user_id is None else steps.filter(approver_id=user_id)
    today, changed = timezone.localdate(now), 0
    waiting = {step: step.request.office_id if step.request else _router_of(step) for step in steps.order_by("pk")}
    for office_id in set(waiting.values()):
        here = [step for step, office in waiting.items() if office == office_id]
        found = stand_ins_of(user_ids=[step.approver_id for step in here], office_id=office_id, today=today)
        for step in here:
            if step.stand_in_id != found.get(step.approver_id):
                Approval.objects.filter(pk=step.pk).update(stand_in_id=found.get(step.approver_id))
                changed += 1
    return changed


def _router_of(step: Approval) -> int | None:
    return step.answer.request.router_id if step.answer else None


def _check_absence(*, user_id: int, by: Actor) -> None:
    # A stand-in reads what waits for the approver, so nobody else may name one.
    if by.user_id != user_id and by.role not in APPROVES:
        raise NotYoursError(_("Only approvers themselves, or a manager of their office, say who stands in for them."))
