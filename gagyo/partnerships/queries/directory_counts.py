"""The directory counted: by country, by city, by local government and by province, each row opening its ties."""

from collections.abc import Callable
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
from gagyo.registry.models import Country, Place
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

    def label(self, language: str) -> str:
        """Return its name and that of what it lies in; a map asks for thousands, so it tells the language."""
        first = 0 if language.startswith("ko") else 1
        name, above = (pair[first] or pair[1 - first] for pair in (self.names, self.above))
        return f"{name}, {above}"


def _counted(parties: QuerySet[TieParty], *columns: str) -> list[tuple[Any, ...]]:
    """Return the columns of each group and its number of ties, the most ties first."""
    counted = parties.order_by().values(*columns).annotate(n=Count("tie", distinct=True))
    return list(counted.order_by("-n", *columns).values_list(*columns, "n"))


def _figures(
    wanted: TieFilter, *, by: str, today: date, rule: CountingRule | None = None
) -> Callable[[int, object], Figure]:
    """Return the function that makes the figure of a group from its number of ties and its value of a parameter."""
    day, counted_by, href = wanted.day(today), rule or rule_for(wanted), wanted.href_for(by)
    # Nothing counted is nothing to open.
    return lambda count, value: Figure(count, "tie", day, counted_by, href(value) if count else None)


def by_country(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """Return each partner country with its ties, the most first; domestic ties are not among them."""
    rule = TIES_PER_COUNTRY if wanted.state == IN_FORCE_STATES else rule_for(wanted)
    parties = parties_of(actor=actor, wanted=wanted, today=today).exclude(body__country=HOME)
    if wanted.country:
        parties = parties.filter(body__country=wanted.country)
    figure = _figures(wanted, by="country", today=today, rule=rule)
    rows = _counted(parties, "body__country_id", "body__country__name_ko", "body__country__name_en")
    return [CountRow(code, (ko, en), ("", ""), figure(n, code), code=code) for code, ko, en, n in rows]


def by_city(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """Return each place abroad with its ties, the most first."""
    parties = parties_of(actor=actor, wanted=wanted, today=today).exclude(body__country=HOME).exclude(body__place=None)
    # Names come apart: a database that groups by them sorts a thousand texts.
    rows, figure = _counted(parties, "body__place_id", "body__country_id"), _figures(wanted, by="at", today=today)
    named = Place.objects.filter(bodies__tie_parties__isnull=False).distinct()
    columns = named.values_list("pk", "name_ko", "name_en", "latitude", "longitude")
    places = {pk: ((ko, en), latitude, longitude) for pk, ko, en, latitude, longitude in columns}
    countries = {code: (ko, en) for code, ko, en in Country.objects.values_list("code", "name_ko", "name_en")}
    found = []
    for key, country, n in rows:
        names, latitude, longitude = places[key]
        point = None if latitude is None or longitude is None else (latitude, longitude)
        found.append(CountRow(str(key), names, countries[country], figure(n, key), point, country))
    return found


def by_government(*, actor: Actor, wanted: TieFilter, today: date) -> list[CountRow]:
    """Return each Korean local government with its ties, the most first."""
    parties = of_local_governments(parties_of(actor=actor, wanted=wanted, today=today))
    rows = _counted(
        parties,
        *("body_id", "body__name_ko", "body__name_en", "body__parent__name_ko", "body__parent__name_en"),
        "body__iso_code",
    )
    figure = _figures(wanted, by="government", today=today)
    return [
        CountRow(
            key=str(key),
            names=(ko, en),
            above=(above_ko or "", above_en or ""),
            ties=figure(n, key),
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
    figure = _figures(wanted, by="province", today=today)
    return [
        CountRow(
            key=str(body.pk),
            names=(body.name_ko, body.name_en),
            above=("", ""),
            ties=figure(counts.get(body.pk, 0), body.pk),
            code=body.iso_code,
        )
        for body in provinces(also=[key for key in counts if key])
    ]
