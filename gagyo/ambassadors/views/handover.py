"""The hand-over from one ambassador to the next: one page to be read and printed, and one press."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_POST

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import check_write, may_read, may_read_contacts, may_write
from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.actions.handover import take_over
from gagyo.ambassadors.models import Activity, AnnualPlan, Posting
from gagyo.ambassadors.queries.activities import ActivityFilter, listed_activities
from gagyo.ambassadors.queries.handover import Leaving, leaving
from gagyo.ambassadors.queries.postings import successor_of
from gagyo.ambassadors.rules.handover import UnableToTakeOver
from gagyo.ambassadors.rules.postings import time_words
from gagyo.ambassadors.views.activities import activity_columns
from gagyo.ambassadors.views.postings import find_posting
from gagyo.common.actions import record_reading
from gagyo.common.components import Action, Badge, Column, Link, Term
from gagyo.common.components.tables import plain_columns
from gagyo.common.rules import Actor
from gagyo.common.views.shown import crumbs, tell, text_shown, today_of
from gagyo.partnerships.queries.people import contacts_of_office
from gagyo.partnerships.views.incident import contact_columns
from gagyo.support.views.shown import leg_badges, leg_href, request_badge, request_href

LAST = 20


def find_inside(actor: Actor, posting_id: int) -> Posting:
    """
    Return a posting whose office's inside the actor reads.

    :raises Http404: for everybody else
    """
    row = find_posting(actor, posting_id)
    if not may_read(actor=actor, office_id=row.office_id, visibility=Visibility.OFFICE):
        raise Http404(_("The hand-over is read in the province's own office. Ask that office for it."))
    return row


@require_GET
def handover(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Show what an ambassador leaves to the next, to be read and printed."""
    actor, today, now = actor_of(request), today_of(), timezone.now()
    row = find_inside(actor, posting_id)
    successor, left = successor_of(row, actor=actor), leaving(row, actor=actor)
    contacts = contacts_of_office(actor=actor) if may_read_contacts(actor=actor) else []
    if contacts:
        record_reading(
            event="handover.opened",
            by=actor,
            at=now,
            people=[person.pk for person in contacts],
            rows=len(contacts),
            reason="",
            detail={"posting": row.pk},
        )
    may = may_write(actor=actor, office_id=row.office_id)
    context = {
        "row": row,
        "now": now,
        "terms": who_to_whom(row, successor),
        "left": left,
        "contacts": contacts,
        "activities": list(listed_activities(actor=actor, wanted=ActivityFilter(posting=row.pk), sort="")[:LAST]),
        "columns": columns_of(now=now, today=today, owner=row.user_id),
        "taken": taken_words(successor),
        "action": press(row, successor, left) if may else None,
        "crumbs": crumbs(
            (_("Ambassadors"), reverse("ambassadors:provinces")),
            (row.name, row.get_absolute_url()),
            (_("Hand-over"), ""),
        ),
    }
    answer = render(request, "ambassadors/handover.html", context)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def press(row: Posting, successor: Posting | None, left: Leaving) -> Action | None:
    """Return the one button that takes over, while there is somebody to do so and something to take."""
    if successor is None or (successor.taken_over_at is not None and not left.owns_something(row.user_id)):
        return None
    return Action(_("Take over"), reverse("ambassadors:take_over", args=[row.pk]), method="post")


def who_to_whom(row: Posting, successor: Posting | None) -> list[Term]:
    """Return who hands over to whom."""
    after = successor
    return [
        Term(_("Province"), row.province.name),
        Term(_("Hands over"), f"{row.name}, {time_words(row.starts_on, row.ends_on)}"),
        Term(
            _("Takes over"),
            f"{after.name}, {time_words(after.starts_on, after.ends_on)}" if after else _("Nobody is entered yet"),
        ),
    ]


def taken_words(successor: Posting | None) -> list[Any]:
    """Return when and by whom it was taken over; empty while it was not."""
    if successor is None or successor.taken_over_at is None:
        return []
    return [successor.taken_over_at, str(successor.taken_over_by or "")]


