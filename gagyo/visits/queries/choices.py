"""What the form of a visit offers: the office's own ties, projects, courses, contacts and colleagues."""

from typing import Any

from django.db.models import Q

from gagyo.accounts.models import User
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject, Tie
from gagyo.registry.models import Person
from gagyo.visits.models import TrainingCourse, Visit
from gagyo.visits.rules.values import PartyValues, VisitValues


def colleagues(*, office_id: int | None, more: int | None = None) -> Any:
    """Return who works in an office now, and one more person who may have left."""
    return User.objects.filter(
        Q(memberships__office_id=office_id, memberships__ends_on=None) | Q(pk=more or 0)
    ).distinct()


def form_choices(*, actor: Actor, values: VisitValues | None = None, office_id: int | None = None) -> dict[str, Any]:
    """Return the choices of each link by the form's field: the own office's, and what the visit hangs on already."""
    held = values or VisitValues(name_ko="", starts_on=None, ends_on=None)  # type: ignore[arg-type]  # only its links are read
    office = office_id if office_id is not None else actor.office_id
    return {
        "tie": Tie.objects.offered(actor, held=[held.tie_id]).prefetch_related("parties__body"),
        "project": ExchangeProject.objects.offered(actor, held=[held.project_id]).order_by("-starts_on"),
        "course": TrainingCourse.objects.offered(actor, held=[held.course_id]).order_by("name_ko"),
        "asked_by_person": Person.objects.offered(actor, held=[held.asked_by_person_id]).order_by("name_ko"),
        "officer": colleagues(office_id=office, more=held.officer_id),
    }


def values_of_visit(visit: Visit) -> VisitValues:
    """Return a visit as its form gives it."""
    return VisitValues(
        name_ko=visit.name_ko,
        name_en=visit.name_en,
        starts_on=visit.starts_on,
        ends_on=visit.ends_on,
        purpose=visit.purpose,
        organiser_id=visit.organiser_id,
        organiser_kind=visit.organiser_kind,
        asked_by_id=visit.asked_by_id,
        asked_by_person_id=visit.asked_by_person_id,
        asked_on=visit.asked_on,
        tie_id=visit.tie_id,
        mission_id=visit.mission_id,
        project_id=visit.project_id,
        course_id=visit.course_id,
        officer_id=visit.officer_id,
        theme_ids=tuple(theme.pk for theme in visit.themes.all()),
        gifts_given=visit.gifts_given,
        gifts_received=visit.gifts_received,
        parties=tuple(
            PartyValues(
                country_id=party.country_id,
                persons=party.persons,
                party_id=party.pk,
                body_id=party.body_id,
                name=party.name,
                head_name=party.head_name,
                head_rank=party.head_rank,
                person_days=party.person_days,
            )
            for party in visit.parties.all()
        ),
        visibility=visit.visibility,
    )
