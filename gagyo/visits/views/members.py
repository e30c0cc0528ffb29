"""The list of a visit's named members, for its own office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.rules import check_write, may_read_contacts
from gagyo.accounts.views.gates import actor_of, only
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.numbers import number_sent
from gagyo.common.views.shown import crumbs, tell
from gagyo.visits.actions.members import write_members
from gagyo.visits.forms.members import MemberForm, MemberRows, named_of
from gagyo.visits.models import Visit, VisitMember
from gagyo.visits.rules.values import UnableToSaveVisit
from gagyo.visits.views.shown import visit_href
from gagyo.visits.views.visits import living_visit

PREFIX = "members"
FREE_ROWS = 3


@require_http_methods(["GET", "POST"])
@only(may_read_contacts)
def members(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Keep the names of those for whom a name is needed; a save in between keeps what was written in the form."""
    actor = actor_of(request)
    visit = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=visit.office_id, what=str(visit))
    options = {"parties": [(str(party.pk), str(party)) for party in visit.parties.all()]}
    if request.method != "POST":
        return answer(request, visit, MemberRows(prefix=PREFIX, initial=held(visit), form_kwargs=options))
    if "add_row" in request.POST:
        total = min(number_sent(request.POST.get(f"{PREFIX}-TOTAL_FORMS")), 299)
        forms = [MemberForm(request.POST, prefix=f"{PREFIX}-{n}", **options) for n in range(total)]
        written: list[dict[str, Any]] = [{name: form[name].data for name in form.fields} for form in forms]
        return answer(request, visit, MemberRows(prefix=PREFIX, initial=[*written, {}], form_kwargs=options))
    rows = MemberRows(request.POST, prefix=PREFIX, form_kwargs=options)
    if not rows.is_valid():
        return answer(request, visit, rows)
    expected = number_sent(request.POST.get("version"))
    try:
        count = write_members(visit_id=visit_id, named=named_of(rows), expected=expected, by=actor, now=timezone.now())
    except UnableToSaveVisit as error:
        return answer(request, visit, rows, refused=str(error))
    except SavedMeanwhileError:
        fresh = living_visit(actor, visit_id)
        present = list(VisitMember.objects.filter(party__visit=fresh))
        return answer(request, fresh, rows, present=present, status=409)
    tell(request, _("%(n)d names are kept.") % {"n": count})
    return redirect(visit_href(visit))


def held(visit: Visit) -> list[dict[str, Any]]:
    """Return what the rows hold: the members in their order, and free rows."""
    rows = VisitMember.objects.filter(party__visit=visit).order_by("order", "pk")
    kept = [{"party": row.party_id, "name": row.name, "title": row.title, "note": row.note} for row in rows]
    return [*kept, *({} for _n in range(FREE_ROWS))]


def answer(
    request: HttpRequest,
    visit: Visit,
    rows: Any,
    *,
    refused: str = "",
    present: list[VisitMember] | None = None,
    status: int = 0,
) -> HttpResponse:
    """Return the list; present: the names as somebody else has just saved them."""
    bad = bool(refused) or (rows.is_bound and bool(rows.total_error_count()))
    context = {
        "visit": visit,
        "rows": rows,
        "refused": refused,
        "present": present,
        "seen_version": visit.version if present is not None else request.POST.get("version") or visit.version,
        "crumbs": crumbs(
            (_("Delegation visits"), reverse("visits:visits")),
            (str(visit), visit_href(visit)),
            (_("List of names"), ""),
        ),
        "back": visit_href(visit),
    }
    return render(request, "visits/members.html", context, status=status or (422 if bad else 200))
