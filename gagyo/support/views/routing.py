"""Routing on screen: the proposal with the reason of each office, changed by a person and confirmed."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components.cells import marked
from gagyo.common.views.shown import text_shown, today_of
from gagyo.support.actions.routing import LegValues, route_request
from gagyo.support.choices import ItemOutcome, LegState
from gagyo.support.forms.routing import RouteRow, RoutingForm
from gagyo.support.models import SupportRequest
from gagyo.support.models.legs import OPEN_LEG
from gagyo.support.queries.answers import unheld_items
from gagyo.support.queries.requests import legs_of
from gagyo.support.queries.routing import answering_offices, proposals_for
from gagyo.support.rules.moves import Step
from gagyo.support.views.request_forms import yours
from gagyo.support.views.shown import request_href
from gagyo.support.views.step_screens import StepScreen, step_answer


@require_http_methods(["GET", "POST"])
def routing(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say who answers: proposed offices ticked or not, others added; each can be asked for some items only."""
    row, answer = yours(request, request_id, Step.ROUTE)
    if answer is not None:
        return answer
    legs = legs_of(row, proposed=True)
    asked = [leg for leg in legs if leg.state in OPEN_LEG and leg.state != LegState.PROPOSED]
    offices = answering_offices().exclude(pk__in=[leg.office_id for leg in asked])
    items = [
        (item.pk, marked(text_shown(item.text)[0])) for item in row.items.all() if item.outcome == ItemOutcome.OPEN
    ]
    rows, outside = proposed_rows(row)
    form = RoutingForm(request.POST or None, rows=rows, items=items, offices=offices)
    screen = StepScreen(
        title=_("Say who answers"),
        submit=_("Send to these offices"),
        form=form,
        work=lambda now: route_request(request_id=request_id, legs=form.legs(), by=actor_of(request), now=now),
        done=_("The request was sent. The people who answer in these offices are told by e-mail."),
        lead=_("Each office answers the items that are ticked for it. Its clock starts when you send."),
        then=request_href(row),
        template="support/routing.html",
        more={"asked": asked, "outside": outside},
    )
    return step_answer(request, row, screen)


def proposed_rows(row: SupportRequest) -> tuple[list[RouteRow], list[str]]:
    """
    Return the offices to be offered with a tick, and the names of missions that do not work in this system.

    What a person proposed before comes first, as it was left; a further routing ticks a new office only where an item
    has nobody to answer it.
    """
    left = tuple(unheld_items(row))
    found = [
        RouteRow(
            LegValues(
                leg.office_id, leg.because, leg.body_id, tuple(each.item_id for each in leg.items.all()), leg.owner_id
            ),
            str(leg.office),
            str(leg.get_because_display()),
        )
        for leg in legs_of(row, proposed=True)
        if leg.state == LegState.PROPOSED
    ]
    outside = []
    for each in proposals_for(row, today=today_of()):
        if each.office_id is None:
            outside.append(each.name)
            continue
        values = LegValues(each.office_id, each.because.value, each.body_id, left, each.owner_id)
        found.append(RouteRow(values, each.name, str(each.because.label), ticked=bool(left)))
    return found, outside
