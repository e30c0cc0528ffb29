"""A leg's items go to another office: all of them passed on, some given away, or joined with another office's part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components.cells import marked
from gagyo.common.views.shown import text_shown
from gagyo.support.actions.leg_moves import join_leg, pass_leg_on, split_leg
from gagyo.support.choices import Confidentiality
from gagyo.support.forms.routing import JoinForm, PassOnForm, SplitForm
from gagyo.support.models import Leg
from gagyo.support.queries.hours import zones_of
from gagyo.support.queries.legs import asked_items, joinable_legs
from gagyo.support.queries.routing import answering_offices
from gagyo.support.rules.moves import LegStep, Part
from gagyo.support.views.legs import leg_screen, parts_to, yours, zone_words
from gagyo.support.views.shown import leg_href, request_href
from gagyo.support.views.step_screens import step_answer


@require_http_methods(["GET", "POST"])
def leg_pass_on(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Pass a leg on to the office that should answer, with the reason."""
    row, answer = yours(request, leg_id, LegStep.PASS_ON)
    if answer is not None:
        return answer
    form = PassOnForm(request.POST or None, offices=answering_offices().exclude(pk=row.office_id))
    screen = leg_screen(
        row,
        title=_("Pass it on"),
        submit=_("Pass on"),
        form=form,
        work=lambda now: pass_leg_on(
            leg_id=leg_id,
            office_id=form.cleaned_data["office"].pk,
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            now=now,
        ),
        done=_("It was passed on. That office and the ministry are told by e-mail."),
        lead=_("All its items go to that office, whose clock starts anew."),
        then=reverse("support:requests"),
    )
    return step_answer(request, row.request, screen)


@require_http_methods(["GET", "POST"])
def leg_split(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Give some of a leg's items to another office, with the reason; the others stay."""
    row, answer = yours(request, leg_id, LegStep.SPLIT)
    if answer is not None:
        return answer
    if len(asked_items(row)) < 2:
        messages.error(request, _("This part has one item only. Pass the part on instead."))
        return redirect(leg_href(row))
    items = [(each.item_id, marked(text_shown(each.item.text)[0])) for each in asked_items(row)]
    form = SplitForm(request.POST or None, items=items, offices=answering_offices().exclude(pk=row.office_id))
    screen = leg_screen(
        row,
        title=_("Give some items to another office"),
        submit=_("Give them"),
        form=form,
        work=lambda now: split_leg(
            leg_id=leg_id,
            office_id=form.cleaned_data["office"].pk,
            item_ids=form.cleaned_data["items"],
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            now=now,
        ),
        done=_("The items were given to that office, which is told by e-mail, and so is the ministry."),
        lead=_(
            "The items that you tick leave your office, with what was drafted for them; that office's clock for them "
            "starts anew, unless it has a part of this request already. The others stay, and so does their due time."
        ),
    )
    return step_answer(request, row.request, screen)


@require_http_methods(["GET", "POST"])
def leg_join(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Join a leg with another office's, which answers the items of both."""
    row, answer = yours(request, leg_id, LegStep.JOIN)
    if answer is not None:
        return answer
    legs = joinable_legs(row)
    if not legs:
        messages.error(request, _("No other office works on this request now, so there is nothing to join it with."))
        return redirect(leg_href(row))
    form = JoinForm(request.POST or None, legs=[(leg.pk, marked(words)) for leg, words in join_words(legs)])
    restricted = row.request.confidentiality == Confidentiality.RESTRICTED
    routes = Part.ROUTER in parts_to(row, actor_of(request))
    screen = leg_screen(
        row,
        title=_("Join it with another office's part"),
        submit=_("Join"),
        form=form,
        work=lambda now: join_leg(
            leg_id=leg_id,
            into_id=form.cleaned_data["into"],
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            now=now,
        ),
        done=_("The parts were joined. The office that goes on is told by e-mail."),
        lead=_(
            "This part ends: its items go to the office that you choose, which answers them by its own due "
            "time. What this office drafted stays here to be read, and is not sent."
        ),
        # Who gives a restricted request away reads it no more.
        then=reverse("support:requests") if restricted and not routes else request_href(row.request),
    )
    return step_answer(request, row.request, screen)


def join_words(legs: list[Leg]) -> list[tuple[Leg, str]]:
    """Return each leg with its office, its state and when it is due by both clocks."""
    zones = zones_of([leg.office for leg in legs])
    found = []
    for leg in legs:
        due = ", ".join(zone_words(leg.due_at, zones[leg.office_id])) or _("no due time while it waits")
        words = _("%(office)s – %(state)s, due: %(due)s")
        found.append((leg, words % {"office": leg.office, "state": leg.get_state_display(), "due": due}))
    return found
