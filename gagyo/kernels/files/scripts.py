"""
Scripts inside Hangul documents: Hancom writes one into every document, which does nothing.

It has names for what the program offers (`var Documents = XHwpDocuments;`) and functions without a word in them.
Whatever else stands in a script is a macro: what is harmless is told, not what harms.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Final

from gagyo.kernels.files.refusals import refuse

MOST_SCRIPT: Final = 64 * 1024
# A comment that nobody ends hides what follows from the program too. U+2028 and U+2029 end a line for a script.
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\r\n\u2028\u2029]*", re.DOTALL)
_EMPTY_FUNCTION: Final = re.compile(r"\bfunction\s{1,20}\w{1,200}\s{0,20}\([\w\s,]{0,200}\)\s*\{\s*\}")
_NAME: Final = re.compile(r"\bvar\s{1,20}\w{1,200}(?:\s{0,20}=\s{0,20}[\w.]{1,200})?\s{0,20}(?:;|(?=[\r\n])|\Z)")


def check_script(data: bytes) -> None:
    """
    Refuse a script that does something.

    data: UTF-8, or UTF-16 with its lesser byte first
    :raises UnableToAcceptFile: as a macro
    """
    if len(data) > MOST_SCRIPT:
        refuse("macro")
    check_words(data.decode("utf-16-le" if b"\x00" in data[:64] else "utf-8", "replace"))


def check_words(text: str) -> None:
    """
    Refuse a script that does something.

    :raises UnableToAcceptFile: as a macro
    """
    left = _COMMENT.sub(" ", text.replace("\ufeff", " "))
    if _NAME.sub(" ", _EMPTY_FUNCTION.sub(" ", left)).strip(" \t\r\n;\x00"):
        refuse("macro")


def check_hwp_script(stream: bytes) -> None:
    """
    Refuse the script of an HWP 5 document that does something.

    stream: as the file holds it, packed or not; a header, the source and two more texts, each behind its length
    :raises UnableToAcceptFile: as a macro
    Source: Hancom, HWP 5.0, table 26.
    """
    for text in _texts(_unpacked(stream)):
        check_words(text)


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(-15).decompress(data, MOST_SCRIPT + 1)
    except zlib.error:
        return data


def _texts(data: bytes) -> Iterator[str]:
    if len(data) > MOST_SCRIPT:
        refuse("macro")
    at = 0
    for _text in range(4):
        if at + 4 > len(data):
            return
        (length,) = struct.unpack_from("<I", data, at)
        at += 4
        if length * 2 > len(data) - at:
            refuse("macro")
        yield data[at : at + length * 2].decode("utf-16-le", "replace")
        at += length * 2
