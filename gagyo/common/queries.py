"""Reads that every app makes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet, Sum
from django_tasks_db.models import DBTaskResult

from gagyo.common.models import AuditRecord, DataVersion, MailState, OutgoingMail

P = ParamSpec("P")
R = TypeVar("R")


# So many answers of one query at a time: addresses that nobody asks for twice must not fill the memory.
MOST_KEPT = 500
_FORGET: list[Callable[[], None]] = []


def data_version() -> int:
    """Return a number that changes with every commit that changed data."""
    return DataVersion.objects.aggregate(total=Sum("n"))["total"] or 0


def due_mail(*, now: datetime) -> QuerySet[OutgoingMail]:
    """Return the messages whose next attempt has come, oldest first."""
    return OutgoingMail.objects.filter(state=MailState.WAITING, next_attempt_at__lte=now).order_by("pk")


def kept_until_data_changes(read: Callable[P, R]) -> Callable[P, R]:
    """
    Keep what a query returns, in each worker, until any data changes; its arguments must be hashable.

    Within a transaction nothing is kept: it sees its own writes, which may still be rolled back.
    """
    kept: dict[object, R] = {}
    kept_for = -1

    @wraps(read)
    def answer(*args: P.args, **options: P.kwargs) -> R:
        nonlocal kept, kept_for
        if connection.in_atomic_block:
            return read(*args, **options)
        version = data_version()
        if version != kept_for:
            kept, kept_for = {}, version
        mine, key = kept, (args, tuple(sorted(options.items())))
        if key in mine:
            return mine[key]
        found = read(*args, **options)
        if len(mine) >= MOST_KEPT:
            mine.clear()
        mine[key] = found
        return found

    def forget() -> None:
        nonlocal kept, kept_for
        kept, kept_for = {}, -1

    _FORGET.append(forget)
    return answer


def forget_kept() -> None:
    """Forget what all such queries keep: for a database that was emptied behind their back, as tests do."""
    for forget in _FORGET:
        forget()


def last_change(*, about: Model) -> AuditRecord | None:
    """Return the newest audit record of a row: who saved it last, and when."""
    found = AuditRecord.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))
    return found.order_by("-id").first()


@dataclass(frozen=True)
class BackgroundCounts:
    """How much waits in the background, and how much failed."""

    mail_waiting: int
    mail_failed: int
    tasks_waiting: int
    tasks_failed: int


def background_counts() -> BackgroundCounts:
    """Count mail and tasks that wait, and those that failed."""
    return BackgroundCounts(
        mail_waiting=OutgoingMail.objects.filter(state=MailState.WAITING).count(),
        mail_failed=OutgoingMail.objects.filter(state=MailState.FAILED).count(),
        tasks_waiting=DBTaskResult.objects.filter(status="READY").count(),
        tasks_failed=DBTaskResult.objects.failed().count(),
    )
