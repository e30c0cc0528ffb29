"""What the screens of plans and cases share: whose a step is, when it is too late, a step with a form of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gagyo.accounts.rules import NotYoursError
from gagyo.ambassadors.models import AnnualPlan
from gagyo.ambassadors.rules.plan_moves import (
    PLAN_MOVES,
    PlanReasonMissingError,
    PlanStep,
    UnableToMovePlan,
    check_plan_step,
)
from gagyo.ambassadors.rules.plan_parts import plan_parts_of
from gagyo.ambassadors.rules.plan_values import UnableToSavePlan
from gagyo.common.actions import SavedMeanwhileError
from gagyo.common.components import Badge, Link
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell
from gagyo.support.queries.people import kind_of

REFUSALS = (UnableToMovePlan, UnableToSavePlan)


@dataclass(frozen=True)
class Screen:
    """
    A step with a form of its own.

    work: does it, from the valid form and the present time; done: what is said afterwards; then: where to go
    """

    title: str
    submit: str
    form: forms.Form
    work: Callable[[datetime], object]
    done: str
    back: str
    then: str
    way: list[Link] = field(default_factory=list)
    lead: str = ""
    eyebrow: str = ""
    badge: Badge | None = None
    version: int | None = None
    danger: bool = False


def screen_answer(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Return the form of a step, or the way on once it is done."""
    form = screen.form
    if request.method == "POST" and form.is_valid():
        try:
            screen.work(timezone.now())
        except PlanReasonMissingError as error:
            form.add_error("reason", str(error))
        except REFUSALS as error:
            form.add_error(None, str(error))
        except SavedMeanwhileError:
            messages.warning(request, _("Somebody wrote in it in between. Look at it and decide again."))
            return redirect(screen.back)
        else:
            tell(request, screen.done)
            return redirect(screen.then)
    context: dict[str, Any] = {
        "screen": screen,
        "form": form,
        "seen_version": request.POST.get("version") or screen.version or "",
        "crumbs": screen.way,
    }
    return render(request, "ambassadors/plan_step.html", context, status=422 if form.is_bound and form.errors else 200)


def plan_way(row: AnnualPlan, title: str) -> list[Link]:
    """Return the way from home to a page under a plan."""
    return list(
        crumbs(
            (_("Ambassadors"), reverse("ambassadors:provinces")),
            (_("Annual plans"), f"{reverse('ambassadors:plans')}?year={row.year}"),
            (str(row), row.get_absolute_url()),
            (title, ""),
        )
    )


def check_yours(row: AnnualPlan, *, actor: Actor, step: PlanStep) -> None:
    """
    Refuse a step of a plan to whoever never does it; whether it can be done now is another question.

    :raises NotYoursError: with the sentence
    """
    parts = plan_parts_of(actor=actor, office_kind=kind_of(actor), office_id=row.office_id)
    if not PLAN_MOVES[step].by & parts:
        raise NotYoursError(_("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": row})


def too_late(request: HttpRequest, row: AnnualPlan, *, step: PlanStep) -> HttpResponse | None:
    """Return the way to the plan's page with a sentence, where a step can not be done in its present state."""
    try:
        check_plan_step(
            step=step,
            what=str(row),
            state=row.state,
            parts=PLAN_MOVES[step].by,
            user_id=None,
            writers=(),
            reason="-",
        )
    except UnableToMovePlan as error:
        messages.error(request, str(error))
        return redirect(row.get_absolute_url())
    return None
