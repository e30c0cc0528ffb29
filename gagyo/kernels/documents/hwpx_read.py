"""Reading HWPX with nothing but the standard library, so that what the writer made is judged by another reader."""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

MAX_PART_BYTES = 64 * 1024 * 1024

_P = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
_SECTION = re.compile(r"Contents/section(\d+)\.xml")
_CHARACTERS = {f"{_P}lineBreak": "\n", f"{_P}tab": "\t", f"{_P}nbSpace": "\u00a0", f"{_P}fwSpace": " "}


class UnableToReadHwpx(Exception):
    """The bytes are no HWPX that can be read; the sentence says why and what to do."""


def read_hwpx_text(data: bytes) -> str:
    """
    Return the body text, one paragraph per line, a table's row as one line with tabs between its cells.

    :raises UnableToReadHwpx: if the bytes are no HWPX file
    """
    return "\n".join(line for section in _sections(data) for line in _lines(section))


def read_hwpx_tables(data: bytes) -> list[list[list[str]]]:
    """
    Return the body's tables in order, each as rows of cells; of a merged cell the first place holds the text.

    :raises UnableToReadHwpx: if the bytes are no HWPX file
    """
    return [_grid(table) for section in _sections(data) for table in _outer_tables(section)]


def _sections(data: bytes) -> Iterator[ET.Element]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        found = sorted((int(m[1]), m[0]) for m in map(_SECTION.fullmatch, archive.namelist()) if m)
        if not found:
            raise UnableToReadHwpx("The file has no HWPX body (Contents/section0.xml). Save it as HWPX in Hangul.")
        for _, name in found:
            if archive.getinfo(name).file_size > MAX_PART_BYTES:
                raise UnableToReadHwpx(f"{name} is larger than {MAX_PART_BYTES:,} bytes. Split the document.")
            # Expat loads no outside entity and stops entity bombs; the size is checked above.
            yield ET.fromstring(archive.read(name))  # noqa: S314
    except (zipfile.BadZipFile, ET.ParseError, RuntimeError) as fault:
        raise UnableToReadHwpx(
            f"The file is no readable HWPX ({fault}). If it is an .hwp or locked, save it as HWPX in Hangul."
        ) from fault


def _lines(parent: ET.Element) -> Iterator[str]:
    for paragraph in parent.iterfind(f"{_P}p"):
        tables = paragraph.findall(f"{_P}run/{_P}tbl")
        text = _text(paragraph)
        if text or not tables:
            yield text
        for table in tables:
            yield from ("\t".join(cell.replace("\n", " ") for cell in row) for row in _grid(table))


def _text(paragraph: ET.Element) -> str:
    parts = []
    for node in paragraph.iterfind(f"{_P}run/{_P}t"):
        parts.append(node.text or "")
        for child in node:
            parts.append(_CHARACTERS.get(child.tag, ""))
            parts.append(child.tail or "")
    return "".join(parts)


def _outer_tables(section: ET.Element) -> list[ET.Element]:
    return section.findall(f"{_P}p/{_P}run/{_P}tbl")


def _grid(table: ET.Element) -> list[list[str]]:
    height, width = int(table.get("rowCnt", "0")), int(table.get("colCnt", "0"))
    grid = [[""] * width for _ in range(height)]
    for cell in table.iterfind(f"{_P}tr/{_P}tc"):
        place, body = cell.find(f"{_P}cellAddr"), cell.find(f"{_P}subList")
        if place is None or body is None:
            continue
        row, column = int(place.get("rowAddr", "0")), int(place.get("colAddr", "0"))
        if row < height and column < width:
            grid[row][column] = "\n".join(_lines(body))
    return grid
