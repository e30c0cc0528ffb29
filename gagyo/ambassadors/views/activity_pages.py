"""One activity: its page, the quick entry, the whole form, and what is done to it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import NotYoursError, check_write, may_read, may_write
from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.activities import (
    add_activity,
    archive_activity,
    attach_evidence,
    edit_activity,
    keep_promise,
    move_evidence,
    restore_activity,
)
from gagyo.ambassadors.choices import ActivityOutcome
from gagyo.ambassadors.forms.activities import (
    ActivityForm,
    EvidenceForm,
    KeptForm,
    QuickForm,
    activity_initial,
    quick_initial,
)
from gagyo.ambassadors.models import Activity, ActivityFile, Posting
from gagyo.ambassadors.queries.activities import activity_for, last_activity
from gagyo.ambassadors.queries.history import WORDS
from gagyo.ambassadors.queries.links import activity_links
from gagyo.ambassadors.queries.postings import posting_of_office
from gagyo.ambassadors.rules.activities import UnableToSaveActivity
from gagyo.ambassadors.views.shown import outcome_badge
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.components import Action, Link, Term
from gagyo.common.components.cells import language
from gagyo.common.queries import happenings_about
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.files import file_answer
from gagyo.common.views.finding import found, living
from gagyo.common.views.shown import crumbs, history_entries, tell, text_shown, today_of
from gagyo.partnerships.views.shown import tie_href
from gagyo.support.models import SupportRequest


def find_activity(actor: Actor, activity_id: int, *, archived: bool = False) -> Activity:
    """
    Return an activity that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: activity_for(actor=actor, activity_id=activity_id, archived=archived),
        missing=_("This activity does not exist, was put away, or is not yours to read. Look for it in the list."),
    )


def find_in_either(actor: Actor, activity_id: int) -> Activity:
    """
    Return an activity to change, put away or not: a second press of a button does no harm.

    :raises Http404: if there is none
    :raises NotYoursError: if it is not the actor's to change
    """
    is_archived = Activity.objects.for_user(actor, archived=True).filter(pk=activity_id).exists()
    row = find_activity(actor, activity_id, archived=is_archived)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    return row


def way(*more: tuple[str, str]) -> Any:
    """Return the way to a page of activities."""
    return crumbs(
        (_("Ambassadors"), reverse("ambassadors:provinces")),
        (_("Activities of ambassadors"), reverse("ambassadors:activities")),
        *more,
    )


def step(name: str, row: Activity) -> str:
    """Return the address of a step of an activity."""
    return reverse(f"ambassadors:activity_{name}", args=[row.pk])


