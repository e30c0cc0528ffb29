"""Visits on the pages of other features: a tie's, a country's, the incident's, the hand-over's (decision 5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gagyo.accounts.rules import may_write, may_write_own
from gagyo.accounts.views.gates import actor_of
from gagyo.common.components import Badge, Column, Link
from gagyo.common.components.tables import plain_columns
from gagyo.common.views.shown import today_of
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.meetings.models import AgreedItem
from gagyo.meetings.queries.agreed import may_work_on
from gagyo.partnerships.models import Tie
from gagyo.registry.models import Country
from gagyo.visits.models import FollowUp, Visit, VisitParty
from gagyo.visits.queries.around import Here, here_now, latest_visits, visits_of_item
from gagyo.visits.queries.filters import VisitFilter
from gagyo.visits.queries.waiting import coming_visits, waiting_visits
from gagyo.visits.views.shown import visit_badge, visit_columns, visit_href

OF_A_TIE = CountingRule(
    code="visits-of-a-tie",
    name_ko="이 결연의 방문",
    name_en="Visits of this tie",
    sentence_ko="이 결연에 연결된 방문을 1회씩 셉니다. 취소한 방문은 뺍니다.",
    sentence_en="Visits that are linked to this tie, each once; cancelled ones are left out.",
)
OF_AN_ITEM = CountingRule(
    code="visits-of-an-agreed-item",
    name_ko="이 합의사항에서 나온 방문",
    name_en="Visits of this agreed item",
    sentence_ko="이 합의사항에서 등록한 방문을 1회씩 셉니다. 볼 수 있는 방문만 셉니다.",
    sentence_en="Visits that were entered from this agreed item and are open to the reader, each once.",
)
OF_A_COUNTRY = CountingRule(
    code="visits-from-a-country",
    name_ko="이 나라에서 온 방문",
    name_en="Visits from this country",
    sentence_ko="이 나라의 방문단이 있는 방문을 1회씩 셉니다. 취소한 방문은 뺍니다.",
    sentence_en="Visits with a party from this country, each once; cancelled ones are left out.",
)
HERE_NOW = CountingRule(
    code="visitors-here-now",
    name_ko="오늘 방문 중인 이 나라 사람",
    name_en="Visitors of this country here today",
    sentence_ko="오늘이 방문 기간에 드는, 확정되었거나 진행 중이거나 완료된 방문에서 이 나라 방문단의 인원을 더합니다.",
    sentence_en="Persons of this country's parties in visits that are confirmed, under way or done and include today.",
)


@dataclass(frozen=True)
class Listed:
    """A panel with a list: its heading's id, title, figure, and what stands there when it is empty."""

    key: str
    title: str
    columns: list[Column]
    rows: list[Any]
    empty: str
    count: Figure | None = None
    link: Link | None = None


def panels(request: HttpRequest, *listed: Listed) -> SafeString:
    """Return the lists as panels, one under the other."""
    return render_to_string("visits/elsewhere.html", {"listed": listed}, request=request)


def on_tie(request: HttpRequest, tie: Tie) -> SafeString:
    """Return the visits of a tie; nothing where there is none and the reader enters none."""
    actor, today = actor_of(request), today_of()
    found = latest_visits(actor=actor, wanted=VisitFilter(tie=tie.pk), today=today)
    if not found.total and not may_write(actor=actor, office_id=tie.office_id):
        return SafeString()
    count = Figure(found.total, "visit", today, OF_A_TIE, VisitFilter(tie=tie.pk).href())
    may = may_write(actor=actor, office_id=tie.office_id) and tie.archived_at is None
    link = Link(_("Enter a visit"), f"{reverse('visits:visit_add')}?tie={tie.pk}") if may else None
    title = _("Visits of this tie")
    return panels(request, Listed("visits", title, columns(), found.rows, _("No visit yet"), count, link))


def on_agreed_item(request: HttpRequest, item: AgreedItem) -> SafeString:
    """Return the visits that came of what was agreed, and where the office enters one from it."""
    actor, today = actor_of(request), today_of()
    found = visits_of_item(item, actor=actor, today=today)
    may = may_write_own(actor=actor) and may_work_on(item, actor=actor)
    if not found and not may:
        return SafeString()
    link = Link(_("Enter it as a visit"), f"{reverse('visits:visit_add')}?agreed={item.pk}") if may else None
    count = Figure(len(found), "visit", today, OF_AN_ITEM, "#visits")
    title = _("Visits that came of it")
    return panels(request, Listed("visits", title, columns(), found, _("No visit yet"), count, link))


