"""What is set for requests: hours of offices and kinds, absences, bureaus, templates; and what can be chosen there."""

from datetime import date
from functools import cache
from zoneinfo import available_timezones

from django.db.models import QuerySet

from gagyo.accounts.choices import OfficeKind
from gagyo.accounts.models import Office
from gagyo.common.rules import Actor
from gagyo.kernels.worktime.public_holidays import holiday_countries
from gagyo.registry.models import Country
from gagyo.support.models import Absence, RequestTemplate, RoutingRule, WorkHours
from gagyo.support.queries.hours import hours_of_row
from gagyo.support.queries.routing import ANSWERING_KINDS
from gagyo.support.rules.clock import Hours, usual_hours


def hours_of_kind(kind: str) -> Hours:
    """Return the hours of the offices of a kind that set none of their own; usual ones where nothing is set."""
    row = WorkHours.objects.filter(kind=kind).first()
    usual = usual_hours(kind=kind)
    return hours_of_row(row, usual=usual) if row else usual


def kinds_set() -> list[tuple[OfficeKind, bool]]:
    """Return the kinds of office that answer, each with whether hours are set for it."""
    rows = set(WorkHours.objects.exclude(kind=None).values_list("kind", flat=True))
    return [(kind, kind.value in rows) for kind in ANSWERING_KINDS]


def has_own_hours(office_id: int) -> bool:
    """Tell whether an office has set hours of its own."""
    return WorkHours.objects.filter(office_id=office_id).exists()


def absences_in(*, actor: Actor, today: date) -> "QuerySet[Absence]":
    """Return the absences in the actor's office that are not over, in order."""
    rows = Absence.objects.filter(office_id=actor.office_id or 0, ends_on__gte=today)
    return rows.select_related("user", "stand_in")


def bureaus() -> "QuerySet[RoutingRule]":
    """Return which bureau answers which field."""
    return RoutingRule.objects.select_related("office").order_by("field", "office__name_ko", "pk")


def bureaus_offered() -> "QuerySet[Office]":
    """Return the ministry's offices, by name."""
    return Office.objects.filter(kind=OfficeKind.MINISTRY, archived_at=None).order_by("name_ko", "pk")


def templates() -> "QuerySet[RequestTemplate]":
    """Return all templates, those that are not offered too."""
    return RequestTemplate.objects.all()


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of the time zones by region and city."""
    aside = {"Etc", "US", "posix", "right", "SystemV", "Brazil", "Canada", "Chile", "Mexico"}
    return tuple(sorted(name for name in available_timezones() if "/" in name and name.split("/")[0] not in aside))


def countries_with_holidays() -> list[tuple[str, str]]:
    """Return the countries whose public holidays are known, by their names in the active language."""
    rows = [(country.code, country.name) for country in Country.objects.filter(code__in=holiday_countries())]
    return sorted(rows, key=lambda pair: pair[1])
