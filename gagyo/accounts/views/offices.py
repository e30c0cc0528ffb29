"""Offices and who works in them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.accounts.actions.members import AlreadyMemberError, OwnMembershipError, change_role, end_membership
from gagyo.accounts.actions.offices import change_office, make_office
from gagyo.accounts.forms import NewOfficeForm, OfficeFilterForm, OfficeForm, RoleForm
from gagyo.accounts.models import Membership, Office
from gagyo.accounts.queries import members_of, offices_for, offices_found, open_invitations
from gagyo.accounts.rules import check_manage_members, may_keep_registry, may_manage_members, membership_holds
from gagyo.accounts.views.gates import actor_of, only, signed_in
from gagyo.accounts.views.history import history_href
from gagyo.accounts.views.sheets import OFFICES, offices_sheet
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action, Badge, Column, Difference, Link
from gagyo.common.queries import last_change
from gagyo.common.views.lists import page_of
from gagyo.common.views.sheets import sheet_action, wants_sheet
from gagyo.kernels.indicators.figure import Figure

OFFICE_COLUMNS = [
    Column("name", gettext_lazy("Office"), href="href", row_header=True),
    Column("get_kind_display", gettext_lazy("Kind")),
    Column("code", gettext_lazy("Code")),
    Column("members", gettext_lazy("Members"), numeric=True),
]


@dataclass(frozen=True)
class MemberRow:
    """One membership as the list shows it."""

    name: str
    email: str
    role: str
    starts_on: date
    ends_on: date | None
    state: Badge
    actions: list[Link]


MEMBER_COLUMNS = [
    Column("name", gettext_lazy("Name"), row_header=True),
    Column("email", gettext_lazy("E-mail")),
    Column("role", gettext_lazy("Role")),
    Column("starts_on", gettext_lazy("From")),
    Column("ends_on", gettext_lazy("Until")),
    Column("state", gettext_lazy("State")),
    Column("actions", gettext_lazy("Actions")),
]


def member_row(membership: Membership, *, today: date, manages: bool, own_id: int | None) -> MemberRow:
    """Return a membership as the list shows it, with what may be done about it."""
    holds = membership_holds(starts_on=membership.starts_on, ends_on=membership.ends_on, today=today)
    actions = []
    if manages and holds and membership.user_id != own_id:
        actions = [
            Link(_("Change role"), reverse("accounts:role", args=[membership.pk])),
            Link(_("End"), reverse("accounts:end", args=[membership.pk])),
        ]
    return MemberRow(
        name=str(membership.user),
        email=membership.user.email,
        role=str(membership.get_role_display()),
        starts_on=membership.starts_on,
        ends_on=membership.ends_on,
        state=Badge(_("Works here"), "success") if holds else Badge(_("Ended"), "neutral"),
        actions=actions,
    )


@signed_in
def offices(request: HttpRequest) -> HttpResponse:
    """List the offices that I see: my own, those that I audit, or all for the operator."""
    actor, words = actor_of(request), request.GET.get("q", "").strip()
    found = offices_found(actor=actor, words=words, today=timezone.localdate())
    if wants_sheet(request):
        return offices_sheet(rows=found, columns=OFFICE_COLUMNS)
    page = page_of(request, found)
    for office in page.object_list:
        office.href = reverse("accounts:office", args=[office.pk])
    action = Action(_("Make an office"), reverse("accounts:office_add")) if may_keep_registry(actor=actor) else None
    form = OfficeFilterForm(request.GET)
    values = {
        "page": page,
        "columns": OFFICE_COLUMNS,
        "action": action,
        "more": [sheet_action(request)],
        "form": form,
        "count": Figure(page.paginator.count, "office", timezone.localdate(), OFFICES, request.get_full_path()),
    }
    return render(request, "accounts/offices.html", values)


@signed_in
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show who works in an office, who is invited, and what may be done about it."""
    actor = actor_of(request)
    found = get_object_or_404(offices_for(actor=actor), pk=office_id)
    manages = may_manage_members(actor=actor, office_id=found.pk)
    today = timezone.localdate()
    rows = [member_row(each, today=today, manages=manages, own_id=actor.user_id) for each in members_of(office=found)]
    more = [
        Action(_("API tokens"), reverse("accounts:tokens", args=[found.pk]), kind="secondary"),
        Action(_("Change names"), reverse("accounts:office_edit", args=[found.pk]), kind="secondary"),
        Action("XLSX", reverse("accounts:members_sheet", args=[found.pk]), kind="tertiary", icon="down"),
    ]
    return render(
        request,
        "accounts/office.html",
        {
            "office": found,
            "crumbs": crumbs(found),
            "columns": MEMBER_COLUMNS if manages else MEMBER_COLUMNS[:-1],
            "rows": rows,
            "manages": manages,
            "action": Action(_("Invite somebody"), reverse("accounts:invite", args=[found.pk])) if manages else None,
            "more": more if manages else [],
            "invitations": list(open_invitations(office=found)) if manages else [],
            "now": timezone.now(),
            "audit_href": history_href(actor=actor, row=found),
        },
    )


