"""Imports and their rows as somebody sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from gagyo.accounts.models import Office, OwnedQuerySet
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.choices import RowMark
from gagyo.partnerships.models import ColumnMapping, ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.records import may_import_everything
from gagyo.partnerships.rules.imports.fields import field_name
from gagyo.partnerships.rules.imports.problems import from_json, sentence
from gagyo.partnerships.rules.imports.words import label_of

ROWS: Final = CountingRule(
    code="import-rows",
    name_ko="가져오기 행",
    name_en="Rows of an import",
    sentence_ko="파일의 빈 행과 제목 행을 뺀 모든 행을 하나씩 셉니다.",
    sentence_en="Every row of the file is counted once, without blank rows and the header.",
)
LONGEST_SHOWN: Final = 80


def imports_for(actor: Actor) -> OwnedQuerySet[ImportBatch]:
    """Return the imports that the actor sees: of the own office; the operator those of all."""
    if may_import_everything(actor):
        return ImportBatch.objects.past_access(because="the operator's own rule").filter(archived_at=None)
    return ImportBatch.objects.for_user(actor)


def imports_listed(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the imports that the actor sees with their counts, the latest first."""
    listed = imports_for(actor).select_related("office", "file", "uploaded_by").order_by("-uploaded_at", "-pk")
    marks = {f"count_{mark}": Count("rows", filter=Q(rows__mark=mark)) for mark in RowMark.values}
    return listed.annotate(**marks)


def counts(batch: ImportBatch) -> dict[str, int]:
    """Return how many rows have each mark."""
    found = ImportRow.objects.filter(batch=batch).order_by().values_list("mark").annotate(n=Count("pk"))
    return dict.fromkeys(RowMark.values, 0) | dict(found)


def figures(batch: ImportBatch, *, today: date) -> list[tuple[RowMark, Figure]]:
    """Return the number of rows of each mark, opening those rows; the as-of date is the day of the file."""
    number = counts(batch)
    address = reverse("partnerships:import_preview", args=[batch.pk])
    return [
        (mark, Figure(number[mark.value], "row", today, ROWS, f"{address}?{urlencode({'mark': mark.value})}"))
        for mark in RowMark
    ]


@dataclass(frozen=True)
class Sentence:
    """A sentence about a row. level: wrong, warning or note."""

    level: str
    text: str


@dataclass(frozen=True)
class ShownRow:
    """A row as the preview shows it. changes: (field, before, after) in words; href: of the record, if there is one."""

    number: int
    mark: RowMark
    name: str
    sentences: tuple[Sentence, ...]
    changes: tuple[tuple[str, str, str], ...]
    href: str


def shown_row(row: ImportRow, *, batch: ImportBatch, headings: Mapping[str, str]) -> ShownRow:
    """Return a row in the words of the active language."""
    language = get_language() or "ko"
    problems = [from_json(each) for each in row.messages]
    said = [
        Sentence(each.level, sentence(each, subject=batch.subject, row=row.number, headings=headings))
        for each in problems
    ]
    changed = row.detail.get("changes", {}).items()
    changes = tuple(
        (
            field_name(subject=batch.subject, key=key, language=language),
            _shown(batch.subject, key, pair[0]),
            _shown(batch.subject, key, pair[1]),
        )
        for key, pair in changed
    )
    name = "partnerships:tie" if batch.subject == "ties" else "partnerships:project"
    href = reverse(name, args=[row.record_id]) if row.record_id else ""
    return ShownRow(row.number, RowMark(row.mark), row.detail.get("name", ""), tuple(said), changes, href)


def _shown(subject: str, key: str, value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, list):
        return ", ".join(label_of(subject=subject, key=key, value=str(each)) for each in value)
    text = label_of(subject=subject, key=key, value=str(value))
    return f"{text[: LONGEST_SHOWN - 1]}…" if len(text) > LONGEST_SHOWN else text


def headings_of(batch: ImportBatch) -> dict[str, str]:
    """Return what the file calls the column of each field."""
    return {key: batch.headings[column] for key, column in batch.mapping.items()}


def remembered(*, office_id: int | None, subject: str, headings: str) -> dict[str, int] | None:
    """Return the mapping that an office confirmed for a file with these headings; None if it never did."""
    row = ColumnMapping.objects.filter(office=office_id, subject=subject, headings=headings).first()
    return dict(row.mapping) if row else None


def samples(batch: ImportBatch, *, most: int = 3) -> list[list[str]]:
    """Return a few values of each column."""
    found: list[list[str]] = [[] for _heading in batch.headings]
    for cells in ImportRow.objects.filter(batch=batch).order_by("number").values_list("cells", flat=True)[:50]:
        for column, value in enumerate(cells[: len(found)]):
            text = "" if value is None else str(value)[:40]
            if text and text not in found[column] and len(found[column]) < most:
                found[column].append(text)
    return found


def offices_to_import_for(actor: Actor) -> QuerySet[Office]:
    """Return the offices for which the actor imports: the own one; the operator any."""
    offices = Office.objects.filter(archived_at=None).order_by("name_ko")
    return offices if may_import_everything(actor) else offices.filter(pk=actor.office_id or 0)
