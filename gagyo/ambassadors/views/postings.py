"""Who is posted to which province, and the page of one posting."""

import dataclasses
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.choices import Visibility
from gagyo.accounts.rules import may_read, may_read_contacts
from gagyo.accounts.views.gates import actor_of
from gagyo.ambassadors.models import Posting
from gagyo.ambassadors.queries.activities import ActivityFilter, activities_for, listed_activities
from gagyo.ambassadors.queries.history import WORDS
from gagyo.ambassadors.queries.postings import ProvinceLine, posting_for, province_lines, successor_of
from gagyo.ambassadors.rules.counting import ACTIVITIES, ANSWERED_REQUESTS, OPEN_REQUESTS
from gagyo.ambassadors.rules.postings import may_post
from gagyo.ambassadors.views.activities import activity_columns
from gagyo.ambassadors.views.shown import gap_words, posting_badge
from gagyo.common.components import Action, Column, Link, Term
from gagyo.common.components.tables import plain_columns
from gagyo.common.queries import happenings_about
from gagyo.common.rules import Actor
from gagyo.common.views.finding import found
from gagyo.common.views.shown import crumbs, history_entries, today_of
from gagyo.kernels.indicators.figure import Figure
from gagyo.support.queries.lists import RequestFilter, requests_for
from gagyo.support.queries.people import kind_of

LAST = 10
# What the page of a posting says of itself, and what the list of all activities tells beside it.
LEFT_OUT = {"posting", "province", "field", "minutes"}


def find_posting(actor: Actor, posting_id: int, *, archived: bool = False) -> Posting:
    """
    Return a posting that the actor may read.

    :raises Http404: if there is none
    """
    return found(
        lambda: posting_for(actor=actor, posting_id=posting_id, archived=archived),
        missing=_("This posting does not exist, or was put away. Look for it in the list of provinces."),
    )


@require_GET
def provinces(request: HttpRequest) -> HttpResponse:
    """List the provinces with who is posted there now; a gap is said in words."""
    actor, today = actor_of(request), today_of()
    may = may_post(actor=actor, office_kind=kind_of(actor))
    rows = province_lines(actor=actor, today=today)
    gaps = [line.province.name for line in rows if line.now is None]
    context = {
        "rows": rows,
        "gaps": ", ".join(gaps),
        "columns": province_columns(),
        "crumbs": crumbs((_("Ambassadors"), "")),
        "action": Action(_("Post an ambassador"), reverse("ambassadors:posting_add"), icon="plus") if may else None,
        "more_actions": [
            Action(_("Activities of ambassadors"), reverse("ambassadors:activities"), kind="tertiary"),
            Action(_("Annual plans"), reverse("ambassadors:plans"), kind="tertiary"),
            Action(_("Advice desk"), reverse("ambassadors:advice_desk"), kind="tertiary"),
            Action(_("Cases of ambassadors"), reverse("ambassadors:cases"), kind="tertiary"),
        ],
    }
    return render(request, "ambassadors/provinces.html", context)


def province_columns() -> list[Column]:
    """Return the columns of the list of provinces."""
    return [
        Column("province", _("Province"), row_header=True, draw=lambda line: line.province.name),
        Column("now", _("Ambassador"), draw=who_cell),
        Column("from", pgettext("posting", "Posted from"), draw=lambda line: line.now.starts_on if line.now else None),
        Column("until", pgettext("posting", "Until"), draw=lambda line: line.now.ends_on if line.now else None),
        Column("last", pgettext("posting", "Predecessor"), draw=last_cell),
    ]


def who_cell(line: ProvinceLine) -> object:
    """Return who is posted now, or that nobody is."""
    if line.now is not None:
        return Link(line.now.name, line.now.get_absolute_url())
    return gap_words(line.last, line.following)


def last_cell(line: ProvinceLine) -> object:
    """Return who was posted there before."""
    return Link(line.last.name, line.last.get_absolute_url()) if line.last else None


