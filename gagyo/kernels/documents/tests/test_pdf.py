"""What is written as PDF is opened again, and its text, fonts and pages are read."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest

from gagyo.kernels.documents import pdf
from gagyo.kernels.documents.pdf import MAX_TABLE_ROWS, Sign, UnableToWritePdf, write_pdf, write_signs
from gagyo.kernels.documents.report import Closing, Document, Heading, Paragraph, ReportLine, TableBlock
from gagyo.kernels.documents.sheet import Column, Kind, Sheet

MADE_AT = datetime(2024, 6, 19, 9, 0, tzinfo=UTC)
COLUMNS = (Column("name", "국가", width=20), Column("on", "날짜", Kind.DATE), Column("persons", "인원", Kind.INTEGER))


def sheet(rows: int = 2, title: str = "방문 현황") -> Sheet:
    return Sheet(title, ("기준일 2024. 6. 19.",), COLUMNS, [("몽골", date(2024, 4, 2), 1058)] * rows)


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


def test_a_report_is_opened_again_with_its_title_lines_table_and_end() -> None:
    document = Document(
        "대표단 방문 보고",
        (
            Heading("개요"),
            ReportLine("몽골 대표단 <11명> & 일행", 2),
            TableBlock(sheet(), total=("합계", None, 2116)),
            Paragraph("담당: 국제교류팀", align="right"),
            Closing(),
        ),
    )
    data = write_pdf(document, made_at=MADE_AT, author="세종특별자치시")
    text = "\n".join(pages(data))
    said = [
        "대표단 방문 보고",
        "개요",
        "ㅇ 몽골 대표단 <11명> & 일행",
        "< 방문 현황 >",
        "2024. 4. 2.",
        "1,058",
        "2,116",
    ]
    assert [words for words in said if words not in text] == []
    assert "담당: 국제교류팀 끝." in " ".join(text.split())
    assert "- 1 -" in text


def test_the_file_says_its_title_author_language_and_the_moment_it_was_made() -> None:
    reader = pypdf.PdfReader(BytesIO(write_pdf(Document("Report", (), "en"), made_at=MADE_AT, author="Sejong")))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author, reader.metadata.creation_date) == (
        "Report",
        "Sejong",
        MADE_AT,
    )
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]) == "en"


def test_the_font_is_embedded_in_part_so_that_a_short_report_stays_small() -> None:
    data = write_pdf(Document("세종특별자치시 방문 일정", (ReportLine("첫째 날"),)), made_at=MADE_AT)
    resources: Any = pypdf.PdfReader(BytesIO(data)).pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].values()]
    fonts = [font for font in fonts if "PretendardGOV" in font["/BaseFont"]]
    assert {"/FontFile2" in font["/FontDescriptor"] for font in fonts} == {True}
    assert len(data) < 100_000


def test_one_input_gives_one_file() -> None:
    document = Document("방문 일정", (TableBlock(sheet()),))
    assert write_pdf(document, made_at=MADE_AT) == write_pdf(document, made_at=MADE_AT)


def test_a_long_table_repeats_its_header_on_each_page() -> None:
    found = pages(write_pdf(Document("방문", (TableBlock(sheet(90)),)), made_at=MADE_AT))
    assert len(found) > 2
    assert [("국가" in text, "인원" in text) for text in found] == [(True, True)] * len(found)


@pytest.mark.parametrize("width", [20, 80])
def test_a_cell_taller_than_a_page_runs_on_to_the_next(width: int) -> None:
    columns = (Column("name", "이름"), Column("text", "내용", width=width))
    long = "\n".join(f"{n}번째 줄" for n in range(120))
    tall = Sheet("긴 표", (), columns, [("첫째", "짧게"), ("둘째", long), ("셋째", "짧게")])
    found = "".join(pages(write_pdf(Document("긴 표", (TableBlock(tall),)), made_at=MADE_AT)))
    assert [f"{n}번째 줄" in found for n in (0, 60, 119)] == [True] * 3


def test_a_wide_table_turns_the_paper() -> None:
    wide = tuple(Column(f"c{n}", f"열 {n}", width=20) for n in range(8))
    data = write_pdf(Document("넓은 표", (TableBlock(Sheet("표", (), wide, [("가",) * 8])),)), made_at=MADE_AT)
    box = pypdf.PdfReader(BytesIO(data)).pages[0].mediabox
    assert box.width > box.height


def test_a_table_that_nobody_would_read_on_paper_is_refused() -> None:
    with pytest.raises(UnableToWritePdf, match=r"more than 500 rows\. Filter it, or take XLSX\."):
        write_pdf(Document("방문", (TableBlock(sheet(MAX_TABLE_ROWS + 1)),)), made_at=MADE_AT)


def test_each_sign_has_its_page_and_a_long_line_stays_on_it() -> None:
    signs = [Sign((("환영합니다", 60), ("몽골 다르항올주 대표단", 90))), Sign((("W" * 200, 90),))]
    data = write_signs(signs, title="출입문 표지", made_at=MADE_AT)
    found = pages(data)
    assert ["몽골 다르항올주 대표단" in found[0], "W" * 200 in found[1], len(found)] == [True, True, 2]


def test_a_missing_font_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    pdf.register_fonts.cache_clear()
    with pytest.raises(UnableToWritePdf, match=r"Run: python scripts/build_assets\.py"):
        write_pdf(Document("방문", ()), made_at=MADE_AT)