@require_GET
def activity(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Show an activity with its outcome, evidence and what it hangs on."""
    actor = actor_of(request)
    row = find_activity(actor, activity_id)
    may = may_write(actor=actor, office_id=row.office_id)
    inside = may_read(actor=actor, office_id=row.office_id, visibility=Visibility.OFFICE)
    waits = row.outcome == ActivityOutcome.PROMISED and row.kept_on is None
    again = Action(_("Enter another like it"), f"{reverse('ambassadors:activity_add')}?like={row.pk}", kind="tertiary")
    context = {
        "row": row,
        "crumbs": way((row.name, "")),
        "badge": outcome_badge(row),
        "terms": facts(row, actor=actor),
        "outcome": text_shown(row.outcome_text),
        "files": list(row.files.filter(archived_at=None).select_related("file")) if inside else [],
        "may_attach": may,
        "file_form": EvidenceForm() if may else None,
        "history": history_entries(happenings_about(row=row, words=WORDS, limit=40)) if inside else [],
        "action": Action(_("The promise was kept"), step("kept", row)) if may and waits else None,
        "more_actions": [
            Action(_("Edit"), step("edit", row), kind="secondary"),
            Action(
                _("Tell it as a case"),
                reverse("ambassadors:case_begin", args=[row.pk]),
                method="post",
                kind="tertiary",
            ),
            again,
            Action(_("Put away"), step("archive", row), method="post", kind="tertiary"),
        ]
        if may
        else [],
    }
    return render(request, "ambassadors/activity.html", context)


def facts(row: Activity, *, actor: Actor) -> list[Term]:
    """Return the facts of an activity, with what it hangs on as far as the actor may read that."""
    terms = [
        Term(_("Ambassador"), Link(row.posting.name, row.posting.get_absolute_url())),
        Term(_("Province"), row.posting.province.name),
        Term(pgettext("activity of an ambassador", "Kind"), row.get_kind_display()),
        Term(pgettext("activity of an ambassador", "Day"), row.day),
        Term(_("Minutes"), row.minutes),
        Term(pgettext("support request", "Field"), row.get_field_display()),
        Term(_("For whom"), row.whom),
        Term(_("Country"), row.country.name if row.country else ""),
        Term(_("Where"), row.place_words),
    ]
    if row.outcome == ActivityOutcome.PROMISED:
        terms += [Term(_("Promised by"), row.promised_by), Term(_("Kept on"), row.kept_on)]
    return [*terms, *linked(row, actor=actor)]


def linked(row: Activity, *, actor: Actor) -> list[Term]:
    """Return what an activity hangs on, as far as the actor may read it."""
    found_terms = []
    plan = row.planned.goal.plan if row.planned else None
    if row.planned and plan and may_read(actor=actor, office_id=plan.office_id, visibility=plan.visibility):
        found_terms.append(Term(_("Planned as"), Link(row.planned.name, plan.get_absolute_url())))
    if row.request_id and (asked := SupportRequest.objects.for_user(actor).filter(pk=row.request_id).first()):
        found_terms.append(Term(_("Support request"), Link(str(asked), asked.get_absolute_url())))
    visit, tie = row.visit, row.tie
    if visit is not None and may_read(actor=actor, office_id=visit.office_id, visibility=visit.visibility):
        found_terms.append(Term(_("Delegation visit"), Link(visit.name, visit.get_absolute_url())))
    if tie is not None and may_read(actor=actor, office_id=tie.office_id, visibility=tie.visibility):
        found_terms.append(Term(_("Tie"), Link(str(tie), tie_href(tie))))
    if row.meeting is not None and may_read(actor=actor, office_id=row.office_id, visibility=Visibility.OFFICE):
        found_terms.append(Term(_("One-to-one meeting"), str(row.meeting)))
    return found_terms


def own_posting(actor: Actor) -> Posting:
    """
    Return the posting for which the actor enters activities.

    :raises NotYoursError: if the actor's office has no ambassador, or the role enters nothing
    """
    row = posting_of_office(office_id=actor.office_id, user_id=actor.user_id, today=today_of())
    if row is None or not may_write(actor=actor, office_id=row.office_id):
        raise NotYoursError(
            _("Activities are entered in the office of a province to which an ambassador is posted. Switch to it.")
        )
    return row


@require_http_methods(["GET", "POST"])
def activity_add(request: HttpRequest) -> HttpResponse:
    """Enter an activity in a line: kind, field and minutes begin as they were the last time."""
    actor = actor_of(request)
    posting = own_posting(actor)
    last = last_activity(actor=actor, posting_id=posting.pk)
    like = like_of(request, actor, posting)
    initial = quick_initial(last=like or last, today=today_of())
    if like is not None:
        initial |= {"name": like.name, "for_words": like.whom}
    form = QuickForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_activity(
                values=form.values(posting=posting, language=language(), last=last), by=actor, now=timezone.now()
            )
        except UnableToSaveActivity as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("“%(name)s” was entered.") % {"name": made.name})
            if "more" in request.POST:
                return redirect(step("edit", made))
            return redirect("ambassadors:activity_add")
    context = {
        "form": form,
        "posting": posting,
        "last": last,
        "crumbs": way((_("Enter an activity"), "")),
        "back": reverse("ambassadors:activities"),
    }
    return render(request, "ambassadors/activity_add.html", context, status=422 if form.errors else 200)


def like_of(request: HttpRequest, actor: Actor, posting: Posting) -> Activity | None:
    """Return the activity that the address asks to repeat, of the own office."""
    given = request.GET.get("like", "")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        return None
    return Activity.objects.own(actor).filter(pk=int(given), posting__province_id=posting.province_id).first()


@require_http_methods(["GET", "POST"])
def activity_edit(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Edit an activity; a second save in between is shown and merged."""
    actor = actor_of(request)
    row = living(find_activity(actor, activity_id), archived=_("This activity is put away. Bring it back first."))
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    links = activity_links(actor, row=row)

    def read() -> tuple[Activity, dict[str, Any]]:
        fresh = find_activity(actor, activity_id)
        return fresh, activity_initial(fresh)

    def make(data: QueryDict | None, initial: dict[str, Any]) -> ActivityForm:
        return ActivityForm(data, links=links, initial=initial)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=row.outcome_text)
        return edit_activity(activity_id=activity_id, values=values, expected=expected, by=actor, now=timezone.now())

    title, back = _("Edit the activity"), row.get_absolute_url()
    shown = edited(
        request,
        Editing(
            title,
            back,
            way((row.name, back), (title, "")),
            read,
            make,
            save,
            (UnableToSaveActivity,),
            "ambassadors/activity_form.html",
        ),
    )
    if shown is not None:
        return shown
    tell(request, _("The activity was saved."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
def activity_kept(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Note that a promise was kept."""
    actor = actor_of(request)
    row = find_activity(actor, activity_id)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    form = KeptForm(request.POST or None, initial={"kept_on": today_of()})
    if request.method == "POST" and form.is_valid():
        try:
            keep_promise(activity_id=row.pk, by=actor, now=timezone.now(), **form.cleaned_data)
        except UnableToSaveActivity as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The promise is kept. It leaves the hand-over."))
            return redirect(row.get_absolute_url())
    context = {
        "title": _("The promise was kept"),
        "form": form,
        "crumbs": way((row.name, row.get_absolute_url()), (_("The promise was kept"), "")),
        "submit": _("Save"),
        "back": row.get_absolute_url(),
    }
    return render(request, "common/one_form.html", context, status=422 if form.errors else 200)


@require_POST
def activity_archive(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Put an activity away; the toast brings it back."""
    actor = actor_of(request)
    row = find_in_either(actor, activity_id)
    if row.archived_at is None:
        archive_activity(activity_id=row.pk, by=actor, now=timezone.now())
    tell(request, _("“%(name)s” was put away.") % {"name": row.name}, undo=step("restore", row))
    return redirect("ambassadors:activities")


@require_POST
def activity_restore(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Bring an activity back."""
    actor = actor_of(request)
    row = find_in_either(actor, activity_id)
    if row.archived_at is not None:
        restore_activity(activity_id=row.pk, by=actor, now=timezone.now())
    tell(request, _("“%(name)s” is back.") % {"name": row.name})
    return redirect(row.get_absolute_url())


@require_POST
def file_add(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Attach evidence to an activity."""
    actor = actor_of(request)
    row = find_activity(actor, activity_id)
    check_write(actor=actor, office_id=row.office_id, what=row.name)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            attach_evidence(
                activity_id=row.pk,
                upload=data["file"],
                url=data["url"],
                title=data["title"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToStoreFile as error:
            form.add_error("file", str(error))
        else:
            tell(request, _("The evidence was attached."))
            return redirect(row.get_absolute_url())
    context = {
        "title": _("Attach evidence"),
        "form": form,
        "crumbs": way((row.name, row.get_absolute_url()), (_("Attach evidence"), "")),
        "submit": _("Attach"),
        "back": row.get_absolute_url(),
    }
    return render(request, "ambassadors/evidence_form.html", context, status=422)


@require_GET
def file(request: HttpRequest, activity_id: int, file_id: int) -> HttpResponseBase:
    """Send evidence; to those who read inside the office only."""
    actor = actor_of(request)
    row = find_activity(actor, activity_id)
    held = row.files.filter(pk=file_id, archived_at=None).select_related("file").first()
    if (
        held is None
        or held.file is None
        or not may_read(actor=actor, office_id=row.office_id, visibility=Visibility.OFFICE)
    ):
        raise Http404(_("This document is not there, or not for your office."))
    return file_answer(held.file)


@require_POST
def file_move(request: HttpRequest, activity_id: int, file_id: int, back: bool) -> HttpResponse:
    """Take evidence off, or put it back."""
    actor = actor_of(request)
    row = find_activity(actor, activity_id)
    try:
        moved = move_evidence(activity_id=row.pk, file_id=file_id, back=back, by=actor, now=timezone.now())
    except ActivityFile.DoesNotExist:
        raise Http404(_("This document is not there any more.")) from None
    undo = "" if back else reverse("ambassadors:file_restore", args=[row.pk, moved.pk])
    words = _("“%(name)s” is back.") if back else _("“%(name)s” was taken off.")
    tell(request, words % {"name": moved.title}, undo=undo)
    return redirect(row.get_absolute_url())
