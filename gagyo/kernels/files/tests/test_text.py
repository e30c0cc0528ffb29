"""The text of documents for a search, and what is refused or cut instead of read for ever."""

import struct
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.pdfgen.canvas import Canvas

from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.hwpx_read import read_hwpx_text
from gagyo.kernels.documents.tests.test_hwpx import REPORT
from gagyo.kernels.files import text as module
from gagyo.kernels.files.apart import text_apart
from gagyo.kernels.files.tests.make import hwp, packed
from gagyo.kernels.files.text import UnableToTakeText, text_in

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def docx(*paragraphs: str, more: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    return packed(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f"<w:document {W}>{more}{body}</w:document>"}
    )


def pdf(*lines: str) -> bytes:
    out = BytesIO()
    canvas = Canvas(out)
    for line in lines:
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def xlsx(*cells: str) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row, words in enumerate(cells, start=1):
        sheet.cell(row, 1, words)
    book.save(out)
    return out.getvalue()


def test_text_is_taken_out_of_each_kind() -> None:
    slide = f"<p:sld xmlns:p='p' {A}><a:p><a:r><a:t>발표 자료</a:t></a:r></a:p></p:sld>"
    assert text_in(hwp("다낭시 방문", "통역 2명")) == "다낭시 방문\n통역 2명"
    assert text_in(docx("동시<w:tab/>통역", "둘째")) == "동시 통역\n둘째"
    assert text_in(xlsx("예산", "항공료")).split("\n") == ["예산", "항공료"]
    assert text_in(pdf("Visit to Da Nang", "second page")) == "Visit to Da Nang\nsecond page"
    assert text_in(packed({"[Content_Types].xml": "<Types/>", "ppt/slides/slide1.xml": slide})) == "발표 자료"
    assert text_in(b"\x89PNG\r\n\x1a\n0000") == ""


def test_a_report_gives_every_word_that_a_reader_of_hwpx_finds() -> None:
    data = write_hwpx(REPORT, made_at=datetime(2026, 5, 4, tzinfo=UTC))
    words = set(read_hwpx_text(data).split())
    assert len(words) > 20
    assert words <= set(text_in(data).split())


def test_the_parts_of_a_document_come_in_their_order() -> None:
    sheet = "<s xmlns='x'><row><c><is><t>{}</t></is></c></row></s>"
    numbers = (10, 2, 1)
    parts = {f"xl/worksheets/sheet{n}.xml": sheet.format(f"시트{n}") for n in numbers}
    assert text_in(packed({"[Content_Types].xml": "<Types/>", **parts})).split("\n") == ["시트1", "시트2", "시트10"]


def test_breaks_part_words_and_runs_do_not() -> None:
    p = 'xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
    runs = "<hp:run><hp:t>국제<hp:markpenBegin/>교류<hp:lineBreak/>협력</hp:t></hp:run><hp:run><hp:t>과</hp:t></hp:run>"
    section = f"<hs:sec xmlns:hs='s' {p}><hp:p>{runs}</hp:p></hs:sec>"
    assert text_in(packed({"mimetype": "application/hwp+zip", "Contents/section0.xml": section})) == "국제교류 협력과"


def test_an_hwp_for_distribution_gives_its_preview_and_a_locked_one_nothing() -> None:
    assert text_in(hwp("공개용 문서", flags=5)).startswith("공개용 문서")
    assert text_in(hwp("풀린 본문", flags=0)) == "풀린 본문"
    with pytest.raises(UnableToTakeText, match="encrypted"):
        text_in(hwp("비밀", flags=3))


def test_text_ends_at_its_limit() -> None:
    assert len(text_in(docx(*["가나다라마바사"] * 5000), most=1000)) <= 1000


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_UNPACKED", 1024 * 1024)
    bomb = docx(more="<!--" + " " * 4 * 1024 * 1024 + "-->")
    assert len(bomb) < 10_000
    with pytest.raises(UnableToTakeText, match="unpacks to more"):
        text_in(bomb)
    long = zlib.compressobj(9, zlib.DEFLATED, -15)
    record = struct.pack("<II", 67 | 0xFFF << 20, 2 * 1024 * 1024) + b"\x00" * 2 * 1024 * 1024
    with pytest.raises(UnableToTakeText, match="unpacks to more"):
        text_in(hwp("가", more={"BodyText/Section1": long.compress(record) + long.flush()}))


def test_broken_files_are_refused_in_words() -> None:
    entities = (
        '<!DOCTYPE x [<!ENTITY a "'
        + "가" * 1000
        + '">'
        + "".join(f'<!ENTITY {name} "{f"&{before};" * 30}">' for before, name in zip("abcde", "bcdef", strict=True))
    )
    bomb = f"{entities}]><w:document {W}><w:p><w:t>&f;</w:t></w:p></w:document>"
    half = docx("가" * 10_000)
    for data in (
        packed({"[Content_Types].xml": "<Types/>", "word/document.xml": bomb}),
        packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:p"}),
        b"%PDF-1.7\nnothing",
        half[: len(half) // 2],
        b"no document at all\x00",
    ):
        with pytest.raises(UnableToTakeText):
            text_in(data)


def test_another_process_takes_the_text_within_its_time_and_memory() -> None:
    assert text_apart(docx("옆에서 읽음")) == "옆에서 읽음"
    with pytest.raises(UnableToTakeText):
        text_apart(b"\x00no document")
    with pytest.raises(UnableToTakeText, match="exit code"):
        text_apart(docx("많음" * 100_000), memory_bytes=32 * 1024 * 1024)
    with zipfile.ZipFile(out := BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}>" + "<w:r/>" * 8_000_000 + "</w:document>")
    with pytest.raises(UnableToTakeText, match=r"exit code|more than"):
        text_apart(out.getvalue(), seconds=1)
