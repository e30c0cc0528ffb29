"""Requests of an office that was abolished: of its body's successor, or for the ministry to route anew."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gagyo.accounts.choices import OfficeKind
from gagyo.common.rules import Actor
from gagyo.registry.models import Body
from gagyo.support.actions.approvals import recall_steps
from gagyo.support.actions.news import tell, tell_routers
from gagyo.support.actions.rows import locked_request
from gagyo.support.choices import Confidentiality, RequestState
from gagyo.support.models import Approval, RequestReader, SupportRequest
from gagyo.support.queries.people import approvers_in
from gagyo.support.queries.routing import successor_of
from gagyo.support.rules.moves import ENDED, Step
from gagyo.support.rules.readers import ASKING_KINDS


@transaction.atomic
def rehome_request(*, request_id: int, by: Actor, now: datetime) -> bool:
    """
    Move an open request of an abolished office to its successor, and tell whether it was moved.

    Its officer stayed behind, so the successor names one; a restricted one gets a manager there, or nobody would read
    it. Its approvers stayed behind too: what waited for them is a draft again. Who wrote it approves nothing of it.
    by: the system
    """
    held = locked_request(request_id, by=by, now=now)
    row = held.row
    if row.office is None or row.office.archived_at is None or row.state in ENDED:
        return False
    office = successor_of(row.office, today=timezone.localdate(now))
    if office is None or office.kind not in ASKING_KINDS:
        return False
    asker = Body.objects.filter(works_as=office).first() or row.asker
    is_restricted = row.confidentiality == Confidentiality.RESTRICTED
    officer = approvers_in(office_id=office.pk, today=timezone.localdate(now)).first() if is_restricted else None
    state = row.state
    if state == RequestState.APPROVAL:
        state = held.check(Step.RECALL)
        recall_steps(Approval.objects.filter(request=row, attempt=row.attempt), by=by, now=now)
    held.move(state, office_id=office.pk, officer_id=officer.pk if officer else None, asker_id=asker.pk)
    held.note("support.rehomed", to=office.pk)
    managers = approvers_in(office_id=office.pk, today=timezone.localdate(now))
    tell(row, kind="rehomed", to=[officer] if is_restricted else managers, by=by, now=now)
    return True


@transaction.atomic
def free_request(*, request_id: int, by: Actor, now: datetime) -> bool:
    """
    Hand an open request whose routing office was abolished to that office's successor in the ministry, or let any
    office there route it, and tell whether that was done.

    An answer that waited for approval there is a draft again. A successor reads what the office was named to read.
    by: the system
    """
    held = locked_request(request_id, by=by, now=now)
    row = held.row
    if row.router is None or row.router.archived_at is None or row.state in ENDED:
        return False
    state = row.state
    if state == RequestState.ANSWER_APPROVAL:
        state = held.check(Step.RECALL_ANSWER)
        waiting = Approval.objects.filter(answer__request=row, answer__round=row.round)
        recall_steps(waiting, by=by, now=now)
    found = successor_of(row.router, today=timezone.localdate(now))
    after = found if found is not None and found.kind == OfficeKind.MINISTRY else None
    if after is not None:
        named = RequestReader.objects.filter(request=row, user=None)
        if not named.filter(office=after).exists():
            named.filter(office=row.router).update(office=after)
    held.move(state, router_id=after.pk if after else None)
    held.note("support.router_gone", to=after.pk if after else None)
    tell_routers(row, kind="routing", by=by, now=now)
    return True


def rehome_requests(*, by: Actor, now: datetime) -> int:
    """Move or free the open requests of abolished offices, and return how many; run nightly."""
    rows = SupportRequest.objects.past_access(because="the system moves what no office holds any more")
    left = rows.filter(office__archived_at__isnull=False, archived_at=None).exclude(state__in=ENDED)
    ids = list(left.order_by("pk").values_list("pk", flat=True))
    moved = sum(rehome_request(request_id=pk, by=by, now=now) for pk in ids)
    unrouted = rows.filter(router__archived_at__isnull=False, archived_at=None).exclude(state__in=ENDED)
    ids = list(unrouted.order_by("pk").values_list("pk", flat=True))
    return moved + sum(free_request(request_id=pk, by=by, now=now) for pk in ids)
