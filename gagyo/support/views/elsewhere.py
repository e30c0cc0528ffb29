"""Support requests on the pages of other features: a tie's, a visit's, a project's, an agreed item's, a country's."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Link
from gagyo.common.components.tables import plain_columns
from gagyo.common.views.shown import today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.queries.agreed import may_work_on
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.models import Country
from gagyo.support.queries.figures import counts_of
from gagyo.support.queries.lists import RequestFilter
from gagyo.support.queries.people import kind_of
from gagyo.support.queries.reach import reach_of
from gagyo.support.queries.rows import RequestRows
from gagyo.support.queries.standing import end_of
from gagyo.support.rules.readers import may_ask
from gagyo.support.views.lists import request_columns
from gagyo.visits.models import Visit

SHOWN = 5
IN_STATISTICS = ("received", "answered", "open", "overdue", "fulfilled", "fulfilled_in_part")
HERE = CountingRule(
    code="support-requests-here",
    name_ko="관련 지원 요청",
    name_en="Support requests on this",
    sentence_ko="이 페이지의 대상에 연결된 지원 요청 가운데 읽을 수 있는 것을 1건씩 셉니다. 끝난 요청도 셉니다.",
    sentence_en="Support requests on what this page is about that the reader may read, each once; ended ones too.",
)


def listed(request: HttpRequest, wanted: RequestFilter, *, ask: str = "") -> SafeString:
    """
    Return the requests of a filter as a panel; nothing where there is none to read and none is asked for here.

    ask: where a filled request is begun, for who asks
    """
    actor = actor_of(request)
    if actor.is_anonymous:
        return SafeString()
    rows = RequestRows(reach=reach_of(actor=actor, now=timezone.now()), wanted=wanted)
    count = len(rows)
    may = bool(ask) and may_ask(actor=actor, office_kind=kind_of(actor))
    if not count and not may:
        return SafeString()
    columns = [each for each in plain_columns(request_columns()) if each.key not in {"number", "asker"}]
    context: dict[str, Any] = {
        "rows": rows[:SHOWN],
        "columns": columns,
        "count": Figure(count, "request", today_of(), HERE, wanted.href()),
        "link": Link(_("Ask for help"), ask) if may else None,
    }
    return render_to_string("support/elsewhere.html", context, request=request)


def begun(name: str, pk: int) -> str:
    """Return where a request is begun from a record, filled in."""
    return f"{reverse('support:request_add')}?{name}={pk}"


def on_tie(request: HttpRequest, tie: Tie) -> SafeString:
    """Return the requests of a tie, and to its office the press that asks for help."""
    own = tie.office_id == actor_of(request).office_id and tie.archived_at is None
    return listed(request, RequestFilter(tie=tie.pk, state="all"), ask=begun("tie", tie.pk) if own else "")


def on_visit(request: HttpRequest, visit: Visit) -> SafeString:
    """Return the requests of a visit, and to its office the press that asks for help."""
    own = visit.office_id == actor_of(request).office_id and visit.archived_at is None
    return listed(request, RequestFilter(visit=visit.pk, state="all"), ask=begun("visit", visit.pk) if own else "")


def on_project(request: HttpRequest, project: ExchangeProject) -> SafeString:
    """Return the requests of a project, and to its office the press that asks for help."""
    own = project.office_id == actor_of(request).office_id and project.archived_at is None
    ask = begun("project", project.pk) if own else ""
    return listed(request, RequestFilter(project=project.pk, state="all"), ask=ask)


def on_agreed_item(request: HttpRequest, item: AgreedItem) -> SafeString:
    """Return the requests that came of an agreed item, and to those who work on it the press that asks for help."""
    may = may_work_on(item, actor=actor_of(request))
    return listed(request, RequestFilter(agreed=item.pk, state="all"), ask=begun("agreed", item.pk) if may else "")


def on_country(request: HttpRequest, country: Country) -> SafeString:
    """Return the requests on a country."""
    return listed(request, RequestFilter(country=country.pk, state="all"))


def on_statistics(request: HttpRequest, _about: object) -> SafeString:
    """Return the figures of all requests as of today, the same for every reader, and where items voiced are read."""
    day = today_of()
    counts = counts_of(actor=actor_of(request), day=day, until=end_of(day, now=timezone.now()))
    figures = [counts[name] for name in IN_STATISTICS]
    return render_to_string("support/statistics.html", {"figures": figures}, request=request)
