"""The list of projects: one filter, one order, the countries to filter by."""

from datetime import date
from typing import Final

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from gagyo.common.components.cells import language
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject, ProjectPartner
from gagyo.partnerships.queries.directory_projects import ProjectFilter, projects_for
from gagyo.partnerships.queries.office import owing
from gagyo.registry.models import Country

ORDERS: Final = {
    "name": "name_ko",
    "lead": "lead__name_ko",
    "country": "country__name_ko",
    "kind": "kind",
    "from": "starts_on",
    "until": "ends_on",
    "sent": "persons_out",
    "received": "persons_in",
    "budget": "budget_krw",
}


def listed_projects(
    *, actor: Actor, wanted: ProjectFilter, result: str, sort: str, today: date
) -> "QuerySet[ExchangeProject]":
    """
    Return the projects of a list, in order; the newest first unless said.

    result: "missing", "recorded" or empty; sort: a key of ORDERS, with "-" for the other direction
    """
    rows = projects_for(actor=actor, wanted=wanted, today=today)
    if result == "missing":
        rows = rows.filter(owing(today))
    elif result == "recorded":
        rows = rows.exclude(outcome_on=None)
    partners = Prefetch("partners", ProjectPartner.objects.select_related("body"))
    related = rows.select_related("lead", "country").prefetch_related(partners)
    column = ORDERS.get(sort.removeprefix("-"))
    if column is None:
        return related.order_by("-starts_on", "-id")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return related.order_by(order, "id")


def countries_of_projects(actor: Actor) -> list[tuple[str, str]]:
    """Return the countries of the projects that the actor may read, by their names."""
    used = ExchangeProject.objects.for_user(actor).exclude(country=None).values("country_id")
    name = "name_en" if language() == "en" else "name_ko"
    named = Country.objects.filter(Q(code__in=used)).annotate(shown=Coalesce(name, "name_ko"))
    return [(each.code, each.name) for each in named.order_by("shown")]
