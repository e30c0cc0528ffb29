"""The audit record: one for each action, in the action's own transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models import F

from gagyo.common.actions.bulk import insert_rows
from gagyo.common.models import AuditRecord, DataVersion, TranslatedText
from gagyo.common.rules import Actor

SHARDS = 16
PLAIN = frozenset({str, int, bool})
MASK = "(personal data)"
SECRET_MASK = "(secret)"  # noqa: S105 - what stands there instead of one
# The columns in which the records of one action differ.
OF_ENTRY = ("about_type", "about_id", "about_label", "before", "after")


def plain(value: Any) -> Any:
    """Return a value in a shape that JSON keeps and a reader recognises."""
    if value is None or type(value) in PLAIN or isinstance(value, bool | int | str):
        return value
    if isinstance(value, TranslatedText):
        return value.as_json()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    try:
        return DjangoJSONEncoder().default(value)
    except TypeError:
        return str(value)


def values_of(row: models.Model) -> dict[str, Any]:
    """
    Return a row's own columns for an audit record's before or after.

    A model names its columns with personal data in PERSONAL, and keys of addresses that need no account in SECRET;
    of those only the fact that they are filled is kept.
    """
    masks = dict.fromkeys(getattr(type(row), "PERSONAL", ()), MASK)
    masks |= dict.fromkeys(getattr(type(row), "SECRET", ()), SECRET_MASK)
    values: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.attname in {"id", "version"}:
            continue
        value = plain(column.value_from_object(row))
        values[column.attname] = masks.get(column.name, value) if value else value
    return values


def changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[Any, Any]:
    """Return only what differs, where both sides are there."""
    if before is None or after is None:
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def raise_version() -> None:
    """Raise the data version within this transaction, on a counter that no other writer holds."""
    shard = 0
    if connection.features.has_select_for_update_skip_locked:
        free = DataVersion.objects.select_for_update(skip_locked=True).order_by("n").values_list("shard", flat=True)
        shard = next(iter(free[:1]), 0)
    DataVersion.objects.filter(shard=shard).update(n=F("n") + 1)


def record(
    *,
    event: str,
    by: Actor,
    at: datetime,
    about: models.Model | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    people: Iterable[int] = (),
    rows: int = 1,
    reason: str = "",
) -> AuditRecord:
    """
    Leave the audit record of a change, and raise the data version.

    event: "tie.created"; before/after: from values_of(); only what differs is kept
    :raises RuntimeError: outside a transaction, where the record could stay without its change
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event} was recorded outside a transaction. Put the action in transaction.atomic.")
    raise_version()
    kept_before, kept_after = changes(before, after)
    return _write(
        event=event,
        by=by,
        at=at,
        about=about,
        before=kept_before,
        after=kept_after,
        people=people,
        rows=rows,
        reason=reason,
    )


@dataclass(frozen=True)
class Entry:
    """
    One of many records that an action changed.

    label: its name, which the caller knows without a query; before, after: plain values, as values_of() makes them
    """

    about: models.Model
    label: str
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def record_many(*, event: str, by: Actor, at: datetime, entries: Iterable[Entry], reason: str = "") -> int:
    """
    Leave the audit record of each of many records changed by one action, and return how many.

    The caller leaves the action's own record with record(), which raises the data version.
    :raises RuntimeError: outside a transaction
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{event} was recorded outside a transaction. Put the action in transaction.atomic.")
    alike = _row(
        event=event,
        by=by,
        at=at,
        about=None,
        label="",
        before=None,
        after=None,
        people=(),
        rows=1,
        reason=reason,
    )
    columns = [column.attname for column in AuditRecord._meta.concrete_fields if not column.primary_key]
    same = {name: getattr(alike, name) for name in columns if name not in OF_ENTRY}
    return insert_rows(AuditRecord, OF_ENTRY, map(_of_entry, entries), same=same)


def _of_entry(entry: Entry) -> tuple[Any, ...]:
    before, after = changes(entry.before, entry.after)
    return entry.about._meta.label_lower, str(entry.about.pk), entry.label[:300], before, after


@transaction.atomic
def record_reading(
    *,
    event: str,
    by: Actor,
    at: datetime,
    people: Iterable[int],
    rows: int,
    reason: str,
    detail: dict[str, Any],
) -> AuditRecord:
    """Leave the record of reading or downloading personal data; the data itself has not changed."""
    return _write(
        event=event,
        by=by,
        at=at,
        about=None,
        before=None,
        after=detail,
        people=people,
        rows=rows,
        reason=reason,
    )


def label_of(row: models.Model) -> str:
    """Return a row's name for the record; a model whose names are personal data says audit_label instead."""
    return getattr(row, "audit_label", "") or str(row)


def _write(
    *,
    event: str,
    by: Actor,
    at: datetime,
    about: models.Model | None,
    before: Any,
    after: Any,
    people: Iterable[int],
    rows: int,
    reason: str,
) -> AuditRecord:
    row = _row(
        event=event,
        by=by,
        at=at,
        about=about,
        label=label_of(about) if about else "",
        before=before,
        after=after,
        people=people,
        rows=rows,
        reason=reason,
    )
    row.save(force_insert=True)
    return row


def _row(
    *,
    event: str,
    by: Actor,
    at: datetime,
    about: models.Model | None,
    label: str,
    before: Any,
    after: Any,
    people: Iterable[int],
    rows: int,
    reason: str,
) -> AuditRecord:
    return AuditRecord(
        at=at,
        actor_id=by.user_id,
        actor_label=by.label[:200],
        office_id=by.office_id or by.kept_by_office_id,
        office_label=(by.office_label or by.kept_by_office_label)[:200],
        role=by.role,
        channel=by.channel,
        ip=by.ip or None,
        request_id=by.request_id[:64],
        event=event,
        about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
        about_label=label[:300],
        person_ids=sorted(set(people)),
        rows=rows,
        before=plain(before),
        after=plain(after),
        reason=(reason or by.reason)[:500],
    )
