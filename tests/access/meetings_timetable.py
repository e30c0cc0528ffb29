"""The timetable of a round: its versions for those who run it, and each participant's own meetings."""

from typing import TYPE_CHECKING, Any

from tests.access.groups import PUBLIC, WORKERS, Group, Line, back
from tests.access.meetings_participants import ACTS, linked, of_round, own

if TYPE_CHECKING:
    from tests.access.table import World

RUNS = Group(WORKERS)


def of_version(world: "World") -> dict[str, Any]:
    """Return the arguments for a draft with one meeting."""
    return {"round_id": world.meeting_round.pk, "number": world.timetable_version.number}


URLS: dict[str, Line] = {
    "meetings:timetable": Line(RUNS, args=of_round),
    "meetings:timetable_stop": Line(back(RUNS), args=of_round, method="post"),
    "meetings:version_compare": Line(RUNS, args=of_round),
    "meetings:version_try": Line(RUNS.answering(ok=422), args=of_version),
    "meetings:version": Line(RUNS, args=of_version),
    "meetings:version_move": Line(RUNS.answering(ok=422), args=of_version, method="post"),
    "meetings:version_pin": Line(back(RUNS), args=of_version, method="post"),
    "meetings:version_copy": Line(back(RUNS), args=of_version, method="post"),
    "meetings:version_discard": Line(back(RUNS), args=of_version, method="post"),
    "meetings:version_publish": Line(RUNS, args=of_version),
    "meetings:own_agenda": Line(ACTS, args=own),
    "meetings:link_agenda": Line(PUBLIC, args=linked),
}
