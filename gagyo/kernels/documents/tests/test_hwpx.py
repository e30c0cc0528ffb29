import io
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hwpx import HwpxDocument
from hwpx.tools.package_validator import validate_editor_open_safety

from gagyo.kernels.documents.hwpx import (
    MAX_TABLE_ROWS,
    UnableToWriteDocument,
    read_hwpx_tables,
    read_hwpx_text,
    write_hwpx,
)
from gagyo.kernels.documents.hwpx_read import UnableToReadHwpx
from gagyo.kernels.documents.report import (
    Attachments,
    Block,
    Closing,
    Document,
    Heading,
    Paragraph,
    ReportLine,
    TableBlock,
)
from gagyo.kernels.documents.sheet import Column, Kind, Sheet
from gagyo.kernels.documents.tests.tables import MADE_AT, example

P = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
H = "{http://www.hancom.co.kr/hwpml/2011/head}"

REGIONS = Sheet(
    title="권역별 방문 현황",
    notes=("기준일: 2024. 6. 19.", "집계 기준: 방문단 실인원"),
    columns=(
        Column("region", "권역", Kind.TEXT, 14),
        Column("countries", "국가 수", Kind.INTEGER, 10),
        Column("persons", "인원", Kind.INTEGER, 10),
        Column("share", "비율", Kind.PERCENT, 10),
    ),
    rows=[("아시아 <동·서>", 25, 1268, Decimal("0.931")), ("아프리카", 4, 5, Decimal("0.069"))],
)
REPORT = Document(
    title="2024년 상반기 대표단 방문 현황",
    blocks=(
        Heading("1. 추진 개요"),
        ReportLine("추진 배경", 1),
        ReportLine("전년 동기 대비 2.24배\x00 & 증가", 2),
        ReportLine("몽골 네 차례 58명", 3),
        ReportLine("셀렝게, 볼강", 4),
        TableBlock(REGIONS, total=("합계", 29, 1273, Decimal(1))),
        Paragraph("위와 같이 보고합니다."),
        Attachments(("교류도시 현황 1부.", "방문단 명단 1부.")),
        Closing(),
    ),
)
TABLE = [
    ["권역", "국가 수", "인원", "비율"],
    ["아시아 <동·서>", "25", "1,268", "93.1%"],
    ["아프리카", "4", "5", "6.9%"],
    ["합계", "29", "1,273", "100.0%"],
]
LINES = [
    "2024년 상반기 대표단 방문 현황",
    "1. 추진 개요",
    "□ 추진 배경",
    "ㅇ 전년 동기 대비 2.24배 & 증가",
    "- 몽골 네 차례 58명",
    "※ 셀렝게, 볼강",
    "< 권역별 방문 현황 >",
    *("\t".join(row) for row in TABLE),
    "※ 기준일: 2024. 6. 19.",
    "※ 집계 기준: 방문단 실인원",
    "위와 같이 보고합니다.",
    "붙임  1. 교류도시 현황 1부.",
    "2. 방문단 명단 1부.  끝.",
]


def part(data: bytes, name: str) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))  # noqa: S314 - our own file


def page_of(data: bytes) -> tuple[str | None, dict[str, str]]:
    page = part(data, "Contents/section0.xml").find(f".//{P}pagePr")
    assert page is not None
    margin = page.find(f"{P}margin")
    assert margin is not None
    return page.get("landscape"), margin.attrib


def test_a_report_is_read_back_line_by_line_and_cell_by_cell() -> None:
    data = write_hwpx(REPORT, made_at=MADE_AT, author="세종특별자치시")
    assert read_hwpx_text(data).split("\n") == LINES
    assert read_hwpx_tables(data) == [TABLE]


def test_the_library_that_wrote_it_and_its_gate_for_editors_agree() -> None:
    data = write_hwpx(REPORT, made_at=MADE_AT, author="세종특별자치시")
    again = HwpxDocument.open(data)
    tables = [table for paragraph in again.paragraphs for table in paragraph.tables]
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in tables] == [TABLE]
    about = again.parts.metadata
    assert about is not None
    assert about.title == REPORT.title
    checked = validate_editor_open_safety(data)
    assert (checked.ok, checked.summary) == (True, "editor-open safety verification passed")


def test_the_package_begins_with_its_type_and_holds_the_parts_that_hangul_needs() -> None:
    archive = zipfile.ZipFile(io.BytesIO(write_hwpx(REPORT, made_at=MADE_AT)))
    first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert archive.read("mimetype") == b"application/hwp+zip"
    assert {
        "version.xml",
        "settings.xml",
        "Contents/content.hpf",
        "Contents/header.xml",
        "Contents/section0.xml",
        "META-INF/container.xml",
        "META-INF/manifest.xml",
    } <= set(archive.namelist())
    assert archive.testzip() is None
    assert b"synthetic" not in archive.read("Contents/content.hpf")


