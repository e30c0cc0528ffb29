"""A file is what it holds, whatever its name says, and nothing that runs is accepted."""

import zipfile
import zlib
from io import BytesIO

import pytest

from gagyo.kernels.files.kinds import (
    CSV,
    DOCX,
    HWP,
    HWPX,
    JPEG,
    PDF,
    PNG,
    XLSX,
    FileKind,
    kind_of,
    named_by_content,
)
from gagyo.kernels.files.refusals import UnableToAcceptFile
from gagyo.kernels.files.tests.make import hwp
from gagyo.kernels.files.tests.make import packed as container

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def packed(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def office(part: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n1 0 obj<</Type/Catalog>>", PDF),
        (packed(mimetype=b"application/hwp+zip"), HWPX),
        (hwp("안녕"), HWP),
        (office("word/document.xml"), DOCX),
        (office("xl/workbook.xml"), XLSX),
        (b"\x89PNG\r\n\x1a\n0000", PNG),
        (b"\xff\xd8\xff\xe0JFIF", JPEG),
        ("도시,체결일\n다트퍼드,1996".encode("cp949"), CSV),
    ],
)
def test_a_file_is_told_by_its_content(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00program", "unknown"),
        (packed(readme=b"x"), "unknown"),
        (office("xl/vbaProject.bin"), "macro"),
        (b"%PDF-1.7\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", "script"),
        (b"%PDF-1.7\n<</OpenAction<</S/J#61va#53cript/#4aS(app.alert(1))>>>>", "script"),
        (b"%PDF-1.7\n<</Type/ObjStm>>stream\n" + zlib.compress(b"<</S /Launch>>") + b"\nendstream", "script"),
        (b"<svg onload='x()'/>", "script"),
        (b"  <!DOCTYPE html><script>x()</script>", "script"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 cut off", "broken"),
    ],
)
def test_what_runs_or_cannot_be_read_is_refused(data: bytes, refusal: str) -> None:
    with pytest.raises(UnableToAcceptFile) as caught:
        kind_of(data)
    assert caught.value.refusal == refusal


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("협정서.pdf", PDF, "협정서.pdf"),
        ("photo.JPEG", JPEG, "photo.JPEG"),
        ("report.pdf", PNG, "report.pdf.png"),
        ("C:\\files\\x.pdf", PDF, "x.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("invoice\u202efdp.exe", PDF, "invoicefdp.exe.pdf"),
        ("", PDF, "file.pdf"),
    ],
)
def test_a_name_ends_as_its_content_is(name: str, kind: FileKind, kept: str) -> None:
    assert named_by_content(name, kind) == kept


QUIET = (
    "var Documents = XHwpDocuments;\r\nfunction OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n"
    "function OnDocument_Open()\r\n{\r\n}"
)
LOUD = "function OnDocument_Open()\r\n{\r\n\tnew ActiveXObject('WScript.Shell').Run('calc');\r\n}"


def hwpx(script: bytes) -> bytes:
    return container({"mimetype": "application/hwp+zip", "Scripts/sourceScripts.js": script})


def test_the_empty_script_of_every_document_of_hancom_is_accepted() -> None:
    assert kind_of(hwp("안녕", script=QUIET)) == HWP
    assert {kind_of(hwpx(QUIET.encode(code))) for code in ("utf-8", "utf-16-le")} == {HWPX}


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (hwp("안녕", script=LOUD), "macro"),
        (hwpx(LOUD.encode()), "macro"),
        (hwpx(LOUD.encode("utf-16-le")), "macro"),
        (hwp("안녕", more={"BinData/BIN0001.eps": b"%!PS"}), "macro"),
        (container({"mimetype": "application/hwp+zip", "BinData/image1.EPS": b"%!PS"}), "macro"),
        (OLE + b"\x00" * 600 + b"HWP Document File V5.00", "broken"),
    ],
)
def test_a_hangul_document_that_runs_something_is_refused(data: bytes, refusal: str) -> None:
    with pytest.raises(UnableToAcceptFile) as caught:
        kind_of(data)
    assert caught.value.refusal == refusal
