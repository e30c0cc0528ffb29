"""The timetable, for the organiser: proposing, the grid, moving and pinning, comparing, publishing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Tab
from gagyo.common.forms.numbers import id_sent, number_sent
from gagyo.common.views.finding import found
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.solving import ask_for_timetable, stop_run
from gagyo.meetings.actions.timetable import (
    copy_version,
    discard_version,
    move_meeting,
    pin_meeting,
    publish_version,
    swap_meetings,
)
from gagyo.meetings.choices import VersionState
from gagyo.meetings.forms.timetable import MoveForm, ProposeForm
from gagyo.meetings.models import Assignment, MeetingRound, TimetableVersion, UnmetPair
from gagyo.meetings.queries.rounds import slots_of_round
from gagyo.meetings.queries.timetable import (
    assignments_of,
    last_run,
    published_version,
    running_run,
    sittings_of,
    version_numbered,
    versions_of,
)
from gagyo.meetings.rules.timetable import UnableToMove, UnableToPublish, UnableToSolve, breaks_in, differences
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in
from gagyo.meetings.views.timetable_shown import BY, clock, grid_of, names_of, unmet_words, verdict


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


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def timetable(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show the versions and the computation that runs, and ask for a proposal."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    versions = list(versions_of(row))
    choices = [(str(each.pk), _("Version %(n)d") % {"n": each.number}) for each in versions]
    published = next((str(each.pk) for each in versions if each.state == VersionState.PUBLISHED), "")
    form = ProposeForm(request.POST or None, versions=choices, published=published)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_timetable(
                round_id=round_id,
                seconds=form.cleaned_data["seconds"],
                based_on_id=id_sent(form.cleaned_data["based_on"]),
                is_near=form.cleaned_data["is_near"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToSolve as error:
            form.add_error(None, str(error))
        else:
            return redirect("meetings:timetable", round_id=row.pk)
    run, running = last_run(row), running_run(row)
    context = {
        "round": row,
        "form": form,
        "run": run,
        "running": running,
        "is_impossible": bool(run and run.state == "impossible"),
        "clash": clash_words(row, run.answer.get("clash", [])) if run and not running else [],
        "versions": [(each, version_href(row, each.number), verdict(each)) for each in versions],
        "crumbs": way_in(row, (_("Timetable"), "")),
    }
    if request.headers.get("HX-Request"):
        answer = render(request, "meetings/parts/timetable_run.html", context)
        if not running:
            answer.headers["HX-Refresh"] = "true"
        return answer
    return render(request, "meetings/timetable.html", context, status=422 if form.errors else 200)


def clash_words(row: MeetingRound, clash: list[dict[str, Any]]) -> list[str]:
    """Return demands that cannot be kept together, in sentences."""
    if not clash:
        return []
    people = {str(one.pk): one.name for one in row.participants.all()}

    def name(key: str) -> str:
        return " · ".join(people.get(part, part) for part in key.split("-"))

    words = {
        "held": _("%(what)s meet"),
        "once": _("%(what)s has one meeting at a time"),
        "away": _("%(what)s is away when it said so"),
        "block": _("%(what)s meet in their part of the day"),
        "pin": _("%(what)s stay where they are pinned"),
        "interpreter": _("%(what)s have an interpreter"),
        "most_meetings": _("%(what)s has no more meetings than it wants"),
        "tables": _("there are no more meetings at once than tables"),
        "difference": _("breaks of two participants differ by no more than the round allows"),
    }
    return [
        words.get(each["kind"], each["kind"]) % {"what": ", ".join(name(key) for key in each["keys"])} for each in clash
    ]


@require_POST
@signed_in
def timetable_stop(request: HttpRequest, round_id: int) -> HttpResponse:
    """Stop what is computed; the best so far is kept."""
    actor = actor_of(request)
    own_round(actor, round_id)
    stop_run(round_id=round_id, by=actor, now=timezone.now())
    tell(request, _("The computation stops. The best timetable so far is kept."))
    return redirect("meetings:timetable", round_id=round_id)


@never_cache
@require_GET
@signed_in
def version(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Show a version as a grid, with what was not fulfilled and why, and what changed against the published one."""
    row = own_round(actor_of(request), round_id)
    return version_answer(request, row, find_version(row, number))


