"""Drafting and editing a request; a second save in between is shown and merged, never lost."""

from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Link
from gagyo.common.components.cells import language
from gagyo.common.forms.numbers import id_sent
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.finding import living
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.support.actions.heard import become_request
from gagyo.support.actions.requests import add_request, edit_request
from gagyo.support.forms.requests import (
    FormChoices,
    RequestForm,
    reader_key,
    request_initial,
    rows_for,
    rows_sent,
)
from gagyo.support.models import SupportRequest
from gagyo.support.queries.beginnings import Beginning, begun_from
from gagyo.support.queries.choices import (
    link_choices,
    own_body_id,
    readers_offered,
    templates_offered,
    values_of_template,
)
from gagyo.support.queries.people import involved_of, kind_of
from gagyo.support.queries.requests import values_of_request
from gagyo.support.rules.heard import UnableToSaveHeard
from gagyo.support.rules.moves import MOVES, Step, UnableToMoveSupport, check_step
from gagyo.support.rules.readers import may_ask, parts_of
from gagyo.support.rules.values import MOST_ITEMS, RequestValues, UnableToSaveSupport
from gagyo.support.views.requests import find_request
from gagyo.support.views.shown import request_href

BEGINNINGS: Final = ("tie", "visit", "project", "agreed", "heard")


def choices_for(actor: Actor, held: RequestValues, *, office_id: int | None) -> FormChoices:
    """Return what the form offers to the actor for what the request holds."""
    today = today_of()
    offered = readers_offered(office_id=office_id, held=held.readers, today=today)
    return FormChoices(
        links=link_choices(actor=actor, held=held, office_id=office_id, today=today),
        readers=[(reader_key(reader), words) for reader, words in offered],
    )


def more_rows(request: HttpRequest, form: RequestForm, *, choices: FormChoices) -> RequestForm:
    """Return the form as it was filled in, unjudged, with one more row of items."""
    written = {name: form[name].data for name in form.fields}
    return RequestForm(initial=written, choices=choices, rows=min(rows_sent(request.POST) + 1, MOST_ITEMS))


@require_http_methods(["GET", "POST"])
def request_add(request: HttpRequest) -> HttpResponse:
    """Draft a request, from a template or from nothing."""
    actor = actor_of(request)
    if not may_ask(actor=actor, office_kind=kind_of(actor)):
        raise NotYoursError(_("Your office or your role sends no support requests. Switch to an office that does."))
    beginning = started(request, actor)
    start = beginning.values
    choices = choices_for(actor, start, office_id=actor.office_id)
    rows = max(rows_for(len(start.items)), rows_sent(request.POST))
    form = RequestForm(request.POST or None, choices=choices, rows=rows, initial=request_initial(start))
    if request.method == "POST" and "add_row" in request.POST:
        form = more_rows(request, form, choices=choices)
    elif request.method == "POST" and form.is_valid():
        try:
            made = save_new(form.values(old=start), heard_id=beginning.heard_id, by=actor)
        except (UnableToSaveSupport, UnableToSaveHeard) as error:
            form.add_error(None, str(error))
        else:
            tell(request, _("The draft was saved. Submit it for approval when it is ready."))
            return redirect(request_href(made))
    title = _("Draft a request")
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "templates": [Link(each.name, f"{request.path}?template={each.pk}") for each in templates_offered()],
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (title, "")),
        "submit": _("Save"),
        "back": reverse("support:requests"),
    }
    return render(request, "support/request_form.html", context, status=422 if form.is_bound and form.errors else 200)


@transaction.atomic
def save_new(values: RequestValues, *, heard_id: int | None, by: Actor) -> SupportRequest:
    """
    Draft a request, and link it with the item of a meeting that it comes of.

    :raises UnableToSaveSupport: if its values cannot be
    :raises UnableToSaveHeard: if the item became another request meanwhile, or this one is restricted
    """
    now = timezone.now()
    made = add_request(values=values, by=by, now=now)
    if heard_id is not None:
        become_request(item_id=heard_id, request_id=made.pk, by=by, now=now)
    return made


