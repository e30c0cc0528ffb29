"""Working hours of an office or of a kind of office, with when a request that arrives now would be due."""

from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.accounts.views.gates import actor_of
from gagyo.kernels.worktime.errors import UnableToReckon
from gagyo.support.actions.settings import check_keeps, check_sets_hours, clear_hours, set_hours
from gagyo.support.forms.settings import HoursForm
from gagyo.support.queries.hours import hours_of
from gagyo.support.queries.routing import ANSWERING_KINDS
from gagyo.support.queries.settings import countries_with_holidays, has_own_hours, hours_of_kind, kinds_set, time_zones
from gagyo.support.rules.clock import Hours, due_of
from gagyo.support.views.legs import zone_words
from gagyo.support.views.settings import SettingScreen, setting_answer


@require_http_methods(["GET", "POST"])
def own_hours(request: HttpRequest) -> HttpResponse:
    """Set the working hours of the own office."""
    actor = actor_of(request)
    check_sets_hours(actor)
    office = Office.objects.get(pk=actor.office_id or 0)
    lead = _("For %(office)s. Due times that were given already stay.") % {"office": office}
    return hours_answer(request, held=hours_of(office), kind=None, lead=lead, is_set=has_own_hours(office.pk))


@require_http_methods(["GET", "POST"])
def kind_hours(request: HttpRequest, kind: str) -> HttpResponse:
    """Set the working hours of all offices of a kind that set none of their own."""
    check_keeps(actor_of(request))
    if kind not in ANSWERING_KINDS:
        raise Http404(_("There is no such kind of office that answers requests."))
    lead = _("For offices that set none of their own: %(kind)s. Due times that were given already stay.")
    return hours_answer(
        request,
        held=hours_of_kind(kind),
        kind=kind,
        lead=lead % {"kind": OfficeKind(kind).label},
        is_set=dict(kinds_set())[OfficeKind(kind)],
    )


def hours_answer(request: HttpRequest, *, held: Hours, kind: str | None, lead: str, is_set: bool) -> HttpResponse:
    """
    Return the form of hours, saved, shown with its preview, or taken back to the usual ones.

    is_set: whether hours are set there, so that they can be taken back
    """
    actor = actor_of(request)
    title = _("Working hours: %(kind)s") % {"kind": OfficeKind(kind).label} if kind else _("Working hours of my office")
    by_seat = kind == OfficeKind.MISSION_ABROAD
    if request.method == "POST" and "clear" in request.POST:
        screen = SettingScreen(
            title=title,
            form=forms.Form(request.POST),
            work=lambda now: clear_hours(kind=kind, by=actor, now=now),
            done=_("The usual working hours hold again."),
        )
        return setting_answer(request, screen)
    countries = [] if by_seat else countries_with_holidays()
    form = HoursForm(request.POST or None, held=held, zones=time_zones(), countries=countries, by_seat=by_seat)
    shown = form.hours() if form.is_bound and form.is_valid() else held
    screen = SettingScreen(
        title=title,
        form=form,
        work=lambda now: set_hours(hours=form.hours(), kind=kind, by=actor, now=now),
        done=_("The working hours were saved."),
        lead=lead,
        template="support/setting_hours.html",
        more={"preview": preview(shown, now=timezone.now()), "by_seat": by_seat, "is_set": is_set},
    )
    return setting_answer(request, screen)


def preview(hours: Hours, *, now: datetime) -> list[str]:
    """Return when a first answer and the answer to a request that arrives now would be due, by both clocks."""
    try:
        due = due_of(hours, start=now)
    except UnableToReckon:
        return [_("By these hours nothing would be due within the years whose holidays are known.")]
    first, at = (" = ".join(zone_words(each, hours.time_zone)) for each in (due.first_at, due.at))
    return [
        _("A first answer to a request that arrives now is due: %(at)s") % {"at": first},
        _("The answer to a request that arrives now is due: %(at)s") % {"at": at},
    ]
