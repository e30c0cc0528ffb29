"""Beginning a scheduled job once, however many workers look."""

from datetime import datetime

from django.db import IntegrityError, transaction

from gagyo.common.models import JobRun


def begin_job(*, job: str, slot: str, now: datetime) -> bool:
    """
    Claim a job for a slot, and tell whether this caller was the first.

    Call it in the transaction that puts the job into the queue: then both happen or neither.
    """
    if JobRun.objects.filter(job=job, slot=slot).exists():
        return False
    try:
        with transaction.atomic():
            JobRun.objects.create(job=job, slot=slot, at=now)
    except IntegrityError:
        return False
    return True
