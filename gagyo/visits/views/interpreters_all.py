"""One button that asks for all days of a visit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gagyo.accounts.rules import check_write, may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.views.shown import tell
from gagyo.visits.actions.interpreting_all import ask_for_all_days
from gagyo.visits.rules.interpreting import UnableToAsk
from gagyo.visits.views.visits import living_visit


@require_POST
@only(may_read_contacts)
def ask_all(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Ask the first who fits for each day that lacks an interpreter."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    try:
        days = ask_for_all_days(visit_id=visit_id, by=actor, now=timezone.now())
    except UnableToAsk as error:
        messages.error(request, str(error))
    else:
        words = ngettext("Somebody was asked for %(n)s day.", "Somebody was asked for each of %(n)s days.", days)
        tell(request, words % {"n": days})
    return redirect("visits:visit_interpreters", visit_id=visit_id)
