"""
Hangul documents (HWPX, KS X 6101): reports written with python-hwpx, and any HWPX read back.

The page is A4, upright, and turns to landscape when a table would not fit upright. python-hwpx checks before it
returns that an editor can open the file; it is an alpha version, so this module is the only one that knows it.
"""

from datetime import UTC, datetime
from typing import Any

from gagyo.kernels.documents.hwpx_read import read_hwpx_tables, read_hwpx_text
from gagyo.kernels.documents.report import (
    END,
    MARKS,
    Attachments,
    Block,
    Closing,
    Document,
    Heading,
    NewPage,
    Paragraph,
    ReportLine,
    TableBlock,
    attachment_lines,
)
from gagyo.kernels.documents.sheet import NUMERIC, Cell, Column, Kind, Sheet, checked_rows, clean, shown_text

__all__ = ["MAX_TABLE_ROWS", "UnableToWriteDocument", "read_hwpx_tables", "read_hwpx_text", "write_hwpx"]

# About 20 pages; beyond it the reader wants a worksheet, and the library takes 7 s and 300 MB for 1,000 rows.
MAX_TABLE_ROWS = 500

_P = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
_UNITS_PER_MM = 7200 / 25.4
_PORTRAIT_BODY_MM, _LANDSCAPE_BODY_MM = 170, 257
_MARGINS_MM = {"left": 20, "right": 20, "top": 20, "bottom": 15}
_ROW_HEIGHT = 1800
# A character column of a table in 10 pt: half a Hangul syllable, and the cell's padding.
_CHARACTER_MM, _PADDING_MM = 1.77, 3.6
# Both come with every Hancom Office, and are free elsewhere.
_SERIF, _SANS = "함초롬바탕", "함초롬돋움"
_HEAD_FILL = "#E6E8EA"
_KEPT_WHOLE_ROWS = 12


class UnableToWriteDocument(Exception):
    """A document does not fit its form; the sentence names the part and the remedy."""


def write_hwpx(document: Document, *, made_at: datetime, author: str = "") -> bytes:
    """
    Return the document as an HWPX file.

    made_at, author: written to the document's properties

    :raises UnableToWriteDocument: if a table has more than MAX_TABLE_ROWS rows
    :raises UnableToWriteSheet: if a cell is not of its column's kind
    """
    from hwpx import HwpxDocument

    tables = {id(b): _texts(b, document) for b in document.blocks if isinstance(b, TableBlock)}
    wide = any(_needed_mm(b.sheet) > _PORTRAIT_BODY_MM for b in document.blocks if isinstance(b, TableBlock))
    file = HwpxDocument.new()
    file.page.setup(
        paper_size="A4",
        orientation="landscape" if wide else "portrait",
        margins_mm=_MARGINS_MM,
        header_margin_mm=10,
        footer_margin_mm=10,
    )
    writer = _Writer(file, document, tables, _LANDSCAPE_BODY_MM if wide else _PORTRAIT_BODY_MM)
    writer.write_title(clean(document.title))
    for block in document.blocks:
        writer.write(block)
    _describe(file, document, made_at, author)
    data: bytes = file.to_bytes()
    file.close()
    return data


def _texts(block: TableBlock, document: Document) -> list[list[str]]:
    sheet = block.sheet

    def texts(row: tuple[Cell, ...]) -> list[str]:
        pairs = zip(row, sheet.columns, strict=True)
        return [shown_text(cell, column.kind, document.language) for cell, column in pairs]

    rows = [[clean(column.title) for column in sheet.columns]]
    for row in checked_rows(sheet):
        if len(rows) > MAX_TABLE_ROWS:
            raise UnableToWriteDocument(
                f'The table "{sheet.title}" has more than {MAX_TABLE_ROWS:,} rows. Filter it, or take XLSX.'
            )
        rows.append(texts(row))
    if block.total is not None:
        total = Sheet(sheet.title, (), sheet.columns, [block.total])
        rows.extend(texts(row) for row in checked_rows(total))
    return rows


