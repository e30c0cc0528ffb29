"""What an office does with its part of a request: read, accept, answer item by item, refuse, pass on, ask back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gagyo.accounts.rules import NotYoursError
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Badge, Link, Term
from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs, text_shown, today_of
from gagyo.support.actions.legs import (
    accept_leg,
    answer_leg,
    decide_leg_items,
    own_leg,
    pause_leg,
    refuse_leg,
    resume_leg,
    withdraw_leg,
)
from gagyo.support.forms.decisions import DecisionRow, DecisionsForm
from gagyo.support.forms.steps import OwnerForm, ReasonForm
from gagyo.support.models import Leg
from gagyo.support.queries.hours import hours_of
from gagyo.support.queries.legs import asked_items, joinable_legs, leg_for, said_on
from gagyo.support.queries.people import answerers_in, involved_of, kind_of
from gagyo.support.rules.moves import (
    LEG_MOVES,
    LegStep,
    Part,
    UnableToMoveSupport,
    check_leg_step,
    leg_steps_from,
)
from gagyo.support.rules.readers import parts_of, sees_drafts
from gagyo.support.views.shown import OUTCOME_TONES, Keyed, both_zones, leg_badges, leg_href, moment_words, request_href
from gagyo.support.views.step_screens import StepScreen, done_at_once, seen_version, step_answer
from gagyo.support.views.talk_shown import talk_context


def find_leg(actor: Actor, leg_id: int) -> Leg:
    """
    Return a leg that was sent, of a request that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: leg_for(actor=actor, leg_id=leg_id),
        missing=_("This part of a request does not exist, or is not yours to read. Look for the request in your list."),
    )


def parts_to(leg: Leg, actor: Actor) -> frozenset[Part]:
    """Return what somebody is to a leg."""
    involved = involved_of(leg.request)
    return parts_of(actor=actor, office_kind=kind_of(actor), involved=involved, leg_office_id=leg.office_id)


def yours(request: HttpRequest, leg_id: int, step: LegStep) -> tuple[Leg, HttpResponse | None]:
    """
    Return a leg for a step, and the way back with a sentence where it cannot be done now.

    :raises NotYoursError: for whoever never does it
    """
    actor = actor_of(request)
    leg = find_leg(actor, leg_id)
    if not LEG_MOVES[step].by & parts_to(leg, actor):
        raise NotYoursError(_("This step of %(what)s is not yours. Its page says whose turn it is.") % {"what": leg})
    try:
        check_leg_step(step=step, what=str(leg), state=leg.state, parts=LEG_MOVES[step].by, reason="-")
    except UnableToMoveSupport as error:
        messages.error(request, str(error))
        return leg, redirect(request_href(leg.request))
    return leg, None


