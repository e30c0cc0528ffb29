"""Reading one tie: its facts, what hangs on it, what it resembles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from gagyo.accounts.models import OwnedQuerySet
from gagyo.accounts.rules import may_read_contacts
from gagyo.common.rules import Actor
from gagyo.partnerships.models import (
    ConsentRule,
    ExchangeProject,
    ProjectPartner,
    Tie,
    TieContact,
    TieDocument,
    TieParty,
)
from gagyo.partnerships.rules.consent import Government, Ordinance
from gagyo.partnerships.rules.dates import PartialDate
from gagyo.partnerships.rules.overlap import Earlier, Period, overlaps, same_parties
from gagyo.partnerships.rules.values import PartyValues, ProjectValues, TieValues
from gagyo.registry.choices import LOCAL_GOVERNMENTS
from gagyo.registry.models import Body, Place, Post


@dataclass(frozen=True)
class Related:
    """Ties of others, by what they share: the same foreign place, or the province around it."""

    same_place: list[Tie]
    same_province: list[Tie]


def with_parties(ties: "QuerySet[Tie]") -> "QuerySet[Tie]":
    """Return the ties with all that their names and facts need, in two queries more."""
    parties = TieParty.objects.select_related("body__country", "body__place__parent")
    return ties.select_related("office", "signed_at").prefetch_related(Prefetch("parties", parties), "fields")


def visible_ties(actor: Actor) -> OwnedQuerySet[Tie]:
    """Return the ties that the actor may read."""
    return Tie.objects.for_user(actor)


def tie_for(*, actor: Actor, tie_id: int) -> Tie:
    """
    Return a tie with its parties and fields; an archived one for its own office only.

    :raises Tie.DoesNotExist: if the actor does not see it
    """
    archived = Q(archived_at=None)
    if actor.office_id:
        archived |= Q(office_id=actor.office_id)
    rows = Tie.objects.for_user(actor) | Tie.objects.for_user(actor, archived=True)
    return with_parties(rows.filter(archived)).get(pk=tie_id)


def signing_of(tie: Tie) -> PartialDate:
    """Return when a tie was signed, as far as it is known."""
    return PartialDate(tie.signed_on, tie.signed_precision)


def values_of_tie(tie: Tie) -> TieValues:
    """Return what was entered for a tie, as its form takes it."""
    return TieValues(
        parties=tuple(PartyValues(each.body_id, each.signatory, each.signatory_title) for each in tie.parties.all()),
        kind=tie.kind,
        state=tie.state,
        local_kind_ko=tie.local_kind_ko,
        local_kind_en=tie.local_kind_en,
        planned_year=tie.planned_year,
        signed=signing_of(tie),
        signed_online=tie.signed_online,
        signed_at_id=tie.signed_at_id,
        council_consent=tie.council_consent,
        council_consent_on=tie.council_consent_on,
        fields=tuple(sorted(each.field for each in tie.fields.all())),
        summary=tie.summary,
        source=tie.source,
        source_url=tie.source_url,
        visibility=tie.visibility,
    )


def documents_of(*, actor: Actor, tie: Tie) -> list[TieDocument]:
    """Return a tie's documents; visitors get the public ones."""
    rows = TieDocument.objects.filter(tie=tie, archived_at=None).select_related("file").order_by("id")
    return list(rows.filter(is_public=True) if actor.is_anonymous else rows)


def contacts_of(*, actor: Actor, tie: Tie) -> list[TieContact]:
    """Return a tie's contacts with their posts, for those who may read contacts."""
    if not may_read_contacts(actor=actor):
        return []
    people = TieContact.objects.filter(tie=tie, person__archived_at=None, person__merged_into=None)
    posts = Prefetch("person__posts", Post.objects.select_related("body__country"))
    rows = people.select_related("person").prefetch_related(posts).order_by("id")
    return [row for row in rows if row.person.office_id == actor.office_id or row.person.visibility != "office"]


def projects_of(*, actor: Actor, tie: Tie) -> list[ExchangeProject]:
    """Return a tie's projects that the actor may read, newest first."""
    return list(ExchangeProject.objects.for_user(actor).filter(tie=tie).order_by("-starts_on", "-id"))


NAMED: Final = ("kind", "local_kind_ko", "local_kind_en", "state", "signed_on", "signed_precision")


