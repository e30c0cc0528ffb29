"""Entering what was heard in a meeting, and reporting what became of each item."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.components.cells import language
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import living
from gagyo.common.views.shown import tell, text_shown, today_of
from gagyo.support.actions.heard import (
    add_item,
    add_meeting,
    archive_item,
    archive_meeting,
    attach_paper,
    check_recording,
    check_reporting,
    edit_item,
    edit_meeting,
    report_item,
    restore_item,
    restore_meeting,
    take_paper,
)
from gagyo.support.forms.heard import (
    HeardDocumentForm,
    HeardItemForm,
    HeardMeetingForm,
    HeardReportForm,
    item_initial,
    meeting_initial,
    report_initial,
)
from gagyo.support.models import HeardItem, HeardMeeting
from gagyo.support.queries.heard import officers_for, offices_in_charge, results_offered
from gagyo.support.rules.heard import UnableToSaveHeard
from gagyo.support.views.heard import find_item, find_meeting, heard_way, item_href, meeting_href


def archived_words() -> str:
    """Return what is said of a change to what was put away."""
    return _("This meeting or item is archived. Open its page and bring it back first.")


def kept_meeting(request: HttpRequest, meeting_id: int) -> HeardMeeting:
    """
    Return a meeting whose minutes the actor keeps.

    :raises Http404: if there is none
    :raises NotYoursError: if another office keeps it
    """
    row = living(find_meeting(actor_of(request), meeting_id), archived=archived_words())
    check_recording(actor=actor_of(request), office_id=row.office_id, what=row.name)
    return row


def one_form(request: HttpRequest, form: Any, *, title: str, back: str, way: Any, submit: str = "") -> HttpResponse:
    """Return a form on a page of its own."""
    context = {"title": title, "form": form, "crumbs": way, "submit": submit or _("Save"), "back": back}
    return render(request, "common/one_form.html", context, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "POST"])
def heard_add(request: HttpRequest) -> HttpResponse:
    """Enter a meeting; its items follow."""
    actor, title = actor_of(request), _("Enter a meeting with its requests")
    check_recording(actor=actor, office_id=actor.office_id, what=_("A new meeting"))
    form = HeardMeetingForm(request.POST or None, initial={"text_language": language()})
    if request.method == "POST" and form.is_valid():
        try:
            made = add_meeting(values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveHeard as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("support:heard_archive", args=[made.pk])
            tell(request, _("The meeting was entered. Enter its items now."), undo=undo)
            return redirect(meeting_href(made))
    return one_form(request, form, title=title, back=reverse("support:heard"), way=heard_way((title, "")))


@require_http_methods(["GET", "POST"])
def heard_edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Edit a meeting."""
    actor = actor_of(request)
    row = kept_meeting(request, meeting_id)

    def read() -> tuple[HeardMeeting, dict[str, Any]]:
        fresh = find_meeting(actor, meeting_id)
        return fresh, meeting_initial(fresh)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=find_meeting(actor, meeting_id))
        return edit_meeting(meeting_id=meeting_id, values=values, expected=expected, by=actor, now=timezone.now())

    title, back = _("Edit the meeting with its requests"), meeting_href(row)
    shown = edited(
        request,
        Editing(
            title=title,
            back=back,
            crumbs=heard_way((row.name, back), (title, "")),
            read=read,
            make=lambda data, held: HeardMeetingForm(data, initial=held),
            save=save,
            refusals=(UnableToSaveHeard,),
        ),
    )
    if shown is not None:
        return shown
    tell(request, _("The meeting was saved."))
    return redirect(back)


