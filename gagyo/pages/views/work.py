"""내 업무: what waits for the office in which one works, what is due, what changed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.choices import Role
from gagyo.accounts.rules import may_write_own
from gagyo.accounts.views.gates import actor_of, signed_in
from gagyo.ambassadors.queries.due import clock_path, clock_title
from gagyo.ambassadors.queries.plan_clock import Owing, owed_by
from gagyo.ambassadors.queries.postings import to_take_over
from gagyo.ambassadors.queries.waiting import waiting_ambassadors
from gagyo.ambassadors.views.plan_shown import left_words
from gagyo.ambassadors.views.waiting_shown import waiting_columns
from gagyo.common.components import Action, Badge, Column, Link, TimelineEntry
from gagyo.common.components.tables import plain_columns
from gagyo.common.queries import Happening, Waiting
from gagyo.common.rules import Actor
from gagyo.common.views.shown import text_shown
from gagyo.kernels.indicators.figure import Figure
from gagyo.meetings.queries.agreed import waiting_agreed
from gagyo.meetings.views.after_shown import own_item_href, work_columns
from gagyo.partnerships.queries.history import changes_of_office
from gagyo.partnerships.queries.office import open_projects
from gagyo.partnerships.queries.waiting import waiting_for
from gagyo.partnerships.views import anniversaries
from gagyo.partnerships.views.shown import (
    project_badge,
    project_columns,
    project_href,
    tie_columns,
    tie_href,
    when_words,
)
from gagyo.support.models import HeardItem, SupportRequest
from gagyo.support.queries.heard import waiting_heard
from gagyo.support.queries.waiting import waiting_mentions, waiting_requests
from gagyo.support.views.heard import item_columns, item_href
from gagyo.support.views.lists import request_columns
from gagyo.support.views.shown import request_badge, request_href
from gagyo.support.views.talk_shown import mention_columns
from gagyo.visits.queries.history import visit_changes_of_office
from gagyo.visits.queries.waiting import coming_visits, has_visits, waiting_interpreting, waiting_news, waiting_visits
from gagyo.visits.views.elsewhere import follow_up_columns
from gagyo.visits.views.interpreters_shown import asked_columns, missing_columns, missing_entry
from gagyo.visits.views.requests import request_columns as visit_request_columns
from gagyo.visits.views.shown import visit_badge, visit_columns, visit_href

PAGES = {
    "partnerships.tie": "partnerships:tie",
    "partnerships.exchangeproject": "partnerships:project",
    "visits.visit": "visits:visit",
}
CHANGES_SHOWN = 15


@require_GET
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """Show what waits; ?show=NAME lists the rows of one of its figures."""
    actor, today = actor_of(request), timezone.localdate()
    waiting = []
    if actor.office_id:
        waiting = [
            *waiting_for(actor=actor, today=today),
            *waiting_visits(actor=actor, today=today),
            *waiting_news(actor=actor, now=timezone.now()),
            *waiting_interpreting(actor=actor, now=timezone.now()),
            *waiting_agreed(actor=actor),
            *waiting_requests(actor=actor, now=timezone.now()),
            *waiting_ambassadors(actor=actor),
            *waiting_mentions(actor=actor),
            *waiting_heard(actor=actor),
        ]
    chosen = next((each for each in waiting if each.slug == request.GET.get("show")), None)
    may = may_write_own(actor=actor)
    context = {
        "office": actor.office_label,
        "figures": [(each, figure_of(each, today=today)) for each in waiting if each.rows],
        "quiet": [each for each in waiting if not each.rows],
        "chosen": chosen,
        "chosen_figure": figure_of(chosen, today=today) if chosen else None,
        "columns": columns_of(chosen, today=today) if chosen else [],
        "due": due(waiting, actor=actor, today=today),
        "changes": [change_entry(each) for each in latest_changes(actor=actor)],
        "action": Action(_("Enter a tie"), reverse("partnerships:tie_add"), icon="plus") if may else None,
        "shortcuts": [
            *taking_over(actor, today=today),
            *shortcuts(may=may, role=actor.role),
            *figures_link(actor),
        ],
    }
    return render(request, "pages/work.html", context)


def shortcuts(*, may: bool, role: str) -> list[Link]:
    """Return where an officer or an interpreter goes from here."""
    if role == Role.INTERPRETER:
        return [Link(_("My interpreting"), reverse("visits:my_interpreting"))]
    if not may:
        return []
    return [
        Link(_("Our ties"), reverse("partnerships:ties") + "?own=1"),
        Link(_("Add a project"), reverse("partnerships:project_add")),
        Link(_("Import from a spreadsheet"), reverse("partnerships:imports")),
        Link(_("Our visits"), reverse("visits:visits") + "?own=1"),
        Link(_("Interpreters"), reverse("visits:interpreters")),
        Link(_("What is due"), reverse("support:calendar")),
        Link(_("Anniversaries"), reverse("partnerships:anniversaries")),
        Link(_("Hand-over"), reverse("partnerships:handover")),
        Link(_("Everything with one country"), reverse("partnerships:incident_choose")),
    ]


def taking_over(actor: Actor, *, today: date) -> list[Link]:
    """Return the way to the page on which a new ambassador takes over, until that is done."""
    left = to_take_over(actor=actor, today=today)
    return [Link(_("Hand-over of the ambassador"), reverse("ambassadors:handover", args=[left.pk]))] if left else []


def figures_link(actor: Actor) -> list[Link]:
    """Return the way to the half-year figures, for an office that receives delegations."""
    if not has_visits(actor=actor):
        return []
    return [Link(_("Half-year figures"), f"{reverse('visits:half_year')}?office={actor.office_id}")]


def figure_of(each: Waiting, *, today: date) -> Figure:
    """Return how much of one kind waits; it opens exactly these rows."""
    return Figure(len(each.rows), each.unit, today, each.rule, f"{reverse('pages:work')}?show={each.slug}#rows")


def columns_of(each: Waiting, *, today: date) -> list[Column]:
    """Return the columns in which one kind of open work is listed."""
    if each.kind == "projects":
        return [column for column in plain_columns(project_columns(today=today)) if column.key != "persons_in"]
    if each.kind == "anniversaries":
        return anniversaries.columns()
    if each.kind == "people":
        return [
            Column("name", _("Name"), row_header=True, draw=lambda row: Link(row.name, person_href(row.pk))),
            Column("retain_until", _("Keep until"), draw=lambda row: retention_badge(row.retain_until, today=today)),
            Column("consent", _("Consent"), draw=lambda row: row.get_consent_display()),
        ]
    if each.kind == "imports":
        return [
            Column("file", _("File"), row_header=True, draw=lambda row: Link(str(row), import_href(row.pk))),
            Column("row_count", _("Rows"), numeric=True),
            Column("uploaded_at", _("Uploaded")),
        ]
    if each.kind in {"plans", "cases", "advice"}:
        return waiting_columns(each.kind)
    return asked_work_columns(each, today=today)


def asked_work_columns(each: Waiting, *, today: date) -> list[Column]:
    """Return the columns in which open work of requests and meetings is listed, or that of visits."""
    if each.kind == "requests":
        return plain_columns(request_columns())
    if each.kind == "mentions":
        return mention_columns()
    if each.kind == "agreed_items":
        return plain_columns(work_columns(today=today))
    if each.kind == "heard_items":
        return item_columns(inside=True, with_meeting=True)
    return visit_work_columns(each, today=today)


def visit_work_columns(each: Waiting, *, today: date) -> list[Column]:
    """Return the columns in which open work of visits is listed, or those of ties."""
    if each.kind == "follow_ups":
        return follow_up_columns(today=today)
    if each.kind == "visit_requests":
        return plain_columns(visit_request_columns())
    if each.kind == "visits":
        return plain_columns(visit_columns())
    if each.kind in {"stops", "interpreting"}:
        return missing_columns() if each.kind == "stops" else asked_columns()
    return tie_columns()


def retention_badge(day: date, *, today: date) -> Badge | date:
    """Return a retention date; a past one stands out."""
    return Badge(day.isoformat(), "danger") if day < today else day


def person_href(pk: int) -> str:
    """Return the address of a person's page."""
    return address("registry:person", pk)


