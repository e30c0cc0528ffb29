"""The organiser's screens when something changes on the day: what, the mended plan, the waiting list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components import Action, Tab
from gagyo.common.forms.numbers import day_sent, id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.mending import note_change, propose_mended, publish_mended, take_back
from gagyo.meetings.actions.seating import seat_waiting
from gagyo.meetings.forms.mending import ChangeForm
from gagyo.meetings.models import MeetingRound, Participant, TimetableVersion
from gagyo.meetings.queries.mending import broken_in, mended_in, noted_on, trial_numbered
from gagyo.meetings.queries.moves import frame_of
from gagyo.meetings.queries.timetable import names_of_participants, published_version
from gagyo.meetings.queries.waiting import Waits, waiting_in
from gagyo.meetings.rules.day import UnableToNote, day_shown
from gagyo.meetings.rules.timetable import UnableToMove, UnableToPublish, UnableToSolve, clock
from gagyo.meetings.views.day import day_href, day_tabs
from gagyo.meetings.views.mending_shown import (
    broken_lines,
    groups_of,
    lost_words,
    moved_lines,
    noted_words,
    out_lines,
)
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in


def mend_href(row: MeetingRound, *, day: Any) -> str:
    """Return the address of the screen on which a day is mended."""
    return f"{reverse('meetings:mend', args=[row.pk])}?day={day.isoformat()}"


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def mend(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what has changed and which meetings cannot be held so; note one change more, and mend the timetable."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    form = ChangeForm(request.POST or None, groups=groups_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            made = _mended(row, form, request, by=actor, now=timezone.now())
        except (UnableToNote, UnableToSolve) as error:
            form.add_error(None, str(error))
        else:
            return redirect("meetings:mended", round_id=row.pk, number=made.number)
    return _page(request, row, form, status=422 if form.errors else 200)


def _mended(row: MeetingRound, form: ChangeForm, request: HttpRequest, *, by: Actor, now: datetime) -> TimetableVersion:
    # Its solvers cost memory that only a process which computes needs.
    from gagyo.kernels.timetable.plan import solve_any as solve

    change = form.change(day=_day(row, request.POST))
    if change is not None:
        note_change(round_id=row.pk, change=change, by=by, now=now)
    with_waiting = form.cleaned_data["with_waiting"]
    return propose_mended(round_id=row.pk, with_waiting=with_waiting, by=by, now=now, solve=solve)


def _page(request: HttpRequest, row: MeetingRound, form: ChangeForm, *, status: int) -> HttpResponse:
    on, now = _day(row, request.POST or request.GET), timezone.now()
    published = published_version(row)
    broken = broken_in(row, published, now=now) if published else []
    context = {
        "round": row,
        "day": on,
        "tabs": [Tab(tab.label, mend_href(row, day=each), active=tab.active) for each, tab in day_tabs(row, shown=on)],
        "form": form,
        "noted": [(each, noted_words(each, day=on)) for each in noted_on(row, day=on)],
        "broken": broken_lines(broken, names_of_participants(row), day=on) if broken else [],
        "is_published": published is not None,
        "crumbs": way_in(row, (_("The day"), day_href(row, day=on)), (_("Mend the timetable"), "")),
        "more_actions": [Action(_("Waiting list"), reverse("meetings:waiting", args=[row.pk]), kind="tertiary")],
    }
    return render(request, "meetings/day_mend.html", context, status=status)


def _day(row: MeetingRound, sent: Any) -> Any:
    wanted = day_sent(sent.get("day"))
    return day_shown(starts_on=row.starts_on, ends_on=row.ends_on, today=timezone.localdate(), wanted=wanted)


@require_POST
@signed_in
def mend_back(request: HttpRequest, round_id: int) -> HttpResponse:
    """Take back what was noted of somebody."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    kind, _mark, key = request.POST.get("noted", "").partition(":")
    try:
        take_back(round_id=row.pk, kind=kind, pk=id_sent(key) or 0, by=actor, now=timezone.now())
    except UnableToNote as error:
        return _page(request, row, _refused(row, str(error)), status=422)
    tell(request, _("Taken back. Mend the timetable again if it was mended for this."))
    return redirect(mend_href(row, day=_day(row, request.POST)))


