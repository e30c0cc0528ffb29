"""Rounds, participants, wishes, timetables, agreed items."""

from gagyo.meetings.models.participants import Absence, Delegate, Participant, ParticipantLink, Presence
from gagyo.meetings.models.results import AgreedItem, Minutes, Rating
from gagyo.meetings.models.rounds import (
    InterpreterAbsence,
    MeetingRound,
    RoundBlock,
    RoundEquipment,
    RoundInterpreter,
    RoundSide,
    RoundTable,
    RoundTopic,
    RoundVenue,
    TableAbsence,
)
from gagyo.meetings.models.timetable import Assignment, Meeting, SolveRun, TimetableVersion, UnmetPair
from gagyo.meetings.models.wishes import OrganiserPair, Wish

__all__ = [
    "Absence",
    "AgreedItem",
    "Assignment",
    "Delegate",
    "InterpreterAbsence",
    "Meeting",
    "MeetingRound",
    "Minutes",
    "OrganiserPair",
    "Participant",
    "ParticipantLink",
    "Presence",
    "Rating",
    "RoundBlock",
    "RoundEquipment",
    "RoundInterpreter",
    "RoundSide",
    "RoundTable",
    "RoundTopic",
    "RoundVenue",
    "SolveRun",
    "TableAbsence",
    "TimetableVersion",
    "UnmetPair",
    "Wish",
]