def columns_of(*, now: datetime, today: date, owner: int | None) -> dict[str, list[Column]]:
    """Return the columns of each table of the page."""
    shown = [each for each in activity_columns() if each.key not in {"posting", "province"}]
    return {
        "legs": [
            Column("request", _("Request"), row_header=True, draw=lambda leg: Link(str(leg.request), leg_href(leg))),
            Column("asker", _("Who asks"), draw=lambda leg: leg.request.asker.name),
            Column("state", _("State"), draw=lambda leg: leg_badges(leg, now=now)),
            Column("due_at", _("Due")),
            Column("owner", _("Owner"), draw=lambda leg: owner_cell(leg.owner, owner)),
        ],
        "asked": [
            Column("name", _("Request"), row_header=True, draw=lambda each: Link(str(each), request_href(each))),
            Column("country", _("Country"), draw=lambda each: each.country.name if each.country else ""),
            Column("state", _("State"), draw=request_badge),
            Column("wanted_by", _("Wanted by")),
        ],
        "advice": [
            Column(
                "subject",
                pgettext("question to an ambassador", "Question"),
                row_header=True,
                draw=lambda each: Link(str(each), each.get_absolute_url()),
            ),
            Column("who", _("Who asks")),
            Column("due_at", _("Due")),
            Column("owner", _("Owner"), draw=lambda each: owner_cell(each.owner, owner)),
        ],
        "plans": [
            Column("year", _("Year"), row_header=True, draw=plan_cell),
            Column("state", _("State"), draw=lambda each: str(each.get_state_display())),
            Column("submitted_at", _("Submitted")),
            Column("approved_at", _("Approved")),
        ],
        "promises": [
            Column("what", _("What was promised"), row_header=True, draw=promise_cell),
            Column("whom", _("For whom")),
            Column("day", pgettext("activity of an ambassador", "Day")),
            Column("promised_by", _("Promised by"), draw=lambda each: due_cell(each, today=today)),
            Column("posting", _("Ambassador"), draw=lambda each: each.posting.name),
        ],
        "contacts": plain_columns(contact_columns()),
        "files": [
            Column("title", _("Document"), row_header=True, draw=file_cell),
            Column("activity", pgettext("activity of an ambassador", "Activity"), draw=lambda each: each.activity.name),
            Column("day", pgettext("activity of an ambassador", "Day"), draw=lambda each: each.activity.day),
        ],
        "activities": plain_columns(shown),
    }


def owner_cell(owner: Any, leaving_user: int | None) -> list[object]:
    """Return who owns a leg; marked where it is who leaves."""
    if owner is None:
        return [_("Nobody yet")]
    return [str(owner), Badge(_("To be taken over"), "warning")] if owner.pk == leaving_user else [str(owner)]


def plan_cell(row: AnnualPlan) -> Link:
    """Return the plan of a year as a link; the year is a name, so it stands without separators."""
    return Link(str(row.year), row.get_absolute_url())


def promise_cell(row: Activity) -> list[object]:
    """Return a promise in its own words, with its activity."""
    return [Link(row.name, row.get_absolute_url()), text_shown(row.outcome_text)[0]]


def due_cell(row: Activity, *, today: date) -> list[object]:
    """Return by when a promise is to be kept, marked where that day has passed."""
    if row.promised_by is None:
        return [_("No day was said")]
    return [row.promised_by, Badge(_("Overdue"), "danger")] if row.promised_by < today else [row.promised_by]


def file_cell(row: Any) -> Link:
    """Return a document as a link."""
    return Link(row.title, row.href)


@require_POST
def taking_over(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Give the successor what the predecessor owns."""
    actor = actor_of(request)
    row = find_inside(actor, posting_id)
    check_write(actor=actor, office_id=row.office_id, what=str(row))
    try:
        moved = take_over(posting_id=row.pk, by=actor, now=timezone.now())
    except UnableToTakeOver as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(n)d open item was taken over.", "%(n)d open items were taken over.", moved)
        tell(request, words % {"n": moved})
    return redirect("ambassadors:handover", posting_id=row.pk)
