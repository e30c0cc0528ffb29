"""A support request's page: facts, items with what became of them, and the state of every leg at a glance."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.rules import may_read
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs, history_entries, text_shown, today_of
from gagyo.meetings.queries.agreed import may_work_on
from gagyo.meetings.views.after_shown import own_item_href
from gagyo.partnerships.views.shown import tie_href
from gagyo.support.choices import Confidentiality, LegState, RequestState
from gagyo.support.models import Answer, Leg, SupportRequest
from gagyo.support.queries.answers import unheld_items
from gagyo.support.queries.approvals import decides_now
from gagyo.support.queries.history import history_of_request
from gagyo.support.queries.hours import zones_of
from gagyo.support.queries.people import involved_of, kind_of
from gagyo.support.queries.requests import legs_of, request_for, steps_of
from gagyo.support.rules.moves import Part, Step, steps_from
from gagyo.support.rules.readers import parts_of, sees_drafts
from gagyo.support.views.shown import (
    OUTCOME_TONES,
    Keyed,
    both_zones,
    leg_badges,
    leg_href,
    moment_words,
    outcome_badge,
    request_badge,
)
from gagyo.support.views.talk_shown import talk_context


def find_request(actor: Actor, request_id: int) -> SupportRequest:
    """
    Return a request that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: request_for(actor=actor, request_id=request_id),
        missing=_("This request does not exist, or is not yours to read. Look for it in your list."),
    )


@require_GET
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show a request to those who have a part in it."""
    actor, now = actor_of(request), timezone.now()
    row = find_request(actor, request_id)
    involved, kind = involved_of(row), kind_of(actor)
    parts = parts_of(actor=actor, office_kind=kind, involved=involved)
    drafts = sees_drafts(actor=actor, office_kind=kind, involved=involved)
    legs = legs_of(row, proposed=Part.ROUTER in parts)
    steps = steps_of(row)
    context: dict[str, Any] = {
        "row": row,
        "crumbs": crumbs((_("Support requests"), reverse("support:requests")), (row.name, "")),
        "badge": request_badge(row),
        "terms": facts(row, actor=actor),
        "wanted": text_shown(row.wanted),
        "items": [
            (item, text_shown(item.text), outcome_badge(item), text_shown(item.answer)) for item in row.items.all()
        ],
        "legs": legs,
        "leg_columns": leg_columns(now=now, drafts=drafts, zones=zones_of([leg.office for leg in legs])),
        "answers": [
            (answer, text_shown(answer.text), earlier_items(answer, row=row))
            for answer in row.answers.all()
            if answer.sent_at
        ],
        "steps": steps,
        "readers": row.readers.all() if row.confidentiality == Confidentiality.RESTRICTED else [],
        "history": history_entries(history_of_request(row, drafts=drafts)),
        **actions_of(row, actor=actor, parts=parts, legs=legs),
        **talk_context(row, actor=actor, drafts=drafts),
    }
    return render(request, "support/request.html", context)


def earlier_items(answer: Answer, *, row: SupportRequest) -> list[tuple[str, Badge, tuple[str, str]]]:
    """Return what an answer said of its items before the request was reopened; of the last one the items say it."""
    if answer.round == row.round:
        return []
    return [
        (
            text_shown(each.item.text)[0],
            Badge(each.get_outcome_display(), OUTCOME_TONES[each.outcome]),
            text_shown(each.text),
        )
        for each in answer.items.all()
    ]


def facts(row: SupportRequest, *, actor: Actor) -> list[Term]:
    """Return the facts of a request."""
    tie, visit, project = row.tie, row.visit, row.project
    terms = [
        Term(_("Number"), row.number),
        Term(_("Who asks"), row.asker.name),
        Term(_("Officer"), str(row.officer) if row.officer else ""),
        Term(pgettext("support request", "Field"), row.get_field_display()),
        Term(_("Country"), row.country.name if row.country else ""),
        Term(_("City abroad"), row.place.name if row.place else ""),
        Term(_("Wanted by"), row.wanted_by),
        Term(_("Read by"), row.get_confidentiality_display()),
        Term(_("Routed by"), str(row.router) if row.router else ""),
        Term(_("Document number"), row.document_number),
        Term(_("Sent"), row.sent_at),
        Term(_("Answered"), row.answered_at),
        *[Term(_("Rating (1 to 5)"), f"{rated.stars}/5 {rated.words}".strip()) for rated in row.ratings.all()],
    ]
    if tie and may_read(actor=actor, office_id=tie.office_id, visibility=tie.visibility):
        terms.append(Term(_("Tie"), Link(str(tie), tie_href(tie))))
    if visit and may_read(actor=actor, office_id=visit.office_id, visibility=visit.visibility):
        terms.append(Term(_("Delegation visit"), Link(visit.name, visit.get_absolute_url())))
    if project and may_read(actor=actor, office_id=project.office_id, visibility=project.visibility):
        href = reverse("partnerships:project", args=[project.pk])
        terms.append(Term(_("Exchange project"), Link(project.name, href)))
    agreed = row.agreed_item
    if agreed and may_work_on(agreed, actor=actor):
        terms.append(Term(_("Agreed item"), Link(text_shown(agreed.what)[0], own_item_href(agreed))))
    return [*terms, *([Term(_("Reason"), row.state_reason)] if row.state_reason else [])]


def leg_columns(*, now: datetime, drafts: bool, zones: Mapping[int, str]) -> list[Column]:
    """
    Return the columns of the legs; what an office says stands there for those who may read it before the answer.

    zones: office id -> its time zone
    """
    said = [Column("said", _("Items"), draw=items_words)] if drafts else []
    return [
        Column("office", _("Office"), row_header=True, draw=lambda leg: office_cell(leg, drafts=drafts)),
        Column("state", _("State"), draw=lambda leg: leg_badges(leg, now=now)),
        Column("owner", _("Owner"), draw=lambda leg: str(leg.owner) if leg.owner else ""),
        Column("due_at", _("Due"), draw=lambda leg: due_words(leg, zone=zones[leg.office_id])),
        Column("answered_at", _("Answered")),
        *said,
        Column("why", pgettext("of a leg", "Why"), draw=lambda leg: why_words(leg, drafts=drafts)),
    ]


def office_cell(leg: Leg, *, drafts: bool) -> object:
    """Return a leg's office, with a link to what it says for those who may read that."""
    return Link(str(leg.office), leg_href(leg)) if drafts and leg.sent_at else str(leg.office)