def _needed_mm(sheet: Sheet) -> float:
    return sum(_column_mm(column) for column in sheet.columns)


def _column_mm(column: Column) -> float:
    return column.width * _CHARACTER_MM + _PADDING_MM


def _describe(file: Any, document: Document, made_at: datetime, author: str) -> None:
    # The library's empty document carries a sample author, dates and a picture of itself.
    file.parts.clear_document_metadata()
    file.parts.clear_preview()
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    file.parts.set_document_metadata(
        title=clean(document.title), creator=clean(author), created_date=moment, modified_date=moment
    )


class _Writer:
    """Puts blocks into one open file; a style is made when first asked for and then shared."""

    def __init__(self, file: Any, document: Document, tables: dict[int, list[list[str]]], body_mm: int) -> None:
        self.file = file
        self.document = document
        self.tables = tables
        self.body_mm = body_mm
        self.shapes: dict[tuple[object, ...], str] = {}
        self.last_line: Any = None

    def write_title(self, title: str) -> None:
        first = self.file.paragraphs[0]
        first.text = title
        first.char_pr_id_ref = self._letters(_SANS, 20, bold=True)
        self.file.styles.apply_paragraph_format(
            paragraphs=[first], alignment="CENTER", line_spacing_percent=130, spacing_after_pt=12
        )
        _number_pages(first.element)

    def write(self, block: Block) -> None:
        match block:
            case Heading():
                self._line(block.text, size=16 if block.level == 1 else 15, bold=True, before=10, keep=True)
            case Paragraph():
                self._line(block.text, align=block.align.upper())
            case ReportLine():
                self._report_line(block)
            case TableBlock():
                self._table(block)
            case Attachments():
                self._attachments(block)
            case NewPage():
                self._line(block.title, size=block.points, bold=True, align="CENTER", before=0, keep=True)
                self.last_line.element.set("pageBreak", "1")
            case Closing():
                self._close()

    def _report_line(self, block: ReportLine) -> None:
        # Hanging: further lines begin under the text, not under the mark.
        mark = MARKS[block.level]
        self._line(
            f"{mark} {block.text}",
            size=13 if block.level == 4 else 15,
            bold=block.level == 1,
            left=(7, 12, 16, 21)[block.level - 1],
            hang=(7, 7, 4.5, 7)[block.level - 1],
            before=8 if block.level == 1 else 3,
            keep=block.level == 1,
        )

    def _attachments(self, block: Attachments) -> None:
        indent = 16 if self.document.language == "ko" else 24
        for at, line in enumerate(attachment_lines(block, self.document.language)):
            self._line(line, left=indent, hang=indent if at == 0 else 0, before=12 if at == 0 else 0)

    def _close(self) -> None:
        word = END[self.document.language]
        if self.last_line is None:
            self._line(f"  {word}")
        else:
            self.last_line.text = f"{self.last_line.text}  {word}"

    def _line(
        self,
        text: str,
        *,
        size: int = 15,
        bold: bool = False,
        align: str = "JUSTIFY",
        left: float = 0,
        hang: float = 0,
        before: int = 3,
        keep: bool = False,
        spacing: int = 160,
    ) -> None:
        letters = self._letters(_SANS if bold else _SERIF, size, bold=bold)
        line = self.file.add_paragraph(clean(text), char_pr_id_ref=letters, inherit_style=False)
        wanted = {
            "alignment": "JUSTIFY" if align == "LEFT" else align,
            "line_spacing_percent": spacing,
            "indent_left_mm": left,
            "first_line_indent_mm": -hang,
            "spacing_before_pt": before,
            "keep_with_next": keep,
        }
        self._shape(line, wanted)
        self.last_line = line

    def _shape(self, paragraph: Any, wanted: dict[str, object]) -> None:
        known = tuple(wanted.values())
        if known in self.shapes:
            paragraph.para_pr_id_ref = self.shapes[known]
        else:
            self.file.styles.apply_paragraph_format(paragraphs=[paragraph], **wanted)
            self.shapes[known] = paragraph.para_pr_id_ref

    def _letters(self, face: str, size: int, *, bold: bool = False) -> str:
        made: str = self.file.styles.ensure_run(font=face, size=size, bold=bold)
        return made

    def _table(self, block: TableBlock) -> None:
        texts = self.tables[id(block)]
        if block.sheet.title != self.document.title:
            self._line(f"< {block.sheet.title} >", size=13, bold=True, align="CENTER", before=8, keep=True)
        width = round(self.body_mm * _UNITS_PER_MM)
        table = self.file.add_table(
            len(texts), len(texts[0]), width=width, height=_ROW_HEIGHT * len(texts), border_fill_id_ref=self._border()
        )
        table.set_column_widths([_column_mm(column) for column in block.sheet.columns])
        # A longer table runs over pages, between rows; its header row is drawn again on each.
        table.set_treat_as_char(len(texts) <= _KEPT_WHOLE_ROWS)
        table.element.set("repeatHeader", "1")
        looks = self._looks()
        for at, (row, line) in enumerate(zip(table.rows, texts, strict=True)):
            part = "head" if at == 0 else "total" if block.total is not None and at == len(texts) - 1 else "body"
            for cell, text, column in zip(row.cells, line, block.sheet.columns, strict=True):
                _fill(cell, text, part, looks, _side(column))
        for note in block.sheet.notes:
            self._line(f"※ {note}", size=11, left=5, hang=5, before=1, spacing=130)
        self.last_line = None

    def _border(self, fill: str | None = None) -> str:
        made: str = self.file.styles.ensure_border_fill(border_color="#000000", border_width="0.12 mm", fill_color=fill)
        return made

    def _looks(self) -> dict[str, str]:
        aligned = {}
        scratch = self.file.add_paragraph("", inherit_style=False)
        for align in ("CENTER", "RIGHT", "LEFT"):
            scratch.para_pr_id_ref = "0"
            self._shape(scratch, {"alignment": align, "line_spacing_percent": 130})
            aligned[align] = scratch.para_pr_id_ref
        scratch.remove()
        return {
            **aligned,
            "head": self._letters(_SANS, 10, bold=True),
            "total": self._letters(_SANS, 10, bold=True),
            "body": self._letters(_SANS, 10),
            "head_fill": self._border(_HEAD_FILL),
            "total_fill": self._border("#F4F5F6"),
            "body_fill": self._border(),
        }


