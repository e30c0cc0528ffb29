"""Requests from abroad as their office reads them, and as the visitor follows one."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet

from gagyo.common.models import AuditRecord
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule
from gagyo.kernels.text.words import words_of
from gagyo.registry.models import Country
from gagyo.visits.choices import RequestState
from gagyo.visits.models import VisitRequest

OPEN: Final = RequestState.RECEIVED.value
SHOWN_STATES: Final = [(state.value, state.label) for state in RequestState if state is not RequestState.UNCONFIRMED]
LISTED: Final = CountingRule(
    code="visit-requests-listed",
    name_ko="방문 신청",
    name_en="Requests to visit",
    sentence_ko="우리 기관이 받은 방문 신청 가운데 전자우편이 확인되고 조건에 맞는 것을 1건씩 셉니다.",
    sentence_en="Requests to the own office whose e-mail address is confirmed and that fit the filters, each once.",
)
WAITING: Final = CountingRule(
    code="waiting-visit-requests",
    name_ko="답하지 않은 방문 신청",
    name_en="Requests to visit without an answer",
    sentence_ko="우리 기관이 받은, 전자우편이 확인된 방문 신청 가운데 수락도 거절도 하지 않은 것을 1건씩 셉니다.",
    sentence_en="Requests to the own office, confirmed by e-mail, that are neither accepted nor declined, each once.",
)
ORDERS: Final = {
    "number": "pk",
    "organisation": "organisation",
    "persons": "persons",
    "from": "wished_from",
    "sent": "sent_at",
    "state": "state",
}


@dataclass(frozen=True)
class RequestFilter:
    """Which requests are meant: words, a state, a country, the days wished."""

    q: str = ""
    state: str = ""
    country: str = ""
    since: date | None = None
    until: date | None = None


def requests_of(actor: Actor) -> "QuerySet[VisitRequest]":
    """Return the confirmed requests that the actor reads: those of the own office, and those that an auditor reads."""
    rows = VisitRequest.objects.filter(confirmed_at__isnull=False)
    if actor.reads_all:
        return rows
    offices = set(actor.reads_offices) | ({actor.office_id} if actor.office_id else set())
    return rows.filter(office_id__in=offices)


def listed_requests(*, actor: Actor, wanted: RequestFilter, sort: str = "") -> "QuerySet[VisitRequest]":
    """Return the requests of a list; the latest first unless said."""
    rows = requests_of(actor).select_related("country", "visit", "office")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.country:
        rows = rows.filter(country_id=wanted.country)
    if wanted.since:
        rows = rows.filter(wished_until__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(wished_from__lte=wanted.until)
    for word in words_of(wanted.q):
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(organisation__icontains=word)
            | Q(contact_name__icontains=word)
            | Q(country__name_ko__icontains=word)
            | Q(country__name_en__icontains=word)
        )
    column = ORDERS.get(sort.removeprefix("-"), "")
    if not column:
        return rows.order_by("-sent_at", "-pk")
    return rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")


def request_for(*, actor: Actor, request_id: int) -> VisitRequest:
    """
    Return a request that the actor reads.

    :raises VisitRequest.DoesNotExist: if there is none
    """
    rows = requests_of(actor).select_related("country", "visit", "office")
    return rows.prefetch_related("sites", "themes").get(pk=request_id)


def waiting_requests(*, actor: Actor) -> "QuerySet[VisitRequest]":
    """Return what the own office has not answered, the one waiting longest first."""
    rows = VisitRequest.objects.filter(office_id=actor.office_id or 0, state=OPEN, confirmed_at__isnull=False)
    return rows.select_related("country").order_by("confirmed_at", "pk")


def requests_behind_visit(*, visit_id: int) -> list[VisitRequest]:
    """Return the requests of which a visit was made; for people of its office."""
    return list(VisitRequest.objects.filter(visit_id=visit_id).order_by("pk"))


def countries_of_requests(actor: Actor) -> list[tuple[str, str]]:
    """Return the countries of the requests that the actor reads, by their names in the active language."""
    used = requests_of(actor).values("country")
    rows = [(country.code, country.name) for country in Country.objects.filter(code__in=used)]
    return sorted(rows, key=lambda pair: pair[1])


def steps_of(row: VisitRequest) -> list[Any]:
    """Return what the audit record says of a request, the latest first."""
    return list(AuditRecord.objects.filter(about_type="visits.visitrequest", about_id=str(row.pk)).order_by("-id")[:30])
