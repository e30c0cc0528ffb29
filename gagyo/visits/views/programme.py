"""The programme of a visit: its days with their stops; a stop is added, edited, moved, taken out, brought back."""

from datetime import time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_read_contacts, may_write, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Action
from gagyo.common.components.cells import language
from gagyo.common.forms.merging import answers_of, as_post, from_kept, kept
from gagyo.common.forms.numbers import day_sent, id_sent, number_sent
from gagyo.common.views.conflicts import Saves, conflict_answer, decided, parts_of
from gagyo.common.views.shown import crumbs, tell
from gagyo.visits.actions.programme import add_stop, edit_stop, move_stop, remove_stop, undo_programme
from gagyo.visits.choices import StopKind
from gagyo.visits.forms.programme import StopForm, stop_initial, values_of_stop
from gagyo.visits.models import Stop, Visit
from gagyo.visits.queries.lodging import stays_of
from gagyo.visits.queries.programme import Programme, programme_of, stops_of
from gagyo.visits.queries.programme_choices import stop_choices
from gagyo.visits.queries.programme_news import news_of
from gagyo.visits.queries.programme_versions import content_of, versions_of
from gagyo.visits.rules.lodging import leaving_words
from gagyo.visits.rules.programme import STEP_MINUTES, StopValues, UnableToSaveStop, UnableToUndoProgramme
from gagyo.visits.rules.programme_text import day_words, differences
from gagyo.visits.views.shown import visit_badge, visit_href
from gagyo.visits.views.visits import find_visit, living_visit

STEPS: dict[str, dict[str, int]] = {
    "earlier": {"minutes": -STEP_MINUTES},
    "later": {"minutes": STEP_MINUTES},
    "day_before": {"days": -1},
    "day_after": {"days": 1},
}
DEFAULT_START, DEFAULT_END = time(10), time(11)


def own_visit(request: HttpRequest, visit_id: int) -> Visit:
    """
    Return a visit whose programme the actor may see: of the own office, or as an auditor.

    :raises Http404: for others, even if the visit itself is public
    """
    actor = actor_of(request)
    row = find_visit(actor, visit_id)
    if not reads_inside(actor=actor, office_id=row.office_id):
        raise Http404(_("The programme of this visit is kept by its own office. Ask that office for it."))
    return row


def changing_visit(request: HttpRequest, visit_id: int) -> Visit:
    """
    Return a visit whose programme the actor may change.

    :raises Http404: if there is none, or it is archived
    :raises NotYoursError: if it belongs to others
    """
    row = living_visit(actor_of(request), visit_id)
    check_write(actor=actor_of(request), office_id=row.office_id, what=str(row))
    return row


def programme_href(visit: Visit) -> str:
    """Return the address of a visit's programme."""
    return reverse("visits:programme", args=[visit.pk])


def visit_crumbs(visit: Visit, *more: tuple[str, str]) -> Any:
    """Return the way from home to a page of a programme."""
    return crumbs(
        (_("Delegation visits"), reverse("visits:visits")),
        (visit.name, visit_href(visit)),
        (_("Programme"), programme_href(visit) if more else ""),
        *more,
    )


