"""The directory counted: by country, by city, by local government and by province, each row opening its ties."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, QuerySet, When

from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.kernels.indicators.figure import CountingRule, Figure
from gagyo.partnerships.models import TieParty
from gagyo.partnerships.queries.directory import Names
from gagyo.partnerships.queries.directory_figures import (
    TIES_PER_COUNTRY,
    of_local_governments,
    parties_of,
    rule_for,
)
from gagyo.partnerships.queries.directory_filter import IN_FORCE_STATES, TieFilter
from gagyo.partnerships.queries.directory_words import HOME
from gagyo.registry.choices import BodyKind
from gagyo.registry.queries.provinces import provinces


@dataclass(frozen=True, slots=True)
class CountRow:
    """
    One country, city, government or province with its ties.

    key: ISO code or id; above: (Korean, English) name of what it lies in; point: latitude and longitude
    """

    key: str
    names: Names
    above: Names
    ties: Figure
    point: tuple[float, float] | None = None
    code: str = ""

    @property
    def name(self) -> str:
        """Its name in the active language."""
        return in_language(ko=self.names[0], en=self.names[1])

    @property
    def above_name(self) -> str:
        """The name of what it lies in, in the active language."""
        return in_language(ko=self.above[0], en=self.above[1])


def _counted(parties: QuerySet[TieParty], *columns: str) -> list[tuple[Any, ...]]:
    """Return the columns of each group and its number of ties, the most ties first."""
    counted = parties.order_by().values(*columns).annotate(n=Count("tie", distinct=True))
    return list(counted.order_by("-n", *columns).values_list(*columns, "n"))


def _figure(count: int, wanted: TieFilter, today: date, rule: CountingRule) -> Figure:
    # Nothing counted is nothing to open.
    return Figure(count, "tie", wanted.day(today), rule, wanted.href() if count else None)


def by_country(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """Return each partner country with its ties, the most first; domestic ties are not among them."""
    rule = TIES_PER_COUNTRY if wanted.state == IN_FORCE_STATES else rule_for(wanted)
    parties = parties_of(actor=actor, wanted=wanted, today=today).exclude(body__country=HOME)
    if wanted.country:
        parties = parties.filter(body__country=wanted.country)
    rows = _counted(parties, "body__country_id", "body__country__name_ko", "body__country__name_en")
    return [
        CountRow(code, (ko, en), ("", ""), _figure(n, wanted.but(country=code), today, rule), code=code)
        for code, ko, en, n in rows
    ]


def by_city(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """Return each place abroad with its ties, the most first."""
    parties = parties_of(actor=actor, wanted=wanted, today=today).exclude(body__country=HOME).exclude(body__place=None)
    place = "body__place__"
    rows = _counted(
        parties,
        *("body__place_id", f"{place}name_ko", f"{place}name_en", "body__country__name_ko", "body__country__name_en"),
        *(f"{place}latitude", f"{place}longitude", "body__country_id"),
    )
    return [
        CountRow(
            key=str(key),
            names=(ko, en),
            above=(country_ko, country_en),
            ties=_figure(n, wanted.but(at=key), today, rule_for(wanted)),
            point=None if latitude is None or longitude is None else (latitude, longitude),
            code=code,
        )
        for key, ko, en, country_ko, country_en, latitude, longitude, code, n in rows
    ]


def by_government(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """Return each Korean local government with its ties, the most first."""
    parties = of_local_governments(parties_of(actor=actor, wanted=wanted, today=today))
    rows = _counted(
        parties,
        *("body_id", "body__name_ko", "body__name_en", "body__parent__name_ko", "body__parent__name_en"),
        "body__iso_code",
    )
    return [
        CountRow(
            key=str(key),
            names=(ko, en),
            above=(above_ko or "", above_en or ""),
            ties=_figure(n, wanted.but(government=key), today, rule_for(wanted)),
            code=iso or "",
        )
        for key, ko, en, above_ko, above_en, iso, n in rows
    ]


def by_province(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """
    Return each Korean province with the ties of itself and all local governments in it, in their usual order.

    A province without a tie is there too, with none; code is ISO 3166-2.
    """
    above = Case(When(body__kind=BodyKind.METROPOLITAN, then=F("body_id")), default=F("body__parent_id"))
    parties = of_local_governments(parties_of(actor=actor, wanted=wanted, today=today))
    counts = dict(
        parties.order_by()
        .annotate(above=above)
        .values("above")
        .annotate(n=Count("tie", distinct=True))
        .values_list("above", "n")
    )
    return [
        CountRow(
            key=str(body.pk),
            names=(body.name_ko, body.name_en),
            above=("", ""),
            ties=_figure(counts.get(body.pk, 0), wanted.but(province=body.pk), today, rule_for(wanted)),
            code=body.iso_code,
        )
        for body in provinces(also=[key for key in counts if key])
    ]
