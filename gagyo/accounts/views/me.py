"""A person's own pages: my account, and the office in which I work."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from gagyo.accounts.actions.members import switch_office
from gagyo.accounts.actions.profile import change_profile, end_session
from gagyo.accounts.forms import ProfileForm
from gagyo.accounts.models import User
from gagyo.accounts.queries import OFFICE_KEY, memberships_of
from gagyo.accounts.views.gates import actor_of, signed_in

CONTRAST_COOKIE = "gagyo_contrast"
YEAR_SECONDS = 365 * 24 * 60 * 60


def person_of(request: HttpRequest) -> User:
    """Return the account that is signed in; the gate has made sure that one is."""
    assert isinstance(request.user, User)
    return request.user


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Show my account, and keep what I change."""
    user = person_of(request)
    first = {
        "name_ko": user.name_ko,
        "name_en": user.name_en,
        "language": user.language,
        "contrast": request.COOKIES.get(CONTRAST_COOKIE, ""),
    }
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        return save_profile(request, form)
    held = memberships_of(user=user, today=timezone.localdate())
    return render(
        request,
        "accounts/me.html",
        {"form": form, "held": held, "user": user},
        status=400 if form.is_bound else 200,
    )


def save_profile(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    """Keep the profile and the colours, and lead back in the chosen language."""
    values = dict(form.cleaned_data)
    chosen = values.pop("contrast")
    change_profile(**values, by=actor_of(request), now=timezone.now())
    with override(values["language"]):
        messages.success(request, _("Your account is saved."))
    answer = HttpResponseRedirect(translate_url(reverse("accounts:me"), values["language"]))
    if chosen:
        answer.set_cookie(
            CONTRAST_COOKIE,
            chosen,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    else:
        answer.delete_cookie(CONTRAST_COOKIE)
    return answer


@require_POST
@signed_in
def switch(request: HttpRequest) -> HttpResponseBase:
    """Work in another of my offices from here on, and go back to the page where I was."""
    user, wanted = person_of(request), request.POST.get("membership", "")
    held = {str(each.pk): each for each in memberships_of(user=user, today=timezone.localdate())}
    if wanted in held:
        switch_office(user=user, membership=held[wanted])
        request.session[OFFICE_KEY] = held[wanted].pk
        messages.success(request, _("You now work in %(office)s.") % {"office": held[wanted].office})
    else:
        messages.error(request, _("You are no longer a member of that office. Choose another one."))
    back = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_here else reverse("pages:work"))


@require_POST
@signed_in
def session_end(request: HttpRequest, session_id: int) -> HttpResponseBase:
    """End one of my own sessions on another device."""
    mine = get_object_or_404(UserSession, pk=session_id, user=person_of(request))
    end_session(session=mine, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The session is ended."))
    return redirect("usersessions_list")