def _number_pages(first: Any) -> None:
    # "- 1 -" as Hangul's own 쪽 번호 매기기 places it, beside the column definition of the first paragraph. The
    # library's set_page_number puts this control into a footer that already counts: two numbers on each page.
    columns = first.find(f"{_P}run/{_P}ctrl")
    control = first.makeelement(f"{_P}ctrl", {})
    number = {"pos": "BOTTOM_CENTER", "formatType": "DIGIT", "sideChar": "-"}
    control.append(first.makeelement(f"{_P}pageNum", number))
    run = first.find(f"{_P}run")
    run.insert(list(run).index(columns) + 1, control)


def _side(column: Column) -> str:
    if column.kind in NUMERIC:
        return "RIGHT"
    return "LEFT" if column.kind is Kind.TEXT else "CENTER"


def _fill(cell: Any, text: str, part: str, looks: dict[str, str], side: str) -> None:
    cell.set_text(text, split_paragraphs=True)
    align = "CENTER" if part == "head" else side
    for line in cell.paragraphs:
        line.para_pr_id_ref = looks[align]
        line.char_pr_id_ref = looks[part]
    cell.element.set("borderFillIDRef", looks[f"{part}_fill"])
    cell.element.set("dirty", "0")
    if part == "head":
        cell.element.set("header", "1")
