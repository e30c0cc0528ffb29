"""Containers made to harm: bombs, programs, parts from elsewhere, names that lead out; and what is accepted."""

import struct
import time
import warnings
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from gagyo.kernels.documents.hwpx import write_hwpx
from gagyo.kernels.documents.tests.test_hwpx import REPORT
from gagyo.kernels.files import containers
from gagyo.kernels.files.apart import text_apart
from gagyo.kernels.files.kinds import DOCX, HWP, HWPX, PDF, XLSX, kind_of
from gagyo.kernels.files.refusals import UnableToAcceptFile
from gagyo.kernels.files.tests.make import compound, deflated, hwp, packed
from gagyo.kernels.files.text import UnableToTakeText

HWPX_TYPE = "application/hwp+zip"
MEGABYTE = 1024 * 1024
RELS = "<Relationships><Relationship Type='http://x/{type}' Target='{target}' TargetMode='External'/></Relationships>"


def hwpx(more: dict[str, bytes | str] | None = None) -> bytes:
    return packed({"mimetype": HWPX_TYPE, **(more or {})})


def docx(more: dict[str, bytes | str] | None = None) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>", **(more or {})})


def listed(item: str) -> bytes:
    return hwpx({"Contents/content.hpf": f"<package xmlns='o'><manifest>{item}</manifest></package>"})


def related(type_: str, target: str) -> bytes:
    return docx({"word/_rels/document.xml.rels": RELS.format(type=type_, target=target)})


def refusal_of(data: bytes) -> str:
    try:
        kind_of(data)
    except UnableToAcceptFile as error:
        return error.refusal
    return "accepted"


def zeros(megabytes: int) -> bytes:
    return b"\x00" * (megabytes * MEGABYTE)


def many_parts(count: int) -> bytes:
    """Return a container of so many empty parts, written by hand, since a writer takes long for them."""
    local, central = bytearray(), bytearray()
    for number in range(count):
        name = f"{number:07d}".encode()
        at = len(local)
        local += b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
        central += b"PK\x01\x02" + struct.pack(
            "<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), *[0] * 5, at
        )
        central += name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(central), len(local), 0)
    return bytes(local + central + end)


def nested(depth: int) -> bytes:
    data = hwpx()
    for _level in range(depth):
        data = hwpx({"BinData/inner.hwpx": data})
    return data


