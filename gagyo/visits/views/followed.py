"""A visitor's own request, opened by the link in the mail: confirm it, see how it stands, withdraw it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Badge, Term, Tone
from gagyo.common.views.errors import conflict, error_page
from gagyo.common.views.limits import refused_for_now
from gagyo.common.views.shown import crumbs, tell
from gagyo.visits.actions.requests import confirm_request, request_behind, withdraw_request
from gagyo.visits.choices import RequestState, VisitState
from gagyo.visits.models import Visit, VisitRequest
from gagyo.visits.queries.welcome import name_of_receiver
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.requests import CONFIRM_DAYS, UnableToMoveRequest, UnknownRequestError, may_move
from gagyo.visits.views.programme_versions import days_of

TONES: dict[str, Tone] = {
    RequestState.UNCONFIRMED: "warning",
    RequestState.RECEIVED: "info",
    RequestState.ACCEPTED: "success",
    RequestState.DECLINED: "neutral",
    RequestState.WITHDRAWN: "neutral",
}
FIRM = frozenset({VisitState.CONFIRMED, VisitState.UNDER_WAY, VisitState.DONE})
# A link is copied wrongly more often than a form is sent.
TIMES = 10


def request_badge(row: VisitRequest) -> Badge:
    """Return where a request stands."""
    return Badge(row.get_state_display(), TONES[row.state])


def by_link(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Keep a page that a secret link opens out of caches, search engines and other sites' logs."""

    @wraps(view)
    def opened(request: HttpRequest, key: str) -> HttpResponse:
        try:
            answer = view(request, key)
        except UnknownRequestError as error:
            answer = refused_for_now(request, what="unknown link", times=TIMES) or error_page(
                request, status=404, title=_("This link leads to no request"), sentence=str(error)
            )
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return never_cache(opened)


@by_link
@require_GET
def request_followed(request: HttpRequest, key: str) -> HttpResponse:
    """Show the visitor how the request stands."""
    row = request_behind(key)
    office, visit = name_of_receiver(row.office), firm_visit(row)
    context = {
        "asked": row,
        "office": office,
        "badge": request_badge(row),
        "terms": facts_for_visitor(row),
        "visit": visit,
        "is_cancelled": is_cancelled(row),
        "has_programme": visit is not None and visit.programme_versions.exists(),
        "key": key,
        "days": CONFIRM_DAYS,
        "may_withdraw": may_move(state=row.state, wanted=RequestState.WITHDRAWN),
        "crumbs": crumbs((_("Visit us"), reverse("visits:welcome")), (row.number, "")),
    }
    return render(request, "visits/public_followed.html", context)


@by_link
@require_GET
def request_programme(request: HttpRequest, key: str) -> HttpResponse:
    """Show the visitor the programme as it was sent last."""
    row = request_behind(key)
    visit = firm_visit(row)
    version = visit.programme_versions.order_by("-number").first() if visit else None
    if version is None:
        sentence = _("The city has not sent a programme yet, or the dates are not confirmed. See your request's page.")
        return error_page(request, status=404, title=_("No programme yet"), sentence=sentence)
    back = reverse("visits:request_followed", kwargs={"key": key})
    context = {
        "asked": row,
        "visit": visit,
        "sent": version,
        "days": days_of(version.content),
        "crumbs": crumbs((_("Visit us"), reverse("visits:welcome")), (row.number, back), (_("Programme"), "")),
    }
    return render(request, "visits/public_programme.html", context)


def firm_visit(row: VisitRequest) -> Visit | None:
    """Return the visit whose days the visitor may rely on."""
    visit = row.visit
    if visit is None or visit.archived_at or visit.state not in FIRM or row.state != RequestState.ACCEPTED:
        return None
    return visit


def is_cancelled(row: VisitRequest) -> bool:
    """Tell whether a visit was made of the request and will not be: it is cancelled, or taken out of all lists."""
    if row.state != RequestState.ACCEPTED or row.visit is None or row.visit.state == VisitState.DONE:
        return False
    return row.visit.state == VisitState.CANCELLED or row.visit.archived_at is not None


def facts_for_visitor(row: VisitRequest) -> list[Term]:
    """Return what the visitor asked for."""
    return [
        Term(_("Number"), row.number),
        Term(_("Sent"), row.sent_at),
        Term(_("Organisation"), row.organisation),
        Term(_("Country"), row.country.name),
        Term(_("Number of persons"), row.persons),
        Term(_("Earliest day"), row.wished_from),
        Term(_("Latest day"), row.wished_until),
        Term(_("Language of the visit"), language_name(row.language)),
        Term(_("Themes"), ", ".join(theme.name for theme in row.themes.all())),
        Term(_("Sites you would like to see"), ", ".join(site.name for site in row.sites.all())),
        Term(_("Your data is kept until"), row.retain_until),
    ]


@by_link
@require_POST
def request_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm the e-mail address; by a button, because mail servers open links by themselves."""
    try:
        confirm_request(key=key, by=actor_of(request), now=timezone.now())
    except UnableToMoveRequest as error:
        return conflict(request, sentence=str(error))
    tell(request, _("Thank you. Your request has reached the city."))
    return redirect("visits:request_followed", key=key)


@by_link
@require_http_methods(["GET", "POST"])
def request_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, and withdraw the request."""
    row = request_behind(key)
    if request.method == "POST":
        try:
            withdraw_request(key=key, by=actor_of(request), now=timezone.now())
        except UnableToMoveRequest as error:
            return conflict(request, sentence=str(error))
        messages.success(request, _("Your request is withdrawn."))
        return redirect("visits:request_followed", key=key)
    context = {
        "asked": row,
        "title": _("Withdraw request %(number)s?") % {"number": row.number},
        "back": reverse("visits:request_followed", kwargs={"key": key}),
    }
    return render(request, "visits/public_withdraw.html", context)