def _refused(row: MeetingRound, words: str) -> ChangeForm:
    form = ChangeForm({}, groups=groups_of(row))
    form.full_clean()
    form.errors.clear()
    form.add_error(None, words)
    return form


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def mended(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Show what the mended timetable changes before it is taken; publish it."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    version = found(
        lambda: trial_numbered(row, number),
        missing=_("This plan is not there any more: another was published or made since. Mend the timetable again."),
    )
    error = ""
    if request.method == "POST":
        try:
            told = publish_mended(round_id=row.pk, number=number, by=actor, now=timezone.now())
        except TimetableVersion.DoesNotExist:
            raise Http404(_("This plan is not there any more. Mend the timetable again.")) from None
        except (UnableToMove, UnableToPublish) as refused:
            error = str(refused)
        else:
            _tell_published(request, told)
            return redirect(day_href(row, day=_day(row, request.POST)))
    return render(
        request, "meetings/day_mended.html", _mended_context(row, version, error), status=409 if error else 200
    )


def _mended_context(row: MeetingRound, version: TimetableVersion, error: str) -> dict[str, Any]:
    on, changed, frame = timezone.localdate(), mended_in(version), frame_of(row, [])
    parts = [
        (_("These move"), moved_lines(changed.moved, day=on)),
        (_("These have no place any more, and wait"), out_lines(changed, frame=frame, day=on)),
        (_("These come from the waiting list"), moved_lines(changed.seated, day=on)),
        (_("These get another table or interpreter at their time"), moved_lines(changed.elsewhere, day=on)),
    ]
    return {
        "round": row,
        "one": version,
        "error": error,
        "parts": [(title, lines) for title, lines in parts if lines],
        "untouched": changed.untouched,
        "back": mend_href(row, day=on),
        "crumbs": way_in(row, (_("Mend the timetable"), mend_href(row, day=on)), (_("The mended plan"), "")),
    }


def _tell_published(request: HttpRequest, told: list[Participant]) -> None:
    words = ngettext("%(n)d participant is told.", "%(n)d participants are told.", len(told)) % {"n": len(told)}
    tell(request, _("The timetable is published.") + " " + words)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def waiting(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show which meetings wait, why, and where they could be held now; give one a place by one press."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    error = ""
    if request.method == "POST":
        key, _mark, moment = request.POST.get("place", "").partition(":")
        try:
            told = seat_waiting(
                round_id=row.pk,
                meeting_id=id_sent(key) or 0,
                starts_at=_moment(moment),
                by=actor,
                now=timezone.now(),
            )
        except (UnableToMove, UnableToPublish) as refused:
            error = str(refused)
        else:
            _tell_published(request, told)
            return redirect("meetings:waiting", round_id=row.pk)
    return _waiting_page(request, row, error)


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment):
        raise UnableToMove(_("This slot is not free any more. Choose another."))
    return moment


def _waiting_page(request: HttpRequest, row: MeetingRound, error: str) -> HttpResponse:
    published = published_version(row)
    rows = waiting_in(row, published, now=timezone.now()) if published else []
    frame, tables = frame_of(row, []), {one.pk: one.name for one in row.tables.all()}
    shown = [(each, lost_words(each.unmet, frame=frame) if each.unmet else "", _places(each, tables)) for each in rows]
    context = {
        "round": row,
        "error": error,
        "rows": shown,
        "seatable": sum(bool(each.free) for each in rows),
        "is_published": published is not None,
        "crumbs": way_in(row, (_("The day"), reverse("meetings:day", args=[row.pk])), (_("Waiting list"), "")),
    }
    return render(request, "meetings/day_waiting.html", context, status=422 if error else 200)


def _places(each: Waits, tables: Mapping[int, str]) -> list[tuple[str, str, str]]:
    """Return where a meeting could be held now: what a button sends, its hour, its table (empty online)."""
    return [
        (f"{each.meeting.pk}:{one.starts_at.isoformat()}", clock(one.starts_at), tables.get(one.table_id or 0, ""))
        for one in each.free
    ]
