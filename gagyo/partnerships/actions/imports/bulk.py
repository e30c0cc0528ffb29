"""Writing many rows at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

from gagyo.common.actions import Entry
from gagyo.common.actions.bulk import update_rows
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


def save_columns(rows: Mapping[M, Iterable[str]]) -> None:
    """
    Write the named columns of changed rows, those with the same columns in one statement.

    rows: row -> its changed columns as attributes ("signed_at_id")
    """
    alike: dict[tuple[str, ...], list[M]] = defaultdict(list)
    for row, names in rows.items():
        alike[tuple(sorted(set(names)))].append(row)
    for names, same in alike.items():
        if names:
            update_rows(type(same[0]), names, {row.pk: [getattr(row, name) for name in names] for row in same})


def differing(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Put kept values back into a row, and return the columns that they change."""
    found = []
    for column in row._meta.concrete_fields:
        if column.attname not in values:
            continue
        value = column.to_python(values[column.attname])
        if value != getattr(row, column.attname):
            setattr(row, column.attname, value)
            found.append(column.attname)
    return found


def as_text(words: str) -> TranslatedText:
    """Return free text with the language that it is written in."""
    return TranslatedText(words, "ko" if has_hangul(words) else "en")
