"""Which exchange projects are meant: one filter for the list, the open data, the API and every figure's address."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse

from gagyo.accounts.models import OwnedQuerySet
from gagyo.accounts.models.owned import readable
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.kernels.text.words import words_of
from gagyo.partnerships.choices import ProjectState
from gagyo.partnerships.models import ExchangeProject, TieParty
from gagyo.partnerships.queries.directory_filter import ALL_STATES, members_on
from gagyo.partnerships.queries.directory_words import HOME, bodies_for_word
from gagyo.registry.models import RegionMember

PROJECTS: Final = CountingRule(
    code="projects-begun",
    name_ko="시작한 교류사업",
    name_en="Exchange projects begun",
    sentence_ko=(
        "기간 안에 시작한 교류사업을 1건씩 세며 취소한 사업은 뺍니다. 나라는 사업에 적힌 나라이고, 없으면 결연 상대의 "
        "나라입니다. 여러 나라와 한 사업은 나라마다 1건이지만 합계에서는 1건입니다."
    ),
    sentence_en=(
        "Exchange projects that began in the period, each once, cancelled ones left out. A project's country is the "
        "one recorded, or else those of its tie's partners; with several it counts in each but once in the total."
    ),
)
BUDGET: Final = CountingRule(
    code="project-budget",
    name_ko="교류사업 예산",
    name_en="Budget of exchange projects",
    sentence_ko="기간 안에 시작한 교류사업(취소 제외)의 예산을 더합니다. 기록이 없으면 더하지 않습니다.",
    sentence_en="Recorded budgets of projects begun in the period, cancelled ones left out; unrecorded add nothing.",
)
PERSONS: Final = CountingRule(
    code="project-persons",
    name_ko="교류사업 참가 연인원",
    name_en="People taking part, each time",
    sentence_ko="기간 안에 시작한 교류사업(취소 제외)의 파견·초청 인원을 더합니다. 같은 사람도 사업마다 셉니다.",
    sentence_en="People sent and received in projects that began in the period; a person counts in each project.",
)


@dataclass(frozen=True)
class ProjectFilter:
    """
    What of the projects is meant; empty means everything that was not cancelled.

    government, province, place: ids (the lead; a metropolitan body with all below it; a place with all in it)
    country: ISO code; region: "scheme:code" as of `until` or today; since, until: it begins in this period of days
    state: a ProjectState, or "all" with the cancelled; sample: "yes" or "no"
    """

    q: str = ""
    own: bool = False
    government: int | None = None
    province: int | None = None
    place: int | None = None
    country: str = ""
    region: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    tie: int | None = None
    sample: str = ""

    def parameters(self) -> dict[str, str]:
        """Return what the address says: only what differs from nothing asked."""
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        said = {key: value for key, value in said.items() if value not in {None, "", False}}
        return {key: "1" if value is True else str(value) for key, value in said.items()}

    def href(self) -> str:
        """Return the address of the rows."""
        query = urlencode(self.parameters())
        return f"{reverse('partnerships:projects')}?{query}" if query else reverse("partnerships:projects")

    def but(self, **changes: Any) -> "ProjectFilter":
        """Return the filter with something changed."""
        return replace(self, **changes)


def projects_for(*, actor: Actor, wanted: ProjectFilter, today: date) -> OwnedQuerySet[ExchangeProject]:
    """Return the projects that the actor may read and the filter means, each once; not in order."""
    projects = ExchangeProject.objects.for_user(actor)
    if not wanted.state:
        projects = projects.exclude(state=ProjectState.CANCELLED)
    elif wanted.state != ALL_STATES:
        projects = projects.filter(state=wanted.state)
    return projects.filter(
        _own_columns(wanted, actor), _words(wanted.q), _where(wanted), _regions(wanted, wanted.until or today)
    )


def _own_columns(wanted: ProjectFilter, actor: Actor) -> Q:
    condition = Q()
    if wanted.own:
        condition &= Q(office_id=actor.office_id) if actor.office_id else Q(pk__in=[])
    plain = {
        "lead_id": wanted.government,
        "kind": wanted.kind,
        "starts_on__gte": wanted.since,
        "starts_on__lte": wanted.until,
    }
    condition &= Q(**{name: value for name, value in plain.items() if value})
    # Of a tie that is not the reader's to read, nobody learns which projects belong to it.
    condition &= Q(readable(actor, "tie__"), tie=wanted.tie) if wanted.tie else Q()
    if wanted.province:
        condition &= Q(lead=wanted.province) | Q(lead__parent=wanted.province)
    return condition & Q(is_sample=wanted.sample == "yes") if wanted.sample else condition


def _words(text: str) -> Q:
    """Return the condition that each word is in the name, or found with the lead or a party of the tie."""
    condition = Q()
    for word in words_of(text):
        bodies = bodies_for_word(word)
        tied = Q(Exists(TieParty.objects.filter(tie=OuterRef("tie"), body__in=bodies)))
        condition &= Q(name_ko__icontains=word) | Q(name_en__icontains=word) | Q(lead__in=bodies) | tied
    return condition


def _partners() -> Any:
    """Return the foreign parties of the tie of a project that names no country itself."""
    return TieParty.objects.filter(tie=OuterRef("tie")).exclude(body__country=HOME)


def _where(wanted: ProjectFilter) -> Q:
    condition = Q()
    if wanted.country:
        tied = Q(Exists(_partners().filter(body__country=wanted.country)))
        condition &= Q(country=wanted.country) | (Q(country=None) & tied)
    if wanted.place:
        inside = Q(body__place=wanted.place) | Q(body__place__parent=wanted.place)
        condition &= Q(place=wanted.place) | Q(place__parent=wanted.place) | Q(Exists(_partners().filter(inside)))
    return condition


def _regions(wanted: ProjectFilter, day: date) -> Q:
    if not wanted.region:
        return Q()
    members = RegionMember.objects.filter(members_on(region=wanted.region, day=day)).exclude(country=HOME)
    tied = Q(Exists(_partners().filter(body__country__in=members.values("country"))))
    return Q(country__in=members.values("country")) | (Q(country=None) & tied)


def this_year(today: date) -> ProjectFilter:
    """Return the filter for what began this year until today."""
    return ProjectFilter(since=today.replace(month=1, day=1), until=today)


def projects_figure(*, actor: Actor, wanted: ProjectFilter, today: date) -> Figure:
    """Return how many projects the filter means; it opens exactly them."""
    count = projects_for(actor=actor, wanted=wanted, today=today).count()
    return Figure(count, "project", wanted.until or today, PROJECTS, wanted.href())


def project_figures(*, actor: Actor, wanted: ProjectFilter, today: date) -> dict[str, Figure]:
    """Return the figures projects, budget and persons of the same rows, by name; None where nothing was recorded."""
    sums = projects_for(actor=actor, wanted=wanted, today=today).aggregate(
        projects=Count("pk"), budget=Sum("budget_krw"), sent=Sum("persons_out"), received=Sum("persons_in")
    )
    counted = [value for value in (sums["sent"], sums["received"]) if value is not None]
    day, href = wanted.until or today, wanted.href()
    return {
        "projects": Figure(sums["projects"], "project", day, PROJECTS, href),
        "budget": Figure(sums["budget"], "krw", day, BUDGET, href),
        "persons": Figure(sum(counted) if counted else None, "person", day, PERSONS, href),
    }
