"""
Letters of mail as they were meant.

Korean mail often names a smaller set of letters than it uses: what says EUC-KR or KS C 5601 is read as CP949, which
holds all of those and thousands of syllables more. Old programs write headers without saying in which letters.
"""

import re
from email.message import EmailMessage

_KOREAN = {"euckr", "ksc5601", "ksc56011987", "ksx1001", "5601", "949", "uhc", "ms949", "cp949", "windows949"}
_SAID = re.compile(
    rb"=\?(?:euc-kr|ks_c_5601(?:-1987)?|ksc5601|ks_c-5601-1987|ms949|x-windows-949)\?(?=[bBqQ]\?)", re.IGNORECASE
)


def with_all_letters(data: bytes) -> bytes:
    """Return a message in which words of headers that say they are in EUC-KR say CP949 instead."""
    return _SAID.sub(b"=?cp949?", data)


def text_of(data: bytes, charset: str | None) -> str:
    """Return text in the letters it names if it is readable in them, else in UTF-8 or CP949; never fails."""
    named = "" if charset is None else re.sub(r"[^a-z0-9]", "", charset.lower())
    first = "cp949" if named in _KOREAN else charset or "utf-8"
    for one in (first, "utf-8", "cp949"):
        try:
            return data.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def header(message: EmailMessage, name: str) -> str:
    """Return a header in one line, or nothing; what is broken is read as well as it can be."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if _has_bytes(raw):
        return _line(text_of(raw.encode("utf-8", "surrogateescape"), None))
    try:
        return _line(str(message.get(name, "")))
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        # The standard library's parser of addresses and parameters fails on some malformed ones.
        return _line(raw)


def file_name(part: EmailMessage) -> str:
    """Return what a part calls its file, or nothing."""
    said = header(part, "Content-Disposition")
    if _has_bytes("".join(str(value) for _, value in part.raw_items())):
        found = re.search(r'filename\s*=\s*"?([^";]+)', said, re.IGNORECASE)
        return found[1].strip() if found else ""
    try:
        return _line(part.get_filename() or "")
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""


def _has_bytes(text: str) -> bool:
    """Tell whether there are bytes in it that say nowhere which letters they are."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _line(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())
