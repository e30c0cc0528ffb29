"""Inviting somebody, withdrawing it, and the page behind the link."""

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gagyo.accounts.actions.invitations import (
    accept_as_member,
    accept_as_new,
    invite,
    usable_invitation,
    withdraw_invitation,
)
from gagyo.accounts.actions.members import AlreadyMemberError
from gagyo.accounts.forms import AcceptForm, InviteForm
from gagyo.accounts.models import Invitation, User
from gagyo.accounts.queries import account_with, offices_for
from gagyo.accounts.rules import UnusableInvitationError, check_manage_members
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.accounts.views.offices import crumbs

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@signed_in
def invitation_add(request: HttpRequest, office_id: int) -> HttpResponse:
    """Invite somebody to an office."""
    actor = actor_of(request)
    office = get_object_or_404(offices_for(actor=actor), pk=office_id)
    check_manage_members(actor=actor, office_id=office.pk, what=str(office))
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        office_kind=office.kind,
        initial={"language": get_language()},
    )
    if form.is_valid():
        invite(office_id=office.pk, **form.cleaned_data, by=actor, now=timezone.now())
        messages.success(
            request, _("The invitation to %(email)s is on its way.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("accounts:office", office_id=office.pk)
    values = {
        "form": form,
        "title": _("Invite somebody to %(office)s") % {"office": office},
        "submit": _("Send the invitation"),
        "back": reverse("accounts:office", args=[office.pk]),
        "crumbs": crumbs(office, _("Invite somebody")),
    }
    return render(request, "accounts/form.html", values, status=400 if form.is_bound else 200)


@require_POST
@signed_in
def invitation_withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation's link useless."""
    actor = actor_of(request)
    found = get_object_or_404(Invitation, pk=invitation_id, office__in=offices_for(actor=actor))
    withdraw_invitation(invitation_id=found.pk, by=actor, now=timezone.now())
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("accounts:office", office_id=found.office_id)


@never_cache
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Let somebody with the link in: a new account, or a membership for the account that is signed in."""
    now = timezone.now()
    try:
        found = usable_invitation(key=key, now=now, locked=False)
        if isinstance(request.user, User):
            return accept_signed_in(request, found, key)
        if account_with(email=found.email):
            return render(request, "accounts/invitation_sign_in.html", {"invitation": found})
        form = AcceptForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and (user := accept_new(request, form, key)):
            login(request, user, backend=BACKEND)
            messages.success(request, _("Welcome to %(office)s.") % {"office": found.office})
            return redirect("pages:work")
    except UnusableInvitationError as error:
        return render(request, "accounts/invitation_gone.html", {"sentence": str(error)}, status=410)
    values = {"invitation": found, "form": form}
    return render(request, "accounts/invitation.html", values, status=400 if form.is_bound else 200)


def accept_new(request: HttpRequest, form: AcceptForm, key: str) -> User | None:
    """Make the account, or add the reason why the password is refused to the form."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "again"}
    try:
        membership = accept_as_new(
            key=key, **values, language=get_language() or "ko", by=actor_of(request), now=timezone.now()
        )
    except ValidationError as error:
        form.add_error("password", error)
        return None
    return membership.user


def accept_signed_in(request: HttpRequest, found: Invitation, key: str) -> HttpResponse:
    """Ask, and add the membership to the account that is signed in."""
    assert isinstance(request.user, User)
    error = ""
    if request.method == "POST":
        try:
            accept_as_member(key=key, user=request.user, by=actor_of(request), now=timezone.now())
        except AlreadyMemberError as refused:
            error = str(refused)
        else:
            messages.success(request, _("You now also work in %(office)s.") % {"office": found.office})
            return redirect("pages:work")
    values = {
        "title": _("Join %(office)s?") % {"office": found.office},
        "text": _("You will work there as: %(role)s. You can switch between your offices at the top of each page.")
        % {"role": found.get_role_display()},
        "submit": _("Join"),
        "back": reverse("pages:work"),
        "error": error,
        "calm": True,
    }
    return render(request, "accounts/confirm.html", values, status=409 if error else 200)