def crumbs(office: Office, *here: str) -> list[Link]:
    """Return the way to an office, and to a page under it."""
    to_office = Link(str(office), reverse("accounts:office", args=[office.pk]))
    return [Link(_("Offices"), reverse("accounts:offices")), to_office, *(Link(each, "") for each in here)]


@only(may_keep_registry)
def office_add(request: HttpRequest) -> HttpResponse:
    """Make an office."""
    form = NewOfficeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        values = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        made = make_office(**values, by=actor_of(request), now=timezone.now())
        messages.success(request, _("%(office)s is made. Invite its manager.") % {"office": made})
        return redirect("accounts:office", office_id=made.pk)
    values = {"form": form, "title": _("Make an office"), "back": reverse("accounts:offices")}
    return render(request, "accounts/form.html", values, status=400 if form.is_bound else 200)


@signed_in
def office_edit(request: HttpRequest, office_id: int) -> HttpResponse:
    """Change an office's names; a save in between is shown beside mine."""
    actor = actor_of(request)
    found = get_object_or_404(offices_for(actor=actor), pk=office_id)
    check_manage_members(actor=actor, office_id=found.pk, what=str(found))
    first = {"name_ko": found.name_ko, "name_en": found.name_en, "version": found.version}
    form = OfficeForm(request.POST if request.method == "POST" else None, initial=first)
    values = {
        "form": form,
        "title": _("Change names"),
        "back": reverse("accounts:office", args=[found.pk]),
        "crumbs": crumbs(found, _("Change names")),
    }
    if not form.is_valid():
        return render(request, "accounts/form.html", values, status=400 if form.is_bound else 200)
    names = {key: form.cleaned_data[key] for key in ("name_ko", "name_en")}
    try:
        expected = form.cleaned_data["version"] or 0
        change_office(office_id=found.pk, **names, expected=expected, by=actor, now=timezone.now())
    except SavedMeanwhileError as error:
        return saved_meanwhile(request, values=values, form=form, current=error.current)
    messages.success(request, _("The names are saved."))
    return redirect("accounts:office", office_id=found.pk)


def saved_meanwhile(
    request: HttpRequest, *, values: dict[str, Any], form: OfficeForm, current: models.Model
) -> HttpResponse:
    """Show my names beside those that somebody saved meanwhile; saving again takes mine."""
    assert isinstance(current, Office)
    last = last_change(about=current)
    differences = [
        Difference(label=form.fields[name].label or "", mine=form.cleaned_data[name], theirs=getattr(current, name))
        for name in ("name_ko", "name_en")
        if form.cleaned_data[name] != getattr(current, name)
    ]
    form.data = {**form.cleaned_data, "version": current.version}
    conflict = {"differences": differences, "by": last.actor_label if last else "", "at": last.at if last else None}
    return render(request, "accounts/form.html", {**values, "conflict": conflict}, status=409)


@signed_in
def role(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give a member another role."""
    found = managed_membership(request, membership_id)
    form = RoleForm(
        request.POST if request.method == "POST" else None,
        office_kind=found.office.kind,
        initial={"role": found.role},
    )
    if form.is_valid():
        try:
            change_role(
                membership_id=found.pk, role=form.cleaned_data["role"], by=actor_of(request), now=timezone.now()
            )
        except (AlreadyMemberError, OwnMembershipError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The role of %(person)s is changed.") % {"person": found.user})
            return redirect("accounts:office", office_id=found.office_id)
    values = {
        "form": form,
        "title": _("Change the role of %(person)s") % {"person": found.user},
        "back": reverse("accounts:office", args=[found.office_id]),
        "crumbs": crumbs(found.office, _("Change role")),
    }
    return render(request, "accounts/form.html", values, status=400 if form.is_bound else 200)


@signed_in
def end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Ask, and end a membership."""
    found = managed_membership(request, membership_id)
    error = ""
    if request.method == "POST":
        try:
            end_membership(membership_id=found.pk, by=actor_of(request), now=timezone.now())
        except OwnMembershipError as refused:
            error = str(refused)
        else:
            messages.success(request, _("%(person)s no longer works here.") % {"person": found.user})
            return redirect("accounts:office", office_id=found.office_id)
    values = {
        "title": _("End the membership of %(person)s?") % {"person": found.user},
        "text": _("The person loses access to %(office)s at once. Records and history stay with the office.")
        % {"office": found.office},
        "submit": _("End the membership"),
        "back": reverse("accounts:office", args=[found.office_id]),
        "crumbs": crumbs(found.office, _("End the membership")),
        "error": error,
    }
    return render(request, "accounts/confirm.html", values, status=409 if error else 200)


def managed_membership(request: HttpRequest, membership_id: int) -> Membership:
    """
    Return a membership in an office that the acting person manages.

    :raises Http404: if the office is not the person's to see
    :raises NotYoursError: if it is not the person's to manage
    """
    actor = actor_of(request)
    found = get_object_or_404(
        Membership.objects.select_related("office", "user"), pk=membership_id, office__in=offices_for(actor=actor)
    )
    check_manage_members(actor=actor, office_id=found.office_id, what=str(found.office))
    return found
