"""What every app's API speaks: pages in the words of Korea's public-data portal, problems (RFC 9457), figures."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Annotated, Any, Generic, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import ValidationError
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, WithJsonSchema

from gagyo.kernels.indicators.figure import Figure
from gagyo.kernels.indicators.words import Language

T = TypeVar("T")
P = ParamSpec("P")
MAX_ROWS = 1000
MAX_PAGE = 1_000_000
# JSON Schema counts 14.0 among the whole numbers.
WHOLE = re.compile(r"(-?[0-9]{1,19})(?:\.0+)?")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


# PostgreSQL refuses a NUL in a text, SQLite stores it: a search for one finds nothing on either.
Words = Annotated[str, AfterValidator(lambda text: text.replace("\x00", " "))]

# An empty value means the same as none: a form sends its empty fields too.
BLANK: dict[str, Any] = {"type": "string", "maxLength": 0}


def whole_between(least: int, most: int, *, default: int | None) -> BeforeValidator:
    """Return the check of a whole number; "1_000" and " 7 ", which Python would read, are refused."""

    def read(value: object) -> int | None:
        if value == "" or value is None:
            return default
        found = WHOLE.fullmatch(str(value))
        if found is None:
            raise ValueError(_("This is not a whole number."))
        if not least <= int(found[1]) <= most:
            raise ValueError(_("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most})
        return int(found[1])

    return BeforeValidator(read)


def read_day(value: object) -> date | None:
    """
    Return the day written as 2026-05-04; a lone number would otherwise be read as seconds since 1970.

    :raises ValueError: for anything else
    """
    if value == "" or value is None:
        return None
    if isinstance(value, date):
        return value
    if not ISO_DAY.fullmatch(str(value)):
        raise ValueError(_("Write the day as 2026-05-04."))
    return date.fromisoformat(str(value))


def number_schema(least: int, most: int) -> WithJsonSchema:
    """Return the schema of a whole number that may be left empty."""
    return WithJsonSchema({"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, BLANK]})


# SQLite and PostgreSQL keep ids in 64 bits with a sign.
MOST_ID = 2**63 - 1
Id = Annotated[
    int,
    whole_between(1, MOST_ID, default=None),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_ID}),
]
MaybeId = Annotated[int | None, whole_between(1, MOST_ID, default=None), number_schema(1, MOST_ID)]
MaybeDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, BLANK]}),
]


class PageIn(Schema):
    """Which page of the rows."""

    pageNo: Annotated[int, whole_between(1, MAX_PAGE, default=1), number_schema(1, MAX_PAGE)] = Field(  # noqa: N815 - the portal's word
        1, description="Page, from 1"
    )
    numOfRows: Annotated[int, whole_between(1, MAX_ROWS, default=20), number_schema(1, MAX_ROWS)] = Field(  # noqa: N815 - the portal's word
        20, description="Rows per page"
    )

    @property
    def start(self) -> int:
        """The first row, from 0."""
        return (self.pageNo - 1) * self.numOfRows


class Out(BaseModel):
    """What the API gives, made from plain values; ninja's Schema would look into each one for Django's objects."""


class Page(Out, Generic[T]):
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


class RuleOut(Out):
    """A counting rule in both languages."""

    code: str
    name_ko: str
    name_en: str
    sentence_ko: str
    sentence_en: str


class FigureOut(Out):
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


def as_json(operation: Callable[P, Out]) -> Callable[P, HttpResponse]:
    """
    Write what an operation returns as JSON at once.

    It has been checked when it was made; the API would check it by the same schema a second time, row by row.
    """

    @wraps(operation)
    def answer(*args: P.args, **options: P.kwargs) -> HttpResponse:
        made = operation(*args, **options)
        return HttpResponse(made.model_dump_json(), content_type="application/json; charset=utf-8")

    return answer