@require_POST
def heard_archive(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put a meeting away; one that is put away already stays so."""
    actor = actor_of(request)
    row = find_meeting(actor, meeting_id)
    check_recording(actor=actor, office_id=row.office_id, what=row.name)
    if not row.archived_at:
        archive_meeting(meeting_id=meeting_id, by=actor, now=timezone.now())
        undo = reverse("support:heard_restore", args=[meeting_id])
        tell(request, _("“%(name)s” was archived.") % {"name": row.name}, undo=undo)
    return redirect("support:heard")


@require_POST
def heard_restore(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Bring a meeting back; one that is there already stays."""
    actor = actor_of(request)
    row = find_meeting(actor, meeting_id)
    check_recording(actor=actor, office_id=row.office_id, what=row.name)
    if row.archived_at:
        restore_meeting(meeting_id=meeting_id, by=actor, now=timezone.now())
        tell(request, _("“%(name)s” is back.") % {"name": row.name})
    return redirect(meeting_href(row))


@require_http_methods(["GET", "POST"])
def heard_item_add(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write down one request that was voiced."""
    actor, title = actor_of(request), _("Enter an item")
    row = kept_meeting(request, meeting_id)
    initial = {"text_language": language(), "office": row.office_id, "is_public": row.visibility == "public"}
    form = HeardItemForm(request.POST or None, offices=offices_in_charge(), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_item(meeting_id=meeting_id, values=form.values(), by=actor, now=timezone.now())
        except UnableToSaveHeard as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The item was entered."), undo=reverse("support:heard_item_archive", args=[made.pk]))
            return redirect(meeting_href(row))
    way = heard_way((row.name, meeting_href(row)), (title, ""))
    return one_form(request, form, title=title, back=meeting_href(row), way=way)


@require_http_methods(["GET", "POST"])
def heard_item_edit(request: HttpRequest, item_id: int) -> HttpResponse:
    """Change what was voiced, or whose it is to see to it."""
    actor = actor_of(request)
    row = living(find_item(actor, item_id), archived=archived_words())
    check_recording(actor=actor, office_id=row.meeting.office_id, what=row.meeting.name)

    def read() -> tuple[HeardItem, dict[str, Any]]:
        fresh = find_item(actor, item_id)
        return fresh, item_initial(fresh)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=find_item(actor, item_id))
        return edit_item(item_id=item_id, values=values, expected=expected, by=actor, now=timezone.now())

    title = _("Edit the item")
    shown = edited(
        request,
        Editing(
            title=title,
            back=item_href(row),
            crumbs=item_way(row, title),
            read=read,
            make=lambda data, held: HeardItemForm(data, offices=offices_in_charge(held=row.office_id), initial=held),
            save=save,
            refusals=(UnableToSaveHeard,),
        ),
    )
    if shown is not None:
        return shown
    tell(request, _("The item was saved."))
    return redirect(item_href(row))


def item_way(row: HeardItem, title: str) -> Any:
    """Return the way from home to a form of an item."""
    return heard_way((row.meeting.name, meeting_href(row.meeting)), (_("Item voiced"), item_href(row)), (title, ""))


@require_http_methods(["GET", "POST"])
def heard_item_report(request: HttpRequest, item_id: int) -> HttpResponse:
    """Report what became of an item, by the office in charge or by whoever keeps the minutes."""
    actor, today = actor_of(request), today_of()
    row = living(find_item(actor, item_id), archived=archived_words())
    check_reporting(actor=actor, item=row)
    results, officers = results_offered(row, actor=actor), officers_for(row, today=today)

    def read() -> tuple[HeardItem, dict[str, Any]]:
        fresh = find_item(actor, item_id)
        return fresh, report_initial(fresh)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=find_item(actor, item_id))
        return report_item(item_id=item_id, values=values, expected=expected, by=actor, now=timezone.now())

    title = _("Report what was done")
    shown = edited(
        request,
        Editing(
            title=title,
            back=item_href(row),
            crumbs=item_way(row, title),
            read=read,
            make=lambda data, held: HeardReportForm(data, officers=officers, results=results, initial=held),
            save=save,
            refusals=(UnableToSaveHeard,),
            template="support/heard_report.html",
            lead=text_shown(row.text)[0],
        ),
    )
    if shown is not None:
        return shown
    tell(request, _("The report was saved."))
    return redirect(item_href(row))


@require_POST
def heard_item_archive(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put an item away."""
    actor = actor_of(request)
    row = find_item(actor, item_id)
    check_recording(actor=actor, office_id=row.meeting.office_id, what=row.meeting.name)
    if not row.archived_at:
        archive_item(item_id=item_id, by=actor, now=timezone.now())
        tell(request, _("The item was archived."), undo=reverse("support:heard_item_restore", args=[item_id]))
    return redirect(meeting_href(row.meeting))


@require_POST
def heard_item_restore(request: HttpRequest, item_id: int) -> HttpResponse:
    """Bring an item back."""
    actor = actor_of(request)
    row = find_item(actor, item_id)
    check_recording(actor=actor, office_id=row.meeting.office_id, what=row.meeting.name)
    if row.archived_at:
        restore_item(item_id=item_id, by=actor, now=timezone.now())
        tell(request, _("The item is back."))
    return redirect(item_href(row))


@require_POST
def heard_document_add(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Attach a paper."""
    row = kept_meeting(request, meeting_id)
    form = HeardDocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file to attach."))
        return redirect(meeting_href(row))
    data = form.cleaned_data
    try:
        made = attach_paper(
            meeting_id=meeting_id,
            upload=data["file"],
            title=data["title"],
            is_public=data["is_public"],
            by=actor_of(request),
            now=timezone.now(),
        )
    except UnableToStoreFile as error:
        messages.error(request, str(error))
        return redirect(meeting_href(row))
    undo = reverse("support:heard_document_remove", args=[meeting_id, made.pk])
    tell(request, _("“%(title)s” was attached.") % {"title": made.title}, undo=undo)
    return redirect(meeting_href(row))


@require_POST
def heard_document_remove(request: HttpRequest, meeting_id: int, document_id: int) -> HttpResponse:
    """Take a paper off."""
    row = kept_meeting(request, meeting_id)
    paper = row.documents.filter(pk=document_id, archived_at=None).first()
    if paper is not None:
        take_paper(meeting_id=meeting_id, document_id=document_id, back=False, by=actor_of(request), now=timezone.now())
        undo = reverse("support:heard_document_restore", args=[meeting_id, document_id])
        tell(request, _("“%(title)s” was taken off.") % {"title": paper.title}, undo=undo)
    return redirect(meeting_href(row))


@require_POST
def heard_document_restore(request: HttpRequest, meeting_id: int, document_id: int) -> HttpResponse:
    """Put a paper back."""
    row = kept_meeting(request, meeting_id)
    paper = row.documents.filter(pk=document_id, archived_at__isnull=False).first()
    if paper is not None:
        take_paper(meeting_id=meeting_id, document_id=document_id, back=True, by=actor_of(request), now=timezone.now())
        tell(request, _("“%(title)s” is attached again.") % {"title": paper.title})
    return redirect(meeting_href(row))
