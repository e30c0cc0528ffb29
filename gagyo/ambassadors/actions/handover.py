"""The next ambassador takes over what the one before owned, with one press."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gagyo.accounts.rules import check_write
from gagyo.ambassadors.models import AdviceQuestion, Posting
from gagyo.ambassadors.queries.handover import leaving
from gagyo.ambassadors.rules.handover import UnableToTakeOver, check_take_over
from gagyo.common.actions import record
from gagyo.common.rules import Actor
from gagyo.support.actions.legs import own_leg
from gagyo.support.rules.values import UnableToSaveSupport


@transaction.atomic
def take_over(*, posting_id: int, by: Actor, now: datetime) -> int:
    """
    Give the successor of a posting what its ambassador owns: the office's open legs and questions. Return how many.

    What the successor enters anew later is not touched; who took over and when stands on the successor's posting.
    :raises NotYoursError: for anybody outside of the province's office
    :raises UnableToTakeOver: if nobody has come who could
    """
    left = Posting.objects.for_user(by).select_for_update(of=("self",)).get(pk=posting_id)
    check_write(actor=by, office_id=left.office_id, what=str(left))
    row = Posting.objects.select_for_update(of=("self",)).filter(predecessor=left, archived_at=None).first()
    open_work = leaving(left, actor=by)
    owned, questions = open_work.owned_by(left.user_id), open_work.advice_of(left.user_id)
    check_take_over(
        successor=row.name if row else "",
        starts_on=row.starts_on if row else None,
        has_account=bool(row and row.user_id),
        taken_at=row.taken_over_at if row else None,
        left=len(owned) + len(questions),
        today=timezone.localdate(now),
    )
    assert row is not None
    assert row.user_id is not None
    try:
        for leg in owned:
            own_leg(leg_id=leg.pk, owner_id=row.user_id, by=by, now=now)
    except UnableToSaveSupport as error:
        raise UnableToTakeOver(str(error)) from error
    AdviceQuestion.objects.filter(pk__in=[each.pk for each in questions]).update(
        owner=row.user_id, version=F("version") + 1
    )
    row.taken_over_at, row.taken_over_by_id = now, by.user_id
    row.version += 1
    row.save(update_fields=["taken_over_at", "taken_over_by", "version"])
    after = {"predecessor": left.pk, "legs": [leg.pk for leg in owned], "advice": [each.pk for each in questions]}
    record(event="posting.taken_over", by=by, at=now, about=row, after=after, rows=len(owned) + len(questions))
    return len(owned) + len(questions)
