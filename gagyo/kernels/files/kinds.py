"""
What kind of document a file is, told from its bytes and never from its name, and whether it runs anything.

Refused are: in HWPX and Office files what `containers` finds; scripts, starts of programs and rich media in PDF files;
in HWP and HWPX a script that does something, and PostScript pictures, which are programs; SVG, HTML and XML, which a
browser runs; old .doc, .xls and .ppt, whose macros stand where no simple check finds them all.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from gagyo.kernels.files.containers import OLE, POSTSCRIPT, check_object, check_parts
from gagyo.kernels.files.refusals import UnableToAcceptFile, refuse
from gagyo.kernels.files.scripts import check_hwp_script


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its short name, which is also its usual ending, and its media type."""

    name: str
    content_type: str


PDF = FileKind("pdf", "application/pdf")
HWP = FileKind("hwp", "application/x-hwp")
HWPX = FileKind("hwpx", "application/hwp+zip")
DOCX = FileKind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = FileKind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PPTX = FileKind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
PNG = FileKind("png", "image/png")
JPEG = FileKind("jpg", "image/jpeg")
GIF = FileKind("gif", "image/gif")
WEBP = FileKind("webp", "image/webp")
CSV = FileKind("csv", "text/csv")

DOCUMENTS = frozenset({PDF, HWP, HWPX, DOCX, XLSX, PPTX, PNG, JPEG, GIF, WEBP})
TABLES = frozenset({XLSX, CSV})
OTHER_ENDINGS = {"jpeg": "jpg", "txt": "csv"}

# A letter of a PDF's name may stand as its number: /#4aS is /JS.
_PDF_NAMES = "|".join(
    "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)
    for name in ("JavaScript", "JS", "Launch", "RichMedia")
)
_PDF_ACTIVE = re.compile(rf"/(?:{_PDF_NAMES})(?![A-Za-z0-9])".encode())
_PDF_OBJECTS = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_HWP_PASSWORD = 2
# A chart in a report holds its worksheet; nothing of ours lies deeper.
_MOST_DEPTH = 2
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<!--|<(?:html|svg|script|head|body)\b)", re.IGNORECASE)
_OFFICE_PARTS = (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX))
# Object streams hold a document's structure; more than this is an attack, not a structure.
_MAX_UNPACKED = 128 * 1024 * 1024
_PIECE = 64 * 1024


def kind_of(data: bytes) -> FileKind:
    """
    Return the kind of a file.

    data: the whole file
    :raises UnableToAcceptFile: for an unknown kind, a macro, a script inside a PDF, or an encrypted container
    """
    if not data:
        raise UnableToAcceptFile("empty")
    if data.startswith(b"%PDF-"):
        return _checked_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _container(data)
    if data.startswith(OLE):
        return _compound(data)
    return _image(data) or _text(data)


def named_by_content(name: str, kind: FileKind) -> str:
    """
    Return the name with the ending of what the file is: ("report.pdf", PNG) gives "report.pdf.png".

    Folders, signs that turn the reading direction and control characters are left out.
    """
    base = re.split(r"[\\/]", name)[-1]
    clean = "".join(sign for sign in base if sign.isprintable() and not "\u200e" <= sign <= "\u202e").strip(" .")
    stem, dot, ending = clean.rpartition(".")
    said = OTHER_ENDINGS.get(ending.lower(), ending.lower())
    if dot and said == kind.name:
        return f"{stem[:180]}.{ending}" if stem else f"file.{kind.name}"
    return f"{clean[:180] or 'file'}.{kind.name}"


def _checked_pdf(data: bytes) -> FileKind:
    if _PDF_ACTIVE.search(data) or any(_PDF_ACTIVE.search(part) for part in _pdf_object_streams(data)):
        refuse("script")
    return PDF


def _pdf_object_streams(data: bytes) -> Iterator[bytes]:
    """
    Yield the object streams of a PDF, unpacked.

    :raises UnableToAcceptFile: if all of them together unpack to too much
    """
    left = _MAX_UNPACKED
    for found in _PDF_OBJECTS.finditer(data):
        unpack, at, kept = zlib.decompressobj(), found.end(), bytearray()
        try:
            # Piece by piece, or what follows each stream would be copied as what it leaves over.
            while not unpack.eof and at < len(data):
                kept += unpack.decompress(data[at : at + _PIECE], left - len(kept) + 1)
                at += _PIECE
                if unpack.unconsumed_tail or len(kept) > left:
                    refuse("unpacks")
        except zlib.error:
            pass
        left -= len(kept)
        yield bytes(kept)


def _container(data: bytes, depth: int = 0) -> FileKind:
    def nested(inner: bytes) -> None:
        if depth == _MOST_DEPTH:
            refuse("unpacks")
        try:
            _container(inner, depth + 1)
        except UnableToAcceptFile as error:
            # What is no document is another file that travels inside of one.
            refuse("embedded" if error.refusal in {"unknown", "broken"} else error.refusal)

    try:
        names = check_parts(data, nested=nested)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            small = "mimetype" in names and archive.getinfo("mimetype").file_size < 100
            if small and archive.read("mimetype").strip() == b"application/hwp+zip":
                return HWPX
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, ValueError, struct.error):
        refuse("broken")
    if "[Content_Types].xml" in names:
        for start, kind in _OFFICE_PARTS:
            if any(name.startswith(start) for name in names):
                return kind
    raise UnableToAcceptFile("unknown")


def _compound(data: bytes) -> FileKind:
    if b"HWP Document File" in data:
        return _checked_hwp(data)
    # Office wraps an encrypted DOCX or XLSX into a compound file with this entry (MS-OFFCRYPTO 2.1).
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnableToAcceptFile("encrypted")
    raise UnableToAcceptFile("unknown")


def _checked_hwp(data: bytes) -> FileKind:
    # Of all that is uploaded few are HWP 5 files, so this library is loaded here.
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            names = ["/".join(entry) for entry in ole.listdir()]
            if any(name.lower().endswith(POSTSCRIPT) for name in names):
                refuse("macro")
            if struct.unpack("<I", ole.openstream("FileHeader").read(40)[36:40])[0] & _HWP_PASSWORD:
                refuse("encrypted")
            for name in names:
                if name.startswith("Scripts/") and not name.endswith("Version"):
                    check_hwp_script(ole.openstream(name).read())
                elif name.startswith("BinData/") and name.lower().endswith(".ole"):
                    check_object(ole.openstream(name).read())
    # A broken table of sectors leads the library astray in many ways, endless ways down among them.
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError, struct.error) as error:
        raise UnableToAcceptFile("broken") from error
    return HWP


def _image(data: bytes) -> FileKind | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    return WEBP if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def _text(data: bytes) -> FileKind:
    if b"\x00" in data:
        raise UnableToAcceptFile("unknown")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _MARKUP.match(text):
            raise UnableToAcceptFile("script")
        return CSV
    raise UnableToAcceptFile("unknown")
