"""What every app's API speaks: pages in the words of Korea's public-data portal, problems (RFC 9457), figures."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import Field

from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language

T = TypeVar("T")
MAX_ROWS = 1000
# SQLite and PostgreSQL keep ids in 64 bits with a sign.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class PageIn(Schema):
    """Which page of the rows."""

    pageNo: int = Field(1, ge=1, le=1_000_000, description="Page, from 1")  # noqa: N815 - the portal's word
    numOfRows: int = Field(20, ge=1, le=MAX_ROWS, description="Rows per page")  # noqa: N815 - the portal's word

    @property
    def start(self) -> int:
        """The first row, from 0."""
        return (self.pageNo - 1) * self.numOfRows


class Page(Schema, Generic[T]):
    """One page of rows; totalCount counts the rows of all pages."""

    totalCount: int  # noqa: N815 - the portal's word
    pageNo: int  # noqa: N815 - the portal's word
    numOfRows: int  # noqa: N815 - the portal's word
    items: list[T]


class ProblemField(Schema):
    """One parameter that does not fit."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong, with which record or parameter, and what to do next (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str = ""
    errors: list[ProblemField] = []


class RuleOut(Schema):
    """A counting rule in both languages."""

    code: str
    name_ko: str
    name_en: str
    sentence_ko: str
    sentence_en: str


class FigureOut(Schema):
    """A number with all that makes it checkable; value is null where nothing was recorded."""

    name: str
    value: int | float | None
    unit: str
    text: str
    as_of: date
    rule: RuleOut
    href: str | None


def figure_out(*, name: str, figure: Figure, language: Language) -> FigureOut:
    """Return a figure as the API says it."""
    rule = figure.rule
    value = figure.value
    return FigureOut(
        name=name,
        value=float(value) if isinstance(value, Decimal) else value,
        unit=figure.unit,
        text=figure.text(language),
        as_of=figure.as_of,
        rule=RuleOut(
            code=rule.code,
            name_ko=rule.name_ko,
            name_en=rule.name_en,
            sentence_ko=rule.sentence_ko,
            sentence_en=rule.sentence_en,
        ),
        href=figure.href,
    )


def refuse_unknown(request: HttpRequest, *known: type[Schema]) -> None:
    """
    Refuse a parameter that no schema has: ignored, a misspelt filter would answer with all rows.

    :raises ValidationError: naming each of them
    """
    names = {name for schema in known for name in schema.model_fields}
    strange = [name for name in request.GET if name not in names]
    if strange:
        message = _("There is no such parameter. Use one of: %(names)s.") % {"names": ", ".join(sorted(names))}
        raise ValidationError([{"loc": ("query", name), "msg": message} for name in strange])
