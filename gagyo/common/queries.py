"""Reads that every app makes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet, Sum
from django_tasks_db.models import DBTaskResult

from gagyo.common.models import AuditRecord, DataVersion, MailState, OutgoingMail
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule

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
class Happening:
    """One thing that somebody did to a record."""

    event: str
    words: str
    at: datetime
    by: str
    about: str
    about_type: str
    about_id: str
    reason: str


def happenings_about(*, row: Model, words: Mapping[str, Any], limit: int = 60) -> list[Happening]:
    """
    Return what was done to a record, newest first; for people of its office only.

    words: what to say of each event; an event without words stands as it is
    """
    rows = AuditRecord.objects.filter(about_type=row._meta.label_lower, about_id=str(row.pk))
    return as_happenings(rows.order_by("-id")[:limit], words=words)


def happenings_in_office(*, actor: Actor, words: Mapping[str, Any], limit: int = 15) -> list[Happening]:
    """Return what the actor's office did lately, newest first: the events that have words."""
    if not actor.office_id:
        return []
    rows = AuditRecord.objects.filter(office_id=actor.office_id, event__in=tuple(words)).order_by("-id")[:limit]
    return as_happenings(rows, words=words)


def as_happenings(rows: Iterable[AuditRecord], *, words: Mapping[str, Any]) -> list[Happening]:
    """Return audit records in words."""
    return [
        Happening(
            event=row.event,
            words=str(words.get(row.event, row.event)),
            at=row.at,
            by=row.actor_label,
            about=row.about_label,
            about_type=row.about_type,
            about_id=row.about_id,
            reason=row.reason,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Waiting:
    """
    One kind of open work: its rule, the word of its address, and its rows, the most urgent first.

    kind: what the rows are, which says in what columns they are listed: "projects", "ties", "people" ...
    """

    slug: str
    unit: str
    kind: str
    rule: CountingRule
    rows: Sequence[Any]


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
