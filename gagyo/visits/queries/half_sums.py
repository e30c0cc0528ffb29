"""
A half-year's parties, read once and added up by visit and by country: each table unites these, not a million rows.

A table whose groups follow from the visit (theme, site, month, organiser) unites visits, one whose groups follow from
the country (region) unites countries; either way a country counts once and a visit once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.queries.half_years import HalfQuestion, figures_of, parties_for, visits_counted


@dataclass(frozen=True, slots=True)
class Sum:
    """What one visit or one country adds; key: the visit's id or the country's code; parties: how many rows."""

    key: int | str
    countries: set[str]
    visits: set[int]
    persons: int
    person_days: int
    parties: int


@dataclass(frozen=True)
class HalfSums:
    """
    The rows of a half.

    days: of each visit, the day that the rule dates it by
    organised: of each visit, its organiser's id, if any, and the kind of organiser
    """

    by_visit: Sequence[Sum]
    by_country: Sequence[Sum]
    days: Mapping[int, date]
    organised: Mapping[int, tuple[int | None, str]]


Pairs = Sequence[tuple[HalfQuestion, HalfSums]]
Row = tuple[int, str, int, int]
COLUMNS: Final = ("starts_on", "ends_on", "organiser_id", "organiser_kind")


def pairs_of(asked: HalfQuestion) -> Pairs:
    """Return the rows of a half and of last year's, each read once for all tables."""
    return [(question, half_sums(question)) for question in (asked, asked.last_year)]


def half_sums(asked: HalfQuestion) -> HalfSums:
    """Read a half's rows; person-days that were not recorded are persons times the days of the visit."""
    lasted, days, organised = {}, {}, {}
    for pk, day, starts, ends, organiser, kind in (
        visits_counted(asked).order_by().values_list("pk", asked.rule.dated_by, *COLUMNS)
    ):
        lasted[pk], days[pk], organised[pk] = (ends - starts).days + 1, day, (organiser, kind)
    found = parties_for(asked).order_by().values_list("visit_id", "country_id", "persons", "person_days")
    rows: list[Row] = [
        (visit, country, persons, persons * lasted[visit] if person_days is None else person_days)
        for visit, country, persons, person_days in found
    ]
    return HalfSums(_added(rows, 0), _added(rows, 1), days, organised)


def add_up(sums: Iterable[Sum]) -> dict[str, int]:
    """Return the four measures over visits or countries: each country and each visit once."""
    some = list(sums)
    return {
        "countries": len(set[str]().union(*[each.countries for each in some])),
        "visits": len(set[int]().union(*[each.visits for each in some])),
        "persons": sum(each.persons for each in some),
        "person_days": sum(each.person_days for each in some),
    }


def figures_of_pairs(pairs: Pairs) -> dict[str, Figure]:
    """Return what half_years.half_year_figures returns, from rows that were read already."""
    (asked, now), (earlier, before) = pairs
    last_year = figures_of(earlier, add_up(before.by_visit))
    return {
        **figures_of(asked, add_up(now.by_visit)),
        **{f"{name}_last_year": figure for name, figure in last_year.items()},
    }


def _added(rows: Sequence[Row], at: int) -> list[Sum]:
    """Add up the rows by one of their columns; in one pass, as there may be tens of thousands."""
    together: dict[Any, list[Any]] = {}
    for row in rows:
        visit, country, persons, person_days = row
        held = together.get(row[at])
        if held is None:
            together[row[at]] = [{country}, {visit}, persons, person_days, 1]
            continue
        held[0].add(country)
        held[1].add(visit)
        held[2] += persons
        held[3] += person_days
        held[4] += 1
    return [Sum(key, *held) for key, held in together.items()]
