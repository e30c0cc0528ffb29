"""The answer to a second save of a record that somebody saved in between: 409, both versions, nothing lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gagyo.common.components import Difference
from gagyo.common.components.filters import shown_value
from gagyo.common.forms.merging import ENDS, Answers, Clash, Part, Side, clashes, merged
from gagyo.common.forms.suggest import SuggestField
from gagyo.common.models import AuditRecord
from gagyo.common.queries import last_change

PREFIX = "take_"


@dataclass(frozen=True)
class Saves:
    """The answers of the form as it was opened, as somebody saved it since, and as I want it."""

    before: Answers
    theirs: Answers
    mine: Answers


def parts_of(form: forms.Form, *more: Part) -> list[Part]:
    """Return a part for each field of a form, and those that the form does not know."""
    return [*more, *(_part(field) for field in form)]


def _part(field: forms.BoundField) -> Part:
    name = field.html_name

    def words(answers: Answers) -> str:
        values = answers.get(f"{name}_text" if isinstance(field.field, SuggestField) else name, [])
        if isinstance(field.field.widget, forms.CheckboxInput):
            return _("Yes") if values else _("No")
        return ", ".join(str(shown_value(field, value)) for value in values)

    return Part(name, str(field.label), lambda html_name: html_name in {name + end for end in ENDS}, words)


def conflict_answer(
    request: HttpRequest,
    *,
    row: models.Model,
    saves: Saves,
    parts: Sequence[Part],
    hidden: dict[str, str],
    title: str,
) -> HttpResponse:
    """
    Return the page that shows both versions and lets each differing part be decided.

    hidden: what the next save needs besides the answers: the version it has now seen
    """
    found = clashes(parts=parts, before=saves.before, theirs=saves.theirs, mine=saves.mine)
    last = (
        AuditRecord.objects.filter(about_type=row._meta.label_lower, about_id=str(row.pk), before__isnull=False)
        .order_by("-id")
        .first()
    )
    context = {
        "title": title,
        "clashes": found,
        "differences": [_difference(each) for each in found],
        "saved_by": (last.actor_label if last else "") or _("Somebody"),
        "saved_at": last.at if last else "",
        "answers": [(name, value) for name, values in saves.mine.items() for value in values],
        "hidden": hidden,
        "prefix": PREFIX,
    }
    return render(request, "common/conflict.html", context, status=409)


def _difference(clash: Clash) -> Difference:
    return Difference(clash.label, clash.mine, clash.theirs, clash.before)


def decided(request: HttpRequest, *, parts: Sequence[Part], theirs: Answers, mine: Answers) -> Answers:
    """Return the answers after the choices that a conflict page was sent with."""
    choices: dict[str, Side] = {part.key: "theirs" for part in parts if request.POST.get(PREFIX + part.key) == "theirs"}
    return merged(parts=parts, theirs=theirs, mine=mine, choices=choices)


def words_of(form: forms.Form, name: str, value: Any) -> str:
    """Return a field's value in words."""
    field = form.fields[name]
    if isinstance(field, SuggestField):
        return field.typed(value).text
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(each) for each in field.clean([getattr(each, "pk", each) for each in value or []])))
    if isinstance(field, forms.ChoiceField):
        key = str(getattr(value, "pk", value) or "")
        return str(dict(field.choices).get(key, key))  # type: ignore[arg-type]  # no groups here
    return "" if value is None else str(value)


def differences(form: forms.Form, *, theirs: dict[str, Any]) -> list[Difference]:
    """Return the fields in which what I want and what somebody saved meanwhile differ."""
    found = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        mine, saved = words_of(form, name, form.cleaned_data.get(name)), words_of(form, name, theirs.get(name))
        if mine != saved:
            found.append(Difference(label=field.label or name, mine=mine or "–", theirs=saved or "–"))
    return found


def conflict_page(
    request: HttpRequest,
    *,
    form: forms.Form,
    row: models.Model,
    theirs: dict[str, Any],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Return the form with my values under both versions side by side; saving again saves over the newer one."""
    saved = last_change(about=row)
    data = request.POST.copy()
    data["version"] = str(theirs["version"])
    clash = {
        "differences": differences(form, theirs=theirs),
        "saved_by": (saved.actor_label if saved else "") or _("Somebody"),
        "saved_at": saved.at if saved else None,
    }
    form.data = data
    return render(request, template, {**context, "form": form, "clash": clash}, status=409)
