"""Writing many rows at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from gagyo.common.actions import Entry
from gagyo.common.models import TranslatedText
from gagyo.kernels.text.hangul import has_hangul
from gagyo.partnerships.rules.imports.plans import RowPlan

M = TypeVar("M", bound=models.Model)
SIZE = 400


@dataclass(frozen=True)
class Written:
    """What a row did: the record, its version afterwards, and what it was before where it was there."""

    number: int
    record_id: int
    version: int
    before: dict[str, Any] | None
    entry: Entry


@dataclass(frozen=True)
class Writing:
    """What holds for all rows that are written. body_ids: stand-in number of a new body -> its id."""

    batch_id: int
    visibility: str
    body_ids: Mapping[int, int]
    domestic: frozenset[int]

    def parties(self, plan: RowPlan) -> list[int]:
        """Return the bodies of a row, made ones by their real ids."""
        return [self.real(body) for body in plan.parties]

    def real(self, body: int) -> int:
        """Return the id of a body, of a made one its real id."""
        return self.body_ids.get(body, body)


def save_all(rows: Sequence[M], *, leave: Collection[str] = ()) -> None:
    """
    Write changed rows, many in one statement.

    Django's bulk_update builds a CASE per row and column; an INSERT that updates on its own id is many times faster.
    leave: columns that stay as they are
    """
    if not rows:
        return
    model = type(rows[0])
    names = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in leave]
    model._default_manager.bulk_create(
        rows, batch_size=SIZE, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def as_text(words: str) -> TranslatedText:
    """Return free text with the language that it is written in."""
    return TranslatedText(words, "ko" if has_hangul(words) else "en")
