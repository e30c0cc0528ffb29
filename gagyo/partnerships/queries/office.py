"""What waits in an office: its open work on ties and projects."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gagyo.accounts.models import OwnedQuerySet
from gagyo.common.rules import Actor
from gagyo.partnerships.choices import IN_FORCE, ImportState, ProjectState, TieState
from gagyo.partnerships.models import ExchangeProject, ImportBatch, Tie, TieContact
from gagyo.partnerships.queries.activity import dormancies
from gagyo.partnerships.queries.ties import governments_of, ordinances_of, with_parties
from gagyo.partnerships.rules.consent import consent_warnings
from gagyo.partnerships.rules.dormancy import Dormancy
from gagyo.registry.models import Person

RETENTION_NOTICE_DAYS = 60


@dataclass(frozen=True)
class OwnTies:
    """The office's ties with all that its screens ask of them, read once."""

    ties: list[Tie]
    dormancy: dict[int, Dormancy]
    without_date: list[Tie]
    without_consent: list[Tie]
    without_contact: list[Tie]
    dormant: list[Tie]


def own_ties(*, actor: Actor, today: date) -> OwnTies:
    """Return the office's ties, sorted into what each of them lacks; the queries do not grow with the ties."""
    contact = TieContact.objects.filter(tie=OuterRef("pk"), person__archived_at=None)
    rows = list(with_parties(Tie.objects.own(actor).annotate(has_contact=Exists(contact))).order_by("id"))
    ordinances = ordinances_of([government.id for tie in rows for government in governments_of(tie)])
    levels = dormancies(ties=rows, today=today)
    living = [tie for tie in rows if tie.state != TieState.ENDED]
    return OwnTies(
        ties=rows,
        dormancy=levels,
        without_date=[tie for tie in rows if tie.state in IN_FORCE and tie.signed_on is None],
        without_consent=[
            tie
            for tie in living
            if consent_warnings(
                kind=tie.kind,
                state=tie.state,
                consent=tie.council_consent,
                governments=governments_of(tie),
                ordinances=ordinances,
                on=tie.signed_on or today,
            )
        ],
        without_contact=[tie for tie in living if not getattr(tie, "has_contact", False)],
        dormant=[tie for tie in rows if levels[tie.pk].level == "dormant"],
    )


def projects_owing_a_result(*, actor: Actor, today: date) -> OwnedQuerySet[ExchangeProject]:
    """Return the office's projects that ended without a result, the longest waiting first."""
    return ExchangeProject.objects.own(actor).filter(owing(today)).order_by("ends_on", "id")


def owing(today: date) -> Q:
    """Return the condition under which a project owes its result; rules.results.owes_result in SQL."""
    return Q(ends_on__lt=today, outcome_on=None) & ~Q(state=ProjectState.CANCELLED)


def open_projects(*, actor: Actor, today: date, days: int = 90) -> OwnedQuerySet[ExchangeProject]:
    """Return the office's projects that run today or begin within some days."""
    rows = ExchangeProject.objects.own(actor).exclude(state=ProjectState.CANCELLED)
    return rows.filter(ends_on__gte=today, starts_on__lte=today + timedelta(days=days)).order_by("starts_on", "id")


def contacts_to_renew(*, actor: Actor, today: date) -> "QuerySet[Person]":
    """Return the office's people whose retention ends soon or has ended."""
    until = today + timedelta(days=RETENTION_NOTICE_DAYS)
    return Person.objects.own(actor).filter(retain_until__lte=until, merged_into=None).order_by("retain_until", "id")


def waiting_imports(*, actor: Actor) -> "QuerySet[ImportBatch]":
    """Return the office's imports that somebody uploaded and nobody applied."""
    rows = ImportBatch.objects.own(actor).filter(state=ImportState.PREVIEW)
    return rows.annotate(row_count=Count("rows")).order_by("-uploaded_at")
