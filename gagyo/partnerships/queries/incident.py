"""Everything with one country now: for the hour in which something happens there."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from gagyo.accounts.rules import may_read_contacts
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import ProjectState, TieState
from gagyo.partnerships.models import ExchangeProject, ProjectPartner, Tie
from gagyo.partnerships.queries.ties import with_parties
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, Country, Person, Post
from gagyo.registry.queries.countries import held


@dataclass(frozen=True)
class Situation:
    """
    What is between Korea and a country on a day, as the actor may read it.

    away, here: people sent and received by the projects that run today; unknown_persons: projects without numbers
    """

    country: Country
    ties: list[Tie]
    running: list[ExchangeProject]
    next_projects: list[ExchangeProject]
    away: int
    here: int
    unknown_persons: int
    contacts: list[Person]
    missions: list[Body]


def situation(*, actor: Actor, country: Country, today: date) -> Situation:
    """Return everything with a country; eleven queries whatever the number of rows."""
    parties = Q(parties__body__country=country)
    ties = Tie.objects.for_user(actor).filter(parties).exclude(state=TieState.ENDED).distinct()
    projects = ExchangeProject.objects.for_user(actor).exclude(state=ProjectState.CANCELLED).filter(_with(country))
    running = list(_shown(projects.filter(starts_on__lte=today, ends_on__gte=today)))
    return Situation(
        country=country,
        ties=list(with_parties(ties).order_by("office__name_ko", "signed_on", "id")),
        running=running,
        next_projects=list(_shown(projects.filter(starts_on__gt=today))[:30]),
        away=sum(each.persons_out or 0 for each in running),
        here=sum(each.persons_in or 0 for each in running),
        unknown_persons=sum(1 for each in running if each.persons_out is None and each.persons_in is None),
        contacts=list(contacts_in(actor=actor, country=country, today=today)),
        missions=list(missions_for(country=country, today=today)),
    )


def _with(country: Country) -> Q:
    return (
        Q(country=country)
        | Q(place__country=country)
        | Q(pk__in=ProjectPartner.objects.filter(body__country=country).values("project_id"))
        | Q(
            country=None,
            tie__in=Tie.objects.past_access(because="only a project's country").filter(parties__body__country=country),
        )
    )


def _shown(projects: "QuerySet[ExchangeProject]") -> "QuerySet[ExchangeProject]":
    partners = Prefetch("partners", ProjectPartner.objects.select_related("body"))
    related = projects.select_related("lead", "place", "office").prefetch_related(partners)
    return related.order_by("starts_on", "id")


def contacts_in(*, actor: Actor, country: Country, today: date) -> "QuerySet[Person]":
    """Return the people who hold a post in that country today, for those who may read contacts."""
    if not may_read_contacts(actor=actor):
        return Person.objects.none()
    posts = Post.objects.filter(Post.held_on(today), body__country=country).select_related("body")
    rows = Person.objects.for_user(actor).filter(merged_into=None, posts__in=posts).distinct()
    return rows.prefetch_related(Prefetch("posts", posts)).order_by("name_ko", "id")


def missions_for(*, country: Country, today: date) -> "QuerySet[Body]":
    """Return Korea's missions there or responsible for it, and the country's missions in Korea."""
    covers = Q(covers__country=country) & held(today, "covers__")
    abroad = Q(kind=BodyKind.MISSION_ABROAD) & (covers | Q(country=country) | Q(place__country=country))
    in_korea = Q(kind=BodyKind.MISSION_IN_KOREA) & (covers | Q(country=country))
    rows = Body.objects.filter(abroad | in_korea, archived_at=None, merged_into=None).distinct()
    return rows.select_related("place", "country").order_by("kind", "name_ko")
