"""Writing comments and attaching files: as forms of their own where something has to be put right, else at once."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.rules import Actor
from gagyo.common.views.files import file_answer
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.actions.attachments import attach_to_request, put_attachment_back, remove_attachment
from gagyo.support.actions.talk import add_comment, archive_comment, restore_comment, see_mentions
from gagyo.support.forms.talk import AttachForm
from gagyo.support.models import Attachment, Comment, Leg, SupportRequest
from gagyo.support.queries.people import involved_of, kind_of
from gagyo.support.queries.talk import attachment_for, people_on
from gagyo.support.rules.readers import may_talk, sees_drafts
from gagyo.support.rules.values import UnableToSaveSupport
from gagyo.support.views.legs import find_leg, leg_crumbs
from gagyo.support.views.requests import find_request
from gagyo.support.views.shown import leg_href, request_href
from gagyo.support.views.step_screens import StepScreen, step_answer
from gagyo.support.views.talk_shown import comment_form, comment_href


def check_talks(actor: Actor, row: SupportRequest) -> None:
    """
    Refuse the form to whoever reads a request but has no say in it.

    :raises Http404: for a draft that is put away
    :raises NotYoursError: with the sentence
    """
    if row.archived_at is not None:
        raise Http404(_("This draft is put away. Bring it back first."))
    if not may_talk(actor):
        raise NotYoursError(_("You read this request, but write nothing on it. Ask one of its offices."))


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say something on a request."""
    return write_comment(request, find_request(actor_of(request), request_id), leg=None)


@require_http_methods(["GET", "POST"])
def leg_comment(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Say something on a leg; for those who see its page."""
    actor = actor_of(request)
    leg = find_leg(actor, leg_id)
    if not sees_drafts(actor=actor, office_kind=kind_of(actor), involved=involved_of(leg.request)):
        raise NotYoursError(_("What an office says is yours to read once the answer is sent. See the request's page."))
    return write_comment(request, leg.request, leg=leg)


def write_comment(request: HttpRequest, row: SupportRequest, *, leg: Leg | None) -> HttpResponse:
    """Take a comment, or show its form."""
    actor = actor_of(request)
    check_talks(actor, row)
    people = people_on(row, today=today_of())
    given: dict[str, Any] = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form = comment_form(people, actor=actor, **given)
    title = _("Write a comment")
    back = leg_href(leg) if leg else request_href(row)
    more = {"crumbs": leg_crumbs(leg, (title, "")), "office": leg.office} if leg else {}
    screen = StepScreen(
        title=title,
        submit=_("Send the comment"),
        form=form,
        work=lambda now: storing(
            lambda: add_comment(
                request_id=row.pk,
                leg_id=leg.pk if leg else None,
                values=form.values(),
                uploads=form.uploads(),
                by=actor,
                now=now,
            )
        ),
        done=_("The comment was written. Those whom it concerns are told by e-mail."),
        then=f"{back}#talk",
        back=back,
        more={**more, "multipart": True},
    )
    return step_answer(request, row, screen)


def storing(work: Callable[[], object]) -> object:
    """
    Do something that keeps a file.

    :raises UnableToSaveSupport: with the sentence, if the file is not kept
    """
    try:
        return work()
    except UnableToStoreFile as error:
        raise UnableToSaveSupport(str(error)) from error


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, request_id: int) -> HttpResponse:
    """Attach a file to a request itself."""
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_talks(actor, row)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    title = _("Attach a file")
    screen = StepScreen(
        title=title,
        submit=_("Attach"),
        form=form,
        work=lambda now: storing(
            lambda: attach_to_request(
                request_id=row.pk,
                uploads=[form.cleaned_data["file"]],
                title=form.cleaned_data["title"],
                audience=form.cleaned_data["audience"],
                by=actor,
                now=now,
            )
        ),
        done=_("The file was attached."),
        lead=_("What stands in it is found by the list's search, by those who may read it."),
        then=f"{request_href(row)}#files",
        more={
            "crumbs": crumbs(
                (_("Support requests"), reverse("support:requests")), (row.name, request_href(row)), (title, "")
            ),
            "multipart": True,
        },
    )
    return step_answer(request, row, screen)


def on_comment(work: Callable[[], Comment]) -> Comment:
    """
    Return the comment on which something was done.

    :raises Http404: if there is none
    """
    try:
        return work()
    except Comment.DoesNotExist:
        raise Http404(_("This comment does not exist, or is not yours to read.")) from None


@require_POST
def comment_archive(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take one's own comment away."""
    row = on_comment(lambda: archive_comment(comment_id=comment_id, by=actor_of(request), now=timezone.now()))
    tell(request, _("Your comment was taken away."), undo=reverse("support:comment_restore", args=[comment_id]))
    return redirect(f"{request_href(row.request)}#talk")


@require_POST
def comment_restore(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Bring one's own comment back."""
    row = on_comment(lambda: restore_comment(comment_id=comment_id, by=actor_of(request), now=timezone.now()))
    tell(request, _("Your comment is back."))
    return redirect(comment_href(row))


@require_POST
def comment_seen(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Say that one has seen a comment in which one is named."""
    row = on_comment(lambda: see_mentions(comment_id=comment_id, by=actor_of(request), now=timezone.now()))
    tell(request, _("It waits no more among your work."))
    return redirect(comment_href(row))


@require_GET
def attachment(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """Send a file to whoever reads it, always as a download."""
    row = found(
        lambda: attachment_for(actor=actor_of(request), attachment_id=attachment_id),
        missing=_("This file does not exist, or is not yours to read."),
    )
    return file_answer(row.file)


def on_file(work: Callable[[], Attachment]) -> Attachment:
    """
    Return the file on which something was done.

    :raises Http404: if there is none
    """
    try:
        return work()
    except Attachment.DoesNotExist:
        raise Http404(_("This file does not exist, or is not yours to read.")) from None


@require_POST
def attachment_remove(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Take a file off."""
    row = on_file(lambda: remove_attachment(attachment_id=attachment_id, by=actor_of(request), now=timezone.now()))
    undo = reverse("support:attachment_restore", args=[attachment_id])
    tell(request, _("“%(title)s” was taken off.") % {"title": row.title}, undo=undo)
    return redirect(request_href(row.request))


@require_POST
def attachment_restore(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Put a file back."""
    row = on_file(lambda: put_attachment_back(attachment_id=attachment_id, by=actor_of(request), now=timezone.now()))
    tell(request, _("“%(title)s” is attached again.") % {"title": row.title})
    return redirect(request_href(row.request))
