"""A round's blocks cut into slots, and which of them a time takes."""

from gagyo.meetings.choices import BlockKind
from gagyo.meetings.rules.times import Block, overlaps, slots_of
from gagyo.meetings.tests.make import at

MORNING = Block(BlockKind.MEETINGS, at("10:00"), at("11:40"))
LUNCH = Block(BlockKind.BREAK, at("12:00"), at("13:00"))
AFTERNOON = Block(BlockKind.MEETINGS, at("14:00"), at("15:00"))


def test_a_block_holds_as_many_whole_slots_as_fit_and_breaks_hold_none() -> None:
    slots = slots_of([AFTERNOON, LUNCH, MORNING], slot_minutes=30)
    assert [(slot.number, slot.starts_at, slot.ends_at, slot.block) for slot in slots] == [
        (1, at("10:00"), at("10:30"), 0),
        (2, at("10:30"), at("11:00"), 0),
        (3, at("11:00"), at("11:30"), 0),
        (4, at("14:00"), at("14:30"), 1),
        (5, at("14:30"), at("15:00"), 1),
    ]


def test_the_way_to_the_next_table_stands_between_two_slots_but_not_after_the_last() -> None:
    slots = slots_of([AFTERNOON], slot_minutes=25, changeover_minutes=10)
    assert [(slot.starts_at, slot.ends_at) for slot in slots] == [
        (at("14:00"), at("14:25")),
        (at("14:35"), at("15:00")),
    ]


def test_a_time_that_ends_when_a_slot_begins_takes_nothing_of_it() -> None:
    slot = slots_of([MORNING], slot_minutes=30)[1]
    assert not overlaps(slot, starts_at=at("10:00"), ends_at=at("10:30"))
    assert overlaps(slot, starts_at=at("10:00"), ends_at=at("10:31"))
    assert not overlaps(slot, starts_at=at("11:00"), ends_at=at("12:00"))
