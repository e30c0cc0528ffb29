"""What a problem refuses, in sentences that name the part."""

from collections.abc import Callable

import pytest

from gagyo.kernels.timetable.problem import (
    Block,
    Equipment,
    Interpreter,
    Meeting,
    Participant,
    Pin,
    Precedence,
    Seat,
    Table,
    Transfer,
)
from gagyo.kernels.timetable.tests.make import DAY, meeting, participant, problem


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Block("morning", 0), 'Block "morning" has 0 slots. Give 1 or more.'),
        (
            lambda: Participant("a", most_meetings=-1),
            'Participant "a" has -1 meetings at most. Give 0 or more, or None.',
        ),
        (lambda: Table("one", seats=0), 'Table "one" has 0 seats. Give 1 or more, or None for any number.'),
        (
            lambda: Interpreter("kim", frozenset({frozenset({"ko"})})),
            "Interpreter \"kim\" has the language pair ['ko']. Give two different languages.",
        ),
        (
            lambda: Interpreter("kim", frozenset(), most_in_a_row=0),
            'Interpreter "kim" has 0 meetings in a row. Give 1 or more, or None.',
        ),
        (
            lambda: Interpreter("kim", frozenset(), most_meetings=0),
            'Interpreter "kim" has 0 meetings in all. Give 1 or more, or None.',
        ),
        (lambda: Meeting("as", ("a",)), 'Meeting "as" has 1 participants. Give two or more.'),
        (lambda: Meeting("aa", ("a", "a")), 'Meeting "aa" names a participant twice: a, a.'),
        (
            lambda: meeting("as", values=(1,)),
            'Meeting "as" has 1 values for 2 participants. Give one for each, or none.',
        ),
        (lambda: meeting("as", values=(1, -1)), 'Meeting "as" has a value, a cost or a number of persons below 0.'),
        (lambda: Participant("a", persons=-1), 'Participant "a" has -1 persons. Give 0 or more.'),
        (lambda: Equipment("set", -1), 'Equipment "set" is there -1 times. Give 0 or more.'),
        (
            lambda: Transfer("noon", frozenset({0}), frozenset({1}), seats=-1),
            'Transfer "noon" has -1 seats. Give 0 or more, or None for any number.',
        ),
        (
            lambda: Transfer("noon", frozenset({0}), frozenset({0, 1})),
            'Transfer "noon" has a slot both before and after it. Give each to one side.',
        ),
        (
            lambda: Transfer("noon", frozenset({0}), frozenset({1}), frozenset({(1, 0)})),
            'Transfer "noon" has 1 too near to 0. Give a slot before it and one after it.',
        ),
        (
            lambda: problem(transfers=(Transfer("noon", frozenset({0}), frozenset({9})),)),
            'Transfer "noon" names slot 9, which is not there. Give 0 to 4.',
        ),
        (
            lambda: problem(meeting("as", equipment=frozenset({"set"}))),
            'Meeting "as" needs the equipment "set", which is not there.',
        ),
        (lambda: problem(blocks=()), "The problem has no block. Give one with its slots."),
        (lambda: problem(blocks=(*DAY, Block("morning", 1))), 'Two blocks have the key "morning". Give each its own.'),
        (lambda: problem(meeting("as"), meeting("as")), 'Two meetings have the key "as". Give each its own.'),
        (lambda: problem(tables=-1), "The problem has -1 tables. Give 0 or more, or None for no limit."),
        (
            lambda: problem(most_difference=-1),
            "The problem has -1 breaks as the most difference. Give 0 or more, or None for no limit.",
        ),
        (
            lambda: problem(participants=(participant("a"),)),
            'Meeting "as" names the participant "s", who is not there.',
        ),
        (
            lambda: problem(meeting("as", blocks=frozenset({"night"}))),
            'Meeting "as" names the block "night", which is not there.',
        ),
        (
            lambda: problem(meeting("as", forbidden=frozenset({5}))),
            'Meeting "as" is forbidden slot 5, which is not there. Give 0 to 4.',
        ),
        (
            lambda: problem(meeting("as", pin=Pin(5))),
            'Meeting "as" is pinned to slot 5, which is not there. Give 0 to 4.',
        ),
        (
            lambda: problem(meeting("as", pin=Pin(0, "one"))),
            'Meeting "as" is pinned to the table "one", which is not there.',
        ),
        (
            lambda: problem(meeting("as", pin=Pin(0, None, "kim"))),
            'Meeting "as" is pinned to interpreter "kim", who is not there.',
        ),
        (
            lambda: problem(precedences=(Precedence("as", "xy"),)),
            'A precedence names the meeting "xy", which is not there.',
        ),
        (
            lambda: problem(precedences=(Precedence("as", "as"),)),
            'Meeting "as" must be earlier than itself. Name two meetings.',
        ),
        (
            lambda: problem(previous={"xy": Seat(0)}),
            'The timetable before has the meeting "xy", which the problem has not.',
        ),
    ],
)
def test_a_part_that_cannot_be_is_refused(make: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        make()
    assert str(refused.value) == sentence


def test_possible_slots_are_those_of_block_pin_and_participants() -> None:
    away = participant("a", forbidden=frozenset({1, 4}))
    given = problem(
        meeting("as"),
        meeting("at", blocks=frozenset({"afternoon"})),
        meeting("au", forbidden=frozenset({0, 2})),
        meeting("av", pin=Pin(2)),
        meeting("aw", pin=Pin(2), blocks=frozenset({"afternoon"})),
        participants=(away, *(participant(key) for key in "stuvw")),
    )
    assert [given.possible_slots(one) for one in given.meetings] == [(0, 2, 3), (3,), (3,), (2,), ()]


def test_stretches_join_blocks_that_continue_the_one_before() -> None:
    days = (Block("1 am", 3), Block("1 pm", 2, continues=True), Block("2 am", 3), Block("2 pm", 2, continues=True))
    assert problem(blocks=days).stretches == (range(5), range(5, 10))
