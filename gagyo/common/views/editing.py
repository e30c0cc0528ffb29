"""Editing a record in one form: a second save in between is shown and merged, never lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Link
from gagyo.common.forms.merging import answers_of, as_post, from_kept, kept
from gagyo.common.forms.numbers import number_sent
from gagyo.common.models import VersionedModel
from gagyo.common.views.conflicts import Saves, conflict_answer, decided, parts_of


@dataclass(frozen=True)
class Editing:
    """
    What is edited, and how it is saved.

    read: gives the record as it stands now, and what its form holds for it
    make: gives the form for what was sent (None for nothing) and for what the record holds
    save: saves a valid form over the version that was seen; refusals: what it raises for values that cannot be
    template: for forms in parts; it draws what common/one_form.html draws
    """

    title: str
    back: str
    crumbs: Sequence[Link]
    read: Callable[[], tuple[VersionedModel, dict[str, Any]]]
    make: Callable[[QueryDict | None, dict[str, Any]], forms.Form]
    save: Callable[[forms.Form, int], object]
    refusals: tuple[type[Exception], ...] = ()
    template: str = "common/one_form.html"
    lead: str = ""


def edited(request: HttpRequest, editing: Editing) -> HttpResponse | None:
    """Return the form, or the page with both versions; None once it is saved."""
    row, held = editing.read()
    if request.method != "POST":
        was = kept(answers_of(editing.make(None, held)))
        return form_answer(request, editing, editing.make(None, held), was=was, version=str(row.version))
    data = merged_data(request, editing, held) if "merge" in request.POST else request.POST
    form = editing.make(data, held)
    if form.is_valid():
        try:
            editing.save(form, number_sent(data.get("version")))
        except editing.refusals as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            return both_versions(request, editing, form, was=data.get("was") or "")
        else:
            return None
    return form_answer(request, editing, form, was=data.get("was") or "", version=data.get("version") or "")


def merged_data(request: HttpRequest, editing: Editing, held: dict[str, Any]) -> QueryDict:
    """Return the answers after the choices that the page with both versions was sent with."""
    mine = {name: request.POST.getlist(name) for name in request.POST if not name.startswith("take_")}
    theirs = answers_of(editing.make(None, held))
    answers = decided(request, parts=parts_of(editing.make(None, held)), theirs=theirs, mine=mine)
    return as_post({**answers, "version": [request.POST.get("version", "")], "was": [kept(theirs)]})


def both_versions(request: HttpRequest, editing: Editing, form: forms.Form, *, was: str) -> HttpResponse:
    """Return the page with both versions."""
    fresh, held = editing.read()
    sent = {name: value.pk if isinstance(value, Model) else value for name, value in form.cleaned_data.items()}
    saves = Saves(
        before=from_kept(was), theirs=answers_of(editing.make(None, held)), mine=answers_of(editing.make(None, sent))
    )
    hidden = {"version": str(fresh.version), "merge": "yes"}
    return conflict_answer(request, row=fresh, saves=saves, parts=parts_of(form), hidden=hidden, title=str(fresh))


def form_answer(request: HttpRequest, editing: Editing, form: forms.Form, *, was: str, version: str) -> HttpResponse:
    """Return the form; `was` goes along, so that a second save can tell who changed what."""
    context = {
        "title": editing.title,
        "lead": editing.lead,
        "form": form,
        "was": was,
        "seen_version": version,
        "crumbs": editing.crumbs,
        "submit": _("Save"),
        "back": editing.back,
    }
    return render(request, editing.template, context, status=422 if form.errors else 200)
