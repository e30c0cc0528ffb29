"""What is set for requests, on one page: working hours, absences, bureaus for fields, templates."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from gagyo.accounts.models import User
from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Badge, Column, Link
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.actions.absences import end_absence, set_absence
from gagyo.support.actions.settings import add_bureau, check_keeps, remove_bureau, save_template
from gagyo.support.forms.settings import AbsenceForm, BureauForm, TemplateForm, template_initial
from gagyo.support.models import Absence, RequestTemplate, RoutingRule
from gagyo.support.queries.people import kind_of, standing_in
from gagyo.support.queries.settings import absences_in, bureaus, bureaus_offered, has_own_hours, kinds_set, templates
from gagyo.support.rules.approval import UnableToApprove
from gagyo.support.rules.readers import ANSWERS, APPROVES, ASKS, ROUTES
from gagyo.support.rules.settings import keeps_settings, sets_hours
from gagyo.support.rules.values import UnableToSaveSupport

AT = "support:settings"


@dataclass(frozen=True)
class SettingScreen:
    """A form that sets something. work: does it, from the valid form and the present time; done: said afterwards."""

    title: str
    form: forms.Form
    work: Callable[[datetime], object]
    done: str
    lead: str = ""
    submit: str = ""
    then: str = AT
    template: str = "support/setting_form.html"
    more: dict[str, Any] = field(default_factory=dict)


def setting_answer(request: HttpRequest, screen: SettingScreen) -> HttpResponse:
    """Return the form of a setting, or the page of all once it is saved."""
    form = screen.form
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            screen.work(timezone.now())
        except (UnableToSaveSupport, UnableToApprove) as error:
            form.add_error(None, str(error))
        else:
            tell(request, screen.done)
            return redirect(screen.then)
    context = {
        "screen": screen,
        "form": form,
        "submit": screen.submit or _("Save"),
        "back": reverse(screen.then),
        "crumbs": setting_crumbs((screen.title, "")) if screen.then == AT else request_crumbs((screen.title, "")),
        **screen.more,
    }
    return render(request, screen.template, context, status=422 if form.errors else 200)


def setting_crumbs(*more: tuple[str, str]) -> Any:
    """Return the way from home to the settings."""
    here = (_("Settings of requests"), reverse(AT) if more else "")
    return crumbs((_("Support requests"), reverse("support:requests")), here, *more)


def request_crumbs(*more: tuple[str, str]) -> Any:
    """Return the way from home to the list of requests."""
    return crumbs((_("Support requests"), reverse("support:requests")), *more)


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """Show what is set, with the ways to change it for those who may."""
    actor = actor_of(request)
    keeps = keeps_settings(actor=actor, office_kind=kind_of(actor))
    context = {
        "crumbs": setting_crumbs(),
        "actor": actor,
        "own_hours": has_own_hours(actor.office_id or 0),
        "hours_action": Action(_("Set the working hours"), reverse("support:own_hours"), kind="secondary")
        if sets_hours(actor=actor)
        else None,
        "kinds": kinds_set() if keeps else [],
        "kind_columns": kind_columns(),
        "absences": absences_in(actor=actor, today=today_of()),
        "absence_columns": absence_columns(request),
        "absence_action": Action(_("Enter an absence"), reverse("support:absence_add"), kind="secondary")
        if works_on_requests(actor)
        else None,
        "bureaus": bureaus(),
        "bureau_columns": bureau_columns(keeps=keeps),
        "bureau_action": Action(_("Name a bureau"), reverse("support:bureau_add"), kind="secondary") if keeps else None,
        "templates": templates(),
        "template_columns": template_columns(keeps=keeps),
        "template_action": Action(_("Add a template"), reverse("support:template_add"), kind="secondary")
        if keeps
        else None,
    }
    return render(request, "support/settings.html", context)


def works_on_requests(actor: Actor) -> bool:
    """Tell whether somebody works on requests in an office, and so may be away from there."""
    return actor.office_id is not None and actor.role in ASKS | ROUTES | ANSWERS


def kind_columns() -> list[Column]:
    """Return the columns of the kinds of office."""
    return [
        Column(
            "kind",
            _("Kind"),
            row_header=True,
            draw=lambda row: Link(row[0].label, reverse("support:kind_hours", args=[row[0].value])),
        ),
        Column(
            "state",
            _("Working hours"),
            draw=lambda row: Badge(_("Set"), "info") if row[1] else Badge(_("Usual"), "neutral"),
        ),
    ]


def absence_columns(request: HttpRequest) -> list[Column]:
    """Return the columns of the absences, with the way to end those that are the actor's to end."""
    actor = actor_of(request)

    def end(row: Absence) -> object:
        mine = actor.role in APPROVES or row.user_id == actor.user_id
        return Link(_("Take back"), reverse("support:absence_end", args=[row.pk])) if mine else ""

    return [
        Column("user", _("Who is away"), row_header=True, draw=lambda row: str(row.user)),
        Column("starts_on", _("From")),
        Column("ends_on", _("Until")),
        Column("stand_in", pgettext("absence", "Stand-in"), draw=lambda row: str(row.stand_in)),
        Column("end", _("Actions"), draw=end),
    ]


def bureau_columns(*, keeps: bool) -> list[Column]:
    """Return the columns of the bureaus."""
    remove = Column(
        "remove", _("Actions"), draw=lambda row: Link(_("Remove"), reverse("support:bureau_remove", args=[row.pk]))
    )
    return [
        Column(
            "field", pgettext("support request", "Field"), row_header=True, draw=lambda row: row.get_field_display()
        ),
        Column("office", _("Bureau"), draw=lambda row: str(row.office)),
        *([remove] if keeps else []),
    ]


