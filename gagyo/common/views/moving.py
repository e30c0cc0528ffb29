"""Moving a record to another state in one form: what cannot be says why, and a move in between is told, not undone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Badge, Link
from gagyo.common.forms.moving import MoveForm
from gagyo.common.forms.numbers import number_sent


class Movable(Protocol):
    """A record with a state and a version."""

    state: str
    version: int

    def get_state_display(self) -> str:
        """Return the word of its state."""


@dataclass(frozen=True)
class Moving:
    """
    What is moved, and how.

    read: gives the record as it stands now; next_states: where it may move from a state, the usual way first
    badge: of the record; move: moves it, by the new state, the reason and the version that was seen
    refusals: what it raises for a move that cannot be; reason_missing: where only the reason is
    """

    title: str
    back: str
    crumbs: Sequence[Link]
    read: Callable[[], Movable]
    next_states: Callable[[str], Iterable[TextChoices]]
    badge: Callable[[Any], Badge]
    move: Callable[[str, str, int], object]
    refusals: tuple[type[Exception], ...]
    reason_missing: tuple[type[Exception], ...] = ()


def moved(request: HttpRequest, moving: Moving) -> HttpResponse | None:
    """Return the form, its refusal, or with 409 what somebody else made of the record; None once it is moved."""
    row = moving.read()
    form = form_for(request, moving, row)
    if request.method != "POST" or not form.is_valid():
        return move_answer(request, moving, row, form, status=422 if form.errors else 200)
    data = form.cleaned_data
    try:
        moving.move(data["state"], data["reason"], number_sent(request.POST.get("version")))
    except moving.reason_missing as error:
        form.add_error("reason", str(error))
    except moving.refusals as error:
        form.add_error(None, str(error))
    except SavedMeanwhileError:
        return moved_meanwhile(request, moving)
    else:
        return None
    return move_answer(request, moving, row, form, status=422)


def moved_meanwhile(request: HttpRequest, moving: Moving) -> HttpResponse:
    """Return the form for the record as it stands now, and say so."""
    row = moving.read()
    form = form_for(request, moving, row)
    form.is_valid()
    form.add_error(
        None,
        _("Somebody saved “%(name)s” in between: it is now “%(state)s”. Look at it and decide again.")
        % {"name": row, "state": row.get_state_display()},
    )
    return move_answer(request, moving, row, form, status=409)


def form_for(request: HttpRequest, moving: Moving, row: Movable) -> MoveForm:
    """Return the form with the states to which the record may move now; the address may choose one of them."""
    states = [(each.value, each.label) for each in moving.next_states(row.state)]
    return MoveForm(request.POST or None, states=states, initial={"state": request.GET.get("state", "")})


def move_answer(request: HttpRequest, moving: Moving, row: Movable, form: MoveForm, *, status: int) -> HttpResponse:
    """Return the form; after a refusal it keeps the version with which it was opened."""
    opened_with = "" if status == HTTPStatus.CONFLICT else request.POST.get("version")
    context = {
        "title": moving.title,
        "name": str(row),
        "badge": moving.badge(row),
        "form": form,
        "seen_version": opened_with or row.version,
        "crumbs": moving.crumbs,
        "back": moving.back,
    }
    return render(request, "common/move.html", context, status=status)
