"""The year's cases as one document, in the form in which the ministry is reported to."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gagyo.ambassadors.models import Case, CaseFigure
from gagyo.ambassadors.rules.case_values import PART_TITLES, PARTS
from gagyo.kernels.documents.report import (
    Attachments,
    Block,
    Closing,
    Document,
    NewPage,
    Paragraph,
    ReportLine,
    TableBlock,
)
from gagyo.kernels.documents.sheet import Cell, Column, Kind, Sheet
from gagyo.kernels.indicators.words import Language, counted_text, date_text
from gagyo.support.choices import RequestField


def part_title(name: str) -> str:
    """Return the title of a part of a case."""
    return str(PART_TITLES[name])


def figure_label(figure: CaseFigure, language: Language) -> str:
    """Return what a figure counts."""
    pair = (figure.label_ko, figure.label_en)
    return (pair[0] or pair[1]) if language == "ko" else (pair[1] or pair[0])


def figure_words(figure: CaseFigure, language: Language) -> str:
    """Return a figure with its as-of date."""
    value = counted_text(figure.value, figure.unit, language)
    as_of = _("as of %(day)s") % {"day": date_text(figure.as_of, language)}
    return f"{figure_label(figure, language)}: {value} ({as_of})"


def collection_title(year: int) -> str:
    """Return the title of a year's collection."""
    return _("Cases of the ambassadors for international relations, %(year)d") % {"year": year}


def cases_document(cases: Sequence[Case], *, year: int, today: date, language: Language) -> Document:
    """Return the collection of a year: how many in which field, the list, and each case on pages of its own."""
    order = {field: place for place, field in enumerate(RequestField.values)}
    cases = sorted(cases, key=lambda case: (order[case.field], case.pk))
    issued = _("As of %(day)s") % {"day": date_text(today, language)}
    blocks: list[Block] = [Paragraph(issued, "right"), ReportLine(_("Summary"))]
    count = ngettext("%(n)d case", "%(n)d cases", len(cases)) % {"n": len(cases)}
    blocks.append(ReportLine(count, 2))
    for field in RequestField:
        n = sum(case.field == field for case in cases)
        if n:
            blocks.append(ReportLine(f"{field.label}: {counted_text(n, 'item', language)}", 3))
    blocks.append(ReportLine(_("Only approved cases that the reader may read are in it."), 4))
    if not cases:
        return Document(collection_title(year), (*blocks, Closing()), language)
    attached = ngettext(
        "%(n)d case of the ambassadors, 1 copy.", "%(n)d cases of the ambassadors, 1 copy each.", len(cases)
    ) % {"n": len(cases)}
    blocks += [TableBlock(list_sheet(cases)), Attachments((attached,)), Closing()]
    for number, case in enumerate(cases, start=1):
        blocks += [NewPage(case.name), *case_blocks(case, number=number, language=language)]
    return Document(collection_title(year), tuple(blocks), language)


def list_sheet(cases: Sequence[Case]) -> Sheet:
    """Return the list of the cases."""
    rows: list[tuple[Cell, ...]] = [
        (number, case.name, case.province.name, str(case.get_field_display()))
        for number, case in enumerate(cases, start=1)
    ]
    columns = (
        Column("number", pgettext("place in a list", "No."), Kind.INTEGER, 6),
        Column("case", pgettext("case of an ambassador", "Case"), width=44),
        Column("province", _("Province"), width=20),
        Column("field", pgettext("support request", "Field"), width=16),
    )
    return Sheet(_("List of cases"), (), columns, rows)


def case_blocks(case: Case, *, number: int, language: Language) -> Iterator[Block]:
    """Yield a case, part after part, the figures under its result; number: its place in the list"""
    place = _("Case %(n)d") % {"n": number}
    yield Paragraph(f"{place} · {case.province.name} · {case.get_field_display()}", "center")
    for name in PARTS:
        words = getattr(case, name).in_language(language)[0]
        if not words.strip():
            continue
        yield ReportLine(part_title(name))
        for line in words.splitlines():
            if line.strip():
                yield ReportLine(line.strip(), 2)
        if name == "result":
            for figure in case.figures.all():
                yield ReportLine(figure_words(figure, language), 3)
    if case.contact:
        yield ReportLine(f"{_('Contact')}: {case.contact.in_language(language)[0]}", 4)
