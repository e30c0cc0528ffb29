"""Visits, programmes, sites, interpreters, courses, requests, surveys, figures."""

from gagyo.visits.models.courses import (
    CouncilMeeting,
    CouncilMember,
    CourseStageChange,
    TrainingCourse,
    WorkingCouncil,
)
from gagyo.visits.models.figures import FigureRelease, VisitRule
from gagyo.visits.models.interpreters import (
    EndedLink,
    Interpreter,
    InterpreterLanguage,
    InterpreterTask,
    InterpreterTime,
)
from gagyo.visits.models.programme import ProgrammeVersion, Stop, StopParty
from gagyo.visits.models.requests import SiteScore, SurveyAnswer, SurveyLink, VisitRequest
from gagyo.visits.models.sites import (
    Room,
    Site,
    SiteClosure,
    SiteHours,
    SiteTheme,
    Theme,
    TravelTime,
    Unavailability,
    Vehicle,
)
from gagyo.visits.models.visits import FollowUp, Visit, VisitDocument, VisitMember, VisitParty, VisitTheme

__all__ = [
    "CouncilMeeting",
    "CouncilMember",
    "CourseStageChange",
    "EndedLink",
    "FigureRelease",
    "FollowUp",
    "Interpreter",
    "InterpreterLanguage",
    "InterpreterTask",
    "InterpreterTime",
    "ProgrammeVersion",
    "Room",
    "Site",
    "SiteClosure",
    "SiteHours",
    "SiteScore",
    "SiteTheme",
    "Stop",
    "StopParty",
    "SurveyAnswer",
    "SurveyLink",
    "Theme",
    "TrainingCourse",
    "TravelTime",
    "Unavailability",
    "Vehicle",
    "Visit",
    "VisitDocument",
    "VisitMember",
    "VisitParty",
    "VisitRequest",
    "VisitRule",
    "VisitTheme",
    "WorkingCouncil",
]
