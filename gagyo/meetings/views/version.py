"""A version of the timetable: the grid, what a move would do, moving, swapping and pinning."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Tab
from gagyo.common.forms.numbers import id_sent, number_sent
from gagyo.common.views.finding import found
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.timetable import move_meetings, pin_meeting
from gagyo.meetings.choices import VersionState
from gagyo.meetings.forms.timetable import MoveForm
from gagyo.meetings.models import Assignment, MeetingRound, TimetableVersion, UnmetPair
from gagyo.meetings.queries.moves import frame_of
from gagyo.meetings.queries.timetable import assignments_of, published_version, sittings_of, version_numbered
from gagyo.meetings.rules.moves import Frame, Move, Outcome, tried, wanted_by
from gagyo.meetings.rules.timetable import UnableToMove, breaks_in, clock
from gagyo.meetings.views.rides_shown import rides_shown
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in
from gagyo.meetings.views.timetable_shown import BY, grid_of, names_of, verdict
from gagyo.meetings.views.unmet_shown import unmet_sentences
from gagyo.meetings.views.version_compare import changes_since

MOVED = "meetings_moved"


def version_href(row: MeetingRound, number: int) -> str:
    """Return the address of a version."""
    return reverse("meetings:version", args=[row.pk, number])


def find_version(row: MeetingRound, number: int) -> TimetableVersion:
    """
    Return a version of a round.

    :raises Http404: if there is none
    """
    return found(
        lambda: version_numbered(row, number),
        missing=_("This version is not there any more. Look at the list of versions."),
    )


def by_sent(request: HttpRequest) -> str:
    """Return how the grid is to be read: by participant unless said."""
    by = request.POST.get("by") or request.GET.get("by", "")
    return by if by in BY else BY[0]


@never_cache
@require_GET
@signed_in
def version(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Show a version as a grid, with what was not fulfilled and why, and what changed against the published one."""
    row = own_round(actor_of(request), round_id)
    return version_answer(request, row, find_version(row, number))


