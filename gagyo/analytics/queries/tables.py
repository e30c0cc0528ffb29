"""The statistics in the form of the 2025 audit: by province, country, region, kind, year; every cell opens its rows."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy

from gagyo.analytics.queries.by_area import (
    table_by_country,
    table_by_province,
    table_by_region,
    table_by_same_province,
)
from gagyo.analytics.queries.by_tie import table_by_kind, table_by_year
from gagyo.analytics.queries.figures import WORK, StatTable, countries_of, governments_of, totals_of, work_figures
from gagyo.analytics.queries.question import Counted, Question, year_before
from gagyo.kernels.indicators.count import tally
from gagyo.kernels.indicators.figure import Figure

TABLES: Final = {
    "province": gettext_lazy("By province"),
    "country": gettext_lazy("By country"),
    "region": gettext_lazy("By region"),
    "kind": gettext_lazy("By kind"),
    "year": gettext_lazy("By year"),
    "same-province": gettext_lazy("Same foreign province"),
}
MAKERS: Final[Mapping[str, Callable[[Counted], StatTable]]] = {
    "province": table_by_province,
    "country": table_by_country,
    "region": table_by_region,
    "kind": table_by_kind,
    "year": table_by_year,
    "same-province": table_by_same_province,
}


def headline(counted: Counted) -> list[tuple[Figure, Figure | None]]:
    """Return the figures at the top, each with the same one of a year before where there is one."""
    asked = counted.question
    totals = totals_of(counted)
    earlier = Question(asked.actor, asked.today, year_before(asked.as_of), asked.since, asked.scheme, asked.sample)
    work = work_figures(asked, tally(counted.projects, [], WORK).total)
    return [
        (totals["ties"], totals["before"]),
        (countries_of(asked, counted.ties), countries_of(earlier, counted.before)),
        (governments_of(asked, counted.ties), governments_of(earlier, counted.before)),
        (work["projects"], None),
        (work["budget"], None),
    ]
