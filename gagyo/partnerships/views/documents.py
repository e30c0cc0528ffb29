"""Documents of a tie or a project: attaching, handing out, taking off, putting back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.rules import check_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.rules import Actor
from gagyo.common.views.files import file_answer
from gagyo.common.views.shown import tell
from gagyo.partnerships.actions.documents import (
    Document,
    attach_to_project,
    attach_to_tie,
    remove_document,
    restore_document,
)
from gagyo.partnerships.forms.projects import ProjectDocumentForm
from gagyo.partnerships.forms.ties import DocumentForm
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.partnerships.views.projects import find_project, living_project
from gagyo.partnerships.views.ties import find_tie, living_tie

View = Callable[..., HttpResponseBase]
Owner = Tie | ExchangeProject


@dataclass(frozen=True)
class Shelf:
    """
    What differs between the documents of ties and those of projects.

    kind: begins the names of the addresses; for_visitors: which documents are public, None if none ever is
    """

    kind: str
    find: Callable[[Actor, int], Owner]
    living: Callable[[Actor, int], Owner]
    form: type[forms.Form]
    attach: Callable[..., Document]
    for_visitors: Q | None = None

    def owner_href(self, owner_id: int) -> str:
        """Return the address of the record."""
        return reverse(f"partnerships:{self.kind}", args=[owner_id])

    def href(self, step: str, owner_id: int, document_id: int) -> str:
        """Return the address that takes a document off ("remove") or puts it back ("restore")."""
        return reverse(f"partnerships:{self.kind}_document_{step}", args=[owner_id, document_id])


TIES = Shelf(
    "tie",
    find_tie,
    living_tie,
    DocumentForm,
    lambda owner_id, file, **given: attach_to_tie(tie_id=owner_id, upload=file, **given),
    for_visitors=Q(is_public=True),
)
PROJECTS = Shelf(
    "project",
    find_project,
    living_project,
    ProjectDocumentForm,
    lambda owner_id, file, **given: attach_to_project(project_id=owner_id, upload=file, **given),
)


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


def document_of(shelf: Shelf, actor: Actor, owner_id: int, document_id: int, *, archived: bool = False) -> Document:
    """
    Return a document of a record that the actor may read; a visitor only a public one.

    :raises Http404: if there is none
    """
    found = shelf.find(actor, owner_id).documents.filter(pk=document_id, archived_at__isnull=not archived)
    if actor.is_anonymous:
        found = found.filter(shelf.for_visitors) if shelf.for_visitors else found.none()
    document: Document | None = found.select_related("file", shelf.kind).first()
    if document is None:
        raise Http404(_("This document is not there any more, or is not public."))
    return document


@require_GET
def document(request: HttpRequest, owner_id: int, document_id: int, shelf: Shelf) -> HttpResponseBase:
    """Hand out a document."""
    return file_answer(document_of(shelf, actor_of(request), owner_id, document_id).file)


@require_POST
@signed_in
@posted_file
def document_add(request: HttpRequest, owner_id: int, shelf: Shelf) -> HttpResponse:
    """Attach a document."""
    actor, back = actor_of(request), shelf.owner_href(owner_id)
    row = shelf.living(actor, owner_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = shelf.form(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file to attach."))
        return redirect(back)
    made = shelf.attach(owner_id, **form.cleaned_data, by=actor, now=timezone.now())
    undo = shelf.href("remove", owner_id, made.pk)
    tell(request, _("“%(title)s” was attached.") % {"title": made.title}, undo=undo)
    return redirect(back)


@require_POST
@signed_in
def document_remove(request: HttpRequest, owner_id: int, document_id: int, shelf: Shelf) -> HttpResponse:
    """Take a document off its record."""
    actor = actor_of(request)
    row = document_of(shelf, actor, owner_id, document_id)
    remove_document(document=row, by=actor, now=timezone.now())
    undo = shelf.href("restore", owner_id, document_id)
    tell(request, _("“%(title)s” was taken off.") % {"title": row.title}, undo=undo)
    return redirect(shelf.owner_href(owner_id))


@require_POST
@signed_in
def document_restore(request: HttpRequest, owner_id: int, document_id: int, shelf: Shelf) -> HttpResponse:
    """Put a document back on its record."""
    actor = actor_of(request)
    row = document_of(shelf, actor, owner_id, document_id, archived=True)
    restore_document(document=row, by=actor, now=timezone.now())
    tell(request, _("“%(title)s” is attached again.") % {"title": row.title})
    return redirect(shelf.owner_href(owner_id))
