"""Documents and contacts of a record: attaching, handing out, taking off, putting back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import check_write, may_read_contacts
from gagyo.accounts.views.gates import actor_of, only, signed_in
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.rules import Actor
from gagyo.common.views.files import file_answer
from gagyo.partnerships.actions.contacts import add_contact, remove_contact
from gagyo.partnerships.actions.documents import (
    attach_to_project,
    attach_to_tie,
    remove_document,
    restore_document,
)
from gagyo.partnerships.forms.projects import ProjectDocumentForm
from gagyo.partnerships.forms.ties import DocumentForm
from gagyo.partnerships.models import ProjectDocument, TieDocument
from gagyo.partnerships.views.projects import find_project, living_project
from gagyo.partnerships.views.shown import project_href, tell, tie_href
from gagyo.partnerships.views.ties import find_tie, living_tie
from gagyo.registry.models import Person

View = Callable[..., HttpResponseBase]


def posted_file(view: View) -> View:
    """Say why a file was refused, on the page that it was sent from."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except UnableToStoreFile as error:
            messages.error(request, str(error))
            return redirect(request.META.get("HTTP_REFERER") or reverse("pages:work"))

    return told


def document_of_tie(actor: Actor, tie_id: int, document_id: int, *, archived: bool = False) -> TieDocument:
    """
    Return a document of a tie that the actor may read; a visitor only a public one.

    :raises Http404: if there is none
    """
    row = find_tie(actor, tie_id)
    found = TieDocument.objects.filter(tie=row, pk=document_id, archived_at__isnull=not archived)
    if actor.is_anonymous:
        found = found.filter(is_public=True)
    document = found.select_related("file", "tie").first()
    if document is None:
        raise Http404(_("This document is not there any more, or is not public."))
    return document


def document_of_project(actor: Actor, project_id: int, document_id: int, *, archived: bool = False) -> ProjectDocument:
    """
    Return a document of a project, for those who are signed in.

    :raises Http404: if there is none
    """
    row = find_project(actor, project_id)
    found = ProjectDocument.objects.filter(project=row, pk=document_id, archived_at__isnull=not archived)
    document = found.select_related("file", "project").first()
    if document is None or actor.is_anonymous:
        raise Http404(_("This document is not there any more, or is not public."))
    return document


@require_GET
def tie_document(request: HttpRequest, tie_id: int, document_id: int) -> HttpResponseBase:
    """Hand out a document of a tie."""
    return file_answer(document_of_tie(actor_of(request), tie_id, document_id).file)


@require_GET
@signed_in
def project_document(request: HttpRequest, project_id: int, document_id: int) -> HttpResponseBase:
    """Hand out a document of a project."""
    return file_answer(document_of_project(actor_of(request), project_id, document_id).file)


@require_POST
@signed_in
@posted_file
def tie_document_add(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Attach a document to a tie."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file to attach."))
        return redirect(tie_href(row))
    data = form.cleaned_data
    made = attach_to_tie(
        tie_id=tie_id,
        upload=data["file"],
        title=data["title"],
        is_public=data["is_public"],
        by=actor,
        now=timezone.now(),
    )
    undo = reverse("partnerships:tie_document_remove", args=[tie_id, made.pk])
    tell(request, _("“%(title)s” was attached.") % {"title": made.title}, undo=undo)
    return redirect(tie_href(row))


@require_POST
@signed_in
@posted_file
def project_document_add(request: HttpRequest, project_id: int) -> HttpResponse:
    """Attach a document to a project."""
    actor = actor_of(request)
    row = living_project(actor, project_id)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    form = ProjectDocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file to attach."))
        return redirect(project_href(row))
    data = form.cleaned_data
    made = attach_to_project(
        project_id=project_id,
        upload=data["file"],
        title=data["title"],
        is_evidence=data["is_evidence"],
        by=actor,
        now=timezone.now(),
    )
    undo = reverse("partnerships:project_document_remove", args=[project_id, made.pk])
    tell(request, _("“%(title)s” was attached.") % {"title": made.title}, undo=undo)
    return redirect(project_href(row))


@require_POST
@signed_in
def tie_document_remove(request: HttpRequest, tie_id: int, document_id: int) -> HttpResponse:
    """Take a document off a tie."""
    document = document_of_tie(actor_of(request), tie_id, document_id)
    remove_document(document=document, by=actor_of(request), now=timezone.now())
    undo = reverse("partnerships:tie_document_restore", args=[tie_id, document_id])
    tell(request, _("“%(title)s” was taken off.") % {"title": document.title}, undo=undo)
    return redirect(tie_href(document.tie))


@require_POST
@signed_in
def tie_document_restore(request: HttpRequest, tie_id: int, document_id: int) -> HttpResponse:
    """Put a document back on its tie."""
    document = document_of_tie(actor_of(request), tie_id, document_id, archived=True)
    restore_document(document=document, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(title)s” is attached again.") % {"title": document.title})
    return redirect(tie_href(document.tie))


@require_POST
@signed_in
def project_document_remove(request: HttpRequest, project_id: int, document_id: int) -> HttpResponse:
    """Take a document off a project."""
    document = document_of_project(actor_of(request), project_id, document_id)
    remove_document(document=document, by=actor_of(request), now=timezone.now())
    undo = reverse("partnerships:project_document_restore", args=[project_id, document_id])
    tell(request, _("“%(title)s” was taken off.") % {"title": document.title}, undo=undo)
    return redirect(project_href(document.project))


@require_POST
@signed_in
def project_document_restore(request: HttpRequest, project_id: int, document_id: int) -> HttpResponse:
    """Put a document back on its project."""
    document = document_of_project(actor_of(request), project_id, document_id, archived=True)
    restore_document(document=document, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(title)s” is attached again.") % {"title": document.title})
    return redirect(project_href(document.project))


@require_POST
@only(may_read_contacts)
def tie_contact_add(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Name a contact of a tie."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    person_id, note = request.POST.get("person", ""), request.POST.get("note", "")[:200]
    try:
        made = add_contact(tie_id=tie_id, person_id=int(person_id or 0), note=note, by=actor, now=timezone.now())
    except (Person.DoesNotExist, ValueError):
        messages.error(request, _("Choose a person from the list, or enter the person under Contacts first."))
        return redirect(tie_href(row))
    undo = reverse("partnerships:tie_contact_remove", args=[tie_id, made.person_id])
    tell(request, _("The contact was added."), undo=undo)
    return redirect(tie_href(row))


@require_POST
@only(may_read_contacts)
def tie_contact_remove(request: HttpRequest, tie_id: int, person_id: int) -> HttpResponse:
    """Take a contact off a tie."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    if not row.contacts.filter(person_id=person_id).exists():
        raise Http404(_("This person is no contact of the tie any more."))
    note = remove_contact(tie_id=tie_id, person_id=person_id, by=actor, now=timezone.now())
    undo = reverse("partnerships:tie_contact_add", args=[tie_id])
    tell(request, _("The contact was taken off."), undo=undo, undo_fields={"person": person_id, "note": note})
    return redirect(tie_href(row))
