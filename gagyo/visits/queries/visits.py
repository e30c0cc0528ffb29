"""Visits for the screens: the list in its order, one visit with all that its page shows."""

from datetime import date
from typing import Final

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery, Sum

from gagyo.common.rules import Actor
from gagyo.registry.models import Country
from gagyo.visits.models import FollowUp, Visit, VisitParty
from gagyo.visits.queries.filters import VisitFilter, sites_named_to, visits_for

PERSONS: Final = "persons_sum"
ORDERS: Final = {
    "name": "name_ko",
    "from": "starts_on",
    "until": "ends_on",
    "persons": PERSONS,
    "state": "state",
    "organiser": "organiser__name_ko",
}


def parties_prefetch() -> "Prefetch[str, QuerySet[VisitParty], str]":
    """Return how parties are read with their visits."""
    return Prefetch("parties", VisitParty.objects.select_related("country", "body"))


def listed_visits(*, actor: Actor, wanted: VisitFilter, sort: str, today: date) -> "QuerySet[Visit]":
    """
    Return the visits of a list, in order; the latest first unless said.

    sort: a key of ORDERS, with "-" for the other direction
    """
    rows = visits_for(actor=actor, wanted=wanted, today=today)
    related = rows.select_related("organiser", "office").prefetch_related(parties_prefetch())
    column = ORDERS.get(sort.removeprefix("-"))
    if column == PERSONS:
        # Only where it is the order: a sum beside each row would make the database group all of them for one page.
        related = related.annotate(persons_sum=Subquery(persons_of_visit()))
    if column is None:
        return related.order_by("-starts_on", "-id")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    return related.order_by(order, "id")


def persons_of_visit() -> "QuerySet[VisitParty, dict[str, int]]":
    """Return the persons of one visit's parties together, for use within a query of visits."""
    parties = VisitParty.objects.filter(visit=OuterRef("pk")).order_by().values("visit")
    return parties.annotate(n=Sum("persons")).values("n")


def visit_for(*, actor: Actor, visit_id: int) -> Visit:
    """
    Return a visit with its parties, links and follow-ups; the archived ones only to those who may change them.

    :raises Visit.DoesNotExist: if the actor does not see it
    """
    rows = Visit.objects.for_user(actor) | Visit.objects.for_user(actor, archived=True).filter(
        office_id=actor.office_id or 0
    )
    follow_ups = Prefetch("follow_ups", FollowUp.objects.select_related("owner", "answer"))
    return (
        rows.select_related(
            "office", "organiser", "asked_by", "asked_by_person", "tie", "mission", "project", "course", "officer"
        )
        .prefetch_related(parties_prefetch(), "themes", follow_ups)
        .get(pk=visit_id)
    )


def places_named(*, visit: Visit, actor: Actor) -> list[str]:
    """Return the names of the sites that a visit stops at and the actor reads, each once, in no order of time."""
    return sorted(site.name for site in sites_named_to(actor).filter(stops__visit=visit).distinct())


def countries_of_visits(actor: Actor) -> list[tuple[str, str]]:
    """Return the countries of the visits that the actor may read, by their names in the active language."""
    visits = Visit.objects.for_user(actor).values("pk")
    used = VisitParty.objects.filter(visit__in=visits).values("country")
    rows = [(country.code, country.name) for country in Country.objects.filter(code__in=used)]
    return sorted(rows, key=lambda pair: pair[1])


def open_follow_ups(*, actor: Actor) -> "QuerySet[FollowUp]":
    """Return what waits in the actor's office, the earliest due first."""
    visits = Visit.objects.own(actor).values("pk")
    return (
        FollowUp.objects.filter(visit__in=visits, done_on=None)
        .select_related("visit", "owner", "answer")
        .order_by("due_on", "pk")
    )