def with_claim(data: bytes, name: str, size: int) -> bytes:
    """Return a container in which a part claims another size than it has, in the list and at its place."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        part = archive.getinfo(name)
    changed = bytearray(data)
    changed[part.header_offset + 22 : part.header_offset + 26] = struct.pack("<I", size)
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


def locked(data: bytes) -> bytes:
    """Return a container whose first part is marked as encrypted."""
    changed = bytearray(data)
    changed[6] |= 1
    changed[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def twice(name: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("mimetype", HWPX_TYPE)
        for words in ("<a/>", "<b/>"):
            archive.writestr(name, words)
    return out.getvalue()


OLE10 = compound({"\x01Ole10Native": b"calc.exe"})
BOMBS: dict[str, Callable[[], bytes]] = {
    "one part of 1:1000": lambda: hwpx({"Contents/section0.xml": zeros(110)}),
    "many parts of 1:1000": lambda: hwpx({f"BinData/{n}.bmp": zeros(11) for n in range(10)}),
    "more than any document": lambda: with_claim(hwpx({"a.bin": b"x"}), "a.bin", containers.MOST_UNPACKED + 1),
    "a part that claims to be small": lambda: with_claim(hwpx({"a.xml": zeros(3)}), "a.xml", 100),
    "half a million parts": lambda: many_parts(containers.MOST_PARTS + 1),
    "containers in containers": lambda: nested(4),
    "a list of parts of 5 MB": lambda: hwpx({"Contents/content.hpf": zeros(5)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_unpacks_to_far_more_is_refused_soon(name: str) -> None:
    data = BOMBS[name]()
    began = time.process_time()
    assert refusal_of(data) == "unpacks"
    assert time.process_time() - began < 5


def test_a_bomb_of_streams_in_a_pdf_is_refused_soon() -> None:
    stream = b"<</Type/ObjStm>>stream\n" + zlib.compress(zeros(30), 9) + b"\nendstream\n"
    began = time.process_time()
    assert refusal_of(b"%PDF-1.7\n" + stream * 400) == "unpacks"
    assert refusal_of(b"%PDF-1.7\n" + b"<</Type/ObjStm>>stream\n" * 20_000 + zlib.compress(b"x")) == "accepted"
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (hwpx({"../../etc/cron.d/x": b"x"}), "broken"),
        (hwpx({"BinData\\..\\..\\x.txt": b"x"}), "broken"),
        (hwpx({"/etc/x": b"x"}), "broken"),
        (hwpx({"C:/x": b"x"}), "broken"),
        (twice("Contents/content.hpf"), "broken"),
        (with_claim(hwpx({"a.xml": b"abc"}), "a.xml", 100), "broken"),
        (locked(hwpx({"a.xml": b"abc"})), "encrypted"),
        (hwpx({"META-INF/manifest.xml": "<m xmlns='o'><file-entry><encryption-data/></file-entry></m>"}), "encrypted"),
        (hwp("비밀", flags=3), "encrypted"),
        (hwpx({"BinData/ole1.ole": OLE10}), "embedded"),
        (hwpx({"BinData/ole1.ole": b"\x00\x10\x00\x00" + OLE10}), "embedded"),
        (hwp("안녕", more={"BinData/BIN0001.OLE": deflated(OLE10)}), "embedded"),
        (docx({"word/embeddings/oleObject1.bin": OLE10}), "embedded"),
        (docx({"word/embeddings/archive.zip": packed({"readme.txt": b"x"})}), "embedded"),
        (docx({"word/embeddings/oleObject1.bin": compound({"_VBA_PROJECT": b"x"})}), "macro"),
        (docx({"word/embeddings/a.xlsm": docx({"xl/vbaProject.bin": b"x"})}), "macro"),
        (docx({"word/activeX/activeX1.bin": b"x"}), "macro"),
        (docx({"[Content_Types].xml": "<Types><Override ContentType='a.macroEnabled.main+xml'/></Types>"}), "macro"),
        (hwpx({"BinData/image1.png": b"MZ\x90\x00"}), "macro"),
        (hwpx({"BinData/run.bat": b"calc"}), "macro"),
        (hwpx({"Scripts/sourceScripts": b"Documents.Open('x')"}), "macro"),
        (hwpx({"Scripts/headerScripts.js": b"var a = new ActiveXObject('WScript.Shell');"}), "macro"),
        (hwpx({"Scripts/headerScripts.js": b"var a = '/*'; run(); '*/';"}), "macro"),
        (hwpx({"Scripts/headerScripts.js": "// quiet\u2028run();".encode()}), "macro"),
        (hwpx({"Scripts/headerScripts.js": b"/*" + b" " * 70_000 + b"*/"}), "macro"),
        (listed("<item href='BinData/x.txt' media-type='application/x-javascript'/>"), "macro"),
        (listed("<item href='http://example.org/a.png' media-type='image/png' isEmbeded='0'/>"), "linked"),
        (listed("<item href='&#92;&#92;host\\share\\a.png' media-type='image/png' isEmbeded='0'/>"), "linked"),
        (related("attachedTemplate", "https://example.org/a.dotm"), "linked"),
        (related("image", "file://///host/share/a.png"), "linked"),
        (related("oleObject", "\\\\host\\share\\a.xlsx"), "linked"),
        (hwpx({"Contents/content.hpf": "<broken"}), "broken"),
    ],
)
def test_what_harms_the_next_program_is_refused(data: bytes, refusal: str) -> None:
    assert refusal_of(data) == refusal


def worksheet() -> bytes:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def test_what_documents_usually_hold_is_accepted() -> None:
    assert kind_of(write_hwpx(REPORT, made_at=datetime(2026, 5, 4, tzinfo=UTC))) == HWPX
    assert kind_of(worksheet()) == XLSX
    # A chart with its worksheet, a link to press, a template on its author's machine, a picture that packs well.
    assert kind_of(docx({"word/embeddings/sheet.xlsx": worksheet()})) == DOCX
    assert kind_of(related("hyperlink", "https://example.org/")) == DOCX
    assert kind_of(related("attachedTemplate", "file:///C:\\Users\\me\\Normal.dotm")) == DOCX
    assert kind_of(listed("<item href='C:\\사진\\a.png' media-type='image/png' isEmbeded='0'/>")) == HWPX
    assert kind_of(hwpx({"BinData/image1.bmp": zeros(20)})) == HWPX
    assert kind_of(hwpx({"BinData/ole1.ole": compound({"Contents": b"a chart"})})) == HWPX
    assert kind_of(hwp("안녕", more={"BinData/BIN0001.OLE": deflated(compound({"Contents": b"a chart"}))})) == HWP


def test_the_script_of_hancom_is_accepted_as_it_stands_in_both_kinds_of_file() -> None:
    head = "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n"
    code = (
        "function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n\r\nfunction OnDocument_Open()\r\n{\r\n\t/* */\r\n}\r\n"
    )
    stream = b""
    for text in (head, code, "", ""):
        stream += struct.pack("<I", len(text)) + text.encode("utf-16-le")
    assert kind_of(hwp("안녕", more={"Scripts/DefaultJScript": deflated(stream + b"\xff" * 4)})) == HWP
    assert kind_of(hwpx({"Scripts/headerScripts": head, "Scripts/sourceScripts.js": code.encode("utf-16")})) == HWPX


def test_a_compound_file_that_leads_in_circles_or_deep_down_is_taken_or_refused() -> None:
    deep = hwp("안녕", more={f"BinData/BIN{n:04X}.png": b"x" for n in range(1300)})
    assert refusal_of(deep) in {"accepted", "broken"}
    circle = bytearray(hwp("안녕"))
    # Every sector is followed by the first one.
    circle[512:1024] = struct.pack("<128I", *[0] * 128)
    assert refusal_of(bytes(circle)) in {"accepted", "broken"}


def test_text_is_taken_out_of_no_bomb_and_the_process_that_tries_is_ended() -> None:
    words = "<p xmlns='x'>" + "<t>가</t>" * 10
    bomb = packed({"mimetype": HWPX_TYPE, "Contents/section0.xml": words.encode() + b" " * (70 * MEGABYTE)})
    with pytest.raises(UnableToTakeText):
        text_apart(bomb, seconds=10)
    entities = "<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{'&' + before + ';' * 1}{('&' + before + ';') * 9}'>"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    billion = hwpx({"Contents/section0.xml": f"{entities}]><s><p><t>&i;</t></p></s>"})
    with pytest.raises(UnableToTakeText):
        text_apart(billion, seconds=10)
    assert kind_of(b"%PDF-1.7\n") == PDF