def template_columns(*, keeps: bool) -> list[Column]:
    """Return the columns of the templates."""

    def name(row: RequestTemplate) -> object:
        return Link(row.name, reverse("support:template_edit", args=[row.pk])) if keeps else row.name

    return [
        Column("name", _("Template"), row_header=True, draw=name),
        Column("field", pgettext("support request", "Field"), draw=lambda row: row.get_field_display()),
        Column("items", _("Items"), numeric=True, draw=lambda row: len(row.items)),
        Column(
            "state",
            _("State"),
            draw=lambda row: Badge(_("Offered"), "success") if row.is_active else Badge(_("Not offered"), "neutral"),
        ),
    ]


@require_http_methods(["GET", "POST"])
def absence_add(request: HttpRequest) -> HttpResponse:
    """Say who is away and who stands in; oneself, or anybody of the office for its manager."""
    actor = actor_of(request)
    if not works_on_requests(actor):
        raise NotYoursError(_("Only who works on requests in an office enters an absence there."))
    people = standing_in(office_id=actor.office_id or 0, today=today_of())
    away = people if actor.role in APPROVES else people.filter(pk=actor.user_id or 0)
    form = AbsenceForm(request.POST or None, away=away, people=people, initial={"user": actor.user_id})
    screen = SettingScreen(
        title=_("Enter an absence"),
        form=form,
        work=lambda now: set_absence(
            user_id=picked(form, "user").pk,
            stand_in_id=picked(form, "stand_in").pk,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.cleaned_data["ends_on"],
            by=actor,
            now=now,
        ),
        done=_("The absence was entered."),
        lead=_("An approver's stand-in is an approver of the office too. Nobody decides on what they wrote."),
    )
    return setting_answer(request, screen)


def question(request: HttpRequest) -> forms.Form:
    """Return the form of a question that has nothing to fill in."""
    return forms.Form(request.POST if request.method == "POST" else None)


def picked(form: forms.Form, name: str) -> User:
    """Return the person chosen in a valid form."""
    found: User = form.cleaned_data[name]
    return found


@require_http_methods(["GET", "POST"])
def absence_end(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take an absence back, after a question."""
    actor = actor_of(request)
    row = get_object_or_404(absences_in(actor=actor, today=today_of()), pk=absence_id)
    if row.user_id != actor.user_id and actor.role not in APPROVES:
        raise NotYoursError(_("Only approvers themselves, or a manager of their office, say who stands in for them."))
    screen = SettingScreen(
        title=_("Take the absence back"),
        form=question(request),
        work=lambda now: end_absence(absence_id=absence_id, by=actor, now=now),
        done=_("The absence was taken back."),
        lead=_("%(who)s, %(start)s – %(end)s. What the stand-in has decided stays.")
        % {"who": row.user, "start": row.starts_on.isoformat(), "end": row.ends_on.isoformat()},
        submit=_("Take back"),
    )
    return setting_answer(request, screen)


@require_http_methods(["GET", "POST"])
def bureau_add(request: HttpRequest) -> HttpResponse:
    """Say which bureau answers a field."""
    actor = actor_of(request)
    check_keeps(actor)
    form = BureauForm(request.POST or None, offices=bureaus_offered())
    screen = SettingScreen(
        title=_("Name a bureau for a field"),
        form=form,
        work=lambda now: add_bureau(
            field=form.cleaned_data["field"], office_id=form.cleaned_data["office"].pk, by=actor, now=now
        ),
        done=_("It is proposed from now on for requests in that field."),
    )
    return setting_answer(request, screen)


@require_http_methods(["GET", "POST"])
def bureau_remove(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Say that a bureau no longer answers a field, after a question."""
    actor = actor_of(request)
    check_keeps(actor)
    row = get_object_or_404(RoutingRule.objects.select_related("office"), pk=rule_id)
    screen = SettingScreen(
        title=_("Remove the bureau from the field"),
        form=question(request),
        work=lambda now: remove_bureau(rule_id=rule_id, by=actor, now=now),
        done=_("It is no longer proposed for requests in that field."),
        lead=_("%(rule)s. Requests that it answers now stay with it.") % {"rule": row},
        submit=_("Remove"),
    )
    return setting_answer(request, screen)


@require_http_methods(["GET", "POST"])
def template_add(request: HttpRequest) -> HttpResponse:
    """Make a template of requests."""
    return template_answer(request, None)


@require_http_methods(["GET", "POST"])
def template_edit(request: HttpRequest, template_id: int) -> HttpResponse:
    """Change a template of requests, or offer it no more."""
    check_keeps(actor_of(request))
    return template_answer(request, get_object_or_404(RequestTemplate, pk=template_id))


def template_answer(request: HttpRequest, row: RequestTemplate | None) -> HttpResponse:
    """Return the form of a template, new or there already."""
    actor = actor_of(request)
    check_keeps(actor)
    form = TemplateForm(request.POST or None, initial=template_initial(row) if row else None)
    screen = SettingScreen(
        title=_("Change the template") if row else _("Add a template"),
        form=form,
        work=lambda now: save_template(values=form.values(), template_id=row.pk if row else None, by=actor, now=now),
        done=_("The template was saved. Requests that began with it stay as they are."),
    )
    return setting_answer(request, screen)
