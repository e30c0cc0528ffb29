"""Half-year figures: countries, persons, visits, as of a day, beside last year's; every one opens its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, Count, F, IntegerField, Sum, When

from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import Figure
from gagyo.visits.models import VisitParty, VisitRule
from gagyo.visits.queries.filters import VisitFilter, counted_visits
from gagyo.visits.queries.rules import MEASURE_WORDS, counting_rule
from gagyo.visits.rules.counting import PartyRow
from gagyo.visits.rules.halves import Half, same_day_a_year_before
from gagyo.visits.rules.values import person_days_of

MEASURES: Final = ("countries", "persons", "person_days", "visits")


@dataclass(frozen=True)
class HalfQuestion:
    """
    Which half-year of which office, as of which day, by which rule, as seen by whom.

    actor: who reads; the numbers are the same for every reader, only names and opened rows differ
    whole_last_year: compare with the whole half of last year, not with the same day
    """

    actor: Actor
    half: Half
    as_of: date
    rule: VisitRule
    office: int | None = None
    whole_last_year: bool = False
    sample: str = ""

    @property
    def filter(self) -> VisitFilter:
        """The visits that count: begun (or ended) in the half, until the as-of day, in a state that the rule counts."""
        return VisitFilter(
            office=self.office,
            state=",".join(self.rule.states),
            since=self.half.starts_on,
            until=self.half.cut(self.as_of),
            dated_by=self.rule.dated_by,
            sample=self.sample,
        )

    @property
    def last_year(self) -> "HalfQuestion":
        """The same question a year before: until the same day, or the whole half."""
        before = self.half.a_year_before
        as_of = before.ends_on if self.whole_last_year else same_day_a_year_before(self.half.cut(self.as_of))
        if self.half.cut(self.as_of) == self.half.ends_on:
            as_of = before.ends_on
        return HalfQuestion(
            actor=self.actor, half=before, as_of=as_of, rule=self.rule, office=self.office, sample=self.sample
        )


def visits_counted(asked: HalfQuestion, wanted: VisitFilter | None = None) -> Any:
    """Return the visits that count, whoever may read them (docs/decisions/0007)."""
    return counted_visits(actor=asked.actor, wanted=wanted or asked.filter, today=asked.as_of)


def parties_for(asked: HalfQuestion, wanted: VisitFilter | None = None) -> Any:
    """Return the parties of the visits that count."""
    visits = visits_counted(asked, wanted)
    return VisitParty.objects.filter(visit__in=visits.values("pk"))


def person_days_sum() -> Any:
    """Return the expression for person-days; the recorded ones only, the others are added in Python from whole days."""
    return Sum(Case(When(person_days__isnull=False, then=F("person_days")), default=0, output_field=IntegerField()))


def totals(asked: HalfQuestion, wanted: VisitFilter | None = None) -> dict[str, int]:
    """Return the four measures over all rows: a country counts once, a visit with several countries once."""
    found = parties_for(asked, wanted).aggregate(
        countries=Count("country", distinct=True),
        visits=Count("visit", distinct=True),
        persons=Sum("persons"),
        recorded=person_days_sum(),
    )
    unrecorded = (
        parties_for(asked, wanted)
        .filter(person_days=None)
        .values("visit__starts_on", "visit__ends_on")
        .annotate(persons=Sum("persons"))
        .values_list("persons", "visit__starts_on", "visit__ends_on")
        .order_by()
    )
    days = sum(
        person_days_of(persons=persons, person_days=None, starts_on=starts, ends_on=ends)
        for persons, starts, ends in unrecorded
    )
    return {
        "countries": found["countries"],
        "persons": found["persons"] or 0,
        "person_days": (found["recorded"] or 0) + days,
        "visits": found["visits"],
    }


def figures_of(asked: HalfQuestion, values: Mapping[str, int]) -> dict[str, Figure]:
    """Return measures as figures that open the rows counted, as far as the reader may read them."""
    return {
        measure: Figure(
            values[measure],
            MEASURE_WORDS[measure][2],
            asked.half.cut(asked.as_of),
            counting_rule(rule=asked.rule, measure=measure),
            asked.filter.href(),
        )
        for measure in MEASURES
    }


def half_year_figures(asked: HalfQuestion) -> dict[str, Figure]:
    """Return the four figures of a half, and of last year under "..._last_year"."""
    before = asked.last_year
    now = figures_of(asked, totals(asked))
    return {
        **now,
        **{f"{name}_last_year": figure for name, figure in figures_of(before, totals(before)).items()},
    }


def rows_of(asked: HalfQuestion) -> list[PartyRow]:
    """Return the rows that the figures count, by day and id, whoever may read them; name none without looking."""
    day = f"visit__{asked.rule.dated_by}"
    found = (
        parties_for(asked)
        .order_by(day, "pk")
        .values_list(
            *("pk", "visit_id", "visit__name_ko", "country_id", "persons", "person_days"),
            *("visit__starts_on", "visit__ends_on", day),
        )
    )
    return [
        PartyRow(
            id=pk,
            visit_id=visit_id,
            visit=visit,
            country=country,
            persons=persons,
            person_days=person_days_of(persons=persons, person_days=person_days, starts_on=starts, ends_on=ends),
            day=on,
        )
        for pk, visit_id, visit, country, persons, person_days, starts, ends, on in found
    ]
