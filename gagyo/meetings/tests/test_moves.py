"""A move tried before it is made: what stands against it, and what it does; plain values in and out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from gagyo.meetings.rules.moves import Frame, Move, Need, Spot, tried, wanted_by
from gagyo.meetings.rules.plan import Voice
from gagyo.meetings.rules.presence import Away
from gagyo.meetings.rules.times import Slot
from gagyo.meetings.rules.timetable import Sitting, UnableToMove
from gagyo.meetings.tests.make import at

CLOCKS = ("10:00", "10:30", "11:00", "11:30")
SLOTS = [Slot(n, at(clock), at(clock) + timedelta(minutes=30), 0) for n, clock in enumerate(CLOCKS, start=1)]
KO_MN = frozenset({frozenset({"ko", "mn"})})
KIM, LEE = Voice(1, ("ko", "mn")), Voice(2, ("ko", "mn"))
FRAME = Frame(
    slots=SLOTS,
    names={1: "Embassy", 2: "Legation", 11: "Sejong", 12: "Osan"},
    tables=[Spot(7, "Table 1"), Spot(8, "Table 2", frozenset({"screen"}))],
    voices={1: KIM},
    voice_names={1: "Kim", 2: "Lee"},
)
ONE = Sitting(1, 1, 11, at("10:00"), 7)
TWO = Sitting(2, 2, 12, at("10:00"), 8)
NEXT = Sitting(3, 1, 12, at("10:30"), 7)
SITTINGS = [ONE, TWO, NEXT]


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def spoken(*clocks: str) -> list[Sitting]:
    """Return meetings of the embassy with Kim between languages."""
    return [Sitting(n, 1, 11, at(clock), None, 1) for n, clock in enumerate(clocks, start=1)]


def against(sittings: list[Sitting], move: Move, **changes: object) -> tuple[str, ...]:
    return tried(sittings, wanted_by(move, sittings), frame=replace(FRAME, **changes)).against  # type: ignore[arg-type]  # as a test changes it


def test_a_move_tells_who_moves_whose_breaks_change_and_that_no_wish_is_lost() -> None:
    outcome = tried(SITTINGS, wanted_by(Move(3, starts_at=at("11:00")), SITTINGS), frame=FRAME)
    assert outcome.placed == (replace(NEXT, starts_at=at("11:00")),)
    assert outcome.told == (
        "Embassy · Osan: 06-16 11:00 instead of 06-16 10:30",
        "Breaks: 2 instead of 0 (Embassy 1 instead of 0, Osan 1 instead of 0).",
        "No wish is lost: all 3 meetings stay.",
    )


def test_a_table_that_is_taken_gives_way_to_a_free_one_and_none_is_told() -> None:
    outcome = tried([ONE, NEXT], wanted_by(Move(3, starts_at=at("10:30"), table_id=8), [ONE, NEXT]), frame=FRAME)
    assert outcome.placed == (replace(NEXT, table_id=8),)
    assert outcome.told[0] == "Embassy · Osan: Table 2 instead of Table 1"
    third = Sitting(4, 3, 13, at("10:30"), 8)
    names = {**FRAME.names, 3: "Mission", 13: "Naju"}
    assert against([ONE, TWO, NEXT, third], Move(4, starts_at=at("10:00")), names=names) == (
        "All 2 tables are taken at 06-16 10:00. Choose another slot, or swap two meetings.",
    )
    needs = {2: Need(features=frozenset({"screen"}))}
    held = [TWO, replace(NEXT, table_id=8)]
    assert against(held, Move(2, starts_at=at("10:30")), needs=needs)[-1] == (
        "No free table has screen at 06-16 10:30. Choose another slot, or swap two meetings."
    )


def test_two_meetings_that_change_places_change_tables() -> None:
    outcome = tried(SITTINGS, wanted_by(Move(2, swap_id=3), SITTINGS), frame=FRAME)
    assert outcome.placed == () and outcome.against == ("Embassy meets Sejong at 06-16 10:00 already.",)
    free = [TWO, NEXT]
    outcome = tried(free, wanted_by(Move(2, swap_id=3), free), frame=FRAME)
    assert outcome.placed == (
        replace(TWO, starts_at=at("10:30"), table_id=7),
        replace(NEXT, starts_at=at("10:00"), table_id=8),
    )


def test_an_interpreter_needs_a_rest_and_may_be_away_or_busy() -> None:
    row = spoken("10:00", "10:30", "11:30")
    assert against(row, Move(3, starts_at=at("11:00")), rest_after=2) == (
        "Kim would interpret more than 2 meetings in a row at 06-16 11:00, without a rest.",
    )
    assert against(row, Move(3, starts_at=at("11:00")), rest_after=3) == ()
    away = replace(KIM, away=(Away(at("11:10"), at("11:20")),))
    assert against(row, Move(3, starts_at=at("11:00")), voices={1: away}) == (
        "Kim, who interprets, is away at 06-16 11:00.",
    )
    two = [*spoken("10:00"), Sitting(5, 2, 12, at("10:30"), None, 1)]
    assert against(two, Move(5, starts_at=at("10:00"))) == ("Kim interprets at another meeting at 06-16 10:00.",)


def test_another_interpreter_of_the_languages_takes_over_where_one_is_free() -> None:
    two = [*spoken("10:00"), Sitting(5, 2, 12, at("10:30"), None, 1)]
    frame = replace(FRAME, voices={1: KIM, 2: LEE}, needs={5: Need(languages=KO_MN)})
    outcome = tried(two, wanted_by(Move(5, starts_at=at("10:00")), two), frame=frame)
    assert [one.interpreter_id for one in outcome.placed] == [2]
    assert "Legation · Osan: Lee interprets instead of Kim" in outcome.told


def test_a_person_who_is_away_is_told_and_a_participant_who_is_forbids_it() -> None:
    half = Away(at("11:00"), at("11:15"))
    outcome = tried(
        SITTINGS,
        wanted_by(Move(3, starts_at=at("11:00")), SITTINGS),
        frame=replace(FRAME, people_away={12: [("Hong", half)]}),
    )
    assert "Hong of Osan is not there at 06-16 11:00." in outcome.told
    assert against(SITTINGS, Move(3, starts_at=at("11:00")), away={12: [half]}) == ("Osan cannot at 06-16 11:00.",)


def test_a_table_that_is_away_is_not_taken() -> None:
    tables = [replace(FRAME.tables[0], away=(Away(at("11:00"), at("11:30")),)), FRAME.tables[1]]
    frame = replace(FRAME, tables=tables)
    outcome = tried(SITTINGS, wanted_by(Move(3, starts_at=at("11:00")), SITTINGS), frame=frame)
    assert [one.table_id for one in outcome.placed] == [8]


def test_equipment_that_is_in_use_forbids_a_move() -> None:
    needs = {1: Need(equipment=frozenset({4})), 3: Need(equipment=frozenset({4}))}
    rows = [ONE, Sitting(3, 2, 12, at("10:30"), 7)]
    assert against(rows, Move(3, starts_at=at("10:00")), needs=needs, stock={4: ("Video set", 1)}) == (
        "“Video set” is in use at 06-16 10:00: there is 1.",
    )
    assert against(rows, Move(3, starts_at=at("10:00")), needs=needs, stock={4: ("Video set", 2)}) == ()


def test_what_is_no_slot_or_no_meeting_is_told() -> None:
    assert against(SITTINGS, Move(3, starts_at=at("10:10"))) == ("06-16 10:10 is not a slot of this round.",)
    with pytest.raises(UnableToMove, match="is not in this version any more"):
        wanted_by(Move(9, starts_at=at("10:00")), SITTINGS)
    with pytest.raises(UnableToMove, match="Choose two different meetings"):
        wanted_by(Move(3, swap_id=3), SITTINGS)
