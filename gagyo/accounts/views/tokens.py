"""An office's tokens for programs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from gagyo.accounts.actions.tokens import make_token, revoke_token
from gagyo.accounts.choices import Scope
from gagyo.accounts.forms import TokenForm
from gagyo.accounts.models import ApiToken, Office
from gagyo.accounts.queries import offices_for
from gagyo.accounts.rules import check_manage_members
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.accounts.views.offices import crumbs
from gagyo.common.components import Action, Badge, Column, Link

COLUMNS = [
    Column("name", gettext_lazy("What it is for"), row_header=True),
    Column("prefix", gettext_lazy("Begins with")),
    Column("scopes", gettext_lazy("What it may read")),
    Column("created_on", gettext_lazy("Made")),
    Column("expires_on", gettext_lazy("Valid until")),
    Column("last_used_on", gettext_lazy("Last used")),
    Column("state", gettext_lazy("State")),
    Column("actions", gettext_lazy("Actions")),
]


@dataclass(frozen=True)
class TokenRow:
    """One token as the list shows it."""

    name: str
    prefix: str
    scopes: str
    created_on: date
    expires_on: date | None
    last_used_on: date | None
    state: Badge
    actions: list[Link]


def token_row(token: ApiToken, *, now: datetime) -> TokenRow:
    """Return a token as the list shows it."""
    expired = token.expires_at is not None and token.expires_at <= now
    if token.revoked_at:
        state = Badge(_("Revoked"), "neutral")
    else:
        state = Badge(_("Past its date"), "warning") if expired else Badge(_("Valid"), "success")
    holds = not expired and token.revoked_at is None
    return TokenRow(
        name=token.name,
        prefix=f"{token.prefix}…",
        scopes=", ".join(str(Scope(scope).label) for scope in token.scopes),
        created_on=timezone.localdate(token.created_at),
        expires_on=timezone.localdate(token.expires_at) if token.expires_at else None,
        last_used_on=token.last_used_on,
        state=state,
        actions=[Link(_("Revoke"), reverse("accounts:token_revoke", args=[token.pk]))] if holds else [],
    )


def managed_office(request: HttpRequest, office_id: int) -> Office:
    """
    Return an office that the acting person manages.

    :raises Http404: if it is not the person's to see
    :raises NotYoursError: if it is not the person's to manage
    """
    actor = actor_of(request)
    office = get_object_or_404(offices_for(actor=actor), pk=office_id)
    check_manage_members(actor=actor, office_id=office.pk, what=str(office))
    return office


@never_cache
@signed_in
def tokens(request: HttpRequest, office_id: int) -> HttpResponse:
    """List an office's tokens."""
    office = managed_office(request, office_id)
    return token_page(request, office, secret="")


def token_page(request: HttpRequest, office: Office, *, secret: str) -> HttpResponse:
    """Show an office's tokens, and once the secret of one just made."""
    now = timezone.now()
    values = {
        "office": office,
        "crumbs": crumbs(office, _("API tokens")),
        "columns": COLUMNS,
        "rows": [token_row(each, now=now) for each in office.tokens.order_by("-created_at")],
        "action": Action(_("Make a token"), reverse("accounts:token_add", args=[office.pk])),
        "secret": secret,
    }
    return render(request, "accounts/tokens.html", values)


@never_cache
@signed_in
def token_add(request: HttpRequest, office_id: int) -> HttpResponse:
    """Make a token, and show its secret once."""
    office = managed_office(request, office_id)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now, days = timezone.now(), form.cleaned_data["days"]
        _token, secret = make_token(
            office_id=office.pk,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
            expires_at=now + timedelta(days=days) if days else None,
            by=actor_of(request),
            now=now,
        )
        return token_page(request, office, secret=secret)
    values = {
        "form": form,
        "title": _("Make a token"),
        "submit": _("Make the token"),
        "back": reverse("accounts:tokens", args=[office.pk]),
        "crumbs": crumbs(office, _("Make a token")),
    }
    return render(request, "accounts/form.html", values, status=400 if form.is_bound else 200)


@signed_in
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ask, and end a token."""
    actor = actor_of(request)
    token = get_object_or_404(
        ApiToken.objects.select_related("office"), pk=token_id, office__in=offices_for(actor=actor)
    )
    check_manage_members(actor=actor, office_id=token.office_id, what=str(token.office))
    if request.method == "POST":
        revoke_token(token_id=token.pk, by=actor, now=timezone.now())
        messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
        return redirect("accounts:tokens", office_id=token.office_id)
    values = {
        "title": _("Revoke the token “%(name)s”?") % {"name": token.name},
        "text": _("Programs that use it get no more data. It cannot be undone; make a new one instead."),
        "submit": _("Revoke"),
        "back": reverse("accounts:tokens", args=[token.office_id]),
        "crumbs": crumbs(token.office, _("Revoke")),
    }
    return render(request, "accounts/confirm.html", values)
