"""Rounds: the list, a round's page, entering, editing, moving, archiving."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import check_write, may_write, reads_inside
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.accounts.views.history import history_href
from gagyo.common.components import Action, Link
from gagyo.common.rules import Actor
from gagyo.common.views.editing import Editing, edited
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.moving import Moving, moved
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, history_entries, tell, text_shown, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.meetings.actions.rounds import add_round, archive_round, edit_round, move_round, restore_round
from gagyo.meetings.forms.rounds import NewRoundForm, RoundFilterForm, RoundForm, round_initial
from gagyo.meetings.models import MeetingRound
from gagyo.meetings.queries.acting import own_participants
from gagyo.meetings.queries.history import history_of
from gagyo.meetings.queries.rounds import (
    listed_rounds,
    readiness_of,
    round_choices,
    round_for,
    slots_of_round,
    values_of_round,
)
from gagyo.meetings.rules.rounds import (
    ReasonMissingError,
    RoundValues,
    UnableToMoveRound,
    UnableToSaveRound,
    next_states,
)
from gagyo.meetings.views.round_shown import days_shown, facts, round_actions, steps
from gagyo.meetings.views.shown import round_badge, round_columns, round_href, way, way_in

LISTED = CountingRule(
    code="rounds-listed",
    name_ko="목록의 회차",
    name_en="Rounds of this list",
    sentence_ko="조건에 맞는 회차를 1건씩 셉니다. 준비 중인 회차는 주최 기관에만 보입니다.",
    sentence_en="Rounds that fit, each once. A round being prepared is shown to its organiser only.",
)


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """List rounds, the latest first: filters and order in the address, a worksheet of this."""
    actor = actor_of(request)
    form = RoundFilterForm(request.GET)
    rows = listed_rounds(actor=actor, sort=request.GET.get("sort", ""), **form.wanted())
    page = page_of(request, rows)
    count = count_of(request, count=page.paginator.count, unit="item", rule=LISTED, as_of=today_of())
    if wants_sheet(request):
        return sheet_answer(
            title=_("One-to-one meetings"),
            columns=round_columns(),
            rows=rows,
            count=count,
            name="meeting-rounds",
            now=timezone.now(),
        )
    may = actor.office_id is not None and may_write(actor=actor, office_id=actor.office_id)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "columns": round_columns(),
        "crumbs": crumbs((_("One-to-one meetings"), "")),
        "action": Action(_("Enter a round"), reverse("meetings:round_add"), icon="plus") if may else None,
        "more_actions": [sheet_action(request)],
    }
    return render(request, "meetings/rounds.html", context)


def find_round(actor: Actor, round_id: int) -> MeetingRound:
    """
    Return a round that the actor may read.

    :raises Http404: if there is none
    """
    try:
        return round_for(actor=actor, round_id=round_id)
    except MeetingRound.DoesNotExist:
        raise Http404(_("This round does not exist, or is not open to you. Look at the list.")) from None


def own_round(actor: Actor, round_id: int) -> MeetingRound:
    """
    Return a living round that the actor runs; for others it does not exist, or is not theirs to change.

    :raises Http404: if there is none, or it is archived
    :raises NotYoursError: if the actor does not run it
    """
    row = find_round(actor, round_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    if row.archived_at:
        raise Http404(_("This round is archived. Open its page and bring it back first."))
    return row


@require_GET
def meeting_round(request: HttpRequest, round_id: int) -> HttpResponse:
    """Show a round: what it is, its days, how far it has come; to its organiser also what comes next."""
    actor = actor_of(request)
    row = find_round(actor, round_id)
    may = may_write(actor=actor, office_id=row.office_id)
    ready = readiness_of(row)
    context: dict[str, Any] = {
        "round": row,
        "crumbs": way((row.name, "")),
        "badge": round_badge(row),
        "terms": facts(row, ready, is_inside=may),
        "about": text_shown(row.about),
        "days": days_shown(row.blocks.all(), slots_of_round(row)),
        "may_write": may,
        "audit_href": history_href(actor=actor, row=row) if reads_inside(actor=actor, office_id=row.office_id) else "",
        "own": [Link(one.name, reverse("meetings:own_home", args=[one.pk])) for one in own_participants(row, by=actor)],
        "steps": steps(row, ready) if may else [],
        "history": history_entries(history_of(row)) if may else [],
        **(round_actions(row) if may else {}),
    }
    return render(request, "meetings/round.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def round_add(request: HttpRequest) -> HttpResponse:
    """Enter a round, with the sides, tables and hours with which it begins."""
    actor, today = actor_of(request), today_of()
    check_write(actor=actor, office_id=actor.office_id, what=_("A new meeting round"))
    start = RoundValues(name_ko="", starts_on=today, ends_on=today)
    form = NewRoundForm(
        request.POST or None,
        choices=round_choices(actor=actor),
        initial={**round_initial(start), "starts_on": None, "ends_on": None},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_round(
                values=form.values(),
                sides=form.sides_chosen(),
                tables=form.cleaned_data["tables"],
                by=actor,
                now=timezone.now(),
            )
        except UnableToSaveRound as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("meetings:round_archive", args=[made.pk])
            tell(
                request,
                _("“%(round)s” was entered. Now look at its days and enter who takes part.") % {"round": made},
                undo=undo,
            )
            return redirect(round_href(made))
    context = {
        "title": _("Enter a round"),
        "form": form,
        "crumbs": way((_("Enter a round"), "")),
        "submit": _("Save"),
        "back": reverse("meetings:rounds"),
    }
    return render(request, "meetings/round_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def round_edit(request: HttpRequest, round_id: int) -> HttpResponse:
    """Edit a round; a second save in between is shown and merged."""
    actor = actor_of(request)
    row = own_round(actor, round_id)
    choices = round_choices(actor=actor, held=row)

    def read() -> tuple[MeetingRound, dict[str, Any]]:
        fresh = find_round(actor, round_id)
        return fresh, round_initial(values_of_round(fresh))

    def save(form: Any, expected: int) -> None:
        values = form.values(old=values_of_round(row))
        edit_round(round_id=round_id, values=values, expected=expected, by=actor, now=timezone.now())

    answer = edited(
        request,
        Editing(
            title=_("Edit the round"),
            back=round_href(row),
            crumbs=way_in(row, (_("Edit"), "")),
            read=read,
            make=lambda data, held: RoundForm(data, choices=choices, initial=held),
            save=save,
            refusals=(UnableToSaveRound,),
            template="meetings/round_form.html",
        ),
    )
    if answer is None:
        tell(request, _("“%(round)s” was saved.") % {"round": row})
        return redirect(round_href(row))
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
def round_state(request: HttpRequest, round_id: int) -> HttpResponse:
    """Move a round to another state, with the reason where the next officer would ask for one."""
    actor = actor_of(request)
    row = own_round(actor, round_id)

    def move(wanted: str, reason: str, expected: int) -> None:
        move_round(round_id=round_id, wanted=wanted, reason=reason, expected=expected, by=actor, now=timezone.now())

    answer = moved(
        request,
        Moving(
            title=_("Change the state of the round"),
            back=round_href(row),
            crumbs=way_in(row, (_("Change state"), "")),
            read=lambda: find_round(actor, round_id),
            next_states=next_states,
            badge=round_badge,
            move=move,
            refusals=(UnableToMoveRound,),
            reason_missing=(ReasonMissingError,),
        ),
    )
    if answer is None:
        tell(request, _("“%(round)s” was moved.") % {"round": row})
        return redirect(round_href(row))
    return answer


@require_POST
@signed_in
def round_archive(request: HttpRequest, round_id: int) -> HttpResponse:
    """Archive a round; the toast brings it back."""
    actor = actor_of(request)
    row = find_round(actor, round_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    if row.archived_at is None:
        archive_round(round_id=round_id, by=actor, now=timezone.now())
    undo = reverse("meetings:round_restore", args=[round_id])
    tell(request, _("“%(round)s” was archived: it is out of every list and figure.") % {"round": row}, undo=undo)
    return redirect("meetings:rounds")


@require_POST
@signed_in
def round_restore(request: HttpRequest, round_id: int) -> HttpResponse:
    """Bring an archived round back."""
    actor = actor_of(request)
    row = find_round(actor, round_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    if row.archived_at:
        restore_round(round_id=round_id, by=actor, now=timezone.now())
    tell(request, _("“%(round)s” is back in its lists and figures.") % {"round": row})
    return redirect(round_href(row))
