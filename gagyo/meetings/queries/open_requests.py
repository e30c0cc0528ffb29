"""
Open requests for a briefing sheet: what the reader's office still waits for, told by the features that keep it.

They lie above this app, so that each names its function once it is loaded:
told_by("gagyo.support.queries.briefing.requests").
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string

from gagyo.common.rules import Actor
from gagyo.meetings.models import Participant

SOURCES: list[str] = []


@dataclass(frozen=True)
class OpenRequest:
    """What an office has asked and waits for; country: ISO code, empty where it concerns none."""

    number: str
    name: str
    state: str
    country: str


Source = Callable[[Actor], list[OpenRequest]]


def told_by(path: str) -> None:
    """Have requests told by a function that takes who reads; path: dotted, because an app is loaded before its rows."""
    if path not in SOURCES:
        SOURCES.append(path)


def open_requests(reader: Participant, *, by: Actor) -> list[OpenRequest]:
    """Return what the reader's own office waits for; nothing by a link or for the organiser, whose they are not."""
    if by.office_id is None or by.office_id != reader.body.works_as_id:
        return []
    return [each for path in SOURCES for each in import_string(path)(by)]
