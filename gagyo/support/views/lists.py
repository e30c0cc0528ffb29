"""The list of support requests: my queue, my office's, overdue, waiting for others, all on a country."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Action, Column, Link, Tab
from gagyo.common.rules import Actor
from gagyo.common.views.lists import count_of, page_of
from gagyo.common.views.sheets import sheet_action, sheet_answer, wants_sheet
from gagyo.common.views.shown import crumbs, today_of
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.support.forms.filters import RequestFilterForm
from gagyo.support.models import SavedFilter
from gagyo.support.queries.board import saved_filters
from gagyo.support.queries.figure_tables import counted_behind
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.people import kind_of
from gagyo.support.queries.reach import MOST_COUNTED, Reach, countries_of_requests, counts_of_views, reach_of
from gagyo.support.queries.rows import RequestRow, RequestRows
from gagyo.support.rules.readers import ANSWERS, may_ask
from gagyo.support.views.shown import open_leg_badges, request_badge, request_href

LISTED = CountingRule(
    code="support-requests-listed",
    name_ko="목록의 지원 요청",
    name_en="Support requests listed",
    sentence_ko=(
        "읽을 수 있는 지원 요청 가운데 선택한 조건에 맞는 것을 1건씩 셉니다. "
        "상태를 고르지 않으면 확인하거나 철회한 요청은 뺍니다."
    ),
    sentence_en="Support requests that you may read and that fit the filters, each once; confirmed and withdrawn ones "
    "only if their state is chosen.",
)


@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that the actor has a part in: filters and order in the address, the count as a figure."""
    actor, now = actor_of(request), timezone.now()
    sort, reach = request.GET.get("sort", ""), reach_of(actor=actor, now=now)
    form = RequestFilterForm(request.GET, countries=countries_of_requests(reach))
    wanted = form.wanted()
    rows = RequestRows(reach=reach, wanted=wanted, sort=sort)
    page = page_of(request, rows)
    may = may_ask(actor=actor, office_kind=kind_of(actor))
    count = count_of(request, count=page.paginator.count, unit="request", rule=LISTED, as_of=today_of())
    if wants_sheet(request):
        title, columns = _("Support requests"), request_columns()
        return sheet_answer(title=title, columns=columns, rows=rows, count=count, name="requests", now=now)
    context = {
        "form": form,
        "page": page,
        "count": count,
        "columns": request_columns(),
        "tabs": view_tabs(reach, wanted),
        "crumbs": crumbs((_("Support requests"), "")),
        "kept": kept_links(actor),
        "hidden": hidden_words(wanted, shown=page.paginator.count, now=now),
        "more_actions": [
            Action(_("Board"), f"{reverse('support:board')}?{urlencode(wanted.parameters())}", kind="tertiary"),
            Action(_("What is due"), reverse("support:calendar"), kind="tertiary"),
            *keep_action(actor, wanted),
            *assign_action(actor),
            Action(_("Settings of requests"), reverse("support:settings"), kind="tertiary"),
            Action(_("Figures of support requests"), reverse("support:figures"), kind="tertiary"),
            Action(_("Items voiced at meetings"), reverse("support:heard"), kind="tertiary"),
            sheet_action(request),
        ],
        "action": Action(_("Draft a request"), reverse("support:request_add"), icon="plus") if may else None,
    }
    return render(request, "support/requests.html", context)


def hidden_words(wanted: RequestFilter, *, shown: int, now: datetime) -> str:
    """Return how many more a figure counted than its rows that the reader sees; nothing where all are there."""
    counted = counted_behind(wanted, now=now)
    if counted is None or counted <= shown:
        return ""
    return _("The figure counts %(n)d. Those that are not yours to read stand in its number, but not in this list.") % {
        "n": counted
    }


def kept_links(actor: Actor) -> list[tuple[SavedFilter, str]]:
    """Return the filters that were kept, each with its address."""
    return [(row, filter_href(row)) for row in saved_filters(actor)]


def filter_href(row: SavedFilter) -> str:
    """Return the address of the rows of a kept filter."""
    at = reverse("support:requests")
    return f"{at}?{row.query}" if row.query else at


def keep_action(actor: Actor, wanted: RequestFilter) -> list[Action]:
    """Return the way to keep a filter, for those who have an office to keep it in."""
    if actor.office_id is None or actor.user_id is None or not wanted.parameters():
        return []
    query = urlencode(wanted.parameters())
    return [Action(_("Keep this filter"), f"{reverse('support:filter_add')}?{query}", kind="tertiary")]


def assign_action(actor: Actor) -> list[Action]:
    """Return the way to name owners, for those who answer in an office."""
    may = actor.office_id is not None and actor.role in ANSWERS
    return [Action(_("Name owners"), reverse("support:assign"), kind="tertiary")] if may else []


def view_tabs(reach: Reach, wanted: RequestFilter) -> list[Tab]:
    """Return the usual views as links, each with how many wait there."""
    counts = counts_of_views(reach)
    words = {
        "": _("All requests"),
        "mine": _("My queue"),
        "office": _("My office's"),
        "overdue": _("Overdue"),
        "waiting": _("Waiting for others"),
    }
    return [
        Tab(label, RequestFilter(view=view).href(), active=wanted.view == view, count=words_of_count(counts.get(view)))
        for view, label in words.items()
    ]


def words_of_count(count: int | None) -> int | str | None:
    """Return a count of counts_of_views() as it is shown."""
    return count if count is None or count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def request_columns() -> list[Column]:
    """Return the columns of a list of requests."""
    return [
        Column("number", _("Number"), sort="number"),
        Column("name", _("Request"), sort="name", row_header=True, draw=lambda row: Link(row.name, request_href(row))),
        Column("asker", _("Who asks"), sort="asker"),
        Column("country", _("Country")),
        Column("state", _("State"), sort="state", draw=request_badge),
        Column("legs", pgettext("support request", "With"), draw=offices_cell),
        Column("next_due_at", _("Next due"), sort="due"),
        Column("wanted_by", _("Wanted by"), sort="wanted"),
    ]


def offices_cell(row: RequestRow) -> list[object]:
    """Return the offices that have an open part of a request, each with its state."""
    found: list[object] = []
    for leg in row.legs:
        found.append(leg.office)
        found += open_leg_badges(leg)
    return found