def import_href(pk: int) -> str:
    """Return the address of an import's page."""
    return address("partnerships:import_batch", pk)


def address(name: str, pk: int) -> str:
    """Return an address, or nothing where an installation leaves that screen out."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def due(waiting: Sequence[Waiting], *, actor: Actor, today: date) -> list[TimelineEntry]:
    """Return what comes next, the earliest first: projects that run or begin, anniversaries, results, retentions."""
    dated: list[tuple[date, TimelineEntry]] = []
    for project in open_projects(actor=actor, today=today)[:20]:
        badge = project_badge(project, today=today)
        entry = TimelineEntry(
            project.name, at=project.starts_on, href=project_href(project), badge=badge, ahead=project.starts_on > today
        )
        dated.append((project.starts_on, entry))
    for visit in coming_visits(actor=actor, today=today)[:20]:
        entry = TimelineEntry(
            visit.name,
            at=visit.starts_on,
            href=visit_href(visit),
            badge=visit_badge(visit),
            ahead=visit.starts_on > today,
        )
        dated.append((visit.starts_on, entry))
    dated += [owing_entry(each, today=today) for each in owed_by(actor=actor, today=today)]
    for each in waiting:
        for row in each.rows[:10]:
            found = due_entry(each, row, today=today)
            # Several stops of one visit that lack an interpreter are one thing to do.
            if found and found not in dated:
                dated.append(found)
    return [entry for _day, entry in sorted(dated, key=lambda pair: pair[0])][:30]


def owing_entry(each: Owing, *, today: date) -> tuple[date, TimelineEntry]:
    """Return what the yearly clock of annual plans asks of the office, with the days that are left."""
    day, left = each.day, left_words(each.day, today=today)
    entry = TimelineEntry(clock_title(each), at=day.due_on, text=left, href=clock_path(each), ahead=day.due_on > today)
    return day.due_on, entry


def due_entry(each: Waiting, row: Any, *, today: date) -> tuple[date, TimelineEntry] | None:
    """Return one thing that is due, if it has a day."""
    if each.slug == "results":
        badge = project_badge(row, today=today)
        return row.ends_on, TimelineEntry(row.name, at=row.ends_on, href=project_href(row), badge=badge)
    if each.slug == "anniversaries":
        words = _("%(years)d years: %(tie)s") % {"years": row.anniversary.years, "tie": row.tie}
        entry = TimelineEntry(
            words, when=when_words(row.anniversary.on), href=tie_href(row.tie), ahead=row.days_left > 0
        )
        return max(row.anniversary.first_day, today - timedelta(days=1)), entry
    if each.slug == "retention":
        words = _("Retention of %(name)s ends") % {"name": row.name}
        return row.retain_until, TimelineEntry(words, at=row.retain_until, ahead=row.retain_until > today)
    if each.slug == "follow-ups":
        href = f"{visit_href(row.visit)}#follow-ups"
        return row.due_on, TimelineEntry(row.words, at=row.due_on, href=href, ahead=row.due_on > today)
    if each.slug == "agreed-items":
        words = text_shown(row.what)[0]
        return row.due_on, TimelineEntry(words, at=row.due_on, href=own_item_href(row), ahead=row.due_on > today)
    if each.slug == "interpreters-missing":
        return missing_entry(row, today=today)
    return support_due(row, today=today)


def support_due(row: Any, *, today: date) -> tuple[date, TimelineEntry] | None:
    """Return a request or an item voiced at a meeting by the day on which it is due, if it has one."""
    if isinstance(row, SupportRequest) and row.next_due_at is not None:
        day = timezone.localdate(row.next_due_at)
        entry = TimelineEntry(row.name, at=day, href=request_href(row), badge=request_badge(row), ahead=day > today)
        return day, entry
    if isinstance(row, HeardItem) and row.due_on is not None:
        words = text_shown(row.text)[0]
        return row.due_on, TimelineEntry(words, at=row.due_on, href=item_href(row), ahead=row.due_on > today)
    return None


def latest_changes(*, actor: Actor) -> list[Happening]:
    """Return what the office did lately to ties, projects and visits, newest first."""
    found = [*changes_of_office(actor=actor), *visit_changes_of_office(actor=actor)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:CHANGES_SHOWN]


def change_entry(each: Happening) -> TimelineEntry:
    """Return one change, with the way to its record."""
    href = address(PAGES[each.about_type], int(each.about_id)) if each.about_type in PAGES else ""
    title = pgettext("what happened: to which record", "%(what)s: %(record)s") % {
        "what": each.words,
        "record": each.about,
    }
    return TimelineEntry(title, at=each.at, text=each.reason, by=each.by, href=href)
