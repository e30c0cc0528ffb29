"""A small round for the tests: two buyers, two sellers, a morning of three slots and an afternoon of two."""

from dataclasses import replace
from typing import Any

from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Problem, Seat

KOREAN_MONGOLIAN = frozenset({frozenset({"ko", "mn"})})
DAY = (Block("morning", 3), Block("afternoon", 2, continues=True))


def participant(key: str, **changes: Any) -> Participant:
    return replace(Participant(key), **changes)


def meeting(key: str, **changes: Any) -> Meeting:
    """Make a meeting of the participants whose letters are in the key: "as" is a meeting of a and s."""
    return replace(Meeting(key, tuple(key)), **changes)


def problem(*meetings: Meeting, **changes: Any) -> Problem:
    """Make a problem of these meetings, or of all four of buyers a and b with sellers s and t."""
    wanted = meetings or tuple(meeting(key) for key in ("as", "at", "bs", "bt"))
    keys = sorted({key for one in wanted for key in one.participants})
    given: dict[str, Any] = {
        "blocks": DAY,
        "participants": tuple(participant(key) for key in keys),
        "meetings": wanted,
    }
    return Problem(**(given | changes))


def seats(**slots: int) -> dict[str, Seat]:
    return {key: Seat(slot) for key, slot in slots.items()}
