"""The working council: its members as of a day, which visits came through them, its meetings."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_write, may_write_own, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Column, Link
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import found, living
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import history_entries, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.actions.councils import (
    add_council,
    add_member,
    archive_council,
    edit_council,
    end_member,
    restore_council,
    save_meeting,
)
from gagyo.visits.forms.courses import (
    CouncilForm,
    DayForm,
    MeetingForm,
    MemberEndForm,
    MemberForm,
    council_initial,
    meeting_initial,
)
from gagyo.visits.models import CouncilMember, WorkingCouncil
from gagyo.visits.queries.courses import MEMBERS, council_for, councils_for, members_on, visits_through
from gagyo.visits.queries.history import history_of_course
from gagyo.visits.rules.courses import UnableToSaveCourse
from gagyo.visits.views.courses import way


def council_href(row: WorkingCouncil) -> str:
    """Return the address of a council's page."""
    return reverse("visits:council", args=[row.pk])


def council_way(*links: tuple[str, str]) -> Any:
    """Return the way from the visits to a page of councils."""
    return way((_("Working councils"), reverse("visits:councils")), *links)


@require_GET
@signed_in
def councils(request: HttpRequest) -> HttpResponse:
    """List the working councils."""
    actor = actor_of(request)
    may = may_write_own(actor=actor)
    context = {
        "rows": councils_for(actor=actor),
        "columns": [
            Column("name", _("Working council"), row_header=True, draw=lambda row: Link(row.name, council_href(row))),
            Column("office", _("Owning office"), draw=lambda row: str(row.office or "")),
        ],
        "crumbs": way((_("Working councils"), "")),
        "action": Action(_("Enter a council"), reverse("visits:council_add"), icon="plus") if may else None,
        "more_actions": [Action(_("Training courses"), reverse("visits:courses"), kind="tertiary")],
    }
    return render(request, "visits/councils.html", context)


