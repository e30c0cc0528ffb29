"""What anybody sees: the cities that receive delegations, their sites, and the form of a request."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action
from gagyo.common.components.cells import language
from gagyo.common.models import TranslationState
from gagyo.common.views.limits import refused_for_now
from gagyo.common.views.shown import crumbs, text_shown
from gagyo.kernels.drawing.drawing import Drawing
from gagyo.kernels.drawing.maps import korea_map
from gagyo.kernels.drawing.points import Spot
from gagyo.visits.actions.requests import send_request
from gagyo.visits.forms.requests import RequestForm
from gagyo.visits.forms.stamps import opened_at, stamp_again, stamp_for
from gagyo.visits.models import Site
from gagyo.visits.queries.welcome import WelcomeOffice, welcome_office, welcome_offices
from gagyo.visits.rules.languages import language_names
from gagyo.visits.rules.requests import CONFIRM_DAYS, UnableToSendRequest, check_filled_in
from gagyo.visits.rules.values import UnableToSaveVisit


def find_office(office_id: int) -> WelcomeOffice:
    """
    Return an office that shows sites.

    :raises Http404: if it shows none
    """
    found = welcome_office(office_id)
    if found is None:
        raise Http404(_("This office shows no sites to delegations. See the list of cities that do."))
    return found


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """Show the cities that receive delegations."""
    offices = welcome_offices()
    context = {
        "offices": offices,
        "map": map_of(offices) if offices else None,
        "crumbs": crumbs((_("Delegation visits"), reverse("visits:visits")), (_("Visit us"), "")),
    }
    return render(request, "visits/public_welcome.html", context)


def map_of(offices: list[WelcomeOffice]) -> Drawing:
    """Return where the cities lie, each by its first site with a position."""
    spots = [
        Spot(
            each.name,
            each.placed[0].latitude or 0.0,
            each.placed[0].longitude or 0.0,
            len(each.sites),
            reverse("visits:welcome_office", args=[each.pk]),
        )
        for each in offices
        if each.placed
    ]
    title = _("Where the cities are")
    return korea_map(title=title, description=title, spots=spots, head=[_("City"), _("Sites")])


@require_GET
def welcome_office_page(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show the sites of a city: what is shown, themes, languages, minutes, capacity, hours, position."""
    office = find_office(office_id)
    spots = [Spot(site.name, site.latitude or 0.0, site.longitude or 0.0, site.capacity) for site in office.placed]
    title = _("Position of the sites")
    context = {
        "office": office,
        "sites": [(site, about(site), language_names(site.language_codes)) for site in office.sites],
        "is_sample": any(site.is_sample for site in office.sites),
        "map": korea_map(title=title, description=title, spots=spots, head=[_("Site"), _("Capacity (persons at once)")])
        if spots
        else None,
        "crumbs": crumbs((_("Visit us"), reverse("visits:welcome")), (office.name, "")),
        "action": Action(_("Request a visit"), reverse("visits:request_add", args=[office_id])),
    }
    return render(request, "visits/public_office.html", context)


def about(site: Site) -> tuple[str, str]:
    """Return what a site shows, and a note where the words are not the city's own or their reviewed translation."""
    words, note = text_shown(site.about)
    reviewed = site.about.in_language(language())[2] == TranslationState.REVIEWED
    return words, "" if reviewed else note


@never_cache
@require_http_methods(["GET", "POST"])
def request_add(request: HttpRequest, office_id: int) -> HttpResponse:
    """Take a delegation's request; nothing counts until the address is confirmed by mail."""
    office, now = find_office(office_id), timezone.now()
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        sites=office.sites,
        initial={"stamp": stamp_for(office_id=office_id, now=now), "language": "en"},
    )
    if request.method == "POST":
        refused = refused_for_now(request, what="visit request")
        if refused:
            return refused
        if form.is_valid():
            number = sent(request, form, office_id=office_id)
            if number:
                return redirect("visits:request_sent", office_id=office_id, number=number)
        stamp_again(form, data=request.POST, office_id=office_id, now=now)
    context = {
        "form": form,
        "office": office,
        "crumbs": crumbs(
            (_("Visit us"), reverse("visits:welcome")),
            (office.name, reverse("visits:welcome_office", args=[office_id])),
            (_("Request a visit"), ""),
        ),
        "back": reverse("visits:welcome_office", args=[office_id]),
    }
    return render(request, "visits/public_request.html", context, status=422 if form.errors else 200)


def sent(request: HttpRequest, form: RequestForm, *, office_id: int) -> str:
    """Send the request and return its number, or nothing after putting the reason into the form."""
    now = timezone.now()
    try:
        check_filled_in(opened_at=opened_at(form.cleaned_data["stamp"], office_id=office_id), now=now)
        row = send_request(office_id=office_id, values=form.values(), by=actor_of(request), now=now)
    except (UnableToSendRequest, UnableToSaveVisit) as error:
        form.add_error(None, str(error))
        return ""
    return row.number


@never_cache
@require_GET
def request_sent(request: HttpRequest, office_id: int, number: str) -> HttpResponse:
    """Say the number, and that the link in the mail comes next."""
    office = find_office(office_id)
    context = {
        "office": office,
        "number": number,
        "days": CONFIRM_DAYS,
        "crumbs": crumbs((_("Visit us"), reverse("visits:welcome")), (_("Open the link in our mail"), "")),
    }
    return render(request, "visits/public_sent.html", context)