@require_GET
def leg(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Show what an office is asked and says; the asker reads of it only once the one answer is sent."""
    actor, now = actor_of(request), timezone.now()
    row = find_leg(actor, leg_id)
    involved, kind = involved_of(row.request), kind_of(actor)
    if not sees_drafts(actor=actor, office_kind=kind, involved=involved):
        raise NotYoursError(_("What an office says is yours to read once the answer is sent. See the request's page."))
    parts = parts_of(actor=actor, office_kind=kind, involved=involved, leg_office_id=row.office_id)
    steps = [action for step, action in leg_actions(row) if step in steps_now(row, parts=parts)]
    context = {
        "leg": row,
        "row": row.request,
        "badges": leg_badges(row, now=now),
        "terms": leg_terms(row),
        "wanted": text_shown(row.request.wanted),
        "items": [
            (
                text_shown(each.item.text),
                Badge(each.get_outcome_display(), OUTCOME_TONES[each.outcome]),
                text_shown(each.text),
            )
            for each in row.items.all()
        ],
        "pauses": row.pauses.all(),
        "crumbs": leg_crumbs(row),
        "action": steps[0] if steps else None,
        "more_actions": steps[1:],
        **talk_context(row.request, actor=actor, drafts=True, leg=row),
    }
    return render(request, "support/leg.html", context)


def steps_now(row: Leg, *, parts: frozenset[Part]) -> set[LegStep]:
    """Return what somebody with these parts does with a leg now; one item cannot be divided, nor one leg joined."""
    found = set(leg_steps_from(state=row.state, parts=parts))
    if len(asked_items(row)) < 2:
        found.discard(LegStep.SPLIT)
    if LegStep.JOIN in found and not joinable_legs(row):
        found.discard(LegStep.JOIN)
    return found


def leg_crumbs(row: Leg, *more: tuple[str, str]) -> Any:
    """Return the way from home to a leg's page."""
    request = row.request
    here = (str(row.office), leg_href(row) if more else "")
    return crumbs(
        (_("Support requests"), reverse("support:requests")), (request.name, request_href(request)), here, *more
    )


def leg_terms(row: Leg) -> list[Term]:
    """Return the facts of a leg; what is due in Korea's time and in the office's."""
    zone = hours_of(row.office).time_zone
    return [
        Term(_("Request"), Link(row.request.name, request_href(row.request))),
        Term(_("Who asks"), row.request.asker.name),
        Term(_("Office"), str(row.office)),
        Term(_("Why this office"), row.get_because_display()),
        Term(_("Owner"), str(row.owner) if row.owner else ""),
        Term(_("Sent"), row.sent_at),
        Term(_("First answer due"), zone_words(row.first_due_at, zone)),
        Term(_("Due"), zone_words(row.due_at, zone)),
        *[Term(label, at) for label, at in told_times(row) if at],
        Term(_("Answered"), row.answered_at),
        *([Term(_("Reason"), row.reason)] if row.reason else []),
    ]


def told_times(row: Leg) -> list[tuple[str, datetime | None]]:
    """Return when somebody was reminded, and when it was told to others that it is overdue."""
    return [
        (_("Reminded"), row.reminded_at),
        (_("Told to the office's managers"), row.escalated_at),
        (_("Told to the ministry"), row.escalated_further_at),
    ]


def zone_words(at: datetime | None, zone: str) -> list[str]:
    """Return a moment in words: by Korea's clock, and by the office's own where that is another."""
    return [f"{moment_words(moment)} ({name})" for name, moment in both_zones(at, zone)]


def leg_actions(row: Keyed) -> list[tuple[LegStep, Action]]:
    """Return the steps that have a screen: the next one first, then the usual ones, which stand open on the page."""

    def action(name: str, label: str, **more: Any) -> Action:
        return Action(label, leg_href(row, name), **more)

    quiet: dict[str, Any] = {"kind": "tertiary"}
    return [
        (LegStep.ACCEPT, action("leg_accept", _("Accept"), method="post")),
        (LegStep.DECIDE, action("leg_answer", _("Answer item by item"))),
        (LegStep.RESUME, action("leg_resume", _("Go on working"), method="post")),
        (LegStep.PAUSE, action("leg_pause", _("Ask the asker"), **quiet)),
        (LegStep.PASS_ON, action("leg_pass_on", _("Pass on"), **quiet)),
        (LegStep.OWN, action("leg_own", _("Name the owner"), **quiet)),
        (LegStep.SPLIT, action("leg_split", _("Give some items away"), **quiet)),
        (LegStep.JOIN, action("leg_join", _("Join with another office"), **quiet)),
        (LegStep.REFUSE, action("leg_refuse", _("Not for us"), **quiet)),
        (LegStep.WITHDRAW, action("leg_withdraw", _("Take back from this office"), **quiet)),
    ]


@require_POST
def leg_accept(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Accept a leg; whoever does it owns it, unless somebody was named."""
    row, answer = yours(request, leg_id, LegStep.ACCEPT)
    return answer or done_at_once(
        request,
        lambda: accept_leg(leg_id=leg_id, by=actor_of(request), now=timezone.now()),
        done=_("Your office has accepted it. Answer item by item."),
        back=leg_href(row),
    )


@require_POST
def leg_resume(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Go on after the asker's reply: the clock runs again. The asker says so too."""
    row, answer = yours(request, leg_id, LegStep.RESUME)
    mine = Part.ANSWERER in parts_to(row, actor_of(request))
    return answer or done_at_once(
        request,
        lambda: resume_leg(leg_id=leg_id, by=actor_of(request), now=timezone.now()),
        done=_("The work goes on, and the clock runs again."),
        back=leg_href(row) if mine else request_href(row.request),
    )


@require_http_methods(["GET", "POST"])
def leg_answer(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Say what becomes of each item; saved for later, or sent as the office's answer."""
    row, answer = yours(request, leg_id, LegStep.DECIDE)
    if answer is not None:
        return answer
    rows = [DecisionRow(text_shown(each.item.text)[0], values) for each, values in said_on(row)]
    form = DecisionsForm(request.POST or None, rows=rows, language=language())
    sends = "later" not in request.POST
    work = answer_leg if sends else decide_leg_items
    screen = leg_screen(
        row,
        title=_("Answer item by item"),
        submit=_("Send the answer"),
        form=form,
        work=lambda now: work(
            leg_id=leg_id,
            decisions=form.decisions(),
            expected=seen_version(request),
            by=actor_of(request),
            now=now,
        ),
        version=row.version,
        keeps=True,
        done=_("Your office's answer was sent to the ministry.") if sends else _("Saved. It is not sent yet."),
        lead=_("Write in Korean or English. The ministry makes one answer of what all offices say."),
        template="support/decisions.html",
    )
    return step_answer(request, row.request, screen)


def leg_screen(row: Leg, *, title: str, then: str = "", **values: Any) -> StepScreen:
    """Return a step's screen that leads back to the leg."""
    more = {"crumbs": leg_crumbs(row, (title, "")), "office": row.office}
    return StepScreen(title=title, then=then or leg_href(row), back=leg_href(row), more=more, **values)


def reason_screen(
    request: HttpRequest, leg_id: int, *, step: LegStep, work: Any, then_list: bool = False, **words: str
) -> HttpResponse:
    """Do a step that needs a reason alone. then_list: whether a restricted request is no more to be read after it"""
    row, answer = yours(request, leg_id, step)
    if answer is not None:
        return answer
    form = ReasonForm(request.POST or None)
    screen = leg_screen(
        row,
        form=form,
        work=lambda now: work(leg_id=leg_id, reason=form.cleaned_data["reason"], by=actor_of(request), now=now),
        then=reverse("support:requests") if then_list else "",
        **words,
    )
    return step_answer(request, row.request, screen)


@require_http_methods(["GET", "POST"])
def leg_refuse(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Say that this office does not answer it, and why."""
    return reason_screen(
        request,
        leg_id,
        step=LegStep.REFUSE,
        work=refuse_leg,
        then_list=True,
        title=_("Say that it is not for this office"),
        submit=_("Give it back"),
        done=_("It was given back to the ministry, which is told by e-mail."),
        lead=_("If another office should answer, pass it on to that office instead."),
    )


@require_http_methods(["GET", "POST"])
def leg_pause(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Ask the asker something; the clock stands still meanwhile."""
    return reason_screen(
        request,
        leg_id,
        step=LegStep.PAUSE,
        work=pause_leg,
        title=_("Ask the asker"),
        submit=_("Ask"),
        done=_("The asker is told by e-mail. Your office's clock stands still until the work goes on."),
        lead=_("Write what you need to know. Everybody on the request sees the question and the pause."),
    )


@require_http_methods(["GET", "POST"])
def leg_withdraw(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Take a request back from an office; the ministry does it."""
    return reason_screen(
        request,
        leg_id,
        step=LegStep.WITHDRAW,
        work=withdraw_leg,
        title=_("Take it back from this office"),
        submit=_("Take it back"),
        done=_("It was taken back. The office is told by e-mail."),
        lead=_("What the office has said so far is kept. Its items need another office."),
    )


@require_http_methods(["GET", "POST"])
def leg_own(request: HttpRequest, leg_id: int) -> HttpResponse:
    """Name who owns a leg in its office."""
    row, answer = yours(request, leg_id, LegStep.OWN)
    if answer is not None:
        return answer
    people = answerers_in(office_id=row.office_id, today=today_of())
    form = OwnerForm(request.POST or None, people=people, initial={"owner": row.owner_id})
    screen = leg_screen(
        row,
        title=_("Name the owner"),
        submit=_("Save"),
        form=form,
        work=lambda now: own_leg(leg_id=leg_id, owner_id=form.cleaned_data["owner"].pk, by=actor_of(request), now=now),
        done=_("The owner was named."),
    )
    return step_answer(request, row.request, screen)
