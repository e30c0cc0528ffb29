"""What the registry's open data looks like."""

from datetime import date

from ninja import Field, Schema

from gagyo.common.schemas import MaybeDay, PageIn, Words


class MembershipOut(Schema):
    """A region to which a country belongs, with its dates."""

    scheme: str
    code: str
    name_ko: str
    name_en: str
    starts_on: date | None
    ends_on: date | None


class CountryOut(Schema):
    """A country or area with an ISO 3166-1 code."""

    code: str
    code3: str
    number: str
    name_ko: str
    name_en: str
    capital: str
    is_independent: bool
    regions: list[MembershipOut]


class RegionOut(Schema):
    """A region of a scheme with the countries that it has on the day asked for."""

    scheme: str
    scheme_name_ko: str
    scheme_name_en: str
    source: str
    needs_recheck: bool
    code: str
    name_ko: str
    name_en: str
    countries: list[str]


class PlaceOut(Schema):
    """A city or province; why and score only where words were asked for."""

    id: int
    name_ko: str
    name_en: str
    name_local: str
    kind: str
    country: str
    province: str | None
    latitude: float | None
    longitude: float | None
    population: int | None
    geoname_id: int | None
    wikidata_id: str
    matched_name: str = ""
    reason: str = ""
    score: float | None = None


class BodyOut(Schema):
    """A government, mission, ministry, agency or firm, with the name that it had on the day asked for."""

    id: int
    kind: str
    name_ko: str
    name_en: str
    code: str
    country: str
    parent_id: int | None
    place_id: int | None
    website: str
    starts_on: date | None
    ends_on: date | None


class CountryIn(PageIn):
    """Which countries."""

    q: Words = Field("", max_length=100, description="Part of the name in Korean or English, or the code")


class RegionIn(PageIn):
    """Which regions."""

    scheme: Words = Field("", max_length=50, description="m49, m49-sub, mofa, continent, press, group; empty is all")
    asOf: MaybeDay = Field(None, description="Day on which memberships hold; today if empty")  # noqa: N815


class PlaceIn(PageIn):
    """Which places."""

    q: Words = Field("", max_length=100, description="A name in any spelling or script")
    country: str = Field("", pattern="^([A-Z]{2})?$", description="ISO 3166-1 code")


class BodyIn(PageIn):
    """Which bodies."""

    q: Words = Field("", max_length=100, description="Part of a present or former name, or the code")
    kind: Words = Field("", max_length=20, description="metropolitan, basic, foreign_government, mission_in_korea, ...")
    country: str = Field("", pattern="^([A-Z]{2})?$", description="ISO 3166-1 code; missions by whom they serve too")
    asOf: MaybeDay = Field(None, description="Only those that existed on this day, by their names then")  # noqa: N815
