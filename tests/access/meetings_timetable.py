"""The timetable of a round: its versions for those who run it, and each participant's own meetings."""

from typing import TYPE_CHECKING, Any

from gagyo.meetings.tests.make import make_assignment, make_meeting, make_participant, make_version
from tests.access.groups import PUBLIC, WORKERS, Group, Line, back
from tests.access.meetings_participants import ACTS, linked, of_round, own

if TYPE_CHECKING:
    from tests.access.table import World

RUNS = Group(WORKERS)


def of_version(world: "World") -> dict[str, Any]:
    """Return the arguments for a draft with one meeting."""
    row = world.meeting_round
    if not row.versions.exists():
        other = make_participant(of=row, side=1)
        meeting = make_meeting(one=world.participant, other=other)
        make_assignment(version=make_version(of=row), meeting=meeting)
    return {"round_id": row.pk, "number": 1}


URLS: dict[str, Line] = {
    "meetings:timetable": Line(RUNS, args=of_round),
    "meetings:timetable_stop": Line(back(RUNS), args=of_round, method="post"),
    "meetings:version": Line(RUNS, args=of_version),
    "meetings:version_move": Line(RUNS.answering(ok=422), args=of_version, method="post"),
    "meetings:version_pin": Line(back(RUNS), args=of_version, method="post"),
    "meetings:version_copy": Line(back(RUNS), args=of_version, method="post"),
    "meetings:version_discard": Line(back(RUNS), args=of_version, method="post"),
    "meetings:version_publish": Line(RUNS, args=of_version),
    "meetings:own_agenda": Line(ACTS, args=own),
    "meetings:link_agenda": Line(PUBLIC, args=linked),
}
