"""Instances of the published problem, read from MiniZinc data."""

import pytest

from gagyo.kernels.timetable.dzn import UnableToReadInstance, read_dzn
from gagyo.kernels.timetable.problem import Block, Meeting, Participant, Pin, Precedence, Problem

TEXT = """
% a comment; with a semicolon
nBusiness = 3; nMeetings = 2;
nTables = 1;
nTotalSlots = 5;
nMorningSlots = 3;
requested = [|1, 2,1,
|2, 3,3,
|];
meetingsxBusiness = [{1,1},{1,1,2},{1,2}];
nMeetingsBusiness = [1,2,1];
forbidden = [{0,3,4},{},{0}];
fixed = [0,2];
precedences = [{},{1}];
"""


def test_an_instance_is_read_whole() -> None:
    assert read_dzn(TEXT) == Problem(
        (Block("morning", 3), Block("afternoon", 2, continues=True)),
        (Participant("1", frozenset({2, 3})), Participant("2"), Participant("3")),
        (Meeting("1", ("1", "2"), frozenset({"morning"})), Meeting("2", ("2", "3"), pin=Pin(1))),
        tables=1,
        precedences=(Precedence("1", "2"),),
    )


def test_a_session_without_slots_leaves_its_meetings_none() -> None:
    read = read_dzn(
        TEXT.replace("nTotalSlots = 5", "nTotalSlots = 3").replace("|2, 3,3", "|2, 3,2").replace("3,4", "3")
    )
    assert [read.possible_slots(meeting) for meeting in read.meetings] == [(0, 1), ()]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file has no nBusiness. Give MiniZinc data of a meeting timetable."),
        (TEXT.replace("nTables = 1", "nTables = x"), "nTables is 'x'. Give a whole number."),
        (TEXT.replace("nMeetings = 2", "nMeetings = 3"), "requested has 2 rows, and 3 are wanted. Mend the file."),
        (TEXT.replace("fixed = [0,2]", "fixed = [0]"), "fixed has 1 rows, and 2 are wanted. Mend the file."),
        (
            TEXT.replace("|2, 3,3", "|2, 3,4"),
            "Row 2 of requested is [2, 3, 4]. Give two participants and a session, 1 to 3.",
        ),
        (TEXT.replace("|2, 3,3", "|2, 4,3"), 'Meeting "2" names the participant "4", who is not there.'),
        (
            TEXT.replace("nMorningSlots = 3", "nMorningSlots = 6"),
            "nMorningSlots is 6, nTotalSlots 5. The morning is part of all slots.",
        ),
    ],
)
def test_a_file_that_is_no_instance_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(UnableToReadInstance) as refused:
        read_dzn(text)
    assert str(refused.value) == sentence
