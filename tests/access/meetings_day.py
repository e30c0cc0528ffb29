"""The day of a round: arrivals, meetings, the big screen, calendars and papers."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gagyo.meetings.choices import VersionState
from gagyo.meetings.models import TimetableVersion
from gagyo.meetings.tests.make import make_version
from tests.access.groups import PUBLIC, WORKERS, Group, Line
from tests.access.meetings import RUNS, MeetingRows, of_round
from tests.access.meetings_participants import ACTS, linked, own

if TYPE_CHECKING:
    from tests.access.table import World

# The code of a badge: to those who run the round; to every other account there is nothing.
RECEPTION = Group(WORKERS, refused=404)


class DayRows(MeetingRows):
    """A published timetable, so that papers can be made."""

    @cached_property
    def published(self) -> TimetableVersion:
        """The published timetable of the round."""
        return make_version(of=self.meeting_round, number=99, state=VersionState.PUBLISHED, published_at=timezone.now())

    @cached_property
    def mended_version(self) -> TimetableVersion:
        """A mended timetable that was not taken yet."""
        return make_version(of=self.meeting_round, number=98, state=VersionState.TRIAL, based_on=self.published)


def of_paper(world: "World", **more: object) -> dict[str, Any]:
    """Return the arguments of a paper of the round."""
    assert world.published.pk
    return {**of_round(world), "language": "en", "form_name": "pdf", **more}


def own_paper(world: "World") -> dict[str, Any]:
    """Return the arguments of a participant's own paper, by account."""
    assert world.published.pk
    return {**own(world), "language": "en", "form_name": "pdf"}


def linked_paper(world: "World") -> dict[str, Any]:
    """Return the arguments of a participant's own paper, by link."""
    assert world.published.pk
    return {**linked(world), "language": "en", "form_name": "pdf"}


SCREENS = ("badge", "badge_code", "calendar")
URLS: dict[str, Line] = {
    "meetings:day": Line(RUNS, args=of_round),
    "meetings:day_presence": Line(RUNS.answering(ok=404), args=of_round, method="post"),
    "meetings:day_meeting": Line(RUNS.answering(ok=422), args=of_round, method="post"),
    "meetings:mend": Line(RUNS, args=of_round),
    "meetings:mend_back": Line(RUNS.answering(ok=422), args=of_round, method="post"),
    "meetings:mended": Line(RUNS, args=lambda world: {**of_round(world), "number": world.mended_version.number}),
    "meetings:waiting": Line(RUNS, args=of_round),
    "meetings:arrive": Line(RECEPTION, args=lambda world: {"badge_key": world.participant.badge_key}),
    "meetings:board": Line(PUBLIC, args=lambda world: {"board_key": world.meeting_round.board_key}),
    "meetings:papers": Line(RUNS, args=of_round),
    "meetings:paper": Line(RUNS, args=lambda world: of_paper(world, kind="grid")),
    "meetings:paper_of": Line(RUNS, args=lambda world: of_paper(world, participant_id=world.participant.pk)),
    "meetings:calendar_feed": Line(PUBLIC.answering(ok=410), args=lambda world: {"key": "no-such-key"}),
    "meetings:own_paper": Line(ACTS, args=own_paper),
    "meetings:link_paper": Line(PUBLIC, args=linked_paper),
    **{f"meetings:own_{name}": Line(ACTS, args=own) for name in SCREENS},
    **{f"meetings:link_{name}": Line(PUBLIC, args=linked) for name in SCREENS},
}
