"""The rows that statistics count: ties and projects with where they belong, in a few queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from gagyo.common.rules import Actor
from gagyo.partnerships.models import Tie, TieParty
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for
from gagyo.partnerships.queries.directory_projects import ProjectFilter, projects_for
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.registry.choices import LOCAL_GOVERNMENTS, BodyKind, PlaceKind
from gagyo.registry.models import Body, RegionMember


@dataclass(slots=True)
class Where:
    """Where the parties of a tie belong: ids of Korean bodies and of foreign provinces, ISO codes of countries."""

    governments: set[int] = field(default_factory=set)
    provinces: set[int] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    foreign_provinces: set[int] = field(default_factory=set)

    def add(self, party: "Where") -> None:
        """Add where one party belongs."""
        self.governments |= party.governments
        self.provinces |= party.provinces
        self.countries |= party.countries
        self.foreign_provinces |= party.foreign_provinces


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie with where its parties belong; year: of signing, None where it is not known."""

    id: int
    kind: str
    year: int | None
    where: Where


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project; countries: the recorded one, or those of its tie's partners."""

    id: int
    kind: str
    year: int
    budget_krw: int | None
    province: int
    countries: frozenset[str]


BODY = (
    *("pk", "kind", "parent_id", "country_id", "place_id", "place__kind"),
    *("place__parent_id", "place__parent__kind", "place__parent__parent_id", "place__parent__parent__kind"),
)


def readable_ties(*, actor: Actor) -> Mapping[int, TieRow]:
    """Return each tie that the actor may read, whatever its state, with where its parties belong: for several days."""
    ties = Tie.objects.for_user(actor)
    parties = TieParty.objects.filter(tie__in=ties.values("pk")).order_by()
    pairs = list(parties.values_list("tie_id", "body_id"))
    # Read after the parties, so that the body of a tie that is just being added is among them.
    tied = Body.objects.filter(pk__in=TieParty.objects.order_by().values("body"))
    bodies = {row[0]: place_of(row) for row in tied.values_list(*BODY)}
    where: dict[int, Where] = defaultdict(Where)
    for tie, body in pairs:
        where[tie].add(bodies[body])
    rows = ties.order_by("pk").values_list("pk", "kind", "signed_on")
    return {pk: TieRow(pk, kind, signed.year if signed else None, where[pk]) for pk, kind, signed in rows}


def tie_rows(*, actor: Actor, wanted: TieFilter, today: date, readable: Mapping[int, TieRow]) -> list[TieRow]:
    """Return the ties that a filter means; readable: from readable_ties() of the same actor."""
    meant = ties_for(actor=actor, wanted=wanted, today=today).order_by("pk").values_list("pk", flat=True)
    return [readable[pk] for pk in meant if pk in readable]


def place_of(body: tuple[Any, ...]) -> Where:
    """Return where one party belongs, from the columns of BODY."""
    pk, kind, above, country, *places = body
    where = Where()
    if kind in LOCAL_GOVERNMENTS:
        where.governments.add(pk)
        # The filter by province means the body itself and what is directly in it.
        where.provinces.update({pk if kind == BodyKind.METROPOLITAN else above} - {None})
    if country != HOME:
        where.countries.add(country)
        pairs = zip(places[::2], places[1::2], strict=True)
        where.foreign_provinces.update(pk for pk, kind in pairs if kind == PlaceKind.PROVINCE)
    return where


def project_rows(*, actor: Actor, wanted: ProjectFilter, today: date) -> list[ProjectRow]:
    """Return the projects that a filter means."""
    projects = projects_for(actor=actor, wanted=wanted, today=today)
    parties = TieParty.objects.filter(tie__projects__in=projects.values("pk")).exclude(body__country=HOME)
    tied: dict[int, set[str]] = defaultdict(set)
    for tie, country in parties.values_list("tie_id", "body__country_id").distinct():
        tied[tie].add(country)
    columns = (
        "pk",
        "kind",
        "starts_on",
        "budget_krw",
        "lead_id",
        "lead__kind",
        "lead__parent_id",
        "country_id",
        "tie_id",
    )
    return [
        ProjectRow(
            id=pk,
            kind=kind,
            year=starts.year,
            budget_krw=budget,
            province=above if lead_kind != BodyKind.METROPOLITAN and above else lead,
            countries=frozenset({country} if country else tied.get(tie, set())),
        )
        for pk, kind, starts, budget, lead, lead_kind, above, country, tie in projects.order_by("pk").values_list(
            *columns
        )
    ]


def regions_by_country(*, scheme: str, day: date) -> dict[str, frozenset[str]]:
    """Return the regions ("scheme:code") of each country on a day, with those that they are part of; never Korea's."""
    held = (Q(starts_on=None) | Q(starts_on__lte=day)) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = RegionMember.objects.filter(held, region__scheme=scheme).exclude(country=HOME)
    found: dict[str, set[str]] = defaultdict(set)
    for country, *codes in rows.values_list(
        "country_id", "region__code", "region__parent__code", "region__parent__parent__code"
    ):
        found[country].update(f"{scheme}:{code}" for code in codes if code)
    return {country: frozenset(codes) for country, codes in found.items()}


def in_regions(regions: dict[str, frozenset[str]]) -> Callable[[Iterable[str]], frozenset[str]]:
    """Return the function that gives the regions of several countries."""

    def of(countries: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*(regions.get(country, frozenset()) for country in countries))

    return of
