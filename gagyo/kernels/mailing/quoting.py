"""
What is new in an answer: the text without the message it answers and without the signature.

Mail programs mark the message below in their own ways and languages; those seen in Korea are here. What is not
recognised stays: a quotation too much is a nuisance, a sentence lost is a fault.
"""

import re
from collections.abc import Sequence

# "-----Original Message-----", as Outlook, Naver, Daum and Hancom write it.
_DIVIDER = re.compile(
    r"^\s*[-_=*]{2,}\s*(?:original message|original mail|forwarded message|reply message|원본\s*(?:메시지|메세지|메일)|"
    r"전달된?\s*(?:메시지|메일)|이전\s*메일|받은\s*메일)\s*[-_=*]{2,}\s*$",
    re.IGNORECASE,
)
_INTRODUCTION = re.compile(
    r"^\s*(?:"
    r"on\b(?=.*(?:\d{4}|@)).{6,240}\bwrote\s*:|"  # Gmail, Apple Mail, Thunderbird
    r"(?=.*\d:\d\d)(?:\S{1,4}\s+)?\d{4}\s*[-./년].{4,240}(?:님?이?\s*작성|님이\s*쓴\s*글|이?\(가\)\s*쓴\s*글|이\s*쓴\s*글|작성)\s*:"
    r")\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^[\s>*]*(?:from|sent|date|to|cc|subject|보낸\s*사람|보낸이|보낸\s*날짜|보낸\s*시간|날짜|받는\s*사람|받는이|참조|제목)\s*\*?\s*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[_\-]{10,}\s*$")
_SIGNATURE = re.compile(r"^--\s?$")
# What telephones put under everything.
_TELEPHONE = re.compile(
    r"^\s*(?:sent from my .{2,30}|sent from .{0,10}(?:outlook|mail).{0,20}|get outlook for .{2,20}|"
    r"(?:나의|내)\s*\S{2,20}(?:에서)\s*보냄|.{0,20}(?:iphone|ipad|galaxy)에서\s*보냄|"
    r"(?:ios|android)용\s*outlook.{0,20}|outlook.{0,12}(?:다운로드|받기).{0,20})\s*\.?\s*(?:<https?://\S+>)?\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s?>")
_BLANKS = re.compile(r"\n{3,}")


def new_text(text: str, *, markers: Sequence[str] = ()) -> str:
    """
    Return what the writer has written: above the message that is answered, below it or between its lines.

    markers: lines of ours above which to answer; everything from such a line on is left out
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    end = next((at for at, line in enumerate(lines) if _is_marker(line, markers)), len(lines))
    kept: list[str] = []
    at = 0
    while at < end:
        length = _introduction(lines, at, end)
        if length and _quote_follows(lines, at + length, end):
            at += length  # what is answered is marked line by line, and something may stand between or below
        elif length or _begins_message(lines, at, end) or _SIGNATURE.match(lines[at]):
            break
        elif _QUOTED.match(lines[at]):
            at += 1
        else:
            kept.append(lines[at].rstrip())
            at += 1
    return _BLANKS.sub("\n\n", "\n".join(_without_telephone(kept))).strip()


def _is_marker(line: str, markers: Sequence[str]) -> bool:
    return any(marker in line for marker in markers)


def _introduction(lines: Sequence[str], at: int, end: int) -> int:
    """Return how many lines introduce a quotation here, since programs break a long introduction; 0 for none."""
    joined = ""
    for length, line in enumerate(lines[at : min(at + 3, end)], start=1):
        if not line.strip():
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if _INTRODUCTION.match(joined):
            return length
    return 0


def _quote_follows(lines: Sequence[str], at: int, end: int) -> bool:
    following = next((line for line in lines[at:end] if line.strip()), "")
    return bool(_QUOTED.match(following))


def _begins_message(lines: Sequence[str], at: int, end: int) -> bool:
    if _DIVIDER.match(lines[at]):
        return True
    start = at + 1 if _RULE.match(lines[at]) else at
    block = [line for line in lines[start : min(start + 8, end)] if line.strip()][:5]
    # A person who writes "To:" writes no four such lines on end.
    return bool(block) and bool(_HEADER.match(block[0])) and sum(bool(_HEADER.match(line)) for line in block) >= 3


def _without_telephone(lines: Sequence[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or _TELEPHONE.match(kept[-1])):
        kept.pop()
    return kept
