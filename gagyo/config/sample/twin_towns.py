"""
What becomes of each row of the list of twin towns: a tie, the same tie as another row, or nothing; and why.

Source: github.com/Hekman/twincities at 84ebdec (MIT); its text is from Wikipedia (CC BY-SA 4.0).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TextIO

from gagyo.config.sample.tables import Name, Pair, Side, korean_names, names_abroad, pairs

Outcome = Literal["loaded", "merged", "left out"]
KOREA = "South Korea"
HEADINGS = ("line", "city1", "country1", "city2", "country2", "outcome", "what", "why")


@dataclass(frozen=True)
class Decision:
    """
    What becomes of a row.

    code, key: of the two local governments; empty where the row is left out
    mended: (what, why), in the order of the row's cities, then what became of the row
    """

    pair: Pair
    outcome: Outcome
    code: str
    key: str
    mended: tuple[tuple[str, str], ...]


def korean_first(pair: Pair) -> tuple[Side, Side] | None:
    """Return the Korean city and the other one, or None if South Korea is not in the row."""
    if pair.first.country == KOREA:
        return pair.first, pair.second
    return (pair.second, pair.first) if pair.second.country == KOREA else None


def decisions() -> list[Decision]:
    """Return what becomes of each row, in the file's order; of equal rows the first is loaded."""
    korean, abroad = korean_names(), names_abroad()
    seen: dict[tuple[str, str], int] = {}
    return [decide(pair, korean=korean, abroad=abroad, seen=seen) for pair in pairs()]


def decide(
    pair: Pair, *, korean: dict[str, Name], abroad: dict[Side, Name], seen: dict[tuple[str, str], int]
) -> Decision:
    """
    Return what becomes of one row.

    seen: the lines of the ties already loaded by code and key; a new one is added
    """
    sides = korean_first(pair)
    if sides is None:
        return Decision(pair, "left out", "", "", (("country", "The row touches North Korea, not South Korea"),))
    ours = korean[sides[0].name]
    if not ours.target:
        return Decision(pair, "left out", "", "", ((ours.fault, ours.why),))
    theirs = abroad[sides[1]]
    mended = tuple((name.fault, name.why) for name in (ours, theirs) if name.fault)
    line = seen.setdefault((ours.target, theirs.target), pair.line)
    if line == pair.line:
        return Decision(pair, "loaded", ours.target, theirs.target, mended)
    mended = (*mended, ("duplicate", f"The same two governments stand in line {line}"))
    return Decision(pair, "merged", ours.target, theirs.target, mended)


def log_lines() -> Iterator[tuple[str, ...]]:
    """Yield the lines of mended.csv: one for each thing mended, and for each row that is no tie of its own."""
    for each in decisions():
        pair = each.pair
        for what, why in each.mended:
            cities = (pair.first.name, pair.first.country, pair.second.name, pair.second.country)
            yield (str(pair.line), *cities, each.outcome, what, why)


def write_log(file: TextIO) -> None:
    """Write mended.csv."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(log_lines())
