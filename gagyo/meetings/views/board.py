"""The big screen of a round: what is on now and next, for anybody who stands before it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.errors import error_page
from gagyo.common.views.limits import refused_for_now
from gagyo.meetings.choices import BlockKind, RoundState
from gagyo.meetings.models import Assignment, MeetingRound, RoundBlock
from gagyo.meetings.queries.day import block_at, board_round, shown_on_board
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import published_version
from gagyo.meetings.rules.day import moment_of
from gagyo.meetings.rules.times import Slot

# As many lines as are read from the back of a hall; more follow with the next refresh.
LINES, SECONDS = 8, 15
# A hall has several screens behind one address, and they ask all day: only keys that open nothing are counted.
TIMES = 10


@dataclass(frozen=True)
class Part:
    """One half of the screen: a slot, and the lines of it that are shown this time."""

    slot: Slot | None
    rows: list[Assignment]
    count: int


@never_cache
@require_GET
def board(request: HttpRequest, board_key: str) -> HttpResponse:
    """Show the meetings of this slot and of the next by table: names of bodies in both languages, no person."""
    try:
        row = board_round(board_key)
    except MeetingRound.DoesNotExist:
        words = _("There is no such screen. Copy the whole address from the page of the day, or ask the organiser.")
        refused = refused_for_now(request, what="unknown link", times=TIMES)
        return refused or error_page(request, status=404, title=_("No screen here"), sentence=words)
    now = timezone.now()
    context = _context(row, now=now, asked=number_sent(request.GET.get("part")))
    answer = render(request, "meetings/board.html", context)
    # Without a script: the browser asks for the next part by itself.
    answer.headers["Refresh"] = f"{SECONDS}; url={request.path}?part={context['then']}"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _context(row: MeetingRound, *, now: datetime, asked: int) -> dict[str, object]:
    moment = moment_of(slots_of_round(row), now=now)
    now_rows, next_rows = (shown_on_board(row, slot) for slot in (moment.running, moment.following))
    pages = _pages(max(len(now_rows), len(next_rows)))
    position = asked % pages
    running, following = (
        _part(slot, rows, position) for slot, rows in ((moment.running, now_rows), (moment.following, next_rows))
    )
    return {
        "round": row,
        "now": now,
        "then": (position + 1) % pages,
        "position": position + 1,
        "pages": pages,
        "running": running,
        "following": following,
        "is_later_day": bool(
            moment.following and timezone.localdate(moment.following.starts_at) != timezone.localdate(now)
        ),
        "block": _between(row, now) if moment.running is None else None,
        "is_cancelled": row.state == RoundState.CANCELLED,
        "is_published": published_version(row) is not None,
    }


def _pages(count: int) -> int:
    """Return how many refreshes it takes until all lines were shown."""
    return max(1, -(-count // LINES))


def _part(slot: Slot | None, rows: list[Assignment], position: int) -> Part:
    """Return a half of the screen; one with fewer lines than the other begins again from its first."""
    begins = position % _pages(len(rows)) * LINES
    return Part(slot, rows[begins : begins + LINES], len(rows))


def _between(row: MeetingRound, now: datetime) -> RoundBlock | None:
    """Return the break or common programme that is on."""
    block = block_at(row, now)
    return block if block is not None and block.kind != BlockKind.MEETINGS else None
