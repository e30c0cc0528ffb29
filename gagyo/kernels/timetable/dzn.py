"""
Reads an instance of the published problem, as MiniZinc data (`.dzn`).

Participants and meetings get their number in the file as key ("1", "2", ...), slots are counted from 0 here.
Source: M. Bofill and others, "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem",
Journal of Artificial Intelligence Research 74, 2022.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Pin, Precedence, Problem

MORNING, AFTERNOON = "morning", "afternoon"
# A row of `requested` ends with 1 morning, 2 afternoon, 3 any.
_SESSIONS = {1: MORNING, 2: AFTERNOON, 3: None}
Part = TypeVar("Part")
_NONE: list[int] = []
_WANTED = ("nBusiness", "nMeetings", "nTables", "nTotalSlots", "nMorningSlots", "requested")


class UnableToReadInstance(ValueError):
    """The text is no instance of the published problem."""


def read_dzn(text: str) -> Problem:
    """
    Make a problem from MiniZinc data.

    :raises UnableToReadInstance: if a part is missing or does not fit the others
    """
    parts = {match[1]: match[2] for match in re.finditer(r"(\w+)\s*=\s*([^;]*);", re.sub(r"%.*", "", text))}
    for name in _WANTED:
        if name not in parts:
            raise UnableToReadInstance(f"The file has no {name}. Give MiniZinc data of a meeting timetable.")
    try:
        return _problem(parts)
    except UnableToReadInstance:
        raise
    except ValueError as error:
        raise UnableToReadInstance(str(error)) from None


def _problem(parts: Mapping[str, str]) -> Problem:
    participants, meetings = _number(parts, "nBusiness"), _number(parts, "nMeetings")
    slots, morning = _number(parts, "nTotalSlots"), _number(parts, "nMorningSlots")
    if not 0 <= morning <= slots:
        raise UnableToReadInstance(
            f"nMorningSlots is {morning}, nTotalSlots {slots}. The morning is part of all slots."
        )
    rows = [_integers(row) for row in parts["requested"].strip().removeprefix("[|").removesuffix("|]").split("|")]
    rows = _sized([row for row in rows if row], meetings, "requested")
    forbidden = _sized(_sets(parts.get("forbidden", "")) or [_NONE] * participants, participants, "forbidden")
    before = _sized(_sets(parts.get("precedences", "")) or [_NONE] * meetings, meetings, "precedences")
    fixed = _sized(_integers(parts.get("fixed", "")) or [0] * meetings, meetings, "fixed")
    sizes = ((MORNING, morning, False), (AFTERNOON, slots - morning, True))
    return Problem(
        blocks=tuple(Block(name, size, continues) for name, size, continues in sizes if size),
        participants=tuple(
            # The published files write 0 into sets that would be empty.
            Participant(str(at), frozenset(slot - 1 for slot in away if slot))
            for at, away in enumerate(forbidden, 1)
        ),
        meetings=tuple(
            _meeting(str(at), row, slot, (morning, slots))
            for at, (row, slot) in enumerate(zip(rows, fixed, strict=True), 1)
        ),
        tables=_number(parts, "nTables"),
        precedences=tuple(
            Precedence(str(earlier), str(later)) for later, all_before in enumerate(before, 1) for earlier in all_before
        ),
    )


def _meeting(key: str, row: Sequence[int], fixed: int, day: tuple[int, int]) -> Meeting:
    """
    Make a meeting from its row. fixed: its slot counted from 1, or 0

    day: number of slots of the morning, and of all
    """
    if len(row) != 3 or row[2] not in _SESSIONS:
        raise UnableToReadInstance(
            f"Row {key} of requested is {list(row)}. Give two participants and a session, 1 to 3."
        )
    session = _SESSIONS[row[2]]
    morning, slots = day
    is_there = session is None or (morning > 0 if session == MORNING else morning < slots)
    return Meeting(
        key,
        (str(row[0]), str(row[1])),
        frozenset() if session is None or not is_there else frozenset({session}),
        frozenset() if is_there else frozenset(range(slots)),
        Pin(fixed - 1) if fixed else None,
    )


def _number(parts: Mapping[str, str], name: str) -> int:
    try:
        return int(parts[name])
    except ValueError:
        raise UnableToReadInstance(f"{name} is {parts[name].strip()[:40]!r}. Give a whole number.") from None


def _integers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", text)]


def _sets(text: str) -> list[list[int]]:
    return [_integers(one) for one in re.findall(r"\{([^}]*)\}", text)]


def _sized(rows: list[Part], size: int, name: str) -> list[Part]:
    if len(rows) != size:
        raise UnableToReadInstance(f"{name} has {len(rows)} rows, and {size} are wanted. Mend the file.")
    return rows
