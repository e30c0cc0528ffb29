"""
What stands inside a zip container (HWPX, DOCX, XLSX, PPTX), looked at part by part before the container is taken.

Refused is what unpacks to far more than a document holds, what hides its parts from the next program (two of one name,
sizes that are not true, names that lead elsewhere, a password), what carries programs or other files, and what is
loaded from elsewhere when the document is opened. Nothing is believed of a size: each part is unpacked, in pieces.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Final
from xml.etree import ElementTree as ET

from gagyo.kernels.files.refusals import Refusal, refuse
from gagyo.kernels.files.scripts import check_script

MOST_PARTS: Final = 10_000
MOST_UNPACKED: Final = 256 * 1024 * 1024
# No document packs better than 1:100 as a whole; small ones may, a white picture among them.
MOST_RATIO: Final = 100
RATIO_FROM: Final = 100 * 1024 * 1024
MOST_NESTED: Final = 32 * 1024 * 1024
MOST_READ: Final = 4 * 1024 * 1024
_CHUNK: Final = 256 * 1024

OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
POSTSCRIPT: Final = (".eps", ".ps")
PROGRAMS: Final = (
    *("vbaproject.bin", ".vbs", ".vbe", ".jse", ".wsf", ".hta", ".exe", ".com", ".scr", ".pif", ".dll", ".msi"),
    *(".bat", ".cmd", ".ps1", ".lnk", ".jar", *POSTSCRIPT),
)
_PROGRAM_FOLDERS: Final = ("/activex/", "/macrosheets/")
_PROGRAM_HEADS: Final = (b"MZ", b"\x7fELF")
# Names of streams of a compound file, as its directory writes them.
_IN_COMPOUND: Final[tuple[tuple[bytes, Refusal], ...]] = (
    ("_VBA_PROJECT".encode("utf-16-le"), "macro"),
    (b"vbaProject.bin", "macro"),
    ("EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("\x01Ole10Native".encode("utf-16-le"), "embedded"),
)
# An address with a host, and no letter of a drive: a path on its author's machine is found nowhere else.
_REMOTE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+:(?!/{0,3}[a-z]:)|\\\\|//)", re.IGNORECASE)
# What a reader follows without being asked; a hyperlink waits for a press.
_LOADED: Final = frozenset(
    {"attachedTemplate", "oleObject", "frame", "subDocument", "image", "video", "audio", "media"}
)


def check_parts(data: bytes, *, nested: Callable[[bytes], object]) -> frozenset[str]:
    """
    Look at every part of a container, and return their names.

    data: the whole container; nested: looks at a container inside it, and refuses what it does not know
    :raises UnableToAcceptFile: for what the module's head names
    :raises zipfile.BadZipFile: if it is none
    """
    # Counted before the names are read: half a million of them would fill the memory.
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        refuse("unpacks")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(_leads_elsewhere(part.orig_filename) for part in parts):
        refuse("broken")
    if any(part.flag_bits & 1 or part.compress_type == 99 for part in parts):
        refuse("encrypted")
    total = sum(part.file_size for part in parts)
    if total > MOST_UNPACKED or (total > RATIO_FROM and total > MOST_RATIO * len(data)):
        refuse("unpacks")
    if any(name.lower().endswith(PROGRAMS) or _is_of_programs(name) for name in names):
        refuse("macro")
    read = {part.filename: text for part in parts if (text := _check_part(data, part, nested=nested)) is not None}
    _check_scripts(read)
    for name, text in read.items():
        if not _is_script(name):
            _check_links(text)
    return frozenset(names)


def _leads_elsewhere(name: str) -> bool:
    steps = re.split(r"[\\/]", name)
    return ".." in steps or steps[0] == "" or "\x00" in name or bool(re.match(r"[A-Za-z]:", name))


def _is_of_programs(name: str) -> bool:
    return any(folder in f"/{name.lower()}" for folder in _PROGRAM_FOLDERS)


def _is_script(name: str) -> bool:
    return name.startswith("Scripts/") or name.lower().endswith(".js")


def _is_read(name: str) -> bool:
    return _is_script(name) or name.endswith((".rels", ".hpf", "[Content_Types].xml", "META-INF/manifest.xml"))


def _check_part(data: bytes, part: zipfile.ZipInfo, *, nested: Callable[[bytes], object]) -> bytes | None:
    """Look at one part, and return it whole if it is to be read."""
    pieces, head, seen, tail = unpacked(data, part), b"", 0, b""
    whole = bytearray()
    for piece in pieces:
        if not seen:
            head = piece[:16]
            if head.startswith(_PROGRAM_HEADS):
                refuse("macro")
        seen += len(piece)
        # In a Hangul document the object's size stands before it.
        if OLE in head:
            _check_compound(tail + piece)
            tail = piece[-64:]
        is_container = head.startswith(b"PK\x03\x04")
        if is_container or _is_read(part.filename):
            whole += piece
            if len(whole) > (MOST_NESTED if is_container else MOST_READ):
                refuse("unpacks")
    if head.startswith(b"PK\x03\x04"):
        nested(bytes(whole))
        return None
    return bytes(whole) if _is_read(part.filename) else None


def unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """
    Yield a part as it unpacks, never more than it claims.

    :raises UnableToAcceptFile: if it holds more or less than it claims, or is named otherwise at its place
    """
    raw = _packed(data, part)
    pieces = _stored(raw) if part.compress_type == zipfile.ZIP_STORED else _inflated(raw)
    left = part.file_size
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            refuse("unpacks")
        yield piece
    if left:
        refuse("broken")


def _packed(data: bytes, part: zipfile.ZipInfo) -> memoryview:
    """Return a part as it stands in the container, behind a head that must say what the list of parts says."""
    at = part.header_offset
    if at < 0 or at + 30 > len(data) or data[at : at + 4] != b"PK\x03\x04":
        refuse("broken")
    name_length, extra_length = struct.unpack_from("<HH", data, at + 26)
    name = data[at + 30 : at + 30 + name_length].decode("utf-8" if part.flag_bits & 0x800 else "cp437", "replace")
    begins = at + 30 + name_length + extra_length
    raw = memoryview(data)[begins : begins + part.compress_size]
    known = part.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if name != part.orig_filename or len(raw) != part.compress_size or not known:
        refuse("broken")
    return raw


def _stored(raw: memoryview) -> Iterator[bytes]:
    for start in range(0, len(raw), _CHUNK):
        yield bytes(raw[start : start + _CHUNK])


def _inflated(raw: memoryview) -> Iterator[bytes]:
    unpack, fed, waiting = zlib.decompressobj(-15), 0, b""
    while not unpack.eof:
        if not waiting:
            waiting = bytes(raw[fed : fed + _CHUNK])
            fed += len(waiting)
        piece = unpack.decompress(waiting, _CHUNK)
        if not piece and not waiting:
            refuse("broken")
        waiting = unpack.unconsumed_tail
        if piece:
            yield piece


def check_object(data: bytes) -> None:
    """
    Refuse an object of an HWP document, packed or not, that carries a program or another file.

    :raises UnableToAcceptFile: as a macro or as embedded
    """
    unpack = zlib.decompressobj(-15)
    try:
        plain = unpack.decompress(data, MOST_NESTED)
    except zlib.error:
        plain = data
    if unpack.unconsumed_tail:
        refuse("unpacks")
    _check_compound(plain)


def _check_compound(piece: bytes) -> None:
    for name, refusal in _IN_COMPOUND:
        if name in piece:
            refuse(refusal)


def _check_scripts(read: Mapping[str, bytes]) -> None:
    for name, text in read.items():
        if _is_script(name):
            check_script(text)


def _check_links(text: bytes) -> None:
    """Refuse what a list of parts says is loaded from elsewhere, runs, or is locked."""
    try:
        # Expat loads nothing from outside, and ends a bomb of entities on its own.
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError:
        refuse("broken")
    for each in root.iter():
        said = {key.rpartition("}")[2]: value for key, value in each.attrib.items()}
        refusal = _said_of_part(each.tag.rpartition("}")[2], said)
        if refusal is not None:
            refuse(refusal)


def _said_of_part(tag: str, said: Mapping[str, str]) -> Refusal | None:
    """Return why a line of a list of parts is refused; tag: of the line, said: its attributes"""
    if tag == "Relationship":
        loaded = said.get("TargetMode") == "External" and said.get("Type", "").rpartition("/")[2] in _LOADED
        return "linked" if loaded and _REMOTE.match(said.get("Target", "")) else None
    if tag == "item":
        if _REMOTE.match(said.get("href", "")):
            return "linked"
        hidden = "script" in said.get("media-type", "") and not _is_script(said.get("href", ""))
        return "macro" if hidden else None
    if tag in {"Default", "Override"}:
        return "macro" if "macroEnabled" in said.get("ContentType", "") else None
    return "encrypted" if tag == "encryption-data" else None
