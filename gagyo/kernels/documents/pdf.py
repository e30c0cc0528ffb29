"""
PDF files: the same reports that `hwpx` writes, and signs for doors, with Pretendard GOV embedded.

reportlab takes from the font the letters that a file shows, so nothing depends on the reader's fonts. Only this module
knows it. Paper is A4, upright, and turns to landscape when a table would not fit upright, as in HWPX.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from gagyo.kernels.documents.report import (
    ATTACHED,
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
from gagyo.kernels.documents.sheet import NUMERIC, Cell, Column, Kind, checked_rows, clean, shown_text

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "PretendardGOV-Regular", "PretendardGOV-Bold"
# reportlab lays a table out as a whole; beyond this the reader wants a worksheet, as in HWPX.
MAX_TABLE_ROWS = 500

_MM = 72 / 25.4
_MARGIN_MM, _FOOT_MM = 20, 18
_PORTRAIT_BODY_MM, _LANDSCAPE_BODY_MM = 170, 257
_A4_MM = (210, 297)
_CHARACTER_MM, _PADDING_MM = 1.77, 3.6
_SIGN_MARGIN_MM = 25
# Points that reportlab leaves inside its frame; what is drawn shall begin at the margin.
_FRAME_PADDING = 6
_KEPT_WHOLE_ROWS = 12
_HEAD_FILL, _TOTAL_FILL, _LINE = "#E6E8EA", "#F4F5F6", "#58616A"


class UnableToWritePdf(Exception):
    """A document cannot become a PDF; the sentence says what is missing and what to do."""


@dataclass(frozen=True)
class Sign:
    """One page to hang at a door: lines of text, each with its largest size in points."""

    lines: tuple[tuple[str, int], ...]


def write_pdf(document: Document, *, made_at: datetime, author: str = "") -> bytes:
    """
    Return the document as a PDF file.

    made_at, author: written to the file's properties

    :raises UnableToWritePdf: if a table is too long, or the font is not built
    :raises UnableToWriteSheet: if a cell is not of its column's kind
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import SimpleDocTemplate

    register_fonts()
    wide = any(_needed_mm(b.sheet.columns) > _PORTRAIT_BODY_MM for b in document.blocks if isinstance(b, TableBlock))
    stream = BytesIO()
    file = SimpleDocTemplate(
        stream,
        pagesize=landscape(A4) if wide else A4,
        leftMargin=_MARGIN_MM * _MM - _FRAME_PADDING,
        rightMargin=_MARGIN_MM * _MM - _FRAME_PADDING,
        topMargin=_MARGIN_MM * _MM,
        bottomMargin=_FOOT_MM * _MM,
        title=clean(document.title),
        author=clean(author),
        invariant=1,
    )

    def on_page(canvas: Any, _file: Any) -> None:
        _describe(canvas, document, made_at)
        canvas.setFont(REGULAR, 10)
        canvas.drawCentredString(canvas._pagesize[0] / 2, 9 * _MM, f"- {canvas.getPageNumber()} -")

    body_mm = _LANDSCAPE_BODY_MM if wide else _PORTRAIT_BODY_MM
    file.build(_Writer(document, body_mm).drawn(), onFirstPage=on_page, onLaterPages=on_page)
    return stream.getvalue()


