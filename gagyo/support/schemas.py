"""What the API takes and gives for support requests."""

from datetime import date

from ninja import Schema
from pydantic import Field

from gagyo.common.schemas import FigureOut, MaybeDay, RuleOut


class RequestFiguresIn(Schema):
    """As of which day."""

    as_of: MaybeDay = Field(None, description="Last day that counts; today if empty")


class RequestFiguresOut(Schema):
    """The figures of support requests as of a day, and each with its rule and the address of its rows."""

    received: int
    answered: int
    withdrawn: int
    open: int
    fulfilled: int
    fulfilled_in_part: int
    overdue: int
    median_working_hours_to_first_answer: float | None
    rule: str
    as_of: date
    counting_rule: RuleOut
    figures: list[FigureOut]
