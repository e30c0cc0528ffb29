"""What follows from a visit: added, done, taken back."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.models import Membership
from gagyo.accounts.queries import membership_holds
from gagyo.common.actions import record, values_of
from gagyo.common.rules import Actor
from gagyo.visits.actions.visits import locked
from gagyo.visits.models import FollowUp, Visit
from gagyo.visits.rules.values import FollowUpValues, UnableToSaveVisit, check_follow_up


@transaction.atomic
def add_follow_up(*, visit_id: int, values: FollowUpValues, by: Actor, now: datetime) -> FollowUp:
    """
    Note what is to be done after a visit.

    :raises UnableToSaveVisit: without words, or for an owner from another office
    """
    visit = locked(visit_id, by=by)
    if not values.what.strip():
        raise UnableToSaveVisit(_("Say what is to be done."))
    check_follow_up(what=values.what)
    _check_owner(visit, values.owner_id, now=now)
    row = FollowUp.objects.create(
        visit=visit,
        kind=values.kind,
        what=values.what.strip(),
        owner_id=values.owner_id if values.owner_id is not None else by.user_id,
        due_on=values.due_on,
        answer_id=values.answer_id,
    )
    record(event="visit.follow_up_added", by=by, at=now, about=visit, after=values_of(row))
    return row


@transaction.atomic
def finish_follow_up(*, visit_id: int, follow_up_id: int, outcome: str, by: Actor, now: datetime) -> FollowUp:
    """
    Say that a follow-up is done, and what came of it.

    :raises UnableToSaveVisit: if the words hold a passport number
    """
    visit = locked(visit_id, by=by)
    check_follow_up(outcome=outcome)
    row = FollowUp.objects.select_for_update().get(pk=follow_up_id, visit=visit)
    before = values_of(row)
    row.done_on, row.outcome = row.done_on or timezone.localdate(now), outcome.strip()
    row.save(update_fields=["done_on", "outcome"])
    record(event="visit.follow_up_done", by=by, at=now, about=visit, before=before, after=values_of(row))
    return row


@transaction.atomic
def reopen_follow_up(*, visit_id: int, follow_up_id: int, by: Actor, now: datetime) -> FollowUp:
    """Take "done" back."""
    visit = locked(visit_id, by=by)
    row = FollowUp.objects.select_for_update().get(pk=follow_up_id, visit=visit)
    before = values_of(row)
    row.done_on = None
    row.save(update_fields=["done_on"])
    record(event="visit.follow_up_reopened", by=by, at=now, about=visit, before=before, after=values_of(row))
    return row


def _check_owner(visit: Visit, owner_id: int | None, *, now: datetime) -> None:
    today = timezone.localdate(now)
    if owner_id is None or visit.office_id is None:
        return
    works_there = Membership.objects.filter(membership_holds(today), user_id=owner_id, office_id=visit.office_id)
    if not works_there.exists():
        raise UnableToSaveVisit(_("That person does not work in the visit's office. Choose a colleague."))
