"""
The text in a document, for a search: of HWPX, HWP 5, PDF, DOCX, XLSX and PPTX; a picture has none.

Every size that the file claims is distrusted: what is unpacked is counted as it comes, and the text ends at a limit.
What runs endlessly all the same is ended by kernels.files.apart.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Final
from xml.etree import ElementTree as ET

from gagyo.kernels.files.kinds import DOCX, HWP, HWPX, PDF, PPTX, XLSX, FileKind, kind_of
from gagyo.kernels.files.refusals import UnableToAcceptFile

MOST_LETTERS: Final = 500_000
MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_PAGES: Final = 500
_CHUNK: Final = 256 * 1024
# Which parts of a container hold text, in which elements, and after which a line ends.
_PARTS: Final[dict[FileKind, tuple[re.Pattern[str], frozenset[str]]]] = {
    HWPX: (re.compile(r"Contents/section(\d+)\.xml"), frozenset({"p"})),
    DOCX: (re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml"), frozenset({"p"})),
    XLSX: (re.compile(r"xl/(?:sharedStrings|worksheets/sheet(\d+)|comments\d*)\.xml"), frozenset({"si", "is", "row"})),
    PPTX: (re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)(\d+)\.xml"), frozenset({"p"})),
}
_BREAKS: Final = frozenset({"lineBreak", "tab", "nbSpace", "fwSpace"})
# HWP 5.0, tables 3 and 57: the record that holds a paragraph's text, and its control characters that fill 8 places.
_PARA_TEXT: Final = 67
_ONE_PLACE: Final = frozenset({0, 10, 13, *range(24, 32)})


class UnableToTakeText(Exception):
    """The file holds no text that can be taken out, or more than is waited for."""


def text_in(data: bytes, *, most: int = MOST_LETTERS) -> str:
    """
    Return the text in a file, its lines in order, at most so many letters; nothing for a picture.

    data: the whole file
    :raises UnableToTakeText: if the file is of no known kind, broken, locked, or unpacks to too much
    """
    try:
        kind = kind_of(data)
    except UnableToAcceptFile as error:
        raise UnableToTakeText(str(error)) from error
    readers: dict[FileKind, Callable[[bytes], Iterator[str]]] = {HWP: _hwp, PDF: _pdf}
    found = readers[kind](data) if kind in readers else _container(data, kind) if kind in _PARTS else iter(())
    return _limited(found, most)


def _limited(pieces: Iterator[str], most: int) -> str:
    kept, length = [], 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length >= most:
            break
    text = "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in "".join(kept)[:most])
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \t]+", " ", text)).strip()


def _container(data: bytes, kind: FileKind) -> Iterator[str]:
    """Give the text of a zip container's parts, in the order of their numbers."""
    pattern, ends = _PARTS[kind]
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [match for match in map(pattern.fullmatch, archive.namelist()) if match]
            for match in sorted(names, key=lambda one: (int((one.groups() or ("0",))[0] or 0), one[0])):
                with archive.open(match[0]) as part:
                    for piece, size in _xml(part, ends):
                        left -= size
                        if left < 0:
                            raise UnableToTakeText(f"The file unpacks to more than {MOST_UNPACKED:,} bytes.")
                        yield piece
    except (zipfile.BadZipFile, ET.ParseError, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
        raise UnableToTakeText(f"The file cannot be read ({error}).") from error


def _xml(part: IO[bytes], ends: frozenset[str]) -> Iterator[tuple[str, int]]:
    """Give the text of the elements "t" as it is read, each with how many bytes were unpacked for it."""
    # Expat loads nothing from outside, and ends a bomb of entities on its own.
    parser = ET.XMLPullParser(["end"])
    while chunk := part.read(_CHUNK):
        parser.feed(chunk)
        yield "", len(chunk)
        for event in parser.read_events():
            element: object = event[-1]
            assert isinstance(element, ET.Element)
            name = element.tag.rpartition("}")[2]
            if name == "t":
                yield _words(element), 0
            elif name in {"br", "tab"}:
                yield " ", 0
            if name in ends:
                yield "\n", 0
                # What was read is let go, or a long part would stand in memory as a tree.
                element.clear()
    parser.close()


def _words(element: ET.Element) -> str:
    """Return the text of an element "t", in which breaks stand as elements of their own."""
    kept = [element.text or ""]
    for child in element:
        kept.append(" " if child.tag.rpartition("}")[2] in _BREAKS else "".join(child.itertext()))
        kept.append(child.tail or "")
    return "".join(kept)


def _pdf(data: bytes) -> Iterator[str]:
    """Give the text of a PDF's pages."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        for number, page in enumerate(reader.pages):
            if number >= MOST_PAGES:
                return
            yield page.extract_text() + "\n"
    # pypdf meets broken files with whatever its parser stumbles on.
    except (
        PyPdfError,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        RecursionError,
        zlib.error,
    ) as error:
        raise UnableToTakeText(f"The PDF cannot be read ({type(error).__name__}).") from error


def _hwp(data: bytes) -> Iterator[str]:
    """Give the text of an HWP 5 document's body; of one for distribution, which is encrypted, the preview's."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            flags = struct.unpack("<I", ole.openstream("FileHeader").read(40)[36:40])[0]
            if flags & 2:
                raise UnableToTakeText("The document is locked with a password.")
            if flags & 4 or not ole.exists("BodyText"):
                yield ole.openstream("PrvText").read(MOST_UNPACKED).decode("utf-16-le", "ignore")
                return
            left = MOST_UNPACKED
            sections = sorted(
                (entry for entry in ole.listdir() if entry[0] == "BodyText" and len(entry) == 2),
                key=lambda entry: int(entry[1].removeprefix("Section") or 0),
            )
            for entry in sections:
                raw = ole.openstream(entry).read()
                body = zlib.decompressobj(-15).decompress(raw, left + 1) if flags & 1 else raw
                left -= len(body)
                if left < 0:
                    raise UnableToTakeText(f"The file unpacks to more than {MOST_UNPACKED:,} bytes.")
                yield from _hwp_paragraphs(body)
    except (OSError, struct.error, zlib.error, ValueError, IndexError, TypeError) as error:
        raise UnableToTakeText(f"The HWP file cannot be read ({error}).") from error


def _hwp_paragraphs(body: bytes) -> Iterator[str]:
    """Give the paragraphs among a section's records: each has a head of tag (10 bits), level (10) and size (12)."""
    at = 0
    while at + 4 <= len(body):
        head = struct.unpack_from("<I", body, at)[0]
        tag, size = head & 0x3FF, head >> 20
        at += 4
        if size == 0xFFF:
            size = struct.unpack_from("<I", body, at)[0]
            at += 4
        if tag == _PARA_TEXT:
            yield _hwp_text(body[at : at + size]) + "\n"
        at += size


def _hwp_text(data: bytes) -> str:
    """Return a paragraph's letters: UTF-16, with control characters between them."""
    places = memoryview(data[: len(data) // 2 * 2]).cast("H")
    kept, at = bytearray(), 0
    while at < len(places):
        code = places[at]
        if code >= 32:
            kept += code.to_bytes(2, "little")
        elif code in {9, 10}:
            kept += b"\n\x00" if code == 10 else b"\t\x00"
        at += 1 if code >= 32 or code in _ONE_PLACE else 8
    return bytes(kept).decode("utf-16-le", "ignore")
