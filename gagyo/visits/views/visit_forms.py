"""Entering and editing a visit; a second save in between is shown and merged, never lost."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from gagyo.accounts.rules import check_write
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.actions.files import UnableToStoreFile
from gagyo.common.forms.merging import Answers, Part, answers_of, as_post, from_kept, kept
from gagyo.common.forms.numbers import id_sent, number_sent
from gagyo.common.forms.texts import text_initial
from gagyo.common.rules import Actor
from gagyo.common.views.conflicts import Saves, conflict_answer, decided, parts_of
from gagyo.common.views.shown import crumbs, tell, today_of
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.views.after_shown import partner_of
from gagyo.meetings.views.becoming import find_item
from gagyo.registry.choices import BodyKind
from gagyo.visits.actions.documents import attach_to_visit
from gagyo.visits.actions.visits import add_visit, edit_visit
from gagyo.visits.choices import VisitPaper
from gagyo.visits.forms.visits import (
    LetterForm,
    PartyForm,
    PartyRows,
    VisitForm,
    parties_initial,
    parties_of,
    visit_initial,
)
from gagyo.visits.models import Visit
from gagyo.visits.queries.choices import form_choices, values_of_visit
from gagyo.visits.queries.visits import visit_for
from gagyo.visits.rules.values import PartyValues, UnableToSaveVisit, VisitValues
from gagyo.visits.views.shown import visit_href
from gagyo.visits.views.visits import living_visit

PARTIES = "parties"
FIXED_ROWS = 3
MOST_ROWS = 60


def party_rows(
    data: QueryDict | None, *, parties: tuple[PartyValues, ...] = (), first: dict[str, Any] | None = None
) -> Any:
    """Return the rows of parties: three at least, one free at least; first: what is known of the one in a new visit."""
    initial = parties_initial(parties, rows=max(FIXED_ROWS, len(parties) + 1))
    return PartyRows(data, prefix=PARTIES, initial=[first, *initial[1:]] if first else initial)


def answers_for(values: VisitValues, *, choices: dict[str, Any]) -> Answers:
    """Return what a browser would send for a visit that nobody changed."""
    found = answers_of(VisitForm(choices=choices, initial=visit_initial(values)))
    for row in party_rows(None, parties=values.parties).forms:
        found.update(answers_of(row))
    return found


def party_words(answers: Answers) -> str:
    """Return the parties of a form as a reader sees them: "MN 12, VN 5"."""
    found = []
    for name in sorted(answers):
        if name.endswith("-country") and answers[name]:
            persons = answers.get(name.replace("-country", "-persons"), [""])
            found.append(f"{answers[name][0]} {persons[0]}".strip())
    return ", ".join(found)


def parties_part(label: str = "") -> Part:
    """Return the rows of parties as one part of the form."""
    return Part(PARTIES, label, lambda name: name.startswith(f"{PARTIES}-"), party_words)


def row_added(request: HttpRequest, *, choices: dict[str, Any], visit: Visit | None = None) -> HttpResponse:
    """Return the form as it was filled in, unjudged, with one more row of parties."""
    data = request.POST
    total = min(number_sent(data.get(f"{PARTIES}-TOTAL_FORMS")), MOST_ROWS - 1)
    rows = [written_in(PartyForm(data, prefix=f"{PARTIES}-{n}")) for n in range(total)]
    form = VisitForm(choices=choices, initial=written_in(VisitForm(data, choices=choices)))
    return form_answer(
        request, form, PartyRows(prefix=PARTIES, initial=[*rows, {}]), choices=choices, visit=visit, posted=data
    )


def written_in(form: forms.Form) -> dict[str, Any]:
    """Return what was written into a form, unjudged."""
    return {name: form[name].data for name in form.fields}


@require_http_methods(["GET", "POST"])
@signed_in
def visit_add(request: HttpRequest) -> HttpResponse:
    """Enter a visit; ?agreed=ID fills it in from what was agreed at a one-to-one meeting, and links both."""
    actor, today = actor_of(request), today_of()
    check_write(actor=actor, office_id=actor.office_id, what=_("A new visit"))
    choices = form_choices(actor=actor)
    start = VisitValues(name_ko="", starts_on=today, ends_on=today, asked_on=today, officer_id=actor.user_id)
    item = find_item(actor, number_sent(request.GET["agreed"])) if "agreed" in request.GET else None
    first = {**visit_initial(start), "tie": id_sent(request.GET.get("tie"))}
    if item is not None:
        first |= visit_agreed(item, office_id=actor.office_id)
    if request.method == "POST" and "add_row" in request.POST:
        return row_added(request, choices=choices)
    form = VisitForm(request.POST or None, choices=choices, initial=first)
    rows = party_rows(request.POST or None, first=party_agreed(item, office_id=actor.office_id) if item else None)
    letter = LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and rows.is_valid() and letter.is_valid():
        try:
            made = entered(
                form.values(parties_of(rows)),
                letter=letter.cleaned_data["file"],
                item_id=item.pk if item else None,
                by=actor,
            )
        except UnableToSaveVisit as error:
            form.add_error(None, str(error))
        except UnableToStoreFile as error:
            letter.add_error("file", str(error))
        else:
            undo = reverse("visits:visit_archive", args=[made.pk])
            tell(request, _("“%(visit)s” was entered.") % {"visit": made}, undo=undo)
            return redirect(visit_href(made))
    return form_answer(request, form, rows, choices=choices, letter=letter)


def visit_agreed(item: AgreedItem, *, office_id: int | None) -> dict[str, Any]:
    """Return what the form of a visit holds for one that was agreed: who comes, why, and what it hangs on."""
    partner = partner_of(item, office_id=office_id)
    is_mission = partner.body.kind == BodyKind.MISSION_IN_KOREA
    return {
        "name_ko": f"{partner.name_ko} 방문단",
        "name_en": f"Delegation of {partner.name_en}" if partner.name_en else "",
        "mission" if is_mission else "organiser": partner.body_id,
        "asked_by": partner.body_id,
        "asked_on": item.meeting.round.ends_on,
        "tie": item.tie_id,
        "project": item.project_id,
        **text_initial(item.what),
    }


def party_agreed(item: AgreedItem, *, office_id: int | None) -> dict[str, Any]:
    """Return the first row of parties of such a visit: the partner's country."""
    return {"country": partner_of(item, office_id=office_id).body.country_id}


