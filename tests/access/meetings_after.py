"""What follows a meeting: the organiser's pages, and each side's own."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from gagyo.meetings.choices import MeetingState
from gagyo.meetings.models import AgreedItem, Meeting
from gagyo.meetings.tests.make import make_agreed, make_meeting, make_participant
from tests.access.groups import PUBLIC, Line
from tests.access.meetings import MeetingRows
from tests.access.meetings_participants import ACTS, KEEPS_LIST, linked, of_round, own

if TYPE_CHECKING:
    from tests.access.table import World


class AfterRows(MeetingRows):
    """A meeting that was held between the participant and somebody of the other side, and what they agreed."""

    @cached_property
    def held_meeting(self) -> Meeting:
        """The meeting."""
        other = make_participant(of=self.meeting_round, side=1)
        return make_meeting(one=self.participant, other=other, state=MeetingState.HELD)

    @cached_property
    def agreed_item(self) -> AgreedItem:
        """What the two agreed."""
        return make_agreed(meeting=self.held_meeting)


def of_meeting(world: "World") -> dict[str, Any]:
    """Return the arguments for the meeting's pages."""
    return {**of_round(world), "meeting_id": world.held_meeting.pk}


def of_item(world: "World") -> dict[str, Any]:
    """Return the arguments for the item's page."""
    return {**of_round(world), "item_id": world.agreed_item.pk}


def of_sheet(world: "World") -> dict[str, Any]:
    """Return the arguments for one side's briefing sheet."""
    return {**of_meeting(world), "participant_id": world.participant.pk}


PAPER = {"language": "en", "form_name": "pdf"}
URLS: dict[str, Line] = {
    "meetings:round_meetings": Line(KEEPS_LIST, args=of_round),
    "meetings:meeting": Line(KEEPS_LIST, args=of_meeting),
    "meetings:meeting_state": Line(KEEPS_LIST, args=of_meeting),
    "meetings:meeting_minutes": Line(KEEPS_LIST, args=of_meeting),
    "meetings:briefing": Line(KEEPS_LIST, args=of_sheet),
    "meetings:briefing_paper": Line(KEEPS_LIST, args=lambda world: {**of_sheet(world), **PAPER}),
    "meetings:own_briefing": Line(ACTS, args=lambda world: {**own(world), "meeting_id": world.held_meeting.pk}),
    "meetings:link_briefing": Line(PUBLIC, args=lambda world: {**linked(world), "meeting_id": world.held_meeting.pk}),
    "meetings:own_briefing_paper": Line(
        ACTS, args=lambda world: {**own(world), "meeting_id": world.held_meeting.pk, **PAPER}
    ),
    "meetings:link_briefing_paper": Line(
        PUBLIC, args=lambda world: {**linked(world), "meeting_id": world.held_meeting.pk, **PAPER}
    ),
    "meetings:booklet": Line(
        KEEPS_LIST, args=lambda world: {**of_round(world), "participant_id": world.participant.pk, **PAPER}
    ),
    "meetings:own_booklet": Line(ACTS, args=lambda world: {**own(world), **PAPER}),
    "meetings:link_booklet": Line(PUBLIC, args=lambda world: {**linked(world), **PAPER}),
    "meetings:agreed_tie": Line(ACTS, args=lambda world: {"item_id": world.agreed_item.pk}),
    "meetings:agreed_project": Line(ACTS, args=lambda world: {"item_id": world.agreed_item.pk}),
    "meetings:round_figures": Line(KEEPS_LIST, args=of_round),
    "meetings:figures_paper": Line(
        KEEPS_LIST, args=lambda world: {**of_round(world), "spoken": "en", "form_name": "xlsx"}
    ),
    "meetings:round_agreed": Line(KEEPS_LIST, args=of_round),
    "meetings:agreed_item": Line(KEEPS_LIST, args=of_item),
    "meetings:own_agreed": Line(ACTS, args=own),
    "meetings:link_agreed": Line(PUBLIC, args=linked),
    "meetings:own_agreed_item": Line(ACTS, args=lambda world: {**own(world), "item_id": world.agreed_item.pk}),
    "meetings:link_agreed_item": Line(PUBLIC, args=lambda world: {**linked(world), "item_id": world.agreed_item.pk}),
    "meetings:own_meeting": Line(ACTS, args=lambda world: {**own(world), "meeting_id": world.held_meeting.pk}),
    "meetings:link_meeting": Line(PUBLIC, args=lambda world: {**linked(world), "meeting_id": world.held_meeting.pk}),
}
