"""Support requests, their items and legs, approvals and the one answer, talk, settings."""

from gagyo.support.models.approvals import Absence, Answer, AnswerItem, Approval
from gagyo.support.models.calendars import DueCalendar
from gagyo.support.models.heard import HeardDocument, HeardItem, HeardMeeting
from gagyo.support.models.legs import Leg, LegItem, LegPause
from gagyo.support.models.requests import (
    Rating,
    RequestItem,
    RequestNumbers,
    RequestReader,
    SupportRequest,
    Writer,
)
from gagyo.support.models.settings import RequestTemplate, RoutingRule, SavedFilter, WorkHours
from gagyo.support.models.talk import Attachment, Comment, Mention

__all__ = [
    "Absence",
    "Answer",
    "AnswerItem",
    "Approval",
    "Attachment",
    "Comment",
    "DueCalendar",
    "HeardDocument",
    "HeardItem",
    "HeardMeeting",
    "Leg",
    "LegItem",
    "LegPause",
    "Mention",
    "Rating",
    "RequestItem",
    "RequestNumbers",
    "RequestReader",
    "RequestTemplate",
    "RoutingRule",
    "SavedFilter",
    "SupportRequest",
    "WorkHours",
    "Writer",
]
