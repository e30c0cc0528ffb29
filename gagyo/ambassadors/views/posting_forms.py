"""Entering, editing, ending and putting away a posting, by the ministry and the operator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.postings import (
    add_posting,
    archive_posting,
    edit_posting,
    end_posting,
    restore_posting,
)
from gagyo.ambassadors.forms.postings import EndForm, PostingForm, posting_initial
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.queries.links import ambassador_accounts
from gagyo.ambassadors.rules.postings import UnableToSavePosting, check_post
from gagyo.ambassadors.views.postings import find_posting
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import living
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.registry.queries.provinces import provinces
from gagyo.support.queries.people import kind_of


def posting_actor(request: HttpRequest) -> Actor:
    """
    Return who acts, once they may post ambassadors.

    :raises NotYoursError: if they may not
    """
    actor = actor_of(request)
    check_post(actor=actor, office_kind=kind_of(actor))
    return actor


def find_in_either(actor: Actor, posting_id: int) -> Posting:
    """
    Return a posting, put away or not: a second press of a button does no harm.

    :raises Http404: if there is none
    """
    is_archived = Posting.objects.for_user(actor, archived=True).filter(pk=posting_id).exists()
    return find_posting(actor, posting_id, archived=is_archived)


def make_form(data: QueryDict | None, initial: dict[str, Any], *, held: Posting | None = None) -> PostingForm:
    """Return the form; held: the posting that is edited."""
    accounts = ambassador_accounts(today=today_of(), held=held.user_id if held else None)
    also = [held.province_id] if held else []
    return PostingForm(data, provinces=provinces(also=also), accounts=accounts, initial=initial)


@require_http_methods(["GET", "POST"])
def posting_add(request: HttpRequest) -> HttpResponse:
    """Post an ambassador to a province."""
    actor = posting_actor(request)
    start = {"province": request.GET.get("province", ""), "starts_on": today_of()}
    form = make_form(request.POST or None, start)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_posting(values=form.values(), by=actor, now=timezone.now())
        except UnableToSavePosting as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("%(name)s is posted.") % {"name": made.name})
            return redirect(made.get_absolute_url())
    title = _("Post an ambassador")
    context = {
        "title": title,
        "form": form,
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (title, "")),
        "submit": _("Save"),
        "back": reverse("ambassadors:provinces"),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def posting_edit(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Edit a posting; a second save in between is shown and merged."""
    actor = posting_actor(request)
    row = living(find_posting(actor, posting_id), archived=_("This posting is put away. Bring it back first."))

    def read() -> tuple[Posting, dict[str, Any]]:
        fresh = find_posting(actor, posting_id)
        return fresh, posting_initial(fresh)

    def make(data: QueryDict | None, initial: dict[str, Any]) -> PostingForm:
        return make_form(data, initial, held=row)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=row)
        return edit_posting(posting_id=posting_id, values=values, expected=expected, by=actor, now=timezone.now())

    title, back = _("Edit the posting"), row.get_absolute_url()
    path = crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (row.name, back), (title, ""))
    shown = edited(request, Editing(title, back, path, read, make, save, (UnableToSavePosting,)))
    if shown is not None:
        return shown
    tell(request, _("The posting was saved."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
def posting_end(request: HttpRequest, posting_id: int) -> HttpResponse:
    """End a posting on a day."""
    actor = posting_actor(request)
    row = living(find_posting(actor, posting_id), archived=_("This posting is put away. Bring it back first."))
    form = EndForm(request.POST or None, initial={"last_day": today_of()})
    if request.method == "POST" and form.is_valid():
        try:
            end_posting(posting_id=row.pk, by=actor, now=timezone.now(), **form.cleaned_data)
        except UnableToSavePosting as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The posting ends on that day. Enter who follows, so that the open work is taken over."))
            return redirect(row.get_absolute_url())
    title, back = _("End the posting"), row.get_absolute_url()
    context = {
        "title": title,
        "form": form,
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (row.name, back), (title, "")),
        "submit": title,
        "back": back,
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_POST
def posting_archive(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Put away a posting that was entered by mistake; the toast brings it back."""
    actor = posting_actor(request)
    row = find_in_either(actor, posting_id)
    if row.archived_at is None:
        archive_posting(posting_id=row.pk, by=actor, now=timezone.now())
    tell(request, _("The posting was put away."), undo=reverse("ambassadors:posting_restore", args=[row.pk]))
    return redirect("ambassadors:provinces")


@require_POST
def posting_restore(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Bring a posting back."""
    actor = posting_actor(request)
    row = find_in_either(actor, posting_id)
    try:
        if row.archived_at is not None:
            restore_posting(posting_id=row.pk, by=actor, now=timezone.now())
    except UnableToSavePosting as error:
        messages.error(request, str(error))
        return redirect("ambassadors:provinces")
    tell(request, _("The posting is back."))
    return redirect(row.get_absolute_url())
