"""The slots of a round: its blocks cut into meetings of one length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from gagyo.meetings.choices import BlockKind


@dataclass(frozen=True)
class Block:
    """A part of a day as the rules see it."""

    kind: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Slot:
    """
    A time in which meetings are held.

    number: counted from 1 over the whole round; block: counted from 0 over the blocks of meetings, in their order;
    between two slots of one block no break of a participant is counted against the timetable but a free slot itself
    """

    number: int
    starts_at: datetime
    ends_at: datetime
    block: int


def slots_of(blocks: Iterable[Block], *, slot_minutes: int, changeover_minutes: int = 0) -> list[Slot]:
    """
    Return the slots of a round in their order.

    A block holds as many whole slots as fit; what is left at its end stays free.
    """
    length, step = timedelta(minutes=slot_minutes), timedelta(minutes=slot_minutes + changeover_minutes)
    found: list[Slot] = []
    meeting_blocks = sorted(
        (block for block in blocks if block.kind == BlockKind.MEETINGS), key=lambda block: block.starts_at
    )
    for position, block in enumerate(meeting_blocks):
        begins = block.starts_at
        while begins + length <= block.ends_at:
            found.append(Slot(len(found) + 1, begins, begins + length, position))
            begins += step
    return found


def overlaps(slot: Slot, *, starts_at: datetime, ends_at: datetime) -> bool:
    """Tell whether a time takes any part of a slot."""
    return starts_at < slot.ends_at and slot.starts_at < ends_at