def version_answer(
    request: HttpRequest,
    row: MeetingRound,
    one: TimetableVersion,
    *,
    form: MoveForm | None = None,
    outcome: Outcome | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a version; outcome: of a move that is tried on it."""
    rows, by = assignments_of(one), by_sent(request)
    frame = frame_of(row, rows)
    is_draft = one.state == VersionState.DRAFT
    published = published_version(row)
    breaks = breaks_in(sittings_of(rows), frame.slots)
    title = _("Version %(n)d") % {"n": one.number}
    unmet = UnmetPair.objects.filter(timetable=one).order_by("pk")
    context = {
        "round": row,
        "one": one,
        "title": title,
        "verdict": verdict(one),
        "is_draft": is_draft,
        "by": by,
        "tabs": tabs_of(row, one, by=by),
        "days": grid_of(rows, frame.slots, by=by, tables=list(row.tables.all())),
        "count": len(rows),
        "most_breaks": max(breaks.values(), default=0),
        "unmet": unmet_sentences(list(unmet), frame=frame),
        "rides": rides_shown(row, sittings_of(rows), frame=frame),
        "lost": [f"{clock(each.starts_at)} {names_of(each)}" for each in rows if each.starts_at not in frame.slot_at],
        "changes": changes_since(published, rows) if published and published.pk != one.pk else [],
        "published": published,
        "form": form or (move_form(rows, frame) if is_draft else None),
        "outcome": outcome,
        "moved": request.session.pop(MOVED, []),
        "crumbs": way_in(row, (_("Timetable"), reverse("meetings:timetable", args=[row.pk])), (title, "")),
        **actions_of(row, one, is_draft=is_draft),
    }
    return render(request, "meetings/version.html", context, status=status)


def tabs_of(row: MeetingRound, one: TimetableVersion, *, by: str) -> list[Tab]:
    """Return the ways to read the grid."""
    labels = {
        "participant": _("By participant"),
        "table": _("By table"),
        "interpreter": _("By interpreter"),
        "time": _("By time"),
    }
    return [Tab(labels[each], f"{version_href(row, one.number)}?by={each}", active=each == by) for each in BY]


def actions_of(row: MeetingRound, one: TimetableVersion, *, is_draft: bool) -> dict[str, Any]:
    """Return what can be done with a version as a whole."""
    keys = [row.pk, one.number]
    compare = f"{reverse('meetings:version_compare', args=[row.pk])}?other={one.number}"
    copy = Action(_("Copy and change"), reverse("meetings:version_copy", args=keys), method="post", kind="tertiary")
    return {
        "action": Action(_("Publish"), reverse("meetings:version_publish", args=keys)) if is_draft else None,
        "more_actions": [copy, Action(_("Compare"), compare, kind="tertiary")],
    }


def move_form(rows: list[Assignment], frame: Frame, *, data: Any = None) -> MoveForm:
    """Return the form that moves meetings of a version."""
    meetings = [(str(row.meeting_id), f"{clock(row.starts_at)} {names_of(row)}") for row in rows]
    return MoveForm(
        data,
        meetings=meetings,
        slots=[(slot.starts_at.isoformat(), clock(slot.starts_at)) for slot in frame.slots],
        tables=[(str(spot.pk), spot.name) for spot in frame.tables],
    )


@never_cache
@require_GET
@signed_in
def version_try(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Show what a move would do, before it is made; changes nothing."""
    row = own_round(actor_of(request), round_id)
    rows = assignments_of(find_version(row, number))
    move = Move(
        number_sent(request.GET.get("meeting")),
        starts_at=_moment(request.GET.get("slot", "")),
        table_id=id_sent(request.GET.get("table")),
        swap_id=id_sent(request.GET.get("swap")),
    )
    status = 200 if move.meeting_id else 422
    return render(request, "meetings/parts/effects.html", {"outcome": outcome_of(row, rows, move)}, status=status)


def outcome_of(row: MeetingRound, rows: list[Assignment], move: Move) -> Outcome:
    """Return what a move would do to a version."""
    sittings = sittings_of(rows)
    try:
        return tried(sittings, wanted_by(move, sittings), frame=frame_of(row, rows))
    except UnableToMove as error:
        return Outcome(against=(str(error),))


def _moment(text: str) -> datetime | None:
    try:
        found_moment = parse_datetime(text)
    except ValueError:
        return None
    return found_moment if found_moment is not None and timezone.is_aware(found_moment) else None


@require_POST
@signed_in
def version_move(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Move a meeting, let two change places, pin one, or only show what that would do."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = find_version(row, number)
    if "pin" in request.POST:
        return pinned(request, row, one)
    rows = assignments_of(one)
    form = move_form(rows, frame_of(row, rows), data=request.POST)
    if not form.is_valid():
        return version_answer(request, row, one, form=form, status=422)
    move = form.move()
    if "try" in request.POST:
        return version_answer(request, row, one, form=form, outcome=outcome_of(row, rows, move))
    expected = number_sent(request.POST.get("version"))
    try:
        outcome = move_meetings(
            round_id=round_id, number=number, move=move, expected=expected, by=actor, now=timezone.now()
        )
    except UnableToMove as error:
        form.add_error(None, str(error))
        return version_answer(request, row, one, form=form, status=422)
    except SavedMeanwhileError:
        form.add_error(None, _("Somebody changed this version in between. Look at the grid and move it again."))
        return version_answer(request, row, find_version(row, number), form=form, status=409)
    request.session[MOVED] = list(outcome.told)
    tell(request, _("The meeting was moved and pinned."))
    return redirect(f"{version_href(row, number)}?by={by_sent(request)}#meeting-{move.meeting_id}")


@require_POST
@signed_in
def version_pin(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Pin a meeting where it is, or let it be moved again (field unpin)."""
    row = own_round(actor_of(request), round_id)
    return pinned(request, row, find_version(row, number))


def pinned(request: HttpRequest, row: MeetingRound, one: TimetableVersion) -> HttpResponse:
    """Pin or unpin what was sent, and return to the grid."""
    wanted = "unpin" not in request.POST
    meeting_id = number_sent(request.POST.get("unpin") or request.POST.get("meeting"))
    try:
        pin_meeting(
            round_id=row.pk,
            number=one.number,
            meeting_id=meeting_id,
            is_pinned=wanted,
            expected=number_sent(request.POST.get("version")),
            by=actor_of(request),
            now=timezone.now(),
        )
    except UnableToMove as error:
        rows = assignments_of(one)
        form = move_form(rows, frame_of(row, rows), data={})
        form.add_error(None, str(error))
        return version_answer(request, row, one, form=form, status=422)
    except SavedMeanwhileError:
        tell(request, _("Somebody changed this version in between. Nothing was pinned; try again."))
    else:
        tell(request, _("The meeting is pinned.") if wanted else _("The meeting may be moved again."))
    return redirect(f"{version_href(row, one.number)}?by={by_sent(request)}#meeting-{meeting_id}")
