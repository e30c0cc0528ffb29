"""What the screens of an import share: steps, crumbs, and the answer to what cannot be done."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import WRITES_OWN_OFFICE
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Link, Tone
from gagyo.common.forms.numbers import number_sent
from gagyo.common.rules import Actor
from gagyo.partnerships.actions.imports.locked import UnableToImport
from gagyo.partnerships.choices import ImportState, RowMark
from gagyo.partnerships.models import ImportBatch
from gagyo.partnerships.queries.imports.batches import imports_for

P = ParamSpec("P")
Answer = Callable[Concatenate[HttpRequest, P], HttpResponse]
STEPS: Sequence[Promise] = (
    gettext_lazy("Upload"),
    gettext_lazy("Columns"),
    gettext_lazy("Matches"),
    gettext_lazy("Preview"),
    gettext_lazy("Result"),
)
TONES: dict[RowMark, Tone] = {
    RowMark.NEW: "success",
    RowMark.CHANGED: "info",
    RowMark.SAME: "neutral",
    RowMark.DUPLICATE: "warning",
    RowMark.WRONG: "danger",
}
STATE_TONES: dict[str, Tone] = {ImportState.APPLIED.value: "success", ImportState.UNDONE.value: "neutral"}


def may_import(*, actor: Actor) -> bool:
    """Tell whether the actor imports at all."""
    return actor.role in WRITES_OWN_OFFICE


def may_see_imports(*, actor: Actor) -> bool:
    """Tell whether the actor looks at imports: who makes them, and the auditor."""
    return may_import(actor=actor) or actor.role == Role.AUDITOR


def batch_for(request: HttpRequest, pk: int) -> ImportBatch:
    """
    Return an import that the person sees.

    :raises Http404: if there is none
    """
    batch = imports_for(actor_of(request)).select_related("office", "file", "uploaded_by").filter(pk=pk).first()
    if batch is None:
        raise Http404(_("There is no such import."))
    return batch


def crumbs(*last: str) -> list[Link]:
    """Return the way to a screen of imports."""
    return [
        Link(_("Home"), reverse("pages:home")),
        Link(_("Imports"), reverse("partnerships:imports")),
        *map(Link, last),
    ]


def told(view: Answer[P]) -> Answer[P]:
    """Answer what cannot be done with 409 and its sentence."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UnableToImport as error:
            pk = kwargs.get("pk")
            href = reverse("partnerships:import_batch", args=[pk]) if pk else reverse("partnerships:imports")
            context = {"sentence": str(error), "href": href, "crumbs": crumbs(_("Not done"))}
            return render(request, "partnerships/imports/refused.html", context, status=409)

    return answered


def version_of(request: HttpRequest) -> int:
    """Return the version of the import that the screen saw; 0, which none has, where it does not say."""
    return number_sent(request.POST.get("version"))