def started(request: HttpRequest, actor: Actor) -> Beginning:
    """Return what a new request begins with: the template and the records that the address names; the actor's own."""
    asker = own_body_id(office_id=actor.office_id) or 0
    chosen = id_sent(request.GET.get("template"))
    row = next((each for each in templates_offered() if each.pk == chosen), None)
    start = RequestValues(name_ko="", asker_id=asker, items=())
    if row is not None:
        start = values_of_template(row, asker_id=asker, language=language())
    sent = {name: id_sent(request.GET.get(name)) for name in BEGINNINGS}
    return begun_from(replace(start, officer_id=actor.user_id), sent=sent, actor=actor, today=today_of())


@require_http_methods(["GET", "POST"])
def request_edit(request: HttpRequest, request_id: int) -> HttpResponse:
    """Edit a draft or a returned request."""
    actor = actor_of(request)
    row = living(find_request(actor, request_id), archived=_("This draft is put away. Bring it back first."))
    check_yours(row, actor=actor, step=Step.EDIT)
    if (answer := too_late(request, row, step=Step.EDIT)) is not None:
        return answer
    held = values_of_request(row)
    choices = choices_for(actor, held, office_id=row.office_id)
    rows = max(rows_for(len(held.items)), rows_sent(request.POST))

    def read() -> tuple[SupportRequest, dict[str, Any]]:
        fresh = find_request(actor, request_id)
        return fresh, request_initial(values_of_request(fresh))

    def make(data: QueryDict | None, initial: dict[str, Any]) -> RequestForm:
        return RequestForm(data, choices=choices, rows=rows, initial=initial)

    def save(form: Any, expected: int) -> object:
        values = form.values(old=values_of_request(find_request(actor, request_id)))
        return edit_request(request_id=request_id, values=values, expected=expected, by=actor, now=timezone.now())

    title, back = _("Edit the request"), request_href(row)
    way = crumbs((_("Support requests"), reverse("support:requests")), (row.name, back), (title, ""))
    if request.method == "POST" and "add_row" in request.POST:
        form = more_rows(request, make(request.POST, {}), choices=choices)
        context = {"title": title, "form": form, "crumbs": way, "submit": _("Save"), "back": back}
        kept = {"was": request.POST.get("was", ""), "seen_version": request.POST.get("version", "")}
        return render(request, "support/request_form.html", {**context, **kept})
    refusals = (UnableToSaveSupport, UnableToMoveSupport)
    shown = edited(request, Editing(title, back, way, read, make, save, refusals, "support/request_form.html"))
    if shown is not None:
        return shown
    tell(request, _("The request was saved."))
    return redirect(back)


def check_yours(row: SupportRequest, *, actor: Actor, step: Step) -> None:
    """
    Refuse a step of a request to whoever never does it; whether it can be done now is another question.

    :raises NotYoursError: with the sentence
    """
    parts = parts_of(actor=actor, office_kind=kind_of(actor), involved=involved_of(row))
    if not MOVES[step].by & parts:
        raise NotYoursError(
            _("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": row.number}
        )


def too_late(request: HttpRequest, row: SupportRequest, *, step: Step) -> HttpResponse | None:
    """Return the way to the request's page with a sentence, where a step can not be done in its present state."""
    try:
        check_step(step=step, number=row.number, state=row.state, parts=MOVES[step].by, reason="-")
    except UnableToMoveSupport as error:
        messages.error(request, str(error))
        return redirect(request_href(row))
    return None


def yours(request: HttpRequest, request_id: int, step: Step) -> tuple[SupportRequest, HttpResponse | None]:
    """
    Return a request for a step, and the way back with a sentence where it cannot be done now.

    :raises NotYoursError: for whoever never does it
    """
    actor = actor_of(request)
    row = find_request(actor, request_id)
    check_yours(row, actor=actor, step=step)
    return row, too_late(request, row, step=step)
