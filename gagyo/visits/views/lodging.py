"""Where the parties of a visit stay, for its own office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components.cells import language
from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.shown import tell
from gagyo.visits.actions.lodging import write_lodging
from gagyo.visits.forms.lodging import EverybodyForm, LodgingForm, chosen
from gagyo.visits.models import Visit, VisitParty
from gagyo.visits.queries.lodging import lodging_of, stays_of
from gagyo.visits.rules.lodging import UnableToSaveLodging, lodging_words
from gagyo.visits.views.programme import changing_visit, programme_href, visit_crumbs

Rows = list[tuple[VisitParty, LodgingForm]]


@require_http_methods(["GET", "POST"])
@signed_in
def lodging(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say where each party stays; a save in between keeps what was written in the form."""
    visit = changing_visit(request, visit_id)
    data = request.POST if request.method == "POST" else None
    rows: Rows = [
        (party, LodgingForm(data, prefix=f"party-{party.pk}", initial=vars(lodging_of(party))))
        for party in visit.parties.all()
    ]
    everybody = EverybodyForm(data)
    if data is None or not (all(form.is_valid() for _party, form in rows) and everybody.is_valid()):
        return answer(request, visit, rows, everybody)
    wanted = chosen([(party.pk, form) for party, form in rows], together=everybody.cleaned_data["together"])
    try:
        write_lodging(
            visit_id=visit_id,
            lodging=wanted,
            expected=number_sent(data.get("version")),
            by=actor_of(request),
            now=timezone.now(),
        )
    except UnableToSaveLodging as error:
        return answer(request, visit, rows, everybody, refused=str(error))
    except SavedMeanwhileError:
        fresh = changing_visit(request, visit_id)
        return answer(request, fresh, rows, everybody, is_late=True)
    tell(request, _("It is kept where the parties stay."))
    return redirect(programme_href(visit))


def answer(
    request: HttpRequest,
    visit: Visit,
    rows: Rows,
    everybody: EverybodyForm,
    *,
    refused: str = "",
    is_late: bool = False,
) -> HttpResponse:
    """Return the form; is_late: somebody saved the visit since it was opened, and what stands there now is shown."""
    title = _("Lodging")
    bad = bool(refused) or any(form.errors for _party, form in rows)
    context: dict[str, Any] = {
        "visit": visit,
        "rows": rows,
        "everybody": everybody if len(rows) > 1 else None,
        "refused": refused,
        "is_late": is_late,
        "present": lodging_words(stays_of(visit), language=language()) if is_late else [],
        "seen_version": visit.version if is_late else request.POST.get("version") or visit.version,
        "title": title,
        "crumbs": visit_crumbs(visit, (title, "")),
        "back": programme_href(visit),
    }
    return render(request, "visits/lodging.html", context, status=409 if is_late else 422 if bad else 200)
