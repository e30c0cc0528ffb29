"""What the pages of a city, a country and a local government show around their ties."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from gagyo.common.models.bases import in_language
from gagyo.common.rules import Actor
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.queries.directory import TieLine, in_order, lines
from gagyo.partnerships.queries.directory_filter import TieFilter, ties_for
from gagyo.partnerships.queries.directory_projects import ProjectFilter, projects_for
from gagyo.partnerships.rules.anniversaries import Anniversary, next_anniversary
from gagyo.partnerships.rules.dates import PartialDate
from gagyo.registry.choices import BodyKind
from gagyo.registry.models import Body, BodyName, Country, Place, RegionMember
from gagyo.registry.queries.countries import held

MOST_LINES = 100
MOST_PROJECTS = 10
MISSIONS = (BodyKind.MISSION_IN_KOREA, BodyKind.MISSION_ABROAD)


@dataclass(frozen=True, slots=True)
class Membership:
    """A region that a country is in, with its scheme; names are (Korean, English)."""

    scheme_names: tuple[str, str]
    region_names: tuple[str, str]
    region: str
    starts_on: date | None
    ends_on: date | None

    @property
    def scheme(self) -> str:
        """The scheme's name in the active language."""
        return in_language(ko=self.scheme_names[0], en=self.scheme_names[1])

    @property
    def name(self) -> str:
        """The region's name in the active language."""
        return in_language(ko=self.region_names[0], en=self.region_names[1])


def first_lines(*, actor: Actor, wanted: TieFilter, today: date, language: str) -> list[TieLine]:
    """Return the first ties that a filter means, by partner."""
    ties = in_order(ties_for(actor=actor, wanted=wanted, today=today), sort="partner", language=language)
    return lines(ties[:MOST_LINES], day=wanted.day(today), today=today)


def latest_projects(*, actor: Actor, wanted: ProjectFilter, today: date) -> list[ExchangeProject]:
    """Return the latest projects that a filter means, with their lead."""
    found = projects_for(actor=actor, wanted=wanted, today=today).select_related("lead")
    return list(found.order_by("-starts_on", "-pk")[:MOST_PROJECTS])


def regions_of(country: Country) -> list[Membership]:
    """Return the regions of a country in every scheme, with the days of its membership."""
    rows = RegionMember.objects.filter(country=country).order_by(
        "region__scheme__order", "region__order", F("starts_on").asc(nulls_first=True)
    )
    scheme = "region__scheme__"
    return [
        Membership((scheme_ko, scheme_en), (ko, en), f"{code}:{region}", starts, ends)
        for scheme_ko, scheme_en, code, ko, en, region, starts, ends in rows.values_list(
            *(f"{scheme}name_ko", f"{scheme}name_en", f"{scheme}code", "region__name_ko", "region__name_en"),
            *("region__code", "starts_on", "ends_on"),
        )
    ]


def missions_of(country: Country, *, today: date) -> list[Body]:
    """Return the missions between Korea and a country: those of the country, and those that cover it today."""
    covers = Q(covers__country=country) & held(today, "covers__")
    found = Body.objects.filter(Q(country=country) | covers, kind__in=MISSIONS, archived_at=None, merged_into=None)
    return list(found.select_related("place", "country").distinct().order_by("kind", "name_ko"))


def name_history(body: Body) -> list[BodyName]:
    """Return what a body was called, the latest first."""
    return list(BodyName.objects.filter(body=body).order_by(F("starts_on").desc(nulls_last=True)))


def places_around(place: Place) -> list[Place]:
    """Return the area that a place lies in, the widest first."""
    found: list[Place] = []
    above = place.parent
    while above is not None and above not in found and len(found) < 4:
        found.insert(0, above)
        above = above.parent
    return found


def anniversaries_of(found: list[TieLine], *, today: date) -> list[tuple[Anniversary, TieLine]]:
    """Return the next round year of each tie whose signing date is known, the nearest first."""
    coming = [
        (anniversary, line)
        for line in found
        if (anniversary := next_anniversary(signed=PartialDate(line.signed_on, line.signed_precision), today=today))
    ]
    return sorted(coming, key=lambda pair: (pair[0].first_day, pair[1].id))
