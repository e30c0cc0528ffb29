"""Requests of an asking office that was abolished: they go on in the office of its body's successor."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gagyo.common.rules import Actor
from gagyo.registry.models import Body
from gagyo.support.actions.rows import locked_request
from gagyo.support.choices import Confidentiality
from gagyo.support.models import SupportRequest
from gagyo.support.queries.people import approvers_in
from gagyo.support.queries.routing import successor_of
from gagyo.support.rules.moves import ENDED
from gagyo.support.rules.readers import ASKING_KINDS


@transaction.atomic
def rehome_request(*, request_id: int, by: Actor, now: datetime) -> bool:
    """
    Move an open request of an abolished office to its successor, and tell whether it was moved.

    Its officer stayed behind, so the successor names one; a restricted one gets a manager there, or nobody would read
    it. Who wrote it still approves nothing of it.
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
    held.move(row.state, office_id=office.pk, officer_id=officer.pk if officer else None, asker_id=asker.pk)
    held.note("support.rehomed", to=office.pk)
    return True


def rehome_requests(*, by: Actor, now: datetime) -> int:
    """Move the open requests of abolished offices that have a successor, and return how many; run nightly."""
    rows = SupportRequest.objects.past_access(because="the system moves what no office holds any more")
    left = rows.filter(office__archived_at__isnull=False, archived_at=None).exclude(state__in=ENDED)
    ids = list(left.order_by("pk").values_list("pk", flat=True))
    return sum(rehome_request(request_id=pk, by=by, now=now) for pk in ids)