def find_council(actor: Actor, council_id: int) -> WorkingCouncil:
    """
    Return a council that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: council_for(actor=actor, council_id=council_id),
        missing=_("This working council does not exist, or is another office's. See the list."),
    )


def own_council(request: HttpRequest, council_id: int) -> WorkingCouncil:
    """
    Return a council that the actor may change: an archived one is brought back first.

    :raises Http404: if there is none
    :raises NotYoursError: if it is another office's
    """
    row = living(
        find_council(actor_of(request), council_id),
        archived=_("This working council is archived. Open its page and bring it back first."),
    )
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    return row


@require_GET
@signed_in
def council(request: HttpRequest, council_id: int) -> HttpResponse:
    """Show a council as of a day: its members, which visits came through each, its meetings."""
    actor, today = actor_of(request), today_of()
    row = find_council(actor, council_id)
    form = DayForm(request.GET if request.GET.get("on") else None)
    day = (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today
    members = members_on(row, day=day)
    bodies = [member.body_id for member in members]
    figures = visits_through(actor=actor, office_id=row.office_id, bodies=bodies, today=today)
    may = may_write(actor=actor, office_id=row.office_id) and not row.archived_at
    count = Figure(len(members), "body", day, MEMBERS, f"{council_href(row)}?on={day.isoformat()}#members")
    columns = member_columns(row, figures=figures, may=may)
    if wants_sheet(request):
        name, now = f"council-{row.pk}", timezone.now()
        return sheet_answer(title=str(row), columns=columns, rows=members, count=count, name=name, now=now)
    own = reads_inside(actor=actor, office_id=row.office_id)
    context: dict[str, Any] = {
        "council": row,
        "crumbs": council_way((row.name, "")),
        "day_form": DayForm(initial={"on": day}),
        "count": count,
        "members": members,
        "columns": columns,
        "meetings": [(each, text_shown(each.agenda), text_shown(each.result)) for each in row.meetings.all()],
        "history": history_entries(history_of_course(row)) if own else [],
        "may_write": may,
        "more_actions": [sheet_action(request)],
        **council_actions(row, may=may_write(actor=actor, office_id=row.office_id), request=request),
    }
    return render(request, "visits/council.html", context)


def member_columns(row: WorkingCouncil, *, figures: dict[int, Figure], may: bool) -> list[Column]:
    """Return the columns of the members; the number of visits opens them."""

    def end(member: CouncilMember) -> Link | date:
        if member.ends_on:
            return member.ends_on
        return Link(
            pgettext("council", "End the membership"), reverse("visits:council_member_end", args=[row.pk, member.pk])
        )

    until = Column("ends_on", _("Until"), draw=end) if may else Column("ends_on", _("Until"))
    return [
        Column("body", _("Institution"), row_header=True, draw=lambda member: member.body.name),
        Column("starts_on", _("Member since")),
        until,
        Column("visits", _("Visits through it"), numeric=True, draw=lambda member: figures[member.body_id]),
    ]


def council_actions(row: WorkingCouncil, *, may: bool, request: HttpRequest) -> dict[str, Any]:
    """Return what may be done to a council."""
    if not may:
        return {}
    if row.archived_at:
        return {"action": Action(_("Bring back"), reverse("visits:council_restore", args=[row.pk]), method="post")}
    return {
        "action": Action(_("Add a member"), reverse("visits:council_member_add", args=[row.pk]), icon="plus"),
        "more_actions": [
            Action(_("Edit"), reverse("visits:council_edit", args=[row.pk]), kind="tertiary"),
            Action(_("Enter a meeting"), reverse("visits:council_meeting_add", args=[row.pk]), kind="tertiary"),
            sheet_action(request),
        ],
    }


def form_page(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    council: WorkingCouncil | None = None,
    version: str = "",
    status: int = 0,
) -> HttpResponse:
    """Return a form on a page of its own."""
    context = {
        "title": title,
        "form": form,
        "seen_version": version,
        "crumbs": council_way(*([(str(council), council_href(council))] if council else []), (title, "")),
        "submit": _("Save"),
        "back": council_href(council) if council else reverse("visits:councils"),
    }
    return render(request, "common/one_form.html", context, status=status or (422 if form.errors else 200))


@require_http_methods(["GET", "POST"])
@signed_in
def council_add(request: HttpRequest) -> HttpResponse:
    """Enter a council."""
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("A new working council"))
    form = CouncilForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = add_council(values=form.values(), by=actor, now=timezone.now())
        undo = reverse("visits:council_archive", args=[made.pk])
        tell(request, _("“%(council)s” was entered.") % {"council": made}, undo=undo)
        return redirect(council_href(made))
    return form_page(request, form, title=_("Enter a council"))


@require_http_methods(["GET", "POST"])
@signed_in
def council_edit(request: HttpRequest, council_id: int) -> HttpResponse:
    """Edit a council's name and who sees it."""
    actor = actor_of(request)
    row = own_council(request, council_id)

    def read() -> tuple[WorkingCouncil, dict[str, Any]]:
        fresh = find_council(actor, council_id)
        return fresh, council_initial(fresh)

    def save(form: Any, expected: int) -> None:
        edit_council(council_id=council_id, values=form.values(), expected=expected, by=actor, now=timezone.now())

    answer = edited(
        request,
        Editing(
            title=_("Edit the council"),
            back=council_href(row),
            crumbs=council_way((str(row), council_href(row)), (_("Edit the council"), "")),
            read=read,
            make=lambda data, held: CouncilForm(data, initial=held),
            save=save,
        ),
    )
    if answer is not None:
        return answer
    tell(request, _("“%(council)s” was saved.") % {"council": row})
    return redirect(council_href(row))


