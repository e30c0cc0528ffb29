"""One-to-one meetings: a round of the office, its participants and their links."""

from functools import cached_property

from gagyo.accounts.choices import Visibility
from gagyo.meetings.models import MeetingRound, Participant
from gagyo.meetings.tests.make import make_link, make_participant, make_round
from tests.access.groups import Line
from tests.access.partnerships import PartnershipRows

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


URLS: dict[str, Line] = {}
