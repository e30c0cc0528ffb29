"""A report as Korean offices write it (개조식), before any file format: what `hwpx` writes."""

from dataclasses import dataclass
from typing import Literal

from gagyo.kernels.documents.sheet import Cell, Sheet
from gagyo.kernels.indicators.words import Language

# The marks of the four levels, in the order that the office manual gives them.
MARKS = {1: "□", 2: "ㅇ", 3: "-", 4: "※"}
ATTACHED: dict[Language, str] = {"ko": "붙임", "en": "Attached"}
END: dict[Language, str] = {"ko": "끝.", "en": "End."}


@dataclass(frozen=True)
class Heading:
    """level: 1 for a chapter, 2 for a section"""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class ReportLine:
    """level: 1 to 4, written □, ㅇ, -, ※ and indented by level"""

    text: str
    level: Literal[1, 2, 3, 4] = 1


@dataclass(frozen=True)
class TableBlock:
    """
    The sheet's title as caption, its columns as repeated header row, its notes as ※ lines below.

    total: a last row in bold, one cell per column; computed by the caller from rows, never here by adding up
    """

    sheet: Sheet
    total: tuple[Cell, ...] | None = None


@dataclass(frozen=True)
class Attachments:
    """titles: such as "교류도시 현황 1부."; numbered if there are several"""

    titles: tuple[str, ...]


@dataclass(frozen=True)
class NewPage:
    """
    Begins a page with a title of its own: for papers that are handed out or put up sheet by sheet.

    points: size of the title; larger where it is read from afar
    """

    title: str
    points: int = 20


@dataclass(frozen=True)
class Closing:
    """The word that ends an official paper: after the last line of text, or on its own line after a table."""


Block = Heading | Paragraph | ReportLine | TableBlock | Attachments | NewPage | Closing


@dataclass(frozen=True)
class Document:
    title: str
    blocks: tuple[Block, ...]
    language: Language = "ko"


def attachment_lines(block: Attachments, language: Language) -> list[str]:
    """Return "붙임  1. 계획서 1부." and, under it, "2. 명단 1부."; the first carries the word."""
    if len(block.titles) == 1:
        return [f"{ATTACHED[language]}  {block.titles[0]}"]
    numbered = [f"{number}. {title}" for number, title in enumerate(block.titles, start=1)]
    return [f"{ATTACHED[language]}  {line}" if at == 0 else line for at, line in enumerate(numbered)]