def on_country(request: HttpRequest, country: Country) -> SafeString:
    """Return the visits from a country; nothing where there is none."""
    actor, today, wanted = actor_of(request), today_of(), VisitFilter(country=country.pk)
    found = latest_visits(actor=actor, wanted=wanted, today=today)
    if not found.total:
        return SafeString()
    count = Figure(found.total, "visit", today, OF_A_COUNTRY, wanted.href())
    title = _("Visits from this country")
    return panels(request, Listed("visits", title, columns(), found.rows, _("No visit yet"), count))


def on_incident(request: HttpRequest, country: Country) -> SafeString:
    """Return who of a country visits here today: how many, where they are, whom to call."""
    actor, today = actor_of(request), today_of()
    found = here_now(actor=actor, country=country.pk, now=timezone.now())
    count = Figure(found.persons, "person", today, HERE_NOW, "#visitors")
    title = _("Visitors of this country here today")
    return panels(
        request, Listed("visitors", title, here_columns(found), found.parties, _("No visit is on today"), count)
    )


def on_handover(request: HttpRequest, _office: object) -> SafeString:
    """Return the office's visits ahead, what waits after visits, and which visits lack something."""
    actor, today = actor_of(request), today_of()
    waiting = {each.slug: each for each in waiting_visits(actor=actor, today=today)}
    lacking = [*waiting["visits-asked"].rows, *waiting["visits-not-done"].rows, *waiting["visit-reports"].rows]
    ahead = coming_visits(actor=actor, today=today)
    return panels(
        request,
        Listed("visits-ahead", _("Visits ahead"), columns(), ahead, _("No visit in the next 90 days")),
        Listed(
            "follow-ups",
            _("What is to be done after visits"),
            follow_up_columns(today=today),
            list(waiting["follow-ups"].rows),
            _("Everything is done"),
        ),
        Listed(
            "visits-lacking",
            _("Visits to be answered, closed or reported"),
            columns(),
            lacking,
            _("Every visit is answered, closed and reported"),
        ),
    )


def columns() -> list[Column]:
    """Return the columns of a short list of visits."""
    return [each for each in plain_columns(visit_columns()) if each.key != "organiser"]


def follow_up_link(row: FollowUp) -> Link:
    """Return the way to a follow-up on its visit's page."""
    return Link(row.words, f"{visit_href(row.visit)}#follow-ups")


def follow_up_columns(*, today: date) -> list[Column]:
    """Return the columns of what is to be done after visits; what is late stands out."""

    def due(row: FollowUp) -> Badge | date:
        return Badge(row.due_on.isoformat(), "danger") if row.due_on < today else row.due_on

    return [
        Column(
            "what", _("What"), row_header=True, draw=lambda row: Link(row.words, f"{visit_href(row.visit)}#follow-ups")
        ),
        Column("visit", _("Visit"), draw=lambda row: row.visit.name),
        Column("kind", _("Kind"), draw=lambda row: row.get_kind_display()),
        Column("owner", _("Owner"), draw=lambda row: str(row.owner) if row.owner else ""),
        Column("due_on", _("Due on"), draw=due),
    ]


def here_columns(found: Here) -> list[Column]:
    """Return the columns of the parties that are here; whom to call only for the visit's own office."""

    def visit_of(party: VisitParty) -> Visit:
        return found.visits[party.visit_id]

    def link(party: VisitParty) -> Link:
        return Link(visit_of(party).name, visit_href(visit_of(party)))

    return [
        Column(
            "visit", _("Visit"), row_header=True, draw=lambda row: Link(visit_of(row).name, visit_href(visit_of(row)))
        ),
        Column("name", _("Delegation"), draw=lambda row: row.name or (row.body.name if row.body else "")),
        Column("persons", _("Persons"), numeric=True),
        Column("where", _("Where now or next"), draw=lambda row: found.places.get(row.visit_id, "")),
        Column("until", _("Until"), draw=lambda row: visit_of(row).ends_on),
        Column("office", _("Owning office"), draw=lambda row: str(visit_of(row).office or "")),
        Column("state", _("State"), draw=lambda row: visit_badge(visit_of(row))),
    ]