def version_answer(
    request: HttpRequest, row: MeetingRound, one: TimetableVersion, *, form: MoveForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a version."""
    rows, slots = assignments_of(one), slots_of_round(row)
    by = request.GET.get("by", "")
    by = by if by in BY else BY[0]
    is_draft = one.state == VersionState.DRAFT
    labels = {"participant": _("By participant"), "table": _("By table"), "interpreter": _("By interpreter")}
    page, keys = version_href(row, one.number), [row.pk, one.number]
    published = published_version(row)
    breaks = breaks_in(sittings_of(rows), slots)
    title = _("Version %(n)d") % {"n": one.number}
    publish = Action(_("Publish"), reverse("meetings:version_publish", args=keys))
    copy = Action(_("Copy and change"), reverse("meetings:version_copy", args=keys), method="post", kind="tertiary")
    unmet = UnmetPair.objects.filter(timetable=one).select_related("first", "second")
    context = {
        "round": row,
        "one": one,
        "title": title,
        "verdict": verdict(one),
        "is_draft": is_draft,
        "tabs": [Tab(labels[each], f"{page}?by={each}", active=each == by) for each in BY],
        "days": grid_of(rows, slots, by=by),
        "count": len(rows),
        "most_breaks": max(breaks.values(), default=0),
        "unmet": [unmet_words(each) for each in unmet],
        "changes": changes_since(published, rows) if published and published.pk != one.pk else [],
        "published": published,
        "form": form or (move_form(rows, slots) if is_draft else None),
        "crumbs": way_in(row, (_("Timetable"), reverse("meetings:timetable", args=[row.pk])), (title, "")),
        "action": publish if is_draft else None,
        "more_actions": [copy],
    }
    return render(request, "meetings/version.html", context, status=status)


def move_form(rows: list[Assignment], slots: Any, *, data: Any = None) -> MoveForm:
    """Return the form that moves meetings of a version."""
    meetings = [(str(row.meeting_id), f"{clock(row.starts_at)} {names_of(row)}") for row in rows]
    return MoveForm(
        data, meetings=meetings, slots=[(slot.starts_at.isoformat(), clock(slot.starts_at)) for slot in slots]
    )


def changes_since(before: TimetableVersion, rows: list[Assignment]) -> list[str]:
    """Return in sentences what differs between the published version and another."""
    old = assignments_of(before)
    names = {row.meeting_id: names_of(row) for row in (*old, *rows)}
    found_changes = []
    for each in differences(sittings_of(old), sittings_of(rows)):
        words = {"names": names[each.meeting_id]}
        if each.before is None and each.after is not None:
            found_changes.append(_("%(names)s: new, %(at)s") % {**words, "at": clock(each.after.starts_at)})
        elif each.after is None and each.before is not None:
            found_changes.append(_("%(names)s: taken out, was %(at)s") % {**words, "at": clock(each.before.starts_at)})
        elif each.before is not None and each.after is not None:
            was, then = clock(each.before.starts_at), clock(each.after.starts_at)
            found_changes.append(
                _("%(names)s: %(then)s instead of %(was)s") % {**words, "was": was, "then": then}
                if was != then
                else _("%(names)s: another table") % words
            )
    return found_changes


@require_POST
@signed_in
def version_move(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Move a meeting, or let two change places; what stands against it is told at once."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = find_version(row, number)
    form = move_form(assignments_of(one), slots_of_round(row), data=request.POST)
    if not form.is_valid():
        return version_answer(request, row, one, form=form, status=422)
    data, expected = form.cleaned_data, number_sent(request.POST.get("version"))
    common: dict[str, Any] = {"round_id": round_id, "number": number, "expected": expected, "by": actor}
    try:
        if data["swap"]:
            swap_meetings(one_id=int(data["meeting"]), other_id=int(data["swap"]), now=timezone.now(), **common)
        else:
            starts_at = parse_datetime(data["slot"])
            assert starts_at is not None
            move_meeting(
                meeting_id=int(data["meeting"]), starts_at=starts_at, table_id=None, now=timezone.now(), **common
            )
    except UnableToMove as error:
        form.add_error(None, str(error))
        return version_answer(request, row, one, form=form, status=422)
    except SavedMeanwhileError:
        form.add_error(None, _("Somebody changed this version in between. Look at the grid and move it again."))
        return version_answer(request, row, find_version(row, number), form=form, status=409)
    tell(request, _("The meeting was moved and pinned."))
    return redirect(version_href(row, number))


@require_POST
@signed_in
def version_pin(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Pin a meeting where it is, or let it be moved again."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = find_version(row, number)
    wanted = request.POST.get("is_pinned") == "1"
    try:
        pin_meeting(
            round_id=round_id,
            number=number,
            meeting_id=number_sent(request.POST.get("meeting")),
            is_pinned=wanted,
            expected=number_sent(request.POST.get("version")),
            by=actor,
            now=timezone.now(),
        )
    except UnableToMove as error:
        form = move_form(assignments_of(one), slots_of_round(row), data={})
        form.add_error(None, str(error))
        return version_answer(request, row, one, form=form, status=422)
    except SavedMeanwhileError:
        tell(request, _("Somebody changed this version in between. Nothing was pinned; try again."))
    else:
        tell(request, _("The meeting is pinned.") if wanted else _("The meeting may be moved again."))
    return redirect(version_href(row, number))


@require_POST
@signed_in
def version_copy(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Make a draft from a version."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    find_version(row, number)
    made = copy_version(round_id=round_id, number=number, by=actor, now=timezone.now())
    tell(request, _("Version %(n)d is a copy that you can change.") % {"n": made.number})
    return redirect(version_href(row, made.number))


@require_POST
@signed_in
def version_discard(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Take a draft out of the list."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = find_version(row, number)
    try:
        discard_version(round_id=round_id, number=number, by=actor, now=timezone.now())
    except UnableToMove as error:
        form = move_form(assignments_of(one), slots_of_round(row), data={})
        form.add_error(None, str(error))
        return version_answer(request, row, one, form=form, status=422)
    tell(request, _("Version %(n)d was taken out of the list.") % {"n": number})
    return redirect("meetings:timetable", round_id=row.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def version_publish(request: HttpRequest, round_id: int, number: int) -> HttpResponse:
    """Publish a draft, after telling what happens."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    one = find_version(row, number)
    error = ""
    if request.method == "POST":
        try:
            told = publish_version(
                round_id=round_id,
                number=number,
                expected=number_sent(request.POST.get("version")),
                by=actor,
                now=timezone.now(),
            )
        except (UnableToMove, UnableToPublish) as refused:
            error = str(refused)
        except SavedMeanwhileError:
            error = _("Somebody changed this version in between. Look at it before you publish.")
        else:
            words = ngettext("%(n)d participant is told.", "%(n)d participants are told.", len(told))
            tell(request, _("The timetable is published.") + " " + words % {"n": len(told)})
            return redirect(version_href(row, number))
    rows, published = assignments_of(one), published_version(row)
    context = {
        "round": row,
        "one": one,
        "error": error,
        "count": len(rows),
        "changes": changes_since(published, rows) if published else [],
        "published": published,
        "crumbs": way_in(
            row, (_("Version %(n)d") % {"n": one.number}, version_href(row, one.number)), (_("Publish"), "")
        ),
        "back": version_href(row, one.number),
    }
    return render(request, "meetings/version_publish.html", context, status=409 if error else 200)
