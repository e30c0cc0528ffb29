"""Vehicles and rooms of the office, and the times in which a host, a vehicle or a room cannot be had."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_write_own
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell
from gagyo.visits.actions.resources import (
    Resource,
    add_away,
    archive_resource,
    remove_away,
    restore_resource,
    save_resource,
)
from gagyo.visits.forms.sites import AwayForm, ResourceForm
from gagyo.visits.models import Room, Unavailability, Vehicle
from gagyo.visits.queries.sites import colleagues_as_hosts, own_away, own_rooms, own_vehicles
from gagyo.visits.rules.sites import UnableToSaveSite


def find_resource(actor: Actor, kind: str, pk: int, *, archived: bool = False) -> Resource:
    """
    Return a vehicle or room that the actor may read.

    :raises Http404: if there is none
    """
    found: Resource | None
    if kind == "vehicle":
        found = Vehicle.objects.for_user(actor, archived=archived).filter(pk=pk).first()
    else:
        found = Room.objects.for_user(actor, archived=archived).filter(pk=pk).first()
    if found is None:
        raise Http404(_("This vehicle or room is not there any more, or belongs to another office."))
    return found


def away_form(actor: Actor, data: Any = None) -> AwayForm:
    """Return the form for a time that cannot be had, with the office's own choices."""
    return AwayForm(data, people=colleagues_as_hosts(actor=actor), vehicles=own_vehicles(actor), rooms=own_rooms(actor))


@require_GET
@signed_in
def resources(request: HttpRequest) -> HttpResponse:
    """Show the office's vehicles, rooms, and times that cannot be had."""
    actor = actor_of(request)
    may = may_write_own(actor=actor)
    context = {
        "vehicles": own_vehicles(actor),
        "rooms": own_rooms(actor),
        "away": own_away(actor)[:100],
        "may_write": may,
        "away_form": away_form(actor) if may else None,
        "crumbs": crumbs((_("Sites"), reverse("visits:sites")), (_("Vehicles and rooms"), "")),
    }
    return render(request, "visits/resources.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def resource_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a vehicle or a room."""
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("A new vehicle or room"))
    form = ResourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = save_resource(kind=kind, values=form.values(), by=actor, now=timezone.now())
        undo = reverse("visits:resource_archive", args=[kind, made.pk])
        tell(request, _("“%(name)s” was added.") % {"name": made}, undo=undo)
        return redirect("visits:resources")
    title = _("Add a vehicle") if kind == "vehicle" else _("Add a room")
    return form_answer(request, form, title=title)


@require_http_methods(["GET", "POST"])
@signed_in
def resource_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Change a vehicle or a room."""
    actor = actor_of(request)
    row = find_resource(actor, kind, pk)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    first = {"name_ko": row.name_ko, "name_en": row.name_en, "seats": row.seats}
    form = ResourceForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        seen = number_sent(request.POST.get("version"))
        try:
            save_resource(kind=kind, values=form.values(), by=actor, now=timezone.now(), pk=pk, expected=seen)
        except SavedMeanwhileError:
            fresh = find_resource(actor, kind, pk)
            sentence = _("Somebody saved this in between: “%(name)s”, %(seats)d seats. Save again to put yours in.")
            form.add_error(None, sentence % {"name": fresh, "seats": fresh.seats})
            return form_answer(request, form, title=str(fresh), version=fresh.version, status=409)
        tell(request, _("“%(name)s” was changed.") % {"name": row})
        return redirect("visits:resources")
    version = number_sent(request.POST.get("version")) or row.version
    return form_answer(request, form, title=str(row), version=version)


def form_answer(
    request: HttpRequest, form: Any, *, title: str, version: int | None = None, status: int = 0
) -> HttpResponse:
    """Return the small form of a vehicle, a room or a time."""
    context = {
        "title": title,
        "form": form,
        "seen_version": version,
        "crumbs": crumbs((_("Vehicles and rooms"), reverse("visits:resources")), (title, "")),
        "submit": _("Save"),
        "back": reverse("visits:resources"),
    }
    return render(request, "common/one_form.html", context, status=status or (422 if form.errors else 200))


@require_POST
@signed_in
def resource_archive(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Archive a vehicle or a room; the toast brings it back."""
    actor = actor_of(request)
    row = kept_resource(actor, kind, pk)
    if row.archived_at is None:
        archive_resource(kind=kind, pk=pk, by=actor, now=timezone.now())
    undo = reverse("visits:resource_restore", args=[kind, pk])
    tell(request, _("“%(name)s” was archived. Programmes that name it keep it.") % {"name": row}, undo=undo)
    return redirect("visits:resources")


@require_POST
@signed_in
def resource_restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Bring a vehicle or a room back."""
    actor = actor_of(request)
    row = kept_resource(actor, kind, pk)
    if row.archived_at:
        restore_resource(kind=kind, pk=pk, by=actor, now=timezone.now())
    tell(request, _("“%(name)s” is back.") % {"name": row})
    return redirect("visits:resources")


def kept_resource(actor: Actor, kind: str, pk: int) -> Resource:
    """
    Return a vehicle or room that the actor may change, archived or not.

    :raises Http404: if the actor does not see it
    :raises NotYoursError: if the actor sees it but may not change it
    """
    try:
        row = find_resource(actor, kind, pk)
    except Http404:
        row = find_resource(actor, kind, pk, archived=True)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    return row


@require_POST
@signed_in
def away_add(request: HttpRequest) -> HttpResponse:
    """Note when somebody or something cannot be had."""
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("An unavailable time"))
    form = away_form(actor, request.POST)
    if form.is_valid():
        try:
            made = add_away(values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveSite as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:away_remove", args=[made.pk])
            tell(request, _("The time was noted. Programmes say at once if it clashes."), undo=undo)
            return redirect("visits:resources")
    return form_answer(request, form, title=_("Add an unavailable time"))


@require_POST
@signed_in
def away_remove(request: HttpRequest, away_id: int) -> HttpResponse:
    """Take a time out."""
    try:
        remove_away(away_id=away_id, by=actor_of(request), now=timezone.now())
    except Unavailability.DoesNotExist:
        raise Http404(_("This time is not there any more.")) from None
    tell(request, _("The time was taken out."))
    return redirect("visits:resources")
