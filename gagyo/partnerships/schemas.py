"""What the API takes and gives for ties and exchange projects."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from gagyo.common.schemas import FigureOut, MaybeDay, MaybeId, Out, PageIn
from gagyo.partnerships.choices import ExchangeField, ProjectKind, ProjectState, TieKind, TieState
from gagyo.partnerships.models import ExchangeProject
from gagyo.partnerships.queries.directory import PartyLine, TieLine, partial_iso
from gagyo.partnerships.queries.directory_filter import IN_FORCE_STATES, TieFilter
from gagyo.partnerships.queries.directory_projects import ProjectFilter

YEAR = r"^(1[89][0-9]{2}|20[0-9]{2}|21[0-8][0-9]|unknown)$"
REGION = r"^[A-Za-z0-9_-]{1,40}:[A-Za-z0-9_-]{1,40}$"
COUNTRY = r"^[A-Za-z]{2}$"
YesNo = Literal["yes", "no", ""]
Blank = Literal[""]


class TieFilterIn(Schema):
    """Which ties: the same words as in the address of the directory."""

    q: str = Field("", max_length=200, description="Words in names of parties, places or countries, however spelt")
    government: MaybeId = Field(None, description="Local government (body id)")
    province: MaybeId = Field(None, description="Metropolitan local government (body id) with all in it")
    place: MaybeId = Field(None, description="Place id with all in it")
    country: str = Field("", pattern=rf"{COUNTRY}|^$", description="ISO 3166-1 alpha-2; KR: domestic ties")
    region: str = Field("", pattern=rf"{REGION}|^$", description="scheme:code")
    kind: TieKind | Blank = ""
    decade: str = Field("", pattern=rf"{YEAR}|^$", description="First year of ten, or unknown")
    year: str = Field("", pattern=rf"{YEAR}|^$", description="Year of signing, or unknown")
    field: ExchangeField | Blank = ""
    state: TieState | Literal["in_force", "all", ""] = Field("in_force", description="in_force: signed or dormant")
    scope: Literal["foreign", "domestic", ""] = ""
    sample: YesNo = ""
    as_of: MaybeDay = Field(None, description="The day whose states, regions and names are meant; today if empty")

    def wanted(self) -> TieFilter:
        """Return the filter."""
        return TieFilter(
            q=self.q,
            government=self.government,
            province=self.province,
            place=self.place,
            country=self.country.upper(),
            region=self.region,
            kind=self.kind,
            decade=self.decade,
            year=self.year,
            field=self.field,
            state=self.state or IN_FORCE_STATES,
            scope=self.scope,
            sample=self.sample,
            as_of=self.as_of,
        )


class TiesIn(TieFilterIn, PageIn):
    """Which ties, and which page of them."""

    sort: Literal["signed", "-signed", "home", "-home", "partner", "-partner", "country", "-country", ""] = Field(
        "", description="Latest signed first if empty"
    )


class PartyCountryOut(Out):
    """A country."""

    code: str
    name_ko: str
    name_en: str


class NamedOut(Out):
    """A place or body by its names."""

    id: int
    name_ko: str
    name_en: str


class PartyOut(Out):
    """A party, called as on the as-of date."""

    id: int
    name_ko: str
    name_en: str
    country: PartyCountryOut
    place: NamedOut | None


class TieOut(Out):
    """A tie; signed_on holds as much as is known: 1996, 1996-05 or 1996-05-03."""

    id: int
    kind: str
    kind_name_ko: str
    kind_name_en: str
    state: str
    signed_on: str | None
    ended_on: date | None
    is_domestic: bool
    is_sample: bool
    parties: list[PartyOut]
    fields: list[str]
    source: str
    source_url: str
    href: str


class ProjectFilterIn(Schema):
    """Which projects: the same words as in the address of the list."""

    q: str = Field("", max_length=200, description="Words in the project's name, its lead or the tie's parties")
    government: MaybeId = Field(None, description="Local government in the lead (body id)")
    province: MaybeId = Field(None, description="Metropolitan local government (body id) with all in it")
    country: str = Field("", pattern=rf"{COUNTRY}|^$", description="ISO 3166-1 alpha-2")
    region: str = Field("", pattern=rf"{REGION}|^$", description="scheme:code")
    kind: ProjectKind | Blank = ""
    state: ProjectState | Literal["all", ""] = Field("", description="All but cancelled ones if empty")
    since: MaybeDay = Field(None, description="Begins on this day or later")
    until: MaybeDay = Field(None, description="Begins on this day or earlier")
    tie: MaybeId = None
    sample: YesNo = ""

    def wanted(self) -> ProjectFilter:
        """Return the filter."""
        return ProjectFilter(
            q=self.q,
            government=self.government,
            province=self.province,
            country=self.country.upper(),
            region=self.region,
            kind=self.kind,
            state=self.state,
            since=self.since,
            until=self.until,
            tie=self.tie,
            sample=self.sample,
        )


class ProjectsIn(ProjectFilterIn, PageIn):
    """Which projects, and which page of them."""


class ProjectOut(Out):
    """An exchange project; what was not recorded is null."""

    id: int
    name_ko: str
    name_en: str
    kind: str
    state: str
    lead: NamedOut
    tie: int | None
    country: str | None
    starts_on: date
    ends_on: date
    persons_out: int | None
    persons_in: int | None
    budget_krw: int | None
    is_sample: bool
    href: str


class FiguresOut(Out):
    """Figures with their as-of date, counting rule and the address of their rows."""

    items: list[FigureOut]


class CountOut(Out):
    """One group with its number of ties."""

    key: str
    name_ko: str
    name_en: str
    ties: int
    href: str | None


class CountsOut(Out):
    """Groups with their numbers; total is the number of groups, counted by the rule."""

    total: FigureOut
    items: list[CountOut]


def party_out(party: PartyLine) -> PartyOut:
    """Return a party as the API says it."""
    country = PartyCountryOut(code=party.country_id, name_ko=party.country_names[0], name_en=party.country_names[1])
    place = None
    if party.place_id is not None:
        place = NamedOut(id=party.place_id, name_ko=party.place_names[0], name_en=party.place_names[1])
    return PartyOut(id=party.body_id, name_ko=party.names[0], name_en=party.names[1], country=country, place=place)


def tie_out(line: TieLine, *, standard: dict[str, tuple[str, str]], href: str) -> TieOut:
    """
    Return a tie as the API says it.

    standard: the Korean and English word of each kind, where the ordinance has no own
    """
    words = standard[line.kind]
    return TieOut(
        id=line.id,
        kind=line.kind,
        kind_name_ko=line.local_kinds[0] or words[0],
        kind_name_en=line.local_kinds[1] or words[1],
        state=line.state,
        signed_on=partial_iso(line.signed_on, line.signed_precision),
        ended_on=line.ended_on,
        is_domestic=line.is_domestic,
        is_sample=line.is_sample,
        parties=[party_out(party) for party in (*line.home, *line.partners)],
        fields=list(line.fields),
        source=line.source,
        source_url=line.source_url,
        href=href,
    )


def project_out(project: ExchangeProject, *, href: str) -> ProjectOut:
    """Return a project as the API says it."""
    lead = NamedOut(id=project.lead_id, name_ko=project.lead.name_ko, name_en=project.lead.name_en)
    return ProjectOut(
        id=project.pk,
        name_ko=project.name_ko,
        name_en=project.name_en,
        kind=project.kind,
        state=project.state,
        lead=lead,
        tie=project.tie_id,
        country=project.country_id,
        starts_on=project.starts_on,
        ends_on=project.ends_on,
        persons_out=project.persons_out,
        persons_in=project.persons_in,
        budget_krw=project.budget_krw,
        is_sample=project.is_sample,
        href=href,
    )
