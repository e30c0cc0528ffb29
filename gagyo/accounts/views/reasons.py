"""
Reading personal data in bulk, or downloading it: first a reason, then the answer, and a record of both.

    @only(may_read_contacts)
    @reason_required(event="people.exported", title=_("Download the contact list"))
    def people_export(request: HttpRequest) -> PersonalData:
        rows = list(...)          # filters stay in request.GET: the form posts to the same address
        return PersonalData(response=as_xlsx(rows), people=[row.pk for row in rows], rows=len(rows),
                            detail={"filters": request.GET.dict()})

GET asks for the reason; POST with one answers and leaves the record (record_reading). The view returns PersonalData,
so it cannot forget to say whose data went out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from gagyo.accounts.forms import ReasonForm
from gagyo.accounts.views.gates import actor_of
from gagyo.common.actions import record_reading
from gagyo.common.rules import with_reason

P = ParamSpec("P")


@dataclass(frozen=True)
class PersonalData:
    """An answer that holds personal data: whose (registry people's ids), how many rows, and what was asked for."""

    response: HttpResponse
    people: Iterable[int]
    rows: int
    detail: dict[str, Any] = field(default_factory=dict)


def reason_required(
    *, event: str, title: str | Promise
) -> Callable[
    [Callable[Concatenate[HttpRequest, P], PersonalData]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Return a decorator that asks for a reason before a view gives out personal data, and records the giving."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, P], PersonalData],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            form = ReasonForm(request.POST if request.method == "POST" else None)
            if not form.is_valid():
                status = 400 if form.is_bound else 200
                return render(request, "accounts/reason.html", {"form": form, "title": title}, status=status)
            actor = with_reason(actor_of(request), form.cleaned_data["reason"])
            request.actor = actor  # type: ignore[attr-defined]  # ActorMiddleware sets it on every request
            answer = view(request, *args, **kwargs)
            record_reading(
                event=event,
                by=actor,
                at=timezone.now(),
                people=answer.people,
                rows=answer.rows,
                reason=actor.reason,
                detail=answer.detail,
            )
            answer.response.headers["Cache-Control"] = "private, no-store"
            return answer.response

        return asked

    return decorate
