"""Adding and editing a tie; a second save in between is shown and merged, never lost."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import check_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.forms.merging import Answers, Part, answers_of, as_post, from_kept, kept
from gagyo.common.forms.numbers import id_sent, number_sent
from gagyo.common.models import TranslatedText
from gagyo.common.views.conflicts import Saves, conflict_answer, decided, parts_of
from gagyo.common.views.shown import crumbs, tell
from gagyo.partnerships.actions.ties import UnableToSaveTie, add_tie, edit_tie
from gagyo.partnerships.forms.ties import PartyForm, PartyRows, TieForm, parties_initial, parties_of, tie_initial
from gagyo.partnerships.models import Tie
from gagyo.partnerships.queries.ties import own_body, tie_for, values_of_tie
from gagyo.partnerships.rules.states import UnableToChangeState
from gagyo.partnerships.rules.values import PartyValues, TieValues
from gagyo.partnerships.views.shown import tie_href
from gagyo.partnerships.views.ties import living_tie

PARTIES = "parties"
FIXED_ROWS = 3


def party_rows(data: QueryDict | None, *, parties: tuple[PartyValues, ...] = ()) -> Any:
    """Return the rows of parties: three at least, one free at least."""
    rows = max(FIXED_ROWS, len(parties) + 1)
    return PartyRows(data, prefix=PARTIES, initial=parties_initial(parties, rows=rows))


def answers_for(values: TieValues) -> Answers:
    """Return what a browser would send for a tie that nobody changed."""
    found = answers_of(TieForm(is_new=False, initial=tie_initial(values)))
    for row in party_rows(None, parties=values.parties).forms:
        found.update(answers_of(row))
    return found


def _party_words(answers: Answers) -> str:
    names = sorted(name for name in answers if name.endswith("-body_text"))
    return " – ".join(answers[name][0] for name in names)


PARTY_PART = Part(PARTIES, "", lambda name: name.startswith(f"{PARTIES}-"), _party_words)


def row_added(request: HttpRequest, *, is_new: bool, tie: Tie | None = None) -> HttpResponse:
    """Return the form as it was filled in, unjudged, with one more row of parties."""
    data = request.POST
    total = min(number_sent(data.get(f"{PARTIES}-TOTAL_FORMS")), 19)
    rows = [written_in(PartyForm(data, prefix=f"{PARTIES}-{n}")) for n in range(total)]
    form = TieForm(is_new=is_new, initial=written_in(TieForm(data, is_new=is_new)))
    return form_answer(request, form, PartyRows(prefix=PARTIES, initial=[*rows, {}]), tie=tie, posted=data)


def written_in(form: forms.Form) -> dict[str, Any]:
    """Return what was written into a form, unjudged."""
    return {name: form[name].data for name in form.fields}


@require_http_methods(["GET", "POST"])
@signed_in
def tie_add(request: HttpRequest) -> HttpResponse:
    """Enter a tie; the own local government is already named, and ?partner=ID where the way here knew one."""
    return enter_tie(request, partner_id=id_sent(request.GET.get("partner")), state=request.GET.get("state", "signed"))


def enter_tie(
    request: HttpRequest,
    *,
    partner_id: int | None,
    state: str,
    summary: TranslatedText | None = None,
    also: Callable[[Tie], object] | None = None,
    refusals: tuple[type[Exception], ...] = (),
    title: str = "",
) -> HttpResponse:
    """
    Return the form of a new tie, filled in as far as the way here knew, or the way to the tie once it is entered.

    title: of the page, where the way here has its own
    also: what is to be done with it in the same transaction; refusals: what that raises
    """
    actor = actor_of(request)
    check_write(actor=actor, office_id=actor.office_id, what=_("A new tie"))
    own = own_body(actor)
    first = tuple(PartyValues(pk) for pk in dict.fromkeys((own.pk if own else None, partner_id)) if pk)
    visible = Visibility.PUBLIC if state == "signed" else Visibility.OFFICE
    start = TieValues(parties=first, kind="sister", state=state, visibility=visible.value)
    if summary is not None:
        start = replace(start, summary=summary)
    if request.method == "POST" and "add_row" in request.POST:
        return row_added(request, is_new=True)
    refused: tuple[type[Exception], ...] = (UnableToSaveTie, UnableToChangeState, *refusals)
    form = TieForm(request.POST or None, initial=tie_initial(start))
    rows = party_rows(request.POST or None, parties=first)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            with transaction.atomic():
                made = add_tie(values=form.values(parties_of(rows)), by=actor, now=timezone.now())
                if also is not None:
                    also(made)
        except refused as error:
            form.add_error(None, str(error))
        else:
            say_saved(request, made, is_new=True)
            return redirect(tie_href(made))
    return form_answer(request, form, rows, title=title)


@require_http_methods(["GET", "POST"])
@signed_in
def tie_edit(request: HttpRequest, tie_id: int) -> HttpResponse:
    """Edit a tie."""
    actor = actor_of(request)
    row = living_tie(actor, tie_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    current = values_of_tie(row)
    if request.method != "POST":
        form = TieForm(is_new=False, initial=tie_initial(current))
        return form_answer(request, form, party_rows(None, parties=current.parties), tie=row)
    data = request.POST.copy()
    parts = parts_of(TieForm(is_new=False), PARTY_PART)
    if "merge" in data:
        mine = {name: data.getlist(name) for name in data if not name.startswith("take_")}
        theirs = answers_for(current)
        answers = decided(request, parts=parts, theirs=theirs, mine=mine)
        data = as_post({**answers, "version": [data.get("version", "")], "was": [kept(theirs)]})
        for name, value in _management(answers).items():
            data[name] = value
    if "add_row" in data:
        return row_added(request, is_new=False, tie=row)
    form = TieForm(data, is_new=False, initial=tie_initial(current))
    rows = PartyRows(data, prefix=PARTIES, form_kwargs={"held": [each.body_id for each in current.parties]})
    valid = form.is_valid() and rows.is_valid()
    if not valid:
        return form_answer(request, form, rows, tie=row, posted=data)
    values = form.values(parties_of(rows), old=current)
    try:
        with transaction.atomic():
            saved = edit_tie(
                tie_id=tie_id, values=values, expected=number_sent(data.get("version")), by=actor, now=timezone.now()
            )
    except (UnableToSaveTie, UnableToChangeState) as error:
        form.add_error(None, str(error))
        return form_answer(request, form, rows, tie=row, posted=data)
    except SavedMeanwhileError:
        return second_save(request, row=row, mine=values, was=data.get("was", ""))
    say_saved(request, saved, is_new=False)
    return redirect(tie_href(row))


def second_save(request: HttpRequest, *, row: Tie, mine: TieValues, was: str) -> HttpResponse:
    """Return the page with both versions of a tie."""
    fresh = tie_for(actor=actor_of(request), tie_id=row.pk)
    theirs = answers_for(values_of_tie(fresh))
    parts = parts_of(TieForm(is_new=False), Part(PARTIES, _("Parties"), PARTY_PART.owns, PARTY_PART.words))
    return conflict_answer(
        request,
        row=fresh,
        saves=Saves(before=from_kept(was), theirs=theirs, mine=answers_for(mine)),
        parts=parts,
        hidden={"version": str(fresh.version), "merge": "yes"},
        title=str(fresh),
    )


def _management(answers: Answers) -> dict[str, str]:
    numbers = [id_sent(name.split("-")[1]) or 0 for name in answers if name.startswith(f"{PARTIES}-")]
    total = str(max(numbers, default=-1) + 1)
    return {f"{PARTIES}-TOTAL_FORMS": total, f"{PARTIES}-INITIAL_FORMS": "0"}


def say_saved(request: HttpRequest, row: Tie, *, is_new: bool) -> None:
    """Say that a tie was saved; its page says what of it deserves a second look."""
    if not is_new:
        tell(request, _("“%(tie)s” was saved.") % {"tie": row})
        return
    undo = reverse("partnerships:tie_archive", args=[row.pk])
    tell(request, _("“%(tie)s” was entered.") % {"tie": row}, undo=undo)


def form_answer(
    request: HttpRequest,
    form: TieForm,
    rows: Any,
    *,
    tie: Tie | None = None,
    posted: QueryDict | None = None,
    title: str = "",
) -> HttpResponse:
    """Return the form of a tie; `was` goes along, so that a second save can tell who changed what."""
    title = title or (_("Edit the tie") if tie else _("Enter a tie"))
    way = [(_("Partner cities"), reverse("partnerships:ties"))]
    way += [(str(tie), tie_href(tie))] if tie else []
    was = posted.get("was") if posted else kept(answers_for(values_of_tie(tie))) if tie else ""
    version = posted.get("version") if posted else str(tie.version) if tie else ""
    context = {
        "form": form,
        "rows": rows,
        "title": title,
        "tie": tie,
        "was": was,
        "seen_version": version,
        "crumbs": crumbs(*way, (title, "")),
        "back": tie_href(tie) if tie else reverse("partnerships:ties"),
    }
    bad = form.is_bound and bool(form.errors or rows.total_error_count())
    return render(request, "partnerships/tie_form.html", context, status=422 if bad else 200)