@require_GET
@signed_in
def programme(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Show the days of a visit with their stops, and beside each what clashes."""
    return page_answer(request, own_visit(request, visit_id))


def board_context(request: HttpRequest, visit: Visit, *, problems: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what the days are drawn from."""
    found = programme_of(visit)
    may = may_write(actor=actor_of(request), office_id=visit.office_id) and not visit.archived_at
    days = [(day, day_words(day.day, language=language())) for day in found.days]
    return {
        "visit": visit,
        "days": days,
        "may_write": may,
        "problems": problems,
        "summary": summary(found),
        "may_ask": may and may_read_contacts(actor=actor_of(request)),
        **(news_context(visit) if may else {}),
        "leaving": leaving_words(stays_of(visit), language=language()),
    }


def summary(found: Programme) -> str:
    """Return how many stops there are and how much is to be looked at, in a sentence."""
    stops = ngettext("%(n)s stop", "%(n)s stops", found.stop_count) % {"n": found.stop_count}
    if not found.clash_count:
        return _("%(stops)s, nothing clashes.") % {"stops": stops}
    clashes = ngettext("%(n)s thing to look at", "%(n)s things to look at", found.clash_count) % {
        "n": found.clash_count
    }
    return _("%(stops)s, %(clashes)s.") % {"stops": stops, "clashes": clashes}


def page_answer(
    request: HttpRequest, visit: Visit, *, problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    """Return the whole page of a programme."""
    context = board_context(request, visit, problems=problems)
    actions = [
        Action(_("Propose stops"), reverse("visits:programme_proposal", args=[visit.pk]), kind="secondary"),
        Action(_("Lodging"), reverse("visits:lodging", args=[visit.pk]), kind="tertiary"),
        Action(_("Send to the visitors"), reverse("visits:programme_send", args=[visit.pk]), kind="tertiary"),
    ]
    add = Action(_("Add a stop"), reverse("visits:stop_add", args=[visit.pk]), icon="plus")
    context |= {
        "crumbs": visit_crumbs(visit),
        "badge": visit_badge(visit),
        "action": add if context["may_write"] else None,
        "more_actions": actions if context["may_write"] else [],
        "versions": versions_of(visit),
    }
    return render(request, "visits/programme.html", context, status=status)


def news_context(visit: Visit) -> dict[str, Any]:
    """Return how many changes visitors have not seen since the last version, and whom nobody told."""
    last = visit.programme_versions.order_by("-number").first()
    kept = last.content["stops"] if last else []
    changes = differences(kept, content_of(visit)["stops"], language=language()) if last else []
    return {
        "last_version": last.number if last else 0,
        "changed": len(changes),
        "untold": len(news_of(visit, now=timezone.now())),
    }


def board_answer(
    request: HttpRequest, visit: Visit, *, said: str = "", problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    """Return the days alone for a script, with what a screen reader says about it."""
    context = board_context(request, visit, problems=problems)
    said = " ".join([said, *problems, context["summary"]]).strip()
    return render(request, "visits/parts/programme_answer.html", {**context, "said": said}, status=status)


def answer(
    request: HttpRequest, visit: Visit, *, problems: tuple[str, ...] = (), status: int = 200, said: str = ""
) -> HttpResponse:
    """Return the days for a script, the page for everybody else."""
    if request.headers.get("HX-Request"):
        return board_answer(request, visit, said=said, problems=problems, status=status)
    if problems:
        return page_answer(request, visit, problems=problems, status=status)
    return redirect(programme_href(visit))


def find_stop(visit: Visit, stop_id: int) -> Stop:
    """
    Return a stop of a visit.

    :raises Http404: if it is not there any more
    """
    stop = stops_of(visit).filter(pk=stop_id).first()
    if stop is None:
        raise Http404(_("This stop is not in the programme any more. Open the programme again."))
    return stop


@require_POST
@signed_in
def stop_move(request: HttpRequest, visit_id: int, stop_id: int) -> HttpResponse:
    """Move a stop: by a button some minutes or a day, by drag to a day behind another stop."""
    visit = changing_visit(request, visit_id)
    stop = find_stop(visit, stop_id)
    day = day_sent(request.POST.get("day"))
    step: dict[str, Any] = dict(STEPS.get(request.POST.get("to", ""), {}))
    if not step and day is not None:
        step = {"day": day, "after_id": id_sent(request.POST.get("after"))}
    try:
        moved, left = move_stop(
            visit_id=visit_id,
            stop_id=stop_id,
            expected=number_sent(request.POST.get("version")),
            by=actor_of(request),
            now=timezone.now(),
            **step,
        )
    except UnableToSaveStop as error:
        return answer(request, visit, problems=(str(stop), *error.sentences), status=422)
    except SavedMeanwhileError:
        return answer(request, visit, problems=(saved_meanwhile(stop),), status=409)
    starts = timezone.localtime(moved.starts_at)
    words = {"stop": stop.title, "day": day_words(starts.date(), language=language()), "time": f"{starts:%H:%M}"}
    said = _("“%(stop)s” was moved to %(day)s, %(time)s.") % words
    if not request.headers.get("HX-Request"):
        tell_undo(request, visit, said, left)
    return answer(request, visit, said=said)


def saved_meanwhile(stop: Stop) -> str:
    """Return the sentence for a move of a stop that somebody saved in between."""
    return _("Somebody saved “%(stop)s” in between. It stands as they left it: look at it and move it again.") % {
        "stop": stop.title
    }


def tell_undo(request: HttpRequest, visit: Visit, words: str, record_id: int) -> None:
    """Say what was done, with the button that takes it back."""
    undo = reverse("visits:programme_undo", args=[visit.pk])
    tell(request, words, undo=undo, undo_fields={"record": record_id})


@require_http_methods(["GET", "POST"])
@signed_in
def stop_add(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Add a stop to the programme."""
    visit = changing_visit(request, visit_id)
    form = stop_form(request, visit, request.POST or None, values=first_values(request, visit))
    form.initial["ends"] = ""
    if request.method == "POST" and form.is_valid():
        try:
            stop, left = add_stop(visit_id=visit_id, values=form.values(), by=actor_of(request), now=timezone.now())
        except UnableToSaveStop as error:
            refuse(form, error)
        else:
            tell_undo(request, visit, _("“%(stop)s” was added to the programme.") % {"stop": stop.title}, left)
            return redirect(f"{programme_href(visit)}#stop-{stop.pk}")
    return stop_form_answer(request, visit, form)


def first_values(request: HttpRequest, visit: Visit) -> StopValues:
    """Return what an empty form begins with: after the last stop of the day that was asked for."""
    day = day_sent(request.GET.get("day")) or visit.starts_on
    last = max(
        (end for stop in stops_of(visit) if (end := timezone.localtime(stop.ends_at)).date() == day), default=None
    )
    starts = last.time() if last and last.hour < 22 else DEFAULT_START
    ends = time(starts.hour + 1, starts.minute) if last else DEFAULT_END
    return StopValues(kind=StopKind.SITE, day=day, starts=starts, ends=ends)


@require_http_methods(["GET", "POST"])
@signed_in
def stop_edit(request: HttpRequest, visit_id: int, stop_id: int) -> HttpResponse:
    """Edit a stop; a second save in between is shown and merged."""
    visit = changing_visit(request, visit_id)
    stop = find_stop(visit, stop_id)
    current = values_of_stop(stop)
    if request.method != "POST":
        return stop_form_answer(request, visit, stop_form(request, visit, None, values=current, stop=stop), stop=stop)
    data = merged_stop(request, visit, stop) if "merge" in request.POST else request.POST
    form = stop_form(request, visit, data, values=current, stop=stop)
    if not form.is_valid():
        return stop_form_answer(request, visit, form, stop=stop, posted=data)
    values, seen = form.values(), number_sent(data.get("version"))
    try:
        left = edit_stop(
            visit_id=visit_id, stop_id=stop_id, values=values, expected=seen, by=actor_of(request), now=timezone.now()
        )
    except UnableToSaveStop as error:
        refuse(form, error)
        return stop_form_answer(request, visit, form, stop=stop, posted=data)
    except SavedMeanwhileError:
        return second_save(request, visit, stop_id=stop_id, mine=values, was=data.get("was", ""))
    tell_undo(request, visit, _("The stop “%(stop)s” was saved.") % {"stop": stop.title}, left)
    return redirect(f"{programme_href(visit)}#stop-{stop_id}")


def refuse(form: StopForm, error: UnableToSaveStop) -> None:
    """Put the sentences of a refusal above the form."""
    for sentence in error.sentences:
        form.add_error(None, sentence)


def stop_form(
    request: HttpRequest, visit: Visit, data: Any, *, values: StopValues, stop: Stop | None = None
) -> StopForm:
    """Return the form of a stop with the office's own choices."""
    choices = stop_choices(actor=actor_of(request), stop=stop)
    return StopForm(data, visit=visit, choices=choices, shown_in=language(), initial=stop_initial(values))


def merged_stop(request: HttpRequest, visit: Visit, stop: Stop) -> QueryDict:
    """Return the answers after the choices that the page with both versions was sent with."""
    data = request.POST
    mine = {name: data.getlist(name) for name in data if not name.startswith("take_")}
    form = stop_form(request, visit, None, values=values_of_stop(stop), stop=stop)
    theirs = answers_of(form)
    answers = decided(request, parts=parts_of(form), theirs=theirs, mine=mine)
    return as_post({**answers, "version": [data.get("version", "")], "was": [kept(theirs)]})


def second_save(request: HttpRequest, visit: Visit, *, stop_id: int, mine: StopValues, was: str) -> HttpResponse:
    """Return the page with both versions of a stop."""
    fresh = find_stop(visit, stop_id)
    form = stop_form(request, visit, None, values=values_of_stop(fresh), stop=fresh)
    return conflict_answer(
        request,
        row=visit,
        saves=Saves(
            before=from_kept(was),
            theirs=answers_of(form),
            mine=answers_of(stop_form(request, visit, None, values=mine, stop=fresh)),
        ),
        parts=parts_of(form),
        hidden={"version": str(fresh.version), "merge": "yes"},
        title=fresh.title,
    )


def stop_form_answer(
    request: HttpRequest, visit: Visit, form: StopForm, *, stop: Stop | None = None, posted: Any = None
) -> HttpResponse:
    """Return the form of a stop; `was` goes along, so that a second save can tell who changed what."""
    title = _("Edit the stop") if stop else _("Add a stop")
    context = {
        "form": form,
        "visit": visit,
        "stop": stop,
        "title": title,
        "was": posted.get("was") if posted else kept(answers_of(form)) if stop else "",
        "seen_version": posted.get("version") if posted else str(stop.version) if stop else "",
        "crumbs": visit_crumbs(visit, (title, "")),
        "back": programme_href(visit),
    }
    return render(request, "visits/programme_stop.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def stop_remove(request: HttpRequest, visit_id: int, stop_id: int) -> HttpResponse:
    """Take a stop out; the toast brings it back."""
    visit = changing_visit(request, visit_id)
    stop = find_stop(visit, stop_id)
    seen = number_sent(request.POST.get("version"))
    try:
        left = remove_stop(visit_id=visit_id, stop_id=stop_id, expected=seen, by=actor_of(request), now=timezone.now())
    except UnableToSaveStop as error:
        return answer(request, visit, problems=error.sentences, status=422)
    except SavedMeanwhileError:
        return answer(request, visit, problems=(saved_meanwhile(stop),), status=409)
    tell_undo(request, visit, _("“%(stop)s” was taken out of the programme.") % {"stop": stop.title}, left)
    return redirect(programme_href(visit))


@require_POST
@signed_in
def programme_undo(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Put the stops of one change back as they were."""
    visit = changing_visit(request, visit_id)
    record_id = number_sent(request.POST.get("record"))
    try:
        undo_programme(visit_id=visit_id, record_id=record_id, by=actor_of(request), now=timezone.now())
    except UnableToUndoProgramme as error:
        return page_answer(request, visit, problems=(str(error),), status=409)
    tell(request, _("The programme is as it was before."))
    return redirect(programme_href(visit))
