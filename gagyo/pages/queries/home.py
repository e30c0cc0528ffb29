"""What the public home shows: headline figures, the map, what is coming."""

from dataclasses import dataclass
from datetime import date, timedelta

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import Figure
from gagyo.partnerships.choices import ProjectState
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.queries.directory import TieLine, lines
from gagyo.partnerships.queries.directory_figures import countries_figure, governments_figure, ties_figure
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for
from gagyo.partnerships.queries.directory_projects import ProjectFilter, projects_figure, projects_for, this_year
from gagyo.partnerships.rules.anniversaries import Anniversary, anniversaries_between
from gagyo.partnerships.rules.dates import PartialDate

MOST_COMING = 8
MOST_NEW = 5


@dataclass(frozen=True)
class Coming:
    """A round year of a tie that lies ahead."""

    anniversary: Anniversary
    tie: TieLine


def headline_figures(*, actor: Actor, today: date) -> list[Figure]:
    """Return ties in force, countries, local governments and this year's projects."""
    everything = TieFilter()
    return [
        ties_figure(actor=actor, wanted=everything, today=today),
        countries_figure(actor=actor, wanted=everything, today=today),
        governments_figure(actor=actor, wanted=everything, today=today),
        projects_figure(actor=actor, wanted=this_year(today), today=today),
    ]


def coming(*, actor: Actor, today: date, days: int) -> list[Coming]:
    """Return the round years of ties in force in the days ahead, the nearest first."""
    last = today + timedelta(days=days)
    dated = ties_for(actor=actor, wanted=TieFilter(), today=today).exclude(signed_on=None)
    found: list[tuple[Anniversary, int]] = []
    for pk, signed_on, precision in dated.values_list("pk", "signed_on", "signed_precision"):
        signed = PartialDate(signed_on, precision)
        found += [(each, pk) for each in anniversaries_between(signed=signed, first=today, last=last)]
    nearest = sorted(found, key=lambda pair: (max(pair[0].first_day, today), pair[1]))[:MOST_COMING]
    shown = lines(dated.filter(pk__in=[pk for _each, pk in nearest]).order_by("pk"), day=today, today=today)
    by_id = {line.id: line for line in shown}
    return [Coming(each, by_id[pk]) for each, pk in nearest]


def signed_last(*, actor: Actor, today: date) -> list[TieLine]:
    """Return the ties in force that were signed last, the newest first."""
    dated = ties_for(actor=actor, wanted=TieFilter(), today=today).exclude(signed_on=None)
    return lines(dated.order_by("-signed_on", "-pk")[:MOST_NEW], day=today, today=today)


def projects_now(*, actor: Actor, today: date) -> list[ExchangeProject]:
    """Return the projects that run or are planned and begin nearest to today, in the order of their first days."""
    found = projects_for(actor=actor, wanted=ProjectFilter(), today=today).filter(ends_on__gte=today)
    rows = found.exclude(state=ProjectState.CANCELLED).select_related("lead__parent")
    coming, running = rows.filter(starts_on__gt=today), rows.filter(starts_on__lte=today)
    near = [*coming.order_by("starts_on", "pk")[:MOST_NEW], *running.order_by("-starts_on", "-pk")[:MOST_NEW]]
    nearest = sorted(near, key=lambda row: (abs((row.starts_on - today).days), row.pk))[:MOST_NEW]
    return sorted(nearest, key=lambda row: (row.starts_on, row.pk))
