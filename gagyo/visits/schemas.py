"""What the API takes and gives for visits."""

from datetime import date

from ninja import Schema
from pydantic import Field

from gagyo.common.schemas import FigureOut, MaybeDay, RuleOut

HALF = r"^(19|2[0-9])[0-9]{2}H[12]$"


class HalfYearIn(Schema):
    """Which half-year of which office."""

    office: str = Field(max_length=20, description="Legal-district code of the local government, such as 36 for Sejong")
    half: str = Field(pattern=HALF, description="Half-year, such as 2024H1")
    as_of: MaybeDay = Field(None, description="Last day that counts; today if empty")
    rule: str = Field("", max_length=60, description="Code of the counting rule; the one in use on the day if empty")


class HalfYearOut(Schema):
    """The figures of a half-year, last year's until the same day, and each figure with the address of its rows."""

    office: str
    half: str
    countries: int
    persons: int
    person_days: int
    visits: int
    countries_last_year: int
    persons_last_year: int
    person_days_last_year: int
    visits_last_year: int
    rule: str
    as_of: date
    counting_rule: RuleOut
    figures: list[FigureOut]