def related_to(*, actor: Actor, tie: Tie, limit: int = 20) -> Related:
    """Return others' ties with the same foreign place, and with the same province or state."""
    abroad = [party.body for party in tie.parties.all() if party.body.country_id != "KR"]
    places = {body.place_id for body in abroad if body.place_id}
    provinces = {
        body.place.parent_id or body.place_id for body in abroad if body.place_id is not None and body.place is not None
    }
    if not places:
        return Related([], [])
    others = Tie.objects.for_user(actor).exclude(pk=tie.pk).only(*NAMED).order_by("signed_on", "id")
    near = _with_partner_in(others, Place.objects.filter(pk__in=places))
    around = _with_partner_in(others, Place.objects.filter(Q(pk__in=provinces) | Q(parent__in=provinces)))
    close = list(near[:limit])
    wider = list(around.exclude(pk__in=[each.pk for each in close])[:limit])
    named = TieParty.objects.select_related("body").only("tie_id", "order", "body__name_ko", "body__name_en")
    prefetch_related_objects([*close, *wider], Prefetch("parties", named))
    return Related(close, wider)


def _with_partner_in(ties: "QuerySet[Tie]", places: "QuerySet[Place]") -> "QuerySet[Tie]":
    # From the few places to their ties; asked of each tie in turn, it would be asked of all.
    return ties.filter(pk__in=TieParty.objects.filter(body__place__in=places.values("pk")).values("tie"))


def earlier_ties(*, actor: Actor, body_ids: Sequence[int], period: Period) -> list[Earlier]:
    """Return other ties of exactly the same parties, with whether they overlap."""
    if len(body_ids) < 2:
        return []
    shared = Tie.objects.for_user(actor).filter(parties__body_id=body_ids[0]).exclude(pk=period.tie_id)
    others = [
        Period(tie.pk, frozenset(party.body_id for party in tie.parties.all()), signing_of(tie), tie.ended_on)
        for tie in shared.prefetch_related("parties")
    ]
    return [
        Earlier(each.tie_id, overlaps(period, each), each.signed)
        for each in same_parties(body_ids=body_ids, others=others)
    ]


def governments_of(tie: Tie) -> list[Government]:
    """Return the Korean local governments among the parties."""
    return [
        Government(party.body_id, party.body.name)
        for party in tie.parties.all()
        if party.body.country_id == "KR" and party.body.kind in LOCAL_GOVERNMENTS
    ]


def ordinances_of(body_ids: Sequence[int]) -> list[Ordinance]:
    """Return what those local governments' rules say."""
    return [
        Ordinance(
            body_id=row.body_id,
            kind=row.kind,
            requires_consent=row.requires_consent,
            starts_on=row.starts_on,
            local_name_ko=row.local_name_ko,
            local_name_en=row.local_name_en,
            basis=row.basis,
        )
        for row in ConsentRule.objects.filter(body_id__in=body_ids)
    ]


def own_body(actor: Actor) -> Body | None:
    """Return the body that the actor's office works for."""
    if not actor.office_id:
        return None
    return Body.objects.filter(works_as_id=actor.office_id, archived_at=None).select_related("country").first()


def project_for(*, actor: Actor, project_id: int) -> ExchangeProject:
    """
    Return a project with what its page shows; an archived one for its own office only.

    :raises ExchangeProject.DoesNotExist: if the actor does not see it
    """
    archived = Q(archived_at=None)
    if actor.office_id:
        archived |= Q(office_id=actor.office_id)
    rows = ExchangeProject.objects.for_user(actor) | ExchangeProject.objects.for_user(actor, archived=True)
    partners = Prefetch("partners", ProjectPartner.objects.select_related("body__country"))
    return (
        rows.filter(archived)
        .select_related("office", "lead__country", "country", "place", "tie")
        .prefetch_related(partners, "tie__parties__body")
        .get(pk=project_id)
    )


def values_of_project(project: ExchangeProject) -> ProjectValues:
    """Return what was entered for a project, as its form takes it."""
    return ProjectValues(
        name_ko=project.name_ko,
        name_en=project.name_en,
        kind=project.kind,
        tie_id=project.tie_id,
        lead_id=project.lead_id,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        partner_ids=tuple(each.body_id for each in project.partners.all()),
        country_id=project.country_id,
        place_id=project.place_id,
        persons_out=project.persons_out,
        persons_in=project.persons_in,
        budget_krw=project.budget_krw,
        visibility=project.visibility,
    )
