"""The rows of a round, one screen for each kind: days, tables, sides, topics, equipment, interpreters."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.shown import tell
from gagyo.meetings.actions.round_rows import save_rows
from gagyo.meetings.forms.round_rows import KINDS, RowsForm, held_by
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.rules.rounds import UnableToSaveRound
from gagyo.meetings.views.rounds import own_round
from gagyo.meetings.views.shown import round_href, way_in


@require_http_methods(["GET", "POST"])
@signed_in
def round_rows(request: HttpRequest, round_id: int, kind: str) -> HttpResponse:
    """Keep the rows of one kind; a second save in between is shown and merged."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    chosen = KINDS.get(kind)
    if chosen is None:
        raise Http404(_("A round has no such rows. Go back to its page."))

    options = {"venue_id": [(str(each.pk), each.name) for each in row.venues.all()]}

    def read() -> tuple[MeetingRound, dict[str, Any]]:
        fresh = own_round(actor, round_id)
        rows = list(chosen.model._default_manager.filter(round=fresh))
        return fresh, held_by(rows, kind=chosen)

    def save(form: Any, expected: int) -> None:
        save_rows(
            round_id=round_id,
            model=chosen.model,
            what=chosen.code,
            rows=form.values(),
            expected=expected,
            by=actor,
            now=timezone.now(),
        )

    answer = edited(
        request,
        Editing(
            title=str(chosen.title),
            lead=str(chosen.lead),
            back=round_href(row),
            crumbs=way_in(row, (str(chosen.title), "")),
            read=read,
            make=lambda data, held: RowsForm(data, kind=chosen, held=held, options=options),
            save=save,
            refusals=(UnableToSaveRound,),
            template="meetings/round_rows.html",
        ),
    )
    if answer is None:
        tell(request, _("“%(what)s” was saved.") % {"what": chosen.title})
        return redirect(round_href(row))
    return answer
