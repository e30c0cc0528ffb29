"""Proposing stops: the question, the preview of what would go where and what did not fit, and putting it in."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_tasks_db.models import DBTaskResult

from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.components.cells import language
from gagyo.visits.actions.programme_proposal import TASK, apply_proposal, ask_for_proposal
from gagyo.visits.forms.programme import ProposalForm
from gagyo.visits.models import Visit
from gagyo.visits.queries.programme import stops_of
from gagyo.visits.queries.programme_choices import sites_to_show, wished_of
from gagyo.visits.queries.programme_proposal import names_for_preview
from gagyo.visits.rules.languages import language_name
from gagyo.visits.rules.programme import UnableToSaveStop, time_of
from gagyo.visits.rules.programme_proposal import Planned
from gagyo.visits.rules.programme_text import day_words
from gagyo.visits.views.programme import changing_visit, page_answer, programme_href, tell_undo, visit_crumbs

SALT = "visits.programme.proposal"


@require_http_methods(["GET", "POST"])
@signed_in
def programme_proposal(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Ask which sites for whom; the search runs in the background."""
    visit = changing_visit(request, visit_id)
    sites = sites_to_show(actor_of(request))
    form = ProposalForm(request.POST or None, visit=visit, sites=sites, initial=wished_of(visit))
    if request.method == "POST" and form.is_valid():
        found = ask_for_proposal(visit_id=visit_id, question=form.question(), language=language(), by=actor_of(request))
        if found.is_finished:
            return preview(request, visit, found.return_value or {})
        return redirect("visits:programme_proposed", visit_id, found.id)
    context = {
        "form": form,
        "visit": visit,
        "title": _("Propose stops"),
        "has_sites": bool(sites),
        "crumbs": visit_crumbs(visit, (_("Propose stops"), "")),
        "back": programme_href(visit),
    }
    return render(request, "visits/programme_ask.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def programme_proposed(request: HttpRequest, visit_id: int, task_id: Any) -> HttpResponse:
    """Show what the search came to, or that it still runs."""
    visit = changing_visit(request, visit_id)
    row = DBTaskResult.objects.filter(pk=task_id, task_path=TASK).first()
    if row is None or row.args_kwargs["args"][0] != visit_id:
        raise Http404(_("This proposal is not there any more. Ask for a new one."))
    if row.status == "SUCCESSFUL":
        return preview(request, visit, row.return_value)
    context = {
        "visit": visit,
        "title": _("Propose stops"),
        "failed": row.status == "FAILED",
        "crumbs": visit_crumbs(visit, (_("Propose stops"), "")),
        "href": request.path,
        "back": reverse("visits:programme_proposal", args=[visit_id]),
    }
    part = "visits/parts/programme_waiting.html"
    waiting = bool(request.headers.get("HX-Request")) and not context["failed"]
    return render(request, part if waiting else "visits/programme_waiting.html", context)


def preview(request: HttpRequest, visit: Visit, found: dict[str, Any]) -> HttpResponse:
    """Return what a proposal would put where, with the form that puts it in."""
    planned = [Planned.from_json(values) for values in found["stops"]]
    names = names_for_preview(visit, planned)
    removed = [stop.title for stop in stops_of(visit) if stop.pk in found["removed"]]
    kept = {"visit": visit.pk, "seen": found["seen"], "stops": found["stops"], "removed": found["removed"]}
    context = {
        "visit": visit,
        "days": days_of(planned, names),
        "count": len(planned),
        "removed": removed,
        "unplaced": found["unplaced"],
        "is_proven": found["is_proven"],
        "minutes": found["minutes"],
        "signed": signing.dumps(kept, salt=SALT, compress=True),
        "crumbs": visit_crumbs(visit, (_("Propose stops"), "")),
        "again": reverse("visits:programme_proposal", args=[visit.pk]),
    }
    answer = render(request, "visits/programme_preview.html", context)
    # htmx asks from the page that waits: the preview takes that page's place.
    if request.headers.get("HX-Request"):
        answer.headers["HX-Redirect"] = request.path
    return answer


def days_of(planned: list[Planned], names: dict[str, dict[int, str]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the days of a proposal, each with its lines."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(planned, key=lambda one: (one.day, one.start)):
        line = {
            "starts": f"{time_of(one.start):%H:%M}",
            "ends": f"{time_of(one.end):%H:%M}",
            "site": names["sites"].get(one.site_id, ""),
            "parties": ", ".join(names["parties"].get(pk, "") for pk in one.party_ids),
            "vehicle": names["vehicles"].get(one.vehicle_id or 0, ""),
            "interpreter": names["interpreters"].get(one.interpreter_id or 0, ""),
            "language": language_name(one.language),
            "is_moved": one.stop_id is not None,
        }
        found.setdefault(day_words(one.day, language=language()), []).append(line)
    return list(found.items())


@require_POST
@signed_in
def programme_apply(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put a proposal into the programme, if nothing was changed since."""
    visit = changing_visit(request, visit_id)
    try:
        found = signing.loads(request.POST.get("proposal", ""), salt=SALT, max_age=24 * 3600)
    except signing.BadSignature:
        found = {}
    if found.get("visit") != visit_id:
        raise Http404(_("This proposal is not there any more. Ask for a new one."))
    try:
        left = apply_proposal(
            visit_id=visit_id,
            planned=[Planned.from_json(values) for values in found["stops"]],
            removed=found["removed"],
            seen=found["seen"],
            by=actor_of(request),
            now=timezone.now(),
        )
    except UnableToSaveStop as error:
        return page_answer(request, visit, problems=error.sentences, status=409)
    tell_undo(request, visit, _("The proposed stops stand in the programme."), left)
    return redirect(programme_href(visit))
