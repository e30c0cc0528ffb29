"""One-to-one meetings: a round of the office, its participants and their links."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from gagyo.accounts.choices import Visibility
from gagyo.meetings.models import MeetingRound, Participant, TimetableVersion, Wish
from gagyo.meetings.tests.make import (
    make_assignment,
    make_link,
    make_meeting,
    make_participant,
    make_round,
    make_version,
    make_wish,
)
from tests.access.groups import CHANGES, PUBLIC, SIGNED_IN, WORKERS, WRITERS, Group, Line, back
from tests.access.partnerships import PartnershipRows

if TYPE_CHECKING:
    from tests.access.table import World

# A round that everybody sees: those of its office run it, others are told that it is not theirs.
RUNS = Group(WORKERS)
LINK = "the-link-of-the-access-table"


class MeetingRows(PartnershipRows):
    """A round run by the office, shared with all, and a participant with a link."""

    @cached_property
    def meeting_round(self) -> MeetingRound:
        """A round of the office that takes wishes."""
        return make_round(office=self.office, visibility=Visibility.SHARED)

    @cached_property
    def participant(self) -> Participant:
        """A mission that takes part, and may act by LINK."""
        row = make_participant(of=self.meeting_round)
        make_link(participant=row, key=LINK)
        return row

    @cached_property
    def wish(self) -> Wish:
        """A wish of the participant."""
        return make_wish(asker=self.participant, wanted=make_participant(of=self.meeting_round, side=1))

    @cached_property
    def timetable_version(self) -> TimetableVersion:
        """A draft with a meeting of the participant."""
        meeting = make_meeting(one=self.participant, other=make_participant(of=self.meeting_round, side=1))
        made = make_version(of=self.meeting_round)
        make_assignment(version=made, meeting=meeting)
        return made


def of_round(world: "World") -> dict[str, Any]:
    """Return the address's arguments for the office's round."""
    return {"round_id": world.meeting_round.pk}


URLS: dict[str, Line] = {
    "meetings:rounds": Line(PUBLIC),
    "meetings:round_add": Line(WRITERS),
    "meetings:round": Line(SIGNED_IN.answering(nobody=404), args=of_round),
    "meetings:round_edit": Line(RUNS, args=of_round),
    "meetings:round_state": Line(RUNS, args=of_round),
    # The first who may archives it: from then on it is there for its own office only.
    "meetings:round_archive": Line(back(CHANGES), args=of_round, method="post"),
    "meetings:round_restore": Line(back(RUNS), args=of_round, method="post"),
    "meetings:round_rows": Line(RUNS, args=lambda world: {**of_round(world), "kind": "tables"}),
}
