"""Remember which colours a visitor wants."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

YEAR_SECONDS = 365 * 24 * 60 * 60
CHOICES = {"light", "high"}


# Exempt, because a token would give every visitor of a public page a cookie; the colours harm nobody.
@csrf_exempt
@require_POST
def contrast(request: HttpRequest) -> HttpResponse:
    """Keep the chosen contrast in a cookie, and go back to the page it was chosen on."""
    wanted = request.POST.get("next", "/")
    is_here = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if is_here else "/")
    chosen = request.POST.get("contrast", "")
    if chosen in CHOICES:
        response.set_cookie(
            "gagyo_contrast",
            chosen,
            max_age=YEAR_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