def due_words(leg: Leg, *, zone: str) -> list[object]:
    """Return when a leg is due: in Korea, and by the office's own clock where that is another."""
    times = both_zones(leg.due_at, zone)
    there = [f"{moment_words(at)} ({name})" for name, at in times[1:]]
    return [*[at for _name, at in times[:1]], *there]


def items_words(leg: Leg) -> list[str]:
    """Return what an office says of its items: the words and the outcome of each."""
    return [f"{text_shown(each.item.text)[0]}: {each.get_outcome_display()}" for each in leg.items.all()]


def why_words(leg: Leg, *, drafts: bool) -> list[str]:
    """Return why the office was asked, and the reason for which it no longer is; what it asks of the asker too."""
    found = [str(leg.get_because_display())]
    if leg.parent is not None:
        found[0] += f": {leg.parent.office}"
    if leg.joined_into is not None:
        found.append(f"→ {leg.joined_into.office}")
    if leg.state == LegState.WAITING:
        found += [each.reason for each in leg.pauses.all() if each.ends_at is None]
    return [*found, leg.reason] if drafts and leg.reason else found


def actions_of(row: SupportRequest, *, actor: Actor, parts: frozenset[Part], legs: Sequence[Leg]) -> dict[str, Any]:
    """Return the one main action for a request as it stands, and the quieter ones: the first that may be done now."""
    here = set(steps_from(state=row.state, parts=parts))
    if row.state == RequestState.APPROVAL and decides_now(row, user_id=actor.user_id, today=today_of()):
        here |= {Step.SEND, Step.RETURN}
    if row.state == RequestState.ANSWER_APPROVAL and decides_now(row, user_id=actor.user_id, today=today_of()):
        here |= {Step.SEND_ANSWER, Step.RETURN_ANSWER}
    if row.archived_at:
        back = Action(_("Bring back"), reverse("support:request_restore", args=[row.pk]), method="post")
        return {"action": back if Step.EDIT in here else None}
    found = replies(row, legs) if Part.ASKER in parts else []
    offered = [(step, action) for step, action in screens(row) if step in here]
    if Step.ROUTE in here and unheld_items(row):
        # Nobody is asked for an item: that comes before the answer.
        offered.sort(key=lambda pair: pair[0] != Step.ROUTE)
    found += [action for _step, action in offered]
    if not found:
        return {}
    if found[0].kind == "tertiary":
        return {"more_actions": found}
    quieter = [replace(each, kind="secondary") if each.kind == "primary" else each for each in found[1:]]
    return {"action": found[0], "more_actions": quieter}


def replies(row: SupportRequest, legs: Sequence[Leg]) -> list[Action]:
    """Return what the asker does for each office that asked something: let its work go on."""
    if row.state != RequestState.UNDER_WAY:
        return []
    return [
        Action(
            _("%(office)s has its reply: go on") % {"office": leg.office}, leg_href(leg, "leg_resume"), method="post"
        )
        for leg in legs
        if leg.state == LegState.WAITING
    ]


def screens(row: Keyed) -> list[tuple[Step, Action]]:
    """Return the steps that have a screen, in the order of what one does next."""

    def action(name: str, label: str, **more: Any) -> Action:
        return Action(label, reverse(f"support:{name}", args=[row.pk]), **more)

    return [
        (Step.SEND, action("request_approve", _("Approve"))),
        (Step.SEND_ANSWER, action("answer_approve", _("Approve the answer"))),
        (Step.RETURN_ANSWER, action("answer_return", _("Return the answer"), kind="secondary")),
        (Step.DRAFT_ANSWER, action("answer", _("Write the answer"))),
        (Step.SUBMIT_ANSWER, action("answer_submit", _("Submit the answer for approval"))),
        (Step.RECALL_ANSWER, action("answer_recall", _("Take the answer back"), kind="tertiary", method="post")),
        (Step.ROUTE, action("routing", _("Say who answers"))),
        (Step.CONFIRM, action("confirm", _("Confirm the answer"))),
        (Step.REOPEN, action("reopen", _("Reopen"), kind="secondary")),
        (Step.RATE, action("rate", _("Rate the answer"), kind="tertiary")),
        (Step.SUBMIT, action("request_submit", _("Submit for approval"))),
        (Step.RETURN, action("request_return", _("Return"), kind="secondary")),
        (Step.EDIT, action("request_edit", _("Edit"), kind="tertiary")),
        (
            Step.RECALL,
            action("request_recall", pgettext("support request", "Take back"), kind="tertiary", method="post"),
        ),
        (Step.CHANGE_OFFICER, action("request_officer", _("Hand to a colleague"), kind="tertiary")),
        (Step.WITHDRAW_ITEM, action("item_withdraw", _("Withdraw an item"), kind="tertiary")),
        (Step.WITHDRAW, action("request_withdraw", pgettext("support request", "Withdraw"), kind="tertiary")),
    ]