def test_a_table_has_borders_column_widths_a_repeated_header_and_numbers_on_the_right() -> None:
    data = write_hwpx(REPORT, made_at=MADE_AT)
    header, table = part(data, "Contents/header.xml"), part(data, "Contents/section0.xml").find(f".//{P}tbl")
    assert table is not None
    sides = {shape.get("id"): shape[0].get("horizontal") for shape in header.iter(f"{H}paraPr")}
    lines = {fill.get("id"): [fill[at].get("type") for at in range(2, 6)] for fill in header.iter(f"{H}borderFill")}
    rows = [
        [
            (
                sides[cell.find(f".//{P}p").get("paraPrIDRef")],  # type: ignore[union-attr]  # written above
                lines[cell.get("borderFillIDRef")],
                cell.get("header"),
            )
            for cell in row.iter(f"{P}tc")
        ]
        for row in table.iter(f"{P}tr")
    ]
    boxed = ["SOLID"] * 4
    body = [("LEFT", boxed, "0"), ("RIGHT", boxed, "0"), ("RIGHT", boxed, "0"), ("RIGHT", boxed, "0")]
    assert rows == [[("CENTER", boxed, "1")] * 4, body, body, body]
    widths = [int(size.attrib["width"]) for size in table.iter(f"{P}cellSz")]
    # 170 mm of text width in HWP units (1/7200 inch), shared by character widths 14, 10, 10, 10.
    assert widths == [14820, 11123, 11123, 11123] * 4
    assert table.get("repeatHeader") == "1"


def test_a_page_is_upright_until_a_table_is_too_wide_and_its_margins_stay() -> None:
    margins = {
        "left": "5669",
        "right": "5669",
        "top": "5669",
        "bottom": "4252",
        "header": "2835",
        "footer": "2835",
        "gutter": "0",
    }
    wide = write_hwpx(Document("현황", (TableBlock(example()), Closing())), made_at=MADE_AT)
    # OWPML's words: WIDELY is the upright page, NARROWLY the one on its side.
    assert page_of(write_hwpx(REPORT, made_at=MADE_AT)) == ("WIDELY", margins)
    assert page_of(wide) == ("NARROWLY", margins)


def test_a_long_table_runs_over_pages_and_a_short_one_is_kept_whole() -> None:
    def as_character(rows: int) -> str | None:
        sheet = Sheet("표", (), (Column("n", "수", Kind.INTEGER),), [(n,) for n in range(rows)])
        data = write_hwpx(Document("현황", (TableBlock(sheet),)), made_at=MADE_AT)
        place = part(data, "Contents/section0.xml").find(f".//{P}tbl/{P}pos")
        assert place is not None
        return place.get("treatAsChar")

    assert [as_character(3), as_character(30)] == ["1", "0"]


@pytest.mark.parametrize(
    ("blocks", "ending"),
    [
        ((Paragraph("보고합니다."), Closing()), "보고합니다.  끝."),
        ((TableBlock(REGIONS), Closing()), "  끝."),
        ((Attachments(("명단 1부.",)), Closing()), "붙임  명단 1부.  끝."),
    ],
)
def test_the_closing_word_follows_text_and_stands_alone_after_a_table(blocks: tuple[Block, ...], ending: str) -> None:
    bare = tuple(
        TableBlock(Sheet("표", (), REGIONS.columns, REGIONS.rows)) if isinstance(b, TableBlock) else b for b in blocks
    )
    data = write_hwpx(Document("제목", bare), made_at=MADE_AT)
    assert read_hwpx_text(data).split("\n")[-1] == ending


def test_an_english_report_uses_english_words_and_dates() -> None:
    sheet = Sheet("Ties", (), (Column("since", "Since", Kind.PARTIAL_DATE, 14),), [("1996-05",)])
    blocks = (TableBlock(sheet), Attachments(("List of ties.",)), Closing())
    data = write_hwpx(Document("Ties", blocks, language="en"), made_at=MADE_AT)
    assert read_hwpx_text(data).split("\n") == ["Ties", "Since", "May 1996", "Attached  List of ties.  End."]


def test_a_table_for_paper_has_a_length_that_paper_can_carry() -> None:
    sheet = Sheet("긴 표", (), (Column("n", "수", Kind.INTEGER),), ((n,) for n in range(MAX_TABLE_ROWS + 1)))
    with pytest.raises(UnableToWriteDocument, match=r'"긴 표" has more than 500 rows\. Filter it, or take XLSX'):
        write_hwpx(Document("제목", (TableBlock(sheet),)), made_at=MADE_AT)


def test_what_is_no_hwpx_is_refused_with_what_to_do() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    for data in (b"\xd0\xcf\x11\xe0 an old hwp", other.getvalue()):
        with pytest.raises(UnableToReadHwpx, match=r"[Ss]ave it as HWPX"):
            read_hwpx_text(data)
