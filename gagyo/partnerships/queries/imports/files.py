"""Workbooks of an import: the form to fill in, and the rows that are wrong with their sentences."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from gagyo.kernels.documents.sheet import Cell, Column, Sheet
from gagyo.partnerships.choices import ImportSubject, RowMark
from gagyo.partnerships.models import ImportBatch, ImportRow
from gagyo.partnerships.queries.imports.batches import headings_of, shown_row
from gagyo.partnerships.rules.imports.fields import FIELDS, NEEDED, field_name
from gagyo.partnerships.rules.imports.words import WORDED, labels


def template_sheets(*, subject: str, language: str) -> list[Sheet]:
    """Return the form: a sheet with nothing but headings in both languages, and one with the allowed words."""
    columns = tuple(Column(each.key, f"{each.name_ko} ({each.name_en})", width=18) for each in FIELDS[subject])
    title = str(dict(ImportSubject.choices)[subject])
    needed = ", ".join(field_name(subject=subject, key=key, language=language) for key in NEEDED[subject])
    notes = (
        _("Write one record in each row. Needed: %(fields)s. An empty cell leaves what is recorded as it is.")
        % {"fields": needed},
        _("Dates: 1996-05-03, 1996.5.3, 1996-05 or 1996. Several names or words in one cell: part them with ;"),
    )
    words = (
        Column("field", _("Column"), width=20),
        Column("ko", "한국어", width=24),
        Column("en", "English", width=24),
    )
    return [
        Sheet(title=title, notes=notes, columns=columns, rows=()),
        Sheet(title=_("Words"), notes=(), columns=words, rows=_words(subject, language)),
    ]


def _words(subject: str, language: str) -> Iterator[tuple[Cell, ...]]:
    for key in WORDED[subject]:
        both = []
        for each in ("ko", "en"):
            with translation.override(each):
                both.append(labels(subject=subject, key=key))
        for ko, en in zip(*both, strict=True):
            yield field_name(subject=subject, key=key, language=language), ko, en


def wrong_rows_sheet(batch: ImportBatch) -> Sheet:
    """Return the wrong rows as they are in the file, with what is wrong: correct them there and upload it again."""
    headings = headings_of(batch)
    rows = ImportRow.objects.filter(batch=batch, mark=RowMark.WRONG).order_by("number")

    def cells() -> Iterator[tuple[Cell, ...]]:
        for row in rows.iterator(chunk_size=1000):
            said = shown_row(row, batch=batch, headings=headings).sentences
            values = [*row.cells, *[None] * len(batch.headings)][: len(batch.headings)]
            yield "\n".join(each.text for each in said), *(None if v is None else str(v) for v in values)

    own = tuple(
        Column(f"column_{n}", heading or _("Column %(number)d without a name") % {"number": n + 1}, width=16)
        for n, heading in enumerate(batch.headings)
    )
    return Sheet(
        title=_("Wrong rows"),
        notes=(_("From %(file)s. Correct the rows here and upload this file.") % {"file": batch.file.name},),
        columns=(Column("problems", _("What is wrong"), width=60), *own),
        rows=cells(),
    )