def entered(values: VisitValues, *, letter: UploadedFile | None, item_id: int | None, by: Actor) -> Visit:
    """
    Enter a visit with its letter of request: both, or neither.

    :raises UnableToSaveVisit: if its dates or parties cannot be
    :raises UnableToStoreFile: if the letter is not of a kind that is kept
    """
    now = timezone.now()
    with transaction.atomic():
        made = add_visit(values=values, by=by, now=now, agreed_item_id=item_id)
        if letter is not None:
            attach_to_visit(visit_id=made.pk, upload=letter, title="", kind=VisitPaper.LETTER, by=by, now=now)
    return made


@require_http_methods(["GET", "POST"])
@signed_in
def visit_edit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Edit a visit."""
    actor = actor_of(request)
    row = living_visit(actor, visit_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    current = values_of_visit(row)
    choices = form_choices(actor=actor, values=current, office_id=row.office_id)
    if request.method != "POST":
        form = VisitForm(choices=choices, initial=visit_initial(current))
        return form_answer(request, form, party_rows(None, parties=current.parties), choices=choices, visit=row)
    data = request.POST.copy()
    if "merge" in data:
        data = merged_post(request, current=current, choices=choices)
    if "add_row" in data:
        return row_added(request, choices=choices, visit=row)
    form = VisitForm(data, choices=choices, initial=visit_initial(current))
    rows = PartyRows(data, prefix=PARTIES, form_kwargs={"held": [each.body_id for each in current.parties]})
    if not (form.is_valid() and rows.is_valid()):
        return form_answer(request, form, rows, choices=choices, visit=row, posted=data)
    values = form.values(parties_of(rows), old=current)
    try:
        with transaction.atomic():
            edit_visit(
                visit_id=visit_id,
                values=values,
                expected=number_sent(data.get("version")),
                by=actor,
                now=timezone.now(),
            )
    except UnableToSaveVisit as error:
        form.add_error(None, str(error))
        return form_answer(request, form, rows, choices=choices, visit=row, posted=data)
    except SavedMeanwhileError:
        return second_save(request, row=row, mine=values, was=data.get("was", ""), choices=choices)
    tell(request, _("“%(visit)s” was saved.") % {"visit": row})
    return redirect(visit_href(row))


def merged_post(request: HttpRequest, *, current: VisitValues, choices: dict[str, Any]) -> QueryDict:
    """Return the answers after the choices that the page with both versions was sent with."""
    data = request.POST
    mine = {name: data.getlist(name) for name in data if not name.startswith("take_")}
    theirs = answers_for(current, choices=choices)
    answers = decided(request, parts=parts_of(VisitForm(choices=choices), parties_part()), theirs=theirs, mine=mine)
    found = as_post({**answers, "version": [data.get("version", "")], "was": [kept(theirs)]})
    numbers = [id_sent(name.split("-")[1]) or 0 for name in answers if name.startswith(f"{PARTIES}-")]
    found[f"{PARTIES}-TOTAL_FORMS"] = str(max(numbers, default=-1) + 1)
    found[f"{PARTIES}-INITIAL_FORMS"] = "0"
    return found


def second_save(
    request: HttpRequest, *, row: Visit, mine: VisitValues, was: str, choices: dict[str, Any]
) -> HttpResponse:
    """Return the page with both versions of a visit."""
    fresh = visit_for(actor=actor_of(request), visit_id=row.pk)
    return conflict_answer(
        request,
        row=fresh,
        saves=Saves(
            before=from_kept(was),
            theirs=answers_for(values_of_visit(fresh), choices=choices),
            mine=answers_for(mine, choices=choices),
        ),
        parts=parts_of(VisitForm(choices=choices), parties_part(pgettext("visit", "Parties"))),
        hidden={"version": str(fresh.version), "merge": "yes"},
        title=str(fresh),
    )


def form_answer(
    request: HttpRequest,
    form: VisitForm,
    rows: Any,
    *,
    choices: dict[str, Any],
    visit: Visit | None = None,
    posted: QueryDict | None = None,
    letter: LetterForm | None = None,
) -> HttpResponse:
    """Return the form of a visit; `was` goes along, so that a second save can tell who changed what."""
    title = _("Edit the visit") if visit else _("Enter a visit")
    way = [(_("Delegation visits"), reverse("visits:visits"))]
    way += [(str(visit), visit_href(visit))] if visit else []
    fresh = kept(answers_for(values_of_visit(visit), choices=choices)) if visit and not posted else ""
    context = {
        "form": form,
        "rows": rows,
        "letter": None if visit else letter or LetterForm(),
        "title": title,
        "visit": visit,
        "was": posted.get("was") if posted else fresh,
        "seen_version": posted.get("version") if posted else str(visit.version) if visit else "",
        "crumbs": crumbs(*way, (title, "")),
        "back": visit_href(visit) if visit else reverse("visits:visits"),
    }
    bad = form.is_bound and bool(form.errors or rows.total_error_count() or (letter and letter.errors))
    return render(request, "visits/visit_form.html", context, status=422 if bad else 200)
