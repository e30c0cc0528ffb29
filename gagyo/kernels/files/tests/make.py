"""Small files for tests, made from nothing: compound files, HWP 5 documents, zip containers."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

SECTOR = 512
END, FREE, NO_ENTRY, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFD


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """Return a zip container."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file (MS-CFB) of streams by path, each filled up so that none is in the mini stream."""
    folders = sorted({path.rpartition("/")[0] for path in streams} - {""})
    names = ["", *folders, *streams]
    held = [data.ljust(max(4096, -(-len(data) // SECTOR) * SECTOR), b"\x00") for data in streams.values()]
    directory_sectors = -(-len(names) * 128 // SECTOR)
    count = directory_sectors + sum(len(data) // SECTOR for data in held)
    fat_sectors = -(-count // 127)
    table, starts, at = [FAT] * fat_sectors, [], fat_sectors
    for size in (directory_sectors, *(len(data) // SECTOR for data in held)):
        starts.append(at)
        table += [*range(at + 1, at + size), END]
        at += size
    table += [FREE] * (fat_sectors * 128 - len(table))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, starts[0], 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(fat_sectors), *[FREE] * (109 - fat_sectors))

    def chain(parent: str) -> list[int]:
        return [number for number, name in enumerate(names) if name and name.rpartition("/")[0] == parent]

    entries = b""
    for number, path in enumerate(names):
        words = (path.rpartition("/")[2] or "Root Entry").encode("utf-16-le")
        siblings = chain(path.rpartition("/")[0]) if path else []
        later = siblings[siblings.index(number) + 1] if number in siblings[:-1] else NO_ENTRY
        is_stream = path in streams
        child = NO_ENTRY if is_stream else next(iter(chain(path)), NO_ENTRY)
        place = list(streams).index(path) if is_stream else 0
        entries += words.ljust(64, b"\x00") + struct.pack("<H", len(words) + 2)
        entries += bytes([2 if is_stream else 1 if path else 5, 1]) + struct.pack("<III", NO_ENTRY, later, child)
        entries += b"\x00" * 36 + struct.pack(
            "<IQ", starts[place + 1] if is_stream else (END if not path else 0), len(held[place]) if is_stream else 0
        )
    body = struct.pack(f"<{len(table)}I", *table) + entries.ljust(directory_sectors * SECTOR, b"\x00") + b"".join(held)
    return head + body


def deflated(data: bytes) -> bytes:
    """Return data as HWP 5 packs its streams."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    return pack.compress(data) + pack.flush()


def hwp(*paragraphs: str, flags: int = 1, script: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """Return an HWP 5 document. flags: 1 packed, 2 with a password, 4 for distribution"""
    body = b""
    for words in paragraphs:
        # A control that fills eight places stands before the words, as a section's first paragraph has one.
        data = struct.pack("<8H", 2, 0x6364, 0x7365, 0, 0, 0, 0, 2) + words.encode("utf-16-le") + b"\r\x00"
        body += struct.pack("<I", 67 | len(data) << 20) + data
    streams = {
        "FileHeader": b"HWP Document File".ljust(32, b"\x00") + struct.pack("<II", 0x05000300, flags) + b"\x00" * 216,
        "PrvText": "\r\n".join(paragraphs).encode("utf-16-le"),
        "BodyText/Section0": deflated(body) if flags & 1 else body,
        **(more or {}),
    }
    if script:
        code = script.encode("utf-16-le")
        streams["Scripts/DefaultJScript"] = deflated(struct.pack("<II", 0, len(script)) + code)
    return compound(streams)