@require_POST
@signed_in
def council_archive(request: HttpRequest, council_id: int) -> HttpResponse:
    """Archive a council; the toast brings it back."""
    row = find_council(actor_of(request), council_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at is None:
        archive_council(council_id=council_id, by=actor_of(request), now=timezone.now())
    undo = reverse("visits:council_restore", args=[council_id])
    tell(request, _("“%(council)s” was archived: it is out of the list.") % {"council": row}, undo=undo)
    return redirect("visits:councils")


@require_POST
@signed_in
def council_restore(request: HttpRequest, council_id: int) -> HttpResponse:
    """Bring an archived council back."""
    row = find_council(actor_of(request), council_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    if row.archived_at:
        restore_council(council_id=council_id, by=actor_of(request), now=timezone.now())
    tell(request, _("“%(council)s” is back.") % {"council": row})
    return redirect(council_href(row))


@require_http_methods(["GET", "POST"])
@signed_in
def member_add(request: HttpRequest, council_id: int) -> HttpResponse:
    """Take an institution into the council."""
    row = own_council(request, council_id)
    form = MemberForm(request.POST or None, initial={"starts_on": today_of()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            member = add_member(
                council_id=council_id,
                body=data["body"],
                starts_on=data["starts_on"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except UnableToSaveCourse as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("%(body)s is a member now.") % {"body": member.body})
            return redirect(f"{council_href(row)}?on={max(member.starts_on, today_of()).isoformat()}#members")
    return form_page(request, form, title=_("Add a member"), council=row)


@require_http_methods(["GET", "POST"])
@signed_in
def member_end(request: HttpRequest, council_id: int, member_id: int) -> HttpResponse:
    """End a membership; the toast takes the end back."""
    row = own_council(request, council_id)
    member = row.members.select_related("body").filter(pk=member_id).first()
    if member is None:
        raise Http404(_("This institution is not in the council any more. Open the council's page again."))
    form = MemberEndForm(request.POST or None, initial={"ends_on": member.ends_on or today_of()})
    if request.method == "POST" and form.is_valid():
        try:
            end_member(
                council_id=council_id,
                member_id=member_id,
                ends_on=form.cleaned_data["ends_on"],
                by=actor_of(request),
                now=timezone.now(),
            )
        except UnableToSaveCourse as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("visits:council_member_reopen", args=[council_id, member_id])
            tell(request, _("The membership of %(body)s was ended.") % {"body": member.body}, undo=undo)
            return redirect(council_href(row))
    title = _("End the membership of %(body)s") % {"body": member.body}
    return form_page(request, form, title=title, council=row)


@require_POST
@signed_in
def member_reopen(request: HttpRequest, council_id: int, member_id: int) -> HttpResponse:
    """Take the end of a membership back."""
    row = own_council(request, council_id)
    try:
        member = end_member(
            council_id=council_id, member_id=member_id, ends_on=None, by=actor_of(request), now=timezone.now()
        )
    except CouncilMember.DoesNotExist:
        raise Http404(_("This institution is not in the council any more. Open the council's page again.")) from None
    except UnableToSaveCourse as error:
        messages.error(request, str(error))
    else:
        tell(request, _("%(body)s is a member again.") % {"body": member.body})
    return redirect(council_href(row))


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_add(request: HttpRequest, council_id: int) -> HttpResponse:
    """Enter a meeting."""
    return meeting_form(request, own_council(request, council_id))


@require_http_methods(["GET", "POST"])
@signed_in
def meeting_edit(request: HttpRequest, council_id: int, meeting_id: int) -> HttpResponse:
    """Edit a meeting."""
    return meeting_form(request, own_council(request, council_id), meeting_id=meeting_id)


def meeting_form(request: HttpRequest, row: WorkingCouncil, *, meeting_id: int | None = None) -> HttpResponse:
    """
    Return the form of a meeting, or save it; after a second save in between it comes back with what was written.

    :raises Http404: if the council has no such meeting
    """
    old = row.meetings.filter(pk=meeting_id).first() if meeting_id else None
    if meeting_id and old is None:
        raise Http404(_("This meeting is not there any more. Open the council's page again."))
    form = MeetingForm(request.POST or None, initial=meeting_initial(old) if old else {"held_on": today_of()})
    title = _("Edit the meeting") if old else _("Enter a meeting")
    version, status = request.POST.get("version") or str(row.version), 0
    if request.method == "POST" and form.is_valid():
        try:
            save_meeting(
                council_id=row.pk,
                meeting_id=meeting_id,
                values=form.values(old=old),
                expected=number_sent(request.POST.get("version")),
                by=actor_of(request),
                now=timezone.now(),
            )
        except UnableToSaveCourse as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            form.add_error(None, _("Somebody changed the council in between. Compare with its page, then save again."))
            version, status = str(row.version), 409
        else:
            tell(request, _("The meeting was saved."))
            return redirect(f"{council_href(row)}#meetings")
    return form_page(request, form, title=title, council=row, version=version, status=status)
