"""The timetable, for the organiser: proposing, the grid, moving and pinning, comparing, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.numbers import id_sent, number_sent
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.solving import ask_for_timetable, stop_run
from gagyo.meetings.actions.timetable import (
    copy_version,
    discard_version,
    publish_version,
)
from gagyo.meetings.choices import VersionState
from gagyo.meetings.forms.timetable import ProposeForm
from gagyo.meetings.models import MeetingRound, TimetableVersion
from gagyo.meetings.queries.equipment import crowded, shared_of, unknown_needs
from gagyo.meetings.queries.moves import frame_of
from gagyo.meetings.queries.rounds import taking_part
from gagyo.meetings.queries.timetable import (
    assignments_of,
    last_run,
    lost_pins,
    published_version,
    running_run,
    versions_of,
)
from gagyo.meetings.rules.timetable import UnableToMove, UnableToPublish, UnableToSolve, clock
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import way_in
from gagyo.meetings.views.timetable_shown import names_of, verdict
from gagyo.meetings.views.version import find_version, move_form, version_answer, version_href
from gagyo.meetings.views.version_compare import changes_since


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
            say_lost_pins(request, [each for each in versions if str(each.pk) == form.cleaned_data["based_on"]])
            return redirect("meetings:timetable", round_id=row.pk)
    run, running = last_run(row), running_run(row)
    shared, people = shared_of(row), list(taking_part(row))
    context = {
        "round": row,
        "form": form,
        "run": run,
        "running": running,
        "is_impossible": bool(run and run.state == "impossible"),
        "clash": clash_words(row, run.answer.get("clash", [])) if run and not running else [],
        "unknown_needs": unknown_needs(shared, people),
        "crowded": crowded(shared, people),
        "most_seats": max(shared.seats, default=0),
        "versions": [(each, version_href(row, each.number), verdict(each)) for each in versions],
        "crumbs": way_in(row, (_("Timetable"), "")),
    }
    if request.headers.get("HX-Request"):
        answer = render(request, "meetings/parts/timetable_run.html", context)
        if not running:
            answer.headers["HX-Refresh"] = "true"
        return answer
    return render(request, "meetings/timetable.html", context, status=422 if form.errors else 200)


def say_lost_pins(request: HttpRequest, bases: list[TimetableVersion]) -> None:
    """Tell which pins of a version no proposal can keep, as their times are no slots any more."""
    lost = [f"{clock(each.starts_at)} {names_of(each)}" for base in bases for each in lost_pins(base)]
    if lost:
        words = _(
            "Pinned at times that are no slots any more, and so placed anew: %(what)s. Pin them again where needed."
        )
        messages.warning(request, words % {"what": ", ".join(lost)})


def clash_words(row: MeetingRound, clash: list[dict[str, Any]]) -> list[str]:
    """Return demands that cannot be kept together, in sentences."""
    if not clash:
        return []
    people = {str(one.pk): one.name for one in row.participants.all()}
    things = {str(one.pk): one.name for one in row.equipment.all()}

    def name(key: str, kind: str) -> str:
        if kind == "equipment":
            return things.get(key, key)
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
        "table": _("%(what)s have a table with what they need"),
        "equipment": _("no more of “%(what)s” is in use at once than there is"),
        "travel": _("%(what)s has time for the way to another venue"),
        "ride": _("no more persons ride to another venue than the vehicles have seats"),
        "difference": _("breaks of two participants differ by no more than the round allows"),
    }
    return [
        words.get(each["kind"], each["kind"]) % {"what": ", ".join(name(key, each["kind"]) for key in each["keys"])}
        for each in clash
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
        rows = assignments_of(one)
        form = move_form(rows, frame_of(row, rows), data={})
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
