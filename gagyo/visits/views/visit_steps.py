"""What is done to a visit from its page: its state, archiving, follow-ups, documents."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.views.files import file_answer
from gagyo.common.views.moving import Moving, moved
from gagyo.common.views.shown import crumbs, tell
from gagyo.visits.actions.documents import attach_to_visit, put_back_on_visit, remove_from_visit
from gagyo.visits.actions.follow_ups import add_follow_up, finish_follow_up, reopen_follow_up
from gagyo.visits.actions.visits import archive_visit, move_visit, restore_visit
from gagyo.visits.forms.visits import DocumentForm, FollowUpForm, OutcomeForm
from gagyo.visits.models import FollowUp, VisitDocument
from gagyo.visits.queries.choices import colleagues
from gagyo.visits.rules.states import ReasonMissingError, UnableToMoveVisit, next_states
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.views.shown import visit_badge, visit_href
from gagyo.visits.views.visits import find_visit, living_visit


@require_http_methods(["GET", "POST"])
@signed_in
def visit_state(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Move a visit to another state, with the reason where the next officer would ask for one."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))

    def move(wanted: str, reason: str, expected: int) -> None:
        move_visit(visit_id=visit_id, wanted=wanted, reason=reason, expected=expected, by=actor, now=timezone.now())

    way = (_("Delegation visits"), reverse("visits:visits")), (str(row), visit_href(row)), (_("Change state"), "")
    answer = moved(
        request,
        Moving(
            title=_("Change state"),
            back=visit_href(row),
            crumbs=crumbs(*way),
            read=lambda: find_visit(actor, visit_id),
            next_states=next_states,
            badge=visit_badge,
            move=move,
            refusals=(UnableToMoveVisit,),
            reason_missing=(ReasonMissingError,),
        ),
    )
    if answer is None:
        tell(request, _("“%(visit)s” was moved.") % {"visit": row})
        return redirect(visit_href(row))
    return answer


@require_POST
@signed_in
def visit_archive(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Archive a visit; the toast brings it back."""
    row = find_visit(actor_of(request), visit_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at is None:
        archive_visit(visit_id=visit_id, by=actor_of(request), now=timezone.now())
    undo = reverse("visits:visit_restore", args=[visit_id])
    tell(request, _("“%(visit)s” was archived: it is out of every list and figure.") % {"visit": row}, undo=undo)
    return redirect("visits:visits")


@require_POST
@signed_in
def visit_restore(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Bring an archived visit back."""
    row = find_visit(actor_of(request), visit_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at:
        restore_visit(visit_id=visit_id, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(visit)s” is back in its lists and figures.") % {"visit": row})
    return redirect(visit_href(row))


@require_http_methods(["POST"])
@signed_in
def follow_up_add(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Note what is to be done after a visit; a form that does not fit comes back on a page of its own."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = FollowUpForm(request.POST, colleagues=colleagues(office_id=row.office_id))
    if form.is_valid():
        try:
            add_follow_up(visit_id=visit_id, values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveVisit as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The follow-up was noted. It stays in its owner's work until it is done."))
            return redirect(f"{visit_href(row)}#follow-ups")
    context = {
        "title": _("Add a follow-up"),
        "form": form,
        "crumbs": crumbs((str(row), visit_href(row)), (_("Add a follow-up"), "")),
        "submit": _("Add"),
        "back": visit_href(row),
    }
    return render(request, "common/one_form.html", context, status=422)


@require_http_methods(["GET", "POST"])
@signed_in
def follow_up_done(request: HttpRequest, visit_id: int, follow_up_id: int) -> HttpResponse:
    """Say that a follow-up is done, and what came of it."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    follow_up = row.follow_ups.filter(pk=follow_up_id).first()
    if follow_up is None:
        raise Http404(_("This follow-up is not there any more."))
    form = OutcomeForm(request.POST or None, initial={"outcome": follow_up.outcome})
    if request.method == "POST" and form.is_valid():
        try:
            finish_follow_up(
                visit_id=visit_id,
                follow_up_id=follow_up_id,
                outcome=form.cleaned_data["outcome"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToSaveVisit as error:
            form.add_error("outcome", str(error))
        else:
            undo = reverse("visits:follow_up_reopen", args=[visit_id, follow_up_id])
            tell(request, _("“%(what)s” is done.") % {"what": follow_up.words}, undo=undo)
            return redirect(f"{visit_href(row)}#follow-ups")
    context = {
        "title": follow_up.words,
        "form": form,
        "crumbs": crumbs((str(row), visit_href(row)), (follow_up.words, "")),
        "submit": _("Done"),
        "back": visit_href(row),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def follow_up_reopen(request: HttpRequest, visit_id: int, follow_up_id: int) -> HttpResponse:
    """Take "done" back."""
    row = living_visit(actor_of(request), visit_id)
    try:
        reopen_follow_up(visit_id=visit_id, follow_up_id=follow_up_id, by=actor_of(request), now=timezone.now())
    except FollowUp.DoesNotExist:
        raise Http404(_("This follow-up is not there any more.")) from None
    tell(request, _("The follow-up is open again."))
    return redirect(f"{visit_href(row)}#follow-ups")


@require_POST
@signed_in
def document_add(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Attach a document to a visit."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file to attach."))
        return redirect(visit_href(row))
    data = form.cleaned_data
    try:
        made = attach_to_visit(
            visit_id=visit_id, upload=data["file"], title=data["title"], kind=data["kind"], by=actor, now=timezone.now()
        )
    except UnableToStoreFile as error:
        messages.error(request, str(error))
        return redirect(visit_href(row))
    undo = reverse("visits:document_remove", args=[visit_id, made.pk])
    tell(request, _("“%(title)s” was attached.") % {"title": made.title}, undo=undo)
    return redirect(visit_href(row))


@require_GET
@signed_in
def document(request: HttpRequest, visit_id: int, document_id: int) -> HttpResponseBase:
    """Send a document of a visit; to its own office only."""
    actor = actor_of(request)
    row = find_visit(actor, visit_id)
    found = row.documents.filter(pk=document_id, archived_at=None).select_related("file").first()
    if found is None or not reads_inside(actor=actor, office_id=row.office_id):
        raise Http404(_("This document is not there, or not for your office."))
    return file_answer(found.file)


@require_POST
@signed_in
def document_remove(request: HttpRequest, visit_id: int, document_id: int) -> HttpResponse:
    """Take a document off a visit."""
    row = living_visit(actor_of(request), visit_id)
    try:
        taken = remove_from_visit(visit_id=visit_id, document_id=document_id, by=actor_of(request), now=timezone.now())
    except VisitDocument.DoesNotExist:
        raise Http404(_("This document is not there any more.")) from None
    undo = reverse("visits:document_restore", args=[visit_id, document_id])
    tell(request, _("“%(title)s” was taken off.") % {"title": taken.title}, undo=undo)
    return redirect(visit_href(row))


@require_POST
@signed_in
def document_restore(request: HttpRequest, visit_id: int, document_id: int) -> HttpResponse:
    """Put a document back on its visit."""
    row = living_visit(actor_of(request), visit_id)
    try:
        back = put_back_on_visit(visit_id=visit_id, document_id=document_id, by=actor_of(request), now=timezone.now())
    except VisitDocument.DoesNotExist:
        raise Http404(_("This document is not there any more.")) from None
    tell(request, _("“%(title)s” is attached again.") % {"title": back.title})
    return redirect(visit_href(row))