@require_GET
def posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Show a posting with its predecessor and successor, its figures and what was done last."""
    actor, today = actor_of(request), today_of()
    row = find_posting(actor, posting_id)
    may = may_post(actor=actor, office_kind=kind_of(actor))
    done = ActivityFilter(posting=row.pk)
    context = {
        "row": row,
        "crumbs": crumbs((_("Ambassadors"), reverse("ambassadors:provinces")), (row.name, "")),
        "badge": posting_badge(row, today=today),
        "terms": facts(row, actor=actor),
        "figures": figures_of(row, actor=actor, today=today),
        "columns": plain_columns([each for each in activity_columns() if each.key not in LEFT_OUT]),
        "rows": list(listed_activities(actor=actor, wanted=done, sort="")[:LAST]),
        "all_href": done.href(),
        "history": history_entries(happenings_about(row=row, words=WORDS, limit=40)),
        **actions_of(row, actor=actor, may=may),
    }
    return render(request, "ambassadors/posting.html", context)


def actions_of(row: Posting, *, actor: Actor, may: bool) -> dict[str, object]:
    """Return the hand-over for the province's office, and what those do who post ambassadors."""

    def step(name: str) -> str:
        return reverse(f"ambassadors:posting_{name}", args=[row.pk])

    more = [Action(_("Edit"), step("edit"), kind="secondary")]
    if row.ends_on is None:
        more.append(Action(_("End the posting"), step("end"), kind="tertiary"))
    more.append(Action(_("Put away"), step("archive"), method="post", kind="tertiary"))
    inside = may_read(actor=actor, office_id=row.office_id, visibility=Visibility.OFFICE)
    over = Action(_("Hand-over"), reverse("ambassadors:handover", args=[row.pk])) if inside else None
    if may and row.ends_on is not None and successor_of(row, actor=actor) is None:
        follow = Action(
            _("Enter the successor"), f"{reverse('ambassadors:posting_add')}?province={row.province_id}", icon="plus"
        )
        if over is None:
            return {"action": follow, "more_actions": more}
        more.insert(0, dataclasses.replace(follow, kind="secondary"))
    return {"action": over, "more_actions": more if may else []}


def facts(row: Posting, *, actor: Actor) -> list[Term]:
    """Return the facts of a posting; how to reach the ambassador stands there for those who may read contacts."""
    before, successor = row.predecessor, successor_of(row, actor=actor)
    reached = [
        Term(_("E-mail"), row.email, f"mailto:{row.email}" if row.email else ""),
        Term(_("Telephone"), row.phone),
    ]
    return [
        Term(_("Province"), row.province.name),
        Term(pgettext("posting", "First day"), row.starts_on),
        Term(pgettext("posting", "Last day"), row.ends_on),
        Term(pgettext("posting", "Predecessor"), Link(before.name, before.get_absolute_url()) if before else ""),
        Term(pgettext("posting", "Successor"), Link(successor.name, successor.get_absolute_url()) if successor else ""),
        *(reached if may_read_contacts(actor=actor) else []),
        Term(_("Account"), str(row.user) if row.user else _("None yet")),
        Term(_("Taken over"), row.taken_over_at),
        Term(_("Taken over by"), str(row.taken_over_by) if row.taken_over_by else ""),
    ]


def figures_of(row: Posting, *, actor: Actor, today: date) -> list[Figure]:
    """Return the province's requests, open and answered, and the ambassador's activities of this year."""
    now = timezone.now()
    asked = RequestFilter(asker=row.province_id, state="all", as_of=today.isoformat())
    opened, answered = asked.but(stood="open"), asked.but(stood="answered")
    done = ActivityFilter(posting=row.pk, year=today.year)
    return [
        Figure(
            requests_for(actor=actor, wanted=opened, now=now).count(), "request", today, OPEN_REQUESTS, opened.href()
        ),
        Figure(
            requests_for(actor=actor, wanted=answered, now=now).count(),
            "request",
            today,
            ANSWERED_REQUESTS,
            answered.href(),
        ),
        Figure(activities_for(actor=actor, wanted=done).count(), "activity", today, ACTIVITIES, done.href()),
    ]