def write_signs(signs: Sequence[Sign], *, title: str, made_at: datetime) -> bytes:
    """
    Return signs as a PDF file, one to a page in landscape; a line too long for its size is set smaller.

    :raises UnableToWritePdf: if the font is not built
    """
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    register_fonts()
    stream = BytesIO()
    width, height = landscape(A4)
    canvas = Canvas(stream, pagesize=(width, height), invariant=1)
    canvas.setTitle(clean(title))
    _describe(canvas, Document(title, ()), made_at)
    room = width - 2 * _SIGN_MARGIN_MM * _MM
    for sign in signs:
        fitted = [
            (clean(text), min(size, size * room / max(stringWidth(clean(text), BOLD, size), 1)))
            for text, size in sign.lines
        ]
        top = (height + sum(size * 1.45 for _text, size in fitted)) / 2
        for text, size in fitted:
            top -= size * 1.45
            canvas.setFont(BOLD, size)
            canvas.drawCentredString(width / 2, top + size * 0.35, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@cache
def register_fonts() -> None:
    """
    Make the two weights known to reportlab, once in a process.

    :raises UnableToWritePdf: if they were not built
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (REGULAR, BOLD):
        path = FONTS / f"{name}.ttf"
        if not path.exists():
            raise UnableToWritePdf(f"The font of PDF files is missing: {path}. Run: python scripts/build_assets.py")
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def _describe(canvas: Any, document: Document, made_at: datetime) -> None:
    """Write the language, and the moment in place of the clock's, so that one input gives one file."""
    stamp = canvas._doc._timeStamp
    moment = made_at.astimezone(UTC)
    stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
    stamp.YMDhms, stamp.dhh, stamp.dmm, stamp.tzname = tuple(moment.timetuple())[:6], 0, 0, "UTC"
    canvas.setCatalogEntry("Lang", "ko-KR" if document.language == "ko" else "en")


def _needed_mm(columns: Iterable[Column]) -> float:
    return sum(_column_mm(column) for column in columns)


def _column_mm(column: Column) -> float:
    return column.width * _CHARACTER_MM + _PADDING_MM


class _Writer:
    """Turns blocks into what reportlab lays out."""

    def __init__(self, document: Document, body_mm: int) -> None:
        self.document = document
        self.body_mm = body_mm
        self.flow: list[Any] = []
        self.last_line: tuple[int, str, Any] | None = None

    def drawn(self) -> list[Any]:
        """Return the title and every block."""
        self.line(self.document.title, size=20, bold=True, align=1, after=12)
        for block in self.document.blocks:
            self.write(block)
        return self.flow

    def write(self, block: Block) -> None:
        """Add one block."""
        match block:
            case Heading():
                self.line(block.text, size=14 if block.level == 1 else 13, bold=True, before=10, keep=True)
            case Paragraph():
                self.line(block.text, align={"left": 0, "center": 1, "right": 2}[block.align])
            case ReportLine():
                self.report_line(block)
            case TableBlock():
                self.table(block)
            case Attachments():
                self.attachments(block)
            case NewPage():
                self.new_page(block)
            case Closing():
                self.close()

    def new_page(self, block: NewPage) -> None:
        """Begin a page with its title."""
        from reportlab.platypus import PageBreak

        self.flow.append(PageBreak())
        self.line(block.title, size=block.points, bold=True, align=1, after=12)

    def report_line(self, block: ReportLine) -> None:
        """Add a marked line; further lines begin under the text, not under the mark."""
        left = (6, 11, 15, 19)[block.level - 1]
        self.line(
            f"{MARKS[block.level]} {block.text}",
            size=10.5 if block.level == 4 else 12,
            bold=block.level == 1,
            left=left,
            hang=6 if block.level != 3 else 4,
            before=7 if block.level == 1 else 3,
            keep=block.level == 1,
        )

    def attachments(self, block: Attachments) -> None:
        """Add what is attached: the word begins at the margin, and every title behind it at one place."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        gap = "\u00a0 "
        indent = stringWidth(f"{ATTACHED[self.document.language]}{gap}", REGULAR, 12) / _MM
        for at, line in enumerate(attachment_lines(block, self.document.language)):
            first = at == 0
            words = line.replace("  ", gap, 1) if first else line
            self.line(words, left=indent, hang=indent if first else 0, before=10 if first else 0)

    def close(self) -> None:
        """Add the word that ends an official paper: after the last line of text, or on its own line after a table."""
        word = END[self.document.language]
        if self.last_line is None:
            self.line(f"  {word}")
        else:
            at, text, style = self.last_line
            # Two spaces, of which the first does not collapse.
            self.flow[at] = _paragraph(f"{text}\u00a0 {word}", style)

    def line(
        self,
        text: str,
        *,
        size: float = 12,
        bold: bool = False,
        align: int = 0,
        left: float = 0,
        hang: float = 0,
        before: float = 3,
        after: float = 0,
        keep: bool = False,
    ) -> None:
        """Add a paragraph; left and hang are in millimetres."""
        style = _style(size=size, bold=bold, align=align, left=left, hang=hang, before=before, after=after, keep=keep)
        self.last_line = len(self.flow), text, style
        self.flow.append(_paragraph(text, style))

    def table(self, block: TableBlock) -> None:
        """
        Add a table with its caption and notes; its header row is drawn again on each page.

        :raises UnableToWritePdf: if it has too many rows
        """
        from reportlab.platypus import Table

        sheet = block.sheet
        head = _style(size=9.5, bold=True, align=1)
        rows = [[_paragraph(column.title, head) for column in sheet.columns], *self.body(block)]
        if sheet.title != self.document.title:
            # A longer table begins under its caption and runs over pages.
            keep = len(rows) <= _KEPT_WHOLE_ROWS
            self.line(f"< {sheet.title} >", size=12, bold=True, align=1, before=8, after=3, keep=keep)
        needed = _needed_mm(sheet.columns)
        widths = [_column_mm(column) / needed * self.body_mm * _MM for column in sheet.columns]
        table = Table(rows, colWidths=widths, repeatRows=1)
        table.setStyle(_table_style(total=block.total is not None))
        _split_tall_rows(table, page_mm=_A4_MM[0] if self.body_mm == _LANDSCAPE_BODY_MM else _A4_MM[1])
        self.flow.append(table)
        for note in sheet.notes:
            self.line(f"※ {note}", size=9, left=5, hang=4, before=1)
        self.last_line = None

    def body(self, block: TableBlock) -> list[list[Any]]:
        """Return the rows of a table, the row of totals in bold."""
        sheet, language = block.sheet, self.document.language
        rows: list[tuple[tuple[Cell, ...], bool]] = []
        for row in checked_rows(sheet):
            if len(rows) == MAX_TABLE_ROWS:
                raise UnableToWritePdf(
                    f'The table "{sheet.title}" has more than {MAX_TABLE_ROWS:,} rows. Filter it, or take XLSX.'
                )
            rows.append((row, False))
        if block.total is not None:
            rows.append((block.total, True))
        return [
            [
                _paragraph(shown_text(cell, column.kind, language), _cell_style(column, bold))
                for cell, column in zip(row, sheet.columns, strict=True)
            ]
            for row, bold in rows
        ]


def _split_tall_rows(table: Any, *, page_mm: int) -> None:
    """Let a row run on to the next page where it would fill more than one; others are kept whole."""
    room = (page_mm - _MARGIN_MM - _FOOT_MM) * _MM - 2 * _FRAME_PADDING
    table.wrap(sum(table._colWidths), room)
    head, *rows = table._rowHeights
    if rows and head + max(rows) > room:
        table.splitInRow = 1


def _paragraph(text: str, style: Any) -> Any:
    from reportlab.platypus import Paragraph as Flowing

    return Flowing(escape(clean(text)).replace("\n", "<br/>"), style)


def _cell_style(column: Column, bold: bool) -> Any:
    side = 2 if column.kind in NUMERIC else 0 if column.kind is Kind.TEXT else 1
    return _style(size=9.5, bold=bold, align=side)


@cache
def _style(
    *,
    size: float,
    bold: bool = False,
    align: int = 0,
    left: float = 0,
    hang: float = 0,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        "line",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.5,
        alignment=align,
        leftIndent=left * _MM,
        firstLineIndent=-hang * _MM,
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=keep,
    )


def _table_style(*, total: bool) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import TableStyle

    commands = [
        ("GRID", (0, 0), (-1, -1), 0.4, HexColor(_LINE)),
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(_HEAD_FILL)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    if total:
        commands.append(("BACKGROUND", (0, -1), (-1, -1), HexColor(_TOTAL_FILL)))
    return TableStyle(commands)
